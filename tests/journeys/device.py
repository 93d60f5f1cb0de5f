"""A phone or a tablet in somebody's hand: a browser with a profile on disk, which outlives the browser."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

Start = Callable[..., BrowserContext]  # the profile, then what more the browser is told
# Nothing gets out, not from the worker behind the page either, which a page that is set offline doesn't stop.
NO_SIGNAL = ("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>")


class Device:
    """One browser at a time, on one profile. Killed means killed: the whole browser, in the middle of it."""

    def __init__(self, start: Start, profile: Path, address: str) -> None:
        self._start, self.profile, self.address = start, profile, address
        self.context: BrowserContext = start(profile)

    def visit(self, path: str) -> Page:
        """A new page at this address of ours."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{self.address}{path}")
        return page

    def start_again(self, *told: str) -> None:
        """The browser that was closed or killed is opened once more."""
        self.context = self._start(self.profile, *told)

    def die(self) -> None:
        """The browser is gone at once."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if f"--user-data-dir={self.profile}".encode() in words and not any(b"--type=" in one for one in words):
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()

    def on_disk(self, *words: str) -> list[str]:
        """Which of these words stand anywhere in the profile."""
        found = set()
        for path in self.profile.rglob("*"):
            with suppress(OSError):
                content = path.read_bytes() if path.is_file() else b""
                found |= {word for word in words if word.encode() in content or word.encode("utf-16-le") in content}
        return sorted(found)
