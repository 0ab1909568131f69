"""Finance: one lender's commitments are no share, and the answer says what is missing."""

from __future__ import annotations

import pytest

from detente import reading
from detente.checks import finance, registry
from detente.checks.entities import entity


@pytest.mark.parametrize("direction", ["main", "majority", "negligible", "rising", "falling", "concentrated"])
def test_no_share_is_told_from_one_lender(bench, make_claim, direction):
    claim = make_claim("dependence", (2005, 2014), direction, "finance", subject="PAK", supplier="CHN")
    finding = registry.check(claim, bench)
    assert finding.label == "insufficient_evidence"
    assert "International Debt Statistics" in finding.reason
    assert finding.evidence[0].source == "aiddata-china"
    assert finding.citations == ("custer2023",)


def test_another_lender_is_not_answered_with_chinas_loans(bench, make_claim):
    claim = make_claim("dependence", (2005, 2014), "main", "finance", subject="PAK", supplier="USA")
    finding = registry.check(claim, bench)
    assert finding.label == "insufficient_evidence"
    assert not finding.evidence


def test_the_sum_of_commitments_is_that_of_the_publishers_rows(bench):
    rows = finance.commitments(bench, entity(bench, "PAK", 2021), 2000, 2021)
    table = bench.atlas.table("chinese_finance")
    own = table.filter(table["ccode"] == 770)
    assert rows["total"].sum() == pytest.approx(own["oda"].sum() + own["oof"].sum() + own["vague"].sum())
    assert rows["year"].is_sorted()
    assert not len(finance.commitments(bench, entity(bench, "PAK", 2021), 1980, 1999))


def test_borrowing_is_read_as_finance():
    (claim, *_) = reading.read_claims("Pakistan borrows most of its money from China.")
    assert (claim.kind, claim.topic, claim.role("supplier")) == ("dependence", "finance", "CHN")
