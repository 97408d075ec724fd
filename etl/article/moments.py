"""When the page was published and last changed, weighed from all that it says about it.

Order of trust: JSON-LD and metas, the stamp in the address, the visible stamp. The visible stamp corrects a machine
stamp that has no clock, names UTC for what is Vietnam's wall clock, or has day and month swapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from etl.article import furniture
from etl.article.stamps import Precision, Stamp, find, parse_machine
from etl.article.tree import Element, class_id, last_of, text_of, tidy
from etl.dates import VIETNAM

_CLOCK_OF_VISIT = re.compile(
    r"(?:^|[\s_-])(?:today|current-?(?:date|time)|clock|now|date-?time-?now|datetimenow|ngay-?hien-?tai)(?=$|[\s_-])",
    re.I,
)
_DATE_CLASS = re.compile(r"date|time|publish|posted|pubd|ngay|post-?info|meta|stamp", re.I)
_MAY_BE_DATE = re.compile(
    r"\d{1,2}\s?[/.\-–]\s?\d{1,2}\s?[/.\-–]\s?(?:19|20)\d\d|(?:19|20)\d\d-\d{2}-\d{2}|[Tt]háng\s+\d{1,2}|\b[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?\s+(?:19|20)\d\d"
)
_UPDATED_WORDS = re.compile(r"cập\s*nhật|last\s+updated|updated|chỉnh\s*sửa|sửa\s+lần\s+cuối", re.I)
_NO_STAMP = frozenset(("script", "style", "a", "option", "html", "body", "head", "title"))
_PROSE = 60
_DIGIT = re.compile(r"\d")
_TEASER_LEVELS = 4
_TEASER_TITLE = 25
_BELOW = 60
"""Elements below the text among which a stamp can still be the article's."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The decision, and where it came from."""

    moment: datetime
    precision: Precision
    how: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A stamp that the page shows to its readers."""

    stamp: Stamp
    how: str
    updated: bool = False


def read_machine(stated: Iterable[tuple[str, str]]) -> list[tuple[str, Stamp]]:
    """The stamps among the page's statements to machines, unreadable ones left out."""
    return [(how, stamp) for how, text in stated if (stamp := parse_machine(text))]


def needs_visible(machine: list[tuple[str, Stamp]]) -> bool:
    """Whether the page's visible stamp has something to add to what it tells machines.

    A clock without a zone needs none: it is Vietnam's.
    """
    if not machine:
        return True
    stamp = machine[0][1]
    return stamp.precision != "minute" or stamp.ambiguous or _is_utc(stamp) or _is_midnight(stamp)


def decide(
    machine: list[tuple[str, Stamp]],
    visible: list[Seen],
    address: Stamp | None = None,
    address_month: datetime | None = None,
    *,
    vietnamese: bool = True,
) -> Moment | None:
    """The moment of publication. ``address`` is a stamp in the page's address, ``address_month`` its month at least.

    Only on a ``vietnamese`` page can the shown clock be taken for Vietnam's.
    """
    visible = [seen for seen in visible if not _in_future(seen.stamp)]
    if address_month is not None:
        fitting = [seen for seen in visible if _near_month(seen.stamp, address_month)]
        visible = fitting or [seen for seen in visible if not seen.updated and seen.how != "clock"]
        if not fitting and not machine and visible:
            visible = []
    machine = [(how, stamp) for how, stamp in machine if not _in_future(stamp)] or machine
    if machine:
        how, stamp = next(
            ((how, stamp) for how, stamp in machine if stamp.precision == "minute" and not _is_midnight(stamp)),
            machine[0],
        )
        return _checked(how, stamp, visible, vietnamese)
    if address is not None and address.precision == "minute":
        return Moment(address.moment, "minute", "address")
    ranked = sorted(visible, key=lambda seen: (seen.stamp.precision != "minute", seen.updated))
    if ranked:
        return Moment(ranked[0].stamp.moment, ranked[0].stamp.precision, ranked[0].how)
    if address is not None:
        return Moment(address.moment, address.precision, "address")
    return None


def _checked(how: str, stamp: Stamp, visible: list[Seen], vietnamese: bool) -> Moment:
    """A machine stamp, corrected by a visible one where they contradict each other in a known way."""
    clocks = [seen for seen in visible if seen.stamp.precision == "minute"]
    if stamp.ambiguous:
        swapped = stamp.swapped()
        if any(_same_day(swapped, seen.stamp) for seen in visible) and not any(
            _same_day(stamp, seen.stamp) for seen in visible
        ):
            stamp = swapped
    if vietnamese and _is_utc(stamp):
        for seen in clocks:
            wall = stamp.moment.replace(tzinfo=VIETNAM)
            if (abs((wall - seen.stamp.moment).total_seconds()) < 60 and not seen.stamp.zoned) or _same_wall(
                stamp, seen
            ):
                return Moment(wall, "minute", f"{how}, zone as shown")
    if stamp.precision != "minute" or _is_midnight(stamp):
        for seen in sorted(clocks, key=lambda seen: seen.updated):
            if _same_day(stamp, seen.stamp):
                return Moment(seen.stamp.moment, "minute", seen.how)
    precision: Precision = stamp.precision
    return Moment(stamp.moment, precision, how)


def _same_wall(stamp: Stamp, seen: Seen) -> bool:
    shown = seen.stamp.moment
    return shown.utcoffset() == VIETNAM.utcoffset(None) and stamp.moment.replace(
        tzinfo=None, second=0
    ) == shown.replace(tzinfo=None, second=0)


def _same_day(one: Stamp, other: Stamp) -> bool:
    return one.moment.date() == other.moment.date()


