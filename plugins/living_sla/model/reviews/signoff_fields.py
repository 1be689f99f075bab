"""The fields of a sign-off of a review as its file has them."""

from __future__ import annotations

from pydantic import Field

from living_sla.model.agreement.scalars import Day, Email, Part, Slug, Words


class ReviewSignOffFields(Part):
    """Who accepted which record and which minutes; `sla sign --review` writes it."""

    review: Words
    seal: Words
    minutes: Words
    agreements: tuple[Slug, ...] = Field(min_length=1)
    party: Slug
    signer: Email
    on: Day
    dissent: Words | None = None
