"""Parts of a list's head: named by a vocabulary, listed as an item, or a place of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.indicators.catalogue import Catalogue, Indicator, Sense
from etl.indicators.clauses import Lead, item_text
from etl.indicators.lexer import Figure
from etl.indicators.match import Lexicon
from etl.indicators.senses import Senses
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import RATIOS
from etl.text import CAPITALS, match_fold

# A name of two to four capitalised words.
PROPER = re.compile(rf"(?:[{CAPITALS}][^\W\d_]*)(?: [{CAPITALS}][^\W\d_]*){{1,3}}")
# Words of a name that is no item of a price index.
_TOTALS = ("chỉ số", "giá trị", "kim ngạch", "tổng", "sản lượng", "doanh thu", "diện tích", "số ")
# Domains whose indicators have no industries as parts.
_WITHOUT_INDUSTRIES = frozenset({"budget", "tourism", "transport", "prices"})
_FLOWS = frozenset({"xuất khẩu", "nhập khẩu"})
CLEARED = re.compile(r"(?<![^\W_])(?:khám phá|làm rõ)(?![^\W_])")


def counted_of(counted: Reading, text: str, folded: str, catalogue: Catalogue) -> Subject | None:
    """What the things of a count have in common (59 địa phương có GRDP tăng); None where they have no indicator."""
    if counted.subject.code is not None or not counted.figure.counted:
        return None
    for hit in counted.figure.right:
        if hit.phrase.strong and not hit.phrase.decoy:
            code = hit.phrase.senses[0].code
            if folded.startswith((" tăng", ") tăng"), hit.end):
                code = catalogue.indicators[code].switch_measure.get("change", code)
            return Subject(code, text[hit.start : hit.end])
    return None


@dataclass(slots=True)
class Parts:
    """Parts and items of the lists of one article."""

    catalogue: Catalogue
    lexicon: Lexicon
    folded: str
    text: str
    senses: Senses

    def named(self, fig: Figure, lead: Lead, head: Subject, state: State) -> Subject | None:
        """A part that the head's own vocabulary names: ``khai thác`` below fishery output."""
        table = self.lexicon.parts.get(head.code or "")
        if not table:
            return None
        hits = [hit for hit in lead.hits if hit.start >= lead.clause]
        if fig.counted or fig.unit not in RATIOS:
            hits += fig.right
        chunk = [hit for hit in hits if hit.start >= lead.chunk] or hits
        for hit in chunk:
            if not hit.phrase.strong:
                continue
            own = [sense for sense in hit.phrase.senses if sense.strong and sense.written]
            own = [sense for sense in own if self.senses.resolve(sense.code, fig, True, False) is not None]
            if own and (self._sector_of(own, fig, lead, head, state) or self._earns(hit.phrase.form, fig, head, state)):
                named = self.text[hit.start : hit.end]
                return Subject(head.code, named, named, "part")
            meant = {self.senses.resolve(sense.code, fig, True, False) for sense in own}
            if fig.unit == "VND" and meant == {None}:
                continue  # vốn FDI 664 tỷ đồng is no registered capital
            if hit.phrase.form in _FLOWS and table.get(hit.phrase.form) == head.code:
                continue  # qua cửa khẩu đạt 5 tỷ USD, xuất khẩu 2 tỷ USD
            if own and table.get(hit.phrase.form) not in meant.union(sense.code for sense in own):
                return None
        for hit in chunk:
            child = table.get(hit.phrase.form)
            if child is None or (not state.list_open and self._is_other(hit.phrase.senses, child)):
                continue
            code = self.senses.resolve(child, fig, True, False)
            if code is not None:
                return Subject(code, self.text[hit.start : hit.end], self.text[hit.start : hit.end], "part")
        return None

    def _earns(self, form: str, fig: Figure, head: Subject, state: State) -> bool:
        """``Doanh thu vận tải tăng 18%. Trong đó, vận tải hành khách tăng 13%``: of revenue, not of passengers."""
        of_revenue = head.code == "transport_revenue" and self.lexicon.parts[head.code].get(form) == head.code
        return of_revenue and fig.unit == "PERCENT" and state.list_open and head is state.parent

    def _is_other(self, senses: tuple[Sense, ...], child: str) -> bool:
        """``GRDP tăng 8%; sản xuất công nghiệp tăng 9%``: outside a list it is the index that has this name."""
        domain = self.catalogue.indicators[child].domain
        return domain == "growth" and any(
            one.breakdown is None and self.catalogue.indicators[one.code].domain != domain for one in senses
        )

    def _sector_of(self, own: list[Sense], fig: Figure, lead: Lead, head: Subject, state: State) -> bool:
        """``Cơ cấu GRDP: khu vực dịch vụ 42%``: the name is that of the sector's growth, the list is of shares."""
        one = self.catalogue.indicators[head.code or ""]
        if fig.unit != "PERCENT" or not state.list_open or one.level_is != "share" or head is not state.parent:
            return False
        moved = lead.cue is not None and lead.cue.phrase.roles & {"up", "down"}
        return not moved and one.switch_measure.get("change") in [sense.code for sense in own]

    def _is_industry(self, item: str, head: Indicator) -> bool:
        """``Thu ngân sách đạt … Cụ thể, khai khoáng tăng 15%``: the industries of a text that listed something else."""
        name = match_fold(item).removeprefix("ngành ").removeprefix("công nghiệp ")
        industries, own = self.lexicon.parts["iip"], self.lexicon.parts.get(head.code, {})
        return head.domain in _WITHOUT_INDUSTRIES and name in industries and name not in own

    def is_item(self, subject: Subject, fig: Figure, state: State, change: bool) -> bool:
        """``Nhóm thực phẩm tăng 0,1%; trong đó thủy sản tươi sống tăng 0,6%``: goods of a price index; the sources of
        public investment.
        """
        assert state.parent is not None
        head, one = (self.catalogue.indicators.get(code or "") for code in (state.parent.code, subject.code))
        if (
            head is not None
            and one is not None
            and head.code.startswith("public_investment")
            and one.domain == "budget"
        ):
            return fig.unit == "PERCENT" and not subject.text.lower().startswith("thu ")
        if head is None or one is None or head.domain != "prices" or head.kind != "index" or fig.unit != "PERCENT":
            return False
        if not change:
            return False
        return one.kind != "index" and not subject.text.lower().startswith(_TOTALS)

    def blocked(self, fig: Figure, state: State) -> bool:
        """Whether the head of the list has no indicator in the figure's unit, so that its items have none either."""
        parent = self.catalogue.indicators.get(state.parent.code or "") if state.parent else None
        return parent is not None and fig.unit in parent.switch_unit and parent.switch_unit[fig.unit] is None

    def item(self, fig: Figure, lead: Lead) -> str:
        """The words that name the item of a list: before the figure, else the counted noun behind it."""
        item, begin, end = item_text(self.folded, lead, lead.chunk)
        if not item and lead.clause < lead.chunk:
            item, begin, end = item_text(self.folded, lead, lead.clause)
        if item:
            return self.text[begin:end]
        if fig.counted:
            return self.text[fig.end : fig.stop].strip()
        return ""

    def is_bare(self, fig: Figure) -> bool:
        """A count with nothing but its unit noun."""
        return self.folded[fig.after : fig.stop].strip(' "”=') == ""

    def listed(self, fig: Figure, lead: Lead, state: State, item: str, change: bool) -> Subject | None:
        """An item of an open list has the head's indicator, with the item as its part."""
        parent = state.parent
        if parent is None or parent.code is None or not state.list_open:
            return None
        one = self.catalogue.indicators[parent.code]
        if one.closed:
            return None
        if fig.unit in one.switch_unit and one.switch_unit[fig.unit] is None:
            return Subject(None, item, item, "list")
        code = self.senses.resolve(parent.code, fig, change, False)
        if code is None:
            return None
        if change and fig.unit == "PERCENT" and self._is_industry(item, one):
            return Subject("iip", item, item, "list")
        if PROPER.fullmatch(item) and match_fold(item) not in self.lexicon.part_words:
            return Subject(code, parent.text, parent.breakdown, "list", item)
        return Subject(code, item, item, "list")
