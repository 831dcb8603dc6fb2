"""Writes the site folders that the tools build: the same articles, each tool's front matter.

jianfan gets one copy in Simplified Chinese, also when two editions are built. Hugo, which converts
nothing, gets a ready-made second copy.
"""
from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from .corpus import LEAVES, PARENTS, PICTURES, Article, Corpus
from .traditional import Traditional

BENCHES = Path(__file__).resolve().parent.parent
TITLE, DESCRIPTION, TAGS = "政协新闻网", "一份稿件，两种文字。", "关键词"
WORDS = {"home": "首页", "rights": "版权所有", "source": "来源：", "author": "作者：",
         "previous": "上一页", "next": "下一页", "lost": "没有找到这个页面"}
#: (folder in Hugo's content and in addresses, language tag, label); the first stands at the root.
EDITIONS = [("zh-hans", "zh-Hans", "简体"), ("zh-hant", "zh-Hant", "繁體")]


def write_jianfan(folder: Path, articles: list[Article], editions: int, theme: str) -> None:
    """A site for jianfan; `theme` is `bench`, or `tongxin`, which is in the binary."""
    (folder / "static").mkdir(parents=True)
    settings = (BENCHES / "jianfan" / "site.yaml").read_text(encoding="utf-8")
    listed = [{"script": tag, "path": "" if at == 0 else name, "label": label}
              for at, (name, tag, label) in enumerate(EDITIONS[:editions])]
    menu = [{"title": title, "path": f"/{path}/"} for path, title in _sections()]
    settings += f"theme: {theme}\neditions: {_json(listed)}\nmenu: {_json(menu)}\n"
    _write(folder / "site.yaml", settings)
    if theme == "bench":
        shutil.copytree(BENCHES / "jianfan" / "themes", folder / "themes")
        shutil.copytree(BENCHES / "static", folder / "static", dirs_exist_ok=True)
    _draw_pictures(folder / "static" / "img")
    _write(folder / "content" / "_index.md", f"---\ntitle: {_json(TITLE)}\n---\n")
    for weight, (path, title) in enumerate(_sections(), 1):
        _write(folder / "content" / path / "_index.md", f"---\ntitle: {_json(title)}\nweight: {weight}\n---\n")
    for one in articles:
        head = (f"---\ntitle: {_json(one.title)}\ndate: {one.date}\n"
                f"authors: {_json(one.author)}\nsource: {_json(one.source)}\n"
                f"keywords: {_json(one.tags)}\ndescription: {_json(one.summary)}\n---\n\n")
        _write(folder / "content" / one.folder / f"{one.name}.md", head + one.body)


def write_hugo(folder: Path, articles: list[Article], editions: int, to: Traditional, highlight_css: str) -> None:
    """A site for Hugo."""
    shutil.copytree(BENCHES / "hugo", folder)
    shutil.copytree(BENCHES / "static", folder / "static")
    _write(folder / "static" / "css" / "highlight.css", highlight_css)
    _draw_pictures(folder / "static" / "img")
    languages = {}
    for weight, (name, tag, label) in enumerate(EDITIONS[:editions], 1):
        own = str if weight == 1 else to.convert
        languages[name] = {
            "weight": weight, "title": own(TITLE), "contentDir": f"content/{name}",
            "params": {"lang": tag, "label": label, "description": own(DESCRIPTION),
                       "words": {key: own(word) for key, word in WORDS.items()},
                       "menu": [{"title": own(title), "path": f"{path}/"} for path, title in _sections()]},
        }
        _write_hugo_content(folder / "content" / name, articles, own, to if weight > 1 else None)
    with open(folder / "hugo.yaml", "a", encoding="utf-8") as settings:
        settings.write(f"languages: {_json(languages)}\n")


def _write_hugo_content(folder: Path, articles: list[Article], own, to: Traditional | None) -> None:
    for weight, (path, title) in enumerate(_sections(), 1):
        _write(folder / path / "_index.md", f"---\ntitle: {_json(own(title))}\nweight: {weight}\n---\n")
    _write(folder / "tags" / "_index.md", f"---\ntitle: {_json(own(TAGS))}\n---\n")
    if to:
        # One key for a tag in both editions, so that Hugo knows its two pages for translations.
        for tag in sorted({tag for one in articles for tag in one.tags}):
            _write(folder / "tags" / tag / "_index.md", f"---\ntitle: {_json(own(tag))}\n---\n")
    for one in articles:
        shown = one.traditional(to) if to else one
        head = (f"---\ntitle: {_json(shown.title)}\ndate: {one.date}\n"
                f"tags: {_json(one.tags)}\ndescription: {_json(shown.summary)}\n"
                f"params:\n  author: {_json(shown.author)}\n  source: {_json(shown.source)}\n---\n\n")
        _write(folder / one.folder / f"{one.name}.md", head + shown.body)


def make_articles(corpus: Corpus, count: int) -> list[Article]:
    """The first `count` articles."""
    return [corpus.article(number) for number in range(count)]


def _sections() -> list[tuple[str, str]]:
    """Every parent, its leaves after it."""
    return [entry for name, title in PARENTS for entry in ((name, title), *_leaves(name))]


def _leaves(parent: str) -> list[tuple[str, str]]:
    return [leaf for leaf in LEAVES if leaf[0].startswith(f"{parent}/")]


def _draw_pictures(folder: Path) -> None:
    for number in range(1, PICTURES + 1):
        radii = [30 + (at * number * 7) % 60 for at in range(9)]
        hills = "".join(f'<circle cx="{40 * at}" cy="200" r="{radius}" opacity=".3"/>' for at, radius in enumerate(radii))
        frame = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200" viewBox="0 0 320 200" fill="#9e1b1b">'
        _write(folder / f"{number:02d}.svg", f"{frame}{hills}</svg>\n")


def _json(value) -> str:
    """JSON, which is YAML too."""
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    os.makedirs(path.parent, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
