"""Files for hosts that can send headers: what the pages say themselves, and what only a header can say.

They stand in the site, because they name hashes of the pages they were built with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = "_headers"
"""Read by Netlify, Cloudflare Pages and hosts like them, at the root of a site."""
NGINX = "assets/living-sla/headers/nginx.conf"
GITLAB = "assets/living-sla/headers/gitlab-pages.rb"

DRAWING = "default-src 'none'; sandbox"
"""A second policy, for a drawing that is opened by itself: nothing runs in it. Browsers hold it to both."""

_FRAMES = "frame-ancestors 'none'"  # means nothing in a page
_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def write(site: Path, policy: str) -> None:
    """Write all of them into a finished site, over whatever stands there by their names."""
    for name, text in _files({"Content-Security-Policy": f"{policy}; {_FRAMES}", **_OTHERS}):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


def _files(headers: dict[str, str]) -> Iterator[tuple[str, str]]:
    everywhere = ["/*", *(f"  {name}: {value}" for name, value in headers.items())]
    yield ROOT, "\n".join([*everywhere, "/badges/*", f"  Content-Security-Policy: {DRAWING}", ""])
    yield (
        NGINX,
        "\n".join(
            [
                "# Include this in the server block of the site, and reload nginx after each build.",
                "# A location that has an add_header of its own needs the include, too.",
                *(f'add_header {name} "{value}" always;' for name, value in headers.items()),
                "",
            ]
        ),
    )
    # One setting for all sites of an instance: the hashes of one of them are not for the others.
    common = [f"Content-Security-Policy: {_FRAMES}", *(f"{name}: {value}" for name, value in _OTHERS.items())]
    yield (
        GITLAB,
        "\n".join(
            [
                "# For /etc/gitlab/gitlab.rb of an instance of your own. It holds for every site there.",
                "gitlab_pages['headers'] = [",
                *(f'  "{header}",' for header in common),
                "]",
                "",
            ]
        ),
    )
