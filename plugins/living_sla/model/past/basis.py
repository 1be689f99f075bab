"""What the terms that judge rest on."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """The standing of the terms that a figure was computed under."""

    IN_FORCE = "in force"
    PROPOSED = "proposed"
    DRAFT = "draft"
