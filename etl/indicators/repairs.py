"""Readings that a later figure completes: a shared noun or whole, a change before its subject, a base said once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.indicators.cases import is_handled, names_drugs
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import PER_10K, unit_of
from etl.text import CAPITALS

_BESIDE_CASES = frozenset({"", "/", "với", "và", "bắt", "bắt giữ", "liên quan", "gồm"})
_OF_PLACE = re.compile(rf"(?:của|ở|tại) ((?:[{CAPITALS}][^\W\d_]* ?){{1,3}}?)(?= [^\W\d_{CAPITALS}]| \d)")


@dataclass(slots=True)
class Repairs:
    """Backward completion over the readings of one sentence."""

    text: str
    folded: str
    catalogue: Catalogue
    state: State

    def apply(self, reading: Reading, lead: Lead) -> None:
        """Complete what stands before ``reading``, which is not yet ``state.last``."""
        last, sentence = self.state.last, self.state.current
        if last is not None and last.figure.counted:
            self.backfill(reading, lead)
        if len(sentence) == 2 and sentence[0].opens:
            self.open_change(reading)
        if reading.measure == "share":
            self.share_whole(reading)
        if last is not None and last.measure == "change_abs":
            self.same_base(reading)
        if reading.subject.area is not None:
            self.first_place(reading)

    def first_place(self, reading: Reading) -> None:
        """``tỷ lệ hộ nghèo của Bảo Lạc là 50,9%, Bảo Lâm 52,3%``: the list shows that the first name is a place too."""
        last = self.state.last
        if reading.subject.area is None or reading.subject.how != "carried" or last is None or last.subject.area:
            return
        if last.subject.code == reading.subject.code and last.subject.how in ("lead", "weak lead"):
            named = _OF_PLACE.search(self.text, last.lead, last.figure.start)
            if named is not None:
                last.area = named[1]

    def open_change(self, reading: Reading) -> None:
        """``Tăng 9,4% so với cùng kỳ, giá trị sản xuất đạt …``: the change stands before its subject."""
        state = self.state
        sentence = state.current
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

    def same_base(self, reading: Reading) -> None:
        """``giảm 5.940 hộ, tương ứng giảm 4,8% so với năm 2022``: a change said twice has one base."""
        last = self.state.last
        if reading.origins.get("base") != "clause" or last is None or last.origins.get("base") != "default":
            return
        twice = last.measure == "change_abs" and reading.measure in ("change", "change_abs")
        if twice and last.subject.code == reading.subject.code and (last.value < 0) == (reading.value < 0):
            last.base, last.origins["base"] = reading.base, "sentence"

    def share_whole(self, reading: Reading) -> None:
        """``thương nghiệp chiếm 37,4%, xây dựng 11%, bất động sản 6,9% số doanh nghiệp``: one whole for the list."""
        if reading.measure != "share" or reading.subject.how != "whole":
            return
        for other in reversed(self.state.sentence()[:-1]):
            if other.measure != "share" or other.subject.code is not None:
                return
            item = other.subject.text
            other.subject = Subject(reading.subject.code, item, item, "whole")
            other.period, other.area = reading.period, reading.area

    def shared_words(self, reading: Reading, last: Reading) -> None:
        """``206 vụ, 326 đối tượng tàng trữ trái phép chất ma túy``: the first count has the words behind the second."""
        if names_drugs(self.folded, reading.figure.after):
            if not is_handled(self.folded, "drug_cases", last.figure.start):
                last.subject = Subject("drug_cases", last.figure.noun, how="shared")
            return
        words = self.folded[reading.figure.after : reading.figure.stop + 120].split(".")[0].split("\n")[0].split(" ")
        for begin in range(len(words)):
            for end in range(min(len(words), begin + 8), begin, -1):
                form = f"{last.figure.noun} {' '.join(words[begin:end])}".strip(" ,;:()")
                senses = self.catalogue.senses.get(form)
                if senses == ():
                    return  # a decoy: 7 vụ, 11 đối tượng phạm tội về kinh tế
                if senses and senses[0].strong:
                    if is_handled(self.folded, senses[0].code, last.figure.start):
                        return
                    last.subject = Subject(senses[0].code, form, senses[0].breakdown, "shared")
                    return

    def shared_form(self, reading: Reading, last: Reading) -> None:
        """``thêm 3 xã và 4 thôn đạt chuẩn nông thôn mới``: the first count has the form behind the second."""
        for hit in reading.figure.right:
            for sense in hit.phrase.senses if hit.phrase.form.count(" ") >= 2 else ():
                one = self.catalogue.indicators[sense.code]
                if last.figure.unit in one.units:
                    last.subject = Subject(sense.code, self.text[hit.start : hit.end], sense.breakdown, "shared")
                    last.period, last.area = reading.period, reading.area
                    if last.measure == "change_abs" and last.origins.get("base") == "default":
                        last.base = "end_of_previous_year"
                    return

    def backfill(self, reading: Reading, lead: Lead) -> None:
        """``61/119 xã và 2 huyện đạt chuẩn``: the first count has the words that stand behind the last."""
        code, last = reading.subject.code, self.state.last
        if last is not None and last.subject.code is None and last.figure.counted:
            between = self.folded[last.figure.after : reading.figure.start].strip(" ,")
            if reading.unit == "per_10k" and reading.figure.unit == "per_10k" and between == "và":
                for word, own in PER_10K:
                    if last.figure.noun.startswith(word):
                        last.subject, last.unit = Subject(own, last.figure.noun, how="shared"), "per_10k"
                return
            if between in ("", "và") and reading.figure.counted and last.figure.after + 5 >= reading.figure.start:
                self.shared_form(reading, last)
            if code is None and last.figure.unit == "case" and between in _BESIDE_CASES and reading.figure.counted:
                self.shared_words(reading, last)
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
