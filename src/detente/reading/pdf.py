"""PDF: the runs of text a page shows, with their places; and a PDF file as title, date, author and pieces.

In: bytes. Out: as `furniture.split`; `pdf_layout` puts the runs in reading order. Runs come from our own walk over
the content streams (ISO 32000-2, 9.4), on pypdf's objects and fonts: pypdf's own text extraction gives no ends of
runs, and columns cannot be told without them. Hostile files are held by `child`, which runs this in a
process with bounds.
"""

from __future__ import annotations

import io
import logging
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.errors import InputError
from detente.reading.furniture import Page
from detente.reading.limits import MAX_CHARACTERS, MAX_OPERATIONS, MAX_PAGES, MAX_RUNS

MAX_FORM_DEPTH = 6  # forms within forms on a page
Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Run:
    """Text shown in one go: left and right end, baseline and size in points (y upwards)."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    artifact: bool = False  # marked as no part of what is written (a page's head or foot)


def read(content: bytes, name: str) -> Page:
    """Title, date, author and pieces of a PDF file.

    Raises:
        InputError: damaged, protected, without text (a scan), or past a limit.

    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from detente.reading import pdf_layout

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = PdfReader(io.BytesIO(content), strict=False)
            _unlock(reader, name)
            count = len(reader.pages)
            if count > MAX_PAGES:
                raise InputError(f"{name} is too long: {count:,} pages, and the limit is {MAX_PAGES}.")
            pages = list(_pages(reader, name))
            known = _known(reader)
        except (MemoryError, InputError):
            raise
        except (PyPdfError, RecursionError, Exception) as error:
            raise InputError(f"{name} is damaged: it begins like a PDF file but cannot be read.") from error
    if not any(run.text.strip() for runs in pages for run in runs):
        pictures = f"its {count} pages hold" if count > 1 else "it holds"
        raise InputError(
            f"{name} has no text: {pictures} only pictures or drawings (a scan?); run it through text recognition (OCR) first."
            if count
            else f"{name} is damaged: it has no pages."
        )
    return pdf_layout.read(pages, known)


def _unlock(reader: Any, name: str) -> None:
    """Open a file whose user password is empty, as every viewer does."""
    if not reader.is_encrypted:
        return
    from pypdf.errors import DependencyError, PyPdfError

    try:
        opened = int(reader.decrypt(""))
    except (DependencyError, PyPdfError, NotImplementedError, ValueError, KeyError, TypeError):
        opened = 0
    if not opened:
        raise InputError(f"{name} is an encrypted PDF file; save a copy without a password.")


def _known(reader: Any) -> dict[str, str]:
    """Title and author the file itself states."""
    found: dict[str, str] = {}
    try:
        about = reader.metadata or {}
        for key, entry in (("title", "/Title"), ("author", "/Author")):
            value = about.get(entry)
            if isinstance(value, str) and value.strip():
                found[key] = " ".join(value.split())[:300]
    except Exception:  # a damaged information dictionary says nothing
        return found
    return found


def _pages(reader: Any, name: str) -> Iterator[list[Run]]:
    """Runs of each page; a page that is damaged gives none."""
    fonts: dict[int, Any] = {}
    total = 0
    for page in reader.pages:
        walk = _Walk(reader, fonts)
        try:
            turn = _turned(page)
            contents = page.get("/Contents")
            if contents is not None:
                walk.stream(contents.get_object(), page.get("/Resources"), turn, 0)
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: S110 the runs up to the damage are kept
            pass
        total += sum(len(run.text) for run in walk.runs)
        if total > 3 * MAX_CHARACTERS:
            raise InputError(f"{name} is too long: the limit is {MAX_CHARACTERS:,} characters of text.")
        yield walk.runs


def _turned(page: Any) -> Matrix:
    angle = int(page.get("/Rotate", 0) or 0) % 360
    return {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
        270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    }.get(angle, _UNIT)


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


@dataclass(slots=True)
class _State:
    """Graphics and text state: q saves it, Q brings it back."""

    ctm: Matrix
    font: Any = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> _State:
        return _State(
            self.ctm,
            self.font,
            self.size,
            self.spacing,
            self.word_spacing,
            self.scale,
            self.leading,
            self.rise,
        )


