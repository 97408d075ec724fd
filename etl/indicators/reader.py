"""The indicator reader: an article's text to its observations."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date, datetime

from etl.indicators.area import Places
from etl.indicators.attach import Attacher
from etl.indicators.catalogue import load_catalogue
from etl.indicators.clauses import Lead, Marks, lead_of, sentences
from etl.indicators.confidence import confidence
from etl.indicators.context import Context
from etl.indicators.figures import FigureScan, Masked
from etl.indicators.flags import flag
from etl.indicators.lexer import Figure
from etl.indicators.lists import Lists
from etl.indicators.match import Hit, load_lexicon
from etl.indicators.meaning import Meaning
from etl.indicators.measures import Measures
from etl.indicators.months import Months
from etl.indicators.repairs import Repairs
from etl.indicators.respective import Group, find_groups, subjects
from etl.indicators.said import RULE_WORDS
from etl.indicators.sites import Sites
from etl.indicators.spans import single_month
from etl.indicators.state import Reading, State, Subject
from etl.indicators.values import Valuer
from etl.model import Observation
from etl.text import Squeezed, match_fold


def read(text: str, *, province: str, published: date | datetime | None, title: str | None = None) -> list[Observation]:
    """Every quantity that ``text`` asserts. ``province`` is the GSO code valid on the day of publication."""
    squeezed = Squeezed.of(text)
    rows = Article(squeezed.text, province, published, title).observations()
    for row in rows if squeezed.cuts else ():
        row.start, row.end = squeezed.span(row.start, row.end)
    return rows


class Article:
    """One article being read."""

    def __init__(self, text: str, province: str, published: date | datetime | None, title: str | None) -> None:
        self.text = text
        self.folded = match_fold(text)
        self.province = province
        self.published = published.date() if isinstance(published, datetime) else published
        self.catalogue = load_catalogue()
        self.lexicon = load_lexicon()
        self.hits = self.lexicon.find(self.folded)
        self.starts = [hit.start for hit in self.hits]
        self.marks = Marks.of(self.folded)
        said = RULE_WORDS.find(self.folded)
        self.places = Places(text, self.folded, province, self.published, title, said)
        self.groups: dict[int, tuple[Group, int]] = {}
        self.paired: list[Subject] | None = None
        self.attacher = Attacher.of(self.catalogue, self.lexicon, self.folded, text, self.places.covers)
        self.state = State()
        self.context = Context.of(text, self.folded, title, self.published, self.catalogue, self.state, said)
        self.scan = FigureScan(text, self.folded, self.hits, self.starts, self.context.mentions, said["points"])
        self.measures = Measures(self.folded, self.catalogue, self.state, said["rates"])
        self.valuer = Valuer(self.folded, self.catalogue, self.state, said["rates"])
        self.meaning = Meaning(self.folded, self.catalogue, self.state, self.context.brackets)
        self.lists = Lists(text, self.folded, self.catalogue, self.state)
        self.sites = Sites(self.folded, province, self.places, self.context.mentions, self.state)
        self.months = Months(self.folded, self.published, self.state, self.catalogue, said["cumulated"], said["means"])
        self.repairs = Repairs(text, self.folded, self.catalogue, self.state)
        self.readings: list[Reading] = []
        titled = self.lexicon.find(match_fold(title or ""))
        self._note_hits(titled)
        self.state.titled = self._titled(titled)

    @property
    def masked(self) -> list[Masked]:
        """The numerals that are no figures."""
        return self.scan.masked

    # ---- the passes --------------------------------------------------------------------------------------------

    def observations(self) -> list[Observation]:
        """Read every paragraph and return the observations in order."""
        figures = self.scan.figures()
        begin = 0
        index = 0
        for line in self.folded.split("\n"):
            end = begin + len(line)
            first = index
            while index < len(figures) and figures[index].start < end:
                index += 1
            self._paragraph(begin, end, figures[first:index])
            begin = end + 1
        flag(self.readings, self.catalogue)
        return [self._observation(reading) for reading in self.readings]

    def _titled(self, hits: list[Hit]) -> str:
        """The domain that the forms and topics of a title name, empty where they name several or none."""
        named: set[str] = set()
        for hit in hits:
            named.update(hit.phrase.topics)
            named.update(self.catalogue.indicators[one.code].domain for one in hit.phrase.senses if one.strong)
        return named.pop() if len(named) == 1 else ""

    # ---- paragraphs and sentences ------------------------------------------------------------------------------

    def _paragraph(self, begin: int, end: int, figures: list[Figure]) -> None:
        state = self.state
        state.paragraph_first = len(state.readings)
        self.sites.open_paragraph(begin, end)
        state.apart = None
        self.context.aims.open_paragraph(begin)
        state.actor = False
        index = 0
        for start, stop in sentences(self.text, self.folded, begin, end):
            first = index
            while index < len(figures) and figures[index].start < stop:
                index += 1
            self._sentence(start, stop, figures[first:index])
        self.context.close_paragraph(begin, end, self._roles(begin, end))

    def _roles(self, begin: int, end: int) -> frozenset[str]:
        if not self.folded.endswith(":", begin, end):
            return frozenset()
        hits = self.hits[bisect_left(self.starts, begin) : bisect_left(self.starts, end)]
        return frozenset().union(*[hit.phrase.roles for hit in hits])

    def _sentence(self, begin: int, end: int, figures: list[Figure]) -> None:
        state = self.state
        state.clock += 1
        self.context.open_sentence(begin, end)
        figures = self.scan.with_tails(figures, end)
        groups = find_groups(self.folded, self.hits, self.starts, figures, begin)
        self.groups = {id(fig): (group, at) for group in groups for at, fig in enumerate(group.figures)}
        previous = begin
        for index, fig in enumerate(figures):
            spans = self.context.mentions.spans(previous, fig.start)
            lead = lead_of(self.folded, self.hits, self.starts, self.marks, previous, fig.start, index == 0, spans)
            lead.figure_after = fig.after
            self._step(fig, lead, begin, end, figures, index)
            previous = fig.stop
        self._note_forms(previous, end)
        self._note_spoken_of(begin, end, figures)
        self.context.close_sentence(previous, end, begin)

    # ---- one figure --------------------------------------------------------------------------------------------

    def _step(self, fig: Figure, lead: Lead, begin: int, end: int, figures: list[Figure], index: int) -> None:
        state = self.state
        if lead.separator in (";", "."):
            state.pending = None
        announced = lead.start <= self.context.aims.at < fig.start
        if announced:
            lead.clause = max(lead.clause, self.context.aims.at)
        if lead.opened or lead.closed:
            self.lists.brackets(lead)
        if announced or lead.colon or lead.opened or lead.opener is not None:
            self.lists.follow(lead, fig, announced=announced)
        self._note_hits(lead.hits)
        base = self.context.bases.named(lead, fig, figures[index + 1].start if index + 1 < len(figures) else end)
        measure, sign = self.measures.measure(fig, lead, base)
        change = measure in ("change", "change_abs", "ratio", "plan_excess", "plan_ratio", "share")
        subject = self.attacher.attach(
            fig, lead, state, change, measure == "level" and fig.unit == "PERCENT", measure == "share"
        )
        if self.groups:
            subject = self._respective(fig, subject)
        said = self.places.actor(lead.start, fig.start, state.actor)
        if said is not None:
            state.actor = said
        if state.actor and subject.code is not None:
            subject = Subject(None, subject.text, subject.breakdown, "actor")
        reading = self.valuer.value(fig, subject, measure, sign, lead)
        reading.lead, reading.clause = lead.start, lead.clause
        self.meaning.settle(reading, lead, begin)
        self.context.fill(reading, lead, base)
        self.months.settle(reading, lead)
        self.sites.fill(reading, lead, begin)
        reading.rule = f"{reading.subject.how}/{lead.cue.phrase.form if lead.cue else '-'}"
        reading.opens = lead.separator == "." and not lead.hits_before_cue()
        self._remember(reading, lead)
        if fig.total is not None:
            self._total(fig, reading)
        self._note_hits(fig.right)

    def _respective(self, fig: Figure, subject: Subject) -> Subject:
        """The subject by position, for a figure of a lần lượt group."""
        found = self.groups.get(id(fig))
        if found is None:
            return subject
        group, position = found
        if position == 0:
            self.paired = subjects(group, self.text, subject, self._earlier(subject))
            if self.paired is not None and group.names:
                for (start, end), one in zip(group.names, self.paired, strict=True):
                    one.code = self.attacher.code_of_name(start, end, fig, one.code)
        return self.paired[position] if self.paired is not None else subject

    def _earlier(self, subject: Subject) -> list[Reading]:
        """The readings that a group without names may refer to: the sentence's, or the sectors of the paragraph."""
        if subject.code == "grdp_structure_share":
            seen: dict[str | None, Reading] = {}
            for reading in self.state.paragraph():
                if reading.subject.code == "gva_growth_rate" and reading.subject.breakdown not in seen:
                    part = Subject(subject.code, reading.subject.text, reading.subject.breakdown)
                    seen[reading.subject.breakdown] = replace(reading, subject=part, measure="level")
            return list(seen.values())
        return self.state.sentence()

    def _total(self, fig: Figure, reading: Reading) -> None:
        """The b of a/b: a plan in money or tonnes, else the whole that a belongs to."""
        other = fig.total
        assert other is not None
        if reading.unit in ("VND", "USD", "tonne") and reading.measure == "level":
            plan = Reading(
                other, reading.subject, "level", other.value, reading.unit, status="F", area=reading.area, rule="total"
            )
            plan.lead = reading.lead
            year = (reading.period[1] or self.published or date.min).year
            plan.period = (date(year, 1, 1), date(year, 12, 31)) if year > 1 else (None, None)
            self.readings.append(plan)
        else:
            self.scan.masked.append(Masked(other.start, other.end, "total"))

    def _note_forms(self, start: int, end: int) -> None:
        """Remember which domains the text speaks of."""
        self._note_hits(self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)])

    def _note_spoken_of(self, begin: int, end: int, figures: list[Figure]) -> None:
        """``Doanh thu bán lẻ giảm sâu. Lũy kế 9 tháng đạt …``: what a sentence without figures was about."""
        state = self.state
        if figures:
            state.spoken_of = None
            return
        for hit in reversed(self.hits[bisect_left(self.starts, begin) : bisect_left(self.starts, end)]):
            if hit.phrase.strong and hit.phrase.senses and not hit.phrase.decoy:
                sense = hit.phrase.senses[0]
                state.spoken_of = Subject(sense.code, self.text[hit.start : hit.end], sense.breakdown)
                return

    def _note_hits(self, hits: list[Hit]) -> None:
        state = self.state
        for hit in hits:
            for domain in hit.phrase.domains:
                state.domains[domain] = state.clock
            if hit.phrase.names_event:
                state.event = hit.phrase.names_event

    def _remember(self, reading: Reading, lead: Lead) -> None:
        state = self.state
        reading.bracket = len(state.stack)
        state.readings.append(reading)
        state.current.append(reading)
        self.readings.append(reading)
        if reading.unit != "rank":
            self.repairs.apply(reading, lead)
            state.last = reading
        code = reading.subject.code
        if code is not None:
            one = self.catalogue.indicators[code]
            state.domains[one.domain] = state.clock
            if one.monthly and reading.measure == "change":
                self._note_month(code, reading)

    def _note_month(self, code: str, reading: Reading) -> None:
        """The groups of a price index are of the month, and against the base, that its own statement opened with."""
        state = self.state
        opens = state.readings[state.paragraph_first] is reading and reading.subject.how == "lead"
        if opens and reading.origins.get("base") == "clause" and single_month(reading.period):
            state.monthly[code] = reading
        elif reading.base == "previous_month":
            state.monthly.setdefault(code, reading)

    # ---- the row -----------------------------------------------------------------------------------------------

    def _observation(self, reading: Reading) -> Observation:
        fig, subject = reading.figure, reading.subject
        start, end = reading.period
        return Observation(  # by position, which is a third faster
            fig.start,
            fig.end,
            subject.text,
            subject.code,
            subject.breakdown,
            reading.measure,  # type: ignore[arg-type]
            reading.value,
            reading.unit,
            (start.isoformat() if start else None, end.isoformat() if end else None),
            reading.base,  # type: ignore[arg-type]
            reading.status,  # type: ignore[arg-type]
            fig.bound,  # type: ignore[arg-type]
            reading.area,
            reading.low,
            reading.high,
            confidence(reading),
            reading.rule,
            tuple(reading.flags),
            reading.origins,
        )
