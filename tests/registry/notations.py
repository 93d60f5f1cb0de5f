"""The same fictional persons in every notation of a delivery, and what a reader must make of them."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from letters.registry import formats
from letters.registry.formats import Delivery
from letters.registry.rows import RegistryPerson, Rejected
from tests.registry import extracts

Elements = dict[str, str]
_SURNAMES = ("Boer", "Dijk", "Ünlü", "Gaël", "Jansen", "Ružić", "Peters", "Schröder", "Smit", "Østergaard")


def person(number: int = 1, **changes: str) -> Elements:
    """A widow of nobody who exists, told apart by her A-number; `changes` are keyed like `e05_07_10`."""
    own = {
        "01.01.10": f"10000000{number:02}",
        "01.01.20": "",
        "01.02.40": _SURNAMES[number % len(_SURNAMES)],
        "08.11.20": str(number),
        **{key[1:].replace("_", "."): value for key, value in changes.items()},
    }
    return {name: value for name, value in (extracts.WIDOW | own).items() if value}


def twenty() -> list[Elements]:
    return [person(number) for number in range(1, 21)]


def categories(elements: Elements) -> list[tuple[str, Elements]]:
    """Her categories in order: `01` with `02.40` and so on."""
    found: dict[str, Elements] = {}
    for name, value in sorted(elements.items()):
        found.setdefault(name[:2], {})[name[3:]] = value
    return list(found.items())


def lo3(*parts: tuple[str, Elements], encoding: str = "utf-8", characters: bool = False) -> bytes:
    """One Sv01 message of categories; lengths count bytes, or characters."""

    def length(text: bytes) -> int:
        return len(text.decode(encoding)) if characters else len(text)

    body = b""
    for category, elements in parts:
        content = b""
        for name, value in elements.items():
            plain = value.encode(encoding)
            content += f"{name.replace('.', '')}{length(plain):03}".encode() + plain
        body += f"{category}{length(content):03}".encode() + content
    return f"00000000Sv01A20270101{length(body):05}".encode() + body


def message(elements: Elements, **changes: Any) -> dict[str, Any]:
    """The same as a message in JSON."""
    data = {f"c{category}": [coded(part)] for category, part in categories(elements)}
    return {"berichtType": "Sv01", "status": "A", "datum": "20270101", "plData": data, **changes}


def coded(elements: Elements) -> Elements:
    return {f"e{name.replace('.', '')}": value for name, value in elements.items()}


def resource(elements: Elements) -> dict[str, Any]:
    """The same as the BRP API gives it, version 2."""
    get = elements.get
    home = {"korteStraatnaam": get("08.11.10"), "huisnummer": int(elements["08.11.20"]), "postcode": get("08.11.60")}
    partner = {
        "burgerservicenummer": get("05.01.20"),
        "soortVerbintenis": {"code": get("05.15.10"), "omschrijving": "huwelijk"},
        "naam": {"voornamen": get("05.02.10"), "voorvoegsel": get("05.02.30"), "geslachtsnaam": get("05.02.40")},
        "geboorte": {"datum": day(elements["05.03.10"])},
        "ontbindingHuwelijkPartnerschap": {"datum": day(elements["05.07.10"])},
    }
    return {
        "aNummer": get("01.01.10"),
        "geslacht": {"code": get("01.04.10"), "omschrijving": "vrouw"},
        "naam": {
            "voornamen": get("01.02.10"),
            "geslachtsnaam": get("01.02.40"),
            "aanduidingNaamgebruik": {"code": get("01.61.10"), "omschrijving": "partner voor eigen"},
        },
        "geboorte": {"datum": day(elements["01.03.10"])},
        "gemeenteVanInschrijving": {"code": get("08.09.10"), "omschrijving": "Arnhem"},
        "verblijfplaats": {
            "type": "Adres",
            "functieAdres": {"code": get("08.10.10"), "omschrijving": "woonadres"},
            "verblijfadres": home,
        },
        "partners": [partner],
    }


def day(text: str) -> dict[str, str]:
    return {"type": "Datum", "datum": f"{text[:4]}-{text[4:6]}-{text[6:]}", "langFormaat": "een dag"}


def lines(objects: Iterable[object]) -> bytes:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects).encode()


def array(objects: Sequence[object], indent: int | None = None) -> bytes:
    return json.dumps(objects, ensure_ascii=False, indent=indent).encode()


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read(content: bytes) -> tuple[Delivery, list[RegistryPerson], list[Rejected]]:
    delivery = formats.read(io.BytesIO(content))
    rows = list(delivery)
    assert sum(row.lines for row in rows) == delivery.lines
    persons = [row for row in rows if isinstance(row, RegistryPerson)]
    return delivery, persons, [row for row in rows if isinstance(row, Rejected)]


def the_one(content: bytes) -> RegistryPerson:
    _, (only,), rejected = read(content)
    assert rejected == []
    return only
