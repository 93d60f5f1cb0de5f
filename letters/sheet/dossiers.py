"""What is held of one person, on paper: in sections, to be read by whom it is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences under it, and what stands there: lists of (name, text), a table under `columns`, or `lines`,
    each with what it begins with, the rest, and paragraphs below it.

    `soft` are sentences that explain; they stand under the rest, in small type.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lists: tuple[tuple[tuple[str, str], ...], ...] = ()
    lines: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    points: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole: who sends it, to whom, and its sections."""

    sender: str
    title: str
    about: str
    dated: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
