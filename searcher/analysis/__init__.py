"""Text → tokens: normalise, split by script, English, Chinese.

One analyzer for titles and abstracts of both languages, because both halves hold both
scripts. Nothing here knows fields, files of the index, or queries.
"""
