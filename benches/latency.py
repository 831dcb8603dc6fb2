#!/usr/bin/env python3
"""How long it takes from a save to the new text in an open browser: jianfan and Hugo's server, on the same articles.

    python3 benches/latency.py --articles 1000 10000 --saves 30

Needs Python 3.10 or newer, Chromium, cargo (or a program in $JIANFAN), and Hugo, which is found as by race.py.
The clock starts before the file is written and stops when the browser tells that the text is in its page.
The exit code is 1 when a text never came.
"""
from __future__ import annotations

import argparse
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from racing import corpus, phrases, report, sites, tools, traditional
from racing.browser import Browser

MEMORY_DISK = Path("/dev/shm")
#: How long anything may take before it is given up.
PATIENCE = 120.0
#: How long the first save of a series, which is not counted, may take.
FIRST = 30.0
#: An editor's pause between two saves.
PAUSE = 0.4


def main() -> int:
    """Measures; the exit code."""
    options = _options()
    work = Path(tempfile.mkdtemp(prefix="jianfan-latency-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    try:
        return _measure(options, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _measure(options: argparse.Namespace, work: Path) -> int:
    jianfan = tools.jianfan()
    hugo = None if options.alone else tools.hugo(work)
    versions = [tools.version(program).split(" BuildDate")[0] for program in (jianfan, hugo) if program]
    command = shlex.join(["python3", "benches/latency.py", *sys.argv[1:]])
    print(report.heading(command, [*versions, f"commit {tools.commit()}"], "in memory (tmpfs)"), flush=True)
    source = phrases.gather(tools.REPOSITORY / "content")
    print("| articles | server | what is edited | first answer s | median ms | fastest | slowest | saves |")
    print("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    missing = 0
    for count in options.articles:
        articles = sites.make_articles(corpus.Corpus(source, 1), count)
        one = articles[count // 2]
        site = work / f"jianfan-{count}"
        sites.write_jianfan(site, articles, 2, options.theme)
        file = site / "content" / one.folder / f"{one.name}.md"
        port = _free_port()
        serve = [str(jianfan), "serve", "--port", str(port)]
        missing += _serve(options, count, "jianfan", serve, site, port, f"/{one.folder}/{one.name}/", file)
        shutil.rmtree(site)
        if hugo:
            site = work / f"hugo-{count}"
            to = traditional.Traditional(tools.REPOSITORY / "data" / "opencc")
            sites.write_hugo(site, articles, 2, to, tools.highlight_css(hugo))
            name = sites.EDITIONS[0][0]
            file = site / "content" / name / one.folder / f"{one.name}.md"
            port = _free_port()
            serve = [str(hugo), "server", "--port", str(port), "--bind", "127.0.0.1", "--baseURL", f"http://127.0.0.1:{port}/"]
            missing += _serve(options, count, "hugo server", serve, site, port, f"/{one.folder}/{one.name}/", file)
            shutil.rmtree(site)
    return 1 if missing else 0


def _serve(options, count: int, name: str, command: list[str], site: Path, port: int, path: str, file: Path) -> int:
    """Measures one server; how many texts never came."""
    url = f"http://127.0.0.1:{port}{path}"
    began = time.perf_counter()
    log = open(site.parent / "log", "w", encoding="utf-8")
    server = subprocess.Popen(command, cwd=site, stdout=log, stderr=subprocess.STDOUT)
    try:
        first = _first_answer(url, began, server, site.parent / "log")
        browser = Browser(url)
        try:
            jobs = [("the body", _in_body), ("the title", _in_title)][: 1 if options.body else 2]
            missing = 0
            for what, edit in jobs:
                times = _saves(browser, file, edit, options.saves)
                missing += options.saves - len(times)
                shown = [f"{1000 * of(times):.1f}" if times else "-" for of in (statistics.median, min, max)]
                print(f"| {count:,} | {name} | {what} | {first:.2f} | {' | '.join(shown)} | {len(times)} |", flush=True)
            return missing
        finally:
            browser.close()
    finally:
        server.kill()
        server.wait()
        log.close()


_number = 0


def _saves(browser: Browser, file: Path, edit, saves: int) -> list[float]:
    global _number
    text, times = file.read_text(encoding="utf-8"), []
    # The first save is not counted: it waits until page, watcher and connection are there.
    for at in range(saves + 1):
        _number += 1
        changed = edit(text, f"测时{_number}止")
        began = time.perf_counter()
        file.write_text(changed, encoding="utf-8")
        seen = browser.wait_for(_number, FIRST if at == 0 else PATIENCE)
        if at > 0 and seen:
            times.append(seen - began)
        if at > 0 and not seen:
            break
        time.sleep(PAUSE)
    file.write_text(text, encoding="utf-8")
    return times


def _in_body(text: str, word: str) -> str:
    return f"{text}\n\n最后一段，{word}。\n"


def _in_title(text: str, word: str) -> str:
    return text.replace('title: "', f'title: "{word}', 1)


def _first_answer(url: str, began: float, server: subprocess.Popen, log: Path) -> float:
    while time.perf_counter() - began < PATIENCE and server.poll() is None:
        try:
            with urlopen(url, timeout=PATIENCE) as answer:
                answer.read()
            return time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{url} was never answered; the server said:\n{log.read_text(encoding='utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="From a save to the new text in the browser, beside Hugo's server.")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000], metavar="N", help="sizes (default: 1000)")
    parser.add_argument("--saves", type=int, default=30, metavar="N", help="saves of each kind (default: 30)")
    parser.add_argument("--theme", default="tongxin", choices=["tongxin", "bench"], help="jianfan's theme (default: tongxin)")
    parser.add_argument("--body", action="store_true", help="edit the body only, not the title")
    parser.add_argument("--alone", action="store_true", help="without Hugo")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
