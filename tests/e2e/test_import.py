"""`solieu import` of text files: the seed's form, from a file to a published figure with its receipt."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import SHARED, Command

OURS = Path(__file__).parents[1] / "fixtures" / "text" / "hoi-nghi-tinh-uy.txt"
NEVER_FIGURES = ("COVID", "NQ/TU", "khoá", "lần thứ", "2030", "2050", "2035", "quý II")


def _rows(solieu: Command, query: str) -> list[dict[str, Any]]:
    return json.loads(solieu("sql", "--format", "json", query).stdout)


def _figures(solieu: Command) -> dict[str, dict[str, Any]]:
    rows = _rows(
        solieu,
        "select indicator, measure, value, unit, period_start::varchar period_start, period_end::varchar period_end,"
        " base, status, bound, area, area_unit_id, numeral, sentence, observation_id from observations_current",
    )
    assert len({row["indicator"] for row in rows}) == len(rows)
    return {row["indicator"]: row for row in rows}


class TestOurs:
    """An invented conference in the seed's manner."""

    @pytest.fixture(scope="class", autouse=True)
    def imported(self, solieu: Command) -> None:
        solieu("--data", "ours", "import", OURS, "--province", "34")

    @pytest.fixture(scope="class")
    def ask(self, solieu: Command) -> Command:
        return lambda *arguments, **options: solieu("--data", "ours", *arguments, **options)

    def test_exactly_the_four_figures(self, ask: Command) -> None:
        figures = _figures(ask)
        assert {name: row["value"] for name, row in figures.items()} == {
            "iip": 8.46,
            "merchandise_exports": 17,
            "state_budget_revenue": 21.5,
            "vote_approval_rate": 100,
        }
        for name in ("iip", "merchandise_exports", "state_budget_revenue"):
            row = figures[name]
            assert (row["measure"], row["unit"], row["base"]) == ("change", "PERCENT", "same_period_last_year")
            assert (row["period_start"], row["period_end"], row["status"]) == ("2021-01-01", "2021-06-30", "E")
            assert (row["area"], row["area_unit_id"]) == ("34", "thai-binh@pre2025")

    def test_the_article_with_its_event_byline_and_captions(self, ask: Command) -> None:
        (row,) = _rows(ask, "select *, event_date::varchar day from articles")
        assert row["title"] == "Hội nghị lần thứ 6 Ban Chấp hành Đảng bộ tỉnh khoá XXI"
        assert "khóa xxi" in row["title_match"]
        assert (row["day"], row["event_precision"], row["published_precision"]) == ("2021-07-06", "day", "month")
        assert (row["event_kind"], row["event_ordinal"], row["event_term"]) == ("hội nghị", 6, "XXI")
        assert (row["author"], row["photographer"]) == ("Hoài An", "Đức Long")
        assert row["captions"] == ["Các đồng chí Thường trực Tỉnh uỷ chủ trì hội nghị.", "Quang cảnh hội nghị."]
        assert "Quang cảnh" not in row["text"]
        assert "Hoài An" not in row["text"]

    def test_people_and_documents(self, ask: Command) -> None:
        people = {row["name"]: row for row in _rows(ask, "select * from people")}
        assert people["Vũ Quang Sơn"]["positions"] == ["Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh"]
        assert people["Phạm Văn Lâm"]["elected_to"] == "Ủy viên Ủy ban Kiểm tra Tỉnh ủy"
        documents = _rows(ask, "select number, issued_on::varchar issued_on, issuer from documents")
        assert ("17-NQ/TU", "2018-09-12") in {(row["number"], row["issued_on"]) for row in documents}

    def test_importing_again_changes_nothing(self, ask: Command) -> None:
        before = _rows(ask, "select observation_id, value from observations_current order by all")
        again = json.loads(ask("import", OURS, "--province", "34", "--json").stdout)
        assert again["stages"]["import"]["known"] == 1
        assert _rows(ask, "select observation_id, value from observations_current order by all") == before

    def test_show_gives_the_receipt(self, ask: Command) -> None:
        iip = _figures(ask)["iip"]
        receipt = json.loads(ask("show", iip["observation_id"], "--json").stdout)
        assert receipt["sentence"].count("8,46%") == 1
        assert "[8,46]" in receipt["context"]
        assert receipt["segment"].endswith(".warc.gz")
        assert receipt["rule_version"]
        text = ask("show", iip["observation_id"][:8]).stdout
        assert "8,46%" in text
        assert "hoi-nghi-tinh-uy.txt" in text

    def test_the_report_shows_the_figure_with_its_sentence(self, ask: Command, folder: Path) -> None:
        files = ask("report", "2021-S1", "--area", "34").stdout.split()
        page = (folder / next(file for file in files if file.endswith(".html"))).read_text(encoding="utf-8")
        assert "8,46" in page
        assert "chỉ số sản xuất công nghiệp ước tăng" in page


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")
class TestSeed:
    """The real article, as the first issue asks for it."""

    @pytest.fixture(scope="class", autouse=True)
    def imported(self, solieu: Command) -> None:
        solieu("--data", "seed", "import", *sorted((SHARED / "seed").glob("*.txt")), "--province", "36")

    @pytest.fixture(scope="class")
    def ask(self, solieu: Command) -> Command:
        return lambda *arguments, **options: solieu("--data", "seed", *arguments, **options)

    def test_figures(self, ask: Command) -> None:
        figures = _figures(ask)
        values = {"iip": 10.23, "merchandise_exports": 20, "state_budget_revenue": 93, "vote_approval_rate": 100}
        assert {name: row["value"] for name, row in figures.items()} == values
        for name in ("iip", "merchandise_exports", "state_budget_revenue"):
            row = figures[name]
            assert (row["measure"], row["unit"], row["base"], row["status"], row["area_unit_id"]) == (
                "change",
                "PERCENT",
                "same_period_last_year",
                "E",
                "nam-dinh@pre2025",
            )
            assert (row["period_start"], row["period_end"], row["area"]) == ("2022-01-01", "2022-03-31", "36")

    def test_article(self, ask: Command) -> None:
        (row,) = _rows(ask, "select *, event_date::varchar day from articles")
        assert row["title"] == "Hội nghị lần thứ 14 Ban Chấp hành Đảng bộ tỉnh khoá XX"
        assert "khóa xx" in row["title_match"]
        assert (row["day"], row["published_precision"]) == ("2022-04-08", "month")
        assert (row["event_kind"], row["event_ordinal"], row["event_term"]) == ("hội nghị", 14, "XX")
        assert (row["author"], row["photographer"]) == ("Thu Thuỷ", "Văn Trọng")
        assert len(row["captions"]) == 3

    def test_people(self, ask: Command) -> None:
        people = {row["name"]: row for row in _rows(ask, "select * from people")}
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

    def test_documents(self, ask: Command) -> None:
        rows = _rows(ask, "select number, issued_on::varchar issued_on, issuer from documents")
        assert {"09-NQ/TU"} == {row["number"] for row in rows}
        assert "2016-10-20" in {row["issued_on"] for row in rows}
        assert all("BCH" in row["issuer"] or "Ban Chấp hành" in row["issuer"] for row in rows)
