"""The columns of the form with running trajectories: the resident, who visits her, and her year (T1 to T6)."""

from bezoekdienst.lib.spreadsheets import asking, values
from bezoekdienst.lib.spreadsheets.columns import Column
from bezoekdienst.visiting.imports.columns import AT_MOST, TALK, WAIT, WHO

__all__ = ["AT_MOST", "COLUMNS", "NAME", "NEEDS"]

NAME = "Trajecten"  # of the form
NEEDS = (("last_name", "name"), ("phone", "email"), ("volunteer",), ("started_on",))
_MOST_VISITS = 200

PAIR = (
    Column(
        *("volunteer", "Vrijwilliger", "Het e-mailadres, of precies de naam.", "Vera Verzonnen", values.text(120)),
        also=("naam vrijwilliger", "e-mail vrijwilliger", "wie bezoekt"),
    ),
    asking.day("matched_on", "Gekoppeld op", "Leeg: op de dag van het begin.", "20-2-2026", "koppeling op"),
    asking.day(
        *("started_on", "Begonnen op", "De kennismaking waarop beiden ja zeiden.", "2-3-2026"),
        *("startdatum", "gestart op", "begin", "eerste bezoek op"),
    ),
    asking.day(
        *("ended_on", "Geëindigd op", "Alleen voor een eerdere vrijwilliger in hetzelfde jaar.", ""),
        *("gestopt op", "einddatum", "einde"),
    ),
    asking.day(
        *("year_on", "Jaar begonnen op", "Alleen als iemand die niet in deze lijst staat haar eerder bezocht.", ""),
        *("eerder bezocht vanaf", "begin jaar"),
    ),
)
YEAR = (
    asking.day("planned_on", "Gepland einde", "Leeg: zoals in het beleid.", "1-12-2026", "gepland tot en met"),
    asking.day("extended_to_on", "Verlengd tot en met", "Alleen als dat al is afgesproken.", "", "verlenging tot"),
    Column("extension_reason", "Waarom verlengd", "", "", values.text(300), ("reden verlenging",)),
    asking.day("pause_on", "Pauze vanaf", "De pauze van nu, of de laatste.", "", "pauze van", "pauze"),
    asking.day("pause_until", "Pauze tot en met", "Leeg: de pauze duurt nog.", "", "pauze tot", "pauze t/m"),
    Column("visits", "Aantal bezoeken", "Tot nu toe.", "12", values.whole(0, _MOST_VISITS), ("bezoeken",)),
    asking.day("last_visit_on", "Laatste bezoek op", "", "9-11-2026", "laatste bezoek"),
    Column(
        *("reviews", "Gesprekken over het bezoek op", "De dagen waarop u haar daarover belde, met een komma ertussen."),
        *("4-6-2026, 3-9-2026", values.days, ("evaluatiegesprekken", "evaluaties op")),
    ),
)
COLUMNS = (*WHO, *PAIR, *YEAR, *TALK, *(column for column in WAIT if column.key == "visited_on"))
