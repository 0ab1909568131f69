"""Every number the verdict rule turns on, with its reason. Nothing else in detente decides.

They were set on the known answers and the tuning half of the project's battery, then frozen; the
README reports how they do on the half that was never tuned on.
"""

from __future__ import annotations

PLACEBO_PERCENTILE = 90.0
"""An effect counts when it is beyond nine in ten of all pairs' effects over the same years: a naive
before/after test on UN roll calls calls 49 to 78 per cent of all pairs "changed"."""

SINGLE_FAMILY_PERCENTILE = 95.0
"""A claim about one family only (converging votes) cannot be confirmed by a second one, so its effect
must be beyond nineteen in twenty pairs."""

CONFIDENCE = 0.95
"""Intervals are 95 per cent."""

FAMILIES_NEEDED = 2
"""No verdict on a relation rests on one family of evidence."""

SIGN_SHARE = 0.75
"""Three quarters of the specifications that move at all must move the claimed way."""

WINDOW_YEARS = 5
"""The longest window before and after: long enough to average out an agenda, short enough to be one
state of affairs; also the field's usual unit for arms deliveries."""

FEWEST_YEARS = 2
"""A window with fewer observed years gives no specification."""

CLOSE_PERCENTILE = 80.0
"""A level is "close" when it is above four in five of all pairs that year (and "hostile" below one in
five)."""

NEAR_COVERAGE_YEARS = 2
"""A share or level asked for a year may be read from up to two years earlier when the source ends
there; the card says so and the grade drops."""

COMPOSITE_PERCENTILE = 97.5
"""Where one family is clear and others only lean, the change over all families together must be
beyond 39 in 40 pairs: a one-sided 2.5 per cent test by construction."""

LEANING_PERCENTILE = 75.0
"""A family leans a way when its mean percentile is in the outer quarter."""
