"""Pull requests of somebody who may push a branch: a name, what the branch does, and what has to be told of it.

Each begins as the same proposal, which nobody has signed: Sales would owe less. What is added tries to run something,
to read something, to open the gate, to hide the change, or to write into the comment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from living_sla.model.past.signoff import SignOffFile
from living_sla.model.proposals.finding_name import FindingName
from living_sla.model.proposals.waiver import WaiverFile, waiver_path
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.freezing.freeze import freeze
from tests.factories.git_folders import ANA, GitFolder
from tests.factories.signed_repositories import Keys, address, ssh_keygen
from tests.history.hostile import HOOKS, executable, hostile_settings
from tests.proposals.proposing import BEN, EXPORT, HEADER, NOW, ROWS, SIGNED, SOURCES
from tests.reviews.frozen_projects import PATH

PERSON = "Greta Sandoval"
PHONE = "+44 20 7946"
SECRET = "SECRET-OF-THE-MACHINE"
TOKEN = "ghs_TokenOfTheJob0123456789abcdef"
SETTINGS = '[tool.living_sla]\nkeyring = "keys/allowed_signers"\nrequired_trust = "verified"\n'
SITE = """\
site_name: SLA
theme: {name: material, font: false}
plugins:
  - search
  - macros:
      modules: [living_sla.site.macros]
      render_by_default: false
      force_render_paths: |
        index.md
        agreements/
  - living-sla
