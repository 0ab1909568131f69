"""Measures: numbers on pairs of states and on states, for all of them at once."""
