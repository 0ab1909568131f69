"""Checks: one file a kind of claim; what would support it and what would contradict it."""
