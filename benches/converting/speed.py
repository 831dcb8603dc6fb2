"""Speed in memory, start-up, and peak memory; jobs take turns, and of each the median counts."""
from __future__ import annotations

import json
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

from racing.measure import ONCE

from .tools import Tools

SENTENCE = "政协召开主席会议，研究部署新一年工作。\n"
MIB = 1024 * 1024
#: The command itself, reading a pipe and writing to nobody, its start included.
PROCESS = "jianfan convert, the whole process"
#: Texts are repeated until they have as many bytes.
ROOM = 20_000_000


def texts(folder: Path, work: Path) -> dict[str, Path]:
    """Both sides of all corpora, repeated: by `s` and `t`, as OpenCC calls the scripts."""
    pairs = []
    for path in sorted(folder.glob("dev-*.tsv")):
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n"))
        pairs += [row[:2] for row in rows if len(row) > 1]
    made = {}
    for side, name in enumerate("st"):
        once = "".join(pair[side] + "\n" for pair in pairs).encode()
        made[name] = work / f"speed-{name}.txt"
        made[name].write_bytes(once * -(-ROOM // len(once)))
    return made


def race(tools: Tools, texts: dict[str, Path], site: Path, rounds: int) -> str:
    """Megabytes a second."""
    jobs = {}
    for conversion in ("s2tw", "s2t", "t2s"):
        text = texts[conversion[0]]
        jobs["OpenCC", conversion] = tools.peer("speed", conversion, str(text))
        jobs["jianfan", conversion] = tools.in_memory("text", conversion, text)
    jobs[PROCESS, "s2tw"] = _fed(tools.convert("s2tw"), texts["s"])
    jobs["jianfan, pages of HTML", "s2tw"] = tools.in_memory("html", "s2tw", site)
    runs: dict[tuple[str, str], list[dict]] = {job: [] for job in jobs}
    for number in range(rounds):
        for job, command in jobs.items():
            print(f"  round {number + 1}: {', '.join(job)}", file=sys.stderr)
            if job[0] == PROCESS:
                runs[job].append({"bytes": texts["s"].stat().st_size, "seconds": _once(tools, texts["s"].parent, command)["wall"]})
            else:
                runs[job].append(_said(tools, command))
    speed = {job: [run["bytes"] / run["seconds"] / 1e6 for run in list_] for job, list_ in runs.items()}
    lines = [
        "### Speed",
        "",
        f"One thread, in memory, the same text of {texts['s'].stat().st_size / 1e6:.0f} MB for both (the Simplified side of all "
        f"corpora, repeated; t2s: the Traditional side); median of {rounds} rounds in turns, lowest and highest in brackets. "
        "OpenCC has the text as one string, jianfan a line at a time.",
        "",
        "| | OpenCC's name of it | MB/s | times OpenCC (by round) |",
        "| --- | --- | ---: | ---: |",
    ]
    for (name, conversion), values in speed.items():
        ratio = ""
        if name in ("jianfan", PROCESS):
            peer = speed["OpenCC", conversion]
            by_round = [own / other for own, other in zip(values, peer)]
            ratio = f"{statistics.median(values) / statistics.median(peer):.1f} ({min(by_round):.1f}–{max(by_round):.1f})"
        if "HTML" in name:
            name += f" ({runs[name, conversion][0]['texts']} pages of the sample site)"
        lines.append(f"| {name} | {conversion} | {statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f}) | {ratio} |")
    return "\n".join(lines) + "\n"


def start(tools: Tools, work: Path, times: int) -> str:
    """From the start of the process to its end, on nothing and on one sentence; and peak memory."""
    sentence = work / "sentence.txt"
    sentence.write_text(SENTENCE, encoding="utf-8")
    commands = {"jianfan convert": tools.convert("s2tw"), "OpenCC in Python": tools.peer("lines", "s2tw")}
    jobs = {(name, file): _fed(command, file) for name, command in commands.items() for file in (Path("/dev/null"), sentence)}
    jobs["Python alone", Path("/dev/null")] = [str(tools.python), "-I", "-c", "pass"]
    walls: dict = {job: [] for job in jobs}
    inside = []
    for _ in range(times):
        for job, command in jobs.items():
            walls[job].append(_once(tools, work, command)["wall"] * 1000)
        inside.append(_said(tools, tools.peer("start", "s2tw"))["seconds"] * 1000)
    lines = [
        "### Start-up",
        "",
        f"s2tw; milliseconds from the start of the process to its end, median of {times} in turns.",
        "",
        "| | empty input | one sentence |",
        "| --- | ---: | ---: |",
    ]
    for name in (*commands, "Python alone"):
        cells = [walls.get((name, file)) for file in (Path("/dev/null"), sentence)]
        lines.append(f"| {name} | " + " | ".join(f"{statistics.median(cell):.1f}" if cell else "" for cell in cells) + " |")
    lines.append(f"| OpenCC within Python: import, load, first words | | {statistics.median(inside):.1f} |")
    return "\n".join(lines) + "\n"


def memory(tools: Tools, text: Path, work: Path) -> str:
    """The peak of the resident set."""
    commands = {"jianfan convert": tools.convert("s2tw"), "OpenCC in Python, line by line": tools.peer("lines", "s2tw")}
    lines = ["### Peak memory", "", "s2tw.", "", "| | one sentence, MiB | the whole text, MiB |", "| --- | ---: | ---: |"]
    for name, command in commands.items():
        peaks = [_once(tools, work, _fed(command, file))["memory"] / MIB for file in (work / "sentence.txt", text)]
        lines.append(f"| {name} | " + " | ".join(f"{peak:.1f}" for peak in peaks) + " |")
    return "\n".join(lines) + "\n"


def _fed(command: list[str], file: Path) -> list[str]:
    """A command with a file as its input, and nobody to read what it says."""
    return ["/bin/sh", "-c", f"exec {shlex.join(command)} < {shlex.quote(str(file))} > /dev/null"]


def _once(tools: Tools, work: Path, command: list[str]) -> dict:
    """One process, and what the kernel says of it."""
    ask = [sys.executable, "-I", "-S", str(ONCE), str(work / "start.log"), *command]
    run = _said(tools, ask)
    if run["exit"]:
        raise SystemExit(f"{shlex.join(command)} failed; see {work / 'start.log'}")
    return run


def _said(tools: Tools, command: list[str]) -> dict:
    said = subprocess.run(command, cwd=tools.folder, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(said.stdout)
