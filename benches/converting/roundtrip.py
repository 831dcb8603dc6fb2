"""Simplified, to Traditional, and back: what does not come back as it was.

Counted apart are characters that were not Simplified to begin with (texts hold 檯 or 著 here and there,
OpenCC's own cases very many): to come back Simplified is right for them.
"""
from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

from .accuracy import corpora
from .tools import Tools

WAYS = (("s2t", "t2s"), ("s2tw", "tw2s"), ("s2hk", "hk2s"))


def table(tools: Tools, folder: Path) -> str:
    """A row for each Traditional script, and every pair of characters that is lost."""
    text = "".join(f"{line}\n" for name in corpora(folder) for line in _simplified(folder / f"dev-{name}.tsv"))
    as_simplified = _through(tools, text, "t2s")
    rows, lost = [], Counter()
    for there, back in WAYS:
        returned = _through(tools, _through(tools, text, there), back)
        if len(returned) != len(text):
            raise SystemExit(f"{there}, {back}: {len(text)} characters became {len(returned)}")
        changed = [(a, b, a != simple) for a, b, simple in zip(text, returned, as_simplified) if a != b]
        losses = Counter((a, b) for a, b, was_traditional in changed if not was_traditional)
        rows.append(f"| {there}, {back} | {len(text):,} | {len(changed) - losses.total()} | {losses.total()} |")
        lost |= losses
    pairs = "、".join(f"{a}→{b}{f' ({count})' if count > 1 else ''}" for (a, b), count in sorted(lost.items(), key=lambda it: (-it[1], it[0])))
    return "\n".join([
        "### There and back",
        "",
        "| ways | characters | were not Simplified | lost |",
        "| --- | ---: | ---: | ---: |",
        *rows,
        "",
        f"All that is lost: {pairs}.",
    ]) + "\n"


def _simplified(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def _through(tools: Tools, text: str, conversion: str) -> str:
    said = subprocess.run(tools.convert(conversion), input=text, cwd=tools.folder, stdout=subprocess.PIPE, text=True, check=True)
    return said.stdout
