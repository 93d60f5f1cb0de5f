"""The columns of the form with volunteers: what may stand in each, in the words of the coordinator (V1, V2, V3)."""

from bezoekdienst import paper
from bezoekdienst.lib import words
from bezoekdienst.lib.spreadsheets import asking, values
from bezoekdienst.lib.spreadsheets.columns import Column
from volunteers.models import SignOffTalk
from volunteers.profile import KILOMETRES, PLACES

NAME = "Vrijwilligers"  # of the form
AT_MOST = 250  # rows: what can be done within a few seconds, in one transaction
NEEDS = (("first_name",), ("last_name", "name"), ("phone", "email"))
TRAINING = "training_"  # before the code of a topic
MUST_NOT = {"pets": "huisdieren", "smoking": "roken", "stairs": "trappen"}
HOME = {"pets": "huisdieren", "smoking": "rookt"}
OUTCOMES = {str(code): str(said) for code, said in SignOffTalk.Outcome.choices}
SEXES = {"V": "vrouw", "M": "man"}


WHO = (
    Column(
        "first_name", "Voornaam", "Zo heet de vrijwilliger op het scherm.", "Voorbeeld", values.text(60), ("roepnaam",)
    ),
    Column("prefix", "Tussenvoegsel", reads=values.text(20), also=("voorvoegsel", "tussenvoegsels"), offered=False),
    Column("last_name", "Achternaam", "Met “van” of “de” ervoor.", "van Verzonnen", values.text(90), ("familienaam",)),
    Column("name", "Naam", reads=values.text(120), also=("volledige naam", "naam vrijwilliger"), offered=False),
    Column(
        *("phone", "Telefoon", "Telefoon of e-mail is nodig.", "026 000 00 99", values.phone),
        also=("telefoonnummer", "mobiel", "mobiele telefoon", "tel"),
    ),
    Column(
        "email",
        "E-mail",
        "Telefoon of e-mail is nodig.",
        "voorbeeld@voorbeeld.example",
        paper.email,
        ("e-mailadres", "mail"),
    ),
    Column(
        *("birth_year", "Geboortejaar", "Vier cijfers.", "1955", values.whole(1900, 2100)),
        also=("geboren in", "bouwjaar"),
    ),
    asking.one_of("sex", "Geslacht", words.SEXES, "Vrouw, man of anders.", "vrouw", "m/v"),
    Column(
        "pc4", "Postcode", "De vier cijfers zijn genoeg.", "6811", values.pc4, ("postcode 4", "pc4", "postcode cijfers")
    ),
)
HOW = (
    Column(
        *("max_km", "Hoe ver (km)", "Hoeveel kilometer reist iemand? Leeg: 10.", "8"),
        values.whole(KILOMETRES[0], KILOMETRES[-1]),
        ("hoe ver", "kilometers", "reisafstand", "maximale afstand", "km"),
    ),
    Column(
        *("capacity", "Plaatsen", "Hoeveel mensen tegelijk? Leeg: zoals in het beleid.", "2"),
        values.whole(PLACES[0], PLACES[-1]),
        ("aantal plaatsen", "capaciteit"),
    ),
    asking.some_of(
        "languages", "Talen", words.LANGUAGES, "Met een komma ertussen. Leeg: Nederlands.", "Nederlands, Duits", "taal"
    ),
    asking.some_of(
        *("interests", "Interesses", words.INTERESTS, "Zie het blad Woorden. Met een komma ertussen."),
        *("wandelen, muziek", "hobby's", "interesse"),
    ),
    Column(
        *("dayparts", "Dagdelen", "Een dag alleen is de hele dag.", "ma ochtend, di middag, do", values.dayparts),
        also=("beschikbaarheid", "beschikbaar", "wanneer"),
    ),
    Column("children_at_home", "Kinderen thuis", "Ja of nee.", "nee", values.yes_or_no, words=("ja", "nee")),
    asking.one_of(
        "life_view",
        "Levensbeschouwing",
        words.LIFE_VIEWS,
        "Alleen als iemand het zelf wil.",
        "maakt niet uit",
        "geloof",
    ),
    asking.one_of(
        "wish_sex", "Alleen bij een", SEXES, "Leeg: het maakt niet uit.", "vrouw", "alleen bij", "wens geslacht"
    ),
    asking.some_of("must_not", "Kan niet bij", MUST_NOT, "Waar kan iemand niet heen?", "roken, trappen", "niet bij"),
    asking.some_of(
        "home", "Heeft of doet zelf", HOME, "Huisdieren, rookt, of geen.", "huisdieren", "heeft zelf", "zelf"
    ),
)
LOSS = (
    asking.one_of(
        "loss_kind",
        "Soort verlies",
        words.LOSS_KINDS,
        "Hoe overleed de partner?",
        "lang ziekbed",
        "eigen verlies",
        "verlies",
    ),
    Column(
        *("happened_on", "Partner overleden op", "Dag niet bekend? Dan maand en jaar.", "3-2-2020", values.latest_day),
        also=("overlijden partner op", "datum overlijden partner", "datum verlies", "partner overleden", "verlies op"),
    ),
    asking.day(
        "talked_on",
        "Gesprek over verlies op",
        "De dag van het gesprek daarover.",
        "10-9-2024",
        "gesprek op",
        "datum gesprek",
    ),
    asking.one_of("outcome", "Uitkomst gesprek", OUTCOMES, "Leeg: kan op bezoek.", "kan op bezoek", "uitkomst"),
)
PAPERS = (
    *(
        asking.day(
            f"{TRAINING}{topic}", f"Training: {said}", "De dag waarop iemand erbij was.", f"{number}-10-2024", said
        )
        for number, (topic, said) in enumerate(words.TRAINING_TOPICS.items(), start=3)
    ),
    Column(
        *("exemption", "Vrijstelling training", "Waarom was de training niet nodig?", "", values.text(120)),
        also=("vrijstelling",),
    ),
    asking.day(
        "vog_on",
        "VOG afgegeven op",
        "De datum op de verklaring.",
        "15-10-2024",
        "vog",
        "datum vog",
        "vog datum",
        "vog van",
    ),
    asking.day("vog_asked_on", "VOG aangevraagd op", "Als er een onderweg is.", ""),
    asking.day("conduct_agreed_on", "Gedragscode getekend op", "", "15-10-2024", "gedragscode", "gedragscode op"),
)
TIME = (
    asking.day(
        "applied_on", "Aangemeld op", "Leeg: vandaag, of de eerste dag.", "1-9-2024", "aanmelddatum", "datum aanmelding"
    ),
    asking.day(
        "started_on",
        "Actief sinds",
        "Leeg: nog niet actief.",
        "1-11-2024",
        "gestart op",
        "vrijwilliger sinds",
        "startdatum",
    ),
    asking.day("pause_on", "Pauze vanaf", "Als iemand nu of straks pauze heeft.", "", "pauze van", "pauze"),
    asking.day("pause_until", "Pauze tot en met", "Leeg: nog niet bekend.", "", "pauze tot", "pauze t/m"),
)
COLUMNS = (*WHO, *HOW, *LOSS, *PAPERS, *TIME)
