#!/usr/bin/env python3
"""jianfan publish and rclone send the same site to the same servers; see README.md beside this file.

    python3 benches/publish.py --articles 2000

Needs Linux, Python with moto (`pip install 'moto[s3,iam,server]'`), nginx with its module dav_ext, rclone, and
cargo (or a program in $JIANFAN). The report goes to the standard output, progress to the standard
error. The exit code is 1 when the two did not leave the same files.
"""
from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from racing import tools

REPOSITORY = tools.REPOSITORY
PAGE = (
    "<!DOCTYPE html>\n<html lang=\"{{ config.script }}\">\n<head><title>{{ page.title }}</title>"
    "<link rel=\"stylesheet\" href=\"{{ get_url(path='css/site.css') }}\"></head>\n"
    "<body><main><h1>{{ page.title }}</h1>\n{{ page.content | safe }}</main></body>\n</html>\n"
)
LIST = (
    "<!DOCTYPE html>\n<html lang=\"{{ config.script }}\">\n<head><title>{{ config.title }}</title></head>\n"
    "<body><main>{{ config.title }}</main></body>\n</html>\n"
)
BODY = "会议听取了二十位委员的发言，就老城区养老服务、乡村道路养护和河道治理提出了意见。" * 20
MODULE = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so"
AS_OF = ["--as-of", "2026-03-01"]


