"""The articles: deterministic, in the mix of a CPPCC news site.

Article i depends only on the seed and i (and on the sentences of the repository), so the first
1,000 of 10,000 articles are the 1,000. The Markdown keeps to what both tools render to the same
text, so that the checks can compare it. It writes no file.
"""
from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, replace

from .phrases import Phrases
from .traditional import Traditional

#: Parents and leaves: (folder, title). Articles stand in the leaves.
PARENTS = [("news", "新闻中心"), ("meetings", "会议摘登"), ("reports", "报告文件"), ("culture", "文史天地")]
LEAVES = [
    ("news/city", "市级要闻"),
    ("news/county", "县区动态"),
    ("meetings/plenary", "全会发言"),
    ("meetings/forum", "座谈交流"),
    ("reports/annual", "工作报告"),
    ("culture/history", "文史春秋"),
]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳敏静强磊洋勇艳娟涛明超秀霞平刚英华兰"
PLACES = ["青石县", "临河区", "望江市", "白塔县", "松岭县", "南湖区", "长堤镇", "双桥区", "云台县", "柳林市"]
SOURCES = ["市政协办公室", "县融媒体中心", "本网讯", "区政协研究室", "市委宣传部"]
OFFICES = ["市政协委员", "县政协副秘书长", "市工商联会员", "区政协委员", "专门委员会成员", "街道代表"]
TAG_HEADS = ["协商", "民主", "提案", "调研", "基层", "党建", "文史", "民生", "产业", "教育",
             "医疗", "生态", "乡村", "城市", "文旅", "书香", "委员", "界别", "统战", "监督"]
TAG_TAILS = ["建设", "振兴", "治理", "改革", "工作", "交流", "发展", "服务",
             "创新", "座谈", "视察", "培训", "宣传", "履职", "融合"]
NUMBERS = "一二三四五六七八九十"
#: Pictures that the articles show; `sites.py` draws them.
PICTURES = 12
FIRST_DAY = datetime.datetime(2015, 1, 1)
#: A prime: as many minutes as dates are spread over, so that no two articles have the same one.
MINUTES = 6_200_003
CODE = [
    '```python\n# 各界别的提案数\nfrom collections import Counter\n\n\ndef by_sector(rows: list[dict]) -> Counter:\n'
    '    totals = Counter()\n    for row in rows:\n        totals[row["界别"]] += int(row.get("件数", 0))\n    return totals\n```',
    '```json\n{\n  "档号": "WS-1949-0172",\n  "题名": "商会会议记录",\n  "页数": 48,\n  "已数字化": true\n}\n```',
    '```sql\nSELECT county, COUNT(*) AS n\nFROM archives\nWHERE year BETWEEN 1912 AND 1949\nGROUP BY county\nORDER BY n DESC;\n```',
]


@dataclass(frozen=True)
class Article:
    """One article in one script."""

    name: str
    folder: str
    title: str
    date: str
    author: str
    source: str
    #: Always Simplified: the key under which both editions know the tag.
    tags: list[str]
    summary: str
    body: str

    def traditional(self, to: Traditional) -> Article:
        """The ready-made copy for the second edition."""
        texts = {key: to.convert(getattr(self, key)) for key in ("title", "author", "source", "summary")}
        return replace(self, body=to.convert_markdown(self.body), **texts)


class Corpus:
    """Makes articles by their number."""

    def __init__(self, phrases: Phrases, seed: int):
        self._phrases = phrases
        self._seed = seed
        tags = [head + tail for head in TAG_HEADS for tail in TAG_TAILS]
        random.Random(f"{seed}-tags").shuffle(tags)
        self._tags = tags
        # Used as words are: a few very often, most seldom.
        self._weights = [1 / (rank + 3) ** 0.9 for rank in range(len(tags))]

    def article(self, number: int) -> Article:
        """The article of that number."""
        r = random.Random(f"{self._seed}-{number}")
        draft = _Draft(r, self._phrases)
        x = r.random()
        if x < 0.60:
            folder, write, ending = LEAVES[r.randrange(2)][0], draft.news, ""
        elif x < 0.85:
            folder, write, ending = LEAVES[2 + r.randrange(2)][0], draft.meeting, "座谈发言"
        elif x < 0.95:
            folder, write, ending = LEAVES[4][0], draft.report, "工作报告"
        else:
            folder, write, ending = LEAVES[5][0], draft.history, "考略"
        date = FIRST_DAY + datetime.timedelta(minutes=(number + 1) * 2_654_435_761 % MINUTES)
        picked = r.choices(self._tags, self._weights, k=r.randint(2, 5))
        return Article(
            name=f"a{number:06d}",
            folder=folder,
            title=r.choice(PLACES) + draft.phrase() + ending,
            date=date.strftime("%Y-%m-%dT%H:%M:00+08:00"),
            author=draft.person(),
            source=r.choice(SOURCES),
            tags=list(dict.fromkeys(picked)),
            summary=draft.paragraph(40, 80)[:110],
            body=write(),
        )


