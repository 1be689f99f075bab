"""What `sla init` asks, in its order: each question with what holds where nobody answers, and what may be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from living_sla.errors import Unreadable
from living_sla.model.past.person import mailbox
from living_sla.scaffold.project import answers as given

FORGES = ("github", "gitlab", "none")


class FirstQuestion(Struct, frozen=True):
    """One question."""

    flag: str
    """The option that answers it: ``marketing_email``."""
    words: str
    default: str
    """What is taken where nobody answers."""
    check: Callable[[str], str]
    """The answer as files have it; raises `Unreadable` for what cannot be one."""


def questions(defaults: Mapping[str, str], placeholders: Mapping[str, str]) -> Sequence[FirstQuestion]:
    """All questions; `defaults` are answers that are known or likely, `placeholders` stand where none is."""

    def asked(flag: str, words: str, check: Callable[[str], str]) -> FirstQuestion:
        return FirstQuestion(flag, words, defaults.get(flag) or placeholders.get(flag, ""), check)

    return (
        asked("company", "Company", given.checked_name),
        asked("marketing", "The team that hands leads over", given.checked_name),
        asked("marketing_contact", "Who speaks for it, and signs: name", given.checked_name),
        asked("marketing_email", "E-mail of that person (Enter: decide later)", given.checked_email),
        asked("sales", "The team that answers leads", given.checked_name),
        asked("sales_contact", "Who speaks for it, and signs: name", given.checked_name),
        asked("sales_email", "E-mail of that person (Enter: decide later)", given.checked_email),
        asked("timezone", "Time zone of the working hours and of the export, Area/City", given.checked_zone),
        asked("country", "Public holidays of which country or region (GB, DE-BY, or none)", given.checked_country),
        asked("forge", "Where the git repository is or will be (github, gitlab, none)", one_of(FORGES)),
        asked("crm", "Which CRM (hubspot, salesforce, other)", checked_crm),
    )


PLACEHOLDERS = {
    "company": "Our company",
    "marketing": "Marketing",
    "marketing_contact": "Contact of Marketing",
    "marketing_email": "marketing@company.example",
    "sales": "Sales",
    "sales_contact": "Contact of Sales",
    "sales_email": "sales@company.example",
}


def one_of(known: Sequence[str]) -> Callable[[str], str]:
    """A check for one of a few words."""

    def check(text: str) -> str:
        word = text.strip().lower()
        if word not in known:
            raise Unreadable(f"this is not one of: {', '.join(known)}")
        return word

    return check


def checked_crm(text: str) -> str:
    """One of the CRMs whose names of columns are known; another tool is ``other``."""
    word = text.strip().lower()
    is_tool = word.startswith((*given.CRMS, "pipedrive", "dynamics", "microsoft", "zoho", "excel"))
    return one_of(given.CRMS)(given.crm_of(word) if is_tool and word not in given.CRMS else word)


def is_one_person(said: Mapping[str, str]) -> bool:
    """Whether both addresses are those of one person, who cannot sign for both sides."""
    return mailbox(said["marketing_email"]) == mailbox(said["sales_email"])
