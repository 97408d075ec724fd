"""What the reader remembers while it goes through an article: subjects, list heads, periods, status, place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from etl.indicators.lexer import Figure
from etl.model import Slot

LOOKBACK = 32
"""How many figures back a figure looks for its subject: a bound that keeps the reader linear."""
Span = tuple[date | None, date | None]


@dataclass(slots=True)
class Subject:
    """What a figure is about. ``code`` is None where the catalogue has no name for it."""

    code: str | None
    text: str
    breakdown: str | None = None
    how: str = "lead"
    area: str | None = None


@dataclass(slots=True)
class Reading:
    """A figure as read, before it becomes an observation."""

    figure: Figure
    subject: Subject
    measure: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    period: Span = (None, None)
    base: str | None = None
    status: str = "A"
    area: str | None = None
    rule: str = ""
    origins: dict[str, Slot] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    bracket: int = 0
    lead: int = 0
    """Where the words before the number begin."""
    clause: int = 0
    opens: bool = False
    aside: bool = False
    """A plan or base beside the main figure: what follows does not go on with it."""


@dataclass(slots=True)
class Period:
    """A governing period and where it came from. ``asof``: named as a date up to which things are counted."""

    span: Span
    asof: bool = False
    now: bool = False
    origin: Slot = "clause"
    school: bool = False
    campaign: bool = False
    moment: bool = False
    """Named as a point in time (tại thời điểm 1/4)."""
    event: bool = False
    """Named as the day of an event (Sáng 10/9), not as the time that figures cover."""


@dataclass(slots=True)
class Frame:
    """What a bracket saves and restores."""

    last: Reading | None
    period: Period | None
    base: str | None
    parent: Subject | None
    list_open: bool
    status: str
    area: str | None


@dataclass(slots=True)
class Heading:
    """What a line that ends with a colon says for the bullets below it."""

    status: str
    period: Period | None
    readings: list[Reading]


@dataclass(slots=True)
class State:
    """Memory over an article; ``Article._paragraph`` and ``Context.open_sentence`` reset its parts."""

    carried: Period | None = None
    apart: Period | None = None
    """The period that ``riêng`` sets apart, for the rest of its paragraph."""
    season: Period | None = None
    asof: dict[str, Period] = field(default_factory=dict)
    """Dates up to which an indicator was counted, for later sentences about it."""
    monthly: dict[str, Reading] = field(default_factory=dict)
    """The first reading of a price index for a single month: its groups follow it."""
    mentioned: bool = False
    """Whether this sentence has named a period of its own."""
    event_day: date | None = None
    period: Period | None = None
    counted_to: Period | None = None
    """The last date as of which something was counted."""
    provisional: set[str | None] = field(default_factory=set)
    """Indicators whose figures were called provisional."""
    base: str | None = None
    status: str = "A"
    parent_status: str = "A"
    parent: Subject | None = None
    list_open: bool = False
    more: bool = False
    pending: Subject | None = None
    """A form whose unit did not fit its first figure (nợ thuế của 36 doanh nghiệp lên tới 27 tỷ đồng)."""
    spoken_of: Subject | None = None
    """What the last sentence, one without figures, was about."""
    last: Reading | None = None
    readings: list[Reading] = field(default_factory=list)
    current: list[Reading] = field(default_factory=list)
    """The readings of this sentence."""
    previous: list[Reading] = field(default_factory=list)
    """Those of the last sentence that had any."""
    previous_clock: int = 0
    listed_from: list[Reading] = field(default_factory=list)
    """The readings of the sentence that this one lists the parts of."""
    paragraph_first: int = 0
    domains: dict[str, int] = field(default_factory=dict)
    titled: str = ""
    """The domain that the title is about, where it names just one."""
    event: str = ""
    heading: Heading | None = None
    """The line with a colon above the bullets being read."""
    stack: list[Frame] = field(default_factory=list)
    actor: bool = False
    area: str | None = None
    paragraph_area: str | None = None
    clock: int = 0

    def sentence(self) -> list[Reading]:
        """The last readings of this sentence."""
        return self.current if len(self.current) <= LOOKBACK else self.current[-LOOKBACK:]

    def paragraph(self) -> list[Reading]:
        """The readings of this paragraph, as far back as anything looks."""
        return self.readings[max(self.paragraph_first, len(self.readings) - LOOKBACK) :]
