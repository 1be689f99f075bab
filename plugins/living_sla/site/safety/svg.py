"""Pictures that are programs: an SVG may hold scripts, and a browser runs them where it is opened on its own.

Only what draws is let through, by a list of elements. What a browser would fetch, follow or run is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from living_sla.errors import Fault, Place, SlaError

ENDINGS = (".svg", ".svgz")

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE = frozenset({_SVG, "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", ""})
"""Namespaces that browsers know; elements of any other, such as those of a drawing program, draw and do nothing."""
_DRAWING = frozenset(
    """svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath
    linearGradient radialGradient stop clipPath mask pattern marker style image switch view filter feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
    feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence""".split()  # noqa: SIM905 - read by people
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_CSS_ELSEWHERE = re.compile(
    r"@import|\bimage(?:-set)?\(|url\(\s*+[\"']?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp);)|\\", re.IGNORECASE
)
_MOST_BYTES = 4 << 20


def fault(why: str, where: Place) -> SlaError:
    """What is said of a picture that does more than draw."""
    hint = "export it as PNG, or as an SVG that only draws"
    return SlaError(f"the picture is not published: {why}", where=where, hint=hint, code=Fault.ACTIVE_SVG)


def why_not(raw: bytes) -> str:
    """What in the bytes of an SVG does more than draw; empty where nothing does."""
    if len(raw) > _MOST_BYTES:
        return f"it is larger than {_MOST_BYTES >> 20} MB"
    reasons: list[str] = []
    try:
        raw.decode("utf-8")  # the browser may be told so by the server, whatever the file says
        _parser(reasons).Parse(raw, True)
    except (expat.ExpatError, UnicodeDecodeError):
        return "it cannot be read as XML in UTF-8"
    return reasons[0] if reasons else ""


def _parser(reasons: list[str]) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    # The text of the <style> that is open, if one is; browsers join it around elements inside, so there may be none.
    style: list[str] | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal style
        reasons.extend(_element(name, attributes))
        if style is not None:
            reasons.append("its styles hold an element")
        elif name == f"{_SVG} style":
            style = []

    def text(data: str) -> None:
        if style is not None:
            style.append(data)

    def end(name: str) -> None:
        nonlocal style
        if name == f"{_SVG} style":
            if _CSS_ELSEWHERE.search("".join(style or ())):
                reasons.append("its styles load something")
            style = None

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            reasons.append("it is not in UTF-8")

    def doctype(name: str, system: str | None, public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            reasons.append("it declares entities")

    def instruction(target: str, data: str) -> None:
        reasons.append(f"it holds an instruction <?{target}?>")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declaration, doctype
    parser.ProcessingInstructionHandler = instruction
    return parser


def _element(name: str, attributes: dict[str, str]) -> Iterator[str]:
    namespace, _, tag = name.rpartition(" ")
    if namespace in _ACTIVE and (namespace != _SVG or tag not in _DRAWING):
        yield f"it holds <{tag}>"
    for attribute, value in attributes.items():
        # Of the attributes that are read as styles, "aria-…" is none: a label may hold a backslash and a bracket.
        bare = attribute.rpartition(" ")[2].lower()
        if bare.startswith("on"):
            yield f"it holds an attribute {bare}"
        elif bare == "href" and not (value.startswith("#") or _PICTURE.match(value)):
            yield "it refers to something outside itself"
        elif bare != "href" and not bare.startswith("aria-") and _CSS_ELSEWHERE.search(value) and "(" in value:
            yield f"its attribute {bare} loads something"
