"""Whether the tools did the same work. A race between unequal outputs says nothing.

Every article must have its page with its title in every edition of every tool. Lists, tags, the
feed and the sitemap are compared as wholes; bodies, outlines and neighbours of a sample of
articles in full. Traditional texts are compared with both conversions folded to one script: the
tools' editions differ in single forms (為 and 爲), not in text.
"""
from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from .corpus import LEAVES, PARENTS, Article
from .measure import Job
from .page import plain, read_page
from .sites import EDITIONS
from .traditional import Traditional

SAMPLE = 60
#: Titles are short: one other form counts for much.
TITLES_ALIKE, TEXTS_ALIKE = 0.8, 0.98
#: A converted text has next to nothing left that is only Simplified.
MOST_SIMPLIFIED = 0.03
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def faults(jobs: list[Job], articles: list[Article], editions: int, to: Traditional) -> list[str]:
    """What is wrong with the outputs of the jobs, each compared with the first; nothing if all is well."""
    found: list[str] = []
    for job in jobs:
        for at, (folder, lang, _) in enumerate(EDITIONS[:editions]):
            edition = _Edition(job, folder if at else "", lang, articles, to)
            found += [f"{job.name}, {lang}: {fault}" for fault in edition.faults()]
        found += [f"{job.name}: {fault}" for fault in _sitemap_faults(job, articles, editions)]
    if found:
        return found
    first = jobs[0]
    for job in jobs[1:]:
        found += [f"{job.name}: {fault}" for fault in _differences(first, job, articles, editions, to)]
    return found


class _Edition:
    """One edition in the output of one tool, held against the articles."""

    def __init__(self, job: Job, prefix: str, lang: str, articles: list[Article], to: Traditional):
        self._root = job.out / prefix
        self._address = f"/{prefix}/" if prefix else "/"
        self._job, self._lang, self._articles, self._to = job, lang, articles, to
        self._converted = bool(prefix)

    def faults(self):
        """Each fault as a line."""
        if not (self._root / "index.html").is_file():
            yield "there is no home page"
            return
        expected = {f"{one.folder}/{one.name}" for one in self._articles}
        leaves = (self._root / folder for folder, _ in LEAVES)
        there = {path.parent.relative_to(self._root).as_posix() for leaf in leaves for path in leaf.glob("a[0-9]*/index.html")}
        if there != expected:
            yield f"{len(expected - there)} articles have no page, {len(there - expected)} pages have no article"
            return
        yield from self._title_faults()
        yield from self._feed_faults()
        yield from self._sample_faults()

    def _title_faults(self):
        heading = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
        wrong = []
        for one in self._articles:
            page = (self._root / one.folder / one.name / "index.html").read_text(encoding="utf-8")
            shown = heading.search(page)
            title = html.unescape(shown.group(1)) if shown else ""
            if f'<html lang="{self._lang}"' not in page or not self._alike(title, one.title, TITLES_ALIKE):
                wrong.append(one.name)
        if wrong:
            yield f"{len(wrong)} pages have another title or language, the first {wrong[0]}"

    def _feed_faults(self):
        newest = sorted(self._articles, key=lambda one: one.date, reverse=True)[:20]
        try:
            entries = ElementTree.parse(self._root / "atom.xml").getroot().findall(f"{ATOM}entry")
        except (OSError, ElementTree.ParseError) as error:
            yield f"the feed cannot be read: {error}"
            return
        titles = [entry.findtext(f"{ATOM}title") or "" for entry in entries]
        if len(titles) != len(newest) or not all(self._alike(a, b.title, TITLES_ALIKE) for a, b in zip(titles, newest)):
            yield "the feed does not hold the newest articles"
        if not all(len(entry.findtext(f"{ATOM}content") or "") > 300 for entry in entries):
            yield "the feed holds no bodies"

    def _sample_faults(self):
        for one in sample(self._articles):
            page = read_page(self._root / one.folder / one.name / "index.html", self._job.body_class)
            text = plain(one.body)
            if not self._alike(page.body, text, TEXTS_ALIKE):
                yield f"{one.name} has another text"
            if self._converted and self._to.still_simplified(page.body) > MOST_SIMPLIFIED:
                yield f"{one.name} was not converted"
            lists = [href for href in page.links if href.startswith(f"{self._address}tags/")]
            if len(lists) != len(one.tags):
                yield f"{one.name} has {len(lists)} tags, not {len(one.tags)}"

    def _alike(self, one: str, other: str, share: float) -> bool:
        return alike(one, other, share, self._to if self._converted else None)


