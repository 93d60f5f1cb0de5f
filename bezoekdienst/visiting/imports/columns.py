"""The columns that tell of a resident, in the words of the coordinator (I1, I2); also of one who is visited already."""

from bezoekdienst import paper
from bezoekdienst.lib import words
from bezoekdienst.lib.spreadsheets import asking, values
from bezoekdienst.lib.spreadsheets.columns import Column
from bezoekdienst.visiting.states import Source

NAME = "Wachtlijst"  # of the form
AT_MOST = 250  # rows: what can be done within a few seconds, in one transaction
NEEDS = (("last_name", "name"), ("phone", "email"))
SOURCES = {str(code): str(said) for code, said in Source.choices}
HOME = {"pets": "huisdieren", "smoking": "roken", "stairs": "trap"}
SEXES = {"V": "vrouw", "M": "man"}
URGENCIES = {"0": "gewoon", "1": "dringend", "2": "zeer dringend"}

WHO = (
    Column("last_name", "Achternaam", "Met “van” of “de” ervoor.", "Verzonnen-Voorbeeld", values.text(80)),
    Column("first_name", "Voornaam", "", "Willy", values.text(60), ("roepnaam",)),
    Column("prefix", "Tussenvoegsel", reads=values.text(20), also=("voorvoegsel", "tussenvoegsels"), offered=False),
    Column("name", "Naam", reads=values.text(120), also=("volledige naam", "naam bezoeker"), offered=False),
    Column(
        *("phone", "Telefoon", "Telefoon of e-mail is nodig.", "026 000 00 98", values.phone),
        also=("telefoonnummer", "mobiel", "mobiele telefoon", "tel"),
    ),
    Column("email", "E-mail", "Telefoon of e-mail is nodig.", "", paper.email, ("e-mailadres", "mail")),
    Column("street", "Straat en huisnummer", "", "Proefstraat 12", values.text(120), ("adres", "straat")),
    Column("postcode", "Postcode", "", "6811 AB", values.postcode, ("post code",)),
    Column("town", "Plaats", "", "Arnhem", values.text(80), ("woonplaats",)),
    Column(
        *("birth_year", "Geboortejaar", "Vier cijfers.", "1948", values.whole(1900, 2100)),
        also=("geboren in", "bouwjaar"),
    ),
    asking.one_of("sex", "Geslacht", words.SEXES, "Vrouw, man of anders.", "vrouw", "m/v"),
    asking.one_of("source", "Hoe aangemeld", SOURCES, "Leeg: anders.", "huisarts", "aangemeld door", "aangemeld via"),
    asking.day("signed_up_on", "Aangemeld op", "Leeg: de eerste dag die u noemt.", "2-2-2026", "aanmelddatum"),
)
TALK = (
    asking.one_of("loss", "Soort verlies", words.LOSS_KINDS, "Hoe overleed de partner?", "lang ziekbed", "verlies"),
    Column("about_when", "Verlies ongeveer", "In eigen woorden.", "najaar 2025", values.text(80), ("wanneer verlies",)),
    Column(
        *("dayparts", "Dagdelen", "Een dag alleen is de hele dag.", "ma ochtend, do", values.dayparts),
        also=("beschikbaarheid", "wanneer"),
    ),
    asking.some_of("languages", "Talen", words.LANGUAGES, "Leeg: Nederlands.", "Nederlands", "taal"),
    asking.some_of(
        *("interests", "Interesses", words.INTERESTS, "Met een komma ertussen. Zie het blad Woorden."),
        *("wandelen, muziek", "hobby's", "houdt van"),
    ),
    asking.some_of("home", "Thuis", HOME, "Huisdieren, roken of trap. Of: geen.", "trap", "woning"),
    asking.one_of("wish_sex", "Alleen bezoek van een", SEXES, "Leeg: het maakt niet uit.", "", "alleen een"),
    Column("not_with", "Niet bezocht door", "Vrijwilliger die zij niet wil.", "", values.text(120), ("niet door",)),
    asking.day(
        *("visits_on", "Toestemming voor bezoek op", "De dag waarop zij ja zei.", "10-2-2026"),
        *("toestemming", "toestemming op", "toestemming bezoek"),
    ),
    asking.day(
        *("finite_on", "Verteld dat het stopt op", "Dat het bezoek na een jaar stopt.", "10-2-2026"), "eindigheid"
    ),
)
WAIT = (
    asking.day(
        "visited_on", "Gesprek op", "Leeg: nog geen gesprek geweest.", "10-2-2026", "intake op", "intakegesprek"
    ),
    asking.day("waiting_since", "Wacht sinds", "Leeg: nog niet besloten.", "10-2-2026", "wachtlijst sinds", "wacht op"),
    asking.one_of("urgency", "Dringend", URGENCIES, "Leeg: gewoon.", "gewoon", "dringendheid", "urgentie"),
    Column("urgency_reason", "Waarom dringend", "", "", values.text(300), ("reden urgentie", "reden dringend")),
    asking.day(
        *("year_on", "Eerder bezocht vanaf", "Alleen wie al bezoek had: haar jaar loopt dan al.", ""),
        *("begin eerder bezoek", "jaar begonnen op"),
    ),
)
COLUMNS = (*WHO, *TALK, *WAIT)
