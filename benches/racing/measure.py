"""Runs the jobs in turns and reports what the kernel says of each finished process."""
from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

ONCE = Path(__file__).resolve().parent / "once.py"


@dataclass
class Run:
    """One build. Memory is the peak of the resident set."""

    wall: float
    user: float
    system: float
    memory: int
    exit: int

    @property
    def cpu(self) -> float:
        return self.user + self.system


@dataclass
class Job:
    """A command in a site's folder, and what its runs were like."""

    name: str
    folder: Path
    command: list[str]
    #: Where a page keeps its article's body: the class of an element.
    body_class: str
    #: Whether its theme shows what the first job's shows, and no more.
    equal_work: bool = True
    runs: list[Run] = field(default_factory=list)
    files: int = 0
    size: int = 0

    @property
    def out(self) -> Path:
        return self.folder / "public"

    @property
    def log(self) -> Path:
        return self.folder.with_name(self.folder.name + ".log")

    def median(self, name: str) -> float:
        return statistics.median(self.values(name))

    def values(self, name: str) -> list[float]:
        return [getattr(run, name) for run in self.runs]


def race(jobs: list[Job], rounds: int, told) -> None:
    """A B C A B C …, so that a slow minute of the machine meets all alike. `told(job, number, run)`."""
    for number in range(rounds):
        for job in jobs:
            run = _once(job)
            job.runs.append(run)
            told(job, number, run)
    for job in jobs:
        job.files, job.size = _count(job.out)


def as_record(run: Run) -> dict:
    """A run for the record, with the time and the load of the machine after it."""
    ended = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    return {**asdict(run), "ended": ended, "load": round(os.getloadavg()[0], 2)}


def _once(job: Job) -> Run:
    for name in ("public", ".public.jianfan", "resources", ".hugo_build.lock"):
        path = job.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
    os.sync()
    command = [sys.executable, "-I", "-S", str(ONCE), str(job.log), *job.command]
    said = subprocess.run(command, cwd=job.folder, stdout=subprocess.PIPE, text=True, check=True)
    return Run(**json.loads(said.stdout))


def _count(folder: Path) -> tuple[int, int]:
    files = size = 0
    for at, _, names in os.walk(folder):
        files += len(names)
        size += sum(os.path.getsize(os.path.join(at, name)) for name in names)
    return files, size
