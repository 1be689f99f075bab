"""The customer's way through the teams: stages in order, and the points at which one team hands over to another."""

from __future__ import annotations

from living_sla.model.agreement.scalars import ColumnName, Part, Slug, Words


class Stage(Part):
    """One stage of the customer's way, the party that looks after it, and when a record reaches it.

    A record is in the stage from the instant in `at` of `source` on; where `means` names a definition with a `where`,
    only records that it stands for count. `commitments` sit on the hand-over into this stage: what is owed there.
    """

    stage: Words
    owner: Slug
    at: ColumnName
    source: Slug
    means: Words | None = None
    commitments: tuple[Slug, ...] = ()
