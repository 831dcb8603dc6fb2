"""Errors of both programs on every corpus, counted by the corpora's own scorer."""
from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .tools import Tools

#: Which way a corpus goes; others are Taiwan's.
TOWARDS = {"cuv": "s2t", "udhk": "s2hk", "opencc_tc_s2t": "s2t", "opencc_tc_s2hk": "s2hk"}
#: Corpora whose Simplified side people wrote, so that the way back says something.
BACK = {
    "gsd": "tw2s", "cuv": "t2s", "ui_mix": "tw2s",
    "opencc_tc_t2s": "t2s", "opencc_tc_tw2s": "tw2s", "opencc_tc_hk2s": "hk2s",
}
#: Old Chinese, which is counted apart.
CLASSICAL = {"cuv"}


@dataclass
class Score:
    """Hard errors on one corpus."""

    corpus: str
    conversion: str
    han: int
    opencc: int
    jianfan: int


def corpora(folder: Path) -> list[str]:
    """The names of the corpora in a folder."""
    return [path.stem.removeprefix("dev-") for path in sorted(folder.glob("dev-*.tsv"))]


def towards(tools: Tools, folder: Path) -> list[Score]:
    """Out of Simplified, on every corpus that is made for it."""
    names = [name for name in corpora(folder) if not name.endswith("2s")]
    return [_score(tools, folder, name, TOWARDS.get(name, "s2tw")) for name in names]


def back(tools: Tools, folder: Path) -> list[Score]:
    """Into Simplified."""
    return [_score(tools, folder, name, BACK[name]) for name in corpora(folder) if name in BACK]


def table_towards(scores: list[Score]) -> str:
    """A row a corpus, and the two sums."""
    lines = ["### Out of Simplified", "", *_head()]
    lines += [_row(score.corpus, score.conversion, score) for score in scores]
    for name, is_part in (("modern", False), ("classical", True)):
        part = [score for score in scores if (score.corpus in CLASSICAL) == is_part]
        if part:
            lines.append(_row(f"**{name}, all**", "", _sum(part)))
    return "\n".join(lines) + "\n"


def table_back(scores: list[Score]) -> str:
    """A row a corpus; where jianfan is worse it says so."""
    lines = ["### Into Simplified", "", *_head()]
    for score in scores:
        worse = " **worse**" if score.jianfan > score.opencc else ""
        lines.append(_row(score.corpus + worse, score.conversion, score))
    return "\n".join(lines) + "\n"


def _head() -> list[str]:
    return [
        "| corpus | OpenCC's name of it | Han | hard errors, OpenCC | jianfan | a 100,000, OpenCC | jianfan | jianfan : OpenCC |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]


def _row(name: str, conversion: str, score: Score) -> str:
    per = [1e5 * errors / max(score.han, 1) for errors in (score.opencc, score.jianfan)]
    ratio = f"{score.jianfan / score.opencc:.2f}" if score.opencc else "–"
    return (f"| {name} | {conversion} | {score.han:,} | {score.opencc} | {score.jianfan} "
            f"| {per[0]:.1f} | {per[1]:.1f} | {ratio} |")


def _sum(scores: list[Score]) -> Score:
    columns = zip(*((score.han, score.opencc, score.jianfan) for score in scores))
    return Score("", "", *map(sum, columns))


def _score(tools: Tools, folder: Path, corpus: str, conversion: str) -> Score:
    print(f"  {corpus}, {conversion}", file=sys.stderr)
    opencc = _run(tools, folder, corpus, conversion, tools.peer("lines", conversion))
    jianfan = _run(tools, folder, corpus, conversion, tools.convert(conversion))
    return Score(corpus, conversion, opencc["han"], opencc["hard_err"], jianfan["hard_err"])


def _run(tools: Tools, folder: Path, corpus: str, conversion: str, command: list[str]) -> dict:
    scorer = [sys.executable, str(folder / "score.py"), str(folder / f"dev-{corpus}.tsv"), conversion, "--json", "--", *command]
    said = subprocess.run(scorer, cwd=tools.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if said.returncode or "WARNING" in said.stderr:
        raise SystemExit(f"{command[0]} failed on {corpus}: {said.stderr.strip()}")
    return json.loads(said.stdout)
