"""The small parts of an Excel file: which sheets there are, and the strings and styles that cells refer to."""

from dataclasses import dataclass

from bezoekdienst.lib.spreadsheets.excel import cells, package
from bezoekdienst.lib.spreadsheets.excel.package import Package

Kinds = dict[str, int]
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the workbook says of itself: its visible and its hidden sheets in order, by name and part, and more."""

    visible: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    strings: str | None
    styles: str | None
    date_1904: bool


class _Elements(package.Reader):
    """The attributes of every element with one of these names, in order, without their prefixes."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._names = names

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.text.clear()
        if name in self._names:
            self.found.append((name, {key.rpartition(":")[2]: value for key, value in attributes.items()}))


def listed(part: Package) -> Listed:
    """`workbook.xml` with its relations. Sheets that are no tables, such as a chart on its own, are left out."""
    relations, book = _Elements("Relationship"), _Elements("sheet", "workbookPr")
    part.read(_RELATIONS, relations)
    part.read(_WORKBOOK, book)
    kinds = {found.get("Id", ""): found.get("Type", "").rpartition("/")[2] for _, found in relations.found}
    targets = {found.get("Id", ""): _path(found.get("Target", "")) for _, found in relations.found}
    by_kind = {kinds[key]: target for key, target in targets.items() if target in part}
    visible: list[tuple[str, str]] = []
    hidden: list[tuple[str, str]] = []
    date_1904 = False
    for name, found in book.found:
        if name == "workbookPr":
            date_1904 = found.get("date1904") in ("1", "true")
        elif kinds.get(found.get("id", "")) == "worksheet":
            shown = found.get("state", "visible") == "visible"
            (visible if shown else hidden).append((_short(found.get("name", "")), targets[found["id"]]))
    return Listed(tuple(visible), tuple(hidden), by_kind.get("sharedStrings"), by_kind.get("styles"), date_1904)


def _path(target: str) -> str:
    """A relation's target is relative to the folder `xl`, or to the package when it begins with a slash."""
    return target[1:] if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def _short(name: str) -> str:
    """A sheet's name, fit to stand in a sentence: Excel allows 31 characters."""
    return "".join(character for character in name[:31] if character.isprintable())


class _SharedStrings(package.Reader):
    def __init__(self, shared: cells.Strings) -> None:
        super().__init__()
        self._shared, self._phonetic = shared, False
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self.text.clear()
        elif name == "si":
            self._parts.clear()
        elif name == "rPh":  # how a Japanese name sounds
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            self._parts += self.text
        elif name == "si":
            self._shared.add(cells.clean("".join(self._parts)))
            self.advanced = True
        elif name == "rPh":
            self._phonetic = False


def strings(part: Package, name: str | None) -> cells.Strings:
    """The strings that cells share. Raises Refused when they are too many or too big."""
    shared, limit = cells.Strings(), cells.MAX_STRINGS_UNPACKED
    if name is None:
        return shared
    if part.size(name) > limit:
        raise package.too_large(limit)
    # Counting them among the bytes takes a tenth of the time that reading them does: a flood is refused at once.
    if part.size(name) > cells.MAX_STRINGS * len("<si/>"):
        counted = 0
        for chunk in part.chunks(name, limit):
            counted += chunk.count(b"<si>") + chunk.count(b"<si/>")
            if counted > cells.MAX_STRINGS:
                raise cells.too_many_strings()
    part.read(name, _SharedStrings(shared), limit)
    return shared


class _Styles(package.Reader):
    """The formats of numbers, and which of them each style has: the n-th `xf` of `cellXfs` is style n."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}
        self.formats: list[str] = []
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.text.clear()
        if name in ("numFmts", "cellXfs", "dxfs", "cellStyleXfs"):
            self._inside = name
        elif name == "numFmt" and self._inside == "numFmts":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and self._inside == "cellXfs":
            self.formats.append(attributes.get("numFmtId", "0"))


def kinds(part: Package, name: str | None, date_1904: bool) -> Kinds:
    """The kind of each style that changes how a number is shown, by the style's number as cells write it."""
    reader = _Styles()
    if name is not None:
        part.read(name, reader)
    found = {
        str(style): cells.kind(
            int(written) if written.isdecimal() and len(written) < 9 else 0, reader.codes.get(written), date_1904
        )
        for style, written in enumerate(reader.formats)
    }
    return {style: kind for style, kind in found.items() if kind}