"""
EASED = ("target: at least 90%", "target: at least 50%")
OTHER = "agreements/other-desk.md"
WORKFLOW = ".github/workflows/check.yml"
REVIEW = "docs/reviews/2026-Q3"


class HostileBranch(Struct, frozen=True):
    """A pull request, and what each of the two verbs that everybody sees has to say."""

    name: str
    does: Callable[[GitFolder], object]
    told: str = ""
    """A pattern somewhere in what the verbs print; empty where nothing of it can be seen in the terms."""
    environment: dict[str, str] = field(default_factory=dict)
    base: tuple[str, ...] = ()


def base_project(root: Path) -> None:
    """Main, as both parties signed it with their keys, at a remote; and a clone with the proposal checked out."""
    made = GitFolder.made(root / "made", "--template=")
    keys = Keys(root)
    made.commit({
        PATH: SIGNED,
        OTHER: SIGNED.replace("id: lead-handoff", "id: other-desk").replace("Inbound lead", "Other desk"),
        "data/sources.yml": SOURCES,
        EXPORT: HEADER + re.sub("^(L[0-9]+),,,,", rf"\1,{PERSON} \1,{PHONE} 123,{PERSON},", ROWS, flags=re.M),
        "pyproject.toml": SETTINGS,
        "keys/allowed_signers": keys.line(ANA, "ana") + keys.line(BEN, "ben"),
        "mkdocs.yml": SITE,
        "docs/index.md": "# Home\n",
        WORKFLOW: "on: pull_request\njobs: {}\n",
    }, "Everything")  # fmt: skip
    for author, who, party in ((ANA, "ana", "marketing"), (BEN, "ben", "sales")):
        files = [
            signoff(digest_here(made, name), address(author), party, name) for name in ("lead-handoff", "other-desk")
        ]
        texts = {file.path: file.text for file in files}
        signatures = {f"{path}.sig": signature(keys, who, text) for path, text in texts.items()}
        made.commit({**texts, **signatures}, "Sign", author=author)
    freeze(made.root, review_id("2026-Q3"), now=NOW, cache=False)
    made.commit(message="Freeze", at="2026-10-19T09:00:00Z")
    made.commit({waived("0" * 64).path: waived("0" * 64).text}, "Waive", author=ANA)
    made.git("init", "--quiet", "--bare", "--initial-branch=main", str(root / "origin"))
    made.git("push", "--quiet", str(root / "origin"), "main")
    made.git("clone", "--quiet", "--branch", "main", str(root / "origin"), str(root / "clone"))
    clone = GitFolder(root / "clone", made.commits)
    clone.git("switch", "--quiet", "--create", "proposal")
    edits(EASED)(clone)


def signature(keys: Keys, who: str, text: str) -> bytes:
    return ssh_keygen("-q", "-Y", "sign", "-f", str(keys.private(who)), "-n", "sla-signoff", stdin=text.encode())


def signoff(
    digest: str, signer: str = "ana.ruiz@northwind.example", party: str = "marketing", name: str = "lead-handoff"
) -> SignOffFile:
    return SignOffFile.of(agreement=name, digest=digest, version=2, signer=signer, party=party, on=NOW.date())


def waived(digest: str, owner: str = "ana.ruiz@northwind.example", reason: str = "Agreed.") -> WaiverFile:
    name = FindingName.SIGNATORIES_REPLACED
    return WaiverFile(waiver_path(name, "lead-handoff", None), name, "lead-handoff", None, digest, reason, owner,
                      NOW.date().replace(year=2099))  # fmt: skip


def armed(folder: GitFolder, text: str) -> str:
    """The text with the program that tells when it runs."""
    return text.replace("PROGRAM", str(folder.root.parent / "program"))


# What branches do.


def adds(files: dict[str, str | bytes | None], message: str = "A change", author: str = BEN) -> Callable[..., object]:
    return lambda folder: folder.commit(
        {path: armed(folder, text) if isinstance(text, str) else text for path, text in files.items()},
        message,
        author=author,
    )


def edits(*pairs: tuple[str, str], path: str = PATH, message: str = "A change") -> Callable[..., object]:
    def does(folder: GitFolder) -> None:
        text = (folder.root / path).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, armed(folder, new))
        folder.commit({path: text}, message, author=BEN)

    return does


def titled(title: str) -> Callable[..., object]:
    """Double-quoted YAML, so that every character can be written."""
    written = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in title)
    return edits(
        ("title: First contact", f'title: "{written}"'), ("title: Inbound lead hand-off", f'title: "{written}"')
    )


def links(path: str, target: str) -> Callable[..., object]:
    def does(folder: GitFolder) -> None:
        here = folder.root / path
        here.parent.mkdir(parents=True, exist_ok=True)
        if here.is_dir() and not here.is_symlink():
            folder.git("rm", "-r", "--quiet", path)
        here.unlink(missing_ok=True)
        here.symlink_to(target.replace("SECRET", str(folder.root.parent / "secret")))
        folder.commit(message="A link", author=BEN)

    return does


def removes(path: str) -> Callable[..., object]:
    def does(folder: GitFolder) -> None:
        folder.git("rm", "-r", "--quiet", path)
        folder.commit(message="Clean up", author=BEN)

    return does


def digest_here(folder: GitFolder, name: str = "lead-handoff") -> str:
    from living_sla.agreements.reader import load_project

    return next(of.digest for of in load_project(folder.root).agreements if of.terms.id == name)


def signs(*signers: tuple[str, str, str]) -> Callable[..., object]:
    """Sign-offs of these terms: who, for which party, and who the commit says wrote it."""

    def does(folder: GitFolder) -> None:
        digest = digest_here(folder)
        for signer, party, author in signers:
            file = signoff(digest, signer, party)
            folder.commit({file.path: file.text}, "Sign", author=author)

    return does


def both(*steps: Callable[..., object]) -> Callable[..., object]:
    def does(folder: GitFolder) -> None:
        for step in steps:
            step(folder)

    return does


def own_key(folder: GitFolder) -> None:
    """A key under Ana's address in the keyring of the branch, and her sign-off with a signature of that key."""
    file, keys = signoff(digest_here(folder)), Keys(folder.root.parent)
    folder.commit({
        "keys/allowed_signers": keys.line(ANA, "mallory") + keys.line(BEN, "mallory"),
        file.path: file.text,
        f"{file.path}.sig": signature(keys, "mallory", file.text),
    }, "Keys", author=ANA)  # fmt: skip


