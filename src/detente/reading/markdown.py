"""Markdown: text with its marks in, title, date, author and pieces out.

Front matter (YAML or TOML) gives title, author and date. Headings, list items and table cells become
paragraphs; emphasis, links and quotes lose their marks; code blocks are left out; notes follow the text.
"""

from __future__ import annotations

import re

from detente.reading.dates import Published, iso_date, iso_month
from detente.reading.furniture import Page, Piece, split

_FRONT = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.{0,8000}?)\n\1[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|authors?|by|date|published|pubdate|created)[ \t]*[:=][ \t]*(.*)$", re.I | re.M)
_ADDRESS = r"\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)"
_MARKS = (
    (re.compile(r"^[ \t]{0,3}(```|~~~).{0,100000}?(?:^[ \t]{0,3}\1[^\n]*$|\Z)", re.M | re.S), ""),
    (re.compile(r"<!--(?:(?!<!--).){0,20000}?-->", re.S), ""),
    (re.compile(rf"!\[([^\[\]\n]{{0,500}})\]{_ADDRESS}"), ""),
    (re.compile(rf"\[([^\[\]\n]{{0,500}})\]{_ADDRESS}"), r"\1"),
    (re.compile(r"^[ \t]{0,3}\[(?!\^)[^\]\n]{1,100}\]:[ \t]+\S[^\n]{0,500}$", re.M), ""),
    (re.compile(r"\[([^\[\]\n^][^\[\]\n]{0,500})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"\[\^[\w-]{1,40}\]"), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+([^\n]{1,400})$", re.M), lambda h: f"\n{h[1].rstrip('# ')}\n"),
    (re.compile(r"^([^\n]{1,300})\n[ \t]{0,3}(?:={3,}|-{3,})[ \t]*$", re.M), r"\n\1\n"),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]?){3,}$", re.M), ""),
    (re.compile(r"^[ \t]{0,3}(?:>[ \t]?){1,8}", re.M), ""),
    (re.compile(r"^[ \t]{0,12}(?:[-*+]|\d{1,2}[.)])[ \t]+(?:\[[ xX]\] )?(?=\S)", re.M), "\n"),
    (
        re.compile(
            r"^[ \t]{0,3}\|?(?:[ \t]{0,40}:?-{2,200}:?[ \t]{0,40}\|){1,60}(?:[ \t]{0,40}:?-{2,200}:?)?[ \t]{0,40}$",
            re.M,
        ),
        "",
    ),
    (re.compile(r"(\*\*|__)(?=\S)([^\n*_]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*_])[*_](?=\S)([^\n*_]{1,500}?)(?<=\S)[*_](?![\w*_])"), r"\1"),
    (re.compile(r"~~([^\n~]{1,500})~~"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,500})>"), r"\1"),
    (re.compile(r"</?(?:b|i|em|strong|br|sup|sub|span|u|small)\b[^<>]{0,200}>", re.I), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)
_NOTE = re.compile(r"^[ \t]{0,3}\[\^[\w-]{1,40}\]:[ \t]*([^\n]*(?:\n[ \t]{2,}[^\n]+)*)", re.M)
_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.M)


def read(text: str) -> Page:
    """Title, date, author and pieces of a Markdown text."""
    title = author = published = None
    front = _FRONT.match(text)
    if front:
        title, author, published = _fields(front[2])
        text = text[front.end() :]
    notes = [plain(" ".join(n.split("\n"))).strip() for n in _NOTE.findall(text)]
    page = plain(_NOTE.sub("", text))
    heading, date, name, pieces = split(page.lstrip(), title)
    if title and pieces[0].text.startswith(f"{title}\n\n"):
        pieces[0] = Piece("article", pieces[0].text.removeprefix(f"{title}\n\n"))
    if notes:
        pieces[0] = Piece("article", "\n\n".join([pieces[0].text, *(n for n in notes if n)]))
    return heading, Published(published, "meta") if published else date, author or name, pieces


def plain(markdown: str) -> str:
    """Markdown without its marks: headings, emphasis, links, quotes and lists as plain lines."""
    for pattern, to in _MARKS:
        markdown = pattern.sub(to, markdown)
    return _ROW.sub(lambda row: "\n" + "\n\n".join(c.strip() for c in row[1].split("|")) + "\n", markdown)


def _fields(front: str) -> tuple[str | None, str | None, str | None]:
    """Title, author and ISO date of a front matter."""
    fields: dict[str, str] = {}
    for hit in _FIELD.finditer(front):
        value = hit[2].strip()
        if not value or value in ("|", ">"):
            names = re.match(r"(?:\n[ \t]*-[ \t]*[^\n]+)+", front[hit.end() :])
            value = ", ".join(re.findall(r"-[ \t]*(?:name:[ \t]*)?([^\n]+)", names.group())) if names else ""
        value = (
            ", ".join(v.strip().strip("\"'") for v in value.strip("[]").split(","))
            if value[:1] == "["
            else value
        )
        fields.setdefault(hit[1].lower(), value.strip().strip("\"'"))
    date = next((fields[k] for k in ("date", "published", "pubdate", "created") if fields.get(k)), "")
    author = next((fields[k] for k in ("author", "authors", "by") if fields.get(k)), None)
    return fields.get("title") or None, author, iso_date(date) or iso_month(date)
