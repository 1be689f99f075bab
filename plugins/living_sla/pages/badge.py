"""The badge of a commitment: an SVG for pages that are not ours, with its letters as outlines.

It draws, and does nothing else: no font, no style sheet, no address. A wiki may show it as a picture.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.standing import Standing
from living_sla.model.harmless import harmless
from living_sla.words import times
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import figures
from living_sla.words.standing.status_icons import StatusIcon, status_icon

_HEIGHT, _SIZE, _BASELINE, _PAD = 20, 11, 14, 7
_ROOM_FOR_SHAPE = 16
_LONGEST_TITLE = 40
_BOX = (330, "M60 0V-360H270V0zM90 -30H240V-330H90z")
"""In the place of a letter that the outlines do not have; the text alternative has them all."""


def badge(standing: Standing) -> str:
    """The SVG document: the title of the commitment, the status of the last judged or the latest period, its figure."""
    found = standing.last_closed or standing.current
    title = harmless(standing.title)
    if found is None:
        return _drawn(title, status_icon(Status.NO_DATA), "", f"{title}: no data")
    icon = status_icon(found.status or Status.NO_DATA)
    figure = plain_spaces(figures.value(found, found.value)) if found.value is not None else ""
    period = times.period_name(found.period)
    said = f"{icon.word.lower()}, {plain_spaces(figures.figure(standing.commitment, found))}" if figure else icon.word
    told = f"{title}: {said}, in {period}; as of {times.instant(found.as_of, standing.timezone)}"
    return _drawn(title, icon, figure, plain_spaces(told))


def _drawn(title: str, icon: StatusIcon, figure: str, told: str) -> str:
    label, label_width = _outlines(_short(title))
    value, value_width = _outlines(f"{icon.word} {figure}".strip())
    left = label_width + 2 * _PAD
    width = round(left + _ROOM_FOR_SHAPE + value_width + 2 * _PAD)
    shape = (
        f'<path d="{icon.shape}" transform="translate({left + _PAD + 6:.1f} 10)" stroke="{icon.colour}" '
        f'stroke-width="2" fill="{"#ffffff" if icon.hollow else icon.colour}"/>'
    )
    alternative = escape(told)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}" '
        f'role="img" aria-label="{alternative}"><title>{alternative}</title>'
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{_HEIGHT - 1}" rx="3" fill="#ffffff" stroke="#3b4351"/>'
        f'<path d="M{left:.1f} 0H3a3 3 0 0 0-3 3V17a3 3 0 0 0 3 3H{left:.1f}z" fill="#3b4351"/>'
        f"{_placed(label, _PAD, '#ffffff')}{shape}{_placed(value, left + _PAD + _ROOM_FOR_SHAPE, '#1f2430')}</svg>\n"
    )


def _placed(outlines: str, x: float, colour: str) -> str:
    return (
        f'<g transform="translate({x:.1f} {_BASELINE}) scale({_SIZE / _letters()[0]})" fill="{colour}">{outlines}</g>'
    )


def _outlines(text: str) -> tuple[str, float]:
    """The letters side by side, in the units of the outlines, and how wide they come out."""
    em, letters = _letters()
    at, paths = 0, []
    for letter in text:
        width, outline = letters.get(letter, _BOX)
        if outline:
            paths.append(f'<path transform="translate({at})" d="{outline}"/>')
        at += width
    return "".join(paths), at * _SIZE / em


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


@cache
def _letters() -> tuple[int, dict[str, tuple[int, str]]]:
    """Units to the height of a letter, and for each letter its width and its outline."""
    outlines = json.loads(files("living_sla.pages").joinpath("glyphs", "dejavu-sans.json").read_text(encoding="utf-8"))
    return outlines["em"], {letter: (width, path) for letter, (width, path) in outlines["letters"].items()}