def waives(owner: str, author: str, reason: str = "Agreed.") -> Callable[..., object]:
    def does(folder: GitFolder) -> None:
        file = waived(digest_here(folder), owner, reason)
        folder.commit({file.path: file.text}, "Waive", author=author)

    return does


def in_git(path: str, content: str) -> Callable[..., object]:
    """A file below .git, which a push cannot bring, but a copied folder or an earlier step of a job can."""

    def does(folder: GitFolder) -> None:
        file = folder.root / ".git" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content.replace("PROGRAM", str(folder.root.parent / "program")))

    return does


def hostile_git(folder: GitFolder) -> None:
    program = folder.root.parent / "program"
    with (folder.root / ".git/config").open("a", encoding="utf-8") as config:
        config.write(hostile_settings(program).partition("[remote")[0])
    (folder.root / ".git/hooks").mkdir(exist_ok=True)
    for name in HOOKS:
        executable(folder.root / ".git/hooks" / name, str(program))


def replaced_base(folder: GitFolder) -> None:
    """The base looks like the head, where git follows replacements."""
    folder.git("replace", folder.git("rev-parse", "origin/main"), folder.head)


def tree_with(path: str, mode: str, content: bytes) -> Callable[..., object]:
    """A commit whose tree git itself would not write: a name like .GIT or `..`, a link, a submodule."""

    def does(folder: GitFolder) -> None:
        blob = folder.head if mode == "160000" else folder.git("hash-object", "-w", "--stdin", stdin=content)
        entries = folder.git("ls-tree", "-z", "HEAD").encode("utf-8", "surrogateescape")
        name, _, rest = path.partition("/")
        if rest:
            sub = folder.git("mktree", "-z", stdin=f"{mode} blob {blob}\t{rest}\0".encode())
            entry = f"040000 tree {sub}\t{name}\0"
        else:
            entry = f"{mode} {'commit' if mode == '160000' else 'blob'} {blob}\t{name}\0"
        tree = folder.git("mktree", "-z", "--missing", stdin=entries + entry.encode())
        commit = folder.git("commit-tree", tree, "-p", "HEAD", "-m", "A tree", **folder.written_by(BEN, None))
        folder.git("update-ref", "refs/heads/proposal", commit)

    return does


def renamed_branch(name: str) -> Callable[..., object]:
    return lambda folder: (folder.git("symbolic-ref", "HEAD", f"refs/heads/{name}") and None) or (
        folder.git("update-ref", f"refs/heads/{name}", folder.git("rev-parse", "proposal")))  # fmt: skip


def unrelated(folder: GitFolder) -> None:
    folder.git("switch", "--quiet", "--orphan", "unrelated")
    folder.git("checkout", "--quiet", "proposal", "--", ".")
    folder.commit(message="From nowhere", author=BEN)


def shallow(folder: GitFolder) -> None:
    (folder.root / ".git/shallow").write_text(folder.head + "\n")


def many(count: int, make: Callable[[int], tuple[str, str]]) -> Callable[..., object]:
    return lambda folder: folder.commit(dict(map(make, range(count))), "Many", author=BEN)


_LAX = """\
[tool.living_sla]
required_trust = "claimed"
[tool.living_sla.findings]
signatories-replaced = "off"
"""
_BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
_INJECTED = (
    "www.phish.example @org/team fixes #1 https://phish.example :octocat: x@phish.example GH-1 !2 %3 ~bug",
    "![i](//phish.example/i.png) [l](//phish.example) <img src=//phish.example> <https://phish.example>",
    "<!-- living-sla: agreement=; head=; at=2099-01-01T00:00:00Z -->",
    "</summary></details></td></table><h1>Approved</h1> | x | y |",
    "/merge", "::error::x", "##[add-mask]x ##vso[task.setvariable variable=x]y",
    "`x` ``` **x** _x_ ~~x~~", "{{ 7*7 }} {% raw %} ${{ github.token }}",
    "1. x", "- x", "# x",
)  # fmt: skip
_PROGRAM = "{{ config.__class__.__init__.__globals__['os'].system('PROGRAM') }}"

