#!/usr/bin/env python3
"""How right and how fast the conversion is, beside OpenCC's; see README.md beside this file.

    python3 benches/conversion.py --corpora DIR

DIR holds the corpora (`dev-NAME.tsv`: Simplified, tab, Traditional) and their scorer, `score.py`. Needs
Python 3.9 or newer, cargo, and OpenCC: in the Python that --opencc-python names, else it is installed from
PyPI into the work folder. The report goes to the standard output, progress to the standard error.
"""
from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from converting import accuracy, names, roundtrip, speed, tools
from racing import report
from racing.tools import REPOSITORY

PARTS = ("accuracy", "roundtrip", "names", "speed", "start")


def main() -> None:
    """Measures what is asked for."""
    options = _options()
    folder = Path(options.corpora).resolve()
    if not (folder / "score.py").is_file() or not accuracy.corpora(folder):
        raise SystemExit(f"{folder} holds no corpora (dev-*.tsv) with their score.py")
    work = Path(options.work).resolve() if options.work else Path(tempfile.mkdtemp(prefix="jianfan-conversion-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        _measure(options, folder, work)
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


def _measure(options: argparse.Namespace, folder: Path, work: Path) -> None:
    ready = tools.ready(work, options.opencc_python)
    command = shlex.join(["python3", "benches/conversion.py", *_told(sys.argv[1:])])
    print(report.heading(command, ready.versions(), "holds no site, so that no glossary counts"), flush=True)
    if "accuracy" in options.parts:
        print("scoring …", file=sys.stderr)
        print(accuracy.table_towards(accuracy.towards(ready, folder)), flush=True)
        print(accuracy.table_back(accuracy.back(ready, folder)), flush=True)
    if "roundtrip" in options.parts:
        print(roundtrip.table(ready, folder), flush=True)
    if "names" in options.parts:
        print(names.table(ready, folder, work), flush=True)
    if "speed" in options.parts or "start" in options.parts:
        texts = speed.texts(folder, work)
        if "speed" in options.parts:
            print("racing …", file=sys.stderr)
            site = work / "site"
            build = [str(ready.jianfan), "build", "--root", str(REPOSITORY), "--out", str(site)]
            subprocess.run(build, stdout=subprocess.DEVNULL, check=True)
            print(speed.race(ready, texts, site, options.rounds), flush=True)
        if "start" in options.parts:
            print(speed.start(ready, work, options.starts), flush=True)
            print(speed.memory(ready, texts["s"], work), flush=True)


def _told(arguments: list[str]) -> list[str]:
    """The arguments, without the folders of this machine."""
    return [Path(word).name if "/" in word else word for word in arguments]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How right and how fast the conversion is, beside OpenCC's.")
    parser.add_argument("--corpora", required=True, metavar="DIR", help="folder of the corpora and their score.py")
    parser.add_argument("--opencc-python", metavar="PYTHON", help="a Python that has OpenCC (default: one is made from PyPI)")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=f"which of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of the race (default: 5)")
    parser.add_argument("--starts", type=int, default=20, metavar="N", help="how often each program is started (default: 20)")
    parser.add_argument("--work", metavar="DIR", help="work folder; OpenCC stays in it (default: a temporary one)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
