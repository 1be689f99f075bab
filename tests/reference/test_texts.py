"""What stands below a name in the code is found, and nothing else."""

from __future__ import annotations

from tools.reference.markdown import from_docs
from tools.reference.texts import below, paragraphs, sections


class Colours:
    """A class with texts."""

    # Warm ones

    RED = 1
    """Like a tomato.

    Look
    at one.
    """
    ORANGE: int = 2
    # Cold ones
    BLUE = 3
    """Like the sky."""


def test_a_text_belongs_to_the_name_above_it():
    assert below(Colours) == {"RED": "Like a tomato.\n\nLook\nat one.", "BLUE": "Like the sky."}


def test_a_comment_on_a_line_of_its_own_begins_a_section():
    assert sections(Colours) == {"RED": "Warm ones", "ORANGE": "Warm ones", "BLUE": "Cold ones"}


def test_a_paragraph_is_one_line_and_a_list_stays_a_list():
    assert paragraphs("One\ntwo.\n\n- a\n- b\n") == ["One two.", "- a\n- b"]


def test_a_link_of_the_code_is_relative_to_the_folder_of_the_documentation():
    told = "[a](signing.md#keys), [b](reference/macros.md), [c](#here), [d](https://a.example/)"
    assert from_docs(told) == "[a](../signing.md#keys), [b](macros.md), [c](#here), [d](https://a.example/)"
