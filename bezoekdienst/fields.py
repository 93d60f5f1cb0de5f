"""Model fields that are encrypted at rest (AES-128-CBC + HMAC-SHA256 through Fernet), with keys that can be rotated.

The first of `settings.FIELD_KEYS` encrypts, all of them decrypt. A value that none of the keys opens is an error and
never an empty field: showing "" there would invite somebody to save the emptiness over the note.
"""

import json
from datetime import date
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class WrongKey(Exception):
    """An encrypted column can't be opened with any of the configured keys."""


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """`text` under the newest key, as one printable token."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """What `encrypt` was given; raises WrongKey when no key opens it or it was tampered with."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise WrongKey("an encrypted value can't be opened: is the right FIELD_KEYS configured?") from None


def rotated(token: str) -> str:
    """The same value under the newest key; raises WrongKey."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).rotate(token.encode()).decode()
    except InvalidToken:
        raise WrongKey("an encrypted value can't be opened: is the right FIELD_KEYS configured?") from None


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # Django takes no brackets here
    """Text that the database only sees encrypted. It can't be searched, sorted or compared there."""

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encrypt(self.to_text(value))

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:
        return None if value is None else self.from_text(decrypt(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: it can't be looked up by {lookup_name}")
        return super().get_lookup(lookup_name)

    def to_text(self, value: Any) -> str:
        """The text that is encrypted."""
        return str(value)

    def from_text(self, text: str) -> Any:
        """The value that was given."""
        return text


class EncryptedJSONField(EncryptedTextField):
    """Any JSON value, encrypted as a whole."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_python(self, value: Any) -> Any:
        return value

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def from_text(self, text: str) -> Any:
        return json.loads(text)


class EncryptedDateField(EncryptedTextField):
    """A date, encrypted as its ISO form. Order and bounds are kept by whoever reads it: the database can't."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def to_text(self, value: Any) -> str:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else str(value.isoformat())

    def from_text(self, text: str) -> Any:
        return date.fromisoformat(text)
