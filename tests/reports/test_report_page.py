"""The written reports: links that hold, escaping, exact values, the same bytes from the same file."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import duckdb
import lxml.html
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from reports import frames, html, labels, markdown, xlsx
from reports.frames import Report
from reports.labels import UnknownLanguage
from reports.periods import UnknownPeriod, parse
from reports.query import Evidence, NotPublished, open_published
from tests.reports.invented_published import NAME, Press
from tests.reports.invented_quarter import YOY

HOSTILE = '<script>alert("1")</script>=HYPERLINK("http://evil.example")'


def compose(published: Path, period: str = "2022-Q1", places: list[str] | None = None, lang: str = "vi") -> Report:
    with open_published(published) as warehouse:
        return frames.build(warehouse, parse(period), places, lang)


def page_of(report: Report) -> Any:
    return lxml.html.fromstring(html.render(report))


def book_of(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))


def lines_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


VIEWS = [
    ("2022-Q1", None, "vi"),
    ("2022-Q1", None, "en"),
    ("2022-03", None, "vi"),
    ("2022-Q1", ["nam-dinh", "22", "VN"], "vi"),
    ("2022-Q1", ["nam-dinh"], "en"),
    ("2021-Q4", None, "vi"),
    ("2021-Q4", ["nam-dinh"], "en"),
]


@pytest.mark.parametrize(("period", "places", "lang"), VIEWS)
def test_every_link_of_the_page_leads_somewhere_on_it(
    published: Path, period: str, places: list[str] | None, lang: str
) -> None:
    page = page_of(compose(published, period, places, lang))
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    inner = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert set(inner) <= set(anchors)


@pytest.mark.parametrize(("period", "places", "lang"), VIEWS)
def test_the_page_needs_nothing_from_outside(published: Path, period: str, places: list[str] | None, lang: str) -> None:
    text = html.render(compose(published, period, places, lang))
    page = lxml.html.fromstring(text)
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@onclick")
    assert "@import" not in text
    assert "url(" not in text
    assert page.get("lang") == lang


def test_every_number_leads_to_its_sentence_with_the_numeral_marked(published: Path) -> None:
    report = compose(published)
    page = page_of(report)
    links = page.xpath("//table//a[@class='n']/@href")
    assert len(links) >= len(report.receipts.numbers)
    assert {href[1:] for href in links} == {f"b{number}" for number in report.receipts.numbers.values()}
    for key, number in report.receipts.numbers.items():
        (receipt,) = page.xpath(f"//article[@id='b{number}']")
        evidence = report.evidence[key]
        assert receipt.xpath("string(blockquote)") == evidence.sentence
        assert receipt.xpath("string(blockquote/mark)") == evidence.numeral
        trail = receipt.text_content()
        for fact in (f"{evidence.segment}@{evidence.record_offset}", evidence.title, evidence.source_name, key, "0,95"):
            assert fact in trail
        assert receipt.xpath(".//a[starts-with(@href, 'http')]/@href") == [evidence.url]


def test_the_iip_of_nam_dinh_reads_as_in_the_paper(published: Path) -> None:
    page = page_of(compose(published))
    (table,) = page.xpath("//table[starts-with(normalize-space(caption), 'Chỉ số sản xuất công nghiệp (IIP)')]")
    (row,) = [row for row in table.xpath("./tbody/tr") if row.xpath("string(th)") == "Nam Định"]
    (link,) = row.xpath("./td//a[@class='n']")
    assert link.text_content() == "+10,23"
    assert link.get("title") == "10,23%; tăng, giảm (%); so với cùng kỳ năm trước; ước tính; quý I năm 2022"
    assert row.xpath("string(./td//sup)") == "ước"
    (receipt,) = page.xpath(f"//article[@id='{link.get('href')[1:]}']")
    assert receipt.xpath("string(blockquote)") == "Chỉ số sản xuất công nghiệp ước tăng 10,23%."


def test_a_level_is_scaled_under_its_unit_and_exact_in_its_title(published: Path) -> None:
    page = page_of(compose(published))
    (table,) = page.xpath("//table[starts-with(normalize-space(caption), 'Tổng mức bán lẻ')]")
    assert table.xpath("string(./thead/tr[last()]/th[2])") == "Mứctỷ đồng"
    (row,) = [row for row in table.xpath("./tbody/tr") if row.xpath("string(th)") == "Nam Định"]
    link = row.xpath("./td//a[@class='n']")[0]
    assert link.text_content().strip("\N{FIGURE SPACE}") == "8.634,8"
    assert link.get("title").startswith("8.634.800.000.000\N{NO-BREAK SPACE}đồng;")


def test_decimal_marks_stand_under_one_another(published: Path) -> None:
    page = page_of(compose(published))
    (table,) = page.xpath("//table[starts-with(normalize-space(caption), 'Tổng mức bán lẻ')]")
    digits = [link.text_content() for link in table.xpath("./tbody/tr/td[1]//a[@class='n']")]
    behind = {len(text) - max(text.find(","), text.find("\N{PUNCTUATION SPACE}")) for text in digits}
    assert len(digits) == 5
    assert len(behind) == 1


def test_an_empty_cell_says_that_there_is_no_figure(published: Path) -> None:
    page = page_of(compose(published))
    empty = page.xpath("//td[contains(@class, 'none')]")
    assert empty
    assert all(cell.text_content() == "…" and cell.get("title") for cell in empty)


def test_an_empty_period_says_so_and_names_the_nearest(published: Path) -> None:
    page = page_of(compose(published, "2021-Q4"))
    assert "không có số liệu nào của quý IV năm 2021" in page.text_content()
    assert "2022-Q1" in page.xpath("//section[@id='tom-tat']//code/text()")
    assert not page.xpath("//article[@class='receipt']")


def test_flags_and_rivals_are_told(published: Path) -> None:
    text = page_of(compose(published)).xpath("string(//section[@id='canh-bao'])")
    assert "level_above_range" in text
    assert "262.500\N{NO-BREAK SPACE}lượt khách (Báo Thứ Hai, ước tính)" in text


def test_sources_come_with_the_verdict_of_their_last_run(published: Path) -> None:
    page = page_of(compose(published))
    rows = {row.xpath("string(th)"): row for row in page.xpath("//section[@id='nguon']//tbody/tr")}
    assert rows["Báo Thứ Hai"].xpath("string(td[last()])") == "bị chặn"
    assert rows["Báo Thứ Hai"].xpath("td[last()]/@title") == ["trang chặn trả về mã 403"]
    assert rows["Báo Ví Dụ"].xpath("string(td[last()])") == "ổn"
    (failing,) = page.xpath("//section[@id='nguon']/p[b]")
    assert failing.text_content().endswith("(2): bao-im-lang (quá giờ), bao-thu-hai (bị chặn).")


def test_a_province_lists_only_the_sources_that_speak_of_it(published: Path) -> None:
    assert [one.source_id for one in compose(published, places=["35"]).sources] == ["bao-vi-du"]
    assert [one.source_id for one in compose(published, places=["36"]).sources] == ["bao-vi-du", "bao-thu-hai"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    press = Press()
    press.says(
        "iip", "change", 1.5, "PERCENT", base=YOY, numeral="1,5",
        sentence=f'{HOSTILE} tăng 1,5% "><img src=x>', title=HOSTILE, source_name=HOSTILE, name=HOSTILE,
        url="javascript:alert(1)", subject=HOSTILE, rule=HOSTILE, segment=HOSTILE, flags=[HOSTILE], breakdown=None,
    )  # fmt: skip
    press.says(
        "gva_growth_rate", "change", 2.5, HOSTILE, base=HOSTILE, status=HOSTILE, bound=HOSTILE, breakdown=HOSTILE
    )
    press.says("=cmd|' /C calc'!A0", HOSTILE, 3.5, "PERCENT", breakdown="+1", title="@SUM(1)", sentence="-2+3")
    press.verdicts.append(("bao-vi-du", HOSTILE, HOSTILE))
    return press.publish(tmp_path)


@pytest.mark.parametrize("places", [None, ["nam-dinh"]])
def test_hostile_text_stays_text_on_the_page(hostile: Path, places: list[str] | None) -> None:
    page = page_of(compose(hostile, places=places))
    assert not page.xpath("//script | //img")
    assert not [href for href in page.xpath("//a/@href") if not href.startswith(("#", "http"))]
    assert "javascript:alert(1)" in page.text_content(), "told, not linked"
    assert HOSTILE in page.text_content()


def test_hostile_text_stays_text_in_the_workbook(hostile: Path) -> None:
    book = book_of(compose(hostile, places=["nam-dinh"]))
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value.startswith("=cmd") for cell in texts)
    for cell in texts:
        assert cell.data_type == "s"
        assert cell.quotePrefix == cell.value.startswith(("=", "+", "-", "@"))
        assert cell.hyperlink is None or not (cell.hyperlink.target or "").startswith("javascript")


def test_hostile_text_stays_text_in_markdown(hostile: Path) -> None:
    assert "<script>" not in markdown.render(compose(hostile))
    assert markdown.escape("a|b\n<c> [d](e) `f`") == r"a\|b \<c\> \[d\](e) \`f\`"


def _evidence(sentence: str, numeral: str, start: int, cell: str | None = None) -> Evidence:
    empty: dict[str, Any] = dict.fromkeys(Evidence.__dataclass_fields__)
    known = {
        "sentence": sentence,
        "sentence_start": 100,
        "start_offset": 100 + start,
        "end_offset": 100 + start + len(numeral),
        "numeral": numeral,
        "cell": cell,
    }
    return Evidence(**(empty | known))


def test_of_two_equal_numerals_the_one_at_the_offset_is_marked() -> None:
    assert html.mark_numeral(_evidence("tăng 5%, giảm 5%", "5", 14)) == ("tăng 5%, giảm ", "5", "%")


def test_a_cell_is_marked_only_where_there_is_no_doubt() -> None:
    assert html.mark_numeral(_evidence("Lúa | 68,2 | tạ/ha", "68,2", 0, "0,1,1")) == ("Lúa | ", "68,2", " | tạ/ha")
    assert html.mark_numeral(_evidence("Lúa | 5 | 5", "5", 0, "0,1,1")) == ("Lúa | 5 | 5", "", "")


@given(st.text(max_size=40), st.text(max_size=5), st.integers(-5, 50))
def test_marking_never_changes_the_sentence(sentence: str, numeral: str, start: int) -> None:
    before, marked, after = html.mark_numeral(_evidence(sentence, numeral, start))
    assert before + marked + after == sentence
    assert marked in {numeral, ""}


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://bao.example/1", True),
        ("HTTP://bao.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" javascript:alert(1)", False),
        ("//bao.example", False),
        ("file:///etc/passwd", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, kept: bool) -> None:
    assert html.safe_link(url) == (url if kept else None)


def test_the_workbook_holds_every_figure_exactly(published: Path) -> None:
    report = compose(published)
    book = book_of(report)
    assert book.sheetnames == ["Tóm tắt", "Số liệu theo tỉnh", "Bằng chứng", "Còn thiếu", "Cảnh báo"]
    evidence = lines_of(book["Bằng chứng"])
    stated = sorted((line["Bằng chứng số"], line["Giá trị"], line["Đơn vị"]) for line in evidence)
    numbers = report.receipts.numbers
    assert stated == sorted((numbers[key], f.value, f.unit) for key, f in report.receipts.figures.items())
    printed = [
        (line[f"{slot}: bằng chứng số"], line[slot])
        for line in lines_of(book["Số liệu theo tỉnh"])
        for slot in (labels.words("vi")[f"column_{column}"] for column in xlsx.COLUMNS)
        if line.get(f"{slot}: bằng chứng số") is not None
    ]
    assert sorted(printed) == sorted((numbers[key], figure.value) for key, figure in report.receipts.figures.items())


def test_receipt_numbers_lead_to_their_line(published: Path) -> None:
    book = book_of(compose(published))
    sheet = book["Số liệu theo tỉnh"]
    linked = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert linked
    for cell in linked:
        place = cell.hyperlink.location.split("!")[1]
        assert book["Bằng chứng"][place].value == cell.value


def test_days_and_sentences_of_the_workbook(published: Path) -> None:
    line = next(one for one in lines_of(book_of(compose(published))["Bằng chứng"]) if one["Mã"] == "iip")
    assert str(line["Từ ngày"]) == "2022-01-01 00:00:00"
    assert str(line["Đăng"]) == "2022-04-08 08:30:00", "Vietnamese time"
    assert line["Vị trí trong tệp lưu"] >= 1000
    assert line["Số như in trong bài"] in line["Câu"]


def test_what_is_missing_counts_alike_on_page_and_sheet(published: Path) -> None:
    report = compose(published)
    lines = lines_of(book_of(report)["Còn thiếu"])
    assert len(lines) == sum(len(lack.items) for lack in report.lacks) + len(report.silent)
    assert all(line["Lý do"] for line in lines)


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    press = Press()
    press.says("iip", "change", 1.5, "PERCENT", base=YOY, sentence="x" * 50_000 + " 1,5", numeral="1,5")
    (line,) = lines_of(book_of(compose(press.publish(tmp_path)))["Bằng chứng"])
    assert len(line["Câu"]) == 32_767
    assert line["Câu"].endswith(labels.words("vi")["cut"])


def test_an_empty_report_has_all_its_sheets(published: Path) -> None:
    book = book_of(compose(published, "2021-Q4"))
    assert book["Bằng chứng"]["A2"].value == "Không có số liệu nào của kỳ này."
    assert "2022-Q1" in [cell.value for cell in book["Tóm tắt"]["B"] if cell.value][-1]


def test_both_languages_have_the_same_words() -> None:
    assert labels.words("vi").keys() == labels.words("en").keys()
    assert all(labels.words(lang)[key].strip() for lang in labels.LANGUAGES for key in labels.words(lang))
    with pytest.raises(UnknownLanguage, match="vi, en"):
        labels.words("fr")


def test_the_same_file_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    for folder, places in (("a", None), ("b", ["36"])):
        first = reports.render(published, "2022-Q1", areas=places, out_dir=tmp_path / folder / "1")
        second = reports.render(published, "2022-Q1", areas=places, out_dir=tmp_path / folder / "2")
        assert [path.name for path in first] == [path.name for path in second]
        assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_files_are_named_by_period_place_and_language(published: Path, tmp_path: Path) -> None:
    def names(period: str, **options: Any) -> list[str]:
        return [path.name for path in reports.render(published, period, out_dir=tmp_path, **options)]

    assert names("2022-q1") == ["solieu-2022-Q1.html", "solieu-2022-Q1.xlsx", "solieu-2022-Q1.md"]
    assert names("2022-Q1", areas=["36"], lang="en")[0] == "solieu-2022-Q1-nam-dinh-en.html"
    assert names("2025", areas=["37"])[0] == "solieu-2025-ninh-binh-pre2025+ninh-binh-2025.html"
    assert names("2022-Q1", areas=["01", "02", "04", "06"])[0] == "solieu-2022-Q1-ha-noi+3.html"
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_the_link_to_the_newest_file_is_followed_and_named(published: Path, tmp_path: Path) -> None:
    link = tmp_path / "solieu.duckdb"
    link.symlink_to(published)
    page = lxml.html.parse(reports.render(link, "2022-Q1", out_dir=tmp_path)[0]).getroot()
    assert NAME in page.xpath("string(//p[@class='imprint'])")
    assert "15/4/2022 03:00 UTC" in page.xpath("string(//p[@class='imprint'])")


def test_a_file_without_a_stamp_says_so(published: Path, tmp_path: Path) -> None:
    other = tmp_path / "kho.duckdb"
    shutil.copyfile(published, other)
    assert "không rõ giờ chốt" in html.render(compose(other))


def test_what_is_no_published_file_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "solieu.duckdb"
    text.write_text("no database")
    for path in (tmp_path / "absent.duckdb", text, tmp_path):
        with pytest.raises(NotPublished, match=str(path)):
            reports.render(path, "2022-Q1", out_dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_database_without_the_views_is_refused(published: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.duckdb"
    duckdb.connect(str(bare)).close()
    with pytest.raises(NotPublished, match="indicator_series, observations_current"):
        reports.render(bare, "2022-Q1", out_dir=tmp_path)
    with pytest.raises(UnknownPeriod):
        reports.render(published, "2022-M9", out_dir=tmp_path)


def test_extremes_compare_one_measure_and_leave_flagged_figures_out(tmp_path: Path) -> None:
    press = Press()
    places = [("36", "nam-dinh@pre2025"), ("35", "ha-nam@pre2025"), ("38", "thanh-hoa"), ("40", "nghe-an")]
    told = [("change", 5.0, []), ("change", 7.0, []), ("ratio", 104.5, []), ("change", 900.0, ["growth_above_range"])]
    for (area, unit_id), (measure, value, flags) in zip(places, told, strict=True):
        press.says("iip", measure, value, "PERCENT", base=YOY, area=area, unit_id=unit_id, flags=flags)
    page = page_of(compose(press.publish(tmp_path)))
    (line,) = page.xpath("//ul[@class='extremes']/li")
    assert line.text_content() == "Chỉ số SXCN (IIP) cao nhất: Hà Nam +7%; thấp nhất: Nam Định +5%"


def test_a_percent_of_a_base_is_never_taken_for_a_change(published: Path) -> None:
    report = compose(published)
    book = book_of(report)
    budget = [line for line in lines_of(book["Số liệu theo tỉnh"]) if line["Mã"] == "state_budget_revenue"]
    assert {line["Bằng % cùng kỳ năm trước"] for line in budget} == {104.5}
    assert {line["Tăng, giảm so cùng kỳ năm trước (%)"] for line in budget} == {None}
    assert {line["Mức: dạng số"] for line in budget} == {"hơn, trên"}
    overview = [cell.value for row in book["Tóm tắt"].iter_rows() for cell in row]
    assert 104.5 not in overview
    assert overview.count("bằng 104,5%") == 5
    assert markdown.render(report).count("| bằng 104,5% |") == 5
    assert len(page_of(report).xpath("//table//a[.='bằng 104,5%']")) == 10


def test_an_absolute_change_carries_its_unit_under_a_head_of_percent(tmp_path: Path) -> None:
    press = Press()
    press.says("state_budget_revenue", "change_abs", 1.2e12, "VND", base=YOY)
    press.says("state_budget_revenue", "change", 12.0, "PERCENT", base="plan", area="35", unit_id="ha-nam@pre2025")
    page = page_of(compose(press.publish(tmp_path)))
    (table,) = page.xpath("//table[starts-with(normalize-space(caption), 'Thu ngân sách')]")
    heads = [head.text_content() for head in table.xpath("./thead/tr[last()]/th")]
    assert heads == ["Địa phương", "So cùng kỳ năm trước%", "So kế hoạch%"]
    assert [link.text_content() for link in table.xpath(".//a[@class='n']")] == ["+12%", "+1.200 tỷ đồng"]


def test_a_level_in_another_unit_than_its_column_carries_its_own(tmp_path: Path) -> None:
    press = Press()
    for area, unit_id, value, unit in (
        ("36", "nam-dinh@pre2025", 9e12, "VND"),
        ("35", "ha-nam@pre2025", 8e12, "VND"),
        ("38", "thanh-hoa", 4e8, "USD"),
    ):
        press.says("tourism_revenue", "level", value, unit, area=area, unit_id=unit_id)
    page = page_of(compose(press.publish(tmp_path)))
    (table,) = page.xpath("//table[starts-with(normalize-space(caption), 'Tổng thu từ khách')]")
    assert table.xpath("string(./thead/tr[last()]/th[2]/span)") == "tỷ đồng"
    assert [link.text_content() for link in table.xpath(".//a[@class='n']")] == ["8.000", "9.000", "400 triệu USD"]
