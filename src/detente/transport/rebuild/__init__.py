"""Rebuilds the derived tables of `transport/data` from published files; see `__main__`."""
