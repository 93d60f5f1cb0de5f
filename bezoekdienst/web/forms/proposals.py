"""What is asked when a match is decided."""

from typing import Any

from django import forms

from bezoekdienst.web.forms.fields import day, words


class Weigh(forms.Form):
    """Somebody else than proposed, with the reason that is kept (M3). Only fixing asks for one where a rule does."""

    reason = words("Waarom?", help_text="Dit blijft erbij staan. Zo kunt u later zien hoe het liep.")

    def __init__(self, *args: Any, only_fixing: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["reason"].required = not only_fixing


class Decide(Weigh):
    """What is proposed needs no explanation, unless there is an objection; she may give one."""

    reason = words("Wilt u er iets bij schrijven?", required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["reason"].required = False


class Decline(forms.Form):
    """The reason that is kept with the no."""

    reason = words("Waarom niet?", help_text="Deze twee worden niet meer samen voorgesteld, tot u dat weer toelaat.")


class HoldBack(forms.Form):
    """Until when, and why."""

    until_on = day("Tot en met welke dag?", required=False, help_text="Leeg: tot u zegt dat het weer kan.")
    reason = words("Waarom?")
