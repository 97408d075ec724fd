"""What a clause inherits: period, base and status, from the clause, the sentence, the paragraph, the title or the day.

Every slot keeps where it was found (``Reading.origins``). Nothing is invented: without a period in reach it stays null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from etl.comparisons import BaseMention
from etl.indicators.aims import Aims
from etl.indicators.bases import Bases
from etl.indicators.brackets import Brackets
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.dating import Dating
from etl.indicators.governing import GRAINS, Governing
from etl.indicators.mentions import Mentions
from etl.indicators.sown import Sown
from etl.indicators.state import LOOKBACK, Heading, Period, Reading, State
from etl.indicators.statuses import Statuses
from etl.indicators.terms import Terms
from etl.occurrences import Occurrences

_PARTS_OPEN = re.compile(
    r"[\s\"“(+*-]*(?:trong đó|cụ thể|trong số (?:đó|này)|bao gồm|gồm|tương ứng,|(?:chia|phân|xét|tính|chia ra) theo )"
)
_CONTRAST_OPENS = re.compile(
    r"[\s\"“(+*-]*(?:ngược lại|ở chiều ngược lại|ở chiều giảm|tuy nhiên|trong khi đó|bên cạnh đó)(?![^\W_])"
)
_OPENING = len("Trong nhiệm kỳ vừa qua")
_BULLET = re.compile(r"\s*(?:[-–+*•]|\(?\d{1,2}[).])\s*")


@dataclass(slots=True)
class Context:
    """Periods and bases of one article, and the rules by which figures inherit them."""

    folded: str
    state: State
    mentions: Mentions
    governing: Governing
    brackets: Brackets
    dating: Dating
    statuses: Statuses
    bases: Bases
    aims: Aims

    @classmethod
    def of(
        cls,
        text: str,
        folded: str,
        title: str | None,
        published: date | None,
        catalogue: Catalogue,
        state: State,
        said: Mapping[str, Occurrences],
    ) -> Context:
        """Scan an article and take the title's period as the first that governs; ``said``: words of rules in it."""
        mentions = Mentions.of(text, folded, published)
        governing = Governing(folded, published, state, mentions)
        governing.read_title(title)
        brackets = Brackets(folded, state, mentions)
        dating = Dating(
            folded,
            published,
            catalogue,
            state,
            mentions,
            governing,
            brackets,
            governing.topic(),
            Terms.of(folded, published, mentions, said),
            Sown(folded, state),
        )
        return cls(
            folded,
            state,
            mentions,
            governing,
            brackets,
            dating,
            Statuses(folded, published, catalogue, state, brackets, dating),
            Bases(folded, catalogue, state, mentions, brackets),
            Aims(folded, published, mentions, state, said["aims"]),
        )

    def fill(self, reading: Reading, lead: Lead, base: BaseMention | None) -> None:
        """Fill period, status and base of a reading."""
        self.state.status = self.statuses.following(reading, lead, lead.roles())
        self.dating.fill(reading, lead)
        self.statuses.fill(reading, lead)
        self.bases.fill(reading, base, lead)

    def open_sentence(self, begin: int, end: int) -> None:
        """Forget what a full stop ends; a sentence that opens with ``trong đó`` goes on with the last one."""
        state = self.state
        goes_on = _PARTS_OPEN.match(self.folded, begin) is not None
        directly = state.clock - state.previous_clock <= 2  # a caption may stand between
        state.listed_from = state.previous[-LOOKBACK:] if goes_on and directly else []
        kept = state.period if goes_on and directly and state.current and not state.stack else None
        state.current = []
        state.period, state.mentioned = state.apart or state.carried, False
        state.base, state.more = None, False
        state.area = state.listed_from[0].area if state.listed_from and not state.stack else None
        if kept is not None and kept.origin == "sentence":
            state.period = replace(kept, origin="paragraph")
        state.stack.clear()
        heading = state.heading if _BULLET.match(self.folded, begin) else None
        if heading is not None and heading.period is not None:
            state.period = heading.period
            if not state.listed_from:
                state.listed_from = heading.readings
        state.pending = None
        if goes_on and state.list_open:
            state.status = state.parent_status
        elif state.list_open and _CONTRAST_OPENS.match(self.folded, begin):
            state.status = "A"
        elif not goes_on:
            state.status = heading.status if heading is not None else "A"
            state.list_open, state.parent = False, None
        self.aims.open_sentence(begin, end)

    def close_sentence(self, rest: int, end: int, begin: int) -> None:
        """Take the periods behind the last figure; remember the sentence for a list of its parts."""
        state = self.state
        for mention in self.mentions.between(rest, end):
            if self.governing.governs_behind(mention, begin):
                self.governing.take(mention)
        if not state.current and (years := self.dating.terms.between(begin, min(end, begin + _OPENING))) is not None:
            state.carried = replace(years, origin="paragraph")  # Nhiệm kỳ vừa qua, Đảng bộ đã hoàn thành các chỉ tiêu.
        if state.current:
            state.parent_status = state.current[0].status
            state.previous, state.previous_clock = state.current, state.clock

    def close_paragraph(self, begin: int, end: int, roles: frozenset[str]) -> None:
        """A line that ends with a colon heads the bullets below it: its period and its target govern them."""
        state = self.state
        if _BULLET.match(self.folded, begin, end) and state.heading is not None:
            return
        state.heading = None
        if not self.folded.endswith(":", begin, end):
            return
        status = "F" if roles & {"target", "assign"} else "E" if "estimate" in roles else "A"
        named = [one for one in self.mentions.between(begin, end) if one.kind in GRAINS and one.period[1] is not None]
        named = [one for one in named if one.kind != "day" and not self.mentions.in_base(one.start)]
        period = Period(named[-1].period, origin="heading") if named else state.carried
        state.heading = Heading(status, period, state.current[-LOOKBACK:])
