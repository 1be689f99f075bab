"""The story as a page: what was committed when, by whom, and what is worth seeing in it.

``python -m tools.demo.page`` prints the page of the documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tools.demo.step import MAIN, Chapter, Step

_ON_THE_SITE = """\
# How we came here

Northwind Freight is invented, and so is everybody in it. The history of its agreements is real git, made by
`sla demo`, and everything that the pages of this site say about it can be checked with git and ssh-keygen.
"""

_IN_THE_DOCUMENTATION = """\
# The demonstration

```
make demo                     # writes it into build/demo, once, and shows it on http://127.0.0.1:8000
sla demo northwind            # writes it anywhere: a folder that does not exist yet, or is empty
```

It is a whole project: two agreements, exports of two tools, a site, and a git history of five quarters. The company is
the [invented one](demonstration-data.md) whose exports this repository ships, and everybody in it is invented. The git
objects and the signatures are real. `git log`, `git verify-commit` and `ssh-keygen -Y verify` have to agree with what
the pages say.

- **It is the same everywhere.** Dates, authors and files come from a script, and nothing from the machine: no setting,
  hook, zone or locale of its user. The package brings the story as a git bundle, so every commit has the same id on
  every machine, and `sla demo` needs git alone. The private halves of the keys that signed were thrown away when the
  bundle was made.
- **Nothing is lost.** A folder that holds anything is refused (F098). The work appears in one step when it is done, and
  what was interrupted leaves nothing behind.
- **Keys are not brought along.** The public keys lie on a branch of their own, `trusted`, which on a forge is
  protected. Nobody can propose terms and a key to sign them with in one pull request.

What follows is written from the script (`tools/demo/story.py`) by `make data`. Times are London's.
"""


def story_page(chapters: Iterable[Chapter]) -> str:
    """The page of the demonstration's own site, as Markdown."""
    return "\n".join([_ON_THE_SITE, *map(_told, chapters)])


def documentation_page(chapters: Iterable[Chapter]) -> str:
    """The page of this product's documentation, as Markdown."""
    return "\n".join([_IN_THE_DOCUMENTATION, *map(_told, chapters)])


def _told(chapter: Chapter) -> str:
    return "\n".join([f"## {chapter.title}\n", *map(_paragraph, chapter.steps)])


def _paragraph(step: Step) -> str:
    moment = step.moment
    branch = "" if step.branch == MAIN else f", on `{step.branch}`"
    lines = [f"**{step.subject}**", f"{moment.day} {moment:%b %Y, %H:%M}, {step.author.name}{branch}", step.shows]
    return "  \n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    from tools.demo.story import CHAPTERS

    sys.stdout.write(documentation_page(CHAPTERS))
