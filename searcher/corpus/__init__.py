"""The folder corpus/ → papers: scan it, read each format, merge what was sighted.

The only code that opens a digest, and it never writes one. Nothing here knows the index
or a query. A search scans before it answers, so import the modules, not this package:
`scanning` and `changes` alone stay light.
"""

READING = 8
"""Rises with every change of the rules that makes another record of the same digest: an
index that was read by other rules is outdated.
"""
