"""`bezoekdienst extract check FILE`: read, decide and compose a delivery as a dry run. Writes nothing, keeps nothing.

No database, no key, no ledger: only within the file itself is a loss that comes twice seen. Exit code 0 when the file
could be read, 2 when it was refused.
"""

import argparse
import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bezoekdienst.lib.errors import Refused
from letters import selection
from letters.registry import composition, formats, names
from letters.registry.composition import Composition
from letters.registry.formats import tables
from letters.registry.formats.words import headings
from letters.registry.rows import RegistryPerson, Rejected
from letters.selection import identity

REJECTED = "rejected"
# what a terminal would obey, or write the other way round, instead of showing it
_COMMANDS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MOST = 20  # columns named, of those that are not used or not known
_LABELS = {
    selection.DUE: "brief",
    selection.HELD: "wacht op een besluit",
    selection.LEFT_OUT: "geen brief",
    REJECTED: "onleesbaar",
}
_COMPOSED = (
    *("voorletters", "volledige_naam", "aanschrijfnaam", "aanspreekvorm", "aanhef", "lopende_tekst"),
    *("adresregels", "land", "kix", "text_variant"),
)


class Judge:
    """Rows to plain objects, one by one; remembers in memory the losses that were due in this file."""

    def __init__(self, on: date, municipality: str | None, name: str) -> None:
        self._municipality, self._name = municipality, name
        self._due: set[int] = set()  # hashes alone: of 250,000 losses the numbers and names would not fit
        dealt_with = identity.lookup(self._due, hash)
        self._judge = selection.Judge(
            on=on, extract_on=on, municipality=municipality, municipality_name=name, ledger=dealt_with
        )

    def told(self, row: RegistryPerson | Rejected) -> dict[str, Any]:
        """One row with the keys of the command's `--json`."""
        if isinstance(row, Rejected):
            reasons = [{"rule": "L12", "text": row.reason}]
            return {"row": row.line, "decision": REJECTED, "reasons": reasons, **dict.fromkeys(_COMPOSED)}
        ours = self._municipality is None or row.municipality == self._municipality
        composed = composition.of(row, self._name if ours else "")
        decision = self._judge(row, composed)
        if decision.decision == selection.DUE and decision.relation:
            keys = identity.loss_keys(row, decision.relation)
            self._due.update(map(hash, keys.strong + keys.weak))
        reasons = [{"rule": reason.rule, "text": reason.text} for reason in decision.reasons]
        head = {"row": row.line, "decision": decision.decision, "reasons": reasons}
        return {**head, **_told(row, composed), "text_variant": decision.text_variant}


def _told(person: RegistryPerson, composed: Composition) -> dict[str, Any]:
    written, lines = composed
    country = lines.country and {"code": lines.country.code, "omschrijving": lines.country.name}
    return {
        "voorletters": names.initials(person.name.given_names),
        "volledige_naam": names.full_name(person.name, person.sex),
        "aanschrijfnaam": written.name,
        "aanspreekvorm": written.style,
        "aanhef": written.salutation,
        "lopende_tekst": written.running_text,
        "adresregels": list(lines.filled) or None,
        "land": country,
        "kix": lines.kix,
    }


def run(argv: list[str], today: Callable[[], date] = date.today) -> int:
    """Run the command with the arguments after `extract check`; prints, returns the exit code."""
    options = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names need it, whatever the terminal's own setting
    try:
        stream = options.file.open("rb")
    except OSError:
        sys.stderr.write(_harmless(f"Het bestand {options.file.name} is niet te openen.\n"))
        return 2
    code, name = options.municipality or (None, "")
    with stream:
        try:
            delivery = formats.read(stream, dict(options.column))
            _tell(delivery, Judge(options.on or today(), code, name), options.json)
        except Refused as refusal:
            sys.stderr.write(_harmless("".join(f"{line}\n" for line in _refusal(refusal))))
            return 2
        except BrokenPipeError:  # whoever reads what is printed has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refusal(refusal: Refused) -> Iterator[str]:
    """Why the file was refused; of a table with unknown headings also which, and how to say what they hold."""
    yield from (reason.text for reason in refusal.reasons)
    if isinstance(refusal, tables.Unmapped):
        unknown = [cell for cell, found in zip(refusal.heading, refusal.placed, strict=True) if cell and found is None]
        if unknown:
            yield f"Deze kolommen kennen wij niet: {', '.join(unknown[:MOST])}."
        yield "Wijs aan wat een kolom is met --column KOP=RUBRIEK, zoals --column 'Naam partner=05.02.40'."


