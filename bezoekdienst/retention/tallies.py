"""Figures that outlive the persons they counted: added up when somebody is erased, by year, name and part."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F, Min

from bezoekdienst.retention.models import Tally
from bezoekdienst.visiting import counted
from bezoekdienst.visiting.models import Resident


def add_up(leaving: Iterable[Resident]) -> None:
    """Add what these residents counted for, inside the transaction that erases them."""
    for (year, name, part), count in sorted(Counter(counted.of_all(leaving)).items()):
        tally, _ = Tally.objects.get_or_create(year=year, name=name, part=part)
        Tally.objects.filter(pk=tally.pk).update(count=F("count") + count)


def of(year: int) -> Counter[tuple[str, str]]:
    """What was added up for a year so far, by name and part."""
    rows = Tally.objects.filter(year=year).values_list("name", "part", "count")
    return Counter({(name, part): count for name, part, count in rows})


def first_year() -> int | None:
    """The first year of which anything was added up."""
    first: int | None = Tally.objects.aggregate(first=Min("year"))["first"]
    return first
