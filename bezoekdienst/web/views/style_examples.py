"""What /stijl shows in its components: fictional people on fixed days, so that the page never changes by itself."""

from datetime import date
from typing import Any

from django import forms

TODAY = date(2026, 11, 23)

COLOURS = [
    ("paper", "papier"),
    ("paper-raised", "papier om op te schrijven"),
    ("paper-deep", "papier dat terugwijkt"),
    ("ink", "inkt"),
    ("ink-soft", "zachte inkt"),
    ("hairline", "haarlijn"),
    ("line", "rand"),
    ("accent", "wat u kunt doen"),
    ("accent-tint", "gekozen"),
    ("signal", "vandaag nodig"),
    ("signal-tint", "achter vandaag"),
]


class ExampleForm(forms.Form):
    """One of each control."""

    name = forms.CharField(label="Naam")
    phone = forms.CharField(
        label="Telefoon",
        help_text="Dan kunnen we bellen om een afspraak te maken.",
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    on = forms.DateField(
        label="Datum van het gesprek", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label="Hoe was het bezoek?",
        choices=[("home", "Thuis"), ("walk", "Gewandeld"), ("phone", "Gebeld")],
        widget=forms.RadioSelect,
    )
    part = forms.ChoiceField(label="Deel van de dag", choices=[("m", "ochtend"), ("a", "middag"), ("e", "avond")])
    note = forms.CharField(label="Kort verslag", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="Gezegd dat het bezoek na een jaar stopt", required=False)


def context() -> dict[str, Any]:
    """Everything the page needs, by name of the component."""
    return {
        "title": "Stijl",
        "colours": COLOURS,
        "today": TODAY,
        "form": ExampleForm(auto_id="vol_%s"),
        "failed_form": ExampleForm({"name": "Mevrouw De Boer", "on": "31-02-2026"}, auto_id="fout_%s"),
        **_lists(),
        **_person(),
        **_round(),
        "candidates": CANDIDATES,
        "factors": FACTORS,
        "blocked": [
            {"name": "Joost Voorbeeld", "reasons": ["11 km, en hij reist tot 10 km.", "Op pauze tot 1 februari 2027."]}
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "today_items": [
            {
                "on": date(2026, 11, 23),
                "url": "#voorstel",
                "act": "Voorstel bekijken",
                "sentence": "Mevrouw De Boer wacht 12 dagen op een vrijwilliger.",
                "reason": "Er zijn drie vrijwilligers die passen.",
            },
            {
                "on": date(2026, 11, 20),
                "url": "#voorstel",
                "act": "Bellen",
                "sentence": "Meneer Voorbeeld wilde gebeld worden.",
                "reason": "Twee keer niet bereikt: op 18 en 19 november.",
            },
        ],
        "week_items": [
            {
                "on": date(2026, 11, 26),
                "url": "#jaarlijn",
                "act": "Gesprek plannen",
                "sentence": "Het traject van mevrouw Jansen-Test stopt over vier weken.",
                "reason": "Afgesproken tot 24 december.",
            },
        ],
        "chips": [
            ("Alle", "#filters", True, 14),
            ("Wachten", "#filters", False, 3),
            ("Bezocht", "#filters", False, 8),
            ("Bijna klaar", "#filters", False, 3),
        ],
        "columns": [("Vrijwilliger", ""), ("Wijk", ""), ("Bezoeken", "number"), ("Kilometers", "number")],
        "table_rows": [
            [("Mia Voorbeeld", "#tabel"), "Klarendal", 41, "128,5"],
            [("Wim Test", "#tabel"), "Presikhaaf", 9, "36,0"],
            [("Joke Fictie", "#tabel"), "Malburgen", 112, "1.204,0"],
        ],
        "table_total": ["Samen", "", 162, "1.368,5"],
    }


def _person() -> dict[str, Any]:
    return {
        "facts": [
            ("Telefoon", "026 000 00 00", "tel:0260000000"),
            ("Adres", "Voorbeeldstraat 1\n6800 ZZ Arnhem"),
            ("Liefst bellen", "in de ochtend"),
            ("E-mail", None),
        ],
        "events": [
            {"on": date(2026, 4, 14), "what": "Brief verstuurd", "more": "Ronde van april 2026"},
            {"on": date(2026, 4, 29), "what": "Aangemeld met de antwoordkaart"},
            {
                "on": date(2026, 5, 11),
                "what": "Intakegesprek thuis",
                "more": "Past bij ons. Wil graag wandelen.",
                "url": "#tijdlijn",
            },
            {"on": date(2026, 11, 23), "what": "Vandaag", "when": "today"},
            {"on": date(2027, 2, 24), "what": "Afgesproken einde", "more": "Uiterlijk 24 mei 2027", "when": "future"},
        ],
        "trajectories": [
            {
                "label": "Mevrouw De Boer en Mia",
                "url": "#jaarlijn",
                "started_on": date(2026, 5, 25),
                "planned_end_on": date(2027, 2, 24),
                "limit_on": date(2027, 5, 24),
                "visited_on": [
                    date(2026, 6, 3),
                    date(2026, 6, 17),
                    date(2026, 7, 8),
                    date(2026, 8, 5),
                    date(2026, 9, 2),
                    date(2026, 10, 14),
                    date(2026, 11, 11),
                ],
            },
            {
                "label": "Meneer Voorbeeld en Wim",
                "url": "#jaarlijn",
                "started_on": date(2026, 1, 12),
                "planned_end_on": date(2026, 12, 11),
                "limit_on": date(2027, 1, 11),
            },
            {
                "label": "Mevrouw Test en Joke",
                "url": "#jaarlijn",
                "started_on": date(2026, 2, 2),
                "planned_end_on": date(2026, 11, 1),
                "limit_on": date(2027, 2, 1),
                "ended_on": date(2026, 9, 21),
            },
        ],
    }


def _round() -> dict[str, Any]:
    return {
        "figures": [("brieven", 128, "#trechter"), ("antwoorden", 6, "#trechter"), ("plaatsen vrij", 4, "#trechter")],
        "steps": [
            {"label": "Concept", "state": "done", "on": date(2026, 10, 1)},
            {"label": "Vastgezet", "state": "done", "on": date(2026, 10, 5)},
            {"label": "Vrijgegeven", "state": "now", "on": date(2026, 10, 6)},
            {"label": "Geprint", "state": "ahead"},
            {"label": "Op de post", "state": "ahead"},
            {"label": "Afgesloten", "state": "ahead"},
        ],
        "counted": [
            {"words": "thuis", "said": 41, "percent": 100},
            {"words": "wandeling", "said": 17, "percent": 41.5},
        ],
        "funnel_steps": [
            ("brieven op de post", 128, "#trechter"),
            ("mensen antwoordden", 6, "#trechter"),
            ("hadden een intakegesprek", 4, "#trechter"),
            ("kregen een vrijwilliger", 3, "#trechter"),
        ],
        "reasons": ["Wim heeft al twee mensen.", "Zijn VOG loopt af op 3 december 2026."],
    }


CANDIDATES = [
    {
        "name": "Mia Voorbeeld",
        "url": "#voorstel",
        "total": 91.7,
        "word": "past sterk",
        "best": True,
        "act_url": "#voorstel",
        "act": "Mia voorstellen",
    },
    {
        "name": "Joke Fictie",
        "url": "#voorstel",
        "total": 77.3,
        "word": "past sterk",
        "deduction": 4,
        "act_url": "#voorstel",
        "act": "Joke kiezen",
    },
    {
        "name": "Wim Test",
        "url": "#voorstel",
        "total": 46.8,
        "word": "past redelijk",
        "act_url": "#voorstel",
        "act": "Wim kiezen",
    },
]


def _factor(label: str, weight: int, *cells: tuple[float, str]) -> dict[str, Any]:
    return {"label": label, "weight": weight, "cells": [{"points": points, "note": note} for points, note in cells]}


FACTORS = [
    _factor(
        "Soort verlies", 25, (25.0, "lang ziek, net als zij"), (25.0, "lang ziek, net als zij"), (7.5, "plotseling")
    ),
    _factor("Levensfase", 20, (20.0, "2 jaar verschil"), (18.0, "5 jaar verschil"), (17.0, "6 jaar verschil")),
    _factor(
        "Levensbeschouwing", 15, (15.0, "maakt niet uit"), (7.5, "onbekend (telt half)"), (7.5, "onbekend (telt half)")
    ),
    _factor("Interesses", 15, (11.3, "tuin, muziek"), (11.3, "wandelen, koken"), (0.0, "geen gedeeld")),
    _factor("Delen van de dag", 15, (11.2, "2 passen"), (11.2, "2 passen"), (6.0, "1 past")),
    _factor("Afstand", 10, (9.2, "ongeveer 3 km"), (8.3, "ongeveer 5 km"), (8.8, "ongeveer 4 km")),
]
