"""Which indicator a figure is about: a form beside it, else what the text spoke of before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from etl.indicators.carried import Carried
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.forms import Forms
from etl.indicators.lexer import Figure
from etl.indicators.match import Lexicon
from etl.indicators.parts import CLEARED, Parts
from etl.indicators.senses import Senses
from etl.indicators.state import State, Subject
from etl.indicators.units import PER_10K

# Sản xuất công nghiệp phục hồi, giá trị sản xuất đạt 12.300 tỷ đồng.
_SECTOR = re.compile(r"(?:sản xuất|ngành|lĩnh vực) (công nghiệp|nông nghiệp|xây dựng)(?![^\W_])")


@dataclass(slots=True)
class Attacher:
    """Attachment of subjects over one catalogue."""

    catalogue: Catalogue
    lexicon: Lexicon
    folded: str
    text: str
    senses: Senses
    forms: Forms
    carried: Carried

    @classmethod
    def of(
        cls, catalogue: Catalogue, lexicon: Lexicon, folded: str, text: str, is_place: Callable[[int, int], bool]
    ) -> Attacher:
        """The steps of attachment over one article."""
        senses = Senses(catalogue, lexicon, folded, text)
        parts = Parts(catalogue, lexicon, folded, text, senses)
        return cls(
            catalogue,
            lexicon,
            folded,
            text,
            senses,
            Forms(catalogue, folded, text, is_place, senses, parts),
            Carried(catalogue, folded, text, is_place, senses, parts),
        )

    def attach(
        self, fig: Figure, lead: Lead, state: State, change: bool, plain_percent: bool, share: bool = False
    ) -> Subject:
        """The subject of a figure."""
        if fig.unit == "per_10k":
            for word, code in PER_10K:
                if word in self.folded[fig.end : fig.after]:
                    return Subject(code, self.text[fig.end : fig.after].strip(), how="tail")
        if fig.currency_implied and fig.value < 1e9 and self._counts_people(lead):
            fig.unit, fig.currency_implied = "", False
        cleared = self._cleared(fig, lead, state)
        if cleared is not None:
            return cleared
        own = self.forms.beside(fig, lead, state, change, plain_percent, share)
        if own is not None:
            per_head = own.code == "grdp" and fig.unit in ("VND", "USD")
            if per_head and "bình quân đầu người" in self.folded[lead.clause : fig.start]:
                own.code = "grdp_per_capita"
            sector = _SECTOR.search(self.folded, lead.start, fig.start) if own.code == "gross_output_total" else None
            if sector is not None and own.how == "weak lead" and own.breakdown is None:
                own.code = self.lexicon.parts["gross_output_total"].get(sector[1], own.code)
            return own
        return self.carried.subject(fig, lead, state, change, plain_percent)

    def code_of_name(self, start: int, end: int, fig: Figure, code: str | None) -> str | None:
        """``xuất khẩu và nhập khẩu tăng tương ứng 9% và 7%``: the sibling that one name of a list is by itself."""
        head = self.catalogue.indicators.get(code or "")
        for hit in self.lexicon.find(self.folded[start:end]):
            for sense in hit.phrase.senses:
                one = self.catalogue.indicators[sense.code]
                if (
                    head is not None
                    and sense.breakdown is None
                    and (one.domain, one.units) == (head.domain, head.units)
                ):
                    return self.senses.resolve(sense.code, fig, True, False)
        return code

    def _counts_people(self, lead: Lead) -> bool:
        """``thu hút khách du lịch khoảng 8,3 triệu``: no money where what is counted has been named."""
        for hit in self.forms.of_lead(lead):
            for sense in () if hit.phrase.roles else hit.phrase.senses:
                return self.catalogue.indicators[sense.code].units[0] in ("visitor", "person")
        return False

    def _cleared(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``khám phá 186 vụ, 477 đối tượng (đạt 87,3%)``: the rate of cases that were solved."""
        if fig.unit != "PERCENT" or lead.cue is None or not lead.cue.phrase.form.startswith("đạt"):
            return None
        for reading in reversed(state.sentence()):
            if reading.figure.unit == "case":
                found = CLEARED.search(self.folded, reading.lead, fig.start)
                return Subject("crime_clearance_rate", found[0], how="lead") if found else None
            if not reading.figure.counted:
                return None
        return None
