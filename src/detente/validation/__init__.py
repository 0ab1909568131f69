"""Validation: how the tests themselves do, on known answers and where nothing is known to happen."""
