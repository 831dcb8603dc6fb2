"""Sentences and phrases for the corpus, taken from the articles that this repository carries.

Only sentences that are plain text in every Markdown dialect are taken, and none that quotes or
names an office holder: the corpus puts nothing into anybody's mouth.
"""
from __future__ import annotations

import re
from pathlib import Path

# The handbook is about the program, and full of its notation.
LEFT_OUT = "handbook"
# The corpus is in Simplified Chinese; an article with a script of its own is not.
OTHER_SCRIPT = re.compile(r"^(?:script|文字|文字版本)\s*:", re.M)
PAIRS = ("“”", "‘’", "《》", "（）")
PLAIN = re.compile(r"[\u4e00-\u9fff“《][\u4e00-\u9fff0-9A-Za-z，、：“”‘’《》（）·％%.]*[\u4e00-\u9fff0-9”》）％%]")
QUOTING = re.compile("习近平|总书记|主席|书记|同志|指出|强调")
# A line that is not a paragraph: a heading, a quotation, a list, a table, a container, a note.
MARKUP = re.compile(r"\s*(?:[#>|\-*+:!\[<`~]|\d+[.)])")


class Phrases:
    """What articles are made of."""

    def __init__(self, sentences: list[str], phrases: list[str]):
        #: Whole sentences, each ending in a full stop.
        self.sentences = sentences
        #: Runs of 6 to 16 characters without punctuation, for headings, list items and titles.
        self.phrases = phrases


def gather(content: Path) -> Phrases:
    """Reads all articles below `content`, in a fixed order."""
    sentences: dict[str, None] = {}
    for path in sorted(content.rglob("*.md")):
        is_section_or_edition = path.name == "_index.md" or "." in path.stem
        if path.relative_to(content).parts[0] == LEFT_OUT or is_section_or_edition:
            continue
        for sentence in _sentences(path.read_text(encoding="utf-8")):
            sentences.setdefault(sentence)
    phrases = {
        phrase: None
        for sentence in sentences
        for phrase in re.split("[，。、：“”‘’《》（）·]", sentence)
        if re.fullmatch(r"[\u4e00-\u9fff]{6,16}", phrase)
    }
    if len(sentences) < 50 or len(phrases) < 50:
        raise SystemExit(f"too few sentences in {content}: {len(sentences)}")
    return Phrases(list(sentences), list(phrases))


def _sentences(source: str):
    _, head, body = re.split(r"^---$", source, maxsplit=2, flags=re.M)
    if OTHER_SCRIPT.search(head):
        return
    body = re.sub(r"^(```|~~~|:::).*?^\1\s*$", "", body, flags=re.S | re.M)
    for line in body.splitlines():
        if MARKUP.match(line):
            continue
        for sentence in re.split("[。；]", line):
            # Numbering and bold marks go; what stands after them may be a sentence.
            sentence = re.sub(r"^[（(]?[一二三四五六七八九十]{1,3}(?:[、）)]|是)", "", sentence.strip().replace("**", ""))
            if 10 <= len(sentence) <= 220 and PLAIN.fullmatch(sentence) and _is_whole(sentence):
                yield sentence + "。"


def _is_whole(sentence: str) -> bool:
    pairs_close = all(sentence.count(a) == sentence.count(b) for a, b in PAIRS)
    return pairs_close and not QUOTING.search(sentence)
