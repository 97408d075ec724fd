"""The small invented warehouse that the cookbook's answers come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import warehouse
from tests.warehouse.invented_batches import House, Row, article, observation

_QUARTER = {"period_start": date(2022, 1, 1), "period_end": date(2022, 3, 31), "time_period": "2022-Q1"}
_YEAR = {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31), "time_period": "2022"}
_MONTH = {"period_start": date(2022, 3, 1), "period_end": date(2022, 3, 31), "time_period": "2022-03"}
_HA_NAM = {"area": "35", "area_unit_id": "ha-nam@pre2025"}
_NAM_DINH = {"area": "36", "area_unit_id": "nam-dinh@pre2025"}
_NINH_BINH = {"area": "37", "area_unit_id": "ninh-binh@pre2025"}
_BUDGET = {"indicator": "state_budget_revenue", "measure": "level", "unit": "VND", "base": None}
_POVERTY = {"indicator": "poverty_rate", "measure": "level", "unit": "PERCENT", "base": None}


def build(folder: Path) -> Path:
    """Load the invented articles and publish them; the symlink to the published file."""
    house = House(folder)
    for number, (story, figures) in enumerate(_stories()):
        rows = [observation(story, numeral, value, **fields) for numeral, value, fields in figures]
        house.stage(articles=[story], observations=rows, span=(number * 100, number * 100 + 100))
    house.load()
    for number, verdict in enumerate(("ok", "ok", "blocked")):
        sources = [
            {"source_id": "bao-song", "verdict": "ok", "started": f"2022-04-1{number}T05:00:00+07:00", "new_pages": 2},
            {"source_id": "bao-bien", "verdict": verdict, "started": f"2022-04-1{number}T05:00:00+07:00"},
        ]
        warehouse.record_run(house.file, {"run_id": f"run-{number}", "exit_code": 0, "sources": sources})
    return house.publish().symlink


def _stories() -> list[tuple[Row, list[tuple[str, float, dict[str, Any]]]]]:
    iip = _QUARTER | _NAM_DINH
    return [
        _story("uoc", "bao-song", "2022-03-28", "Quý I, chỉ số sản xuất công nghiệp ước tăng 10,2% so với cùng kỳ.",
               [("10,2", 10.2, iip)]),
        _story("lai", "bao-bien", "2022-03-29", "Quý I, chỉ số sản xuất công nghiệp ước tăng 10,2% so với cùng kỳ!",
               [("10,2", 10.2, iip)], simhash="00000000000000f1"),
        _story("chinh-thuc", "cuc-thong-ke", "2022-04-29", "Quý I, chỉ số sản xuất công nghiệp tăng 11,4%, hơn ước.",
               [("11,4", 11.4, iip | {"status": "A"})]),
        _story("khac", "bao-bien", "2022-05-04", "Quý I, công nghiệp tỉnh tăng 14,1% so với cùng kỳ năm trước.",
               [("14,1", 14.1, iip | {"status": "A"})]),
        _story("muc-tieu", "cong-tinh", "2022-01-05", "Năm 2022, tỉnh phấn đấu chỉ số sản xuất công nghiệp tăng 14%.",
               [("14", 14.0, _YEAR | _NAM_DINH | {"status": "F"})]),
        _story("thang-ba", "bao-song", "2022-04-06", "Tháng 3, chỉ số sản xuất công nghiệp tăng 9,8% so với cùng kỳ.",
               [("9,8", 9.8, _MONTH | _NAM_DINH | {"status": "A"})]),
        _story("ha-nam", "bao-song", "2022-04-07", "Quý I, Hà Nam thu ngân sách 3.120 tỷ đồng; hộ nghèo còn 2,1%.",
               [("3.120", 3120e9, _QUARTER | _HA_NAM | _BUDGET), ("2,1", 2.1, _QUARTER | _HA_NAM | _POVERTY)]),
        _story("nam-dinh", "bao-song", "2022-04-08", "Quý I, Nam Định thu ngân sách 2.480 tỷ đồng; hộ nghèo còn 1,9%.",
               [("2.480", 2480e9, _QUARTER | _NAM_DINH | _BUDGET), ("1,9", 1.9, _QUARTER | _NAM_DINH | _POVERTY)]),
        _story("ninh-binh", "bao-bien", "2022-04-08", "Quý I, Ninh Bình thu ngân sách 5.900 tỷ; hộ nghèo còn 2,4%.",
               [("5.900", 5900e9, _QUARTER | _NINH_BINH | _BUDGET | {"flags": ["out_of_range"]}),
                ("2,4", 2.4, _QUARTER | _NINH_BINH | _POVERTY)]),
    ]  # fmt: skip


def _story(
    key: str, source: str, published: str, text: str, figures: list[Any], *, simhash: str | None = None
) -> tuple[Row, list[tuple[str, float, dict[str, Any]]]]:
    like = {"uoc": "00000000000000f0"}.get(key, simhash)
    more = {"simhash": like} if like else {}
    story = article(
        text,
        key=key,
        source=source,
        published=f"{published}T02:00:00+00:00",
        fetched=f"{published}T09:00:00+00:00",
        title=text.split(",")[0] + ": kinh tế địa phương",
        **more,
    )
    return story, figures
