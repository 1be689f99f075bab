"""A picture of stretches of time on lines: SVG that follows the reader's light or dark system and asks for no font."""

from __future__ import annotations

from html import escape

_STYLE = """
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:var(--ink)}
.small{font-size:12px;fill:var(--dim)}.strong{font-weight:600}
.paper{fill:var(--paper)}.open{fill:var(--open)}.rest{fill:var(--rest)}.grid{stroke:var(--grid)}
.line{stroke:var(--ink);stroke-width:1.5}.dashed{stroke-dasharray:5 4}
.met{fill:var(--met)}.missed{fill:var(--missed)}.pending{fill:var(--pending)}.left{fill:var(--grid)}
.hollow{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
svg{--paper:#fff;--ink:#1f2328;--dim:#59636e;--open:#e3ecf9;--rest:#f6f8fa;--grid:#d1d9e0;--met:#1a7f37;
--missed:#b3261e;--pending:#8a6100}
@media(prefers-color-scheme:dark){svg{--paper:#1e2129;--ink:#e6e8ec;--dim:#a9b0bb;--open:#2b3b55;--rest:#252932;
--grid:#4a5160;--met:#57c97a;--missed:#ff8a80;--pending:#e6b450}}
"""
WIDTH = 380
"""Units: on a phone, where the picture is 358 pixels wide, no word is below 11 pixels."""


class Canvas:
    """An SVG of `WIDTH` by `height` units, drawn in order."""

    def __init__(self, height: int, title: str, description: str) -> None:
        self._height = height
        self._parts = [
            '<svg xmlns="http://www.w3.org/2000/svg" role="img"',
            f' width="{WIDTH * 3 // 2}" viewBox="0 0 {WIDTH} {height}">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            f"<style>{_STYLE.strip()}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
        ]

    def box(self, kind: str, left: float, top: float, right: float, bottom: float) -> None:
        """A filled rectangle."""
        self._parts.append(
            f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}"/>'
        )

    def line(self, kind: str, left: float, top: float, right: float, bottom: float) -> None:
        """A straight line."""
        self._parts.append(f'<line class="{kind}" x1="{left:g}" y1="{top:g}" x2="{right:g}" y2="{bottom:g}"/>')

    def dot(self, kind: str, x: float, y: float) -> None:
        """A round mark of an instant."""
        self._parts.append(f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="5"/>')

    def diamond(self, kind: str, x: float, y: float) -> None:
        """A mark of an instant at which a limit runs out."""
        self._parts.append(f'<path class="{kind}" d="M{x:g} {y - 6.5:g}l6.5 6.5l-6.5 6.5l-6.5-6.5z"/>')

    def text(self, words: str, x: float, y: float, kind: str = "", anchor: str = "start") -> None:
        """One line of text; `y` is its base line."""
        look = f' class="{kind}"' if kind else ""
        self._parts.append(f'<text{look} x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>')

    def __str__(self) -> str:
        return "\n".join([*self._parts, "</svg>"]) + "\n"
