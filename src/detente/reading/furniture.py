"""The parts of a page of text: title, article, reader comments, and furniture that is neither.

In: plain text. Out: title, date, author and `Piece`s (the article, then one a comment). Furniture is
what sites print around articles: "Leave a Reply", "Permalink", share buttons, cookie notices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"  # a month's number is its place here
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b(?:(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH}),? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    r"|(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>(?:19|20)\d\d))",
    re.I,
)
_TIME = (
    r"(?:,?\s*(?:at|-|–|,"
    r"|\|)?\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:UTC|GMT|EST"
    r"|EDT|PST|CET)\S*)?|T\d\d:\d\d\S*)?"
)
_COMMENTS_START = re.compile(
    r"^\W*(?:\d+|one|two|three|four|five|no) (?:thoughts?|comments?|responses?|replies"
    r"|reply|reactions?) (?:on|to|for|so far)\b"
    r"|^\W*(?:\d+ )?(?:reader(?:s['’])? )?(?:comments?|replies|responses|discussion)\s*(?:\(\d+\)|:|\d+)?\W*$"
    r"|^\W*(?:comments from (?:our )?readers|what readers say|letters from readers"
    r"|join the (?:conversation|discussion))\W*$",
    re.I,
)
_COMMENTS_END = re.compile(
    r"^\W*(?:leave (?:a|your) (?:reply|comment)|post (?:a|your) comment|add (?:a"
    r"|your) comment|write a comment|submit a comment"
    r"|cancel reply|your email address will not be published|comments are closed"
    r"|related (?:posts|articles|stories)|you may also like|more from)",
    re.I,
)
_FURNITURE = re.compile(
    r"^\W*(?:permalink|reply|like|likes?\s*\d*|report|share|flag|edit|quote|link"
    r"|upvote|downvote|print|email|e-mail|tweet|pin it|save|"
    r"facebook|twitter|linkedin|whatsapp|telegram|reddit|pinterest|x|copy link|share "
    r"this(?: article| post| story)?|share on \w+|"
    r"advertisement|sponsored|read more|continue reading|click here.*|subscribe(?: "
    r".{0,60})?|sign up(?: .{0,60})?|log ?in(?: to .{0,40})?|"
    r"skip to (?:main )?content|menu|search|home|about(?: us)?|contact(?: us)?"
    r"|privacy policy|terms (?:of|and) .{0,30}|"
    r"cookie (?:policy|settings|notice)|(?:we|this (?:web)?site) uses? cookies.{0,300}"
    r"|accept(?: all)?(?: cookies)?|manage (?:cookies|preferences)|"
    r"all rights reserved.*|copyright .{0,80}|©.*|\(?c\) ?\d{4}.*|photo(?: "
    r"credit)?:.{0,150}|image(?: credit)?:.{0,150}|"
    r"filed under.{0,80}|tags?:.{0,200}|categories:.{0,200}|posted (?:in|by"
    r"|on).{0,120}|published(?: on)?:?.{0,60}|updated(?: on)?:?.{0,60}|"
    r"\d+ (?:min(?:ute)?s? read|shares|views|likes)|previous(?: post| article)?|next(?: post| article)?|"
    r"your email address will not be published.*|required fields are marked.*|name"
    r"|email|website|comment|post comment|"
    r"save my name.{0,150}|notify me of .{0,80}|by|load more.*|show more.*|view all.*)\W*$",
    re.I,
)
_BYLINE = re.compile(
    r"^\W*(?i:by|written by|author:)\s+(?P<name>[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de"
    r"|van|von|bin|al|el|the|and)){0,6})\s*(?:[|,–—-].*)?$"
)
_AUTHOR_NOTE = re.compile(
    (
        r"^\W*(?:the (?:author|writer)s? (?:is|are)\b|about the author|the views expressed"
        r"|\*?this (?:article|piece) (?:was|first) )"
    ),
    re.I,
)
_SAYS = re.compile(
    r"^\W*(?P<name>[^\n:,.!?]{1,60}?) (?:says|said|wrote|writes|commented)\s*(?:on "
    r"(?P<when>[^:\n]{4,40}))?:?\s*$"
)
_INLINE = re.compile(
    r"^\W*(?:\*\*)?(?P<name>[^\n:(,–—]{1,60}?)(?:\*\*)?\s*[,(–—-]+\s*"
    + f"(?P<when>{_DATE.pattern.replace('?P<', '?P<x')}{_TIME})"
    + r"\)?\s*(?:[:–—-]\s*(?P<rest>.*))?$",
    re.I | re.S,
)
_LINE_LIMIT = 4000  # no pattern is tried on a longer line


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page: the article or one comment."""

    kind: Literal["article", "comment"]
    text: str
    author: str | None = None
    published: str | None = None


