"""XML files beside the pages: feeds and maps are data, until one holds elements that a browser shows and runs."""

from __future__ import annotations

from xml.parsers import expat

_ACTIVE = frozenset(
    {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
)


def acting(data: bytes) -> str:
    """The first thing in an XML file that a browser would take for a page of its own; empty where it is data."""
    acts: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        # A map of the site says so where a page is in another language.
        if namespace in _ACTIVE and not (tag == "link" and attributes.get("rel") == "alternate"):
            acts.append(f"<{tag}>")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.ProcessingInstructionHandler = lambda target, _: acts.append(f"<?{target}?>")
    parser.EntityDeclHandler = lambda *_: acts.append("an entity of its own")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two: encodings that nobody has
        acts.append("what is no XML")
    return acts[0] if acts else ""
