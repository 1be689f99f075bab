"""A number before a noun: the one place that knows singular and plural."""

from __future__ import annotations


def counted(count: int, noun: str, nouns: str = "") -> str:
    """``1 record``, ``2 records``, ``1,204 records``; with the verb in both, ``1 record is`` and ``2 records are``.

    `nouns` is the plural, where it is not the singular with an s.
    """
    return f"{count:,} {noun if count == 1 else nouns or f'{noun}s'}"