def iso_date(text: str) -> str | None:
    """First calendar date in `text` as YYYY-MM-DD."""
    found = _DATE.search(text[:_LINE_LIMIT])
    if not found:
        return None
    for k in "1234":
        if found[f"y{k}"]:
            year, month, day = found[f"y{k}"], found[f"m{k}"], int(found[f"d{k}"])
            number = int(month) if month.isdigit() else _MONTHS.index(month.lower()[:3]) // 4 + 1
            if 1 <= number <= 12 and 1 <= day <= 31:
                return f"{year}-{number:02d}-{day:02d}"
    return None


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to what is written on it."""
    line = line.strip()
    return not line or (len(line) <= 320 and bool(_FURNITURE.match(line)))


def split(text: str) -> tuple[str | None, str | None, str | None, list[Piece]]:
    """Title, ISO date, author and pieces of a plain text."""
    lines = [line.strip() for line in text.split("\n")]
    begin = _comments_begin(lines)
    title, published, author, body = _article(lines[:begin])
    pieces = [Piece("article", body)]
    pieces += _comments(lines[begin + 1 :]) if begin < len(lines) else []
    return title, published, author, pieces


def _comments_begin(lines: list[str]) -> int:
    """Index of the line that opens the comments, or the number of lines."""
    words_before = 0
    for k, line in enumerate(lines):
        if (
            0 < len(line) <= 200
            and (_COMMENTS_START.match(line) or _COMMENTS_END.match(line))
            and words_before > 20
        ):
            return k
        words_before += len(line.split())
    return len(lines)


def _article(lines: list[str]) -> tuple[str | None, str | None, str | None, str]:
    """Title, date, author and body of the article's lines."""
    title = published = author = None
    first = next((k for k, line in enumerate(lines) if line and not is_furniture(line)), None)
    if first is None:
        return None, None, None, ""
    opening = lines[first]
    rest = any(line for line in lines[first + 1 :])
    followed = first + 1 < len(lines) and not lines[first + 1]
    next_line = lines[first + 1] if first + 1 < len(lines) else ""
    followed = followed or bool(_BYLINE.match(next_line)) or (len(opening) <= 60 and next_line[:1].isupper())
    if rest and len(opening) <= 200 and opening[-1] not in ".;,:" and followed:
        title, lines = opening.lstrip("# ").strip(), lines[first + 1 :]
    kept: list[str] = []
    seen_words = 0
    for line in lines:
        if seen_words < 60 and 0 < len(line) <= 160:
            byline = _BYLINE.match(line)
            date = iso_date(line)
            words = len(line.split())
            if byline and not line.endswith("."):
                author = author or byline["name"].strip()
                published = published or date
                continue
            if date and words <= 12 and (line[-1] not in "." or words <= 6):
                published = published or date
                continue
        if line and (is_furniture(line) or (len(line) <= _LINE_LIMIT and _AUTHOR_NOTE.match(line))):
            continue
        seen_words += len(line.split())
        kept.append(line)
    return title, published, author, paragraphs(kept)


