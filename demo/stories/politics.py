"""Party conferences, people's council sessions and government meetings, in the manner of provincial papers."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from demo.draft import Draft, digits
from demo.economy import round_half_up, stable_rng
from demo.figures import DOMESTIC, EXPORTS, RETAIL, REVENUE, Teller, capital
from demo.periods import Period
from demo.stories.names import full_name, sign
from demo.stories.reviews import reviewed
from demo.stories.sectors import disbursement


def leaders(draft: Draft) -> dict[str, str]:
    """The invented leadership of the province, constant over its term."""
    code = draft.province.code
    return {
        "secretary": full_name(code, "secretary"),
        "deputy": full_name(code, "deputy"),
        "chairman": full_name(code, "chairman"),
        "inspector": full_name(code, "inspector"),
    }


def tones(draft: Draft, text: str) -> str:
    """The tone marks as the house sets them: ``uỷ``, ``khoá`` in the older way."""
    if not draft.house.old_tones:
        return text
    pairs = (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("khóa", "khoá"), ("hóa", "hoá"), ("Khóa", "Khoá"), ("thủy", "thuỷ"))
    for new, old in pairs:
        text = text.replace(new, old)
    return text


def conference(draft: Draft) -> None:
    """A conference of the provincial party committee with results, people, documents and a vote."""
    draft.section = "chinh-tri"
    province, rng = draft.province, draft.rng
    period = reviewed(draft)
    tell = Teller(draft, period)
    ordinal = 2 + (draft.published.year * 4 + period.last // 3) % 18
    term, day = province.party_term, draft.published - timedelta(days=rng.randint(0, 1))
    words = period.name(rng.randrange(3))
    draft.title = draft.one_of(
        f"Hội nghị lần thứ {ordinal} Ban Chấp hành Đảng bộ tỉnh khóa {term}",
        f"Ban Chấp hành Đảng bộ tỉnh khóa {term} họp hội nghị lần thứ {ordinal}",
        f"Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ {ordinal}, khóa {term}: Đánh giá nhiệm vụ {words}",
    )
    draft.title = tones(draft, draft.title)
    names = leaders(draft)
    number = f"{rng.randint(2, 28):02d}-NQ/TU"
    issued = f"{rng.randint(2, 27)}-{rng.randint(2, 11)}-{draft.published.year - rng.randint(2, 5)}"
    topic = draft.one_of(
        "nâng cao chất lượng đội ngũ cán bộ lãnh đạo, quản lý các cấp",
        "phát triển nông nghiệp hàng hóa gắn với xây dựng nông thôn mới",
        "đẩy mạnh cải cách hành chính, chuyển đổi số",
    )
    when = f"{day.day}-{day.month}" if draft.chance(0.6) else f"{day.day}/{day.month}"
    part = draft.one_of("Sáng", "Chiều", "Sáng ngày", "Ngày")
    draft.para(tones(draft, (
        f"{draft.house.dateline}{part} {when}, Ban Chấp hành Đảng bộ tỉnh khóa {term} họp hội nghị lần thứ {ordinal} thảo luận, "
        f"đánh giá tình hình thực hiện nhiệm vụ {words}, triển khai nhiệm vụ trọng tâm thời gian tới và sơ kết thực hiện Nghị "
        f"quyết số {number} về “{capital(topic)}”. Các đồng chí: {names['secretary']}, Ủy viên BCH Trung ương Đảng, Bí thư Tỉnh "
        f"ủy; {names['deputy']}, Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh; {names['chairman']}, Phó Bí thư Tỉnh ủy, Chủ "
        f"tịch UBND tỉnh, chủ trì hội nghị."
    )))  # fmt: skip
    draft.picture(
        tones(draft, draft.one_of("Quang cảnh hội nghị.", "Các đồng chí Thường trực Tỉnh ủy chủ trì hội nghị."))
    )
    draft.documents.append(number)
    draft.people += [
        (names["secretary"], ("Ủy viên Ban Chấp hành Trung ương Đảng", "Bí thư Tỉnh ủy")),
        (names["deputy"], ("Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch Hội đồng nhân dân tỉnh")),
        (names["chairman"], ("Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh")),
    ]
    draft.para(tones(draft, results(tell, words)))
    if draft.chance(0.6):
        draft.para(tones(draft, disbursement(tell) + admitted(tell)))
    draft.para(tones(draft, (
        f"Phát biểu kết luận hội nghị, đồng chí Bí thư Tỉnh ủy {names['secretary']} đánh giá cao nỗ lực của các cấp, các ngành; yêu "
        f"cầu tiếp tục thực hiện nghiêm Nghị quyết số {number} ngày {issued} của Tỉnh ủy, hoàn thiện Quy hoạch tỉnh thời kỳ 2021 - "
        f"2030, tầm nhìn đến năm 2050; đẩy nhanh giải phóng mặt bằng các công trình trọng điểm."
    )))  # fmt: skip
    if draft.chance(0.7):
        draft.para(tones(draft, vote(draft, day.date().isoformat(), names["inspector"])))
    sign(draft)


def results(tell: Teller, words: str) -> str:
    """The sentence that carries the figures: one colon, clauses by semicolons, as in the reports read out."""
    draft = tell.draft
    like = "so với năm trước" if tell.period.is_year else "so với cùng kỳ"
    text = draft.one_of(
        f"Kinh tế - xã hội của tỉnh {words} tiếp tục duy trì ổn định và có bước phát triển",
        f"Báo cáo tại hội nghị nêu rõ: {words}, kinh tế - xã hội của tỉnh tiếp tục chuyển biến tích cực",
    )
    clauses = [tell.iip(estimated=True).split(" so ")[0]]
    clauses += [
        tell.clause(EXPORTS, estimated=True),
        tell.clause(REVENUE, estimated=draft.chance(0.7)),
    ]
    if draft.chance(0.5):
        clauses.insert(1, tell.clause(RETAIL, estimated=draft.chance(0.5)))
    if draft.chance(0.4):
        clauses.append(tell.clause(DOMESTIC, estimated=False, plan=True))
    if tell.period.last % 3 == 0 and draft.chance(0.7):
        clauses.insert(0, tell.grdp(parts=False))
    return f"{text} {like}: {'; '.join(clauses)}." if draft.chance(0.5) else f"{text}: {'; '.join(clauses)}."


def admitted(tell: Teller) -> str:
    """New party members and their share of the year's plan."""
    draft, period = tell.draft, tell.period
    number = tell.total("party_admitted")
    level = draft.fact(digits(number), "party_members_admitted", "level", number, "person", period)
    text = f" Toàn Đảng bộ kết nạp {level} đảng viên mới"
    if not period.is_year and draft.chance(0.5):
        planned = draft.economy.plan(draft.province, "party_admitted", period.year)
        share = round_half_up(Decimal(number) * 100 / planned, 1)
        text += f", đạt {draft.fact(digits(share), 'party_members_admitted', 'plan_ratio', share, 'PERCENT', period, base='plan')}%"
        text += " kế hoạch năm"
    if draft.chance(0.5):
        members = draft.economy.stock(draft.province, "party_members", period)
        whole = draft.fact(digits(members), "party_members_total", "level", members, "person", period.as_of())
        text += f", nâng tổng số đảng viên toàn Đảng bộ lên {whole} đồng chí"
    return text + "."


