"""A test collection → how good the order of the answers is.

Asks through the same code as `search`. Nothing here prints, and nothing below knows
that it is measured.
"""