@dataclass(slots=True)
class _Walk:
    """One page's content streams, operation by operation."""

    reader: Any
    fonts: dict[int, Any]
    runs: list[Run] = field(default_factory=list)
    matrix: Matrix = _UNIT
    line: Matrix = _UNIT
    artifacts: list[bool] = field(default_factory=list)  # of the marked content we are in
    left: int = MAX_OPERATIONS

    def stream(self, contents: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        from pypdf.generic import ContentStream

        resources = resources.get_object() if resources is not None else {}
        declared = resources.get("/Font")
        fonts = declared.get_object() if declared is not None else {}
        state, saved = _State(ctm), []
        for operands, operator in ContentStream(contents, self.reader, "bytes").operations:
            self.left -= 1
            if self.left < 0 or len(self.runs) > MAX_RUNS:
                return
            if operator == b"q":
                saved.append(state.copy())
                del saved[:-64]
            elif operator == b"Q":
                state = saved.pop() if saved else state
            elif operator == b"Do":
                self._form(operands, resources, state, depth)
            else:
                try:
                    self._operate(operator, operands, state, fonts)
                except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
                    continue  # one bad operation

    def _form(self, operands: list[Any], resources: Any, state: _State, depth: int) -> None:
        self.left -= 200  # a stream is read anew each time it is shown
        if depth >= MAX_FORM_DEPTH or self.left < 0:
            return
        objects = resources.get("/XObject")
        form = objects.get_object().get(operands[0]) if objects is not None and operands else None
        form = form.get_object() if form is not None else None
        if form is None or form.get("/Subtype") != "/Form":
            return
        own = form.get("/Matrix")
        matrix = tuple(float(n) for n in own) if own is not None and len(own) == 6 else _UNIT
        before = self.matrix, self.line
        self.stream(form, form.get("/Resources", resources), _times(matrix, state.ctm), depth + 1)  # type: ignore[arg-type]
        self.matrix, self.line = before

    def _operate(self, operator: bytes, operands: list[Any], state: _State, fonts: Any) -> None:
        match operator:
            case b"cm":
                state.ctm = _times(_matrix(operands), state.ctm)
            case b"BT":
                self.matrix = self.line = _UNIT
            case b"Tf":
                state.font, state.size = self._font(operands[0], fonts), float(operands[1])
            case b"Tc":
                state.spacing = float(operands[0])
            case b"Tw":
                state.word_spacing = float(operands[0])
            case b"Tz":
                state.scale = float(operands[0]) / 100
            case b"TL":
                state.leading = float(operands[0])
            case b"Ts":
                state.rise = float(operands[0])
            case b"Td":
                self._move(float(operands[0]), float(operands[1]))
            case b"TD":
                state.leading = -float(operands[1])
                self._move(float(operands[0]), float(operands[1]))
            case b"Tm":
                self.matrix = self.line = _matrix(operands)
            case b"T*":
                self._move(0.0, -state.leading)
            case b"Tj":
                self._show([operands[0]], state)
            case b"TJ":
                self._show(operands[0], state)
            case b"'":
                self._move(0.0, -state.leading)
                self._show([operands[0]], state)
            case b'"':
                state.word_spacing, state.spacing = float(operands[0]), float(operands[1])
                self._move(0.0, -state.leading)
                self._show([operands[2]], state)
            case b"BMC" | b"BDC":
                self.artifacts.append(bool(operands) and operands[0] == "/Artifact")
                del self.artifacts[:-64]
            case b"EMC":
                if self.artifacts:
                    self.artifacts.pop()
            case _:
                pass

    def _font(self, name: Any, fonts: Any) -> Any:
        from pypdf.generic._font import Font

        entry = fonts.get(name)
        resource = entry.get_object() if entry is not None else None
        if resource is None:
            return None
        if id(resource) not in self.fonts:
            try:
                self.fonts[id(resource)] = (Font.from_font_resource(resource), resource)
            except (MemoryError, RecursionError):
                raise
            except Exception:  # a font we cannot read: its text is lost, the page is not
                self.fonts[id(resource)] = (None, resource)
        return self.fonts[id(resource)][0]

    def _move(self, x: float, y: float) -> None:
        self.matrix = self.line = _times((1.0, 0.0, 0.0, 1.0, x, y), self.line)

    def _show(self, items: Any, state: _State) -> None:
        """Show strings with the shifts between them, as one run where no shift is wide."""
        font = state.font
        if font is None:
            return
        parts: list[str] = []
        width = 0.0  # of the run so far, in text space
        for item in items:
            if isinstance(item, bytes | str):
                text, moved = _decoded(item, font, state)
                parts.append(text)
                width += moved
            else:
                shift = -float(item) / 1000 * state.size * state.scale
                if shift > 0.17 * state.size * state.scale and parts and not parts[-1].endswith(" "):
                    parts.append(" ")
                if shift > 1.5 * state.size * state.scale:  # another column, or a table's cell
                    self._emit(parts, width, state)
                    self._advance(width + shift)
                    parts, width = [], 0.0
                    continue
                width += shift
        self._emit(parts, width, state)
        self._advance(width)

    def _advance(self, width: float) -> None:
        self.matrix = _times((1.0, 0.0, 0.0, 1.0, width, 0.0), self.matrix)

    def _emit(self, parts: list[str], width: float, state: _State) -> None:
        text = "".join(parts)
        if not text.strip():
            return
        at = _times(self.matrix, state.ctm)
        size = abs(state.size) * math.hypot(at[2], at[3])
        if abs(at[1]) > 0.2 * abs(at[0]) or not 1.0 <= size <= 400 or not all(map(math.isfinite, at)):
            return  # turned text: marks at the margin
        x = at[4]
        far = x + width * at[0]
        y = at[5] + state.rise * at[3]
        lead = len(text) - len(text.lstrip())
        if lead and far > x:
            x += (far - x) * lead / max(1, len(text))
        self.runs.append(Run(min(x, far), max(x, far), y, size, text, any(self.artifacts)))


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(n) for n in operands[:6])
    return a, b, c, d, e, f


def _decoded(value: bytes | str, font: Any, state: _State) -> tuple[str, float]:
    """Text of a shown string and how far it moves, in text space."""
    raw = value if isinstance(value, bytes) else value.encode("latin-1", "replace")
    if isinstance(font.encoding, str):
        codes = raw.decode(font.encoding, "replace")
        text = "".join(font.character_map.get(c, c) for c in codes)
    else:
        codes = raw.decode("latin-1")
        named = [font.encoding.get(ord(c), c) for c in codes]
        text = "".join(font.character_map.get(c, c) for c in named)
    wide = sum(font.get_text_width(c) for c in codes) / 1000 * state.size
    wide += state.spacing * len(codes) + state.word_spacing * raw.count(b" ")
    return text.replace("\x00", ""), wide * state.scale
