"""What the worklist says of the group: intervision at its rhythm, the yearly theme day, who was there (V5). Pure."""

from collections.abc import Iterator
from datetime import timedelta

from bezoekdienst.web import phrases
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Need, Urgency

SOON = timedelta(weeks=2)
SLACK = timedelta(weeks=2)  # a holiday moves one; more than that and the rhythm is gone
THEME_MONTH = 4  # in spring there is still time to arrange a day


def meetings(told: facts.Facts) -> Iterator[Need]:
    """V5: nothing planned, planned too late, no theme day this year, presence that nobody noted."""
    group = told.group
    if group is None:
        return
    yield from _intervision(group, told)
    if not group.has_theme_day and told.today.month >= THEME_MONTH:
        sentence = "Dit jaar is er nog geen themadag."
        yield Need(Urgency.LATER, 9, sentence, "Elk jaar is er een.", told.today, "Plannen", "gathering_new")
    for one in group.unnoted:
        sentence = f"Wie was er op de {one.kind} van {phrases.day(one.on, told.today)}?"
        reason = "Dan zien wij het als iemand twee keer achter elkaar niet kan."
        yield Need(Urgency.LATER, 9, sentence, reason, one.on, "Noteren", "gathering", one.pk)


def _intervision(group: facts.GroupFacts, told: facts.Facts) -> Iterator[Need]:
    due_on, next_on = group.due_on, group.next_on
    if next_on is None:
        sentence = "Er is geen intervisie gepland."
        should = "hoort" if due_on >= told.today else "hoorde"
        reason = f"De volgende {should} uiterlijk op {phrases.day(due_on, told.today)}."
        urgency = Urgency.WEEK if due_on <= told.today + SOON else Urgency.LATER
        yield Need(urgency, 9, sentence, reason, due_on, "Plannen", "series_new")
    elif next_on > due_on + SLACK:
        sentence = f"De volgende intervisie is pas op {phrases.day(next_on, told.today)}."
        reason = f"Die hoort uiterlijk op {phrases.day(due_on, told.today)}."
        yield Need(Urgency.LATER, 9, sentence, reason, due_on, "Bekijken", "gatherings")
