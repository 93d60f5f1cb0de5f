"""How gunicorn writes its log: as always, without the secret in the address of somebody's calendar."""

from typing import Any

from gunicorn.glogging import Logger

from bezoekdienst.lib.discretion import masked

accesslog = "-"


class Discreet(Logger):
    """Masks whatever a line of the access log may be made of."""

    def atoms(self, *args: Any, **given: Any) -> dict[str, Any]:
        found = super().atoms(*args, **given)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}


logger_class = Discreet
