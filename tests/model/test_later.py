"""Fields that are read when somebody asks, once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from living_sla.model.later import Later


@dataclass(frozen=True)
class Page:
    number: int
    text: Later[str] = Later()  # noqa: RUF009
    notes: Later[tuple[str, ...]] = Later(())  # noqa: RUF009


def test_a_function_is_called_once_and_only_when_asked():
    asked: list[str] = []

    def read() -> str:
        asked.append("read")
        return "words"

    page = Page(1, read)
    assert asked == []
    assert (page.text, page.text) == ("words", "words")
    assert asked == ["read"]


def test_a_value_and_a_function_that_returns_it_make_equal_facts():
    assert Page(1, "words") == Page(1, lambda: "words")
    assert Page(1, "words") != Page(1, lambda: "other words")
    assert replace(Page(1, lambda: "words"), number=2) == Page(2, "words", ())


def test_a_field_without_a_default_is_required():
    with pytest.raises(TypeError, match="required positional argument: 'text'"):
        Page(1)
