"""SDMX: the series of provinces and the country as SDMX-CSV 2.0, with a data structure definition in SDMX-ML 3.0.

Places that are no province have no code and are left out. The dimension FREQ tells a stock as of a day (``X``) from a
flow on that day, so that a key stands once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb

from warehouse.quarantine import BASES, BOUNDS, MEASURES

AGENCY, VERSION = "SOLIEU", "1.0.0"
DATAFLOW = f"{AGENCY}:DF_SERIES({VERSION})"
DIMENSIONS = ("FREQ", "INDICATOR", "BREAKDOWN", "MEASURE", "BASE", "UNIT_MEASURE", "REF_AREA", "ACTUAL_OR_TARGET")
ATTRIBUTES = ("OBS_STATUS", "BOUND", "N_SOURCES", "SOURCE_URL", "COMMENT_OBS")
_FREQUENCIES = {
    "A": "Annual", "S": "Half-yearly", "Q": "Quarterly", "M": "Monthly", "D": "Daily", "I": "Another span",
    "X": "As of a day",
}  # fmt: skip
_STATUSES = {"A": "Stated as fact", "P": "Provisional", "E": "Estimated", "F": "Forecast, target or plan"}
_NO_BASE = "_Z"
_WHOLE = "_T"

_MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"
_STRUCTURE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure"
_COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"
_URN = "urn:sdmx:org.sdmx.infomodel"

_SERIES = """
    SELECT indicator, breakdown, measure, base, unit, coalesce(area_unit_id, area) AS area, is_target, time_period,
        period_start, period_end, value, status, bound, n_sources, url, sentence
    FROM indicator_series
    WHERE value IS NOT NULL AND (area_unit_id IS NOT NULL OR area = 'VN')
    ORDER BY ALL
"""


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write ``series.csv`` and ``structure.xml`` into ``folder``. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "series.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\r\n")
        writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES])
        answer = connection.cursor().execute(_SERIES)
        while rows := answer.fetchmany(10_000):
            writer.writerows(_line(row) for row in rows)
    (folder / "structure.xml").write_bytes(structure(connection))


def _line(row: tuple[Any, ...]) -> list[str]:
    (
        indicator,
        breakdown,
        measure,
        base,
        unit,
        area,
        target,
        period,
        start,
        end,
        value,
        status,
        bound,
        n,
        url,
        said,
    ) = row
    key = [frequency(start, end), indicator, breakdown or _WHOLE, measure, base or _NO_BASE, unit or _NO_BASE, area]
    key.append("T" if target else "A")
    return [
        "dataflow",
        DATAFLOW,
        "I",
        *key,
        time_period(period, start, end),
        repr(value),
        status,
        bound,
        str(n),
        url,
        said,
    ]


def frequency(start: date | None, end: date) -> str:
    """The code of FREQ: by the calendar span from ``start`` to ``end``, both inclusive; ``X`` as of ``end``."""
    if start is None:
        return "X"
    if start == end:
        return "D"
    months = _whole_months(start, end)
    if months in (12, 6, 3, 1) and (start.month - 1) % months == 0:
        return {12: "A", 6: "S", 3: "Q", 1: "M"}[months]
    return "I"


def time_period(code: str | None, start: date | None, end: date) -> str:
    """TIME_PERIOD: the warehouse's code where SDMX has one, else start and duration (``2022-01-01/P9M``)."""
    if start is None:
        return end.isoformat()
    if frequency(start, end) != "I" and code:
        return code
    months = _whole_months(start, end)
    return f"{start}/P{months}M" if months else f"{start}/P{(end - start).days + 1}D"


