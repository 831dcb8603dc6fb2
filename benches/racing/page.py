"""Reads what the checks look at: a page of an output, and the text of an article's Markdown."""
from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path


def plain(markdown: str) -> str:
    """The text that a reader sees of an article, without any space."""
    notes = re.findall(r"^\[\^\d+\]: (.*)$", markdown, flags=re.M)
    body = re.sub(r"^\[\^\d+\]: .*$", "", markdown, flags=re.M)
    code = re.findall(r"^```\w+\n(.*?)^```$", body, flags=re.S | re.M)
    body = re.sub(r"^```.*?^```$", "\0", body, flags=re.S | re.M)
    body = re.sub(r"^\|(?: :?-+:? \|)+$", "", body, flags=re.M)
    body = re.sub(r"!\[.*?\]\(.*?\)", "", body)
    body = re.sub(r"(?<!!)\[([^\]^]+)\]\(.*?\)", r"\1", body)
    body = re.sub(r"^(?:#+|>|-|\d+\.) ?", "", body, flags=re.M)
    body = body.replace("**", "").replace("|", "")
    for text in code:
        body = body.replace("\0", text, 1)
    body = re.sub(r"\[\^(\d+)\]", r"\1", body)
    return re.sub(r"\s", "", body + "".join(f"{note}↩︎" for note in notes))


class Page(HTMLParser):
    """What the checks look at in a page. `body_class` is the class of the element that holds the body."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self, body_class: str):
        super().__init__()
        self._wanted = body_class
        self._open: list[str] = []
        self._inside: dict[str, int] = {}
        self._texts: list[str] = []
        self._target = ""
        #: The body's text without any space.
        self.body = ""
        #: Addresses of all links, in the body or around it.
        self.links: list[str] = []
        self.neighbours: list[str] = []
        self.alternates: list[tuple[str, str]] = []
        #: Titles of the outline, in order.
        self.outline: list[str] = []
        #: Addresses of the articles of a list, in order.
        self.lists: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "link" and given.get("hreflang", "x-default") != "x-default":
            self.alternates.append((given["hreflang"], given.get("href") or ""))
        if tag in self.VOID:
            return
        self._open.append(tag)
        name = given.get("class")
        if name and name not in self._inside:
            self._inside[name] = len(self._open)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
            if given.get("rel") in ("prev", "next") and not given["href"].rstrip("/").rsplit("/", 1)[-1].isdigit():
                self.neighbours.append(given["href"])
            if "list all" in self._inside:
                self.lists.append(given["href"])
            if "outline" in self._inside:
                self.outline.append("")

    def handle_endtag(self, tag):
        if tag in self.VOID or tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        self._inside = {name: depth for name, depth in self._inside.items() if depth <= len(self._open)}

    def handle_data(self, data):
        # jianfan makes a caption of a picture's description, Hugo does not.
        if self._wanted in self._inside and "figcaption" not in self._open:
            self._texts.append(data)
        if "outline" in self._inside and self.outline and self._open[-1:] == ["a"]:
            self.outline[-1] += data

    def close(self):
        super().close()
        self.body = re.sub(r"\s", "", "".join(self._texts))


def read_page(path: Path, body_class: str) -> Page:
    """Reads a page of an output."""
    page = Page(body_class)
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page
