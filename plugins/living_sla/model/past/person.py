"""Whether two e-mail addresses, or two names, are those of one person, as far as they can tell.

One mailbox has many addresses: mail servers pass over case and what follows a plus sign, and a domain may be
written in letters or in punycode. Nobody signs for two parties by spelling their address in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COMMENT = re.compile(r"\([^()]*\)")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
"""Other full stops that stand between the labels of a domain."""


def same_person(one: str, other: str) -> bool:
    """Whether two addresses lead to one mailbox, or would on most servers."""
    return mailbox(one) == mailbox(other)


@lru_cache(maxsize=4096)
def mailbox(address: str) -> str:
    """An address without what makes no difference: case, form of Unicode, tag, comments, quotes, punycode, last dot.

    Dots in front of the ``@`` are kept: most servers tell ``a.b`` from ``ab``.
    """
    local, at, domain = _COMMENT.sub("", _folded(address)).strip().rpartition("@")
    local = local.strip()
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = local[1:-1].replace("\\", "")
    untagged = local.partition("+")[0]
    labels = (_letters(label) for label in _DOTS.sub(".", domain).strip().rstrip(".").split("."))
    return f"{untagged or local}{at}{'.'.join(labels)}"


def person_name(name: str) -> str:
    """A name without what makes no difference: case, form of Unicode, white space."""
    return " ".join(_folded(name).split())


def _folded(text: str) -> str:
    """Compatibility forms composed, case folded, and nothing left that nobody sees."""
    seen = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


def _letters(label: str) -> str:
    """A label of a domain in letters, whichever way it was spelt."""
    try:
        spelt = label.removeprefix("xn--").encode("ascii")
        letters = spelt.decode("punycode") if label.startswith("xn--") else label
        return (_folded(letters) if letters.encode("punycode") == spelt else "") or label
    except UnicodeError:
        return label
