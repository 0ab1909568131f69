"""The parts of a page of text: title, article, reader comments, and furniture that is neither.

In: plain text, often pasted from a web page. Out: title, date, author and `Piece`s (the article, then one a
comment). Furniture is what sites print around articles: menus, "Share this", "Leave a Reply", lists of
related articles, cookie notices, footers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from detente.reading.dates import (
    DATE,
    TIME,
    Published,
    dateline,
    iso_month,
    labelled_date,
    publication_date,
)
from detente.reading.lexicon import wordset

LINE_LIMIT = 4000  # no pattern is tried on a longer line
COMMENTS_START = re.compile(
    r"^\W*(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|no) (?:thoughts?|comments?|responses?|replies"
    r"|reply|reactions?) (?:on|to|for|so far)\b"
    r"|^\W*(?:\d[\d,]* |all |latest )?(?:reader(?:s['’]?)? )?(?:comments?|replies|responses|discussion)"
    r"\s{0,4}(?:\(\d+\)|\[\d+\]|:|\d+)?\W*$"
    r"|^\W*(?:comments from (?:our )?readers|what readers say|letters from readers"
    r"|join the (?:conversation|discussion)|\d+ people are discussing this.{0,30})\W*$",
    re.I,
)
COMMENTS_END = re.compile(
    r"^\W*(?:leave (?:a|your) (?:reply|comment)|post (?:a|your) comment|add (?:a"
    r"|your) comment|write a comment|submit a comment|log ?in to (?:comment|reply)"
    r"|cancel reply|your email address will not be published|comments (?:are|have been) closed)",
    re.I,
)
_RELATED = re.compile(
    r"^\W*(?:related(?: posts?| articles?| stories| reading| content| topics| publications)?|you (?:may|might) also "
    r"(?:like|enjoy).{0,20}|more from .{0,60}|more (?:stories|on this story|like this|articles)|most (?:popular|read|"
    r"viewed|commented|shared).{0,30}|recommended(?: for you| reading| stories)?|read next|up next|what to read next|"
    r"trending(?: now)?|editors?['’]?s? picks?|latest (?:news|posts|articles|stories)|popular (?:posts|now)|"
    r"(?:our|the) latest|top stories|recent posts|further reading on this site|explore more|keep reading)\W*$",
    re.I,
)
_FURNITURE = re.compile(
    r"^\W*(?:permalink|reply|like|likes?\s{0,4}\d*|report|share|shares|flag|edit|quote|link"
    r"|upvote|downvote|print|email|e-mail|tweet|pin it|save|follow(?: us)?(?: on .{0,40})?|listen|donate|"
    r"facebook|twitter|linkedin|whatsapp|telegram|reddit|pinterest|x|instagram|youtube|mastodon|bluesky|flipboard|copy "
    r"link|share (?:this|via|on|with|by|to)\b.{0,60}|share:.{0,80}|like this:|"
    r"click to (?:share|print|email).{0,80}|\(?opens in (?:a )?new window\)?|"
    r"advertisements?|sponsored|read more|continue reading.{0,80}|click here.*|subscribe(?: "
    r".{0,60})?|sign up(?: .{0,60})?|log ?(?:in|out)(?: to .{0,40})?|sign in|register|my account|"
    r"(?:also read|read also|read more|related|see also|watch|listen|more|recommended)\s{0,4}:\s.{0,200}[^.]|"
    r"skip to (?:main )?content|menu|toggle navigation|search|home|about(?: us)?|contact(?: us)?|careers|advertise"
    r"|privacy(?: policy| notice| settings)?|terms (?:of|and|&) .{0,30}|sitemap|back to top|scroll to top|"
    r"cookie (?:policy|settings|notice|preferences)|(?:we|this (?:web)?site) uses? cookies.{0,300}"
    r"|accept(?: all)?(?: cookies)?|reject all|manage (?:cookies|preferences|consent)|got it|"
    r"all rights reserved.*|copyright .{0,80}|©.*|\(?c\) ?\d{4}.*|powered by .{0,40}|"
    r"(?:photo|image|picture|caption|illustration|credit|source image)(?: credits?| courtesy(?: of)?| by| source)?"
    r"\s{0,4}:.{0,150}|\((?:photo|image|picture|credit|ap|afp|reuters)\b[^()]{0,150}\)|"
    r"filed under.{0,80}|tags?:.{0,200}|tagged:?.{0,200}|categor(?:y|ies):.{0,200}|topics?:.{0,200}|posted "
    r"(?:in|by|on).{0,120}|published(?: on)?:?.{0,60}|(?:last )?(?:updated|modified)(?: on| at)?:?.{0,60}|"
    r"\d+ (?:min(?:ute)?s?[ -]reads?|shares|views|likes|followers)|\d+[ -]min(?:ute)?s?|"
    r"(?:estimated )?reading time:?.{0,30}|previous(?: post| article)?|next(?: post| article)?|"
    r"your email address will not be published.*|required fields are marked.*|name"
    r"|email|website|comment|post comment|enter your email.{0,60}|your email address|"
    r"save my name.{0,150}|notify me of .{0,80}|by|load more.*|show more.*|view all.*|loading\.*)\W*$",
    re.I,
)
_CREDIT = re.compile(
    r"(?:[/|(©]|\bvia\b|\bby\b|:)\s{0,4}(?:AFP|AP|EPA|EPA-EFE|Reuters|Getty(?: Images)?|Shutterstock|Alamy|"
    r"Wikimedia(?: Commons)?|Flickr|TASS|Xinhua|Sputnik|Anadolu(?: Agency)?|Bloomberg|Unsplash)\b[^.]{0,40}[)\]]?\.?$"
)
_BYLINE = re.compile(
    r"^\W*(?:by|written by|authors?:|story by|analysis by|opinion by)[:\s]\s{0,4}(?P<name>(?:(?:Dr|Prof|Amb|Gen|Col|Lt|Sir|"
    r"Mr|Ms|Mrs)\.? )?[^\W\d_][\w.’'-]+(?:,? (?:[^\W\d_][\w.’'-]*|de|van|von|bin|al|el|the|and|&)){0,12}?)\*?"
    r"\s{0,4}(?:[|•·/(–—,-].*)?$",
    re.I,
)
_AUTHOR_NOTE = re.compile(
    (
        r"^\W*(?:the (?:author|writer)s? (?:is|are)\b|about the authors?\b|the (?:views|opinions) expressed"
        r"|\*?this (?:article|piece|essay|op-?ed|commentary) (?:was|is) (?:first|originally|re-?published|published))"
    ),
    re.I,
)
_NAME = re.compile(r"^[^\W\d_][\w.’'-]*(?: (?:[^\W\d_][\w.’'-]*|de|van|von|bin|al|el)){1,4}$")
_SMALL = wordset("de van von der den bin ibn al el the and & da di la le du dos")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page: the article or one comment."""

    kind: Literal["article", "comment"]
    text: str
    author: str | None = None
    published: str | None = None


