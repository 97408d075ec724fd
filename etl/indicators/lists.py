"""Lists and brackets: what heads them, when they open and close, what they give back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.lexer import Figure
from etl.indicators.parts import counted_of
from etl.indicators.state import Frame, State, Subject
from etl.indicators.units import RATIOS

_NESTING = frozenset({"trong đó", "gồm", "bao gồm", "cụ thể", "trong số đó", "gồm có"})

# 7. Tỷ lệ học sinh đi học đúng độ tuổi: mẫu giáo 91,5% …: no parts of what came before.
_RATE_HEAD = re.compile(r"[\s\d.)(+*–-]*(?:tỷ|tỉ) lệ [^,.;:%]{4,80}:")


@dataclass(slots=True)
class Lists:
    """The open list and the open brackets of one article, kept in its state."""

    text: str
    folded: str
    catalogue: Catalogue
    state: State

    def brackets(self, lead: Lead) -> None:
        state = self.state
        for _ in range(lead.closed):
            if state.stack:
                frame = state.stack.pop()
                state.last, state.period, state.base = frame.last, frame.period, frame.base
                state.parent, state.list_open, state.status = frame.parent, frame.list_open, frame.status
                state.area = frame.area
        for _ in range(lead.opened):
            if len(state.stack) < 8:
                state.stack.append(
                    Frame(
                        state.last,
                        state.period,
                        state.base,
                        state.parent,
                        state.list_open,
                        state.status,
                        state.area,
                    )
                )

    def follow(self, lead: Lead, fig: Figure, *, announced: bool = False) -> None:
        """Open and close lists: trong đó, colons, headers; targets that were ``announced`` are each its own subject."""
        state = self.state
        if announced:
            state.parent, state.list_open = None, False
            return
        if lead.colon and lead.separator == "." and _RATE_HEAD.match(self.folded, lead.start):
            state.parent, state.list_open, state.last = None, False, None
            if self._head_of(lead) is None:
                return
        if lead.colon or lead.opener is not None:
            header = next((hit for hit in reversed(lead.hits) if hit.phrase.header), None)
            head = self._head_of(lead) if lead.colon else None
            if head is not None:
                state.parent, state.list_open = head, True
            elif header is not None:
                state.parent, state.list_open = Subject(header.phrase.header, header.phrase.form), True
            elif (counted := self._of_counted(fig)) is not None:
                state.parent, state.list_open = counted, True
            elif state.last is not None and state.last.subject.code is not None:
                keep = (
                    state.list_open
                    and state.parent is not None
                    and lead.opener is not None
                    and state.last.subject.how in ("list", "part")
                    and (state.last.subject.code == state.parent.code or lead.opener.phrase.form not in _NESTING)
                )
                if not keep:
                    state.parent = state.last.subject
                state.parent_status = state.status
                state.list_open = True
            elif fig.unit in RATIOS and (back := self._last_coded()) is not None:
                state.parent, state.list_open = back, True
            elif state.last is not None and lead.opener is not None:
                state.parent, state.list_open = None, False
        if lead.opened and state.list_open and state.stack and (lead.colon or lead.opener is not None):
            state.stack[-1].parent, state.stack[-1].list_open = state.parent, True
        if lead.opened and not lead.opener and state.last is not None and state.last.subject.code:
            state.parent, state.list_open = state.last.subject, True

    def _of_counted(self, fig: Figure) -> Subject | None:
        """``6 địa phương có GRDP tăng hai chữ số gồm: Bắc Giang (13,9%) …``: what the counted things have."""
        last = self.state.last
        return counted_of(last, self.text, self.folded, self.catalogue) if last and fig.unit == "PERCENT" else None

    def _last_coded(self) -> Subject | None:
        """The last catalogued subject of the paragraph."""
        for reading in reversed(self.state.paragraph()):
            if reading.subject.code is not None:
                return reading.subject
        return None

    def _head_of(self, lead: Lead) -> Subject | None:
        """A form before a colon heads the list behind it."""
        colon = self.folded.rfind(":", lead.start, lead.end)
        for hit in lead.hits:
            if hit.end <= colon and hit.phrase.strong and not hit.phrase.decoy:
                sense = hit.phrase.senses[0]
                return Subject(sense.code, self.text[hit.start : hit.end], sense.breakdown)
        for hit in lead.hits:
            if hit.end <= colon and hit.phrase.senses:
                for sense in hit.phrase.senses:
                    if self.catalogue.indicators[sense.code].domain in self.state.domains:
                        return Subject(sense.code, self.text[hit.start : hit.end], sense.breakdown)
        return None
