"""What the phone points at in a note is what the server would: one table for both."""

from typing import Any

from playwright.sync_api import Page

from bezoekdienst.visiting import notes
from tests.visiting import remarks

REMARKS = """([texts, name]) => import("/static/mobile/careful.js").then(({ remark }) =>
    texts.map((text) => remark(text, [name])))"""
NO_NAMES = """import("/static/mobile/careful.js").then(({ NO_NAMES }) => [...NO_NAMES])"""


def test_the_phone_says_the_same_of_every_note(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/account/login/")
    said = page.evaluate(REMARKS, [[note for note, _ in remarks.CASES], remarks.ABOUT])
    assert dict(zip([note for note, _ in remarks.CASES], said, strict=True)) == {
        note: " ".join(notes.warnings(note, [remarks.ABOUT])) for note, _ in remarks.CASES
    }
    assert set(page.evaluate(NO_NAMES)) == notes.NO_NAMES
