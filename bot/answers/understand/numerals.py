"""Numbers as people write them: digits, English words, Chinese numerals."""

_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50,
    "hundred": 100, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_DIGITS = {
    "〇": 0,
    "零": 0,
    **{numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)},
    "两": 2,
}
_UNITS = {"十": 10, "百": 100}

NUMBER = r"\d{1,6}|[〇零一二三四五六七八九两十百]{1,5}|(?:" + "|".join(_ENGLISH) + r")(?![a-z])"
"""Matches a number in normalised speech."""


def value(written: str) -> int | None:
    """The number that ``written`` says, or None when it says none."""
    word = written.strip().lower()
    if word.isascii() and word.isdigit():
        return int(word)
    if word in _ENGLISH:
        return _ENGLISH[word]
    return _chinese(word)


def _chinese(word: str) -> int | None:
    total, digit = 0, None
    for numeral in word:
        if numeral in _DIGITS:
            digit = _DIGITS[numeral] if digit is None else digit * 10 + _DIGITS[numeral]
        elif numeral in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[numeral]
            digit = None
        else:
            return None
    return total + (digit or 0) if word else None
