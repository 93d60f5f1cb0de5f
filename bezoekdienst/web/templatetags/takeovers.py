"""What the pages about taking over from paper need: a number with its noun, and the page of somebody on a line."""

from django import template

from bezoekdienst.audit import events
from bezoekdienst.audit.models import Event
from bezoekdienst.web.desks import takeover_desk

register = template.Library()
register.filter("page_of", takeover_desk.page_of)


@register.filter
def counted(number: int, words: tuple[str, str]) -> str:
    """1 vrijwilliger; 12 vrijwilligers."""
    return f"{number} {words[number != 1]}"


@register.filter
def by_whom(event: Event) -> str:
    """Who did it, by name."""
    return events.actor_name(event)
