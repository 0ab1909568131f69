"""Every number that decides a verdict stands in `thresholds.py` with its reason, and nowhere else."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

import pytest

from detente.inference import thresholds

ROOMS = ("checks", "inference")
# Numbers that decide nothing: how much is shown, how long is computed, how ids and dates are written.
SHOWN = {
    "_MOST_ROWS", "_MOST_PAIRS", "_LONGEST_NAME", "_MOST_PERMUTED", "_DRAWS", "_BLOCK", "_SEED", "_SECONDS",
    "_SPLITS", "_NONE", "_LEAST_MASS", "_STEPS", "_FLOOR", "_TRIED", "_NEAR", "_PORTS", "_WAYS", "_SPAN",
    "_ROLLING_YEARS", "_FIRST_ORIGIN", "_END_YEARS", "_NEARLY_NOTHING", "FEWEST", "_PRIOR_YEARS",
    "_MOST_AUTOCORRELATION", "_STEP",
}  # fmt: skip
PLAIN = {0, 1, 2, -1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 45, 400}  # counts of things, lengths of ids and dates
NOISE = 0.5  # the middle of a 0-or-1 series


def modules():
    for room in ROOMS:
        for path in sorted(files("detente").joinpath(room).iterdir(), key=lambda p: p.name):
            if path.name.endswith(".py") and path.name != "thresholds.py":
                yield pytest.param(path, id=f"{room}/{path.name}")


@pytest.mark.parametrize("path", list(modules()))
def test_no_number_decides_outside_the_thresholds(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)):
            continue
        if isinstance(node.value.value, int | float) and not isinstance(node.value.value, bool):
            names = {ast.unparse(t) for t in node.targets}
            assert names <= SHOWN, f"{names} = {node.value.value} belongs in thresholds.py"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        for side in (node.left, *node.comparators):
            if isinstance(side, ast.Constant) and isinstance(side.value, int | float):
                value = side.value
                small = isinstance(value, float) and abs(value) <= 0.1  # tolerances of arithmetic
                assert value in PLAIN or value == NOISE or small or value == 0.99, ast.unparse(node)


def test_every_threshold_has_its_reason():
    tree = ast.parse(files("detente.inference").joinpath("thresholds.py").read_text("utf-8"))
    body = tree.body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
            assert name.isupper(), name
            assert isinstance(after, ast.Expr), f"{name} has no reason"
            assert isinstance(after.value, ast.Constant), f"{name} has no reason"
            assert len(str(after.value.value)) > 20, f"{name} has no reason"


def test_no_threshold_is_idle():
    names = [n for n in dir(thresholds) if n.isupper()]
    used = "".join(
        path.read_text("utf-8")
        for room in ("checks", "inference", "measures", "validation")
        for path in Path(str(files("detente").joinpath(room))).rglob("*.py")
        if path.name != "thresholds.py"
    )
    assert [n for n in names if f"thresholds.{n}" not in used] == []
