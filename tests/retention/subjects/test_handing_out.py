"""What is handed over: what was looked through, on paper or as a file, and a line in the log with counts."""

import json
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.retention.subjects import dossier, handing_out
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting.models import Resident, Visit
from tests import factories
from tests.factories import NOW, TODAY
from tests.letters import paper
from tests.refusals import texts
from tests.retention.subjects import story
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def give(person: Person, kind: str = "pdf", struck: tuple[str, ...] = ()) -> bytes:
    seen = dossier.of(person, on=TODAY).seen
    return handing_out.hand_out(person, kind=kind, struck=struck, seen=seen, by=factories.coordinator(), at=NOW)


def read(content: bytes, folder: Path) -> str:
    file = folder / "inzage.pdf"
    file.write_bytes(content)
    with pikepdf.open(file) as opened:
        pages = len(opened.pages)
    return " ".join(paper.text(file, page) for page in range(1, pages + 1))


@pytest.mark.parametrize(("which", "mark"), [(Resident, "BEZOEKMERK"), (Volunteer, "VRIJMERK")])
def test_on_paper_stands_the_same_as_in_the_file(which: type[Person], mark: str, tmp_path: Path) -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    found = json.loads(give(story.person(trajectory, which), "json"))
    said = {text for part in found["parts"] for row in part["rows"] for one in row.values() for text in [one["text"]]}
    printed = re.sub(r"\s", "", read(give(story.person(trajectory, which)), tmp_path))
    assert [text for text in sorted(said) if mark in text and re.sub(r"\s", "", text) not in printed] == []
    for part in found["parts"]:
        assert re.sub(r"\s", "", part["heading"]) in printed


def test_it_says_what_for_how_long_from_whom_what_is_left_out_and_what_one_can_ask(tmp_path: Path) -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    struck = f"visiting.Visit:{Visit.objects.get().pk}:note"
    printed = read(give(story.person(trajectory, Resident), struck=(struck,)), tmp_path)
    for sentence in (
        "Wat wij van u bewaren",
        "Waarvoor: contact met wie zich aanmeldde.",
        "Wij hebben dit van uw vrijwilliger.",
        "3 maanden na het einde van het traject",
        "Toestemming van de bezoeker (AVG art. 6 lid 1 a, art. 9 lid 2 a)",
        "Op 1 plaats staat “(weggelaten)”",
        "Klopt er iets niet? Dan verbeteren wij het.",
        "Een mens beslist: nooit alleen de computer.",
    ):
        assert sentence in printed
    assert "BEZOEKMERK.note" not in printed.partition("Bezoekverslag:")[2][:40]


def test_the_paper_is_tagged_for_who_has_it_read_aloud_and_is_the_same_each_time(tmp_path: Path) -> None:
    her = story.person(story.told("BEZOEKMERK", "VRIJMERK"), Volunteer)
    found = dossier.of(her, on=TODAY)
    made = handing_out.KINDS["pdf"][0](found, ())
    (tmp_path / "x.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "x.pdf") as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "nl"
        assert str(opened.docinfo["/Title"]) == "Wat wij van u bewaren"
    assert handing_out.KINDS["pdf"][0](found, ()) == made


def test_that_it_was_given_is_in_the_log_in_counts() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    her = story.person(trajectory, Resident)
    count = dossier.of(her, on=TODAY).count
    give(her, "json", (f"visiting.Visit:{Visit.objects.get().pk}:note", "visiting.Visit:0:note"))
    assert story.last().about == her.pseudonym
    assert events.sentence(story.last()) == (
        f"gaf een bezoeker inzage in alles wat wij bewaren (json): {count} regels, 1 weggelaten"
    )


def test_what_nobody_looked_through_is_not_given() -> None:
    trajectory = story.told("BEZOEKMERK", "VRIJMERK")
    her = story.person(trajectory, Resident)
    seen = dossier.of(her, on=TODAY).seen
    Visit.objects.update(note="iets over de buurvrouw")
    with pytest.raises(Refused) as refused:
        handing_out.hand_out(her, kind="pdf", struck=(), seen=seen, by=None, at=NOW)
    assert texts(refused) == [handing_out.CHANGED.text]
    assert not Event.objects.filter(kind="subject.given").exists()


def test_the_command_writes_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    trajectory = factories.TrajectoryFactory()
    call_command("subject", "show", "volunteer", str(trajectory.volunteer_id), str(tmp_path / "x.json"))
    found = json.loads((tmp_path / "x.json").read_bytes())
    assert found["about"]["name"] == trajectory.volunteer.name
    assert (tmp_path / "x.json").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="not a pdf or json"):
        call_command("subject", "show", "volunteer", str(trajectory.volunteer_id), str(tmp_path / "x.txt"))
