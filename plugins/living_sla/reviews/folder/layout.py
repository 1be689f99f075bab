"""What lies in the folder of a review, and which of it is sealed."""

from __future__ import annotations

FOLDER = "docs/reviews"
"""Below it each review has a folder of its own, relative to the project."""

WORKSHOP = ".freezing"
"""Where `sla snapshot` writes before it shows a review: a lock, and the folder itself; gone when the run ends."""

RECORD = "snapshot.json"
FIGURES = "figures.csv"
CALENDAR = "calendar.csv"
KEYRING = "allowed_signers"
HOW_TO_VERIFY = "VERIFY.txt"
ATTRIBUTES = ".gitattributes"
MANIFEST = "SHA256SUMS"
TERMS = "terms"
"""The folder of the agreement files that judged: ``terms/lead-handoff.v3.md``."""
MINUTES = "minutes.md"
PAGE = "index.md"
SIGNOFFS = "signoffs"

SIGNATURE_NAMESPACE = "sla-review"
"""Of the SSH signatures over sign-offs of reviews."""


def folder_of(review: str) -> str:
    """The folder of a review, relative to the project."""
    return f"{FOLDER}/{review}"


def is_sealed(path: str) -> bool:
    """Whether a file is one that the manifest lists; `path` is relative to the folder of the review."""
    return path not in (MANIFEST, MINUTES, PAGE) and not path.startswith(f"{SIGNOFFS}/")
