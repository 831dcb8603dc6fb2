"""The result as Markdown: where and how it was measured, the medians, the ratios."""
from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path

from .measure import Job

MIB = 1024 * 1024


def heading(command: str, versions: list[str], work: str) -> str:
    """What a table of figures must say to mean anything."""
    today = datetime.date.today().isoformat()
    where = f"Machine: {_machine()}. Work folder: {work}."
    return f"`{command}`, {today}.\n\n{where}\n\nVersions: {'; '.join(versions)}.\n"


def table(jobs: list[Job], articles: int, editions: int) -> str:
    """One size: every job, then each against the first."""
    rounds = len(jobs[0].runs)
    shape = "two editions" if editions > 1 else "one edition"
    lines = [
        f"### {articles:,} articles, {shape}, each built {rounds} times in turns",
        "",
        "| job | wall s (min–max) | CPU s | user s | system s | peak memory MiB | files | MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for job in jobs:
        walls = job.values("wall")
        mark = " **failed**" if any(job.values("exit")) else ""
        lines.append(
            f"| {job.name}{mark} | {job.median('wall'):.2f} ({min(walls):.2f}–{max(walls):.2f}) | {job.median('cpu'):.2f} "
            f"| {job.median('user'):.2f} | {job.median('system'):.2f} | {job.median('memory') / MIB:.0f} "
            f"| {job.files} | {job.size / 1e6:.0f} |"
        )
    first = jobs[0]
    lines += ["", f"| {first.name} : job | wall (by round) | CPU | peak memory |", "| --- | ---: | ---: | ---: |"]
    for job in jobs[1:]:
        by_round = [a / b for a, b in zip(first.values("wall"), job.values("wall"))]
        ratio = {name: first.median(name) / max(job.median(name), 1e-9) for name in ("wall", "cpu", "memory")}
        lines.append(
            f"| {first.name} : {job.name} | {ratio['wall']:.1f} ({min(by_round):.1f}–{max(by_round):.1f}) "
            f"| {ratio['cpu']:.1f} | {ratio['memory']:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _machine() -> str:
    parts = [f"{os.cpu_count()} CPUs"]
    model = _line("/proc/cpuinfo", "model name")
    if model:
        parts.append(model)
    memory = _line("/proc/meminfo", "MemTotal")
    if memory:
        parts.append(f"{int(memory.split()[0]) / MIB:.0f} GiB")
    parts.append(f"{platform.system()} {platform.release()}")
    parts.append(f"load {os.getloadavg()[0]:.1f} before the first run")
    return ", ".join(parts)


def _line(path: str, key: str) -> str:
    try:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == key:
                return value.strip()
    except OSError:
        pass
    return ""
