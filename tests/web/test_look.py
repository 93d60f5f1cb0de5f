"""The look holds: contrast in both themes, nothing inline or from elsewhere, small enough, and shown on /stijl."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from bezoekdienst.web import wordings
from bezoekdienst.web.templatetags import look
from bezoekdienst.web.views import style

ROOT = Path(__file__).parents[2]
WEB = ROOT / "bezoekdienst" / "web"
STATIC = WEB / "static" / "web"
PHONE = ROOT / "bezoekdienst" / "mobile" / "static" / "mobile" / "phone.css"
COMPONENTS = WEB / "templates" / "components"
STYLESHEETS = [*sorted(STATIC.glob("*.css")), PHONE]
TEMPLATES = sorted(
    path
    for package in ("bezoekdienst", "letters", "matching", "volunteers")
    for path in (ROOT / package).rglob("templates/**/*.html")
)
# Parts that other components include, and what base.html always shows.
NOT_SHOWN_BY_NAME = {
    "nav",
    "who",
    "wordmark",
    "door",
    "need",
    "table_row",
    "year_line",
    "bar",
    "form",
    "field_errors",
    "form_refused",
}

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "paper-raised"), ("ink", "paper-deep"), ("ink", "accent-tint"), ("ink", "signal-tint"),
    ("ink-soft", "paper"), ("ink-soft", "paper-raised"), ("ink-soft", "paper-deep"),
    ("accent", "paper"), ("accent", "accent-tint"), ("accent-deep", "paper"), ("accent-deep", "accent-tint"),
    ("on-accent", "accent"), ("on-accent", "accent-deep"), ("signal", "paper"), ("signal", "signal-tint"),
]  # fmt: skip
EDGE_PAIRS = [
    ("line", "paper"),
    ("line", "paper-raised"),
    ("focus", "paper"),
    ("bar", "bar-ground"),
    ("accent", "paper"),
]


def tokens(theme: str) -> dict[str, tuple[float, float, float]]:
    """The colours of tokens.css by name; dark ones lie over the light ones, as in the browser."""
    text = (STATIC / "tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", dark))
    return {name: tuple(int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)) for name, value in found.items()}


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2, relative luminance."""

    def luminance(colour: tuple[float, ...]) -> float:
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_gives_what_the_norm_says() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0x77 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_in_both_themes(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_what_can_be_used_has_an_edge_one_can_see(theme: str, edge: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_every_colour_of_the_light_theme_has_a_dark_one() -> None:
    light, dark = (STATIC / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    named = re.compile(r"--([\w-]+):\s*#[0-9a-f]{6}")
    assert set(named.findall(light)) == set(named.findall(dark))


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda path: path.name)
def test_a_stylesheet_takes_nothing_from_elsewhere(sheet: Path) -> None:
    for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text()):
        assert (sheet.parent / address).is_file(), address
    assert "@import" not in sheet.read_text()


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(sheet: Path) -> None:
    if sheet.name not in ("tokens.css", "print.css"):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text()) == []


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda path: path.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    text = sheet.read_text()
    known = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text() + text))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) - known == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_short_and_holds_no_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert len(text.splitlines()) <= 120
    if "letters" in template.parts[-3:] or "sheets" in template.parts:
        return  # paper, not a screen: the sheet's own stylesheet is set by the printer's side
    assert not re.search(r"\sstyle\s*=|<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert "src=" in attributes or "application/json" in attributes, body
        assert "http://" not in attributes and "https://" not in attributes


def test_a_component_says_what_it_takes_and_is_shown() -> None:
    pages = "".join(path.read_text() for path in (WEB / "templates" / "web").rglob("style*/*.html"))
    pages += (WEB / "templates" / "web" / "style.html").read_text()
    for component in sorted(COMPONENTS.glob("*.html")):
        assert component.read_text().startswith("{#"), component.name
        shown = f"components/{component.name}" in pages or f"{{% {component.stem} " in pages
        assert shown or component.stem in NOT_SHOWN_BY_NAME, component.name


def test_a_first_load_stays_under_100_kb() -> None:
    import django_htmx

    texts = [*STATIC.glob("*.css"), Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"]
    fonts = [STATIC / "fonts" / f"{name}.woff2" for name in ("serif", "sans", "sans-semibold")]
    page = WEB / "templates" / "base.html"
    weight = sum(len(gzip.compress(path.read_bytes())) for path in [*texts, page]) + sum(
        f.stat().st_size for f in fonts
    )
    assert weight < 100_000


def test_the_style_page_renders_every_part() -> None:
    page = style.style(RequestFactory().get("/stijl")).content.decode()
    for part in ("papier", "handelingen", "lijsten", "persoon", "ronde", "jaarlijn", "voorstel", "formulier"):
        assert f'id="{part}"' in page


def test_lengths_in_pictures_are_written_with_a_point() -> None:
    page = style.style(RequestFactory().get("/stijl")).content.decode()
    lengths = re.findall(r'\s(?:x|x1|x2|cx|width)="([^"]*)%"', page)
    assert len(lengths) > 50
    assert all(re.fullmatch(r"\d{1,3}(\.\d{1,2})?", length) for length in lengths)


def test_dates_and_figures_are_dutch() -> None:
    assert look.day(date(2027, 3, 3)) == "3 maart 2027"
    assert look.weekday(date(2027, 3, 3)) == "woensdag 3 maart"
    assert look.short_day(date(2027, 3, 3)) == "wo 3 mrt"
    assert [look.figure(value) for value in (1240, 91.7, 1204.05, None)] == ["1.240", "91,7", "1.204,1", "–"]


def test_every_letter_of_a_round_is_a_dot_that_shows_how_far_it_came() -> None:
    steps = [dot["step"] for dot in look.funnel([("brieven", 9), ("antwoorden", 4), ("gesprekken", 1)])["dots"]]
    assert steps == [2, 1, 1, 1, 0, 0, 0, 0, 0]
    assert look.funnel([("brieven", 481), ("antwoorden", 4)])["dots"] == []
    assert look.funnel([])["rows"] == []


def test_a_year_bar_ends_at_its_limit_and_never_beyond() -> None:
    today = date(2026, 7, 2)
    one = {
        "label": "A",
        "started_on": date(2026, 1, 1),
        "planned_end_on": date(2026, 9, 30),
        "limit_on": date(2026, 12, 31),
    }
    (row,) = look.year_bars([one], today)["rows"]
    assert (row["lasted_x"], row["weeks_left"]) == (0, None)
    assert round(row["lasted"] + row["planned"] + row["reserve"], 2) == row["limit_x"]
    assert look.year_bars([], today)["rows"] == []


def test_a_trajectory_that_ended_shows_no_more_than_it_lasted() -> None:
    one = {
        "label": "A", "started_on": date(2026, 1, 1), "planned_end_on": date(2026, 9, 30),
        "limit_on": date(2026, 12, 31), "ended_on": date(2026, 3, 1),
    }  # fmt: skip
    (row,) = look.year_bars([one], date(2026, 7, 2))["rows"]
    assert (row["planned"], row["reserve"], row["weeks_left"]) == (0, 0, None)


def test_pauses_and_talks_stand_on_their_days() -> None:
    one = {
        "label": "A", "started_on": date(2026, 1, 1), "planned_end_on": date(2026, 9, 30),
        "limit_on": date(2026, 12, 31), "hard_stop_on": date(2027, 1, 31),
        "talked_on": [date(2026, 4, 1)], "pauses": [(date(2026, 5, 1), date(2026, 6, 1))],
    }  # fmt: skip
    (row,) = look.year_bars([one], date(2026, 7, 2))["rows"]
    days = 396  # from 1 January up to 1 February of the next year
    assert row["talks"] == [round(100 * 90 / days, 2)]
    assert row["rests"] == [(round(100 * 120 / days, 2), round(round(100 * 151 / days, 2) - row["rests"][0][0], 2))]
    assert row["limit_x"] < row["reserve_x"] + row["reserve"]
    words = " ".join(render_to_string("components/year_line.html", {"row": row}).split())
    told = "Begonnen op 1 januari 2026. Afgesproken tot 30 september 2026, uiterlijk 31 januari 2027 (verlengd)."
    assert words == f"{told} 1 keer met u gesproken. 1 keer een pauze."


@pytest.mark.parametrize(
    ("today", "weeks"), [(date(2026, 11, 4), None), (date(2026, 11, 5), 8), (date(2026, 12, 31), 0)]
)
def test_the_last_eight_weeks_are_counted(today: date, weeks: int | None) -> None:
    one = {
        "label": "A",
        "started_on": date(2026, 1, 1),
        "planned_end_on": date(2026, 12, 1),
        "limit_on": date(2026, 12, 31),
    }
    (row,) = look.year_bars([one], today)["rows"]
    assert row["weeks_left"] == weeks


def test_what_somebody_typed_is_never_markup() -> None:
    page = Template('{% include "components/message.html" with text=text %}').render(Context({"text": "<b>x</b>"}))
    assert "&lt;b&gt;x&lt;/b&gt;" in page


class Asked(forms.Form):
    name = forms.CharField(label="Naam")
    on = forms.DateField(label="Datum")
    mail = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A")], widget=forms.RadioSelect)
    own = forms.CharField(label="Plaats", error_messages={"required": "Waar was het?"})


def test_a_refused_field_says_in_plain_words_what_to_do() -> None:
    form = Asked({"on": "31-02-2026", "mail": "geen adres"})
    assert {name: wordings.sentences(form[name]) for name in form.fields} == {
        "name": ["Vul dit nog in."],
        "on": ["Deze datum klopt niet. Schrijf hem zo: 3-3-2027."],
        "mail": ["Dit e-mailadres klopt niet helemaal."],
        "kind": ["Kies een van de mogelijkheden."],
        "own": ["Waar was het?"],
    }


class Measured(forms.Form):
    short = forms.CharField(label="Code", max_length=3)
    shorter = forms.CharField(label="Naam", max_length=3, error_messages={"max_length": "Te lang."})
    few = forms.IntegerField(label="Aantal", min_value=0, max_value=10)
    measure = forms.DecimalField(label="Maat", max_digits=4, decimal_places=2)
    moment = forms.DateTimeField(label="Moment")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("short", "1234", "Dit is te lang. Schrijf hooguit 3 tekens."),
        ("short", "\0", "Hier staat een teken in dat wij niet kennen. Typ het opnieuw."),
        ("shorter", "1234", "Te lang."),
        ("few", "11", "Dit is te veel. Vul hooguit 10 in."),
        ("few", "-1", "Dit is te weinig. Vul minstens 0 in."),
        ("measure", "1.234", "Schrijf hooguit 2 cijfers achter de komma."),
        ("measure", "123", "Dit getal is te groot. Schrijf hooguit 2 cijfers voor de komma."),
        ("measure", "12345", "Dit getal is te lang. Schrijf hooguit 4 cijfers."),
        ("moment", "2027-03-28 02:30", "In dit uur wordt de klok verzet. Kies een ander uur."),
    ],
)
def test_what_is_too_long_or_too_much_is_told_in_plain_words(name: str, typed: str, sentence: str) -> None:
    assert wordings.sentences(Measured({name: typed})[name]) == [sentence]


def test_a_refused_form_says_where_to_look_and_that_nothing_was_lost() -> None:
    page = Template('{% include "components/form.html" %}').render(Context({"form": Asked({"name": "A & B"})}))
    assert "Wat u invulde, staat er nog." in page
    assert 'value="A &amp; B"' in page
    described = set(" ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split())
    assert described
    assert described <= set(re.findall(r'\sid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\sid="([^"]+)"', page))
