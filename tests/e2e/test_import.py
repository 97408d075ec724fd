"""`solieu import` of a text in the seed's form: from a file to a published figure with its receipt."""

import json
from pathlib import Path

import pytest

from tests.e2e.conftest import Command, figures, rows

OURS = Path(__file__).parents[1] / "fixtures" / "text" / "hoi-nghi-tinh-uy.txt"


@pytest.fixture(scope="module")
def ask(solieu: Command) -> Command:
    """The command on a data folder into which our article was imported."""
    solieu("import", OURS, "--province", "34")
    return solieu


def test_exactly_the_four_figures(ask: Command) -> None:
    found = figures(ask)
    assert {name: row["value"] for name, row in found.items()} == {
        "iip": 8.46,
        "merchandise_exports": 17,
        "state_budget_revenue": 21.5,
        "vote_approval_rate": 100,
    }
    for name in ("iip", "merchandise_exports", "state_budget_revenue"):
        row = found[name]
        assert (row["measure"], row["unit"], row["base"]) == ("change", "PERCENT", "same_period_last_year")
        assert (row["period_start"], row["period_end"], row["status"]) == ("2021-01-01", "2021-06-30", "E")
        assert (row["area"], row["area_unit_id"]) == ("34", "thai-binh@pre2025")


def test_the_article_with_its_event_byline_and_captions(ask: Command) -> None:
    (row,) = rows(ask, "select *, event_date::varchar as held_on from articles")
    assert row["title"] == "Hội nghị lần thứ 6 Ban Chấp hành Đảng bộ tỉnh khoá XXI"
    assert "khóa xxi" in row["title_match"]
    assert (row["held_on"], row["event_precision"], row["published_precision"]) == ("2021-07-06", "day", "month")
    assert (row["event_kind"], row["event_ordinal"], row["event_term"]) == ("hội nghị", 6, "XXI")
    assert (row["author"], row["photographer"]) == ("Hoài An", "Đức Long")
    assert row["captions"] == ["Các đồng chí Thường trực Tỉnh uỷ chủ trì hội nghị.", "Quang cảnh hội nghị."]
    assert "Quang cảnh" not in row["text"]
    assert "Hoài An" not in row["text"]


def test_people_and_documents(ask: Command) -> None:
    people = {row["name"]: row for row in rows(ask, "select * from people")}
    assert people["Vũ Quang Sơn"]["positions"] == ["Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh"]
    assert people["Phạm Văn Lâm"]["elected_to"] == "Ủy viên Ủy ban Kiểm tra Tỉnh ủy"
    documents = rows(ask, "select number, issued_on::varchar issued_on, issuer from documents")
    assert ("17-NQ/TU", "2018-09-12") in {(row["number"], row["issued_on"]) for row in documents}


def test_importing_again_changes_nothing(ask: Command) -> None:
    before = rows(ask, "select observation_id, value from observations_current order by all")
    again = json.loads(ask("import", OURS, "--province", "34", "--json").stdout)
    assert again["stages"]["import"]["known"] == 1
    assert rows(ask, "select observation_id, value from observations_current order by all") == before


def test_show_gives_the_receipt(ask: Command) -> None:
    iip = figures(ask)["iip"]
    receipt = json.loads(ask("show", iip["observation_id"], "--json").stdout)
    assert receipt["sentence"].count("8,46%") == 1
    assert "[8,46]" in receipt["context"]
    assert receipt["segment"].endswith(".warc.gz")
    assert receipt["rule_version"]
    text = ask("show", iip["observation_id"][:8]).stdout
    assert "8,46%" in text
    assert "hoi-nghi-tinh-uy.txt" in text


def test_the_report_shows_the_figure_with_its_sentence(ask: Command, folder: Path) -> None:
    files = ask("report", "2021-S1", "--area", "34").stdout.split()
    page = (folder / next(file for file in files if file.endswith(".html"))).read_text(encoding="utf-8")
    assert "8,46" in page
    assert "chỉ số sản xuất công nghiệp ước tăng" in page