Page: TypeAlias = tuple[str | None, Published | None, str | None, list[Piece]]  # title, date, author, pieces


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to what is written on it."""
    line = line.strip()
    return not line or (len(line) <= 320 and bool(_FURNITURE.match(line) or _CREDIT.search(line)))


def is_related(line: str) -> bool:
    """Whether a line is the heading of a list of other articles."""
    return len(line) <= 100 and bool(_RELATED.match(line))


def looks_like_name(text: str) -> bool:
    """Whether some words could be a person's name: two to five, each with a capital."""
    return (
        len(text) <= 50
        and bool(_NAME.match(text))
        and all(w in _SMALL or w[0].isupper() for w in text.split())
        and not iso_month(" ".join(text.split()[:2]))
    )


def byline(line: str) -> tuple[str | None, str | None]:
    """(author, ISO date) if a line is no more than a byline, a date line or both, else (None, None)."""
    if not line or len(line) > 160:
        return None, None
    date = publication_date(line) or iso_month(line) or labelled_date(line)
    found = _BYLINE.match(line)
    if found and (line[-1] != "." or len(line) < 40):
        name = found["name"].strip(" ,-–—")
        if all(w.rstrip(",") in _SMALL or w[0].isupper() for w in name.split()) and not iso_month(
            f"{name} 2000"
        ):
            return name, date
    count = len(line.split())
    if date and count <= 12 and (line[-1] != "." or count <= 6):
        rest = re.sub(rf"{DATE.pattern}{TIME}".replace("?P<", "?P<z"), " ", line, flags=re.I)
        parts = [
            re.sub(r"^by:? ", "", p.strip(" ,.-–—"), flags=re.I)
            for p in re.split(r"[|•·/]|\s[–—-]\s|\n", rest)
        ]
        named = next((p for p in parts if looks_like_name(p)), None) if len(parts) > 1 else None
        return named, date
    return None, None


def split(text: str, title: str | None = None) -> Page:
    """Title, date, author and pieces of a plain text; where its title is known, none is looked for."""
    from detente.reading.replies import comments

    lines = [line.strip() for line in text.split("\n")]
    begin = _comments_begin(lines)
    title, rest = (title, lines[:begin]) if title else _title(lines[:begin])
    published, author, body = _article(rest)
    pieces = [Piece("article", body)]
    pieces += comments(lines[begin:]) if begin < len(lines) else []
    return title, Published(published, "stated") if published else None, author, pieces


def _comments_begin(lines: list[str]) -> int:
    """Index of the line that opens the comments, or the number of lines."""
    words_before = 0
    for k, line in enumerate(lines):
        if (
            0 < len(line) <= 200
            and words_before > 20
            and (COMMENTS_START.match(line) or COMMENTS_END.match(line))
        ):
            following = " ".join(lines[k + 1 : k + 8])
            counter = k + 1 < len(lines) and bool(re.fullmatch(r"\W*\d+ comments?\W*", line, re.I))
            if not (
                counter
                and words_before < 60
                and not re.search(r"\b(?:says|reply|permalink)\b", following, re.I)
            ):
                return k
        words_before += len(line.split())
    return len(lines)


