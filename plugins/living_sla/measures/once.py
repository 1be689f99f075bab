"""Something that is asked much alike, by many: what it is asked twice is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Asking = TypeVar("Asking", bound="Once")
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Once:
    """Something that remembers its answers: those of its own methods by `once`, those of functions by `derived`."""

    @cached_property
    def _known(self) -> dict[Hashable, Any]:
        return {}

    def derived(
        self: Asking,
        make: Callable[Concatenate[Asking, Arguments], Answer],
        *args: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """What `make` makes of it, worked out once for the same arguments; they are hashable, and so is their order."""
        question = (make, args, *named.items())
        if question not in self._known:
            self._known[question] = make(self, *args, **named)
        answer: Answer = self._known[question]
        return answer

    def forget(self) -> None:
        """Let go of every answer, and they of theirs: some know what they were asked of, and would outlive it."""
        answers = list(self._known.values())
        self._known.clear()
        for answer in answers:
            if isinstance(answer, Once):
                answer.forget()


def once(method: Callable[Concatenate[Asking, Arguments], Answer]) -> Callable[Concatenate[Asking, Arguments], Answer]:
    """The method, whose answer for the same arguments is worked out once; they are hashable, and so is their order."""

    @wraps(method)
    def remembered(asked: Asking, /, *args: Arguments.args, **named: Arguments.kwargs) -> Answer:
        return asked.derived(method, *args, **named)

    return remembered
