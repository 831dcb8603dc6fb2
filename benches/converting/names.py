"""Names of people, with and without a glossary that holds them.

The corpora have no lists of their people. So people are made up: every surname that a table of characters
may write wrongly (`HAZARD` in the corpora's list of surnames) with every given name below, and each is
put into a sentence of a corpus where a person may be named: at its beginning, after its first comma.
"""
from __future__ import annotations

import random
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .tools import Tools

#: Given names, Simplified and Traditional: of many strokes and few, some that are words besides.
GIVEN = [
    "建国/建國", "明/明", "志强/志強", "秀英/秀英", "松涛/松濤", "采云/采雲", "长江/長江", "年/年", "海/海", "发祥/發祥",
    "文/文", "后土/后土", "万里/萬里", "春/春", "复生/復生", "台生/台生", "克勤/克勤", "念慈/念慈", "系民/系民", "向前/向前",
]
CORPUS = "tw_legis"


@dataclass
class _Line:
    text: str
    name: str
    at: int


def table(tools: Tools, folder: Path, work: Path) -> str:
    """How many of the names come out wrong."""
    people = _people(folder / "surnames.tsv")
    lines = _lines(folder / f"dev-{CORPUS}.tsv", people)
    site = work / "names"
    site.mkdir(exist_ok=True)
    (site / "site.yaml").write_text("title: 人名\n", encoding="utf-8")
    listed = "".join(f"  - {simplified}={traditional}\n" for simplified, traditional in people)
    (site / "glossary.yaml").write_text(f"人名:\n{listed}", encoding="utf-8")
    commands = {
        "OpenCC": tools.peer("lines", "s2tw"),
        "jianfan, no glossary": tools.convert("s2tw"),
        "jianfan, the names in its glossary": tools.convert("s2tw", "--root", str(site)),
    }
    rows = [f"| {name} | {_wrong(tools, command, lines)} |" for name, command in commands.items()]
    return "\n".join([
        "### Names",
        "",
        f"{len(people):,} made-up people with surnames that are easily written wrongly, each in a sentence of {CORPUS}; s2tw.",
        "",
        "| | names written wrongly |",
        "| --- | ---: |",
        *rows,
    ]) + "\n"


def _people(surnames: Path) -> list[tuple[str, str]]:
    """Simplified and Traditional, each Simplified name once."""
    rows = [line.split("\t") for line in surnames.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    hazards: dict[str, str] = {}
    for simplified, traditional, *note in rows:
        if "HAZARD" in "".join(note):
            # Of several forms of one the note says which is the usual one.
            usual = re.search(r"default ([\u3400-\u9fff])", "".join(note))
            hazards.setdefault(simplified, usual.group(1) if usual else traditional)
    given = [pair.split("/") for pair in GIVEN]
    return [(one + a, other + b) for one, other in hazards.items() for a, b in given]


def _lines(corpus: Path, people: list[tuple[str, str]]) -> list[_Line]:
    sentences = [line.split("\t")[0] for line in corpus.read_text(encoding="utf-8").splitlines()]
    sentences = [sentence for sentence in sentences if "，" in sentence]
    chosen = random.Random(1).choices(sentences, k=len(people))
    lines = []
    for number, ((simplified, traditional), sentence) in enumerate(zip(people, chosen)):
        at = sentence.index("，") + 1 if number % 2 else 0
        lines.append(_Line(f"{sentence[:at]}{simplified}委员说{sentence[at:]}", traditional, at))
    return lines


def _wrong(tools: Tools, command: list[str], lines: list[_Line]) -> int:
    text = "".join(line.text + "\n" for line in lines)
    said = subprocess.run(command, cwd=tools.folder, input=text.encode(), stdout=subprocess.PIPE, check=True)
    out = said.stdout.decode().splitlines()
    if len(out) != len(lines):
        raise SystemExit(f"{command[0]} gave {len(out)} lines for {len(lines)}")
    return sum(not got.startswith(line.name, line.at) for got, line in zip(out, lines))
