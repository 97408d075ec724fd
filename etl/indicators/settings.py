"""The setting of a sentence or article that gives a form another indicator: one bank's own loans and deposits."""

from __future__ import annotations

import re

from etl.indicators.catalogue import Indicator

_POLICY_BANK = "nhcsxh"
_POLICY_CREDIT = re.compile(
    r"nhcsxh|ngân hàng (?:chính sách xã hội|csxh)|tín dụng chính sách|tín dụng ưu đãi|vay vốn ưu đãi|"
    r"hộ nghèo[^.]{0,40}vay vốn"
)
_BANKS = re.compile(
    r"tổ chức tín dụng|ngân hàng thương mại|nhtm|tctd|agribank|vietcombank|vietinbank|bidv|quỹ tín dụng|"
    r"toàn ngành ngân hàng|hệ thống ngân hàng|các ngân hàng|ngân hàng nhà nước|nhnn"
)


# What a total includes is not what it is of: dư nợ (bao gồm cả Ngân hàng CSXH).
_INCLUDED = re.compile(r"\((?:bao )?gồm cả [^()]*\)")
# How much of an article, in characters, says what it is about.
_OPENING = 400


def setting_of(folded: str) -> str | None:
    """The setting of ``within`` that holds for a whole article: one that opens with policy credit and names no other
    bank.
    """
    if _POLICY_CREDIT.search(_INCLUDED.sub(" ", folded[:_OPENING])) is None or _BANKS.search(folded) is not None:
        return None
    return _POLICY_BANK


def meant_within(one: Indicator, code: str, folded: str, begin: int, position: int, article: str | None) -> str | None:
    """``Ngân hàng CSXH … Tổng dư nợ 2.700 tỷ đồng``: what ``code`` means in a sentence from ``begin`` on, before the
    figure at ``position``; ``article`` is the setting of the whole article.
    """
    said = _INCLUDED.sub(" ", folded[begin:position])
    setting = next((name for name in one.within if name in said), None)
    setting = setting or (article if article in one.within else None)
    if setting is None:
        return code
    meant = one.within[setting]
    return None if meant.startswith("_") else meant
