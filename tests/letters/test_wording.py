"""The words of the letter: what must be said, what may not, and that they are printed as they stand."""

from dataclasses import replace
from pathlib import Path

import pytest

from letters import rendering
from letters.sheet import duties, wording
from letters.sheet.wording import Block, Wording
from tests.letters import stationeries
from tests.letters.paper import text

SHIPPED = wording.shipped()
FIELDS = stationeries.stationery().merge_fields("jong")


def said(words: Wording) -> list[str]:
    return [reason.text for reason in duties.reasons(words)]


def with_block(key: str, text: str) -> Wording:
    """The shipped text with another text in one of its blocks."""
    front, back = (
        tuple(replace(block, text=text) if block.key == key else block for block in side)
        for side in (SHIPPED.front, SHIPPED.back)
    )
    return replace(SHIPPED, front=front, back=back)


def with_own(text: str) -> Wording:
    return replace(SHIPPED, front=(*SHIPPED.front, Block("eigen-1", text)))


def test_the_shipped_text_may_be_used_and_is_short_enough() -> None:
    assert said(SHIPPED) == []
    assert wording.count(SHIPPED, FIELDS) == 183 <= wording.FRONT_WORDS


def test_the_shipped_text_tells_what_the_law_asks() -> None:
    back = " ".join(run.text for block in SHIPPED.back for run in wording.runs(block, FIELDS))
    for piece in (
        "De gemeente Voorbeeldstad schrijft u en is verantwoordelijk",  # controller
        "functionaris gegevensbescherming",
        "alleen voor deze brief",  # purpose
        "Wmo 2015",  # legal basis
        "uw naam, uw adres en gegevens over uw huwelijk of partnerschap",  # categories
        "Basisregistratie Personen",  # source
        "Alleen wie de brief maakt en verstuurt, ziet ze",  # recipients
        "8 weken",
        "bezwaar",
        "Autoriteit Persoonsgegevens",
    ):
        assert piece in back


def test_what_is_stored_becomes_the_same_words_again() -> None:
    own = with_own("**Vet** en {telefoon}")
    assert wording.of(wording.stored(own), version=own.version) == own
    assert wording.of({}, version="7") == SHIPPED


def test_words_are_counted_as_they_are_printed() -> None:
    short = Wording("", "Twee woorden", (Block("a", "Bel **{telefoon}** nu"),), (Block("b", "telt niet mee"),))
    assert wording.count(short, {"telefoon": "000 12"}) == 6


@pytest.mark.parametrize("key", wording.MANDATORY)
def test_a_mandatory_block_that_is_empty_or_gone_is_told(key: str) -> None:
    assert f"“{duties.title(key)}” is leeg. Dit moet in de brief staan." in said(with_block(key, " "))
    gone = [tuple(one for one in side if one.key != key) for side in (SHIPPED.front, SHIPPED.back)]
    assert said(replace(SHIPPED, front=gone[0], back=gone[1])) == [f"In de brief ontbreekt {wording.MANDATORY[key]}."]


SENSE = [
    ("verlies", "Uw partner is overleden.", "In “Waarom u schrijft” moet {tijd} staan."),
    ("verlies", "Dit is {tijd} gebeurd.", "In “Waarom u schrijft” moet “partner” staan."),
    ("dienst", "De {dienst} komt langs.", "In “Wat het bezoek is” moet “jaar” staan."),
    ("dienst", "Het stopt na een jaar.", "In “Wat het bezoek is” moet {dienst} staan."),
    ("reageren", "Ga naar {site}.", "In “Hoe iemand antwoordt” moet {telefoon} staan."),
    ("reageren", "Bel {telefoon}.", "In “Hoe iemand antwoordt” moet {site} staan."),
    ("vrij", "Tot ziens.", "In “Niets doen mag” moet “niets” of “niet” staan."),
    ("bezwaar", "Laat het weten.", "In “Nooit meer een brief” moet {telefoon} of {mail} staan."),
    ("bron", "Wij kennen u.", "In “Waar het adres vandaan komt” moet “Basisregistratie Personen” of “BRP” staan."),
    ("gegevens", "Van {gemeente}.", "In “Waar de gegevens vandaan komen” moet {grondslag} staan."),
    ("gegevens", "Dit: {grondslag}", "In “Waar de gegevens vandaan komen” moet {gemeente} staan."),
    ("bewaren", "Een tijdje.", "In “Hoe lang we ze bewaren” moet {weken} staan."),
    ("rechten", "U mag bezwaar maken.", "In “Welke rechten iemand heeft” moet {telefoon} of {mail} staan."),
    ("rechten", "Bel {telefoon}.", "In “Welke rechten iemand heeft” moet “bezwaar” staan."),
    ("klacht", "{klacht}", "In “Waar men klaagt” moet “Autoriteit Persoonsgegevens” staan."),
    ("klacht", "Bij de Autoriteit Persoonsgegevens.", "In “Waar men klaagt” moet {klacht} staan."),
]


