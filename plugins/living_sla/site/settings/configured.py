"""The settings with which a site is built: taken from where they may be taken from, and loaded there.

`mkdocs.yml` can run programs: hooks, modules of macros, templates, tags, plugins. Whoever opens a pull request can
write there whatever they like. So what can do more than show text has to be what it is on the trusted ref, and then
it is the files of that ref that are used, laid out in a folder of their own.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from living_sla.errors import EnvironmentFault, Fault, Faults, Notice, Place, SlaError
from living_sla.files import bytes_of, is_there
from living_sla.history.trusted_ref import pull_request_target, settings_at
from living_sla.settings import SETTINGS_FILE, Settings
from living_sla.site.settings import trusted
from living_sla.site.settings.ground import CONFIG, FOLDER, OPTION, Ground, ground_of
from living_sla.site.settings.mkdocs_yml import SettingsFile, read_settings_file
from living_sla.site.settings.powers import plugin_name

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_MOST_FILES, _MOST_BYTES = 20_000, 256 << 20
_CONTENT = ("agreements", "data")


@dataclass(frozen=True)
class Configured:
    """The settings of a site, judged; nothing of them was run."""

    root: Path
    """The folder of the project, whose agreements, data and pages the site shows."""
    ground: Ground
    used: SettingsFile
    settings: Settings | None = None
    """Those of `pyproject.toml` that go before the folder's; None where the folder's hold."""
    is_laid_out: bool = False
    """Whether the generator works in a folder that holds the files of the trusted ref."""
    differs: tuple[Notice, ...] = ()
    """What stands differently in the folder, where it is not asked."""
    _overlay: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def docs(self) -> Path:
        """The folder of the pages."""
        return self.root / str(self.used.data.get("docs_dir") or "docs")

    @property
    def site(self) -> Path:
        """Where the settings put the site, from the folder of the project."""
        return Path(str(self.used.data.get("site_dir") or "site"))

    @property
    def modules(self) -> Iterator[str]:
        """Names of the modules of macros, as far as the settings write them out."""
        plugins = self.used.data.get("plugins")
        entries = (
            plugins.items()
            if isinstance(plugins, dict)
            else [next(iter(one.items())) for one in plugins or () if isinstance(one, dict) and one]
        )
        for name, options in entries:
            named = options.get("modules") if plugin_name(name) == "macros" and isinstance(options, dict) else None
            yield from (one.rpartition(":")[2] for one in named or () if isinstance(one, str))

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """The folder in which the generator is to find its settings, and everything that they name."""
        if not self.is_laid_out:
            yield self.root
            return
        before = Path.cwd()
        with TemporaryDirectory(prefix="sla-settings-") as made:
            folder = Path(made).resolve()
            _lay_out(self.ground, folder)
            for path, content in self._overlay.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            os.chdir(folder)  # what hooks and plugins open by a path of its own is that of the trusted ref, too
            try:
                yield folder
            finally:
                os.chdir(before)

    def load(self, folder: Path, **options: Any) -> MkDocsConfig:
        """The settings as the generator has them, from `folder()`; hooks and plugins run from now on."""
        from mkdocs.config import load_config

        opened = io.BytesIO(self.used.files[CONFIG])
        opened.name = str(folder / CONFIG)
        if self.is_laid_out:
            options["docs_dir"] = str(self.docs)
        config = load_config(opened, strict=False, **options)
        plugin: Any = config.plugins.get("living-sla")
        if plugin is not None:
            plugin.stands_on(self, folder)
        return config


def configured(
    root: Path, settings_from: str | None = None, environment: Mapping[str, str] | None = None
) -> Configured:
    """The settings of the site of the project at `root`, which is absolute.

    `settings_from` names a ref whose settings are used instead of the folder's, or the folder itself. Where nobody
    names one, and a build machine looks at a pull request, it is the trusted ref.

    Raises `Faults` for settings that cannot be read or may not be used, `EnvironmentFault` for a ref that is not there.
    """
    ground = ground_of(root, settings_from)
    if ground.is_folder:
        return _checked(Configured(root, ground, _of_folder(root)))
    asked = pull_request_target(os.environ if environment is None else environment)
    if settings_from or (asked and ground.ref):
        return _checked(_of_ref(root, ground))
    used = _of_folder(root)
    here = trusted.powers_here(used, root)
    if here or ground.content(CONFIG) not in (None, *used.files.values()):  # else there is nothing to compare
        there = trusted.powers_there(ground)
        faults = list(trusted.refused(used, here, there, ground, root))
        if faults:
            raise Faults(faults)
    return _checked(Configured(root, ground, used, is_laid_out=bool(here), _overlay=used.files if here else {}))


def _checked(found: Configured) -> Configured:
    faults = list(trusted.faults_of(found.used, found.ground, found.root))
    if faults:
        raise Faults(faults)
    return found


def _of_folder(root: Path) -> SettingsFile:
    return read_settings_file(lambda path: bytes_of(root / path, root) if is_there(root / path, root) else None)


def _of_ref(root: Path, ground: Ground) -> Configured:
    """Everything from the ref; what the folder has instead is told."""
    assert ground.repository is not None
    assert ground.ref is not None
    if ground.content(CONFIG) is None:
        hint = f"name a ref that has one, or {OPTION} {FOLDER} for this folder"
        raise EnvironmentFault(
            f"{ground.ref.name} has no {CONFIG}", where=Place(OPTION), hint=hint, code=Fault.NO_TRUSTED_REF
        )
    used = read_settings_file(ground.content)
    settings = settings_at(ground.repository, ground.ref)
    differs = tuple(_differences(root, ground, used))
    return Configured(root, ground, used, settings, is_laid_out=True, differs=differs)


def _differences(root: Path, ground: Ground, used: SettingsFile) -> Iterator[Notice]:
    """What the folder has instead, by file; of its settings the keys."""
    assert ground.ref is not None
    try:
        here = _of_folder(root)
        powers = (*trusted.powers_here(here, root), *trusted.powers_there(ground))
        keys = [str(key) for key in {**used.data, **here.data} if used.data.get(key) != here.data.get(key)]
        where = Place(CONFIG)
        if keys:
            yield _not_used(f"{', '.join(keys)[:200]} differ{'s' * (len(keys) == 1)} from {ground.ref.name}", where)
        names = trusted.changed_files(used, powers, ground, root)
    except SlaError:
        yield _not_used(f"it cannot be read here; that of {ground.ref.name} is used", Place(CONFIG))
        names = []
    for name in sorted({*names, SETTINGS_FILE}):
        known = bytes_of(root / name, root) if name == SETTINGS_FILE and is_there(root / name, root) else None
        if name != SETTINGS_FILE or _text(known) != _text(ground.content(name)):
            yield _not_used(f"it differs from {ground.ref.name}", Place(name))


def _text(content: bytes | None) -> bytes | None:
    return content.replace(b"\r\n", b"\n") if content is not None else None


def _not_used(what: str, where: Place) -> Notice:
    return Notice("settings-not-used", f"{what}; what stands here is not used", where)


def _lay_out(ground: Ground, folder: Path) -> None:
    """Every regular file of the project as the ref has it, but agreements and data; raises `EnvironmentFault`."""
    assert ground.repository is not None
    assert ground.ref is not None
    prefix = ground.repository.prefix
    entries = [
        (entry.path.removeprefix(prefix), entry.id)
        for entry in ground.repository.tree(ground.ref.commit)
        if entry.mode.startswith("100") and entry.path.removeprefix(prefix).split("/")[0] not in _CONTENT
    ]
    size = 0
    for (path, _), found in zip(entries, ground.repository.objects(entry[1] for entry in entries), strict=True):
        size += len(found.data)
        if len(entries) > _MOST_FILES or size > _MOST_BYTES or found.kind != "blob":
            hint = f"use what this folder has: {OPTION} {FOLDER}"
            message = f"the files of {ground.ref.name} are too many, too large, or not all in this clone"
            raise EnvironmentFault(message, hint=hint, code=Fault.NO_TRUSTED_REF)
        if ".." not in path.split("/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(found.data)