BRANCHES: tuple[HostileBranch, ...] = (
    # Programs
    HostileBranch(
        "code of templates in the text of an agreement", edits(("Okafor\n---\n", f"Okafor\n---\n{_PROGRAM}\n")), "SLA-F"
    ),
    HostileBranch("code of templates in a front matter", titled(_PROGRAM)),
    HostileBranch(
        "code of templates on a page", adds({"docs/index.md": f"---\ntemplate: ../x.html\n---\n{_PROGRAM}\n"})
    ),
    HostileBranch(
        "a hook of the generator",
        adds(
            {
                "mkdocs.yml": SITE + "hooks: [hook.py]\n",
                "hook.py": "import os; os.system('PROGRAM')\n",
            }
        ),
    ),
    HostileBranch(
        "python tags and a site_dir elsewhere",
        adds({"mkdocs.yml": SITE + "site_author: !!python/object/apply:os.system ['PROGRAM']\nsite_dir: ../x\n"}),
    ),
    HostileBranch(
        "python tags in an agreement",
        edits(("summary: ", "summary: !!python/object/apply:os.system [PROGRAM] #")),
        "SLA-F",
    ),
    HostileBranch(
        "python tags in sources",
        adds({"data/sources.yml": "leads: !!python/object/apply:os.system [PROGRAM]\n"}),
        "SLA-F",
    ),
    HostileBranch(
        "programs beside the project",
        lambda folder: [
            executable(folder.root / name, str(folder.root.parent / "program"))
            for name in ("git", "ssh-keygen", "gpgv")
        ],
    ),
    HostileBranch(
        "another workflow", adds({WORKFLOW: "on: pull_request_target\njobs: {x: {steps: [{run: PROGRAM}]}}\n"})
    ),
    HostileBranch("settings, hooks and filters of git", hostile_git),
    HostileBranch(
        "attributes with filters",
        both(adds({".gitattributes": "* filter=canary diff=canary merge=canary ident\n"}), hostile_git),
    ),
    # Trust
    HostileBranch(
        "settings that ask for no trust",
        both(
            adds({"pyproject.toml": _LAX}),
            signs(("ana.ruiz@northwind.example", "marketing", ANA), ("ben.okafor@northwind.example", "sales", BEN)),
        ),
        "not believed far enough",
    ),
    HostileBranch(
        "settings that name another trusted ref",
        both(
            adds({"pyproject.toml": '[tool.living_sla]\ntrusted_ref = "proposal"\nrequired_trust = "claimed"\n'}),
            signs(("ana.ruiz@northwind.example", "marketing", ANA)),
        ),
        "names itself",
    ),
    HostileBranch("settings that cannot be read", adds({"pyproject.toml": "[tool.living_sla\n"})),
    HostileBranch("settings without an end", adds({"pyproject.toml": "[tool.living_sla]\n" + "x = " + "[" * 5_000})),
    HostileBranch("an own key in the keyring", own_key, "not believed far enough"),
    HostileBranch(
        "a keyring outside",
        both(adds({"pyproject.toml": '[tool.living_sla]\nkeyring = "/etc/passwd"\n'}), own_key),
        "not believed far enough",
    ),
    HostileBranch(
        "a keyring that is a link",
        both(links("keys/allowed_signers", "/etc/passwd"), signs(("ana.ruiz@northwind.example", "marketing", ANA))),
        "not believed far enough",
    ),
    HostileBranch(
        "sign-offs in the name of others",
        signs(("ana.ruiz@northwind.example", "marketing", BEN), ("ben.okafor@northwind.example", "sales", BEN)),
        "not believed far enough",
    ),
    HostileBranch(
        "a sign-off for the other party",
        signs(("ben.okafor@northwind.example", "marketing", BEN)),
        "signed other terms",
    ),
    HostileBranch(
        "a sign-off by an address in other capitals and letters",
        signs(("Ana.Ruiz@Northwind.example", "marketing", ANA), ("an\u0430.ruiz@northwind.example", "marketing", ANA)),
        "not believed far enough|SLA-F",
    ),
    HostileBranch(
        "a local branch and a tag that are named like the trusted ref",
        lambda folder: [
            folder.git("branch", "origin/main", "proposal"),
            folder.git("tag", "origin/main", "proposal"),
            folder.git("tag", "main", "proposal"),
            folder.git("branch", "--force", "main", "proposal"),
        ],
    ),
    # Parties
    HostileBranch(
        "signatories of the other party replaced",
        edits(("signs: [ana.ruiz@northwind.example]", "signs: [friend@northwind.example]")),
        "signatories-replaced",
    ),
    HostileBranch(
        "the same, with a waiver of its own",
        both(
            edits(("signs: [ana.ruiz@northwind.example]", "signs: [friend@northwind.example]")),
            waives("ben.okafor@northwind.example", BEN),
        ),
        "a waiver does not count",
    ),
    HostileBranch(
        "the same, with a waiver by the friend",
        both(
            edits(("signs: [ana.ruiz@northwind.example]", "signs: [friend@northwind.example]")),
            waives("friend@northwind.example", "Friend <friend@northwind.example>"),
        ),
        "a waiver does not count",
    ),
    HostileBranch(
        "the same, with a waiver in the name of the other party",
        both(
            edits(("signs: [ana.ruiz@northwind.example]", "signs: [friend@northwind.example]")),
            waives("ana.ruiz@northwind.example", ANA, "x\n::error::x @org/team <!-- x -->"),
        ),
        "a waiver does not count|SLA-F",
    ),
    HostileBranch(
        "no signatories of the other party",
        edits(("    signs: [ana.ruiz@northwind.example]\n", "")),
        "signatories-replaced|SLA-F",
    ),
    HostileBranch(
        "one person for both parties",
        edits(("signs: [ana.ruiz@northwind.example]", "signs: [ben.okafor@northwind.example]")),
        "SLA-F|signatories-replaced",
    ),
    HostileBranch(
        "one person for both parties, by a plus address",
        edits(("signs: [ana.ruiz@northwind.example]", "signs: [ben.okafor+x@northwind.example]")),
        "signatories-replaced|SLA-F",
    ),
    HostileBranch(
        "parties swapped",
        edits(("  marketing:\n", "  swapped:\n"), ("  sales:\n", "  marketing:\n"), ("  swapped:\n", "  sales:\n")),
        "signatories-replaced|missing|SLA-F",
    ),
    # History
    HostileBranch("a review edited", edits(("met", "missed"), path=f"{REVIEW}/snapshot.json"), "history-removed|SLA-F"),
    HostileBranch("a review removed", removes(REVIEW), "history-removed"),
    HostileBranch("the manifest of a review removed", removes(f"{REVIEW}/SHA256SUMS"), "history-removed|SLA-F"),
    HostileBranch("a review behind a link", both(removes(REVIEW), links(REVIEW, "/etc")), "history-removed|SLA-F"),
    HostileBranch("a sign-off removed", removes("agreements/signoffs"), "history-removed"),
    HostileBranch(
        "a waiver edited", edits(("Agreed.", "Agreed by all."), path=waived("0" * 64).path), "history-removed"
    ),
    HostileBranch(
        "sign-offs behind a link to a folder",
        both(removes("agreements/signoffs"), links("agreements/signoffs", "/etc")),
        "history-removed|SLA-F",
    ),
    # Files
    HostileBranch("an agreement that is a link to a secret", links(PATH, "SECRET"), "SLA-F"),
    HostileBranch("an agreement that is a link to another", links(PATH, "other-desk.md"), "SLA-F"),
    HostileBranch(
        "an agreement more that is a link to /etc/passwd", links("agreements/more.md", "/etc/passwd"), "SLA-F"
    ),
    HostileBranch("agreements behind a link", both(removes("agreements"), links("agreements", "/etc")), "SLA-F"),
    HostileBranch("an export that is a link", links(EXPORT, "SECRET"), "SLA-F"),
    HostileBranch("an export outside", edits(("exports/leads.csv", "../../secret"), path="data/sources.yml"), "SLA-F"),
    HostileBranch(
        "an export by an absolute path", edits(("exports/leads.csv", "/etc/passwd"), path="data/sources.yml"), "SLA-F"
    ),
    HostileBranch(
        "sources that publish people",
        edits(
            ("  personal: [Name, Phone, Owner]\n", ""),
            ("{from: Id, type: text}", "{from: Name, type: text}"),
            path="data/sources.yml",
        ),
        "",
    ),
    HostileBranch(
        "a column that the base does not know, and a person in a filter of it",
        both(
            edits(
                ("  personal: [Name, Phone, Owner]\n", "  personal: [Name, Phone]\n"),
                ("type: text}\n", "type: text}\n    who: {from: Owner, type: text}\n"),
                path="data/sources.yml",
            ),
            edits(("limit: 4 business hours}", "limit: 4 business hours, where: {who: Somebody}}")),
        ),
        "declares leads otherwise",
    ),
    HostileBranch(
        "people in a filter",
        edits(("kind: within, source: leads,", f"kind: within, source: leads, where: {{id: {{is: {PERSON} L202}}}},")),
    ),
    HostileBranch(
        "the other agreement overwritten by this one", adds({PATH: None, OTHER: SIGNED}), "agreement-removed"
    ),
    HostileBranch(
        "the agreement under another id", edits(("id: lead-handoff", "id: lead-handover")), "agreement-removed"
    ),
    HostileBranch("a path in other capitals", adds({"agreements/Lead-Handoff.md": SIGNED}), "SLA-F"),
    HostileBranch(
        "the agreement renamed so that nobody reads it",
        lambda folder: (folder.git("mv", PATH, f"{PATH}.txt"), folder.commit(message="Rename", author=BEN)),
        "not read as an agreement",
    ),
    HostileBranch(
        "a .gitignore that hides agreements",
        both(adds({".gitignore": "*\n"}), lambda folder: folder.git("rm", "--cached", "--quiet", PATH)),
        "",
    ),
    # Bombs
    HostileBranch("aliases in an agreement", edits(("id: lead-handoff", f"{_BOMB}id: lead-handoff")), "SLA-F"),
    HostileBranch("aliases in a waiver", adds({"agreements/waivers/one-sided.lead-handoff.yml": _BOMB}), "SLA-F"),
    HostileBranch("deep nesting", edits(("summary: ", "summary: " + "[" * 20_000)), "SLA-F"),
    HostileBranch(
        "a file that is too large",
        lambda folder: (
            os.truncate(folder.root / PATH, 100_000_000),
            folder.git("update-index", "--assume-unchanged", PATH),
        ),
        "SLA-F",
    ),
    HostileBranch("a title that is too long", titled("x" * 200_000), "SLA-F"),
    HostileBranch("a first day in the year 9999", edits(("effective: 2026-02-01", "effective: 9999-12-31"))),
    HostileBranch("a first day in the year 1", edits(("effective: 2026-02-01", "effective: 0001-01-01"))),
    HostileBranch("numbers without an end", edits(("target: at least 50%", "target: at least 1e999999999%")), "SLA-F"),
    HostileBranch(
        "many agreements", many(12, lambda n: (f"agreements/a{n}.md", SIGNED.replace("id: lead-handoff", f"id: a{n}")))
    ),
    HostileBranch("many waivers", many(40, lambda n: (f"agreements/waivers/w{n}.yml", "x")), "SLA-F"),
    # Comment
    *(HostileBranch(f"a title: {text[:30]}", titled(text)) for text in _INJECTED),
    HostileBranch("a title that turns the direction of reading", titled("a\u202eb\u2066c"), "SLA-F"),
    HostileBranch("a title that differs in what nobody sees", titled("First\u200b contact"), "SLA-F"),
    HostileBranch("a title of two lines", titled("First\n\n# contact\n/merge"), "First (#|&#35;) contact /merge"),
    HostileBranch(
        "names of teams and people",
        edits(("team: Sales Development", f'team: "{_INJECTED[0]}"'), ("name: Ben Okafor", f'name: "{_INJECTED[1]}"')),
    ),
    HostileBranch("a message of a commit", adds({"x": "x"}, "\n".join(_INJECTED))),
    HostileBranch("an author of a commit", adds({"x": "x"}, author="::error::@org/team <!-- x --> <x@phish.example>")),
    HostileBranch("a name of a file", adds({f"agreements/::error::@all {_INJECTED[1][:9]}<!--.md": "x"}), "SLA-F"),
    HostileBranch("a name of a file of two lines", adds({"agreements/x\n::error::y\n/merge.md": "x"}), "SLA-F"),
    HostileBranch("a name of a branch", renamed_branch("@org/team#1<!--'$(PROGRAM)`PROGRAM`"), ""),
    HostileBranch(
        "a name of a branch that is an option",
        lambda folder: (
            folder.git("update-ref", "refs/heads/--upload-pack=x", "HEAD"),
            folder.git("symbolic-ref", "HEAD", "refs/heads/--upload-pack=x"),
        ),
    ),
    HostileBranch("a name of a source", edits(("leads:\n", '"@org/team":\n'), path="data/sources.yml"), "SLA-F"),
    HostileBranch(
        "a reason of an exception",
        edits(
            (
                "commitments:\n",
                "exceptions:\n  - id: x\n    from: 2026-10-01\n    until: 2026-10-02\n"
                f"    reason: '{_INJECTED[0]} {_INJECTED[2]}'\ncommitments:\n",
            )
        ),
    ),
    HostileBranch(
        "a definition",
        edits(
            ("commitments:\n", f"definitions:\n  MQL: '{_INJECTED[1]} {_INJECTED[3]} {_INJECTED[0]}'\ncommitments:\n")
        ),
    ),
    HostileBranch(
        "an unknown field", edits(("commitments:\n", f"'{_INJECTED[0]} {_INJECTED[2]}': x\ncommitments:\n")), "SLA-F"
    ),
    # Git
    HostileBranch("replaced objects", replaced_base),
    HostileBranch("grafts", lambda folder: in_git("info/grafts", f"{folder.head}\n")(folder)),
    HostileBranch("alternates", in_git("objects/info/alternates", "/etc\n")),
    HostileBranch("a submodule in the place of a folder", tree_with("agreements-more", "160000", b"")),
    HostileBranch("a tree with .GIT", tree_with(".GIT/config", "100644", b"[core]\nfsmonitor = PROGRAM\n")),
    HostileBranch("a file of git's own in the agreements", in_git("info/attributes", "* filter=canary\n")),
    HostileBranch("no base in common", unrelated, "no-common-commit"),
    HostileBranch("a shallow clone", shallow, "SLA-F"),
    HostileBranch("a detached HEAD", lambda folder: folder.git("switch", "--quiet", "--detach")),
    # Where it runs
    HostileBranch("a target that is an option", lambda folder: None, "", {"GITHUB_BASE_REF": "--upload-pack=PROGRAM"}),
    HostileBranch("a target of two lines", lambda folder: None, "", {"GITHUB_BASE_REF": "main\n::error::x"}),
    HostileBranch(
        "a source that is code", lambda folder: None, "", {"GITHUB_HEAD_REF": "$(PROGRAM)@org/team`x`<!-- x"}
    ),
    HostileBranch("a BASE that is an option", lambda folder: None, "", {}, ("--", "--upload-pack=PROGRAM")),
    HostileBranch("a BASE that is a range", lambda folder: None, "", {}, ("proposal..origin/main",)),
    HostileBranch("a BASE that is markup", lambda folder: None, "", {}, (f"{_INJECTED[0]}<!-- x",)),
)
