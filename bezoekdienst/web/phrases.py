"""When something was or will be, and how long it lasts, as one says it in Dutch. Pure: dates in, words out."""

from datetime import date

from bezoekdienst.lib import wording

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def start(name: str) -> str:
    """A name at the start of a sentence: "mevrouw De Boer" -> "Mevrouw De Boer"."""
    return name[:1].upper() + name[1:]


def day(on: date, today: date) -> str:
    """A date, with its year only when that is not this one."""
    return wording.day(on) if on.year != today.year else f"{on.day} {wording.MONTHS[on.month - 1]}"


def weekday(on: date) -> str:
    """donderdag 26 november."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {wording.MONTHS[on.month - 1]}"


def near(on: date, today: date) -> str:
    """A day near today by its name: gisteren, vandaag, morgen, donderdag 26 november; others as a date."""
    left = (on - today).days
    if left in (-1, 0, 1):
        return ("vandaag", "morgen", "gisteren")[left]
    return weekday(on) if 1 < left < 7 else day(on, today)


def when(on: date, today: date) -> str:
    """The same in a sentence: gisteren, vandaag, morgen, op donderdag 26 november, op 3 november."""
    return near(on, today) if abs((on - today).days) < 2 else f"op {near(on, today)}"


def ago(on: date, today: date) -> str:
    """A day behind us: vandaag, gisteren, 5 dagen geleden, op 3 november."""
    past = (today - on).days
    if past < 2:
        return near(on, today)
    return f"{past} dagen geleden" if past < 14 else f"op {day(on, today)}"


def ahead(on: date, today: date) -> str:
    """A day to come: vandaag, morgen, over 5 dagen, over 3 weken."""
    left = (on - today).days
    if left < 2:
        return near(on, today)
    return f"over {left} dagen" if left < 14 else f"over {left // 7} weken"


def since(on: date, today: date) -> str:
    """How long already: sinds vandaag, 1 dag, 12 dagen."""
    days = (today - on).days
    return "sinds vandaag" if days < 1 else "1 dag" if days == 1 else f"{days} dagen"


def weeks(on: date, today: date) -> str:
    """How many whole weeks already: 6 weken."""
    number = (today - on).days // 7
    return "1 week" if number == 1 else f"{number} weken"


def times(number: int) -> str:
    """Eén keer, 2 keer."""
    return "Eén keer" if number == 1 else f"{number} keer"
