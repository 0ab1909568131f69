"""The test of deeds: `event` statements against the record of who did what to whom, when and about what."""

from __future__ import annotations

from detente.checks.deeds.evaluate import claim, evaluate

__all__ = ["claim", "evaluate"]
