"""The templates of the printed pages, with an engine of their own: autoescape always, no Django settings needed."""

from functools import cache
from pathlib import Path

from django.template import Context, Engine, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

FOLDER = Path(__file__).parent

register = Library()


@register.simple_tag
def picture(name: str, alt: str) -> SafeString:
    """An image of the gallery by the name we gave it; the only way for a template to point at anything."""
    return format_html('<img class="{}" src="letter:{}" alt="{}">', name.split("-")[0], name, alt)


@cache
def engine() -> Engine:
    """The engine over `letters/sheet`."""
    return Engine(dirs=[str(FOLDER)], autoescape=True, builtins=["letters.sheet.typesetting"])


def render(template: str, **context: object) -> str:
    """The page as HTML. Numbers and dates go in as text: nothing here knows a locale."""
    page = engine().get_template(template).render(Context(context, use_l10n=False, use_tz=False))
    return page.replace(">\n<", "><")


@cache
def stylesheet(name: str) -> str:
    """A stylesheet of `letters/sheet`."""
    return (FOLDER / name).read_text("utf-8")
