"""Typed claims to findings: the one door of the tests, and how statements are put to the measures behind them."""
