"""Identity: which addresses are one article, and how the canonical one is spelt."""

from __future__ import annotations

import string
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import VIETNAM, absolute, canonical, host_key, stamp_of
from spiders.registry import Registry, load_registry

REGISTRY = load_registry()
EXAMPLES = [(source.id, url) for source in REGISTRY.sources.values() for url in source.examples]

examples = st.sampled_from(EXAMPLES)
noise = st.lists(
    st.tuples(
        st.sampled_from(["fbclid", "utm_source", "utm_medium", "gidzl"]), st.text(string.ascii_letters, min_size=1)
    ),
    max_size=3,
)


def respelt(
    url: str, *, scheme: str, www: bool, port: bool, upper: bool, query: list[tuple[str, str]], tail: str
) -> str:
    """The same address as another page might write it."""
    parts = urlsplit(url)
    host = parts.netloc.partition(":")[0].removeprefix("www.")
    netloc = ("www." if www else "") + (host.upper() if upper else host)
    netloc += (":443" if scheme == "https" else ":80") if port else ""
    extra = "&".join(f"{name}={value}" for name, value in query)
    return urlunsplit((scheme, netloc, parts.path, "&".join(filter(None, [parts.query, extra])), tail))


@given(
    examples,
    st.sampled_from(["http", "https"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    noise,
    st.sampled_from(["", "top"]),
)
def test_spelling_does_not_make_another_article(
    example: tuple[str, str], scheme: str, www: bool, port: bool, upper: bool, query: list[tuple[str, str]], tail: str
) -> None:
    _, url = example
    other = respelt(url, scheme=scheme, www=www, port=port, upper=upper, query=query, tail=tail)
    assert REGISTRY.document_key(other) == REGISTRY.document_key(url)
    assert REGISTRY.canonical_url(other) == REGISTRY.canonical_url(url)


@given(examples)
def test_the_canonical_address_is_a_fixed_point_and_the_same_article(example: tuple[str, str]) -> None:
    _, url = example
    spelt = REGISTRY.canonical_url(url)
    assert REGISTRY.canonical_url(spelt) == spelt
    assert REGISTRY.document_key(spelt) == REGISTRY.document_key(url)


def test_no_two_examples_share_a_key() -> None:
    keys = [REGISTRY.document_key(url) for _, url in EXAMPLES]
    assert len(set(keys)) == len(keys)
    assert None not in keys


@given(st.text(max_size=300))
def test_any_text_is_safe(text: str) -> None:
    for url in (text, f"https://baothainguyen.vn/{text}", f"https://{text}/a"):
        absolute("https://baothainguyen.vn/", url)
        REGISTRY.source_for(url)
        REGISTRY.is_article(url)
        REGISTRY.canonical_url(url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Only the id counts: section, slug and month may differ.
        (
            "https://baocantho.com.vn/kinh-te/mot-tieu-de-a191568.html",
            "https://baocantho.com.vn/tieu-de-khac-a191568.html",
        ),
        ("https://baothaibinh.com.vn/tin-tuc/206/140540/mot", "https://www.baothaibinh.com.vn/tin-tuc/0/140540/hai"),
        (
            "https://baothainguyen.vn/kinh-te/202309/mot-93449ee",
            "http://baothainguyen.vn/chinh-tri/202309/hai-93449ee/",
        ),
        # Renamed hosts that kept their ids.
        (
            "http://baonamdinh.com.vn/channel/5090/202012/mot-2541627/",
            "https://baonamdinh.vn/kinh-te/202012/mot-2541627/",
        ),
        ("https://baobackan.com.vn/mot-post60732.html", "https://baobackan.vn/kinh-te/mot-post60732.html"),
        ("https://baobacgiang.vn/bg2/mot-postid413098.bbg", "https://baobacninhtv.vn/mot-postid413098.bbg"),
        ("https://baodongkhoi.vn/mot-16072023-a117157.html", "https://dongkhoi.baovinhlong.vn/mot-a117157.html"),
        # List noise and case in the query of portals.
        (
            "https://yenbai.gov.vn:443/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=8502&l=Tin+++trong",
            "http://yenbai.gov.vn/noidung/tintuc/Pages/Chi-Tiet.aspx?lv=2&itemid=8502",
        ),
        (
            "https://bacninh.gov.vn/-/details/37632/mot-bai-viet?redirect=%2Fkinh-te&inheritRedirect=true",
            "https://bacninh.gov.vn/news/-/details/37632/mot-bai-viet",
        ),
        (
            "https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823",
            "https://baobinhdinh.vn/Viewer.aspx?mabb=222823",
        ),
        # Raw and percent-encoded Vietnamese letters.
        (
            "https://thvl.vn/tin/n%E1%BA%AFng-n%c3%b3ng-mi%E1%BB%81n-t%C3%A2y/",
            "https://thvl.vn/tin/nắng-nóng-miền-tây",
        ),
    ],
)
def test_one_article(one: str, other: str) -> None:
    assert REGISTRY.document_key(one) is not None
    assert REGISTRY.document_key(one) == REGISTRY.document_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Ids whose case counts.
        ("https://baosonla.vn/kinh-te/mot-51YnYvXDR.html", "https://baosonla.vn/kinh-te/mot-51YnYvXDr.html"),
        # Ids counted in each sub-site apart.
        (
            "https://quangninh.gov.vn/Trang/ChiTietTinTuc.aspx?nid=2906",
            "https://quangninh.gov.vn/donvi/vandon/Trang/ChiTietTinTuc.aspx?nid=2906",
        ),
        # A translation, and a host of another language whose ids are its own.
        ("https://baonghean.vn/mot-10333605.html", "https://baonghean.vn/en/mot-10333605.html"),
        ("https://www.sggp.org.vn/mot-post121451.html", "https://en.sggp.org.vn/mot-post121451.html"),
        # Two counts on one host.
        ("https://www.baotayninh.vn/mot-a141537.html", "https://www.baotayninh.vn/mot-141537.html"),
        # A former host of which nobody knows whether ids moved along.
        ("https://baosonla.vn/kinh-te/mot-51YnYvXDR.html", "https://baosonla.org.vn/kinh-te/mot-51YnYvXDR.html"),
        # The same id of two publishers.
        ("https://baocantho.com.vn/mot-a100.html", "https://baocamau.vn/mot-a100.html"),
    ],
)
def test_two_articles(one: str, other: str) -> None:
    assert REGISTRY.document_key(one) is not None
    assert REGISTRY.document_key(other) is not None
    assert REGISTRY.document_key(one) != REGISTRY.document_key(other)


