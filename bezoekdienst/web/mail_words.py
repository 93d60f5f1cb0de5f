"""What is said on screen of the overview by mail and of mails that failed. Pure but for what a choice holds."""

from bezoekdienst.lib import wording
from bezoekdienst.notices.models import Digest
from bezoekdienst.web import phrases


def on_days(weekdays: str) -> str:
    """elke dag, op maandag, op maandag, woensdag en vrijdag."""
    names = [phrases.WEEKDAYS[int(day) - 1] for day in weekdays]
    if len(names) == len(phrases.WEEKDAYS):
        return "elke dag"
    return f"op {wording.listed(names)}" if names else "niet"


def by_mail(choice: Digest) -> str:
    """The same, at the foot of the list itself."""
    if not choice.weekdays:
        return "U krijgt hiervan geen overzicht per mail."
    return f"{phrases.start(on_days(choice.weekdays))} krijgt u hiervan een overzicht per mail."


def stands(choice: Digest) -> str:
    """How it is now, in a sentence."""
    if not choice.weekdays:
        return "U krijgt het overzicht nu niet."
    said = f"U krijgt het overzicht nu {on_days(choice.weekdays)}."
    if choice.pk is None:
        return f"{said} Dat is de gewone dag, zolang u zelf niets kiest."
    return f"{said} De losse berichten wachten daarop." if choice.holds else said


def chosen(weekdays: str) -> str:
    """After a choice."""
    if not weekdays:
        return "Bewaard. U krijgt geen overzicht meer."
    return f"Bewaard. Vanaf morgen krijgt u het overzicht {on_days(weekdays)}."


def unsent(waiting: int) -> str:
    """How it stands when nothing failed."""
    if not waiting:
        return "Alles wat weg moest, is weg."
    return f"Niets is mislukt. {'Eén mail wacht' if waiting == 1 else f'{waiting} mails wachten'} nog op verzending."


def retried(count: int) -> str:
    """After trying once more."""
    if not count:
        return "Er is niets meer om opnieuw te versturen."
    return f"Wij proberen {'die mail' if count == 1 else f'die {count} mails'} nu nog eens. Kijk over een paar minuten."
