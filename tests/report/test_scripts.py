"""Letters without a font: found, named in the text, told of once, and never a box in a PDF."""

from __future__ import annotations

import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.report import scripts, typesetting

LATIN = set("abcdefghijklmnopqrstuvwxyz ")


def only_latin(letters: str) -> bool:
    return set(letters) <= LATIN


def paragraph(text: str) -> dict:
    runs = [{"text": text, "style": ""}]
    block = {"is": "paragraph", "style": "article", "label": "", "runs": runs}
    return {"title": "Title", "under": "", "note": "", "blocks": [block]}


def read(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_scripts_without_a_font_are_named_with_a_font_that_has_them():
    lacking = scripts.missing(["see 中国 と and አማርኛ", "한국"], only_latin)
    assert lacking == {
        "Chinese or Japanese": "Noto Sans CJK",
        "Ethiopic": "Noto Sans Ethiopic",
        "Korean": "Noto Sans CJK",
    }
    said = scripts.named("see 中国 と and አማርኛ!", lacking)
    assert said == "see [Chinese or Japanese, 3 letters] and [Ethiopic, 4 letters]!"
    assert all(word in scripts.note(lacking) for word in ("Korean", "Noto Sans Ethiopic"))


def test_what_can_be_set_is_left_alone():
    assert scripts.missing(["中国"], lambda letters: True) == {}
    assert scripts.missing(["Łódź, Αθήνα, Київ – “quoted” × 2 → 3"], only_latin) == {}
    assert scripts.named("中国", {"Korean"}) == "中国"


@given(st.text(max_size=60))
def test_named_text_holds_no_letter_of_a_script_without_a_font(text):
    lacking = scripts.missing([text], lambda letters: False)
    assert scripts.missing([scripts.named(text, lacking)], lambda letters: False) == {}


def test_a_pdf_tells_of_letters_that_no_font_has(monkeypatch, caplog):
    monkeypatch.setattr(typesetting, "_can_set", lambda letters: False)
    text = read(typesetting.pdf(paragraph("Relations of 中国 improved.")))
    assert "[Chinese or Japanese, 2 letters] improved" in text
    assert "no font for Chinese or Japanese letters" in text
    assert len(caplog.records) == 1
    assert "\n" not in caplog.records[0].getMessage()


def test_a_pdf_of_plain_text_tells_of_nothing(caplog):
    assert "no font" not in read(typesetting.pdf(paragraph("Plain, Łódź and Київ.")))
    assert caplog.records == []


@pytest.mark.parametrize("letters", ["中", "አ", "ไ", "한", "a", "Ж"])
def test_typst_is_asked_what_it_can_set(letters):
    """Whatever fonts this machine has: what is called missing prints as nothing a reader can copy."""
    text = read(typesetting._compile(typesetting._PROBE, {"letters": letters}, "pdf"))
    assert typesetting._can_set(letters) or letters not in {"a", "Ж"}
    assert not typesetting._can_set(letters) or letters in text
