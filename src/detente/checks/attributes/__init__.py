"""The test of `attribute` statements: properties of states and places that lists or indices hold."""

from __future__ import annotations

from detente.checks.attributes.evaluate import claim

__all__ = ["claim"]
