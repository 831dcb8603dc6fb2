"""OpenCC at work, by the Python that has it: this file is run by that one, and by nothing else.

    peer.py version                what it is
    peer.py lines CONFIG           standard input to standard output, line by line
    peer.py speed CONFIG FILE      a file as one long text, in memory: JSON
    peer.py start CONFIG           how long it takes to import and load: JSON
"""
import json
import sys
import time

WARM = 350_000


def main():
    what, *rest = sys.argv[1:]
    began = time.perf_counter()
    import opencc

    if what == "version":
        from importlib.metadata import version

        print(f"OpenCC {version('opencc')} (PyPI), Python {sys.version.split()[0]}")
        return
    converter = opencc.OpenCC(rest[0])
    if what == "lines":
        out = sys.stdout.buffer
        for line in sys.stdin.buffer:
            out.write(converter.convert(line.decode().rstrip("\n")).encode() + b"\n")
    elif what == "speed":
        with open(rest[1], encoding="utf-8", newline="") as file:
            text = file.read()
        converter.convert(text[:WARM])
        began = time.perf_counter()
        converter.convert(text)
        print(json.dumps({"bytes": len(text.encode()), "texts": 1, "seconds": time.perf_counter() - began}))
    elif what == "start":
        converter.convert("头发")
        print(json.dumps({"seconds": time.perf_counter() - began}))


main()
