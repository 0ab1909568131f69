"""Charts as drawings: well-formed, described, inside their frame, whatever the data."""

from __future__ import annotations

import dataclasses
import math
import re
from itertools import pairwise

import pytest
import report_sample_charts as samples
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report_samples import HOSTILE

from detente.model import Chart
from detente.report.charts import FORMS, NARROW, WIDE, draw, standalone
from detente.report.charts.canvas import scale, spread, year_scale

SVG = "{http://www.w3.org/2000/svg}"
ALL = [
    samples.lines_chart,
    samples.scatter_chart,
    samples.strip_chart,
    samples.bars_chart,
    samples.timeline_chart,
    samples.dots_chart,
    samples.slope_chart,
    samples.map_chart,
]
SAFE = {"svg", "title", "desc", "path", "rect", "circle", "line", "text"}


def parsed(svg: str):
    return etree.fromstring(svg.encode("utf-8", "surrogatepass"), etree.XMLParser(resolve_entities=False))


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("make", ALL)
def test_every_form_draws_with_name_and_description(make, width):
    chart = make()
    svg = parsed(draw(chart, width, "c1-w"))
    assert svg.get("role") == "img"
    title, text = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert text is not None
    assert (title.text, text.text) == (chart.title, chart.alt)
    assert svg.get("aria-labelledby") == f"{title.get('id')} {text.get('id')}"
    assert len(list(svg)) > 6


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("make", ALL)
def test_marks_lie_inside_the_frame(make, width):
    svg = parsed(draw(make(), width, "p"))
    height = float(svg.get("viewBox", "").split()[3])
    for node in svg.iter(f"{SVG}path", f"{SVG}circle", f"{SVG}line"):
        numbers = node.get("d") or " ".join(
            f"{node.get(a)},{node.get(b)}"
            for a, b in (("cx", "cy"), ("x1", "y1"), ("x2", "y2"))
            if node.get(a)
        )
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", numbers):
            assert -1 <= float(x) <= width + 1
            assert -1 <= float(y) <= height + 1


def test_axes_carry_titles_units_and_the_placebo_band_is_named():
    shown = texts(draw(samples.lines_chart(), WIDE, "p"))
    assert "what nothing special looks like" in shown
    assert {"Session year", "Agreement (share of roll calls)", "claimed break", "1970", "2020"} <= set(shown)
    assert "Agreement in 2019 (share of roll calls)" in texts(draw(samples.strip_chart(), WIDE, "p"))


def test_the_placebo_band_is_behind_the_line():
    svg = draw(samples.lines_chart(), WIDE, "p")
    assert svg.index('class="placebo"', svg.index("</text>")) < svg.index('class="line')


def test_a_gap_in_the_data_is_a_gap_in_the_line():
    chart = samples.lines_chart()
    closed = dataclasses.replace(chart, data=tuple(row for row in chart.data if row["agreement"] is not None))
    assert draw(chart, WIDE, "p").count('class="line') == draw(closed, WIDE, "p").count('class="line') + 1


def test_the_case_asked_about_is_named_in_a_strip():
    assert "Norway–Sweden: 0.97" in texts(draw(samples.strip_chart(), WIDE, "p"))
    assert draw(samples.strip_chart(), WIDE, "p").count('class="chosen"') == 1


def test_few_cases_are_dots_and_many_a_density():
    assert draw(samples.strip_chart(40), WIDE, "p").count("<circle") == 40
    assert draw(samples.strip_chart(4000), WIDE, "p").count("<circle") == 0


def test_a_path_names_its_first_and_last_year():
    assert {"1990", "2023"} <= set(texts(draw(samples.scatter_chart(), WIDE, "p")))


def test_stacked_bars_reach_the_sum():
    svg = parsed(draw(samples.bars_chart(), WIDE, "p"))
    bars = [node for node in svg.iter(f"{SVG}rect") if "bar" in (node.get("class") or "")]
    first = [node for node in bars if node.get("x") == bars[0].get("x")]
    heights = [float(node.get("height", "0")) for node in first]
    tops = [float(node.get("y", "0")) for node in first]
    assert sum(heights) == pytest.approx(
        max(t + h for t, h in zip(tops, heights, strict=True)) - min(tops), abs=0.5
    )


