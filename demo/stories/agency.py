"""Agency copy that several papers print almost word for word: the country's figures, not the province's."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from demo.draft import Draft, digits
from demo.economy import stable_rng
from demo.periods import Period


def national(draft: Draft, wired: datetime) -> None:
    """The national figures of the half-year before ``wired``; the same text wherever it is printed."""
    rng = stable_rng(draft.economy.seed, "wire", wired.isoformat())
    period = Period(wired.year, 1, 6)
    draft.agency = True
    draft.section = "thoi-su"
    exports = Decimal(rng.randint(17_000, 23_000)) / 100
    growth = Decimal(rng.randint(60, 160)) / 10
    product = Decimal(rng.randint(520, 780)) / 100
    prices = Decimal(rng.randint(250, 420)) / 100
    like, when = "same_period_last_year", period.name()
    draft.title = f"Kinh tế cả nước {period.name()}: Xuất khẩu tiếp tục là điểm sáng"
    gdp = draft.fact(
        digits(product), "grdp_growth_rate", "change", product, "PERCENT", period, base=like, status="E", area="VN"
    )
    draft.para(
        f"(TTX) - Theo báo cáo công bố chiều {wired.day}/{wired.month} tại Hà Nội, tổng sản phẩm trong nước (GDP) {when} của cả nước ước tăng "
        f"{gdp}% so với cùng kỳ năm trước."
    )
    sold = draft.fact(digits(exports), "merchandise_exports", "level", exports * 10**9, "USD", period, area="VN")
    more = draft.fact(digits(growth), "merchandise_exports", "change", growth, "PERCENT", period, base=like, area="VN")
    mean = draft.fact(digits(prices), "cpi", "change", prices, "PERCENT", period, base=like, area="VN")
    draft.para(
        f"Kim ngạch xuất khẩu hàng hóa cả nước {when} đạt {sold} tỷ USD, tăng {more}% so với cùng kỳ năm trước. CPI bình quân 6 tháng của cả "
        f"nước tăng {mean}% so với cùng kỳ năm trước."
    )
    draft.para(
        "Các chuyên gia khuyến nghị doanh nghiệp tận dụng các hiệp định thương mại tự do, đa dạng hóa thị trường và tiết giảm chi phí logistics."
    )
    own = draft.province.code
    if own == "30":
        draft.paragraphs.pop()  # cut for length
    if own == "34":
        draft.para(
            "Trong những tháng cuối năm, Chính phủ tiếp tục ưu tiên thúc đẩy tăng trưởng gắn với giữ vững ổn định kinh tế vĩ mô."
        )
    draft.byline = {"30": "(Theo TTX)", "34": "TTX"}.get(own, "Theo TTX")
