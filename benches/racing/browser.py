"""A page in headless Chromium, spoken to by its DevTools protocol over a bare web socket; nothing but Python's own library.

It knows one thing to do: open a page, and tell when a text of a certain form is in it.
"""
from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0")

#: Runs in every page before its own scripts: tells each number that comes to stand in `测时…止`.
WATCH = r"""
(() => {
  let last = '';
  const look = () => {
    const found = /测时(\d+)止|測時(\d+)止/.exec(document.body?.textContent ?? '');
    const number = found?.[1] ?? found?.[2];
    if (!number || number === last) return;
    last = number;
    seen(number);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener('DOMContentLoaded', look);
})();
"""


class Browser:
    """One page that stays open. Close it."""

    def __init__(self, url: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="jianfan-latency-")
        command = [_program(), *FLAGS, f"--user-data-dir={self._profile}", "about:blank"]
        self._child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            self._socket = _Socket(self._page())
            self._last = 0
            for method, given in (("Page.enable", {}), ("Runtime.enable", {}), ("Runtime.addBinding", {"name": "seen"}),
                                  ("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH}), ("Page.navigate", {"url": url})):
                self._ask(method, given)
        except BaseException:
            self.close()
            raise

    def wait_for(self, number: int, seconds: float) -> float | None:
        """The moment at which the page told that number; none when it did not in time."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            message = self._socket.receive(left)
            if message and message.get("method") == "Runtime.bindingCalled" and message["params"]["payload"] == str(number):
                return time.perf_counter()
        return None

    def _ask(self, method: str, given: dict) -> None:
        """Waits for the answer: the next command may go to another process of the browser."""
        self._last += 1
        self._socket.send({"id": self._last, "method": method, "params": given})
        end = time.perf_counter() + 60
        while (left := end - time.perf_counter()) > 0:
            message = self._socket.receive(left)
            if message and message.get("id") == self._last:
                return
        raise SystemExit(f"Chromium did not answer {method}")

    def close(self) -> None:
        """Ends the browser."""
        self._child.kill()
        self._child.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _page(self) -> tuple[str, int, str]:
        for line in self._child.stderr:
            found = re.search(r"DevTools listening on ws://([^:/]+):(\d+)/", line)
            if found:
                host, port = found[1], int(found[2])
                break
        else:
            raise SystemExit("Chromium did not start")
        while True:
            with socket.create_connection((host, port)) as ask:
                ask.sendall(f"GET /json/list HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
                answer = b""
                while not (found := re.search(rb'"webSocketDebuggerUrl": "ws://[^/]+(/devtools/page/[^"]+)"', answer)):
                    piece = ask.recv(1 << 16)
                    if not piece:
                        break
                    answer += piece
            if found:
                return host, port, found[1].decode()
            time.sleep(0.05)


class _Socket:
    """As much of RFC 6455 as a browser on the same machine needs."""

    def __init__(self, page: tuple[str, int, str]) -> None:
        host, port, path = page
        self._stream = socket.create_connection((host, port))
        self._stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self._stream.sendall((f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        self._bytes = b""
        while b"\r\n\r\n" not in self._bytes:
            self._bytes += self._stream.recv(1 << 16)
        self._bytes = self._bytes.split(b"\r\n\r\n", 1)[1]

    def send(self, message: dict) -> None:
        body, mask = json.dumps(message).encode(), os.urandom(4)
        length = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack(">H", len(body))
        self._stream.sendall(b"\x81" + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)))

    def receive(self, seconds: float) -> dict | None:
        """The next message; none when none came in time."""
        end, whole = time.perf_counter() + seconds, b""
        while True:
            frame = self._frame()
            if frame is None:
                left = end - time.perf_counter()
                if left <= 0:
                    return None
                self._stream.settimeout(left)
                try:
                    piece = self._stream.recv(1 << 18)
                except TimeoutError:
                    return None
                if not piece:
                    raise SystemExit("Chromium has gone")
                self._bytes += piece
                continue
            first, body = frame
            whole += body
            if first & 0x80:
                return json.loads(whole) if whole else {}

    def _frame(self) -> tuple[int, bytes] | None:
        if len(self._bytes) < 2:
            return None
        first, length, at = self._bytes[0], self._bytes[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            if len(self._bytes) < at + size:
                return None
            length, at = int.from_bytes(self._bytes[at:at + size], "big"), at + size
        if len(self._bytes) < at + length:
            return None
        body, self._bytes = self._bytes[at:at + length], self._bytes[at + length:]
        return first, body


def _program() -> str:
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        if found := shutil.which(name):
            return found
    raise SystemExit("Chromium is missing; name it in $CHROMIUM")
