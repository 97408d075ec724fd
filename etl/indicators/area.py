"""Whose figure it is: the province of the paper, the country, another province, or a place below the province."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date

from etl.occurrences import Occurrences
from etl.places import PlaceMention, gazetteer, scan_places
from etl.text import match_fold

_LOCAL = frozenset({"district", "commune", "village"})
_NATION = re.compile(r"(?:cả nước|toàn quốc|nước ta|việt nam|toàn ngành)$")
_OWN = re.compile(
    r"toàn tỉnh|tỉnh ta|tỉnh nhà|trên địa bàn tỉnh|của tỉnh|của toàn tỉnh|tỉnh (?:có|đã|đón|phấn đấu|đặt)|"
    r"toàn thành phố"
)
OWN_OPENS = ("toàn tỉnh", "tỉnh ", "trên địa bàn tỉnh", "của t", "toàn thành phố")
# Words before a place that make it a site, a party to a contract or a market, not the figure's area.
_NOT_SUBJECT = re.compile(
    r"(?:\d tỉnh|hai tỉnh|ba tỉnh|các tỉnh|cảng|sân bay|hàng không quốc tế|nhà máy|cửa khẩu|đường|tuyến|quốc lộ|"
    r"(?:quận|huyện|thị xã)(?:,| và)|cầu|hồ|sông|núi|công ty|hội|chi cục|cục|sở|trường|bệnh viện|đi|đến từ|"
    r"nối|giáp|sang|với|khách|thị trường|đoạn qua|hợp nhất|sáp nhập|tỉnh ủy|hđnd|ubnd|công an|bí thư|chủ tịch|"
    r"quê ở|kcn|khu công nghiệp|tại phường|qua|từ|cho|gốc|người|"
    r"quy hoạch|chợ|đảng bộ|đông|giữa) (?:tỉnh |thành phố |huyện |thị xã |các huyện |các tỉnh )?$"
)


# Cao nhất cả nước, xếp thứ 3/13 tỉnh vùng: what a figure is ranked in.
_FIRST_IN = re.compile(
    r"(?:nhất|(?:đứng|dẫn) đầu(?: về [^,.;()\d]{2,40})?|tốp đầu|hàng đầu|nhóm đầu|"
    r"(?<![^\W_])(?:thứ|hạng) (?:[^\W_]+)|\d+/\d+[^,.;()]{0,24})"
    r"(?: (?:của|trong|trên|tại|ở|so với|toàn|khu vực|toàn khu vực))? \Z"
)
_KIND_WORD = re.compile(r"(?:tỉnh|thành phố|tp|thị xã|huyện|quận)\.? ?")
_WIDE = frozenset({"country", "region"})
# A province is a figure's area where it opens a clause.
_OPENS = re.compile(
    r"(?:^|[.;:,(\n]|nhất là|sau là|(?<![^\W_])như|[\d%] (?:yoy )?và|"
    r"(?:grdp|tháng|năm|quý [1-4iv]+|kinh tế|ngân sách|xuất khẩu) của) ?"
    r"(?:tỉnh |thành phố |tp\.? ?|tại |ở |là |riêng |còn |trong khi |đứng đầu là |dẫn đầu là |"
    r"khu vực |khu vực cảng |khu vực cảng biển |cảng biển |"
    r"(?:tiếp|kế) (?:đến|theo|sau) (?:là )?|theo sau là |cuối cùng là |sau đó là |xếp sau là |"
    r"(?:đứng|xếp|giữ|ở)(?: vị trí)?(?: thứ| hạng)? [^\W_]+ là |trong đó,? |lần đầu tiên, )*$"
)


_OF = re.compile(r"(?<![^\W_])(?:của|tại|ở|trên địa bàn|khách đến) (?:tỉnh |thành phố |tp\.? ?)?$")
_SOURCE = re.compile(
    r"(?:theo|giám đốc|trưởng) (?:báo cáo của |số liệu của )?(?:sở|cục thống kê|cục thuế|thống kê) [^.;:]{0,60}$"
)
_STATES = re.compile(
    r" (?:(?:trong|năm|tháng|quý|dịp) [^,;:.()]{0,30})?(?:ước |cũng |đã |vẫn |chỉ |hiện |đều )?"
    r"(?:đạt|là|tăng|giảm|ước|có|còn|khoảng|hơn|gần|trên|đón|\d)"
)


# One actor's own result (a farm, a firm, a household) is nobody's indicator.
_ACTOR = re.compile(
    r"(?:(?<!đồ dùng )(?<!cá nhân, )(?<!cá nhân và )(?<!hộ, )(?<!thiết bị )"
    r"(?<!hộ )(?<!số )(?<!tỷ lệ )(?<!ngoài )gia đình(?! văn hóa| đạt| chính sách| có công)|"
    r"vợ chồng|(?<!hình thức )trang trại|nhà vườn|hộ (?:ông|bà|anh|chị)|mô hình (?:của|này)|"
    r"(?<!nhóm )(?<!khối )(?<!hình )(?<!loại )(?<!là )(?<!lập )công ty(?! điện lực)|tập đoàn|"
    r"xí nghiệp|doanh nghiệp tư nhân|"
    r"tổng công ty|(?<![^\W_])(?<!lượng )(?<!số )(?<!các )(?<!nhiều )(?:tôi|htx|hợp tác xã) )"
)
ACTOR_OPENS = (
    "gia đình", "vợ chồng", "trang trại", "nhà vườn", "hộ ông", "hộ bà", "hộ anh", "hộ chị", "mô hình ", "công ty",
    "tập đoàn", "xí nghiệp", "doanh nghiệp tư nhân", "tổng công ty", "tôi ", "htx ", "hợp tác xã ",
)  # fmt: skip
_PERSON = re.compile(r"(?:ông|bà|anh|chị|cô|chú|bác) ")
_PERSON_OPENS = re.compile(r"[.;\"“(,](?: |(?<![(,]))" + _PERSON.pattern)
_OFFICIAL = re.compile(
    r"giám đốc (?:sở|công an|kho bạc|ngân hàng|trung tâm|bhxh|bảo hiểm)|chủ tịch|bí thư|trưởng (?:phòng|ban)|phó|"
    r"cục trưởng|chi cục|cho biết|cho hay|khẳng định|"
    r"nhấn mạnh|phát biểu|báo cáo|thông tin|toàn tỉnh|toàn ngành|các (?:doanh nghiệp|công ty|htx|hợp tác xã|"
    r"trang trại)|số (?:doanh nghiệp|htx)|theo "
)
_OTHERS = re.compile(
    r"toàn tỉnh|trên địa bàn|của tỉnh|cả nước|toàn xã|toàn huyện|ngành |huyện |tỉnh (?:đã|có)|địa phương|"
    r"[,;] (?:tỉnh|thành phố|tp\.?) "
)


# Signs of agencies and standards that look like the names of towns and communes (xã NTM, TTCN), and the word that
# opens a sentence behind one (trên địa bàn TP. Người dân …): no town has a name of one syllable but these.
_AGENCY = re.compile(
    r"TPO|TTX|T[TPX][A-ZĐ]{1,3}\Z|T[TPX]\.? (?!(?:Vinh|Huế)\Z)[^\W\d_]+\Z|"
    r"(?:[Xx]ã|[Pp]hường|[Hh]uyện) (?:NTM|OCOP|ATK|ĐBKK|[A-ZĐ]{2,3}(?![^\W_]))"
)
# The council or the committee of a district speaks about the district.
_ORGAN = re.compile(r"(?:ubnd|hđnd|huyện ủy|đảng bộ)(?: huyện| thị xã| quận)? $")
_NATION_TITLE = re.compile(
    r"^(?:cả nước|toàn quốc) |kinh tế (?:cả nước|việt nam)|(?:gdp|cpi|xuất khẩu|khách quốc tế) cả nước|của cả nước"
)
# Whose figures are the country's, where an article says nothing of its province.
_NATIONAL = (
    "tổng cục thống kê", "tổng cục hải quan", "tổng cục du lịch", "tổng cục thuế", "cục du lịch quốc gia",
    "bộ tài chính", "bộ công thương", "bộ kế hoạch và đầu tư", "cục hàng hải", "cục hàng không",
    "ngân hàng nhà nước việt nam", "/63 địa phương", "/63 tỉnh", "/34 địa phương", "/34 tỉnh",
)  # fmt: skip
_NATIONAL_WITHIN = 400
_COMPARED = re.compile(r"(?:so với|bình quân|chung|trong khi|gdp|mức|hơn|bằng)(?: của| chung)? $")
_OF_PROVINCE = (
    "grdp",
    "huyện",
    " sở ",
    "chi cục",
    "theo cục thống kê ",
    "cục thống kê tỉnh",
    "cục thống kê thành phố",
    "hđnd",
    "ubnd",
)
# A province without its name (tỉnh đã …), not the country's (các tỉnh, 13 tỉnh, thành).
_ONE_PROVINCE = re.compile(
    r"(?<!các )(?<!\d )(?<!những )(?<!số )(?:tỉnh|thành phố|địa bàn)(?![^\W_])(?!,? (?:thành|trực thuộc))"
)
_WITHIN = frozenset({"own", "district", "commune"})
_LOCAL_ALL = re.compile(
    r"của (?:huyện|xã|phường|thị xã)(?= [^\W\d_]*(?:còn|đạt|đã|là|tăng|giảm))|(?:huyện|xã) (?:phấn đấu|"
    r"đặt mục tiêu|hoàn thành)|toàn (?:huyện|xã|phường|thị xã|thị trấn|quận)|trên địa bàn (?:huyện|xã|phường|"
    r"thị xã|quận)|(?:huyện|xã) (?:đã|có|ta)(?![^\W_])"
)
# Chín quận, huyện có số thu …, các xã đã …: many places, not the one of the article.
_OF_MANY = re.compile(r"(?:, |các |mỗi |\d |những |nhiều |số )\Z")
LOCAL_OPENS = ("của huyện", "của xã", "của phường", "của thị xã", "huyện ", "xã ", "toàn ", "trên địa bàn ")


def _actors(folded: str, opens: Occurrences) -> list[int]:
    """Where a single actor is named."""
    named = opens.matches(_ACTOR, folded)
    people = [*_PERSON_OPENS.finditer(folded)]
    first = [0] if _PERSON.match(folded) else []
    return sorted([*first, *(match.start() for match in (*named, *people))])


class Places:
    """The places of an article, asked by position."""

    def __init__(
        self,
        text: str,
        folded: str,
        province: str,
        day: date | None,
        title: str | None,
        said: Mapping[str, Occurrences],
    ) -> None:
        self.folded = folded
        self.local = said["local"]
        self.province = province
        on = self.day = day or date(2024, 1, 1)
        self.found = scan_places(text, on, folded=folded, province=province)
        self.mentions = self._subjects(self.found)
        self.starts = [one.start for one in self.mentions]
        self.own = [match.start() for match in said["own province"].matches(_OWN, folded)]
        self.default = self._topic(title, on) or province
        self.own_area = province if self.default != province else None
        """The own province where the article is about another place."""
        self.actors = _actors(folded, said["actors"])
        self.headings = self._headings()
        """Lines that are nothing but a place, where an article is laid out by places: their starts and areas."""

    def _headings(self) -> list[tuple[int, str]]:
        found = [
            (one.start, one.area)
            for one in self.found
            if one.area is not None
            and one.kind in ("province", "district")
            and (one.start == 0 or self.folded[one.start - 1] == "\n")
            and self.folded[one.end : one.end + 1] in ("\n", ":")
            and self.folded[one.end : one.end + 2] != ": "
        ]
        return found if len(found) > 1 else []

    def _topic(self, title: str | None, on: date) -> str | None:
        """The place below the province that the whole article is about, by its title or its own words for all of it."""
        folded_title = match_fold(title or "")
        for one in scan_places(title or "", on, province=self.province):
            before = folded_title[: one.start]
            named = one.kind in ("district", "commune") and one.area and self._is_place(one)
            if (
                named
                and (not _NOT_SUBJECT.search(before) or _ORGAN.search(before))
                and not (one.bare and before and not before.endswith(" để "))
            ):
                return one.area
        if _NATION_TITLE.search(folded_title) and not _OWN.search(folded_title):
            return "VN"
        if self._is_national(title, on):
            return "VN"
        local = [
            match
            for match in self.local.matches(_LOCAL_ALL, self.folded)
            if not _OF_MANY.search(self.folded, max(0, match.start() - 8), match.start())
        ]
        if local and not self.own and self._opens_with_organ():
            return self.found[0].area
        if len(local) < 2 or len(local) <= len(self.own):
            return None
        return next((one.area for one in self.mentions if self.is_local(one) and one.area), None)

    def _is_national(self, title: str | None, on: date) -> bool:
        """An agency's story about the country: its first words name no province, and nothing in it is the own one's."""
        told = self.folded.replace("tổng cục thống kê", "")
        if any(one.kind in _WITHIN for one in self.found) or any(word in told for word in _OF_PROVINCE):
            return False
        opening = self.folded[:_NATIONAL_WITHIN]
        if not any(name in opening for name in _NATIONAL) and not self._opens_with_country():
            return False
        provinces = {one.start for one in self.found if one.kind == "province"}
        if any(one.kind == "province" for one in scan_places(title or "", on, province=self.province)):
            return False
        if any(one.area == self.province and one.start < _NATIONAL_WITHIN // 2 for one in self.found):
            return False
        named = (
            match.end() + 1 in provinces or match.start() in provinces for match in _ONE_PROVINCE.finditer(self.folded)
        )
        return all(named)

    def _opens_with_organ(self) -> bool:
        """Whether the first place is that of a committee or a council below the province, which tells of all of it."""
        first = self.found[0] if self.found else None
        if first is None or first.start > _NATIONAL_WITHIN // 2 or first.kind != "district":
            return False
        return _ORGAN.search(self.folded[: first.start]) is not None

    def _opens_with_country(self) -> bool:
        """Whether the first words are about the country, and compare nothing with it."""
        for one in self.found:
            if one.kind == "country" and one.start < 160:
                before = self.folded[max(0, one.start - 40) : one.start]
                return not (_COMPARED.search(before) or _FIRST_IN.search(before))
        return False

    def _subjects(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """The mentions that can be a figure's area; the rest of a list goes the way of its first name."""
        kept: list[PlaceMention] = []
        dropped_end = -9
        for one in found:
            gap = self.folded[dropped_end : one.start] if dropped_end >= 0 else "."
            if gap in (", ", " và ") or not self._names_area(one):
                dropped_end = one.end
            else:
                kept.append(one)
        return kept

    @staticmethod
    def _is_place(one: PlaceMention) -> bool:
        """The sign of an agency (TPO, TTXVN) looks like a town."""
        return one.area is not None and not _AGENCY.match(one.area)

    def _names_area(self, one: PlaceMention) -> bool:
        if one.kind == "foreign" or one.area is None or not self._is_place(one):
            return False
        if one.bare and not _OPENS.search(self.folded, max(0, one.start - 24), one.start):
            return False
        if one.kind in ("country", "region") and _FIRST_IN.search(self.folded, max(0, one.start - 40), one.start):
            return False
        if one.kind == "country" and self.folded.endswith("chuẩn ", 0, one.start):
            return False  # quy chuẩn Việt Nam
        if one.kind == "country" and not _NATION.search(self.folded, one.start, one.end):
            return False
        if one.kind == "province" and not _OPENS.search(self.folded, max(0, one.start - 24), one.start):
            return self.of_subject(one) or (one.area != self.province and self._speaks_for(one))
        if one.kind == "village" and self.folded.endswith("nông ", 0, one.start):
            return False  # nước sạch nông thôn 90 tỷ đồng
        return not _NOT_SUBJECT.search(self.folded, max(0, one.start - 24), one.start)

    def _speaks_for(self, one: PlaceMention) -> bool:
        """``ông …, Giám đốc Sở Du lịch tỉnh An Giang, thông tin: …``: whose department tells the figures."""
        before = self.folded[max(0, one.start - 80) : one.start]
        return _SOURCE.search(before) is not None and self.folded.startswith((",", " cho", ":", " thông tin"), one.end)

    def of_subject(self, one: PlaceMention) -> bool:
        """``tổng lượng khách tại Khánh Hòa trong 4 ngày là 275.500 lượt``: the province that a subject is of."""
        of = _OF.search(self.folded, max(0, one.start - 16), one.start) is not None
        return of and _STATES.match(self.folded, one.end) is not None

    def actor(self, start: int, end: int, known: bool) -> bool | None:
        """Whether the words from ``start`` to ``end`` make a single actor the subject; None where they do not say."""
        at = bisect_left(self.actors, end) - 1
        if at < 0 or self.actors[at] < start:
            return False if known and _OTHERS.search(self.folded, start, end) else None
        if _OFFICIAL.search(self.folded, start, end):
            return None
        return not _OTHERS.search(self.folded, self.actors[at], end)

    def between(self, start: int, end: int) -> list[PlaceMention]:
        """The places named from ``start`` to ``end``."""
        low = bisect_left(self.starts, start)
        if low == len(self.starts) or self.starts[low] >= end:
            return []
        return self.mentions[low : bisect_left(self.starts, end, low)]

    def covers(self, start: int, end: int) -> bool:
        """Whether a noun phrase opens with the name of a place below the province."""
        kind = _KIND_WORD.match(self.folded, start, end)
        found = self.between(start, end)
        return bool(found) and found[0].start <= (kind.end() if kind else start) + 2 and found[0].kind not in _WIDE

    def resets(self, start: int, end: int) -> bool:
        """Whether the own province is named between the two positions."""
        if not self.own:
            return False
        at = bisect_left(self.own, start)
        return at < len(self.own) and self.own[at] < end

    def is_of_city(self, one: PlaceMention) -> bool:
        """``thành phố Thái Nguyên`` in an article about that city, not the province of its name."""
        return one.name in self.default and not self.folded.endswith("tỉnh ", 0, one.start)

    def listed(self, name: str) -> str:
        """``Bắc Giang (13,9%), Thanh Hóa (12,5%)``: the code of another province named in a list, else the name."""
        unit = gazetteer().unit_named(name, self.day)
        return unit.code if unit is not None and unit.code != self.province else name

    def code(self, one: PlaceMention) -> str:
        """The area that a mention gives: the own province by its code on the day of publication."""
        return one.area or self.province

    @staticmethod
    def is_local(one: PlaceMention) -> bool:
        """Whether it is a place below the province."""
        return one.kind in _LOCAL
