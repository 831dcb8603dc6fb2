#!/usr/bin/env python3
"""Draws the fonts of the golden cases: a few bars, one a character, ours and free of rights (CC0-1.0).

    pip install fonttools; python3 tests/fonts.py

Some are TrueType, some CFF, one is a collection, one forbids its own publication.
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

SITES = Path(__file__).parent / "sites"
ASCII = "".join(map(chr, range(0x20, 0x7F)))


def font(path, family, characters, is_truetype=True, embedding=0):
    characters = sorted(set(characters))
    names = [".notdef"] + [f"bar{i}" for i in range(len(characters))] + ["upright"]
    builder = FontBuilder(1000, isTTF=is_truetype)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"bar{i}" for i, c in enumerate(characters)})
    glyphs = {}
    for number, name in enumerate(names):
        pen = TTGlyphPen(None) if is_truetype else T2CharStringPen(1000, None)
        right, top = 200 + number * 37 % 700, 500 + number % 300
        pen.moveTo((100, 0))
        pen.lineTo((100, top))
        pen.lineTo((right, top))
        pen.lineTo((right, 0))
        pen.closePath()
        glyphs[name] = pen.glyph() if is_truetype else pen.getCharString()
    if is_truetype:
        builder.setupGlyf(glyphs)
    else:
        builder.setupCFF(family.replace(" ", ""), {"FullName": family}, glyphs, {})
    builder.setupHorizontalMetrics({name: (1000, 100) for name in names})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupVerticalMetrics({name: (1000, 100) for name in names})
    builder.setupVerticalHeader(ascent=500, descent=-500)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(fsType=embedding)
    builder.setupPost()
    if "。" in characters:
        stop = characters.index("。")
        builder.addOpenTypeFeatures(f"feature vert {{ sub bar{stop} by upright; }} vert;")
    # The same bytes whenever it is drawn.
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(path)


good = SITES / "fonts/site/fonts"
hans = ASCII + "。、，发展头发政协会议春风雨"
hant = ASCII + "。、，發展頭髮政協會議春風雨"
font(good / "sc.ttf", "Bars SC", hans)
font(good / "tc.ttf", "Bars TC", hant)
collection = TTCollection()
collection.fonts = [TTFont(good / name, recalcTimestamp=False) for name in ("tc.ttf", "sc.ttf")]
collection.save(good / "bars.ttc")
for name in ("sc.ttf", "tc.ttf"):
    (good / name).unlink()
font(good / "bars.otf", "Bars", hans, is_truetype=False)

bad = SITES / "bad-fonts/site/fonts"
font(bad / "kept.ttf", "Kept", ASCII + "。，某市政协召开会议", embedding=2)
whole = (bad / "kept.ttf").read_bytes()
(bad / "cut.ttf").write_bytes(whole[: len(whole) // 2])
