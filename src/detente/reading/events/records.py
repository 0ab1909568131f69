"""Records for the event coder: JSON lines in, JSON lines and a table out.

In: lines of `{"id", "text", "date"?}` (`id` text or a whole number, `text` text, `date` a year, `YYYY-MM`,
`YYYY-MM-DD` or `YYYYMMDD`). A line that cannot be used stops everything with its number, before anything is coded.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table

MAX_BYTES = 512 * 2**20
"""Size of the largest file that is read."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|(\d{2})(\d{2}))?")


def code(source: str | Path | Iterable[Mapping[str, Any] | str]) -> list[dict[str, Any]]:
    """Code the events of sentences: who did what to whom.

    Args:
        source: a file of JSON lines (`-` is standard input), or records `{"id", "text", "date"?}`, or plain
            sentences (their ids are 1, 2 ...).

    Returns:
        One `{"id", "events"}` a record, in order. Each event has `source` and `target` (ISO alpha-3 or `org:...`, None
        where the text names none), `type` (PLOVER's 16), `source_mention`, `target_mention`, `trigger`,
        `source_sector`, `target_sector` (GOV, MIL, REB ...), `date` (as given) and `place` (ISO alpha-3 or None).

    Raises:
        InputError: a record that cannot be used, with its number.

    """
    from detente.reading.events import coder

    if isinstance(source, (str, Path)):
        return list(coder.code(read_lines(source)))
    records: list[dict[str, Any]] = []
    for number, item in enumerate(source, start=1):
        given = {"id": number, "text": item} if isinstance(item, str) else item
        records.append(_record(given, f"record {number}"))
    return list(coder.code(records))


def read_lines(path: str | Path) -> list[dict[str, Any]]:
    """Records of a file of JSON lines; empty lines are passed over.

    Raises `InputError` for a file that cannot be read and for the first line that cannot be used.
    """
    name = "standard input" if str(path) == "-" else str(path)
    if str(path) == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        file = Path(path)
        if file.is_dir():
            raise InputError(f"{name} is a folder; give a file of JSON lines.")
        try:
            with file.open("rb") as handle:
                content = handle.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise InputError(
                f"{name} cannot be read: {getattr(error, 'strerror', None) or error}."
            ) from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{name} is larger than {MAX_BYTES // 2**20} MB; cut it into parts.")
    records: list[dict[str, Any]] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            records.append(_record(_parsed(line, f"{name}, line {number}"), f"{name}, line {number}"))
    return records


def _parsed(line: bytes, where: str) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(f"{where}: not UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise InputError(f"{where}: not JSON.") from None


def _record(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise InputError(f'{where}: not an object like {{"id": "1", "text": "..."}}.')
    for key in ("id", "text"):
        if key not in given:
            raise InputError(f'{where}: no "{key}".')
    if isinstance(given["id"], bool) or not isinstance(given["id"], (str, int)):
        raise InputError(f'{where}: "id" is neither text nor a whole number.')
    if not isinstance(given["text"], str):
        raise InputError(f'{where}: "text" is not text.')
    return {"id": given["id"], "text": given["text"], "date": _date(given.get("date"), where)}


def _date(given: Any, where: str) -> str | None:
    if given is None or given == "":
        return None
    match = (
        _DATE.fullmatch(str(given)) if isinstance(given, (str, int)) and not isinstance(given, bool) else None
    )
    if match is None or not str(given).isascii():
        raise InputError(f'{where}: "date" is not a year, YYYY-MM or YYYY-MM-DD.')
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    if not 1 <= int(month or 1) <= 12 or not 1 <= int(day or 1) <= 31 or year == "0000":
        raise InputError(f'{where}: "date" names no day: {given}.')
    return "-".join(part for part in (year, month, day) if part)


def dumps(answers: Iterable[Mapping[str, Any]]) -> str:
    """Answers as JSON lines."""
    return "".join(json.dumps(answer, ensure_ascii=True) + "\n" for answer in answers)


def table(answers: Iterable[Mapping[str, Any]]) -> Table:
    """Answers as a table for the terminal; a record without events has one row."""
    from rich.markup import escape
    from rich.table import Table

    grid = Table("record", "source", "type", "target", "place", "words", box=None)
    for answer in answers:
        for event in answer["events"] or [None]:
            if event is None:
                grid.add_row(escape(str(answer["id"])), "", "-", "", "", "")
                continue
            words = (
                f"{event['source_mention'] or '-'} | {event['trigger']} | {event['target_mention'] or '-'}"
            )
            ends = [
                " ".join(w for w in (event[end], event[f"{end}_sector"]) if w) or "-"
                for end in ("source", "target")
            ]
            cells = (str(answer["id"]), ends[0], event["type"], ends[1], event["place"] or "", words)
            shown = ("".join(c if c.isprintable() else "\ufffd" for c in cell) for cell in cells)
            grid.add_row(*(escape(cell) for cell in shown))
    return grid