def paragraphs(lines: list[str]) -> str:
    """Lines as paragraphs parted by an empty line; hard-wrapped lines are joined again."""
    blocks: list[str] = []
    current = ""
    for line in lines:
        if not line:
            if current:
                blocks.append(current)
            current = ""
        elif not current:
            current = line
        elif current[-1] in "-‐" and line[0].islower() and len(current) > 40:
            current = current[:-1] + line
        elif len(current.rsplit("\n", 1)[-1]) >= 45:
            current += " " + line
        else:
            current += "\n" + line
    if current:
        blocks.append(current)
    return "\n\n".join(blocks)


def _comments(lines: list[str]) -> list[Piece]:
    """Comments among the lines after the heading of the comments."""
    pieces: list[Piece] = []
    author = date = None
    body: list[str] = []

    def close() -> None:
        text = paragraphs(body).strip()
        if text:
            pieces.append(Piece("comment", text, author, date))
        body.clear()

    ended = False
    for raw in lines:
        line = raw.strip("•*·-–— \t") if raw[:1] in "•*·-–—" else raw
        if len(line) <= 200 and _COMMENTS_END.match(line):
            ended = True
        if ended and len(line) <= 200 and _COMMENTS_START.match(line):
            ended = False
            continue
        if ended:
            continue
        if not line:
            body.append("")
            continue
        says = _SAYS.match(line) if len(line) <= 120 else None
        if says:
            close()
            author, date = says["name"].strip(), iso_date(line)
            continue
        inline = _INLINE.match(line) if len(line) <= _LINE_LIMIT and _DATE.search(line[:140]) else None
        if inline:
            close()
            author, date = inline["name"].strip(" *_"), iso_date(line[:200])
            if inline["rest"]:
                body.append(inline["rest"].strip())
            continue
        if (
            len(line) <= 80
            and _DATE.search(line)
            and re.fullmatch(rf"\W*(?:on |posted (?:on )?)?{_bare(_DATE)}{_TIME}\W*", line, re.I)
        ):
            name = _name_above(body)
            close()
            author, date = name, iso_date(line)
            continue
        if is_furniture(line):
            if re.match(r"^\W*reply\W*$", line, re.I):
                close()
                author = date = None
            continue
        body.append(line)
    close()
    return pieces


def _bare(pattern: re.Pattern[str]) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern.pattern)


def _name_above(body: list[str]) -> str | None:
    """Take the last line off the body so far if it looks like the name of the next comment's author."""
    k = len(body) - 1
    while k >= 0 and not body[k]:
        k -= 1
    if k < 0:
        return None
    line = body[k]
    alone = k == 0 or not body[k - 1]
    if alone and len(line) <= 50 and len(line.split()) <= 5 and line[-1] not in ".!?:;,":
        del body[k:]
        return line.strip("* _") or None
    return None


_MD = (
    (re.compile(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,1000}\)"), ""),
    (re.compile(r"\[([^\]\n]{0,500})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+([^\n]*?)[ \t]*#*[ \t]*$", re.M), r"\1\n"),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]?){3,}$", re.M), ""),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.M), ""),
    (re.compile(r"^[ \t]{0,6}(?:[-*+]|\d{1,2}[.)])[ \t]+(?=\S)", re.M), "\n"),
    (re.compile(r"(\*\*|__)(?=\S)([^\n*_]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)[*_](?=\S)([^\n*_]{1,500}?)(?<=\S)[*_](?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"\[\^\w{1,20}\]:?"), ""),
)


def plain(markdown: str) -> str:
    """Markdown without its marks: headings, emphasis, links, quotes and lists as plain lines."""
    text = re.sub(r"^---\n.{0,4000}?\n---\n", _front_matter, markdown, count=1, flags=re.S)
    for pattern, to in _MD:
        text = pattern.sub(to, text)
    return text


def _front_matter(found: re.Match[str]) -> str:
    """Title, author and date of a Markdown front matter, as the lines a plain text would have."""
    fields = dict(re.findall(r"^(title|author|date):\s*[\"']?(.*?)[\"']?\s*$", found.group(), re.M))
    lines = [fields.get("title", ""), ""]
    if "author" in fields:
        lines.append(f"By {fields['author']}")
    if "date" in fields:
        lines.append(fields["date"])
    return "\n".join(lines) + "\n\n"
