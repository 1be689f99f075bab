"""The calendar that other programs subscribe to, beside the pages."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from living_sla.documents.agenda import ics
from living_sla.model.figures.agenda import agenda
from living_sla.model.figures.standing import Report
from living_sla.pages.company.calendar import FILE, href_of
from living_sla.pages.links import links_from


def added(files: Files, report: Report, config: MkDocsConfig, folder: str = "") -> Iterator[File]:
    """The file, unless the site has one of its own; its entries link to pages in that folder of the site."""
    if not report.agreements or files.get_file_from_path(FILE) is not None:
        return
    links = links_from(folder, report, as_folders=config.use_directory_urls, site_url=config.site_url or "")
    address = (lambda item: links.absolute(href_of(item, links))) if config.site_url else None
    yield File.generated(config, FILE, content=ics(agenda(report), name=config.site_name, address=address))