def _whole_months(start: date, end: date) -> int:
    """Calendar months that the span fills exactly; 0 where it does not."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return 0
    return (after.year - start.year) * 12 + after.month - start.month


def structure(connection: duckdb.DuckDBPyConnection) -> bytes:
    """The structure message: code lists, concepts, the data structure and its dataflow."""
    message = _node(None, _MESSAGE, "Structure")
    header = _node(message, _MESSAGE, "Header")
    _node(header, _MESSAGE, "ID", text="SOLIEU_STRUCTURE")
    _node(header, _MESSAGE, "Test", text="false")
    _node(header, _MESSAGE, "Prepared", text="2022-01-01T00:00:00Z")
    _node(header, _MESSAGE, "Sender", id=AGENCY)
    structures = _node(message, _MESSAGE, "Structures")
    lists = _code_lists(connection)
    code_lists = _node(structures, _STRUCTURE, "Codelists")
    for name, codes in lists.items():
        _code_list(code_lists, name, codes)
    _concepts(_node(structures, _STRUCTURE, "ConceptSchemes"))
    _dataflow(_node(structures, _STRUCTURE, "Dataflows"))
    _data_structure(_node(structures, _STRUCTURE, "DataStructures"), set(lists))
    for prefix, uri in (("mes", _MESSAGE), ("str", _STRUCTURE), ("com", _COMMON)):
        ElementTree.register_namespace(prefix, uri)
    ElementTree.indent(message)
    octets: bytes = ElementTree.tostring(message, encoding="utf-8", xml_declaration=True)
    return octets + b"\n"


def _code_lists(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    def listed(sql: str) -> list[tuple[str, str]]:
        return [(str(code), str(name)) for code, name in connection.execute(sql).fetchall()]

    units = listed("SELECT DISTINCT unit, unit FROM indicator_series WHERE unit IS NOT NULL ORDER BY 1")
    areas = listed("SELECT unit_id, name_vi FROM reference_areas ORDER BY unit_id")
    return {
        "FREQ": list(_FREQUENCIES.items()),
        "INDICATOR": listed("SELECT indicator, name_vi FROM indicators ORDER BY indicator"),
        "MEASURE": [(code, code.replace("_", " ")) for code in MEASURES],
        "BASE": [(code, code.replace("_", " ")) for code in BASES] + [(_NO_BASE, "Not applicable")],
        "UNIT_MEASURE": [*units, (_NO_BASE, "Not applicable")],
        "REF_AREA": [("VN", "Việt Nam"), *areas],
        "ACTUAL_OR_TARGET": [("A", "What happened"), ("T", "Forecast, target or plan")],
        "OBS_STATUS": list(_STATUSES.items()),
        "BOUND": [(code, code) for code in BOUNDS],
    }


def _code_list(parent: ElementTree.Element, name: str, codes: Iterable[tuple[str, str]]) -> None:
    code_list = _node(parent, _STRUCTURE, "Codelist", id=f"CL_{name}", agencyID=AGENCY, version=VERSION)
    _name(code_list, name)
    for code, label in codes:
        _name(_node(code_list, _STRUCTURE, "Code", id=code), label)


def _concepts(parent: ElementTree.Element) -> None:
    scheme = _node(parent, _STRUCTURE, "ConceptScheme", id="CS_SOLIEU", agencyID=AGENCY, version=VERSION)
    _name(scheme, "Concepts")
    for concept in (*DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES):
        _name(_node(scheme, _STRUCTURE, "Concept", id=concept), concept)


def _dataflow(parent: ElementTree.Element) -> None:
    flow = _node(parent, _STRUCTURE, "Dataflow", id="DF_SERIES", agencyID=AGENCY, version=VERSION)
    _name(flow, "Socio-economic figures of Vietnam's provinces")
    _node(flow, _STRUCTURE, "Structure", text=f"{_URN}.datastructure.DataStructure={AGENCY}:DSD_SERIES({VERSION})")


def _data_structure(parent: ElementTree.Element, coded: set[str]) -> None:
    definition = _node(parent, _STRUCTURE, "DataStructure", id="DSD_SERIES", agencyID=AGENCY, version=VERSION)
    _name(definition, "One value an indicator, area and period")
    components = _node(definition, _STRUCTURE, "DataStructureComponents")
    dimensions = _node(components, _STRUCTURE, "DimensionList", id="DimensionDescriptor")
    for position, name in enumerate(DIMENSIONS, 1):
        _component(_node(dimensions, _STRUCTURE, "Dimension", id=name, position=str(position)), name, coded)
    time = _node(dimensions, _STRUCTURE, "TimeDimension", id="TIME_PERIOD")
    _identity(time, "TIME_PERIOD")
    _node(_node(time, _STRUCTURE, "LocalRepresentation"), _STRUCTURE, "TextFormat", textType="ObservationalTimePeriod")
    attributes = _node(components, _STRUCTURE, "AttributeList", id="AttributeDescriptor")
    for name in ATTRIBUTES:
        usage = "mandatory" if name == "OBS_STATUS" else "optional"
        attribute = _node(attributes, _STRUCTURE, "Attribute", id=name, usage=usage)
        _component(attribute, name, coded)
        _node(_node(attribute, _STRUCTURE, "AttributeRelationship"), _STRUCTURE, "Observation")
    measures = _node(components, _STRUCTURE, "MeasureList", id="MeasureDescriptor")
    measure = _node(measures, _STRUCTURE, "Measure", id="OBS_VALUE")
    _identity(measure, "OBS_VALUE")
    _node(_node(measure, _STRUCTURE, "LocalRepresentation"), _STRUCTURE, "TextFormat", textType="Double")


def _component(node: ElementTree.Element, name: str, coded: set[str]) -> None:
    _identity(node, name)
    representation = _node(node, _STRUCTURE, "LocalRepresentation")
    if name in coded:
        _node(representation, _STRUCTURE, "Enumeration", text=f"{_URN}.codelist.Codelist={AGENCY}:CL_{name}({VERSION})")
    else:
        kind = "Integer" if name == "N_SOURCES" else "String"
        _node(representation, _STRUCTURE, "TextFormat", textType=kind)


def _identity(node: ElementTree.Element, name: str) -> None:
    urn = f"{_URN}.conceptscheme.Concept={AGENCY}:CS_SOLIEU({VERSION}).{name}"
    _node(node, _STRUCTURE, "ConceptIdentity", text=urn)


def _name(node: ElementTree.Element, text: str) -> None:
    name = _node(node, _COMMON, "Name", text=text)
    name.set("{http://www.w3.org/XML/1998/namespace}lang", "vi" if not text.isascii() else "en")


def _node(
    parent: ElementTree.Element | None, space: str, tag: str, *, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    name = f"{{{space}}}{tag}"
    node = ElementTree.Element(name, attributes) if parent is None else ElementTree.SubElement(parent, name, attributes)
    node.text = text
    return node