def test_what_goes_on_is_open_and_what_ended_says_when():
    shown = texts(draw(samples.timeline_chart(), WIDE, "p"))
    assert {"partner 1994–2023", "member 1995–"} <= set(shown)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_map_names_ends_ways_modes_and_what_is_closed(width):
    svg = draw(samples.map_chart(), width, "p")
    shown = texts(svg)
    assert {"Tashkent", "Karachi", "with everybody: 2,300 km", "sea", "road"} <= set(shown)
    assert any(text.endswith(" km") and text[0].isdigit() for text in shown)  # the scale bar
    assert all(f'class="{name}"' in svg for name in ("water", "land", "frontier", "shut"))
    assert svg.count('class="way c') == 3  # a stroke for each mode of the first way, and the legend
    assert svg.count('class="way way1 c') == 2


def test_a_map_across_the_date_line_is_drawn_the_short_way():
    chart = samples.map_chart()
    line = [[170.0, 10.0, ""], [-170.0, 12.0, "sea"]]
    encoding = {
        "ways": [{"label": "short", "line": line}],
        "stops": [{"name": "East", "lon": -170, "lat": 12}],
    }
    svg = draw(dataclasses.replace(chart, encoding=encoding), WIDE, "p")
    assert "East" in texts(svg)
    bar = next(text for text in texts(svg) if text.endswith(" km"))
    assert float(bar.removesuffix(" km").replace(",", "")) <= 1000


@given(
    lines=st.lists(
        st.lists(
            st.tuples(st.floats(), st.floats(-95, 95), st.sampled_from(["road", "sea", *HOSTILE])), max_size=5
        ),
        max_size=5,
    ),
    text=st.sampled_from(HOSTILE),
    width=st.sampled_from([WIDE, NARROW]),
)
@settings(max_examples=25, deadline=None)
def test_any_map_is_safe_and_inside_its_frame(lines, text, width):
    ways = [{"label": text, "line": [list(p) for p in line]} for line in lines]
    stops = [{"name": text, "lon": p[0], "lat": p[1], "main": True} for line in lines for p in line]
    encoding = {"ways": ways, "stops": stops, "closed": stops, "states": [text, "FRA"]}
    svg = draw(Chart("map", text, (), encoding, text, text), width, "p")
    if not svg:
        return
    root = parsed(svg)
    assert {etree.QName(node).localname for node in root.iter()} <= SAFE
    height = float(root.get("viewBox", "").split()[3])
    for node in root.iter(f"{SVG}path"):
        for x, y in re.findall(r"(-?[\d.e+]+),(-?[\d.e+]+)", node.get("d") or ""):
            assert -1 <= float(x) <= width + 1
            assert -1 <= float(y) <= height + 1


def test_an_unknown_form_or_missing_columns_draw_nothing():
    chart = samples.lines_chart()
    assert draw(dataclasses.replace(chart, form="pie"), WIDE, "p") == ""
    assert draw(dataclasses.replace(chart, encoding={}), WIDE, "p") == ""
    assert draw(dataclasses.replace(chart, data=()), WIDE, "p") == ""


VALUES = (
    st.none()
    | st.floats()
    | st.integers(-5, 2100)
    | st.integers()
    | st.booleans()
    | st.text(max_size=6)
    | st.sampled_from(HOSTILE)
)
KEYS = """
x y series low high placebo_low placebo_high panel label order highlight row start end status until
diagonal stack value
"""
NAMES = ("a", "b", "c", "d", "e")


@given(
    form=st.sampled_from(sorted(FORMS)),
    data=st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES), max_size=12),
    encoding=st.dictionaries(
        st.sampled_from(KEYS.split()),
        st.sampled_from(NAMES)
        | VALUES
        | st.fixed_dictionaries({"field": st.sampled_from(NAMES), "title": st.sampled_from(HOSTILE)}),
    ),
    marks=st.lists(st.fixed_dictionaries({"x": VALUES, "y": VALUES, "label": VALUES}), max_size=3),
    text=st.sampled_from(HOSTILE),
    width=st.sampled_from([WIDE, NARROW]),
)
def test_any_data_gives_a_safe_drawing_or_none(form, data, encoding, marks, text, width):
    encoding = {"x": "a", "y": "b", "start": "a", "marks": marks, "reference": marks} | encoding
    svg = draw(Chart(form, text, tuple(data), encoding, text, text), width, "p")
    if not svg:
        return
    root = parsed(svg)
    assert {etree.QName(node).localname for node in root.iter()} <= SAFE
    for node in root.iter():
        assert not any(name.startswith("on") or "href" in name or name == "style" for name in node.attrib)
        assert not any(
            re.search(r"\b(nan|inf)\b", value)
            for name, value in node.attrib.items()
            if name not in ("class", "id")
        )


