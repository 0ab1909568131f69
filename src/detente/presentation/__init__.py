"""What a reader sees of a claim, made from its types: the restatement that is tested and carries the label."""

from __future__ import annotations

from detente.presentation.restatement import restate, statement_text

__all__ = ["restate", "statement_text"]
