"""An answer that comes as late whatever was found: how long somebody waits tells her nothing (A2)."""

import time

ENOUGH = 0.5  # seconds; the most that is done for one takes a tenth of it

now = time.monotonic


def wait(began: float) -> None:
    """Until `ENOUGH` seconds after `began`, which `now` gave. Only behind a limit on how often: it holds a thread."""
    time.sleep(max(0.0, began + ENOUGH - now()))
