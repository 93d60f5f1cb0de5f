"""Putting everything that is encrypted under the newest key, a batch at a time, so that an old key can go."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models, transaction

from bezoekdienst import fields

BATCH = 500
_SECRETS = ("secret", "seed", "migrated_codes")  # what allauth encrypts inside Authenticator.data


def columns() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every encrypted column there is."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, fields.EncryptedTextField):
                yield model, field


def rotate() -> dict[str, int]:
    """Re-encrypt every value under the first of FIELD_KEYS; column -> number of values.

    Safe to break off and run again. Raises fields.WrongKey at the first value that none of the keys opens.
    """
    counts = {f"{model._meta.label}.{field.name}": _rotate_column(model, field) for model, field in columns()}
    counts["mfa.Authenticator.data"] = _rotate_second_factors()
    return counts


def _rotate_column(model: type[models.Model], field: "models.Field[Any, Any]") -> int:
    # By SQL: the tokens themselves are needed, which the field never shows; and columns hold no free text of others.
    quote = connection.ops.quote_name
    table, key, column = (quote(name or "") for name in (model._meta.db_table, model._meta.pk.column, field.column))
    select = f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key}"  # noqa: S608
    update = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(select)
        rows = cursor.fetchall()
    for start in range(0, len(rows), BATCH):
        batch = [(fields.rotated(token), pk, token) for pk, token in rows[start : start + BATCH]]
        with transaction.atomic(), connection.cursor() as cursor:
            # Only where the token is still the one that was read: a note saved meanwhile is newer than ours.
            cursor.executemany(update, batch)
    return len(rows)


def _rotate_second_factors() -> int:
    count = 0
    for proof in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).iterator():
        for name in _SECRETS:
            if isinstance(proof.data.get(name), str):
                proof.data[name] = fields.rotated(proof.data[name])
                count += 1
        proof.save(update_fields=["data"])
    return count
