"""IPP messages as bytes (RFC 8010), as far as our few operations need them."""

import struct
from collections import defaultdict
from collections.abc import Sequence

Value = str | int | bool | tuple[int, int]
Attribute = tuple[str, str, Value]  # syntax, name, value
Found = dict[str, list[Value]]

SYNTAXES = {
    "integer": 0x21,
    "boolean": 0x22,
    "enum": 0x23,
    "range": 0x33,
    "text": 0x41,
    "name": 0x42,
    "keyword": 0x44,
    "uri": 0x45,
    "charset": 0x47,
    "language": 0x48,
    "mime": 0x49,
}
OPERATION_GROUP, JOB_GROUP, END, UNSUPPORTED_GROUP = 0x01, 0x02, 0x03, 0x05
UNSUPPORTED = "unsupported"  # under this name `decode` gives the names of what a printer left out
NAME_LIMIT = 255  # octets
_LAST_DELIMITER = 0x0F
_COLLECTION_BEGIN, _COLLECTION_END = 0x34, 0x37


def encode(operation: int, operation_attributes: Sequence[Attribute], job_attributes: Sequence[Attribute]) -> bytes:
    """A request, version 2.0, in UTF-8 and Dutch."""
    first: list[Attribute] = [
        ("charset", "attributes-charset", "utf-8"),
        ("language", "attributes-natural-language", "nl"),
    ]
    parts = [struct.pack(">BBHI", 2, 0, operation, 1), bytes([OPERATION_GROUP])]
    parts += [_attribute(*attribute) for attribute in [*first, *operation_attributes]]
    if job_attributes:
        parts += [bytes([JOB_GROUP]), *(_attribute(*attribute) for attribute in job_attributes)]
    return b"".join([*parts, bytes([END])])


def _attribute(syntax: str, name: str, value: Value) -> bytes:
    key, content = name.encode(), _content(syntax, value)
    sizes = struct.pack(">BH", SYNTAXES[syntax], len(key)), struct.pack(">H", len(content))
    return sizes[0] + key + sizes[1] + content


def _content(syntax: str, value: Value) -> bytes:
    if isinstance(value, tuple):
        return struct.pack(">ii", *value)
    if syntax in ("integer", "enum"):
        return struct.pack(">i", int(value))
    if syntax == "boolean":
        return bytes([bool(value)])
    content = str(value).encode()
    return content[:NAME_LIMIT].decode("utf-8", "ignore").encode() if syntax == "name" else content


def decode(message: bytes) -> tuple[int, Found]:
    """Status and attributes of an answer, the groups taken together. Raises ValueError when it is cut off or no IPP."""
    found: Found = defaultdict(list)
    try:
        status = struct.unpack_from(">H", message, 2)[0]
        _read(message, found)
    except (struct.error, IndexError) as error:
        raise ValueError("not an IPP answer") from error
    return status, dict(found)


def _read(message: bytes, found: Found) -> None:
    place, name, depth, group = 8, "", 0, 0
    while (tag := message[place]) != END:
        place += 1
        if tag <= _LAST_DELIMITER:
            group = tag
            continue
        key, place = _piece(message, place)
        content, place = _piece(message, place)
        depth += (tag == _COLLECTION_BEGIN) - (tag == _COLLECTION_END)
        if depth or tag == _COLLECTION_END:
            continue  # collections (media sizes and such) say nothing we use
        name = key.decode("utf-8", "replace") or name
        if group == UNSUPPORTED_GROUP:
            found[UNSUPPORTED].append(name)
        else:
            found[name].append(_value(tag, content))


def _piece(message: bytes, place: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", message, place)[0]
    end = place + 2 + length
    if end > len(message):
        raise IndexError("cut off")
    return message[place + 2 : end], end


def _value(tag: int, content: bytes) -> Value:
    if tag in (SYNTAXES["integer"], SYNTAXES["enum"]):
        return int(struct.unpack(">i", content)[0])
    if tag == SYNTAXES["boolean"]:
        return content == b"\x01"
    if tag == SYNTAXES["range"]:
        first, last = struct.unpack(">ii", content)
        return first, last
    return content.decode("utf-8", "replace")