class Wire:
    """Passes bytes to a port, and counts them in both directions."""

    def __init__(self, to: int):
        self.to, self.up, self.down, self.connections = to, 0, 0, 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            here, _ = self.listener.accept()
            there = socket.create_connection(("127.0.0.1", self.to))
            self.connections += 1
            threading.Thread(target=self._pass, args=(here, there, "up"), daemon=True).start()
            threading.Thread(target=self._pass, args=(there, here, "down"), daemon=True).start()

    def _pass(self, source, drain, way):
        try:
            while piece := source.recv(1 << 16):
                with self.lock:
                    setattr(self, way, getattr(self, way) + len(piece))
                drain.sendall(piece)
            drain.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def taken(self) -> tuple[int, int]:
        with self.lock:
            taken = self.up, self.down
            self.up = self.down = 0
        return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--servers", nargs="+", default=["nginx", "moto"], choices=["nginx", "moto"])
    parser.add_argument("--alone", action="store_true", help="without rclone, which needs long for many files")
    options = parser.parse_args()
    jianfan = tools.jianfan()
    work = Path(tempfile.mkdtemp(prefix="publish-"))
    try:
        return race(options, jianfan, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def race(options, jianfan: Path, work: Path) -> int:
    site = work / "site"
    make_site(site, options.articles)
    run([jianfan, "build", "--out", work / "public", *AS_OF], site)
    count = sum(len(files) for _, _, files in os.walk(work / "public"))
    version = subprocess.run(["rclone", "version"], capture_output=True, text=True).stdout.split("\n")[0]
    print(f"`{shlex.join(['python3', 'benches/publish.py', *sys.argv[1:]])}`\n")
    print(f"{count} files, commit {tools.commit()}, {version}, {os.cpu_count()} cores\n")
    print("| server | | first time, s | files a second | one article, whole: s | requests up, KB | answers, KB |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    worst = 0
    for name in options.servers:
        server = {"nginx": Nginx, "moto": Moto}[name](work)
        try:
            worst = max(worst, compare(name, server, jianfan, site, work, count, options.alone))
        finally:
            server.stop()
    return worst


def compare(name, server, jianfan, site, work, count, alone) -> int:
    wire = Wire(server.port)
    settings = site / "site.yaml"
    base = settings.read_text().split("publish:")[0]
    article(site, 7, "二十人")
    run([jianfan, "build", "--out", work / "public", *AS_OF], site)
    # What comes before sending is not what is compared: building, and looking at what is there.
    settings.write_text(base + "publish: " + server.target(wire.port, "ours") + "\n")
    publish = [jianfan, "publish", "--yes", *AS_OF]
    dry = timed([jianfan, "publish", "--dry-run", *AS_OF], site, server.environment)
    wire.taken()
    ours = timed(publish, site, server.environment) - dry
    sync = ["rclone", "sync", "--config", os.devnull, "--checksum", "--transfers", "16", "--checkers", "16"]
    theirs = 0.0
    if not alone:
        theirs = timed([*sync, work / "public", server.remote(wire.port, "theirs")], work, server.environment)
    # Of another length: by WebDAV rclone sees nothing else of a file.
    article(site, 7, "三十一人")
    run([jianfan, "build", "--out", work / "public", *AS_OF], site)
    wire.taken()
    # The whole command, building and looking included, as rclone looks, too.
    ours_again = timed(publish, site, server.environment)
    ours_bytes = wire.taken()
    rows = [("jianfan", ours, ours_again, ours_bytes)]
    if not alone:
        theirs_again = timed([*sync, work / "public", server.remote(wire.port, "theirs")], work, server.environment)
        rows.append(("rclone", theirs, theirs_again, wire.taken()))
    for who, first, again, (up, down) in rows:
        speed = count / first
        print(f"| {name} | {who} | {first:.1f} | {speed:.0f} | {again:.2f} | {up / 1024:.0f} | {down / 1024:.0f} |", flush=True)
    if alone:
        return 0
    ours_there, theirs_there = server.files("ours"), server.files("theirs")
    if ours_there != theirs_there:
        print(f"not the same files: {len(ours_there)} and {len(theirs_there)}", file=sys.stderr)
        return 1
    return 0


def make_site(site: Path, count: int):
    theme = site / "themes/plain"
    for folder in ["templates", "kinds", "static/css"]:
        (theme / folder).mkdir(parents=True)
    (theme / "kinds/news.yaml").write_text("name: news\nlabel: 要闻\n")
    (theme / "static/css/site.css").write_text("body { margin: 2rem }\n")
    for name in ["index", "section", "taxonomy", "term", "404"]:
        (theme / f"templates/{name}.html").write_text(LIST)
    (theme / "templates/article.html").write_text(PAGE)
    (theme / "templates/atom.xml").write_text("<feed><title>{{ feed.title }}</title></feed>\n")
    (site / "site.yaml").write_text(
        "title: 某市政协\nbase_url: https://example.org/\ntheme: plain\neditions: [{script: zh-Hans}]\n"
    )
    for number in range(count):
        article(site, number, "二十人")


def article(site: Path, number: int, words: str):
    path = site / f"content/news/{number // 500}/n{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    day = f"2026-01-{number % 28 + 1:02}"
    path.write_text(f"---\n标题: 第{number}期简报\n日期: {day}\n---\n\n{words}参加。{BODY}\n")


class Nginx:
    """WebDAV with everything that both may want."""

    def __init__(self, work: Path):
        self.root = work / "dav"
        own = work / "nginx"
        (own / "temp").mkdir(parents=True)
        for name in ["ours", "theirs"]:
            (self.root / name).mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        temp = "".join(
            f"{kind}_temp_path {own}/temp/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        )
        user = "user root;" if os.getuid() == 0 else ""
        (own / "nginx.conf").write_text(
            f"load_module {MODULE};{user}daemon off;pid {own}/pid;error_log {own}/error.log;worker_processes 2;"
            f"events {{}} http {{ {temp} access_log off; server {{ listen 127.0.0.1:{self.port};"
            f" location / {{ root {self.root}; dav_methods PUT DELETE MKCOL COPY MOVE;"
            f" dav_ext_methods PROPFIND OPTIONS; create_full_put_path on; client_max_body_size 100m; }} }} }}"
        )
        command = ["nginx", "-e", f"{own}/error.log", "-p", own, "-c", own / "nginx.conf"]
        self.process = subprocess.Popen(command, env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
        self.environment = dict(os.environ)
        wait_for(self.port)

    def target(self, port: int, folder: str) -> str:
        return f"{{webdav: 'http://127.0.0.1:{port}/{folder}/'}}"

    def remote(self, port: int, folder: str) -> str:
        return f":webdav,url='http://127.0.0.1:{port}/',vendor=other:{folder}"

    def files(self, folder: str) -> dict[str, bytes]:
        root = self.root / folder
        return {str(it.relative_to(root)): it.read_bytes() for it in root.rglob("*") if it.is_file()}

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Moto:
    """Object storage in Python: its own speed is the limit."""

    def __init__(self, _work: Path):
        command = [sys.executable, REPOSITORY / "tests/servers/s3.py"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.port = told["port"]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}, "AWS_ACCESS_KEY_ID": told["id"], "AWS_SECRET_ACCESS_KEY": told["secret"],
        }

    def target(self, port: int, folder: str) -> str:
        return f"{{s3: site/{folder}, endpoint: 'http://127.0.0.1:{port}', records: records}}"

    def remote(self, port: int, folder: str) -> str:
        return f":s3,provider=Other,env_auth=true,endpoint='http://127.0.0.1:{port}':site/{folder}"

    def files(self, folder: str) -> dict[str, str]:
        print("objects site", file=self.process.stdin, flush=True)
        objects = json.loads(self.process.stdout.readline())
        start = folder + "/"
        return {key[len(start):]: it["bytes"] for key, it in objects.items() if key.startswith(start)}

    def stop(self):
        self.process.kill()
        self.process.wait()


def wait_for(port: int):
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("a server did not start")


def timed(command: list, folder: Path, environment: dict) -> float:
    print(shlex.join(map(str, command[:3])), "…", file=sys.stderr)
    start = time.perf_counter()
    run(command, folder, environment)
    return time.perf_counter() - start


def run(command: list, folder: Path, environment: dict | None = None):
    done = subprocess.run(list(map(str, command)), cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
