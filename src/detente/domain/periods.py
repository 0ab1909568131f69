"""When: a span of time with where it comes from.

`from_` and `to` are ISO (year, month or day), both included; None leaves that side open. `origin` says how it is known:
`stated` in the words, `inferred` (the sentences around, a leader's term, a named event), `article` (the text's own
present, where its date is known), `none`. Time is never invented: without words or a date the origin is `none`.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from detente.domain.actors import Frozen

Origin = Literal["stated", "inferred", "article", "none"]
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class Period(Frozen):
    """A span of time; see the module. `holds`: when within it the statement is said to hold (default by type)."""

    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    origin: Origin = "none"
    holds: Literal["within", "throughout", "by_end", "each_year"] | None = None
    words: str | None = Field(default=None, description="the text's own words for it")

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            if value.get("stated") and not value.get("words"):
                value = {**value, "words": value["stated"]}
            known = {"from", "from_", "to", "origin", "holds", "words"}
            value = {
                k: v for k, v in value.items() if k in known
            }  # anchors and durations are words of the text
            if "origin" not in value and (value.get("from") or value.get("from_") or value.get("to")):
                value["origin"] = "stated"
        return value

    @field_validator("from_", "to", mode="before")
    @classmethod
    def _iso(cls, value: Any) -> str | None:
        if value is None:
            return None
        text = f"{value:04d}" if isinstance(value, int) else str(value)
        found = _ISO.fullmatch(text)
        if found is None or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[3] or 1) <= 31:
            raise ValueError(f"{text!r} is no ISO year, month or day")
        return text

    @model_validator(mode="after")
    def _coherent(self) -> Period:
        if (self.from_ or self.to) and self.origin == "none":
            raise ValueError("a period with years says where they come from (origin)")
        return self

    @property
    def start(self) -> int | None:
        """First year."""
        return int(self.from_[:4]) if self.from_ else None

    @property
    def end(self) -> int | None:
        """Last year."""
        return int(self.to[:4]) if self.to else None

    @property
    def known(self) -> bool:
        """Whether anything of it is known."""
        return self.from_ is not None or self.to is not None


NO_PERIOD = Period.model_validate({})
