"""Writes `plugins/living_sla/pages/glyphs/dejavu-sans.json` from the font of the browser tests; needs `fonttools`.

Run `python -m tools.glyphs` where the letters are to be others; the file is kept in the repository.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

FONT = Path("tests/browser/fonts/DejaVuSans.ttf")
OUTLINES = Path("plugins/living_sla/pages/glyphs/dejavu-sans.json")
EM = 500
"""Units of a letter's height in the file: fine enough for a badge, and whole numbers."""


def main() -> None:
    """Write the width and the outline of each letter of the font, but of drawings such as arrows."""
    font = import_module("fontTools.ttLib").TTFont(FONT)
    svg_pen, transform_pen = import_module("fontTools.pens.svgPathPen"), import_module("fontTools.pens.transformPen")
    glyphs, scale = font.getGlyphSet(), EM / font["head"].unitsPerEm
    letters = {}
    for code, name in sorted(font.getBestCmap().items()):
        if code < 0x2190:
            pen = svg_pen.SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
            glyphs[name].draw(transform_pen.TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
            letters[chr(code)] = [round(glyphs[name].width * scale), pen.getCommands()]
    text = json.dumps({"em": EM, "letters": letters}, ensure_ascii=False, separators=(",", ":"))
    OUTLINES.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
