"""The verdict rule, case by case."""

from __future__ import annotations

from itertools import pairwise

from detente.inference import verdict
from detente.model import Specification


def spec(family, direction=0, significant=False, percentile=50.0, measure="m"):
    return Specification(
        family, "s", measure, "2000-2005", "1990-1995", "u", 1.0, 0.5, 1.5, percentile, direction, significant
    )


def clear(family, sign=1):
    return spec(family, sign, True, 97.0 if sign > 0 else 3.0)


def of_change(specs, flat=None, active=True, **options):
    return verdict.of_change(specs, flat or [False] * len(specs), active=active, **options)


def test_two_families_support():
    found = of_change([clear("coercion"), clear("trade")], rank=98.0)
    assert found.label == "supported"
    assert found.families(1) == ("coercion", "trade")


def test_one_family_never_decides_a_relation():
    assert of_change([clear("coercion")] * 9, rank=96.0).label == "insufficient_evidence"


def test_the_mirror_image_contradicts():
    assert of_change([clear("coercion", -1), clear("trade", -1)], rank=2.0).label == "contradicted"


def test_families_on_both_sides_contest():
    assert of_change([clear("coercion"), clear("commitment", -1)], rank=55.0).label == "contested"


def test_votes_alone_cannot_stop_a_verdict():
    """Agreement in the UN falls between allies and does not rise in true rapprochements."""
    specs = [clear("coercion"), clear("diplomacy"), clear("voting", -1)]
    assert of_change(specs, rank=95.0).label == "supported"


def test_votes_and_memberships_alone_do_not_make_a_rapprochement():
    specs = [clear("voting"), clear("institutions")]
    assert of_change(specs, rank=96.0, political=True).label == "insufficient_evidence"


def test_commerce_alone_does_not_make_a_political_change():
    specs = [clear("trade"), clear("arms")]
    assert of_change(specs, rank=96.0, political=True).label == "insufficient_evidence"


def test_a_flat_line_contradicts_only_where_there_is_a_tie():
    specs = [spec("commitment"), spec("trade"), spec("arms")]
    assert of_change(specs, [True] * 3, active=True, rank=50.0).label == "contradicted"
    assert of_change(specs, [True] * 3, active=False, rank=50.0).label == "insufficient_evidence"


def test_a_family_that_disagrees_with_itself_is_mixed():
    seen = verdict.views([clear("trade"), clear("trade", -1)], [False, False])
    assert seen[0].mixed
    assert seen[0].sign == 0


def test_mirroring_swaps_support_and_contradiction():
    found = of_change([clear("coercion"), clear("trade")], rank=98.0)
    assert verdict.mirrored(found).label == "contradicted"


def test_one_family_claims_need_agreement_within_the_family():
    one = [clear("voting"), clear("voting"), spec("voting", 1)]
    flat, moved = [False] * 3, [1, 1, 1]
    assert verdict.of_one_family(one, flat, moved, 98.0).label == "supported"
    assert verdict.of_one_family(one, flat, moved, 60.0).label == "partly_supported"
    assert verdict.of_one_family([], [], [], None).label == "insufficient_evidence"


def test_moving_no_more_than_others_is_partly():
    specs = [spec("voting")] * 4
    assert verdict.of_one_family(specs, [False] * 4, [1, 1, 1, 0], 55.0).label == "partly_supported"
    assert verdict.of_one_family(specs, [False] * 4, [0, 0, 0, 0], 50.0).label == "contradicted"


def test_more_agreement_never_lowers_the_grade():
    order = ["very_low", "low", "moderate", "high"]
    families = ["coercion", "trade", "arms", "commitment"]
    grades = [of_change([clear(f) for f in families[:k]], rank=98.0).grade for k in (2, 3, 4)]
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(grades))
