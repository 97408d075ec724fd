"""The real article, as the first issue asks for it; it stays beside the checkout."""

import pytest

from tests.e2e.conftest import SHARED, Command, figures, rows

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout"),
]


@pytest.fixture(scope="module")
def ask(solieu: Command) -> Command:
    """The command on a data folder into which the seed was imported."""
    solieu("import", *sorted((SHARED / "seed").glob("*.txt")), "--province", "36")
    return solieu


def test_figures(ask: Command) -> None:
    found = figures(ask)
    values = {"iip": 10.23, "merchandise_exports": 20, "state_budget_revenue": 93, "vote_approval_rate": 100}
    assert {name: row["value"] for name, row in found.items()} == values
    for name in ("iip", "merchandise_exports", "state_budget_revenue"):
        row = found[name]
        assert (row["measure"], row["unit"], row["base"], row["status"], row["area_unit_id"]) == (
            "change",
            "PERCENT",
            "same_period_last_year",
            "E",
            "nam-dinh@pre2025",
        )
        assert (row["period_start"], row["period_end"], row["area"]) == ("2022-01-01", "2022-03-31", "36")


def test_article(ask: Command) -> None:
    (row,) = rows(ask, "select *, event_date::varchar as held_on from articles")
    assert row["title"] == "Hội nghị lần thứ 14 Ban Chấp hành Đảng bộ tỉnh khoá XX"
    assert "khóa xx" in row["title_match"]
    assert (row["held_on"], row["published_precision"]) == ("2022-04-08", "month")
    assert (row["event_kind"], row["event_ordinal"], row["event_term"]) == ("hội nghị", 14, "XX")
    assert (row["author"], row["photographer"]) == ("Thu Thuỷ", "Văn Trọng")
    assert len(row["captions"]) == 3


def test_people(ask: Command) -> None:
    people = {row["name"]: row for row in rows(ask, "select * from people")}
    party = "Ủy viên Ban Chấp hành Trung ương Đảng"
    assert people["Phạm Gia Túc"]["positions"] == [party, "Bí thư Tỉnh ủy"]
    assert people["Lê Quốc Chỉnh"]["positions"] == [
        "Phó Bí thư Thường trực Tỉnh ủy",
        "Chủ tịch Hội đồng nhân dân tỉnh",
        "Trưởng Đoàn đại biểu Quốc hội tỉnh",
    ]
    assert people["Phạm Đình Nghị"]["positions"] == ["Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh"]
    assert people["Nguyễn Tiến Dũng"]["positions"] == ["Chủ nhiệm Ủy ban Kiểm tra Thành ủy Nam Định"]
    assert people["Nguyễn Tiến Dũng"]["elected_to"] == "Ủy viên Ủy ban Kiểm tra Tỉnh ủy"
    assert {person["area"] for person in people.values()} == {"36"}


def test_documents(ask: Command) -> None:
    cited = rows(ask, "select number, issued_on::varchar issued_on, issuer from documents")
    assert {"09-NQ/TU"} == {row["number"] for row in cited}
    assert "2016-10-20" in {row["issued_on"] for row in cited}
    assert all("BCH" in row["issuer"] or "Ban Chấp hành" in row["issuer"] for row in cited)
