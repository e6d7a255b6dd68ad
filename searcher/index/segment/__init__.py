"""A segment: some papers as one file, written once and mapped into memory to be read.

The format is in docs/segment-format.md.
"""