def alike(one: str, other: str, share: float, to: Traditional | None) -> bool:
    """Whether texts are the same; if they were converted, but for forms that the tools convert differently."""
    if to is None:
        return one == other
    one, other = to.fold(one), to.fold(other)
    same = sum(a == b for a, b in zip(one, other))
    return len(one) == len(other) and same >= share * len(one)


def _sitemap_faults(job: Job, articles: list[Article], editions: int):
    listed: dict[str, set[str]] = {}
    try:
        for path in sorted(job.out.rglob("sitemap.xml")):
            for url in ElementTree.parse(path).getroot().findall(f"{SITEMAP}url"):
                links = {link.get("hreflang", "").lower() for link in url.findall(LINK)}
                listed[url.findtext(f"{SITEMAP}loc") or ""] = links
    except ElementTree.ParseError as error:
        yield f"the sitemap cannot be read: {error}"
        return
    langs = {lang.lower() for _, lang, _ in EDITIONS[:editions]}
    for at, (folder, lang, _) in enumerate(EDITIONS[:editions]):
        prefix = f"https://www.example.org/{folder + '/' if at else ''}"
        missing = [one.name for one in articles if f"{prefix}{one.folder}/{one.name}/" not in listed]
        if missing:
            yield f"{len(missing)} articles of {lang} are not in the sitemap, the first {missing[0]}"
        elif editions > 1 and not all(langs <= listed[f"{prefix}{one.folder}/{one.name}/"] for one in articles):
            yield f"the sitemap does not give the editions of each page ({lang})"


def _differences(first: Job, job: Job, articles: list[Article], editions: int, to: Traditional):
    """What another tool's output has that the first one's has not, or the other way round."""
    if abs(first.files - job.files) > max(20, first.files // 50):
        yield f"{job.files} files, {first.name} has {first.files}"
    for name in ("404.html", "robots.txt", "css/site.css"):
        if not (job.out / name).is_file():
            yield f"there is no {name}"
    for at, (folder, lang, _) in enumerate(EDITIONS[:editions]):
        a, b = (one.out / (folder if at else "") for one in (first, job))
        for section in ["", *(path for path, _ in PARENTS), *(path for path, _ in LEAVES)]:
            if _pages(a / section) != _pages(b / section):
                yield f"{lang}: the list /{section} has {_pages(b / section)} pages, not {_pages(a / section)}"
        # Addresses of tags differ between the tools (Han characters or pinyin).
        tags = [Counter(_pages(page.parent) for page in root.glob("tags/*/index.html")) for root in (a, b)]
        if tags[0] != tags[1]:
            yield f"{lang}: {sum(tags[1].values())} tags, not {sum(tags[0].values())}, or on another number of pages"
        for name in ("", "page/2", "news", *(path for path, _ in LEAVES)):
            pages = [root / name / "index.html" for root in (a, b)]
            shown = [read_page(page, "list all").lists if page.is_file() else [] for page in pages]
            if job.equal_work and shown[0] != shown[1]:
                yield f"{lang}: the list /{name} shows other articles, or in another order"
        for one in sample(articles):
            path = Path(one.folder, one.name, "index.html")
            pages = [read_page(root / path, tool.body_class) for root, tool in ((a, first), (b, job))]
            if pages[0].neighbours != pages[1].neighbours:
                yield f"{lang}: {one.name} has other neighbours"
            if pages[0].alternates != pages[1].alternates or (len(pages[1].alternates) == editions) != (editions > 1):
                yield f"{lang}: {one.name} has other alternates"
            outlines = ["\n".join(page.outline) for page in pages]
            if job.equal_work and not alike(*outlines, TITLES_ALIKE, to if at else None):
                yield f"{lang}: {one.name} has another outline"


def _pages(folder: Path) -> int:
    return int((folder / "index.html").is_file()) + len(list(folder.glob("page/*/index.html")))


def sample(articles: list[Article]) -> list[Article]:
    """Some articles, spread evenly, and every one with footnotes or code among the first hundred."""
    step = max(1, len(articles) // SAMPLE)
    rare = [one for one in articles[:100] if "```" in one.body or "[^1]" in one.body]
    return list({one.name: one for one in [*articles[::step], *rare]}.values())
