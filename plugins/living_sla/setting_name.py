"""The names of a site's settings: what each says, what holds without it, and how it is written.

The text below a member becomes its entry in `docs/reference/settings.md`, as that of a fault does (`fault.py`). The
third paragraph is the line that is written; a test reads it.
"""

from __future__ import annotations

from enum import StrEnum


class SettingName(StrEnum):
    """What `[tool.living_sla]` may hold, in the order in which messages list it."""

    FINDINGS = "findings"
    """The table `[tool.living_sla.findings]`: how much each [finding](proposals.md#findings) about a proposal weighs,
    `off`, `note`, `warning` or `error`; believed on the trusted ref only.

    Each weighs what its entry says.

    [tool.living_sla.findings]
    """

    FISCAL_YEAR_START = "fiscal_year_start"
    """The month in which fiscal years begin, 1 to 12.

    Fiscal years are calendar years.

    fiscal_year_start = 4
    """

    FORGE = "forge"
    """The address of the repository on GitHub or GitLab, for links to commits and to the form for a sign-off.

    There are no such links.

    forge = "https://gitlab.northwind.example/sales/agreements"
    """

    FORGE_BRANCH = "forge_branch"
    """The branch for which new files are proposed on the forge.

    It is `main`.

    forge_branch = "main"
    """

    FORGE_KIND = "forge_kind"
    """What the forge is, where the host of its address does not tell: `github`, `gitlab`, `gitea` (Forgejo too) or
    `bitbucket` (of Atlassian's cloud).

    The host of `forge` tells it.

    forge_kind = "gitlab"
    """

    FORGE_SIGNER = "forge_signer"
    """The address under which the keyring lists the forge's own key.

    No commit is forge-attested.

    forge_signer = "noreply@gitlab.northwind.example"
    """

    KEYRING = "keyring"
    """The [allowed signers](signing.md#keys): a path on the trusted ref, or an absolute one (or from `~`) outside the
    repository.

    No signature is verified.

    keyring = "keys/allowed_signers"
    """

    REQUIRED_TRUST = "required_trust"
    """The [level](signing.md#how-far-a-sign-off-can-be-believed) below which a sign-off does not count: `claimed`, `own
    commit`, `forge-attested`, `verified`.

    It is `own commit`.

    required_trust = "verified"
    """

    REVOKED_KEYS = "revoked_keys"
    """Public keys that are not believed any more, one a line, or an OpenSSH revocation list; at either of the places
    of a keyring.

    No key is revoked.

    revoked_keys = "keys/revoked"
    """

    SITE = "site"
    """The table `[tool.living_sla.site]`, whose settings stand below.

    Pages may do what every author may.

    [tool.living_sla.site]
    """

    TRUSTED_REF = "trusted_ref"
    """The branch that holds keyring and settings of trust, where it is another than the
    [trusted one](settings.md#the-trusted-ref).

    The trusted ref holds them itself.

    trusted_ref = "origin/main"
    """


class SiteSettingName(StrEnum):
    """What `[tool.living_sla.site]` may hold, believed on the trusted ref only."""

    EXTRA_MACROS = "extra_macros"
    """Macros that any page may call with plain values, beside `sla_…`.

    Pages may call `sla_…` alone.

    extra_macros = ["team_calendar"]
    """

    TRUSTED_PAGES = "trusted_pages"
    """Pages that are templates without limits, with any HTML, as long as they are what they are on the trusted ref; the
    [policy](security.md#content-security-policy) holds for them, too.

    No page is.

    trusted_pages = ["docs/team.md"]
    """

    ENVIRONMENT = "environment"
    """Variables that `!ENV` may name in `mkdocs.yml`, beside [those that are public anyway](#public-variables).

    It may name those alone.

    environment = ["SITE_BANNER"]
    """