def vote(draft: Draft, day: str, person: str) -> str:
    """An election to the inspection commission with the share of the votes."""
    share = (
        Decimal(100) if draft.chance(0.6) else round_half_up(Decimal(stable_rng(day, person).randint(920, 998)) / 10, 1)
    )
    marked = draft.fact(digits(share), "vote_approval_rate", "share", share, "PERCENT", (day, day))
    draft.people.append((person, (f"Chủ nhiệm Ủy ban Kiểm tra Thành ủy {draft.province.capital}",)))
    return (
        f"Tại hội nghị đã tiến hành quy trình bầu bổ sung đồng chí {person}, Chủ nhiệm UBKT Thành ủy {draft.province.capital} là Ủy "
        f"viên UBKT Tỉnh ủy với {marked}% số phiếu tán thành./."
    )


def council(draft: Draft) -> None:
    """A session of the people's council: resolutions passed, votes, targets of the next year."""
    draft.section = "chinh-tri"
    rng, day = draft.rng, draft.published
    ordinal = 2 + (day.year * 3 + day.month // 4) % 17
    draft.title = draft.one_of(
        f"Bế mạc kỳ họp thứ {ordinal} HĐND tỉnh",
        f"HĐND tỉnh thông qua nhiều nghị quyết quan trọng tại kỳ họp thứ {ordinal}",
    )
    passed = rng.randint(9, 38)
    session = (day.date().isoformat(), day.date().isoformat())
    level = draft.fact(str(passed), "resolutions_passed", "level", passed, "resolution", session)
    names = leaders(draft)
    draft.para(
        f"{draft.house.dateline}Ngày {day.day}/{day.month}, sau thời gian làm việc khẩn trương, nghiêm túc, kỳ họp thứ {ordinal} HĐND "
        f"tỉnh đã bế mạc. Kỳ họp đã thông qua {level} nghị quyết."
    )
    members = rng.randint(44, 62)
    in_favour = members - rng.randint(0, 3)
    share = round_half_up(Decimal(in_favour) * 100 / members, 2)
    votes = draft.fact(str(in_favour), "votes_in_favour", "level", in_favour, "ballot", session)
    rate = draft.fact(digits(share), "vote_approval_rate", "share", share, "PERCENT", session)
    draft.para(
        f"Với {votes}/{members} phiếu tán thành, đạt {rate}%, HĐND tỉnh đã bầu bổ sung 1 Ủy viên UBND tỉnh. Đồng chí {names['deputy']}, "
        f"Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh yêu cầu UBND tỉnh sớm ban hành kế hoạch triển khai các nghị quyết."
    )
    draft.people.append((names["deputy"], ("Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch Hội đồng nhân dân tỉnh")))
    year = day.year + 1 if day.month >= 11 else day.year
    if draft.chance(0.5):
        draft.para(targets(draft, year))
    else:
        target_list(draft, year)
    draft.picture("Các đại biểu biểu quyết thông qua nghị quyết.", full_name("camera", rng.random()))
    sign(draft)


def targets(draft: Draft, year: int) -> str:
    """Targets of a year: growth, revenue, exports, all forecasts."""
    tell = Teller(draft, Period(year, 1, 12))
    head = growth_target(tell)
    revenue = draft.economy.plan(draft.province, "budget_revenue", year)
    exports = draft.economy.plan(draft.province, "exports", year)
    billions, millions = Decimal(revenue) / 10, Decimal(exports) / 10
    money = draft.fact(
        digits(billions), "state_budget_revenue", "level", billions * 10**9, "VND", tell.period, status="F"
    )
    sold = draft.fact(
        digits(millions), "merchandise_exports", "level", millions * 10**6, "USD", tell.period, status="F"
    )
    return (
        f"Nghị quyết về phát triển kinh tế - xã hội năm {year} đề ra mục tiêu: tốc độ tăng trưởng GRDP {head}; thu ngân sách "
        f"nhà nước trên địa bàn {money} {draft.house.billion} đồng; kim ngạch xuất khẩu {sold} triệu USD."
    )


def target_list(draft: Draft, year: int) -> None:
    """The same kind of targets as lines with dashes and colons."""
    tell = Teller(draft, Period(year, 1, 12))
    draft.para(f"Nghị quyết đề ra một số chỉ tiêu chủ yếu năm {year}:")
    growth = round_half_up(Decimal(draft.rng.randint(15, 21)) / 2, 1)
    rise = draft.fact(
        digits(growth), "grdp_growth_rate", "change", growth, "PERCENT", tell.period, base="previous_year", status="F"
    )
    draft.para(f"- Tốc độ tăng trưởng GRDP: {rise}%;")
    revenue = draft.economy.plan(draft.province, "budget_revenue", year)
    draft.para(f"- Thu ngân sách nhà nước trên địa bàn: {tell.planned(REVENUE, revenue, year)};")
    exports = draft.economy.plan(draft.province, "exports", year)
    draft.para(f"- Kim ngạch xuất khẩu: {tell.planned(EXPORTS, exports, year)};")
    cover = Decimal(draft.rng.randint(930, 975)) / 10
    insured = draft.fact(
        digits(cover), "health_insurance_coverage_rate", "level", cover, "PERCENT", tell.period, status="F"
    )
    draft.para(f"- Tỷ lệ bao phủ BHYT: {insured}% dân số.")


def growth_target(tell: Teller) -> str:
    """A target rate of growth: a least value, or a range from low to high."""
    draft = tell.draft
    low = round_half_up(Decimal(draft.rng.randint(15, 21)) / 2, 1)
    if draft.chance(0.5):
        least = draft.fact(
            digits(low), "grdp_growth_rate", "change", low, "PERCENT", tell.period, base="previous_year", status="F",
            bound="above",
        )  # fmt: skip
        return f"đạt {least}% trở lên"
    high = low + Decimal("0.5")
    joint = draft.one_of(" đến ", " - ", "-")
    between = draft.fact(
        f"{digits(low)}{joint}{digits(high)}", "grdp_growth_rate", "change", (low + high) / 2, "PERCENT", tell.period,
        base="previous_year", status="F", low=low, high=high,
    )  # fmt: skip
    return f"đạt từ {between}%"