def _tell(delivery: formats.Delivery, judge: Judge, as_json: bool) -> None:
    """Print every row; the sums go below it, or beside it when the rows are for a machine."""
    counts: Counter[str] = Counter()
    for row in delivery:
        told = judge.told(row)
        counts[told["decision"]] += 1
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if as_json else _harmless(_text(told)))
    (sys.stderr if as_json else sys.stdout).write(_harmless(_summary(delivery, counts)))


def _harmless(text: str) -> str:
    return _COMMANDS.sub("\ufffd", text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bezoekdienst extract check", description="Een aanlevering proef lezen. Er wordt niets bewaard."
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--on", type=_day, metavar="DATE", help="peildatum, 2027-01-31; zonder: vandaag")
    parser.add_argument("--municipality", type=_municipality, metavar="CODE:NAME", help="zoals 0202:Arnhem")
    parser.add_argument(
        "--column", type=_column, action="append", default=[], metavar="KOP=RUBRIEK", help="wat een eigen kolom is"
    )
    parser.add_argument("--json", action="store_true", help="een JSON-object per persoon per regel")
    return parser


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        if not 1900 < day.year < 2900:
            raise ValueError
        return day
    except ValueError:
        raise argparse.ArgumentTypeError("geef de datum als 2027-01-31") from None


def _municipality(text: str) -> tuple[str, str]:
    code, _, name = text.partition(":")
    if not re.fullmatch(r"[0-9]{1,4}", code):
        raise argparse.ArgumentTypeError("geef de gemeente als 0202:Arnhem")
    return code.zfill(4), name.strip()


def _column(text: str) -> tuple[str, str]:
    heading, _, element = text.rpartition("=")
    if not heading or element not in headings.LABELS:
        raise argparse.ArgumentTypeError("geef een kolom als 'Naam partner=05.02.40'")
    return headings.normal(heading), element


def _text(told: dict[str, Any]) -> str:
    """A row for people: what is decided, why, and what would stand on paper."""
    paper = [told["aanspreekvorm"], told["aanschrijfnaam"], *(told["adresregels"] or ()), told["aanhef"]]
    words = " ".join(reason["text"] for reason in told["reasons"])
    variant = f" ({told['text_variant']})" if told["text_variant"] else ""
    parts = [f"regel {told['row']}: {_LABELS[told['decision']]}{variant}", " | ".join(p for p in paper if p), words]
    return "\n    ".join(part for part in parts if part) + "\n"


def _summary(delivery: formats.Delivery, counts: Counter[str]) -> str:
    heaps = ", ".join(f"{_figure(counts[key])} {label}" for key, label in _LABELS.items() if key != REJECTED)
    read = (
        f"{_counted(delivery.lines, 'regel')}, {_counted(delivery.persons, 'persoon', 'personen')}, "
        f"{_counted(delivery.continuations, 'vervolgregel')}, {_counted(delivery.rejected, 'onleesbare regel')}"
    )
    unused = f"Niet gebruikt: {', '.join(delivery.ignored[:MOST])}.\n" if delivery.ignored else ""
    return f"{delivery.format}: {read}; {heaps}.\n{unused}"


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{_figure(count)} {one if count == 1 else more or f'{one}s'}"


def _figure(count: int) -> str:
    return f"{count:,}".replace(",", ".")
