"""The audit and the calibration: tables in, honest counts out."""

from __future__ import annotations

import pytest

from detente.errors import InputError
from detente.validation import audit, calibrate

HEADER = "id,claim,actors,years,kind,expected_verdict,scored,trap\n"
ROWS = (
    "a,Relations between Jordan and Israel improved between 1985 and 2005,JOR;ISR,1985-2005,trend,supported,yes,\n"
    "b,Relations between Jordan and Israel grew worse between 1985 and 2005,JOR;ISR,1985-2005,trend,supported,yes,\n"
    "c,Relations between Czechoslovakia and Germany improved,CSK;DEU,2000-2010,entity,ill_posed,abstention,\n"
    "d,Relations between Jordan and Israel improved between 1985 and 2005,JOR;ISR,1985-2005,trend,,,\n"
)


def table(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_rows_are_judged_and_flips_are_counted(bench, tmp_path):
    rows = audit.audit(bench, audit.read_table(table(tmp_path, HEADER + ROWS)))
    assert [r.right for r in rows] == [True, False, True, None]
    summary = audit.summary(rows)
    assert summary["flips"] == ["b"]
    assert summary["scored"] == {"rows": 2, "right": 1, "share": 0.5}
    assert summary["abstention"]["share"] == 1.0


def test_an_expected_verdict_does_not_change_the_answer(bench, tmp_path):
    rows = audit.audit(bench, audit.read_table(table(tmp_path, HEADER + ROWS)))
    assert (rows[0].label, rows[0].grade, rows[0].reason) == (rows[3].label, rows[3].grade, rows[3].reason)


def test_the_sentence_alone_can_be_read(bench, tmp_path):
    rows = audit.audit(bench, audit.read_table(table(tmp_path, HEADER + ROWS)), read=True)
    assert rows[0].label == "supported"


def test_a_premise_is_judged_with_its_recommendation():
    row = audit.AuditRow(
        "n", "normative", "not_testable", "high", "", "not_testable; premise supported", "abstention", ""
    )
    assert not row.right


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lacks the columns"),
        ("id,claim\n1,x\n", "lacks the columns actors, years, kind"),
        (HEADER, "has no rows"),
    ],
)
def test_bad_tables_are_named(bench, tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        audit.audit(bench, audit.read_table(table(tmp_path, text)))


def test_a_row_that_cannot_be_used_is_refused_and_stops_no_other(bench, tmp_path):
    bad, good = audit.audit(
        bench, audit.read_table(table(tmp_path, HEADER + "a,x,USA,nineteen,trend,,,\n" + ROWS))
    )[:2]
    assert bad.label == "refused"
    assert "neither a year nor a range" in bad.reason
    assert good.right


def test_missing_and_binary_files_are_named(tmp_path):
    with pytest.raises(InputError, match="no file"):
        audit.read_table(tmp_path / "none.csv")
    with pytest.raises(InputError, match="a folder"):
        audit.read_table(tmp_path)
    path = tmp_path / "binary.csv"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(InputError, match="cannot be read"):
        audit.read_table(path)


@pytest.mark.parametrize("kind", calibrate.KINDS)
def test_few_quiet_pairs_are_called_changed(bench, kind):
    """A smoke test on 25 draws; the published rates rest on 500 (see measured.json)."""
    found = calibrate.calibrate(bench, kind, 25, seed=7)
    assert found.false_positives <= 5
    assert found.low <= found.rate <= found.high


def test_the_same_seed_gives_the_same_draws(bench):
    one, two = (calibrate.calibrate(bench, "convergence", 10, seed=3) for _ in range(2))
    assert one == two


def test_calibration_refuses_what_it_cannot_do(bench):
    with pytest.raises(InputError, match="no calibration"):
        calibrate.calibrate(bench, "poetry", 10, seed=1)
    with pytest.raises(InputError, match="at least 1"):
        calibrate.calibrate(bench, "trend", 0, seed=1)


@pytest.mark.parametrize(("k", "n", "low", "high"), [(0, 500, 0.0, 0.0076), (25, 500, 0.034, 0.0727)])
def test_wilson_against_published_limits(k, n, low, high):
    """Newcombe 1998, Statistics in Medicine 17: the score method without continuity correction."""
    found = calibrate.wilson(k, n)
    assert found == pytest.approx((low, high), abs=0.0006)
