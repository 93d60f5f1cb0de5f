"""Whom to call when somebody is in danger: the only place that has these numbers and words (S1)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One number to call, and when it is the one; `free` is a number for the same that costs nothing."""

    question: str
    name: str
    number: str
    free: str = ""

    @property
    def words(self) -> str:
        """On a button: Nu gevaar: bel 112."""
        return f"{self.question}: bel {self._called}"

    @property
    def sentence(self) -> str:
        """In running text: Nu gevaar? Bel 112."""
        return f"{self.question}? Bel {self._called}{f', of gratis {self.free}' if self.free else ''}."

    @property
    def _called(self) -> str:
        return self.name if self.name == self.number else f"{self.name}, {self.number}"


LINES = (
    Line("Nu gevaar", "112", "112"),
    Line("Denkt iemand aan zelfdoding", "113", "113", free="0800-0113"),
    Line("Onveilig thuis", "Veilig Thuis", "0800-2000"),
)
SAID = " ".join(line.sentence for line in LINES) + " Dag en nacht."
CLOSED = "Het kantoor is nu dicht. Wacht niet tot het opengaat: bel 112 of 113."