@pytest.mark.parametrize(
    "url",
    [
        "https://baothainguyen.vn/kinh-te/",
        "https://hanoimoi.vn/mot-su-kien-event5388.html",
        "https://baolaocai.vn/tua-chua-tag20448.html",
        "https://haiphong.gov.vn/thu-tuc-hanh-chinh-76761",
        "https://baohaugiang.com.vn/thoi-su-215.html",
        "https://hungyen.gov.vn/chuyen-muc-tin-chung-toan-tinh-c217-1.html",
        "https://www.dienbien.gov.vn/portal/Pages/Hoat-dong-lanh-dao-UBND-tinh.aspx?PageIndex=2",
        "https://baothainguyen.vn.example.org/kinh-te/202309/mot-93449ee/",
        "https://example.org/kinh-te/202309/mot-93449ee/",
    ],
)
def test_no_article(url: str) -> None:
    assert REGISTRY.family_for(url) is None


def test_keys_read_as_the_contract_says() -> None:
    family = REGISTRY.families["hexmonth"]
    url = "https://baohagiang.vn/kinh-te/202211/mot-cc21d4d/"
    assert family.document_key("baohagiang-vn", url) == "hexmonth:baohagiang-vn:cc21d4d"
    assert REGISTRY.document_key(url) == "hexmonth:baohagiang-vn:cc21d4d"
    assert family.document_key("baohagiang-vn", "https://baohagiang.vn/kinh-te/") is None


def test_www_only_where_it_is_canonical() -> None:
    assert (
        REGISTRY.canonical_url("http://sggp.org.vn/mot-post816542.html")
        == "https://www.sggp.org.vn/mot-post816542.html"
    )
    assert REGISTRY.canonical_url("http://www.baocamau.vn/mot-a1.html") == "https://baocamau.vn/mot-a1.html"


def test_a_port_and_its_scheme_stay() -> None:
    assert canonical("http://127.0.0.1:8123/a?utm_source=x&b=1#c") == "http://127.0.0.1:8123/a?b=1"
    assert host_key("http://127.0.0.1:8123/a") == "127.0.0.1:8123"


@pytest.mark.parametrize(
    ("groups", "moment", "precision"),
    [
        ({"ts": "20220607082731436"}, datetime(2022, 6, 7, 8, 27, 31, tzinfo=VIETNAM), "minute"),
        ({"yts": "250407154648"}, datetime(2025, 4, 7, 15, 46, 48, tzinfo=VIETNAM), "minute"),
        ({"date": "2020-11-3"}, datetime(2020, 11, 3, tzinfo=VIETNAM), "day"),
        ({"dmy": "16072023"}, datetime(2023, 7, 16, tzinfo=VIETNAM), "day"),
        ({"ym": "202212"}, datetime(2022, 12, 1, tzinfo=VIETNAM), "month"),
    ],
)
def test_stamps_in_addresses(groups: dict[str, str], moment: datetime, precision: str) -> None:
    assert stamp_of(groups) == (moment, precision)


def test_impossible_stamps_are_none() -> None:
    assert stamp_of({"dmy": "31022023"}) is None
    assert stamp_of({"date": "2020-13-1"}) is None
    assert stamp_of({"id": "1"}) is None


def test_a_month_lasts_to_its_end() -> None:
    stamp = stamp_of({"ym": "202212"})
    assert stamp is not None
    assert stamp.latest == datetime(2022, 12, 31, 23, 59, 59, tzinfo=VIETNAM)


def test_generations_are_chosen_by_the_day_of_fetch(registry: Registry = REGISTRY) -> None:
    url = "https://baocantho.com.vn/mot-a1.html"
    old = registry.family_for(url, datetime(2019, 5, 1, tzinfo=VIETNAM))
    new = registry.family_for(url, datetime(2026, 5, 1, tzinfo=VIETNAM))
    assert old is not None
    assert new is not None
    assert (old.version.id, new.version.id) == ("2019", "2026")
    assert {version.id for version in old.candidates} == {version.id for version in new.candidates}


def test_without_a_day_of_fetch_the_newest_generation_comes_first() -> None:
    for url in ("https://hanoimoi.vn/mot-bai-731520.html", "https://baocantho.com.vn/mot-a1.html"):
        match = REGISTRY.family_for(url)
        assert match is not None
        assert match.version.id == "2026"
        assert match.version.fetched_to is None
        assert [version.id for version in match.candidates][-1].endswith("2019")


def test_a_sites_own_selectors_come_before_its_familys() -> None:
    match = REGISTRY.family_for("http://baohoabinh.com.vn/12/172920/Bao-cao.htm", datetime(2019, 5, 1, tzinfo=VIETNAM))
    assert match is not None
    assert match.selectors.body == (".post",)
    assert match.selectors.title == ("h1",)