@pytest.mark.parametrize(("key", "written", "sentence"), SENSE)
def test_a_mandatory_block_keeps_its_sense(key: str, written: str, sentence: str) -> None:
    assert said(with_block(key, written)) == [sentence]


def test_one_way_to_object_is_enough() -> None:
    assert said(with_block("bezwaar", "Mail {mail}.")) == []


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Lieve weduwe,", "weduwe"),
        ("voor Weduwnaars", "weduwnaars"),
        ("aan wed. Jansen", "wed."),
        ("wie achtergebleven is", "achtergebleven"),
        ("uw rouwproces", "rouwproces"),
        ("de verwerking van uw verlies", "verwerking"),
    ],
)
def test_words_that_hurt_stay_off_the_sheet(written: str, word: str) -> None:
    sentence = f"Het woord “{word}” hoort niet op deze brief. Zeg het op een andere manier."
    assert said(with_own(written)) == [sentence]
    assert said(replace(SHIPPED, subject=written)) == [sentence]


def test_words_that_look_like_them_may_stay() -> None:
    assert said(with_own("Op wedstrijddagen, in de wedde, geweduld.")) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Dag {voornaam}", "De brief gebruikt een onbekend veld: {voornaam}."),
        ("Dag {}", "De brief gebruikt een onbekend veld: {}."),
        ("Dag {telefoon", "In “Eigen alinea” staat een losse accolade. Een veld begint met { en eindigt met }."),
        ("Dag }", "In “Eigen alinea” staat een losse accolade. Een veld begint met { en eindigt met }."),
        ("{{telefoon}}", "In “Eigen alinea” staat een losse accolade. Een veld begint met { en eindigt met }."),
        ("**Dag", "In “Eigen alinea” staat een losse **. Zet ** voor én achter wat vet moet."),
        ("x" * 1_201, "“Eigen alinea” is te lang: hooguit 1200 tekens."),
        ("Dag\x00", "“Eigen alinea” bevat een teken dat niet gedrukt kan worden (U+0000)."),
        ("Dag\u202eneb", "“Eigen alinea” bevat een teken dat niet gedrukt kan worden (U+202E)."),
    ],
)
def test_what_cannot_be_printed_is_told(written: str, sentence: str) -> None:
    assert said(with_own(written)) == [sentence]


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("", "Het onderwerp is leeg."),
        ("x" * 91, "Het onderwerp is te lang: hooguit 90 tekens."),
        ("Van {dienst}", "Het onderwerp kan geen veld bevatten en niets vets."),
        ("**Bezoek**", "Het onderwerp kan geen veld bevatten en niets vets."),
    ],
)
def test_a_subject_is_one_plain_line(subject: str, sentence: str) -> None:
    assert said(replace(SHIPPED, subject=subject)) == [sentence]


def test_a_heading_is_one_plain_line() -> None:
    back = (*SHIPPED.back, Block("eigen-1", "Iets.", "Over {dienst}"))
    assert said(replace(SHIPPED, back=back)) == ["De kop van “Eigen alinea” kan geen veld bevatten en niets vets."]


def test_a_block_stands_there_once_and_a_side_has_an_end() -> None:
    assert said(replace(SHIPPED, front=(*SHIPPED.front, SHIPPED.front[0]))) == ["Een blok staat er dubbel."]
    many = tuple(Block(f"eigen-{number}", "Iets.") for number in range(9))
    assert said(replace(SHIPPED, back=(*SHIPPED.back, *many))) == ["Een kant heeft hooguit 12 blokken."]


HOSTILE = '<b>vet</b> <img src="file:///etc/passwd"> <style>p{{color:red}}</style> &amp; url(http://x.example/)'


def test_markup_styles_and_addresses_are_printed_as_they_stand_and_nothing_is_fetched(tmp_path: Path) -> None:
    written = HOSTILE.replace("{{", "(").replace("}}", ")")
    words = with_block("vrij", f"U hoeft niets te doen. {written}")
    words = replace(words, subject='<script>x</script> "q"')
    assert said(words) == []
    made = rendering.render_box([stationeries.sheet()], stationeries.stationery(words=words), tmp_path / "doos.pdf")
    printed = text(tmp_path / "doos.pdf", 1)
    assert made.refused_fetches == ()
    for piece in (
        "<b>vet</b>",
        'src="file:///etc/passwd">',
        "<style>p(color:red)</style>",
        "&amp;",
        "<script>x</script>",
    ):
        assert piece in printed
