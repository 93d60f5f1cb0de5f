"""Excel files of nobody who exists, made by hand: also those that no program would write."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="[$-413]d\\ mmmm\\ yyyy;@"/>'
    '<numFmt numFmtId="165" formatCode="0000"/><numFmt numFmtId="166" formatCode="#,##0\\ &quot;dag&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="20"/><xf numFmtId="22"/></cellXfs>'
)


def text(reference: str, value: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(reference: str, value: object, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    return f'<c r="{reference}"{styled}><v>{value}</v></c>'


def row(at: int, *cells: str) -> str:
    return f'<row r="{at}" spans="1:3">{"".join(cells)}</row>'


def table(*rows: Sequence[str]) -> str:
    """Rows of texts, as `book` takes them."""
    return "".join(
        row(at, *(text(f"{chr(ord('A') + place)}{at}", value) for place, value in enumerate(values) if value))
        for at, values in enumerate(rows, start=1)
    )


def sheet(rows: str, after: str = "", before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    sheets: Mapping[str, str],
    strings: Sequence[str] = (),
    states: Mapping[str, str] = {},
    properties: str = "",
) -> dict[str, str]:
    """The parts of a workbook: `sheets` by name, each the XML of its rows or (when it has one) of the whole part."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" state="{states.get(name, "visible")}" r:id="s{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    targets = [(f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    targets += [("strings", "sharedStrings", "sharedStrings.xml"), ("styles", "styles", "/xl/styles.xml")]
    relations = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in targets)
    items = "".join(value if value.startswith("<si") else f"<si><t>{value}</t></si>" for value in strings)
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        **{
            f"xl/worksheets/sheet{n}.xml": xml if "<worksheet" in xml else sheet(xml)
            for n, xml in enumerate(sheets.values(), start=1)
        },
    }


def zipped(contents: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(rows: str, strings: Sequence[str] = (), properties: str = "") -> bytes:
    """A workbook with one sheet."""
    return zipped(parts({"Blad1": rows}, strings, properties=properties))