def _is_utc(stamp: Stamp) -> bool:
    return stamp.zoned and not stamp.moment.utcoffset()


def _is_midnight(stamp: Stamp) -> bool:
    return stamp.precision == "minute" and (stamp.moment.hour, stamp.moment.minute, stamp.moment.second) == (0, 0, 0)


def _near_month(stamp: Stamp, month: datetime) -> bool:
    apart = (stamp.moment.year - month.year) * 12 + stamp.moment.month - month.month
    return 0 <= apart <= 1


def _in_future(stamp: Stamp) -> bool:
    return stamp.moment > datetime(2100, 1, 1, tzinfo=UTC)


def local(moment: datetime) -> datetime:
    """UTC as Vietnam's time, so that the day is the one the reader saw; a stated offset stays."""
    return moment if moment.utcoffset() else moment.astimezone(VIETNAM)


def read_visible(
    root: Element, heading: Element | None, container: Element | None, chosen: list[Element]
) -> list[Seen]:
    """Stamps shown near the article: ``chosen`` by the family first, then <time>, then lines around the title.

    Elements of the visit's clock (``#today``, ``.datetimenow``) and of the page's head and menus are passed over.
    """
    found = [Seen(stamp, "family", _is_update(element)) for element in chosen for stamp in _stamps_of(element)]
    if found:
        return found
    return list(_around(root, heading, container))


def _stamps_of(element: Element) -> Iterator[Stamp]:
    if text := element.get("datetime"):
        stamp = parse_machine(text)
        if stamp is not None and stamp.precision == "minute":
            yield stamp
            return
    stamp = find(_time_text(element))
    if stamp is not None:
        yield stamp


def _time_text(element: Element) -> str:
    return tidy(" ".join(element.itertext()))


def _is_update(element: Element) -> bool:
    return bool(_UPDATED_WORDS.search(_time_text(element)[:60]))


def _around(root: Element, heading: Element | None, container: Element | None) -> Iterator[Seen]:
    """Stamps by where they stand: between title and text, just above the title, then in the text or below it.

    Inside and below the text only elements that are called dates count: sentences, tables and the teasers of other
    articles hold dates too.
    """
    found: dict[str, list[Seen]] = {"head": [], "above": [], "text": []}
    near = _near(heading)
    last = last_of(container) if container is not None else None
    place, inside, below = "above", False, 0
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag in _NO_STAMP:
            continue
        if element is heading:
            place = "head"
        inside = inside or element is container
        if place == "head" and inside and element is not heading and (tag == "p" or len(element.text or "") > _PROSE):
            place = "text"
        below += element is last or below > 0
        if below > _BELOW:
            break
        seen = _seen(element, tag)
        if seen is None or (seen.how == "text" and place == "text") or (below and _in_list(element)):
            continue
        if place == "above" and not (seen.how != "text" if heading is None else _shares(element, near)):
            continue
        if place == "above" and _dates_teaser(element, heading):
            continue
        found[place].append(seen)
    for place in ("head", "above", "text"):
        yield from sorted(found[place], key=lambda seen: (seen.how != "time element", seen.how == "text"))


def _near(heading: Element | None) -> list[Element]:
    """The title's surroundings, four levels up at most and never the whole page."""
    ancestors = list(heading.iterancestors())[:4] if heading is not None else []
    return [element for element in ancestors if element.tag not in ("body", "html")]


def _shares(element: Element, near: list[Element]) -> bool:
    return any(ancestor in near for ancestor in element.iterancestors())


def _dates_teaser(element: Element, heading: Element | None) -> bool:
    """Whether a stamp above the title stands with the linked title of another article, as in a column of news."""
    title_inside = {heading, *heading.iterancestors()} if heading is not None else set()
    for around in [element, *element.iterancestors()][:_TEASER_LEVELS]:
        if around in title_inside:
            return False
        if any(len(text_of(link)) >= _TEASER_TITLE for link in around.iter("a")):
            return True
    return False


def _in_list(element: Element) -> bool:
    return any(
        ancestor.tag in ("li", "ul") or furniture.is_related(class_id(ancestor)) for ancestor in element.iterancestors()
    )


def _seen(element: Element, tag: str) -> Seen | None:
    classes = class_id(element)
    if tag == "time":
        stamp = next(_stamps_of(element), None)
        return (
            Seen(stamp, "time element", _is_update(element)) if stamp and not _CLOCK_OF_VISIT.search(classes) else None
        )
    if len(element) > 8 or (tag in ("p", "blockquote") and len(element.text or "") > 150):
        return None
    if not _has_digit(element):
        return None
    own = tidy(" ".join(element.itertext()))
    if not own or len(own) > 150 or not _MAY_BE_DATE.search(own):
        return None
    if _CLOCK_OF_VISIT.search(classes) or _in_head_of_page(element):
        return None
    stamp = find(own)
    if stamp is None:
        return None
    named = bool(_DATE_CLASS.search(classes))
    if not named and len(own) > 80 and stamp.precision != "minute":
        return None
    return Seen(stamp, "visible date" if named else "text", bool(_UPDATED_WORDS.search(own[:60])))


def _has_digit(element: Element) -> bool:
    """Whether a digit stands in the element's own text, outside its children."""
    if _DIGIT.search(element.text or ""):
        return True
    return any(child.tail and _DIGIT.search(child.tail) for child in element)


def _in_head_of_page(element: Element) -> bool:
    for ancestor in element.iterancestors():
        if ancestor.tag in ("nav", "footer", "aside"):
            return True
        if _CLOCK_OF_VISIT.search(class_id(ancestor)):
            return True
    return False