def _is_prose(line: str) -> bool:
    count = line.count(" ") + 1
    return count >= 22 or (count >= 10 and line[-1] in '.!?”"’')


def _article(lines: list[str]) -> tuple[str | None, str | None, str]:
    """Date, author and body of the article's lines after its title."""
    published = author = None
    kept: list[str] = []
    seen_words = 0
    listing = awaited = False  # inside a list of other articles; after a "By" that stands alone
    for line in lines:
        if awaited and line:
            awaited = False
            if looks_like_name(line):
                author = author or line
                continue
        if seen_words < 60 and line:
            name, date = byline(line)
            if name or date:
                author, published = author or name, published or date
                continue
            awaited = bool(re.fullmatch(r"\W*by:?\W*", line, re.I))
        listing = is_related(line) or (listing and not (line and _is_prose(line)))
        if line and (listing or (len(line) <= LINE_LIMIT and _AUTHOR_NOTE.match(line))):
            continue
        if line and is_furniture(line) and not (kept and len(kept[-1]) >= 45 and kept[-1][-1] not in ".!?:"):
            continue
        if line and seen_words < 60 and not published:
            published = dateline(line)
        seen_words += len(line.split())
        kept.append(line)
    return published, author, paragraphs(_without_footer(kept, author))


def _title(lines: list[str]) -> tuple[str | None, list[str]]:
    """The title and the lines after it; a menu before it is left out."""
    first = next((k for k, line in enumerate(lines) if line and not is_furniture(line)), None)
    if first is None:
        return None, []
    prose = next((k for k, line in enumerate(lines) if line and _is_prose(line)), len(lines))
    head = [k for k in range(first, prose) if lines[k]]
    bare = [k for k in head if len(lines[k].split()) <= 4 and lines[k][-1] not in ".!?"]
    if len(bare) >= 5 and prose < len(lines):
        dated = [k for k in head if any(byline(lines[k]))]
        likely = [
            k
            for k in head
            if k not in dated and 3 <= len(lines[k].split()) <= 30 and not is_furniture(lines[k])
        ]
        before = [k for k in likely if not dated or k < dated[-1]] or likely
        before = [k for k in before if len(lines[k].split()) > 4] or before
        if before:
            at = before[-1]
            if len(before) > 1 and not any(lines[before[-2] + 1 : at]) and lines[at][-1] == ".":
                at = before[-2]
            after = [line for k, line in enumerate(lines[at + 1 :], at + 1) if k not in bare or k in dated]
            return lines[at].lstrip("# ").strip(), after
    opening = lines[first]
    rest = any(line for line in lines[first + 1 :])
    next_line = lines[first + 1] if first + 1 < len(lines) else ""
    followed = (first + 1 < len(lines) and not next_line) or any(byline(next_line))
    followed = followed or (len(opening) <= 60 and next_line[:1].isupper())
    if rest and len(opening) <= 200 and opening[-1] not in ".;,:" and followed:
        return opening.lstrip("# ").strip(), lines[first + 1 :]
    return None, lines


def _without_footer(lines: list[str], author: str | None) -> list[str]:
    """Without the short lines a page ends with (three or more), and without a last word on its author."""
    end = len(lines)
    short = 0
    while end > 0 and (
        not lines[end - 1] or (len(lines[end - 1].split()) <= 5 and lines[end - 1][-1] not in '.!?”"')
    ):
        end -= 1
        short += bool(lines[end])
    kept = lines[:end] if short >= 3 and end > 0 else lines
    last = next((k for k in range(len(kept) - 1, -1, -1) if kept[k]), None)
    if (
        author
        and last
        and re.match(
            rf"\W*(?:Dr\.? |Prof\.? )?{re.escape(author)}\W? (?:is|was|has|serves|teaches)\b", kept[last]
        )
    ):
        kept = kept[:last]
    return kept


def paragraphs(lines: list[str]) -> str:
    """Lines as paragraphs parted by an empty line; hard-wrapped lines are joined again."""
    blocks: list[str] = []
    current: list[str] = []
    length = 0  # of what stands on the current line
    for line in lines:
        if not line:
            if current:
                blocks.append("".join(current))
            current, length = [], 0
        elif not current:
            current, length = [line], len(line)
        elif current[-1][-1] in "-‐" and line[0].islower() and length > 40:
            current[-1:] = [current[-1][:-1], line]
            length += len(line)
        else:
            current += [" " if length >= 45 else "\n", line]
            length = len(line) + (length if length >= 45 else 0)
    if current:
        blocks.append("".join(current))
    return "\n\n".join(blocks)
