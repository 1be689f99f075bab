"""What the page of a review says in every state: `python -m tests.pages.told_reviews` writes the golden file again.

Of the accepted one all of it, of the others what stands above the first part.
"""

from __future__ import annotations

from pathlib import Path

from living_sla.model.reviews.review import Review
from living_sla.pages.links import Links
from living_sla.pages.reviews.review import PARTS, review_page
from tests.pages.reading import Reading
from tests.reviews import examples

GOLDEN = Path(__file__).parent / "golden"
TOLD = GOLDEN / "reviews.txt"
FILES = ("SHA256SUMS", "VERIFY.txt", "snapshot.json")


def shelf_of(state: str, review: Review) -> tuple[Review, ...]:
    """The reviews that lie beside one."""
    return (examples.accepted(), examples.correction()) if state in ("corrected", "correction") else (review,)


def page_of(state: str) -> str:
    """The page in that state."""
    review = examples.EVERY_STATE[state]()
    links = Links(f"reviews/{review.id}", {"lead-handoff": "agreements/lead-handoff.md"})
    return review_page(review, shelf_of(state, review), links, files=FILES)


def told() -> str:
    """One paragraph a state."""
    lines = []
    for state in examples.EVERY_STATE:
        text = Reading(page_of(state)).text
        first = f" 1 {PARTS[0][1]}"
        if state != "accepted":
            text = text.partition(first)[0]
        for number, (_, title) in enumerate(PARTS, 1):
            text = text.replace(f" {number} {title} ¶", f"\n\n  {number} {title}\n ")
        lines.append(f"{state}\n  {text}\n")
    return "\n".join(lines)


if __name__ == "__main__":
    TOLD.write_text(told(), encoding="utf-8")
