"""What a new project is told about a company: names that can do no harm in any file, and defaults for all of it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from msgspec import Struct

from living_sla.errors import Unreadable
from living_sla.model.agreement.scalars import parse_email
from living_sla.model.forge import ForgeKind
from living_sla.model.harmless import cannot_be_shown
from living_sla.model.time.calendar import known_holidays
from living_sla.model.time.zones import canonical_zone, wall_time

LONGEST = 100
"""Letters of a name: a longer one is cut."""
SOURCE = "leads"
"""What the first source is called."""
MAIN = "main"
"""The default branch, where nothing tells another."""
CRMS = ("hubspot", "salesforce", "other")
_EMAIL_LONGEST = 254
_OPENS_TEMPLATE = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")


class TeamAnswer(Struct, frozen=True):
    """One of the two teams, and who speaks for it."""

    team: str
    contact: str
    email: str
    is_placeholder: bool = False
    """Whether nobody said who that is."""


class Answers(Struct, frozen=True):
    """Everything that the files of a new project say about the company."""

    company: str
    marketing: TeamAnswer
    sales: TeamAnswer
    timezone: str
    country: str = ""
    """Whose public holidays are closed; empty: nobody's."""
    crm: str = "other"
    forge: ForgeKind | None = None
    repository: str = ""
    """The address of the repository on the forge; empty where it is not known yet."""
    folder: str = ""
    """Where the project lies in its repository: empty at its top, else with a slash at the end."""
    branch: str = MAIN
    """The default branch: what lands there is published."""
    keeps_exports: bool = False
    """Whether exports go into git."""

    def day_of(self, moment: datetime) -> date:
        """The day that it is then in the zone of the agreement."""
        return wall_time(moment, self.timezone).date()


def crm_of(profile: str) -> str:
    """The CRM that writes exports of a profile; ``other`` for every other one."""
    return next((crm for crm in CRMS if profile.startswith(crm)), "other")


def cleaned(text: str, *, longest: int | None = LONGEST) -> str:
    """A name on one line, cut after so many letters, without anything unseen and without template code.

    Empty where nothing is left of it.
    """
    seen = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    line = " ".join("".join(letter for letter in seen if not cannot_be_shown(letter)).split())
    line = line if longest is None or len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
    return _OPENS_TEMPLATE.sub(lambda found: "{ " if found[0] == "{" else " }", line)


def checked_name(text: str) -> str:
    """The name as files have it; raises `Unreadable` where there is nothing to see, and for one that is too long."""
    name = cleaned(text, longest=None)
    if not name:
        raise Unreadable("there is nothing to read in it", "write a name")
    if len(name) > LONGEST:
        raise Unreadable(f"it has {len(name):,} letters, and a name has at most {LONGEST}", "write a shorter one")
    return name


def checked_email(text: str) -> str:
    """The address; raises `Unreadable` for what is not one, or is not only one."""
    address = parse_email(text.strip())
    if len(address) > _EMAIL_LONGEST or not address.isprintable() or not re.fullmatch(r"[\w.%+=&-]+@[\w.-]+", address):
        raise Unreadable("this is not an e-mail address", "write for example ana.ruiz@company.example")
    return address


def checked_branch(name: str) -> str:
    """The name of a branch that can stand in a workflow as it is; raises `Unreadable` for every other one.

    Letters, digits, and ``. _ / -`` between them: a workflow takes others for a pattern, or runs them.
    """
    if not re.fullmatch(r"[A-Za-z0-9](?:[\w./-]{0,98}[A-Za-z0-9])?", name, re.ASCII) or re.search(
        r"\.\.|//|\.lock", name
    ):
        hint = f"the workflows were written for {MAIN}: rename the branch, or write its name into them"
        raise Unreadable("the name of the default branch cannot stand in a workflow", hint)
    return name


def checked_zone(text: str) -> str:
    """The zone in its canonical spelling; raises `Unreadable`."""
    return canonical_zone(text.strip())


def checked_country(text: str) -> str:
    """A country or a subdivision whose holidays are known, empty for nobody's; raises `Unreadable`."""
    text = text.strip()
    return "" if text.lower() in ("", "none", "-") else known_holidays(text.upper())
