"""A plain Traditional copy for Hugo, and the way back for the checks.

Character for character, always the first candidate of OpenCC's table: no words, so 头发 becomes
頭發. A copy made with all of OpenCC would be better Chinese but the same work for Hugo, which
gets it for nothing; making it is not timed.
"""
from __future__ import annotations

import re
from pathlib import Path

# Neither tool's edition converts what is code.
CODE = re.compile(r"(^```.*?^```$)", re.S | re.M)


class Traditional:
    """Simplified to Traditional and back, by characters."""

    def __init__(self, tables: Path):
        self._there = _table(tables / "STCharacters.txt")
        self._back = _table(tables / "TSCharacters.txt")

    def convert(self, text: str) -> str:
        """The Traditional copy of a short text."""
        return text.translate(self._there)

    def convert_markdown(self, text: str) -> str:
        """The Traditional copy of a body, its code blocks left alone."""
        parts = CODE.split(text)
        return "".join(part if at % 2 else self.convert(part) for at, part in enumerate(parts))

    def fold(self, text: str) -> str:
        """Both scripts made one, to compare texts whose conversions differ in single forms."""
        return text.translate(self._back)

    def still_simplified(self, text: str) -> float:
        """The share of characters that have another form in Traditional."""
        converted = text.translate(self._there)
        return sum(a != b for a, b in zip(text, converted)) / max(1, len(text))


def _table(path: Path) -> dict[int, str]:
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, candidates = line.split("\t")
            table[ord(key)] = candidates.split(" ")[0]
    return table
