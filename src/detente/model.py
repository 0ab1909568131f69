"""The nouns of detente: document, part, claim, specification, finding, report.

Frozen dataclasses passed along the way document -> reading -> checks -> finding -> report.
They hold values only; every rule about them lives in the room that makes them. This module
imports only `facets` of detente, so every room may use it (showing a value in a notebook asks the report room,
when called). The JSON form is in `report.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from detente.facets import NEUTRAL, Facets

if TYPE_CHECKING:
    from detente.domain import Claim as TypedClaim

Qualifier = Literal[
    "asserted",
    "likely",
    "possible",
    "certain",
    "impossible",
    "recommended",
    "conditional",
    "reported",
]
Label = Literal[
    "supported",
    "partly_supported",
    "contradicted",
    "contested",
    "open",
    "insufficient_evidence",
    "not_testable",
    "ill_posed",
]
Why = Literal["no_source", "no_coverage", "too_weak", "silent_record"]
"""Why evidence was insufficient: no source on such things, none for these states and years, too little of it, or a
record that is silent without being complete."""
# Of a date of publication: printed with the text; said by the page or file of itself (meta elements, JSON-LD, Dublin
# Core, front matter); an element for times; the address; or given by the user. The date a file was made is none of these.
Origin = Literal["stated", "meta", "time", "url", "given"]
Grade = Literal["high", "moderate", "low", "very_low"]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a document with one author: the article itself or one reader comment.

    `text` is what claim spans point into; it is what the report shows, character by character.
    """

    id: str
    kind: Literal["article", "comment"]
    text: str
    author: str | None = None
    published: str | None = (
        None  # ISO date, if known: a day, or only its month or year where no more is stated
    )
    published_origin: Origin | None = (
        None  # where that date stands; None where there is none, and for comments
    )


@dataclass(frozen=True, slots=True)
class Document:
    """The text read: a title and its parts, the article first."""

    title: str | None
    parts: tuple[Part, ...]
    origin: str = "text"  # path, URL or "-"; never shown unescaped

    @property
    def published(self) -> str | None:
        """ISO date of the article's publication (day, month or year); None where it states none."""
        return next((p.published for p in self.parts if p.kind == "article"), None)

    @property
    def published_origin(self) -> Origin | None:
        """Where the date of publication stands: see `Origin`."""
        return next((p.published_origin for p in self.parts if p.kind == "article"), None)


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar years, both ends included. `stated` is the text's own words, if any.

    `start` or `end` is None where the text leaves it open.
    """

    start: int | None = None
    end: int | None = None
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """An actor in a claim. `id`: ISO alpha-3 (or SUN, YUG, CSK, DDR ...), org:X, group:X, event:X.

    Roles: subject, object, from, to, comparison, comparison_object, third, organisation,
    supplier, cause, place. The mention is the text's own words.
    """

    id: str
    role: str
    mention: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says. `part.text[start:end] == quote`, always."""

    id: str
    part: str
    quote: str
    start: int
    end: int
    kind: str
    actors: tuple[Role, ...] = ()
    topic: str = "relation"
    direction: str | None = None
    period: Period = Period()
    qualifier: Qualifier = "asserted"
    attribution: str = "author"
    premises: tuple[str, ...] = ()
    # Slots a kind needs beyond the common ones (threshold, negated, measure, ...).
    details: dict[str, Any] = field(default_factory=dict[str, Any])
    # What the sentence says beyond all this, as far as a test asks for it; no test looks at the quote.
    facets: Facets = NEUTRAL
    typed: TypedClaim | None = None  # the typed claim this is the tested face of
    restatement: str = ""  # the plain sentence that is tested and carries the label

    def role(self, name: str) -> str | None:
        """Id of the first actor in role `name`, or None."""
        return next((a.id for a in self.actors if a.role == name), None)

    def roles(self, name: str) -> tuple[str, ...]:
        """Ids of all actors in role `name`."""
        return tuple(a.id for a in self.actors if a.role == name)


@dataclass(frozen=True, slots=True)
class Specification:
    """One defensible way to test a claim, and what it gave.

    `estimate`, `low` and `high` are in `unit`; `placebo_percentile` (0 to 100) is the rank of
    the estimate among the same specification run on other dyads or states, oriented so that
    100 is the strongest support for the claim. `direction` is +1 for the claim, -1 against, 0
    neither. `significant` says whether this one alone would pass the verdict rule.
    """

    family: str
    source: str
    measure: str
    window: str
    baseline: str
    unit: str
    estimate: float | None
    low: float | None = None
    high: float | None = None
    placebo_percentile: float | None = None
    direction: int = 0
    significant: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """The headline number in natural units with its 95 per cent interval."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    placebo_percentile: float | None = None


@dataclass(frozen=True, slots=True)
class Probability:
    """For possibility claims only: a point, a 95 per cent interval, the ICD-203 band."""

    point: float
    low: float
    high: float
    band: str


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """The rows a finding stands on: source, version, the query that gives them, the rows."""

    source: str
    version: str
    query: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What the card's one picture shows, as data; `report.charts` draws it.

    `form` names the drawing (lines, bars, strip, scatter, timeline). `data` is a list of
    records, `encoding` names the columns and their units, `alt` is the text alternative.
    """

    form: str
    title: str
    data: tuple[dict[str, Any], ...]
    encoding: dict[str, Any]
    source_line: str
    alt: str


@dataclass(frozen=True, slots=True)
class Member:
    """What was found for one member of a set, or one pair, of a claim that speaks of several."""

    who: str
    label: Label
    reason: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """A sentence that speaks of states and was not read: `part.text[start:end] == quote`, and why."""

    part: str
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a claim. `why` says of what kind an `insufficient_evidence` is."""

    label: Label
    grade: Grade
    grade_reasons: tuple[str, ...]
    reason: str
    effect: Effect | None = None
    probability: Probability | None = None
    specifications: tuple[Specification, ...] = ()
    disagreements: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    counter_reading: str = ""
    evidence: tuple[EvidenceRows, ...] = ()
    limits: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    chart: Chart | None = None
    why: Why | None = None
    members: tuple[Member, ...] = ()

    def _repr_html_(self) -> str:
        """What a notebook shows: a framed page (see `detente.notebook`)."""
        from detente.notebook import frame
        from detente.report import single

        return frame(single.finding(self))


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with its finding."""

    claim: Claim
    finding: Finding

    def _repr_html_(self) -> str:
        """What a notebook shows: the card, framed."""
        from detente.notebook import frame
        from detente.report import single

        return frame(single.card(self))


@dataclass(frozen=True, slots=True)
class Change:
    """What a person corrected in our reading: one field of one claim, as shown before and after.

    `field` is "claim" for a claim added (`before` is None) or removed (`after` is None).
    """

    claim: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who read the claims: the built-in reader, a language model (by name, with the version of our prompt), a person."""

    reader: Literal["builtin", "model", "person"] = "builtin"
    model: str | None = None
    prompt: str | None = None


BUILTIN = ReadBy()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `detente check` answers for one document; `changes` lists a person's corrections."""

    document: Document
    checked: tuple[Checked, ...]
    atlas_version: str
    sources: tuple[dict[str, Any], ...]
    changes: tuple[Change, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    reading: ReadBy = BUILTIN

    def _repr_html_(self) -> str:
        """What a notebook shows: the whole report, framed."""
        from detente.notebook import frame
        from detente.report import to_html
        from detente.validation import measured

        return frame(to_html(self, measured.by_kind()), 760)
