"""A delivery handed in as a browser does it, and what the page asks back."""

import html
import re

from django.urls import reverse

from tests.letters import suppliers

SUPPLIER = "gemeente Arnhem, burgerzaken"


def text(answer):
    return html.unescape(answer.content.decode())


def named(stream, name="aanlevering.csv"):
    stream.name = name
    return stream


def hand_in(browser, address, stream=None, *, script=False, **filled):
    given = {"state_on": "2026-10-01", **filled, **({"file": named(stream)} if stream else {})}
    headers = {"HX-Request": "true"} if script else {}
    return browser.post(reverse(address), given, headers=headers)


def asked(answer):
    """What the page would post back: its hidden headings, and each choice as it stands."""
    page = text(answer)
    koppen = re.search(r'name="koppen" value="([^"]*)"', answer.content.decode())[1]
    chosen = {}
    for name, options in re.findall(r'<select name="(kolom_\d+)".*?>(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'value="([^"]*)" selected', options)
        chosen[name] = picked[1] if picked else ""
    return {"koppen": html.unescape(koppen), **chosen}


def pointed_out(form, **said):
    """The form with choices by heading (`normal`)."""
    headings = re.findall(r'"([^"]*)"', form["koppen"])
    places = {heading.lower(): f"kolom_{number}" for number, heading in enumerate(headings)}
    return form | {places[name]: element for name, element in (suppliers.SAID | said).items()}
