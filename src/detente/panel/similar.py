"""Verbs of similarity: UN votes, and S, kappa, pi, tau-b on votes, alliances and memberships."""

from __future__ import annotations

from detente.panel.table import Context, Table


def un_agreement(ctx: Context) -> Table:
    """."""
    raise NotImplementedError


def similarity(ctx: Context) -> Table:
    """."""
    raise NotImplementedError
