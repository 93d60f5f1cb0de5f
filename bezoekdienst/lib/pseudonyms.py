"""Keyed pseudonyms: what is kept of a number or a name when the number or name itself must not be kept.

A plain hash of a BSN is reversed in minutes (there are fewer than 10^9), so every pseudonym is an HMAC-SHA256 under
a key that lives outside the database. A prefix per kind keeps the same value apart in two uses.
"""

import hmac
import unicodedata

_SEPARATOR = "\x1f"


def keyed(kind: str, *parts: str, key: bytes) -> str:
    """`kind:` followed by 64 hexadecimal digits; equal parts under an equal key give an equal pseudonym.

    Raises ValueError for an empty key or an empty part: a pseudonym of nothing would match everybody without it.
    """
    if not key:
        raise ValueError("a pseudonym needs a key")
    if not parts or not all(parts):
        raise ValueError("a pseudonym needs every part filled")
    message = _SEPARATOR.join((kind, *parts)).encode()
    return f"{kind}:{hmac.digest(key, message, 'sha256').hex()}"  # at once: a third of the time of an hmac object


def folded(name: str) -> str:
    """A name for comparing: without accents, case, blanks, hyphens and dots ("Van der Wél-Boer" -> "vanderwelboer")."""
    plain = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name).casefold()
    return "".join(filter(str.isalnum, plain))
