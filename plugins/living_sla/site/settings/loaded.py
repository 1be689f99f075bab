"""The settings of a site, judged, and how the generator comes to them."""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from living_sla.errors import EnvironmentFault, Faults, Notice, Place, SlaError
from living_sla.files import bytes_of, is_there
from living_sla.site.settings.mkdocs_yml import CONFIG, SettingsFile, plugin_name

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from living_sla.settings import Settings
    from living_sla.site.settings.ground import Ground


class Configured(Struct, frozen=True):
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
    def is_strict(self) -> bool:
        """Whether a warning stops a build: it does unless the settings say that it does not."""
        return self.used.data.get("strict") is not False

    @property
    def modules(self) -> Iterator[str]:
        """Names of the modules of macros, as far as the settings write them out."""
        plugins = self.used.data.get("plugins")
        entries = (
            plugins.items()
            if isinstance(plugins, dict)
            else [next(iter(item.items())) for item in plugins or () if isinstance(item, dict) and item]
        )
        for name, options in entries:
            named = options.get("modules") if plugin_name(name) == "macros" and isinstance(options, dict) else None
            yield from (item.rpartition(":")[2] for item in named or () if isinstance(item, str))

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """The folder in which the generator is to find its settings, and everything that they name."""
        if not self.is_laid_out:
            yield self.root
            return
        before = Path.cwd()
        with TemporaryDirectory(prefix="sla-settings-") as made:
            folder = Path(made).resolve()
            self.ground.lay_out(folder)
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
        # Imported late: settings that are refused are never loaded.
        from mkdocs.config import load_config

        _import_late("requests")  # the macros plugin loads it, and uses it for modules that `require_modules` refuses
        opened = io.BytesIO(self.used.files[CONFIG])
        opened.name = str(folder / CONFIG)
        if self.is_laid_out:
            options["docs_dir"] = str(self.docs)
        config = load_config(opened, strict=False, **options)
        plugin: Any = config.plugins.get("living-sla")
        if plugin is not None:
            plugin.stands_on(self, folder)
        return config


def _import_late(name: str) -> None:
    """Let a module be loaded when something of it is used, where it is installed and was not loaded before."""
    if name in sys.modules or importlib.util.find_spec(name) is None:
        return
    late = ModuleType(name)  # importlib's own LazyLoader loads it at the next `import`

    def loaded(attribute: str) -> Any:
        if sys.modules.get(name) is late:
            del sys.modules[name]
        return getattr(importlib.import_module(name), attribute)

    late.__getattr__ = loaded  # type: ignore[method-assign]
    sys.modules[name] = late


def require_settings(root: Path) -> None:
    """Raise `EnvironmentFault` where a project has no settings of a site, `Faults` where they are no regular file."""
    if not is_there(root / CONFIG, root):
        hint = "`sla init --print mkdocs.yml` shows a whole one; sla check, attain and explain work without it"
        raise EnvironmentFault("there is no site here", where=Place(CONFIG), hint=hint)
    bytes_of(root / CONFIG, root)


def require_modules(settings: Configured) -> None:
    """Raise `Faults` for modules of macros that are not there: the macros plugin would ask the network for them."""
    missing = [name for name in settings.modules if not _is_module(name)]
    hint = "install the package that brings it, or remove it from the modules of the macros plugin"
    if missing:
        raise Faults(SlaError(f'there is no module "{name}"', where=Place(CONFIG), hint=hint) for name in missing)


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
