"""Teletex (T.61) as the register's messages use it: one byte a character, an accent BEFORE the letter it stands on.

Which characters the register allows is laid down in the Logisch Ontwerp; `C2 65` is an e with an acute accent. What
lies outside becomes U+FFFD, so that it is seen as damage and nobody gets a letter with a wrong name on it (L6).
"""

import unicodedata

_LOST = "\ufffd"
_PLAIN = "\n\f\r !\"%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz|"
_SIGNS = {
    0xA1: "¡¢£$¥#§¤",
    0xAB: "«",
    0xB0: "°±²³×µ¶·÷",
    0xBB: "»¼½¾¿",
    0xE0: "\u2126ÆĐªĦ",  # the first is the ohm sign, not the Greek letter
    0xE7: "ĿŁØŒºÞŦŊŉĸæđðħı",
    0xF7: "ŀłøœßþŧŋ",
}
_ACCENTS = {
    0xC1: "\u0300",  # grave
    0xC2: "\u0301",  # acute
    0xC3: "\u0302",  # circumflex
    0xC4: "\u0303",  # tilde
    0xC5: "\u0304",  # macron
    0xC6: "\u0306",  # breve
    0xC7: "\u0307",  # dot above
    0xC8: "\u0308",  # diaeresis
    0xCA: "\u030a",  # ring
    0xCB: "\u0327",  # cedilla
    0xCD: "\u030b",  # double acute
    0xCE: "\u0328",  # ogonek
    0xCF: "\u030c",  # caron
}
_EXCEPTIONS = {"C267": "ģ"}  # no room for a cedilla under it: the register writes it with the acute accent


def decode(content: bytes) -> str:
    """The text of `content`; U+FFFD for each byte, or accent with its letter, that the register does not know."""
    if content.isascii():
        return content.decode("ascii").translate(_UNKNOWN_ASCII)
    letters = []
    accent = 0
    for byte in content:
        if accent:
            letters.append(_ACCENTED.get((accent, byte), _LOST))
            accent = 0
        elif byte in _ACCENTS:
            accent = byte
        else:
            letters.append(_SINGLE[byte])
    return "".join(letters) + (_LOST if accent else "")


def _singles() -> list[str]:
    known = {ord(letter): letter for letter in _PLAIN}
    for first, letters in _SIGNS.items():
        known.update(enumerate(letters, start=first))
    return [known.get(byte, _LOST) for byte in range(256)]


def _accented() -> dict[tuple[int, int], str]:
    """Every accent with every letter of which Unicode has the two in one, also those the register does not list."""
    pairs = {}
    for accent, mark in _ACCENTS.items():
        for letter in _PLAIN:
            composed = unicodedata.normalize("NFC", letter + mark)
            if len(composed) == 1 and letter.isalpha():
                pairs[accent, ord(letter)] = composed
    pairs.update({(int(code[:2], 16), int(code[2:], 16)): letter for code, letter in _EXCEPTIONS.items()})
    return pairs


_SINGLE = _singles()
_ACCENTED = _accented()
_UNKNOWN_ASCII = {byte: _LOST for byte in range(128) if chr(byte) not in _PLAIN}