@given(st.lists(st.floats(-1e14, 1e14), min_size=1, max_size=8), st.integers(2, 8))
def test_a_scale_holds_its_values_and_ends_on_ticks(values, count):
    on = scale(values, 0, 100, count)
    slack = 1e-8 * (on.high - on.low)
    assert on.low - slack <= min(values)
    assert on.high + slack >= max(values)
    assert on.ticks[0] == on.low
    assert on.ticks[-1] == on.high
    assert 2 <= len(on.ticks) <= 3 * count + 3
    assert all(math.isfinite(on(value)) for value in values)


def test_ticks_have_the_decimals_of_their_step():
    on = scale([0, 11], 0, 1, 5)
    assert [on.label(tick) for tick in on.ticks] == ["0", "2.5", "5.0", "7.5", "10.0", "12.5"]


def test_years_are_whole_and_two_years_are_their_own_ticks():
    on, years = year_scale([1990, 2020], 0, 1, 8)
    assert years
    assert [on.label(tick, year=True) for tick in on.ticks] == ["1990", "2020"]
    on, years = year_scale([2019, 2020, 2021, 2022], 0, 1, 8)
    assert [on.label(tick, year=True) for tick in on.ticks] == ["2019", "2020", "2021", "2022"]


@given(st.lists(st.floats(0, 100), max_size=6))
def test_labels_keep_their_distance_and_order(positions):
    placed = spread(positions, [10.0] * len(positions), 0, 100)
    assert len(placed) == len(positions)
    ordered = sorted(placed)
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(ordered))


@given(first=st.integers(1900, 2000), span=st.integers(3, 120), count=st.sampled_from([4, 8]))
def test_ticks_of_years_are_whole_years_at_even_steps(first, span, count):
    on, years = year_scale([float(y) for y in range(first, first + span + 1)], 0, 600, count)
    assert years
    assert all(tick == int(tick) for tick in on.ticks)
    assert len({b - a for a, b in pairwise(on.ticks)}) <= 1


def test_a_drawing_beneath_stands_under_the_first_and_takes_its_own_rows():
    upper, lower = samples.dots_chart(), samples.scatter_chart()
    under = {"form": "scatter", "title": "Under <b>it</b>", "encoding": lower.encoding}
    both = dataclasses.replace(
        upper, data=(*upper.data, *lower.data), encoding={**upper.encoding, "beneath": [under]}
    )
    svg = parsed(draw(both, WIDE, "x"))
    alone = parsed(draw(upper, WIDE, "x"))
    tall, short = (int((one.get("viewBox") or "").split()[-1]) for one in (svg, alone))
    (group,) = svg.findall(f"{SVG}g")
    top = float((group.get("transform") or "").removeprefix("translate(0 ").removesuffix(")"))
    assert short < top < tall
    assert "Under <b>it</b>" in texts(draw(both, WIDE, "x"))
    dots = len(list(svg.iter(f"{SVG}circle"))) - len(list(group.iter(f"{SVG}circle")))
    assert dots == len(list(alone.iter(f"{SVG}circle")))
    assert "translate" in standalone.svg(both)


@pytest.mark.parametrize("lower", [None, "x", 3, [None], [{"form": "x"}], [{"form": "x", "encoding": {}}]])
def test_what_cannot_be_drawn_beneath_is_left_out(lower):
    chart = samples.dots_chart()
    assert draw(dataclasses.replace(chart, encoding={**chart.encoding, "beneath": lower}), WIDE, "x") == draw(
        chart, WIDE, "x"
    )


def test_days_within_a_year_stand_between_whole_years():
    chart = Chart(
        "timeline", "t", ({"row": "A", "start": 2021.89, "end": 2023.95}, {"row": "B", "start": 2022.1, "end": 2022.3}),
        {"row": "row", "start": {"field": "start", "title": "Year"}, "end": "end"}, "s", "a",
    )  # fmt: skip
    shown = texts(draw(chart, WIDE, "x"))
    assert {"2021", "2022", "2023", "2024"} <= set(shown)
    assert "2021–2023" in shown
