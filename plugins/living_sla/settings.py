"""What a site decides for all its agreements: `[tool.living_sla]` in `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field

from living_sla.errors import Fault, Faults, Place, SlaError, raise_any
from living_sla.files import bytes_of, is_there
from living_sla.model.address import read_address
from living_sla.model.forge import Forge, ForgeKind, kind_of
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.proposals.finding_name import DEFAULTS, FindingName, FindingSeverity
from living_sla.model.suggestion import did_you_mean
from living_sla.setting_name import SettingName, SiteSettingName

SETTINGS_FILE = "pyproject.toml"
# A host, and a path below which the forge has pages of its own.
_REPOSITORY = re.compile(r"https?://[^/]+(?:/[^/?#\\\s]+)+", re.IGNORECASE)
_LONGEST = 200
_OFF = "off"
_KINDS: dict[type, str] = {list: "a list", dict: "a table", int: "a number", float: "a number"}
_LEVELS = {level.label: level for level in TrustLevel}


class Trust(Struct, frozen=True):
    """How far a site believes sign-offs, and what it checks them against."""

    required: TrustLevel = TrustLevel.OWN_COMMIT
    """The level below which a sign-off does not count."""
    ref: str = ""
    """The branch whose keyring, and whose settings of trust, are believed: ``main``, ``origin/main``."""
    keyring: str = ""
    """Allowed signers: an absolute path or one from ``~``, outside the repository; or a path on the trusted ref."""
    revoked_keys: str = ""
    """Keys that are not believed any more, at either of the same places."""
    forge_signer: str = ""
    """The address under which the keyring lists the forge's own key."""


class Allowed(Struct, frozen=True):
    """What pages and settings of the site may do beyond what every author may."""

    extra_macros: tuple[str, ...] = ()
    """Names of macros that any page may call, beside ours."""
    trusted_pages: tuple[str, ...] = ()
    """Pages that are templates without limits, as they stand on the trusted ref: ``docs/team.md``."""
    environment: tuple[str, ...] = ()
    """Variables of the machine that ``!ENV`` may name in `mkdocs.yml`, beside those that are public anyway."""


class Settings(Struct, frozen=True):
    """The settings of one site; every one has a default."""

    fiscal_year_start: int = 1
    """The month in which fiscal years begin, 1 to 12."""
    trust: Trust = field(default_factory=Trust)
    forge: Forge | None = None
    """Where the repository can be edited in a browser; None where the site names no forge."""
    allowed: Allowed = field(default_factory=Allowed)
    """Believed on the trusted ref only."""
    findings: Mapping[FindingName, FindingSeverity | None] = field(default_factory=lambda: dict(DEFAULTS))
    """How much each finding about a proposal weighs, None for one that is not told; as the trusted ref has it."""


_NAME = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII)
_OF_SITE: dict[str, tuple[re.Pattern[str], str]] = {
    SiteSettingName.EXTRA_MACROS: (_NAME, "the name of a macro"),
    SiteSettingName.TRUSTED_PAGES: (
        re.compile(r"(?:[\w.-]+/)*[\w.-]+\.\w+"),
        "the path of a page from the folder of the project",
    ),
    SiteSettingName.ENVIRONMENT: (_NAME, "the name of a variable"),
}


def read_settings(root: Path) -> Settings:
    """The settings of the site at `root`; the defaults where it has no `pyproject.toml` or no such table.

    Raises `Faults` for unknown settings, for values that a setting cannot take, and where it is no regular file.
    """
    path = root / SETTINGS_FILE
    return parse_settings(bytes_of(path, root)) if is_there(path, root) else Settings()


