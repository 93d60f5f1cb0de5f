"""What is asked of two entries that are one person: which loss is which, and whose words stay."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from bezoekdienst.visiting import answers, told_answers
from bezoekdienst.visiting.mergers import folding, merger_plans
from bezoekdienst.visiting.mergers.merger_plans import Choices, Side
from bezoekdienst.visiting.models import Intake
from bezoekdienst.web import phrases
from bezoekdienst.web.desks import double_desk

TYPED = "samen"
LOOK, MERGE = "kijken", "samenvoegen"  # the two buttons
_LOSS, _DETAIL, _ANSWER = "verlies-", "gegeven-", "antwoord-"


class Merging(forms.Form):
    """Fields for what differs, each with both to choose from; `step` is the button that was pressed."""

    typed = forms.CharField(
        label=f"Typ het woord “{TYPED}”",
        help_text="Dit kan niet terug. Zo kan het niet per ongeluk gebeuren.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    step = forms.ChoiceField(choices=[(LOOK, LOOK), (MERGE, MERGE)], widget=forms.HiddenInput)

    def __init__(self, *args: Any, sides: tuple[Side, Side], today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        self.stays, self.goes = sides
        self._ask_losses()
        self._ask_details()
        self._ask_answers(today)

    def clean_typed(self) -> str:
        """The word, however it is capitalised."""
        if (typed := str(self.cleaned_data["typed"]).strip().lower()) != TYPED:
            raise forms.ValidationError(f"Typ hier het woord {TYPED}.")
        return typed

    def clean(self) -> None:
        """Who only looks needs no word yet."""
        if self.cleaned_data.get("step") != MERGE:
            self.errors.pop("typed", None)

    @property
    def is_told(self) -> bool:
        """Whether everything was chosen, so that one can look; the word may still be missing."""
        return self.is_bound and not self.errors.keys() - {"typed", NON_FIELD_ERRORS}

    @property
    def is_done(self) -> bool:
        """Whether it was looked at, and the word typed."""
        return self.is_valid() and self.cleaned_data["step"] == MERGE

    @property
    def chosen(self) -> list[forms.BoundField]:
        """The fields above the look."""
        return [field for field in self if field.name not in ("typed", "step")]

    @property
    def choices(self) -> Choices:
        """What was chosen, of a form that is valid."""
        return Choices(
            {pk: int(said) or None for pk, said in self._said(_LOSS)},
            {part: int(said) for part, said in self._said(_DETAIL)},
            {key: int(said) for key, said in self._said(_ANSWER)},
        )

    def _said(self, beginning: str) -> Any:
        found = ((name.removeprefix(beginning), said) for name, said in self.cleaned_data.items()
                 if name.startswith(beginning))  # fmt: skip
        return ((int(key) if beginning == _LOSS else key, said) for key, said in found)

    def _ask(self, name: str, label: str, choices: list[tuple[str, str]], initial: object = None) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, widget=forms.RadioSelect)

    def _ask_losses(self) -> None:
        """Never guessed: nothing is chosen beforehand (I4)."""
        for loss in self.goes.roots:
            one = len(self.stays.roots) == 1
            same = [(str(root.pk), "Hetzelfde verlies" if one else f"Hetzelfde als: {double_desk.loss_words(root)}")
                    for root in self.stays.roots]  # fmt: skip
            label = "Gaat het om hetzelfde verlies?"
            if len(self.goes.roots) > 1:
                label = f"{double_desk.loss_words(loss)}: is dat hetzelfde verlies?"
            self._ask(f"{_LOSS}{loss.pk}", label, [*same, ("0", "Een ander verlies: er overleed nog een partner")])

    def _ask_details(self) -> None:
        people = (self.stays.resident, self.goes.resident)
        kept = merger_plans.kept_by_default(*people)
        for part in double_desk.differing(*people):
            told = [(str(one.pk), double_desk.said(one, part).replace("\n", ", ")) for one in people]
            self._ask(f"{_DETAIL}{part}", double_desk.LABELS[part], told, kept[part])

    def _ask_answers(self, today: date) -> None:
        """Of two intakes that would become one, if it is the same loss."""
        same = {loss.pk: root.pk for loss in self.goes.roots for root in self.stays.roots[:1]}
        for fold in merger_plans.lay(self.stays, self.goes, Choices(same), today).folds:
            for key in folding.differing(fold.gone.answers, fold.into.answers):
                told = [(str(one.pk), _answer(key, one)) for one in (fold.into, fold.gone)]
                label = phrases.start(answers.KEYS[key][0]) if key in answers.KEYS else key
                self._ask(f"{_ANSWER}{key}", label, told, fold.into.pk)


def _answer(key: str, intake: Intake) -> str:
    """In words; what has none of its own as it was typed."""
    said = intake.answers[key]
    in_words = "; ".join(text for _, text in told_answers.facts({key: said}))
    return in_words or ", ".join(str(one) for one in (said if isinstance(said, list) else [said]))
