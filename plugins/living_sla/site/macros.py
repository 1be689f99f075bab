"""The macros that pages call: `modules: [living_sla.site.macros]` in the settings of the macros plugin.

A macro looks up the finished report and returns a block. On an agreement's page it needs no argument. Beside the
MkDocs plugin of this package it returns a placeholder, which the plugin replaces after Markdown; without it (other
generators), the block itself, as one line of HTML.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.macros import MACROS
from living_sla.pages import blocks as pages
from living_sla.site.content.addresses import address_of
from living_sla.site.content.blocks import leading_to
from living_sla.site.content.changes_page import FEED
from living_sla.site.content.render_errors import say_render_errors_in_words
from living_sla.site.current_report import report_of
from living_sla.unforeseen import told

log = logging.getLogger("mkdocs.plugins.living_sla")


def define_env(env: Any) -> None:
    """Give the pages of a site their macros; called by the macros plugin of the generator."""
    say_render_errors_in_words()
    macros = Macros(env)
    for macro in MACROS:
        env.macro(getattr(macros, macro.name), macro.name)


class _Unknown(SlaError):
    """A macro asks for something that is not there."""


class Macros:
    """The macros of one site. Each returns one line; what cannot be shown is a box that says why."""

    def __init__(self, env: Any) -> None:
        self._env = env

    def sla_scoreboard(self) -> str:
        """Every commitment of every agreement, worst first, and what waits for a signature."""
        return self._shown(lambda report: pages.scoreboard(report, self._address_of(report)))

    def sla_agreement(self, agreement: str | None = None) -> str:
        """The whole page of an agreement, in the standard order."""
        return self._about(agreement, pages.agreement)

    def sla_state(self, agreement: str | None = None) -> str:
        """Which version binds since when, who signed it, whether it is kept, what waits, and how old the data is."""
        return self._about(agreement, pages.state)

    def sla_commitments(self, agreement: str | None = None) -> str:
        """The commitments of an agreement: last judged, now, trend."""
        return self._about(agreement, lambda standing, _: pages.commitments(standing))

    def sla_attainment(self, commitment: str | None = None, agreement: str | None = None) -> str:
        """The periods of a commitment, or of all of them: figure, target, by which version, in which parts."""

        def tables(standing: AgreementStanding, _: Report) -> str:
            zone = standing.agreement.terms.coverage.timezone
            return "".join(pages.attainment(part, zone) for part in self._parts(standing, commitment))

        return self._about(agreement, tables)

    def sla_trend(self, commitment: str | None = None, agreement: str | None = None) -> str:
        """The chart of a commitment, or of all of them."""

        def charts(standing: AgreementStanding, _: Report) -> str:
            return "".join(pages.trend(part) for part in self._parts(standing, commitment))

        return self._about(agreement, charts)

    def sla_provenance(self, agreement: str | None = None) -> str:
        """Which files, rows, columns and calendar the figures come from."""
        return self._about(agreement, pages.provenance)

    def sla_revisions(self, agreement: str | None = None) -> str:
        """The revision log: every version, what it changed and whom that burdens."""
        return self._about(agreement, pages.revisions)

    def sla_signoffs(self, agreement: str | None = None) -> str:
        """Who signed which version, how far that can be believed, and who still has to sign."""
        return self._about(agreement, pages.signoffs)

    def sla_changes(self) -> str:
        """The changes of all agreements, the newest first: the newest 200 versions, where there are more."""
        return self._shown(lambda report: pages.changes(report, self._address_of(report), self._feed))

    # ------------------------------------------------------------ looking up

    def _about(self, agreement: str | None, block: Callable[[AgreementStanding, Report], str]) -> str:
        def about(report: Report) -> str:
            standing = self._standing(report, agreement)
            shown = block(standing, report)
            if standing.agreement.path == self._source:
                return shown
            return leading_to(self._address_of(report)(standing.agreement.terms.id), shown)

        return self._shown(about)

    def _standing(self, report: Report, agreement: str | None) -> AgreementStanding:
        for standing in report.agreements:
            if agreement == standing.agreement.terms.id or (not agreement and standing.agreement.path == self._source):
                return standing
        hint = _known("agreements", [standing.agreement.terms.id for standing in report.agreements])
        what = (
            f'there is no agreement "{agreement}"' if agreement else "this page does not say which agreement it shows"
        )
        raise self._unknown(what, hint, agreement)

    def _parts(self, standing: AgreementStanding, commitment: str | None) -> Sequence[Standing]:
        parts = [part for part in standing.commitments if commitment in (None, part.commitment.id)]
        if parts:
            return parts
        hint = _known("commitments", [part.commitment.id for part in standing.commitments])
        what = f'{standing.agreement.terms.id} has no commitment "{commitment}"'
        raise self._unknown(what, hint, commitment)

    def _unknown(self, what: str, hint: str, name: str | None) -> _Unknown:
        return _Unknown(what, where=self._place(name), hint=hint, code=Fault.MACRO_NOT_SHOWN)

    # ------------------------------------------------------------ showing

    def _shown(self, block: Callable[[Report], str]) -> str:
        try:
            report = self._plugin.report if self._plugin is not None else report_of(self._root)
            return self._placed(block(report))
        except Faults as faults:
            return self._failed(faults, "The content of this site has faults", faults.faults[0].code)
        except SlaError as fault:
            return self._failed(fault, fault.message, fault.code)
        except Exception as problem:
            # The hint names the file of a report, which is not for the readers of a page.
            unforeseen = told(problem, during="a macro")
            return self._failed(unforeseen, "Something went wrong that nobody foresaw", unforeseen.code, hint="")

    def _failed(self, fault: SlaError, title: str, code: Fault | None, *, hint: str | None = None) -> str:
        if self._plugin is not None:
            self._plugin.fail(fault)
        else:
            log.error("%s", fault)
        text = "This part could not be shown" + (f": {code}." if code else ".")
        return self._placed(pages.box("fault", title, f"{text} {fault.hint if hint is None else hint}".strip()))

    def _placed(self, html: str) -> str:
        return str(html) if self._plugin is None else str(self._plugin.hold(html))

    # ------------------------------------------------------------ the page and the site

    @property
    def _root(self) -> Path:
        return Path(self._env.project_dir)

    @property
    def _plugin(self) -> Any:
        plugins = self._env.conf.get("plugins") or {}
        return plugins.get("living-sla") if hasattr(plugins, "on_config") or isinstance(plugins, dict) else None

    @property
    def _source(self) -> str:
        """The page that is being written, relative to the project where it is an agreement."""
        file = self._file
        return str(file.src_uri if file is not None else self._env.page.path)

    @property
    def _feed(self) -> str:
        """The address of the feed as seen from the page that is being written; empty where nobody writes one."""
        return posixpath.relpath(FEED, self._folder or ".") if self._plugin is not None else ""

    @property
    def _folder(self) -> str:
        """The folder of the page that is being written, below the site; empty at its root."""
        file = self._file
        return posixpath.dirname(str(file.dest_uri if file is not None else self._env.page.url))

    @property
    def _file(self) -> Any:
        """The file of the page; None in Zensical, whose pages say their path and their address themselves."""
        return getattr(self._env.page, "file", None)

    def _place(self, name: str | None) -> Place:
        """Where the page names what is not there."""
        lines = (getattr(self._env.page, "markdown", None) or "").splitlines()
        line = next((at for at, text in enumerate(lines, 1) if name and name in text), None)
        return Place(self._source, line)

    def _address_of(self, report: Report) -> Callable[[str], str]:
        """Addresses of agreements as seen from the page that is being written."""
        here = self._folder
        as_folders = bool(self._env.conf.get("use_directory_urls", True))
        paths = {standing.agreement.terms.id: standing.agreement.path for standing in report.agreements}

        def address(agreement_id: str) -> str:
            place = address_of(paths[agreement_id], as_folders=as_folders)
            # Encoded, as MkDocs does it: a file may be called `javascript:x.md`, or hold a question mark.
            return quote(posixpath.relpath(place, here or ".")) + "/" * place.endswith("/")

        return address


def _known(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(names)}" if names else f"there are no {what} yet"
