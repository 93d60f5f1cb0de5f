"""The evaluation: typed over from paper by the coordinator, or filled in by who was visited (E1)."""

from typing import Any

from django import forms

from bezoekdienst.visiting import company
from bezoekdienst.visiting.company import QUESTIONS
from bezoekdienst.visiting.evaluations import LONGEST, STATEMENTS
from bezoekdienst.web.forms.fields import day, words
from bezoekdienst.web.forms.sign_up import Line
from letters import codes

SCALE = [("1", "nee"), ("2", "niet echt"), ("3", "een beetje"), ("4", "ja"), ("5", "ja, heel erg")]
MARKS = [("", "geen cijfer"), *((str(mark), str(mark)) for mark in range(10, 0, -1))]


class Answers(forms.Form):
    """Everything may stay open; `answers` gives what the verb takes."""

    mark = forms.TypedChoiceField(
        label="Welk cijfer geeft u de bezoeken?", choices=MARKS, coerce=int, empty_value=None, required=False
    )
    text = words("Wilt u er iets bij zeggen?", required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["text"].widget.attrs["maxlength"] = LONGEST
        for number, statement in enumerate(STATEMENTS):
            self.fields[f"statement_{number}"] = forms.TypedChoiceField(
                label=statement,
                choices=SCALE,
                coerce=int,
                empty_value=0,  # type: ignore[arg-type]  # the stubs know of text only
                required=False,
                widget=forms.RadioSelect,
            )
        for number, question in enumerate(QUESTIONS):
            self.fields[f"company_{number}"] = forms.ChoiceField(
                label=question, choices=list(company.SCALE.items()), required=False, widget=forms.RadioSelect
            )
        first = [name for name in ("code", "received_on") if name in self.fields]
        asked = [f"statement_{number}" for number in range(len(STATEMENTS))]
        self.order_fields([*first, *asked, *(f"company_{number}" for number in range(len(QUESTIONS))), "mark", "text"])

    @property
    def answers(self) -> dict[str, Any]:
        """The statements in their order, the questions on company, the mark and the text."""
        said = self.cleaned_data
        return {
            "statements": [said[f"statement_{number}"] for number in range(len(STATEMENTS))],
            "company": [said[f"company_{number}"] for number in range(len(QUESTIONS))],
            "mark": said["mark"],
            "text": said["text"],
        }

    @property
    def is_empty(self) -> bool:
        """Nothing at all was filled in."""
        said = self.answers
        return not (any(said["statements"]) or any(said["company"]) or said["mark"] or said["text"].strip())


class FromPaper(Answers):
    """What stands on the form that came back."""

    received_on = day("Wanneer kwam het formulier terug?")

    def clean(self) -> None:
        """As the act wants it: the verb's own arguments."""
        if not self.errors:
            self.cleaned_data = {"received_on": self.cleaned_data["received_on"], **self.answers}


class ByLink(Answers):
    """By who was visited herself. The page says nothing about a code but whether it was typed as it was printed."""

    code = Line(
        label="Code uit de brief of mail",
        help_text="Acht tekens.",
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Vul de code in. Die staat in de brief of mail."},
    )

    def clean_code(self) -> str:
        """As it stands in our books."""
        code = codes.normalise(self.cleaned_data["code"])
        if not codes.is_valid(code):
            raise forms.ValidationError("Deze code klopt niet. Kijk hem nog eens na: het zijn acht tekens.")
        return code
