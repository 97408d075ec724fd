"""The indicator reader: an article's text to its observations."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime

from etl.comparisons import BaseMention
from etl.indicators import decide
from etl.indicators.area import Places
from etl.indicators.attach import RATIOS, Attacher, unit_of
from etl.indicators.catalogue import Indicator, load_catalogue
from etl.indicators.clauses import Lead, lead_of, sentences
from etl.indicators.confidence import confidence
from etl.indicators.context import Context
from etl.indicators.flags import flag
from etl.indicators.lexer import TIME_UNITS, Figure, add_tail, figure
from etl.indicators.mask import class_of
from etl.indicators.match import Hit, load_lexicon
from etl.indicators.respective import Group, find_groups, subjects
from etl.indicators.state import Frame, Reading, State, Subject
from etl.model import Observation
from etl.numbers import scan_numbers
from etl.places import PlaceMention
from etl.text import match_fold


def read(text: str, *, province: str, published: date | datetime | None, title: str | None = None) -> list[Observation]:
    """Every quantity that ``text`` asserts. ``province`` is the GSO code valid on the day of publication."""
    return Article(text, province, published, title).observations()


_LINE_BREAK = re.compile("\n")
# The part of a count, not the rate of a population.
_IN_WHOLE = re.compile(r"trong (?:tổng )?số ")
_CASUALTIES = re.compile(r" (?:người|em|cháu|học sinh) (?:chết|bị thương|tử vong|mất tích|thương vong)")
_COUNTING = re.compile(
    r"(?<![^\W_])(?:có|làm|khiến|khởi công|thu hút|cấp mới|xảy ra|khánh thành|vốn cho|phát hiện|ghi nhận|thành lập) \Z"
)
_COUNTED_WORDS = re.compile(
    r" (?:doanh nghiệp|(?:lượt )?dự án|vụ |người (?!dân|con|bạn|lính|thầy)|nhà máy|ca (?:mắc|tử|dương)|trường hợp |hộ )"
)
_ADJUSTED = re.compile(r"điều chỉnh[^.;]{0,70}\Z")
_NESTING = frozenset({"trong đó", "gồm", "bao gồm", "cụ thể", "trong số đó", "gồm có"})


@dataclass(slots=True)
class Masked:
    """A numeral that is no observation, and why."""

    start: int
    end: int
    kind: str


class LineStarts:
    """The start of the line of a position; positions are asked in ascending order."""

    def __init__(self, text: str) -> None:
        self._breaks = iter([*(match.end() for match in _LINE_BREAK.finditer(text)), len(text) + 1])
        self._start, self._next = 0, next(self._breaks)

    def before(self, position: int) -> int:
        """Start of the line that holds ``position``."""
        while position >= self._next:
            self._start, self._next = self._next, next(self._breaks)
        return self._start


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
        self.places = Places(text, self.folded, province, self.published, title)
        self.masked: list[Masked] = []
        self.groups: dict[int, tuple[Group, int]] = {}
        self.paired: list[Subject] | None = None
        self.attacher = Attacher(
            self.catalogue, self.lexicon, self.folded, text, self.places.covers, self.lexicon.part_words
        )
        self.state = State()
        self.context = Context.of(text, self.folded, title, self.published, self.catalogue, self.state)
        self.readings: list[Reading] = []

    # ---- the passes --------------------------------------------------------------------------------------------

    def observations(self) -> list[Observation]:
        """Read every paragraph and return the observations in order."""
        figures = self._figures()
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

    def _figures(self) -> list[Figure]:
        """All numerals with units; those that are no figures are masked."""
        figures: list[Figure] = []
        mentions = self.context.periods
        at = 0
        lines = LineStarts(self.folded)
        for numeral in scan_numbers(self.text, folded=self.folded):
            while at < len(mentions) and mentions[at].end <= numeral.start:
                at += 1
            line_start = lines.before(numeral.start)
            if at < len(mentions) and mentions[at].start < numeral.end and mentions[at].start <= numeral.start:
                kind = "date" if mentions[at].unit == "day" else "period"
                self.masked.append(Masked(numeral.start, numeral.end, kind))
                continue
            in_period = self.context.in_base(numeral.start) and self.context.names_period(numeral.start)
            if in_period and self._date_like(numeral.start, numeral.end):
                self.masked.append(Masked(numeral.start, numeral.end, "date"))
                continue
            if numeral.value is None or "code" in numeral.flags:
                self.masked.append(Masked(numeral.start, numeral.end, "code"))
                continue
            fig = figure(self.folded, numeral)
            kind = class_of(self.folded, numeral.start, numeral.end, numeral.after, line_start)
            if not kind and numeral.kind == "words":
                kind = "" if self._worded_amount(numeral.start, numeral.end, fig) else "word"
            if kind:
                self.masked.append(Masked(numeral.start, numeral.end, kind))
                continue
            if numeral.kind == "multiple":
                fig.unit = "times"
                fig.after = numeral.after
                if self.folded.startswith(" lần", fig.after):
                    fig.after += 4
                fig.stop = fig.after
            figures.append(fig)
        return figures

    _DATED = re.compile(r"(?:năm|tháng|quý|ngày|kỳ|học) $")

    def _date_like(self, start: int, end: int) -> bool:
        """Whether a number inside a comparison is part of its day or year (so với 31/12)."""
        beside = self.folded[start - 1 : start] + self.folded[end : end + 1]
        return "/" in beside or "-" in beside or self._DATED.search(self.folded, max(0, start - 6), start) is not None

    def _worded_amount(self, start: int, end: int, fig: Figure) -> bool:
        """A worded number counts where a statistician would: một nửa of a fall, hai dự án at a count."""
        word = self.folded[start:end]
        if word.endswith("nửa"):
            return bool(
                re.search(r"(?:giảm|còn|bằng|chỉ bằng|gần|hơn) (?:một )?$", self.folded[max(0, start - 12) : start])
            )
        if _CASUALTIES.match(self.folded, end):
            return True
        verb = _COUNTING.search(self.folded, max(0, start - 16), start)
        return verb is not None and _COUNTED_WORDS.match(self.folded, end) is not None

    # ---- paragraphs and sentences ------------------------------------------------------------------------------

    def _paragraph(self, begin: int, end: int, figures: list[Figure]) -> None:
        state = self.state
        state.paragraph_first = len(state.readings)
        state.paragraph_area = None
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
        self.context.open_sentence(begin)
        figures = self._with_tails(figures, end)
        self.groups = {
            id(fig): (group, position)
            for group in find_groups(self.folded, self.hits, self.starts, figures, begin)
            for position, fig in enumerate(group.figures)
        }
        previous = begin
        for index, fig in enumerate(figures):
            spans = self.context.spans(previous, fig.start)
            lead = lead_of(self.folded, self.hits, self.starts, previous, fig.start, index == 0, spans)
            lead.figure_after = fig.after
            self._step(fig, lead, begin, end, figures, index)
            previous = fig.stop
        self._note_forms(previous, end)
        self.context.close_sentence(previous, end, begin)

    def _with_tails(self, figures: list[Figure], end: int) -> list[Figure]:
        """Tails, totals of a/b forms, and thresholds inside counted phrases."""
        kept: list[Figure] = []
        for index, fig in enumerate(figures):
            limit = figures[index + 1].start if index + 1 < len(figures) else end
            if kept and (kept[-1].total is fig or fig.start < kept[-1].after):
                if kept[-1].total is not fig:
                    self.masked.append(Masked(fig.start, fig.end, "unit"))
                continue
            joined = index + 1 < len(figures) and self.folded[fig.after : limit].strip() == "/"
            if joined and (not fig.unit or fig.currency_implied):
                other = figures[index + 1]
                wider = figures[index + 2].start if index + 2 < len(figures) else end
                add_tail(self.folded, other, self.hits, self.starts, wider)
                fig.total = other
                fig.unit, fig.noun, fig.after, fig.stop, fig.right = (
                    other.unit,
                    other.noun,
                    other.after,
                    other.stop,
                    other.right,
                )
                kept.append(fig)
                continue
            add_tail(self.folded, fig, self.hits, self.starts, limit)
            if kept and self._is_threshold(kept[-1], fig):
                self.masked.append(Masked(fig.start, fig.end, "threshold"))
                kept[-1].stop = max(kept[-1].stop, fig.stop)
                continue
            if fig.unit in TIME_UNITS and not self._is_average_time(fig):
                self.masked.append(Masked(fig.start, fig.end, "time"))
                continue
            kept.append(fig)
        return kept

    def _is_average_time(self, fig: Figure) -> bool:
        before = self.folded[max(0, fig.start - 40) : fig.start]
        return "bình quân" in before or "trung bình" in before or "tuổi thọ" in before

    _CONDITION = re.compile(r" (?:không )?(?:đạt|vượt|có|nộp|dưới|trên|từ|thu|đạt trên|có trên)(?: [^\W\d_]+){0,5} $")

    def _is_threshold(self, count: Figure, fig: Figure) -> bool:
        """``9/16 khoản thu đạt trên 60% dự toán``: a condition inside the counted phrase."""
        if not count.counted:
            return False
        between = self.folded[count.after : fig.start]
        plain = between.replace("xã, phường", "").replace(", thị trấn", "")
        if any(char in ",;:()" for char in plain) or len(between) > 60:
            return False
        if re.search(
            r" (?:với|và|là|cho|tổng|nhưng|tăng|giảm|bằng|chiếm|bình quân|doanh thu|thành lập|nâng|lên) ", between
        ):
            return False
        return bool(self._CONDITION.search(between))

    # ---- one figure --------------------------------------------------------------------------------------------

    def _step(self, fig: Figure, lead: Lead, begin: int, end: int, figures: list[Figure], index: int) -> None:
        state = self.state
        if lead.separator in (";", "."):
            state.pending = None
        self._brackets(lead)
        self._lists(lead, fig)
        self._note_forms(lead.start, fig.start, lead)
        base = self.context.base_of(lead, fig, figures[index + 1].start if index + 1 < len(figures) else end)
        _kind, sign, measure = self._measure(fig, lead, base)
        change = measure in ("change", "change_abs", "ratio", "plan_excess", "plan_ratio", "share")
        subject = self.attacher.attach(
            fig, lead, state, change, measure == "level" and fig.unit == "PERCENT", measure == "share"
        )
        one = self.catalogue.indicators.get(subject.code or "")
        subject = self._respective(fig, subject)
        said = self.places.actor(lead.start, fig.start, state.actor)
        if said is not None:
            state.actor = said
        if state.actor and subject.code is not None:
            subject = Subject(None, subject.text, subject.breakdown, "actor")
            one = None
        reading = self._value(fig, subject, one, measure, sign, lead)
        self._codes(reading, lead, begin)
        self.context.fill(reading, lead, base)
        self._area(reading, lead, begin)
        reading.rule = f"{reading.subject.how}/{lead.cue.phrase.form if lead.cue else '-'}"
        reading.lead, reading.clause = lead.start, lead.clause
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
            self.masked.append(Masked(other.start, other.end, "total"))

    def _brackets(self, lead: Lead) -> None:
        state = self.state
        for _ in range(lead.closed):
            if state.stack:
                frame = state.stack.pop()
                state.last, state.period, state.base = frame.last, frame.period, frame.base
                state.parent, state.list_open = frame.parent, frame.list_open
        for _ in range(lead.opened):
            if len(state.stack) < 8:
                state.stack.append(Frame(state.last, state.period, state.base, state.parent, state.list_open))

    def _lists(self, lead: Lead, fig: Figure) -> None:
        """Open and close lists: trong đó, colons, headers, semicolons after a colon."""
        state = self.state
        header = next((hit for hit in reversed(lead.hits) if hit.phrase.header), None)
        if lead.colon or lead.opener is not None:
            head = self._head_of(lead) if lead.colon else None
            if head is not None:
                state.parent, state.list_open = head, True
            elif header is not None:
                state.parent, state.list_open = Subject(header.phrase.header, header.phrase.form), True
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
        if lead.opened and not lead.opener and state.last is not None and state.last.subject.code:
            state.parent, state.list_open = state.last.subject, True

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

    def _note_forms(self, start: int, end: int, lead: Lead | None = None) -> None:
        """Remember which domains the text speaks of."""
        self._note_hits(
            lead.hits if lead else self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        )

    def _note_hits(self, hits: list[Hit]) -> None:
        state = self.state
        for hit in hits:
            if hit.phrase.strong:
                for sense in hit.phrase.senses:
                    if sense.strong:
                        state.domains[self.catalogue.indicators[sense.code].domain] = state.clock
                        if (
                            self.catalogue.indicators[sense.code].domain == "security"
                            or sense.code == "infectious_disease_cases"
                        ):
                            state.event = sense.code
            for domain in hit.phrase.topics:
                state.domains[domain] = state.clock
            if hit.phrase.event:
                state.event = hit.phrase.event

    def _measure(self, fig: Figure, lead: Lead, base: BaseMention | None) -> tuple[str, int, str]:
        if decide.compares_with_figure(self.folded, fig, lead):
            lead.cue, lead.compared = None, True
        if fig.unit == "PERCENT":
            sibling = None if self._names_rate(lead) else self._sibling(fig, lead)
            measure, sign = decide.percent_measure(self.folded, fig, lead, base, sibling, self._signed(fig, lead))
            if measure == "change" and self._starts_span(fig):
                measure, sign = "level", 1
            if measure == "equal" and self.state.last is not None and self.state.last.figure.total is not None:
                measure = "share"  # 22/96 xã, bằng 22,9%
            return "percent", sign, measure
        if fig.unit == "PERCENTAGE_POINT":
            measure, sign = decide.points_measure(self.folded, fig, lead)
            return "points", sign, measure
        if fig.unit == "times":
            return "times", 1, "ratio"
        if fig.noun in ("bậc", "hạng"):
            fig.unit, fig.noun = "rank", ""
            return ("rank", *reversed(decide.amount_measure(self.folded, fig, lead, base)))  # type: ignore[return-value]
        if (
            lead.cue is not None
            and "rank" in lead.cue.phrase.roles
            and not fig.currency_implied
            and self._ranks(fig, lead)
        ):
            fig.unit, fig.noun = "rank", ""
            return "rank", 1, "level"
        measure, sign = decide.amount_measure(self.folded, fig, lead, base)
        if measure == "change_abs" and (self._starts_span(fig) or self._adjusts_capital(fig, lead)):
            measure, sign = "level", 1
        if lead.cue is not None or lead.separator in (";", "."):
            self.state.more = lead.cue is not None and "thêm" in lead.cue.phrase.roles
        elif self.state.more and fig.counted:
            return "amount", 1, "change_abs"
        if (
            lead.cue is None
            and fig.counted
            and self.state.last is not None
            and self.state.last.measure == "change_abs"
            and lead.separator in (",", "")
        ) and any(r.unit == fig.unit and r.measure == "level" for r in self.state.sentence()):
            return "amount", -1 if self.state.last.value < 0 else 1, "change_abs"
        return "amount", sign, measure

    def _names_rate(self, lead: Lead) -> bool:
        """``BHYT 798.600 người, tỷ lệ bao phủ 92,1%``: a rate named here starts afresh."""
        rates = (
            self.catalogue.indicators[sense.code]
            for hit in lead.hits
            if hit.start >= lead.chunk
            for sense in hit.phrase.senses
        )
        return any(one.is_rate and one.level_is == "level" for one in rates)

    _TO = re.compile(
        r"(?: [^\W\d_]+){0,3}(?: năm \d{4})?(?:,? (?<!trở )(?:lên|xuống|còn|giảm còn|giảm xuống|tăng lên)(?![^\W_]))"
    )

    def _starts_span(self, fig: Figure) -> bool:
        """``tăng từ 62 xã năm 2020 lên 81 xã``: the first of two levels."""
        return self.folded[max(0, fig.start - 4) : fig.start].endswith("từ ") and bool(
            self._TO.match(self.folded, fig.after)
        )

    def _adjusts_capital(self, fig: Figure, lead: Lead) -> bool:
        """``58 dự án điều chỉnh tăng 2,2 tỷ USD``: registered capital of the period, not a comparison."""
        assert lead.cue is not None
        adjusted = _ADJUSTED.search(self.folded, max(0, lead.cue.start - 80), lead.cue.end) is not None
        return adjusted and "up" in lead.cue.phrase.roles and fig.unit in ("USD", "VND") and fig.value >= 1e6

    def _signed(self, fig: Figure, lead: Lead) -> int:
        """``giảm 12 vụ (9,68%)`` and ``(+6,2%)``: a bare percent in brackets says the same change once more."""
        written = self.folded[fig.start - 1 : fig.start]
        if written in ("+", "-") and lead.opened:
            return 1
        last = self.state.last
        if lead.opened and last is not None and last.measure == "change_abs":
            if self.folded[last.figure.after : fig.start].strip() == "(":
                return -1 if last.value < 0 else 1
        return 0

    def _ranks(self, fig: Figure, lead: Lead) -> bool:
        assert lead.cue is not None
        if lead.cue.phrase.form == "thứ" and not (self.state.readings and self.state.readings[-1].unit == "rank"):
            return False  # huyện thứ 2 của tỉnh is an ordinal
        return self.folded[lead.cue.end : fig.start].strip() in ("", "thứ", "thứ hạng", "trong", "vị trí", "hạng")

    def _sibling(self, fig: Figure, lead: Lead) -> tuple[str, int] | None:
        """A percent without a cue goes on with the measure of the percent before it."""
        for reading in reversed(self.state.sentence()):
            if reading.unit == "PERCENT" and reading.figure.unit == "PERCENT":
                if lead.opened and not reading.bracket:
                    continue
                return reading.measure, -1 if reading.measure == "change" and reading.value < 0 else 1
            if lead.separator not in (",", ";", "") and not lead.opened:
                return None
        return None

    def _value(self, fig: Figure, subject: Subject, one: object, measure: str, sign: int, lead: Lead) -> Reading:
        indicator = self.catalogue.indicators.get(subject.code or "")
        unit, value, low, high = fig.unit, fig.value, fig.low, fig.high
        if fig.unit == "PERCENT":
            previous = next((r.measure for r in reversed(self.state.sentence()) if r.unit == "PERCENT"), None)
            if measure == "share" and indicator is not None:
                measure = self._rate_of(subject, indicator, lead)
                indicator = self.catalogue.indicators.get(subject.code or "")
            measure = decide.settle_percent(measure, indicator, previous, fig)
            if (
                measure == "change"
                and indicator is not None
                and indicator.is_rate
                and indicator.level_is == "level"
                and indicator.kind in ("stock", "ratio")
            ):
                measure, unit = "change_abs", "PERCENTAGE_POINT"
        elif fig.unit == "times":
            value, unit = value * 100, "PERCENT"
            low, high = (low * 100 if low is not None else None), (high * 100 if high is not None else None)
            if decide._PLAN_AFTER.match(self.folded, fig.after):
                measure = "plan_ratio"
        elif indicator is not None and fig.unit != "rank":
            unit = unit_of(indicator, fig.unit) or unit
            if unit == "tonne" and fig.unit in ("quintal", "kg"):
                value *= 0.1 if fig.unit == "quintal" else 0.001
        if self.folded[fig.start : fig.end].endswith("nửa"):
            value, unit, measure = 50.0, "PERCENT", "ratio"
        if sign < 0 and value > 0 and measure in ("change", "change_abs", "contribution", "plan_excess"):
            value = -value
            low, high = (-high if high is not None else None, -low if low is not None else None)
        return Reading(fig, subject, measure, value, unit, low, high)

    def _rate_of(self, subject: Subject, one: Indicator, lead: Lead) -> str:
        """``9.604 hộ nghèo, chiếm 3,14%``: a share of the whole that the catalogue knows as a rate is that rate's level."""
        if _IN_WHOLE.search(self.folded, lead.clause, lead.end):
            subject.code = next(
                (other.code for other in self.catalogue.indicators.values() if other.switch_rate == one.code), one.code
            )
            return "share"
        if one.is_rate and one.level_is == "level" and subject.how in ("tail", "whole", "lead", "weak lead"):
            return "level"
        if one.switch_rate and subject.how == "carried":
            rate = self.catalogue.indicators[one.switch_rate]
            if rate.level_is == "level":
                subject.code = rate.code
                return "level"
        return "share"

    def _codes(self, reading: Reading, lead: Lead, begin: int) -> None:
        """Indicators that depend on the measure: growth, structure and contribution of GRDP; investment rates."""
        code = reading.subject.code
        if code is None:
            return
        one = self.catalogue.indicators[code]
        part = reading.subject.breakdown and not self.context.is_plan_bracket(lead)
        if part and reading.measure in one.switch_part:
            code = one.switch_part[reading.measure]
        elif (
            one.switch_share
            and reading.unit == "PERCENT"
            and re.match(
                r" (?:của |so với )?(?:grdp|gdp|tổng sản phẩm)",
                self.folded[reading.figure.after : reading.figure.after + 24],
            )
        ):
            code, reading.measure = one.switch_share, "level"
        elif reading.measure in one.switch_measure and reading.unit != "rank":
            code = one.switch_measure[reading.measure]
        if code == "public_investment_disbursement" and reading.unit in ("PERCENT", "PERCENTAGE_POINT"):
            if reading.measure in ("share", "level"):
                reading.measure = "plan_ratio"
            own = any(r.subject.code == code and r.unit == "VND" for r in self.state.sentence()[-3:])
            if reading.measure == "change_abs" or (reading.measure == "plan_ratio" and not own):
                code = "public_investment_disbursement_rate"
        if code == "public_investment_disbursement_rate" and reading.measure in ("level", "share"):
            reading.measure = "plan_ratio"
        for setting, meant in one.within.items():
            if setting in self.folded[begin : reading.figure.start]:
                code = meant
        if one.cumulative_is and reading.measure == "level" and self._is_cumulative(lead, reading.figure):
            code = one.cumulative_is
        reading.subject = Subject(
            code, reading.subject.text, reading.subject.breakdown, reading.subject.how, reading.subject.area
        )

    _NEW = re.compile(r"cấp mới|thành lập mới|điều chỉnh|tăng thêm|thu hút|có thêm|đăng ký mới|mới thành lập|cấp phép")

    def _is_cumulative(self, lead: Lead, fig: Figure) -> bool:
        """``đến nay có 853 dự án FDI``: all that are in force, not those of the period."""
        clause = self.folded[lead.clause : fig.stop]
        said = "cumulative" in lead.roles() or "còn hiệu lực" in clause or "đang hoạt động" in clause
        if not said and self.state.sentence():
            last = self.state.sentence()[-1]
            said = last.subject.code in ("fdi_active_projects", "fdi_active_capital") and lead.separator in (",", "")
        if re.search(r"(?:lũy kế|tính chung) (?:\d|từ đầu)", clause):
            return False
        return said and not self._NEW.search(self.folded[lead.start : fig.stop])

    def _area(self, reading: Reading, lead: Lead, begin: int) -> None:
        state = self.state
        if lead.separator == ";" and not state.list_open:
            state.area = None
        if self.places.resets(lead.start, reading.figure.start):
            state.area = state.paragraph_area = self.places.own_area
        since = state.readings[-1].figure.after if lead.opened and state.sentence() else lead.start
        for place in self.places.between(min(since, lead.start), reading.figure.start):
            self._take_place(place, lead, begin, reading)
        reading.area = self._site(reading) or state.area or state.paragraph_area or self.places.default
        if reading.subject.area:
            reading.area = reading.subject.area

    def _site(self, reading: Reading) -> str | None:
        """``3 ca cộng đồng tại TP Hội An``: a place behind a count is that count's alone."""
        fig = reading.figure
        if not fig.counted:
            return None
        for place in self.places.between(fig.after, fig.stop):
            if self.places.is_local(place) and self.folded[max(0, place.start - 4) : place.start].endswith(
                (" tại ", " ở ")
            ):
                return self.places.code(place)
        return None

    def _take_place(self, place: PlaceMention, lead: Lead, begin: int, reading: Reading) -> None:
        state = self.state
        if self.context.in_base(place.start) and not lead.opened:
            return
        code = self.places.code(place)
        if place.kind == "country":
            between = self.folded[place.end : reading.figure.start]
            own_clause = "," not in between or lead.opened > 0
            if own_clause and reading.unit != "rank" and reading.measure != "change_abs":
                state.area = code
            return
        if place.kind == "region" and reading.unit == "rank":
            return
        if place.kind == "province" and code == self.province:
            state.area = self.places.own_area
            if len(state.readings) == state.paragraph_first:
                state.paragraph_area = self.places.own_area
            return
        state.area = code
        if place.start - begin < 30 and self.places.is_local(place) and len(state.readings) == state.paragraph_first:
            state.paragraph_area = code

    def _remember(self, reading: Reading, lead: Lead) -> None:
        state = self.state
        reading.bracket = len(state.stack)
        state.readings.append(reading)
        state.current.append(reading)
        self.readings.append(reading)
        if reading.unit != "rank":
            self._backfill(reading, lead)
            self._open_change(reading)
            self._share_whole(reading)
            self._same_base(reading)
            state.last = reading
        code = reading.subject.code
        if code is not None:
            one = self.catalogue.indicators[code]
            state.domains[one.domain] = state.clock
            if one.monthly and reading.measure == "change" and reading.base == "previous_month":
                state.monthly.setdefault(code, reading)

    def _open_change(self, reading: Reading) -> None:
        """``Tăng 9,4% so với cùng kỳ, giá trị sản xuất đạt …``: the change stands before its subject."""
        state = self.state
        sentence = state.sentence()
        if (
            len(sentence) != 2
            or reading.subject.how != "lead"
            or reading.measure != "level"
            or sentence[0].opens is False
        ):
            return
        first = sentence[0]
        if first.subject.how in ("carried", "phrase") and first.measure in ("change", "ratio", "plan_ratio"):
            first.subject = reading.subject
            first.period = reading.period
            first.status = reading.status

    def _same_base(self, reading: Reading) -> None:
        """``giảm 5.940 hộ, tương ứng giảm 4,8% so với năm 2022``: a change said twice has one base."""
        last = self.state.last
        if reading.origins.get("base") != "clause" or last is None or last.origins.get("base") != "default":
            return
        twice = last.measure == "change_abs" and reading.measure in ("change", "change_abs")
        if twice and last.subject.code == reading.subject.code and (last.value < 0) == (reading.value < 0):
            last.base, last.origins["base"] = reading.base, "sentence"

    def _share_whole(self, reading: Reading) -> None:
        """``thương nghiệp chiếm 37,4%, xây dựng 11%, bất động sản 6,9% số doanh nghiệp``: one whole for the list."""
        if reading.measure != "share" or reading.subject.how != "whole":
            return
        for other in reversed(self.state.sentence()[:-1]):
            if other.measure != "share" or other.subject.code is not None:
                return
            item = other.subject.text
            other.subject = Subject(reading.subject.code, item, item, "whole")
            other.period, other.area = reading.period, reading.area

    def _backfill(self, reading: Reading, lead: Lead) -> None:
        """``61/119 xã và 2 huyện đạt chuẩn``: the first count has the words that stand behind the last."""
        code, last = reading.subject.code, self.state.last
        if (
            code is None
            or last is None
            or last.subject.code is not None
            or not last.figure.counted
            or not reading.figure.counted
        ):
            return
        one = self.catalogue.indicators[code]
        switched = one.switch_unit.get(last.figure.unit) or (code if last.figure.unit in one.units else None)
        if switched is None or self.folded[last.figure.after : reading.figure.start].strip(" ,") not in ("", "và"):
            return
        last.subject = Subject(switched, reading.subject.text, reading.subject.breakdown, "shared")
        last.unit = unit_of(self.catalogue.indicators[switched], last.figure.unit) or last.unit
        last.period, last.base, last.area = (
            reading.period,
            reading.base if last.measure == "change_abs" else None,
            reading.area,
        )

    # ---- the row -----------------------------------------------------------------------------------------------

    def _observation(self, reading: Reading) -> Observation:
        fig = reading.figure
        start, end = reading.period
        return Observation(
            start=fig.start,
            end=fig.end,
            subject=reading.subject.text,
            indicator=reading.subject.code,
            breakdown=reading.subject.breakdown,
            measure=reading.measure,  # type: ignore[arg-type]
            value=reading.value,
            unit=reading.unit,
            period=(start.isoformat() if start else None, end.isoformat() if end else None),
            base=reading.base,  # type: ignore[arg-type]
            status=reading.status,  # type: ignore[arg-type]
            bound=fig.bound,  # type: ignore[arg-type]
            area=reading.area,
            low=reading.low,
            high=reading.high,
            confidence=confidence(reading),
            rule=reading.rule,
            flags=tuple(reading.flags),
            origins=reading.origins,
        )