class _Draft:
    """Writes the body of one article."""

    def __init__(self, r: random.Random, phrases: Phrases):
        self._r = r
        self._from = phrases

    def person(self) -> str:
        r = self._r
        return r.choice(SURNAMES) + r.choice(GIVEN) + (r.choice(GIVEN) if r.random() < 0.7 else "")

    def phrase(self) -> str:
        return self._r.choice(self._from.phrases)

    def paragraph(self, least: int, most: int) -> str:
        """Plain sentences of together about that many characters."""
        want, out, length = self._r.randint(least, most), [], 0
        while length < want:
            out.append(self._r.choice(self._from.sentences))
            length += len(out[-1])
        return "".join(out)

    def paragraphs(self, characters: int) -> list[str]:
        """Paragraphs with emphasis and a link now and then."""
        out, length = [], 0
        while length < characters:
            text = self.paragraph(90, min(320, max(90, characters - length)))
            length += len(text)
            if self._r.random() < 0.25 and "“" in text:
                # Inside the quotation marks, where CommonMark knows it for emphasis beside Han text.
                head, tail = text.split("“", 1)
                quoted, tail = tail.split("”", 1)
                text = f"{head}“**{quoted}**”{tail}"
            if self._r.random() < 0.08:
                text = f"{text[:-1]}（[相关报道](https://example.com/ref/{self._r.randint(1, 99999)})）。"
            out.append(text)
        return out

    def items(self, mark: str, least: int, most: int) -> str:
        count = self._r.randint(least, most)
        return "\n".join(f"{mark.format(n + 1)} {self.phrase()}" for n in range(count))

    def news(self) -> str:
        r = self._r
        total = r.randint(400, 1200)
        parts = self.paragraphs(total)
        parts[0] = f"本网讯（记者{self.person()}）{parts[0]}"
        if total > 900 and r.random() < 0.4:
            parts.insert(len(parts) // 2, f"## {self.phrase()}")
        if r.random() < 0.15:
            parts.append(self.items("-", 3, 6))
        return _join(parts)

    def meeting(self) -> str:
        r = self._r
        total, speeches = r.randint(3000, 6000), r.randint(6, 10)
        parts = [f"> {r.choice(PLACES)}政协召开座谈会，{speeches}位委员作交流发言。现将发言摘登如下。"]
        for _ in range(speeches):
            parts += [f"## {self.phrase()}", f"**{r.choice(OFFICES)} {self.person()}**"]
            for at, text in enumerate(self.paragraphs(total * 4 // (5 * speeches))):
                parts.append(f"{NUMBERS[at - 1]}、{text}" if 0 < at <= 5 else text)
        return _join(parts)

    def report(self) -> str:
        r = self._r
        total, chapters = r.randint(7000, 12000), r.randint(3, 4)
        parts = ["各位委员：", *self.paragraphs(200)]
        for a in range(chapters):
            parts.append(f"## {NUMBERS[a]}、{self.phrase()}")
            points = r.randint(3, 4)
            for b in range(points):
                parts.append(f"### （{NUMBERS[b]}）{self.phrase()}")
                steps = r.randint(2, 3)
                for _ in range(steps):
                    parts.append(f"#### {self.phrase()}")
                    parts += self.paragraphs(total * 2 // (3 * chapters * points * steps))
                if r.random() < 0.3:
                    parts.append(self.items("{}.", 3, 6))
        return _join(parts)

    def history(self) -> str:
        r = self._r
        total, parts, notes = r.randint(2000, 4000), [], []
        for _ in range(r.randint(3, 6)):
            parts.append(f"## {self.phrase()}")
            for text in self.paragraphs(total // 5):
                if r.random() < 0.5:
                    number = len(notes) + 1
                    book = f"{self.person()}：《{self.phrase()}》，{r.randint(1950, 2022)}年版，第{r.randint(1, 400)}页。"
                    notes.append(f"[^{number}]: {book}")
                    text = f"{text[:-1]}[^{number}]。"
                parts.append(text)
            pick = r.random()
            if pick < 0.35:
                parts.append(f"> {self.paragraph(60, 120)}\n>\n> ——{self.person()}")
            elif pick < 0.60:
                parts.append(self.table())
            elif pick < 0.80:
                parts.append(f"![{self.phrase()}](/img/{r.randint(1, PICTURES):02d}.svg)")
        if r.random() < 0.35:
            parts.append(r.choice(CODE))
        return _join([*parts, "\n".join(notes)])

    def table(self) -> str:
        r = self._r
        rows = ["| 年份 | 事件 | 地点 | 参与人数 |", "| --- | :--- | :---: | ---: |"]
        for _ in range(r.randint(4, 9)):
            rows.append(f"| {r.randint(1900, 2020)} | {self.phrase()} | {r.choice(PLACES)} | {r.randint(5, 900)} |")
        return "\n".join(rows)


def _join(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