def parse_settings(raw: bytes, *, path: str = SETTINGS_FILE) -> Settings:
    """The settings that the bytes of a `pyproject.toml` hold; `path` is what places name. Raises `Faults`."""
    try:
        document = tomllib.loads(raw.decode("utf-8"))
    except RecursionError:
        fault = SlaError("nested too deeply", where=Place(path), hint="write it flat", code=Fault.TOO_LARGE)
        raise Faults([fault]) from None
    except ValueError as broken:  # TOML that is not TOML, bytes that are no UTF-8, numbers of thousands of digits
        raise Faults([SlaError(f"this is not TOML: {broken}", where=Place(path), hint="fix the file")]) from None
    tool = document.get("tool", {})
    table = tool.get("living_sla", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        hint = "write a line [tool.living_sla], and the settings below it"
        raise Faults([SlaError("tool.living_sla is not a table", where=Place(path), hint=hint)])
    reading = _Reading(table, Place(path))
    reading.refuse_unknown()
    settings = Settings(reading.month(), reading.trust(), reading.forge(), reading.site(), reading.findings())
    raise_any(reading.faults)
    return settings


class KeysNamed(NamedTuple):
    """Where settings of the past said that keys are, as they spelt it; empty where they did not."""

    keyring: str = ""
    revoked_keys: str = ""
    forge_signer: str = ""
    trusted_ref: str = ""


def keys_named(raw: bytes) -> KeysNamed | None:
    """Where old settings said that keys are, whatever else was wrong in them; None where they are not TOML."""
    try:
        document = tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    tool = document.get("tool")
    table = tool.get("living_sla") if isinstance(tool, dict) else None
    found = [table.get(name) if isinstance(table, dict) else None for name in KeysNamed._fields]
    return KeysNamed(*(value.strip() if isinstance(value, str) else "" for value in found))


class _Reading:
    """Reads one table, and collects what is wrong in it."""

    def __init__(self, table: Mapping[str, Any], where: Place) -> None:
        self._table = table
        self._where = where
        self.faults: list[SlaError] = []

    def refuse_unknown(self) -> None:
        self._refuse_unknown(self._table, tuple(SettingName), "tool.living_sla")

    def _refuse_unknown(self, table: Mapping[str, Any], known: Collection[str], name: str) -> None:
        for key in table:
            if key not in known:
                hint = did_you_mean(key, known, f"known: {', '.join(known)}")
                self._refuse(f'unknown setting "{key}" in [{name}]', hint, code=Fault.UNKNOWN_NAME)

    def month(self) -> int:
        month = self._table.get("fiscal_year_start", 1)
        if type(month) is int and 1 <= month <= 12:
            return month
        self._refuse(f"fiscal_year_start is {_told(month)}", "write the number of a month, 1 to 12")
        return 1

    def trust(self) -> Trust:
        required = self._text("required_trust") or TrustLevel.OWN_COMMIT.label
        if required not in _LEVELS:
            self._refuse(f"required_trust is {required!r}", f"use one of: {', '.join(_LEVELS)}")
        trust = Trust(
            _LEVELS.get(required, TrustLevel.OWN_COMMIT),
            self._text("trusted_ref"),
            self._text("keyring"),
            self._text("revoked_keys"),
            self._text("forge_signer").lower(),
        )
        for name in ("revoked_keys", "forge_signer"):
            if getattr(trust, name) and not trust.keyring:
                self._refuse(f"{name} without a keyring", "name the file of allowed signers: keyring = ...")
        if trust.required > TrustLevel.OWN_COMMIT and not trust.keyring:
            hint = "name the file of allowed signers: keyring = ..."
            self._refuse(f'required_trust is "{required}", and nothing can reach it without a keyring', hint)
        return trust

    def forge(self) -> Forge | None:
        address = self._text("forge").rstrip("/")
        kind, branch = self._text("forge_kind"), self._text("forge_branch") or "main"
        if not address:
            return None
        example = "write the address of the repository: https://github.com/owner/name"
        if read_address(address).has_user:
            self._refuse("forge names a user before its host", example)
            return None
        if not read_address(address).is_web or not _REPOSITORY.fullmatch(address):
            self._refuse(f"forge is {address!r}", example)
            return None
        if kind and kind not in list(ForgeKind):
            self._refuse(f"forge_kind is {kind!r}", f"use one of: {', '.join(ForgeKind)}")
            return None
        known = ForgeKind(kind) if kind else kind_of(address)
        if known is None:
            self._refuse(
                f"the address {address} does not tell what the forge is", f"add forge_kind: {' or '.join(ForgeKind)}"
            )
            return None
        return Forge(known, address, branch)

    def site(self) -> Allowed:
        table = self._table.get("site", {})
        if not isinstance(table, dict):
            self._refuse(f"site is {_told(table)}", "write a line [tool.living_sla.site], and its settings below it")
            return Allowed()
        self._refuse_unknown(table, _OF_SITE, "tool.living_sla.site")
        return Allowed(**{name: tuple(self._names(name, table.get(name, []))) for name in _OF_SITE})

    def findings(self) -> dict[FindingName, FindingSeverity | None]:
        table = self._table.get("findings", {})
        weights: dict[FindingName, FindingSeverity | None] = dict(DEFAULTS)
        if not isinstance(table, dict):
            hint = 'write a line [tool.living_sla.findings], and below it lines such as one-sided = "off"'
            self._refuse(f"findings is {_told(table)}", hint)
            return weights
        self._refuse_unknown(table, [name.value for name in FindingName], "tool.living_sla.findings")
        for name in FindingName:
            said = table.get(name.value, weights[name])
            if isinstance(said, str) and said in (_OFF, *FindingSeverity):
                weights[name] = None if said == _OFF else FindingSeverity(said)
            else:
                self._refuse(f"{name.value} is {_told(said)}", f"use one of: {_OFF}, {', '.join(FindingSeverity)}")
        return weights

    def _names(self, name: str, listed: object) -> Iterator[str]:
        pattern, what = _OF_SITE[name]
        if not isinstance(listed, list):
            self._refuse(f"{name} is {_told(listed)}", f'write a list: {name} = ["..."]')
            return
        for one in listed:
            if isinstance(one, str) and pattern.fullmatch(one) and ".." not in one.split("/"):
                yield one
            else:
                self._refuse(f"{name} holds {_told(one)}", f"write {what}")

    def _text(self, name: str) -> str:
        value = self._table.get(name, "")
        if isinstance(value, str) and len(value) > _LONGEST:
            self._refuse(f"{name} is a text of {len(value):,} characters", f"write at most {_LONGEST}")
            return ""
        if not isinstance(value, str) or not value.isprintable():
            self._refuse(f"{name} is {_told(value)}", "write a text in quotes")
            return ""
        return value.strip()

    def _refuse(self, message: str, hint: str, *, code: Fault | None = None) -> None:
        self.faults.append(SlaError(message, where=self._where, hint=hint, code=code))


def _told(value: object) -> str:
    """A value for a message: a short text or number itself, of everything else what it is."""
    if isinstance(value, str):
        return repr(value) if len(value) <= _LONGEST else f"a text of {len(value):,} characters"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and abs(value) < 1e15:
        return repr(value)
    return _KINDS.get(type(value), "a date or time")
