"""Finds or gets ready what is measured: this project's programs, and OpenCC. Nothing here is timed."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from racing import tools

PEER = Path(__file__).resolve().parent / "peer.py"
#: What the figures of the issue are about; another one has other tables.
OPENCC = "opencc==1.4.2"
#: OpenCC's names of conversions, each with the scripts it goes from and to.
SCRIPTS = {
    "s2t": ("zh-Hans", "zh-Hant"), "s2tw": ("zh-Hans", "zh-Hant-TW"), "s2hk": ("zh-Hans", "zh-Hant-HK"),
    "t2s": ("zh-Hant", "zh-Hans"), "tw2s": ("zh-Hant-TW", "zh-Hans"), "hk2s": ("zh-Hant-HK", "zh-Hans"),
}


@dataclass
class Tools:
    """The programs, and an empty folder to run them in: within a site its glossary would count."""

    jianfan: Path
    speed: Path
    python: Path
    folder: Path

    def convert(self, conversion: str, *more: str) -> list[str]:
        """jianfan as a filter of lines."""
        source, target = SCRIPTS[conversion]
        words = more or ("--no-glossary",)
        return [str(self.jianfan), "convert", "--from", source, "--to", target, *words]

    def peer(self, *arguments: str) -> list[str]:
        """OpenCC; see `peer.py`."""
        return [str(self.python), "-I", str(PEER), *arguments]

    def in_memory(self, what: str, conversion: str, path: Path) -> list[str]:
        """jianfan's own clock."""
        return [str(self.speed), what, *SCRIPTS[conversion], str(path)]

    def versions(self) -> list[str]:
        """What is compared."""
        said = subprocess.run(self.peer("version"), stdout=subprocess.PIPE, text=True, check=True)
        return [said.stdout.strip(), tools.version(self.jianfan), f"commit {tools.commit()}"]


def ready(work: Path, python: str | None) -> Tools:
    """Builds and installs what is missing; `python` already has OpenCC."""
    built = tools.build(["jianfan"], ["convert-speed"])
    folder = work / "empty"
    folder.mkdir(exist_ok=True)
    return Tools(built["jianfan"], built["convert-speed"], _python(work, python), folder)


def _python(work: Path, given: str | None) -> Path:
    if given:
        found = shutil.which(given)
        if not found:
            raise SystemExit(f"{given} is no program")
        # Not resolved: the Python of a virtual environment is a link, and only itself by that name.
        return Path(found).absolute()
    home = work / "opencc-venv"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        print(f"installing {OPENCC} from PyPI …", file=sys.stderr)
        for command in ([sys.executable, "-m", "venv", str(home)], [str(python), "-m", "pip", "install", "--quiet", OPENCC]):
            if subprocess.run(command).returncode != 0:
                shutil.rmtree(home, ignore_errors=True)
                raise SystemExit(f"{OPENCC} cannot be installed; install it by hand and name its Python with --opencc-python")
    return python
