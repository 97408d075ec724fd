"""The area of each figure: the place its clause, paragraph or article is about."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from etl.indicators.area import Places
from etl.indicators.clauses import Lead
from etl.indicators.mentions import Mentions
from etl.indicators.state import Reading, State
from etl.places import PlaceMention


@dataclass(slots=True)
class Sites:
    """Areas of the figures of one article."""

    folded: str
    province: str
    places: Places
    mentions: Mentions
    state: State
    opening: int = 0

    def open_paragraph(self, begin: int, end: int) -> None:
        """Forget the last paragraph's place; a line that is nothing but a place heads the paragraphs below it."""
        self.opening = begin
        headings = self.places.headings
        at = bisect_right(headings, (begin, "\uffff")) - 1
        self.state.paragraph_area = headings[at][1] if at >= 0 else None

    def fill(self, reading: Reading, lead: Lead, begin: int) -> None:
        state = self.state
        if lead.separator == ";" and not state.list_open:
            state.area = None
        if self.places.resets(lead.start, reading.figure.start):
            state.area = state.paragraph_area = self.places.own_area
        elif lead.start > self.opening and len(state.readings) == state.paragraph_first:
            self._take_opening(lead)
        since = state.readings[-1].figure.after if lead.opened and state.sentence() else lead.start
        for place in self.places.between(min(since, lead.start), reading.figure.start):
            if not any(opening <= place.start < stop for opening, stop in lead.brackets):
                self._take_place(place, lead, begin, reading)
        own = self._site(reading) if reading.figure.noun else None
        reading.area = own or state.area or state.paragraph_area or self.places.default
        if reading.subject.area:
            reading.area = self.places.listed(reading.subject.area)

    def _take_opening(self, lead: Lead) -> None:
        """``Tỷ lệ đỗ của tỉnh An Giang tăng. Hệ phổ thông đạt 88%``: a paragraph's first sentence without a figure."""
        for place in self.places.between(self.opening, lead.start):
            if place.kind in ("province", "district") and self.places.of_subject(place):
                self.state.paragraph_area = self.places.code(place)

    def _site(self, reading: Reading) -> str | None:
        """``3 ca cộng đồng tại TP Hội An``: a place behind a count is that count's alone."""
        fig = reading.figure
        for place in self.places.between(fig.after, fig.stop):
            if self.places.is_local(place) and self.folded[max(0, place.start - 5) : place.start].endswith(
                (" tại ", " ở ")
            ):
                return self.places.code(place)
        return None

    def _take_place(self, place: PlaceMention, lead: Lead, begin: int, reading: Reading) -> None:
        state = self.state
        if self.mentions.in_base(place.start) and not lead.opened:
            return
        code = self.places.code(place)
        if place.kind == "country":
            between = self.folded[place.end : reading.figure.start]
            opens = place.start - begin < 8 and between.count(",") < 2  # Trên cả nước, …
            own_clause = "," not in between or lead.opened > 0 or opens
            if own_clause and reading.unit != "rank" and reading.measure != "change_abs":
                state.area = code
            return
        if place.kind == "region" and reading.unit == "rank":
            return
        if place.kind == "province" and code == self.province:
            if self.places.is_of_city(place):
                return
            state.area = self.province
            if len(state.readings) == state.paragraph_first:
                state.paragraph_area = self.places.own_area
            return
        state.area = code
        near = place.start - begin < (30 if self.places.is_local(place) else 80)
        if near and place.kind not in ("region", "country") and len(state.readings) == state.paragraph_first:
            state.paragraph_area = code
