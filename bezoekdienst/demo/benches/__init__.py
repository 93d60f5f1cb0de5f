"""Measurements: each module has `OPTIONS` (name -> default, whole numbers) and `run(**options) -> figures`; some have
`table(figures) -> lines` for people, where a list of names and figures reads badly.

A figure that can't be taken is None, and said so. On a busy machine a ratio in one run is worth more than a time.
"""

import resource


def peak_mb() -> float:
    """The most memory this process ever held, in MB (10^6 bytes)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1)
