"""A dossier as it is printed for whom it is about: what we hold, what isn't in it, who may see it, what she can ask."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from bezoekdienst.lib import wording
from bezoekdienst.retention.subjects.dossier import STRUCK, Dossier, Ground, Part
from bezoekdienst.retention.subjects.showing import Said
from bezoekdienst.visiting.models import Resident
from letters import letterheads, rendering
from letters.sheet.dossiers import Paper, Section

TITLE = "Wat wij van u bewaren"
IN_FULL = 3  # more of a kind are a line each
_LEAD = (
    "U vroeg wat wij van u bewaren. Hieronder staat alles wat op deze dag bij ons over u staat.",
    "Bij elk onderdeel leest u waarvoor wij het bewaren, en van wie wij het hebben.",
    "Achteraan staat hoe lang wij het bewaren, en waarom dat mag.",
)
_SEEN_BY = {
    True: (
        "De coördinator en de plaatsvervanger van de dienst zien alles wat hier staat.",
        "Uw vrijwilliger ziet alleen wat nodig is voor het bezoek, en alleen zolang het bezoek loopt.",
        "Een huisarts of een andere instantie hoort alleen iets met uw toestemming, of als er gevaar is.",
        "De gemeente krijgt aantallen, en geen namen.",
    ),
    False: (
        "De coördinator en de plaatsvervanger van de dienst zien wat hier staat.",
        "Wat u over uw eigen verlies vertelde, leest alleen de coördinator terug.",
        "Wie u bezoekt, kent uw voornaam. De gemeente krijgt aantallen, en geen namen.",
    ),
}
_DECIDES = "De computer doet een voorstel wie bij wie past. Een mens beslist: nooit alleen de computer."
_RIGHTS = (
    "Klopt er iets niet? Dan verbeteren wij het.",
    "Wilt u dat wij uw gegevens wissen? Dan doen wij dat. Soms moet er eerst iets worden afgerond.",
    "Gaf u toestemming? Die mag u altijd intrekken. Wat daarvoor gebeurde, blijft gelden.",
    "Wilt u dat wij iets niet meer gebruiken? Dan stoppen wij ermee, of wij leggen uit waarom dat niet kan.",
)
COMPLAINT = "Bent u het niet met ons eens? Dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens."


def pdf(dossier: Dossier, struck: Collection[str] = ()) -> bytes:
    """A tagged PDF; made on the spot, kept nowhere."""
    return rendering.dossier(laid_out(dossier, struck), made_on=dossier.made_on)


def laid_out(dossier: Dossier, struck: Collection[str] = ()) -> Paper:
    """All sections in the order in which one reads them."""
    sections = (
        *(_section(part, struck) for part in dossier.parts),
        _terms(dossier),
        Section("Wat hier niet in staat, en waarom", points=tuple(_left_out(dossier, struck))),
        Section("Wie dit mag zien", points=(*_SEEN_BY[dossier.about == Resident._meta.label], _DECIDES)),
        Section("Wat u kunt vragen", points=(*_RIGHTS, COMPLAINT, *reach())),
    )
    about = f"Over {dossier.name}"
    return Paper(sender(), TITLE, about, wording.day(dossier.made_on), _LEAD, sections)


def _section(part: Part, struck: Collection[str]) -> Section:
    soft = (*_purposes(part.grounds), f"Wij hebben dit {part.source}.")
    if part.flat:
        names = tuple(_start(name) for name in part.names.values())
        return Section(part.heading, columns=names, rows=tuple(_flat(part, row) for row in part.rows), soft=soft)
    lists = tuple(tuple((_start(said.label), _text(said, struck)) for said in row) for row in part.rows)
    if len(lists) <= IN_FULL:
        return Section(part.heading, lists=lists, soft=soft)
    return Section(part.heading, lines=tuple(_lines(part, struck)), soft=soft)


Line = tuple[str, str, tuple[str, ...]]


def _lines(part: Part, struck: Collection[str]) -> Iterator[Line]:
    """A line a row; what is the same several times in a row on one day, once with how often."""
    for (_, *same), group in groupby((_line(part, row, struck) for row in part.rows), key=_on_its_day):
        first, *others = group
        rest = f"{same[0]} ({len(others) + 1} keer)" if others else first[1]
        yield first[0], rest, first[2]


def _on_its_day(line: Line) -> tuple[str, str, tuple[str, ...]]:
    return line[0].partition(",")[0], line[1], line[2]


def _line(part: Part, row: tuple[Said, ...], struck: Collection[str]) -> Line:
    """One of many: what it begins with, the rest, and below it what somebody wrote. A no goes without saying."""
    first, *others = row
    bare = " ".join(said.text for said in others if said.key.partition(".")[0] in part.bare)
    named = [
        f"{said.label}: {said.text}"
        for said in others
        if not said.passage and said.value is not False and said.key.partition(".")[0] not in part.bare
    ]
    below = tuple(f"{_start(said.label)}: {_text(said, struck)}" for said in others if said.passage)
    return first.text, " · ".join([bare] * bool(bare) + named), below


def _flat(part: Part, row: tuple[Said, ...]) -> tuple[str, ...]:
    said = {one.key.partition(".")[0]: one.text for one in row}
    return tuple(said.get(column, "") for column in part.names)


def _text(said: Said, struck: Collection[str]) -> str:
    return f"({STRUCK})" if said.passage and said.passage in struck else said.text


def _purposes(grounds: Iterable[Ground]) -> Iterator[str]:
    """Each once: what differs in ground or term only stands in the table at the end."""
    first, *others = grounds
    yield f"Waarvoor: {first.purpose}."
    for ground in others:
        if ground.purpose != first.purpose:
            yield f"{_start(ground.columns)}: {ground.purpose}."


def _terms(dossier: Dossier) -> Section:
    """What has the same ground and term together, in the order in which it stood above."""
    found: dict[tuple[str, str], list[str]] = {}
    for part in dossier.parts:
        for ground in part.grounds:
            which = f"{part.heading} ({ground.columns})" if ground.columns else part.heading
            found.setdefault((ground.basis, ground.term), []).append(which)
    rows = tuple((". ".join(where) + ".", _start(basis), _start(term)) for (basis, term), where in found.items())
    return Section(
        "Hoe lang wij het bewaren, en waarom dat mag", columns=("Wat", "Waarom het mag", "Hoe lang"), rows=rows
    )


def _left_out(dossier: Dossier, struck: Collection[str]) -> Iterator[str]:
    count = sum(said.passage in struck for _, _, said in dossier.passages)
    if count:
        said = "Op 1 plaats staat" if count == 1 else f"Op {count} plaatsen staat"
        yield f"{said} “({STRUCK})”: dat gaat over een ander, of een ander zei het in vertrouwen (AVG art. 15 lid 4)."
    for reason, where in dossier.kept_back:
        yield f"{reason} Dat is zo bij: {'; '.join(_small(one) for one in where)}."


def sender() -> str:
    """Who answers: the service by its own name."""
    return _start(str(letterheads.texts().get("service_name") or "de bezoekdienst"))


def reach() -> Iterator[str]:
    """Whom to call, and where to complain."""
    texts = letterheads.texts()
    if phone := texts.get("phone"):
        hours = f" ({texts['phone_hours']})" if texts.get("phone_hours") else ""
        yield f"Bel ons gerust: {phone}{hours}."
    if complaint := texts.get("complaint"):
        yield f"{str(complaint).rstrip('.')}."


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
