"""`docs/reference/faults.md`: every fault that has a number."""

from __future__ import annotations

from living_sla.fault import Fault
from tools.reference.markdown import anchor_of, from_docs, heading, index, page, term
from tools.reference.texts import below, paragraphs, sections

_ABOUT = """\
A message about a fault carries its number, as in `SLA-F010`. The same fault has the same number everywhere. Nothing is
published while there is one, and the site that is up stays up. `sla check` tells all of them in one run."""
_BESIDE = """\
What a sign-off is worth is no fault: the page and `sla verify` say it
[in words](../signing.md#how-far-a-sign-off-can-be-believed). Warnings have names instead of numbers, and stop nothing
unless `sla check --strict` is asked for: [Rules and warnings](rules.md#warnings)."""
_SPELLED = {"utf8": "UTF-8", "yaml": "YAML", "svg": "SVG"}


def text() -> str:
    """The page."""
    told, in_section = below(Fault), sections(Fault)
    titles = list(dict.fromkeys(in_section.values()))
    by_section = {title: [fault for fault in Fault if in_section[fault.name] == title] for title in titles}
    links = (
        term(f"[{title}](#{anchor_of(title)})", index((number(fault), number(fault).lower()) for fault in faults))
        for title, faults in by_section.items()
    )
    blocks = [_ABOUT, *links, _BESIDE]
    for title, faults in by_section.items():
        blocks += [heading(2, title, anchor_of(title)), *(_entry(fault, told[fault.name]) for fault in faults)]
    return page("Faults", *blocks)


def number(fault: Fault) -> str:
    """``F035``: the number as people say it, which is also its heading and, in small letters, its anchor."""
    return fault.value.removeprefix("SLA-")


def _entry(fault: Fault, told: str) -> str:
    found, *to_do = paragraphs(from_docs(told))
    title = heading(3, f"{number(fault)} {_words(fault)}", number(fault).lower())
    return "\n\n".join([title, found, f"**What to do:** {' '.join(to_do)}"])


def _words(fault: Fault) -> str:
    return " ".join(_SPELLED.get(word, word) for word in fault.name.lower().split("_"))
