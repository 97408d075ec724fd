"""An invented first quarter of 2022 in a handful of provinces, with everything that a report has to cope with."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.reports.invented_published import Press

Q1 = (date(2022, 1, 1), date(2022, 3, 31))
MARCH = (date(2022, 3, 1), date(2022, 3, 31))
AS_OF_MARCH = (None, date(2022, 3, 31))
YOY = "same_period_last_year"

PROVINCES = (
    ("36", "nam-dinh@pre2025", "Nam Định"),
    ("35", "ha-nam@pre2025", "Hà Nam"),
    ("22", "quang-ninh@pre2026", "Quảng Ninh"),
    ("38", "thanh-hoa", "Thanh Hóa"),
    ("79", "ho-chi-minh@pre2025", "Hồ Chí Minh"),
)
_GROWTH = ((7.74, 10.23, 9.1), (8.57, 12.4, 6.35), (8.02, -3.2, 14.05), (8.79, 16.8, 11.2), (1.88, 0.9, 4.1))


def press() -> Press:
    """The statements of the sample."""
    told = Press()
    for index, ((code, unit, name), growth) in enumerate(zip(PROVINCES, _GROWTH, strict=True)):
        place = {"area": code, "unit_id": unit, "name": name}
        _province(told, place, growth, index)
    _troubles(told)
    told.verdicts += [("bao-vi-du", "ok", None), ("bao-thu-hai", "blocked", "trang chặn trả về mã 403")]
    told.verdicts += [("bao-im-lang", "timeout", "máy chủ không trả lời"), ("bao-nghi-le", "empty_as_expected", None)]
    return told


def _province(told: Press, place: dict[str, str], growth: tuple[float, float, float], index: int) -> None:
    grdp, iip, retail = growth
    estimated = {"status": "E", "base": YOY, **place}
    told.says(
        "grdp_growth_rate", "change", grdp, "PERCENT", numeral=_vi(grdp), **estimated,
        sentence=f"Tổng sản phẩm trên địa bàn {place['name']} quý I ước tăng {_vi(grdp)}% so với cùng kỳ năm trước.",
    )  # fmt: skip
    told.says(
        "iip", "change", iip, "PERCENT", numeral=_vi(abs(iip)), **estimated,
        sentence=f"Chỉ số sản xuất công nghiệp ước {'tăng' if iip > 0 else 'giảm'} {_vi(abs(iip))}%.",
    )  # fmt: skip
    for part, delta in (("khai khoáng", -4.0), ("chế biến, chế tạo", 1.5)):
        told.says("iip", "change", iip + delta, "PERCENT", breakdown=part, numeral=_vi(abs(iip + delta)), **estimated)
        told.says("gva_growth_rate", "change", grdp + delta, "PERCENT", breakdown=part, **estimated)
    level = 8_634_800_000_000.0 + index * 3_111_123_000_000
    told.says("retail_sales_and_services", "level", level, "VND", numeral=_vi(level / 1e9), status="E", **place)
    told.says("retail_sales_and_services", "change", retail, "PERCENT", numeral=_vi(retail), **estimated)
    told.says("merchandise_exports", "level", 1.02e9 / (index + 1), "USD", numeral="1.020", status="P", **place)
    told.says("merchandise_exports", "change", 22.3 - index, "PERCENT", numeral="22,3", base=YOY, **place)
    told.says("state_budget_revenue", "level", 2.5e12, "VND", numeral="2.500", bound="above", **place)
    told.says("state_budget_revenue", "ratio", 104.5, "PERCENT", numeral="104,5", base=YOY, **place)
    told.says("state_budget_revenue", "plan_ratio", 31.2, "PERCENT", numeral="31,2", base="plan", **place)
    told.says("state_budget_revenue", "level", 9e12, "VND", numeral="9.000", status="F", **place)
    told.says("iip", "change", iip - 1, "PERCENT", numeral=_vi(abs(iip - 1)), period=MARCH, base=YOY, **place)
    told.says("cpi", "change", 0.47, "PERCENT", numeral="0,47", base="previous_month", period=MARCH, **place)
    told.says("cpi", "change", 2.08, "PERCENT", numeral="2,08", base=YOY, **place)
    told.says("credit_outstanding", "level", 9.1e13, "VND", numeral="91.000", period=AS_OF_MARCH, **place)


def _troubles(told: Press) -> None:
    """What does not fit: rivals, flags, targets, ranges, ranks, districts, the country, an uncatalogued count."""
    told.says("visitor_arrivals", "level", 250_000, "visitor", numeral="250")
    told.says(
        "visitor_arrivals", "level", 262_500, "visitor", numeral="262.500", status="E",
        source_id="bao-thu-hai", source_name="Báo Thứ Hai",
        published_at=datetime(2022, 4, 9, 1, 0, tzinfo=UTC),
    )  # fmt: skip
    told.says("fishery_output_total", "level", 41_234.5, "tonne", numeral="41.234,5", flags=["level_above_range"])
    told.says("jobs_created", "level", 7_250, "person", numeral="7.000 đến 7.500", low=7_000, high=7_500, bound="about")
    told.says("pci_score", "level", 24, "rank", numeral="24")
    told.says("tourism_revenue", "level", 1e11, "VND", numeral="100", status="F")
    told.says("iip", "change", 6.4, "PERCENT", numeral="6,4", base=YOY, area="VN", unit_id=None, name="Việt Nam")
    told.says("iip", "change", 55.5, "PERCENT", numeral="55,5", base=YOY, area="huyện Hải Hậu", unit_id=None)
    told.says(None, "level", 5, "item", numeral="5")
    told.says("broadband_subscribers", "level", 310_000, "person", numeral="310.000")


def _vi(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
