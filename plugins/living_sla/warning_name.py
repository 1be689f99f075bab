"""The names of warnings: what each says, and what to do about it.

The text below a member becomes its entry in `docs/reference/rules.md`, as that of a fault does (`fault.py`): what is
told, then what to do.
"""

from __future__ import annotations

from enum import StrEnum


class WarningName(StrEnum):
    """A kind of warning. It prints in brackets behind the message, and never changes; a comment begins a section."""

    # Terms that could be wiser

    ONE_SIDED = "one-sided"
    """Only one party owes anything.

    Add a commitment of the other: an agreement that binds one side alone rarely lives.
    """

    NO_OWNER = "no-owner"
    """A commitment without a named person.

    Add `owner:` and a person's name.
    """

    MANY_COMMITMENTS = "many-commitments"
    """More than seven commitments in a first version that is not in force yet.

    Start with one or two a side. What is too much at once is given up at once: the others can follow when these are
    kept.
    """

    TARGET_100 = "target-100"
    """A target that a single miss breaks.

    Set what can be kept in a bad month, for example 95%.
    """

    EARLY_SUCCESS = "early-success"
    """Attempts that stay owed after a record was reached.

    Add `ends: {any: [...]}` with the columns of the instants at which a record is reached or given up.
    """

    BASIS_DISAGREES = "basis-disagrees"
    """The target of a count is not the number that its basis leads to, nor that number rounded up by 5 % at the most.

    `sla goals` shows the way from the quota to the number: correct the target, or what the basis says.
    """

    CAPACITY_SHORT = "capacity-short"
    """A volume that is owed to a party takes more hours than the party has: records, times attempts, times minutes.

    Agree on a smaller volume, fewer attempts, or more people and hours under `capacity`.
    """

    EXPERIMENT_LATE = "experiment-late"
    """An experiment began before the terms that register it were in force: its verdict convinces nobody.

    Register another one, with another id and a first day that is still to come, and sign it before.
    """

    SAME_PERSON = "same-person"
    """Two addresses of one person sign for two parties: neither signature counts.

    Name one person for each party.
    """

    NO_CONTINGENCY = "no-contingency"
    """Nothing is agreed for the case of a miss.

    Agree on it now: `contingency: [{when: 1 missed, do: Both contacts meet.}]`.
    """

    UNUSED_DEFINITION = "unused-definition"
    """A definition that nothing in the agreement uses.

    Use it, or remove it.
    """

    REVIEW_PASSED = "review-passed"
    """The date of the next review lies in the past.

    Review the agreement, and write the next date.
    """

    CALENDAR_ENDS = "calendar-ends"
    """The library does not know all holidays of a year that the agreement covers, or of the three months ahead: such
    days would count as working days.

    Name them under `closed:`, until a release of the library has them.
    """

    CLOSURES_OLD = "closures-old"
    """`closed` names days, and the last of them is more than a year ago.

    Name the closures of this year, if there are any.
    """

    BREAKDOWNS_SUBTRACT = "breakdowns-subtract"
    """Two commitments break down the same column of different records, so that one can be subtracted from the other.

    Give both the same `where`, `judged_by` and exceptions, or break down one of them only:
    [what follows from it](security.md#small-groups).
    """

    BREAKDOWNS_CROSS = "breakdowns-cross"
    """Two commitments break down the same column by periods that cut across each other; only one of them is shown.

    Judge both by periods that end together, such as months and quarters of one time zone.
    """

    AGREEMENT_ID_CHANGED = "agreement-id-changed"
    """An agreement whose `id` was another one before: its history, sign-offs and figures begin anew.

    Write the old `id` again, unless these are other terms between other people.
    """

    # How a file is written

    TEXT_CUT_BY_COMMENT = "text-cut-by-comment"
    """A `#` behind one space ended a text.

    Put the text in quotes to keep it; put two spaces before the `#` of a comment.
    """

    LIST_ITEM_SPLIT = "list-item-split"
    """A phrase in a list fell apart at its comma.

    Put each item in quotes, or on a line of its own behind a `-`.
    """

    MIXED_SCRIPTS = "mixed-scripts"
    """A word mixes letters of two alphabets.

    Type the word again.
    """

    RAW_HTML = "raw-html"
    """HTML that the site leaves out of the page.

    Write it in Markdown, or remove it.
    """

    UNSAFE_LINK = "unsafe-link"
    """A link or a picture that the site leaves out of the page.

    Link to a page, or to an address that begins with `https://`.
    """

    # Exports

    WAITING_FOR_DATA = "waiting-for-data"
    """No file of a source has ever been there: its commitments [wait for data](sources.md#waiting-for-data).

    Put the first export at its path.
    """

    EXPORT_STALE = "export-stale"
    """An export that is older than `max_age: {warn: …}`, or than a week.

    Export it again.
    """

    EXPORT_TOO_OLD = "export-too-old"
    """An export that is older than `max_age: {fail: …}`: open periods have no verdict.

    Export it again.
    """

    EXPORT_FROM_THE_FUTURE = "export-from-the-future"
    """The as-of of an export lies in the future.

    Check the columns and the zone that it is read from, and the clock of the machine.
    """

    EXPORT_UNCHANGED = "export-unchanged"
    """The newest export is the one before it, byte by byte.

    Look whether it was exported again, or only copied.
    """

    EXPORT_SHRUNK = "export-shrunk"
    """The newest export is less than half as large as the one before it.

    Look whether it was exported with another filter, or cut off.
    """

    NEWEST_BY_CONTENT = "newest-by-content"
    """Of several files, the newest is not the last by name.

    Remove the others, or move them to another folder, if they are not wanted any more.
    """

    AS_OF_BEFORE_FACTS = "as-of-before-facts"
    """The export holds facts of the very day that its name says; they are unseen.

    Write the time into the name (`{filename: "%Y-%m-%d-%H%M"}`), or name a column in `as_of`.
    """

    ENCODING_DOUBTFUL = "encoding-doubtful"
    """Words that are not words in the declared encoding.

    Open the file and look at letters with accents; `sla sources guess` says which encodings fit.
    """

    KEY_NEVER_THERE = "key-never-there"
    """A declared key that no object of JSON lines has.

    Look how the export spells it, capitals too; nothing is wrong where no record has one yet.
    """

    HIDDEN_ROWS = "hidden-rows"
    """A sheet with rows that a filter or a person hid; they count.

    Remove the filter before exporting, if they should not count.
    """

    PERSONAL_UNKNOWN = "personal-unknown"
    """A header that is declared as personal, and that the export does not have: a misspelt one protects nothing.

    Take it out, or correct it.
    """

    # What records say

    NEVER_MET = "never-met"
    """The terms name a value that no record has, so it counts nothing.

    Take the word that is proposed, or one that many records have.
    """

    WHOLE_CELL = "whole-cell"
    """A condition means the whole cell, and other cells hold that value beside more.

    If they are meant too, write `includes`.
    """

    END_WITHOUT_START = "end-without-start"
    """Records with an end and no start: they belong to no period.

    Fill in the start where the records come from.
    """

    EVENT_WITHOUT_RECORD = "event-without-record"
    """Events of a second source whose key no record of the first has: they count for nothing.

    Export the events with the records that they belong to, or without these events.
    """

    NO_EVENT_BELONGS = "no-event-belongs"
    """No event of a second source belongs to any record.

    Look whether the keys of both sources mean the same.
    """

    # History

    NOT_IN_GIT = "not-in-git"
    """A folder outside git, or a repository without a commit: every agreement is a draft.

    Put the project into git: `git init`, and commit it.
    """

    HISTORY_UNREAD = "history-unread"
    """There is a history, and it could not be read, as in a shallow clone: every agreement is shown as a draft.

    Fetch the rest; the hint names the command.
    """

    COMMIT_FROM_THE_FUTURE = "commit-from-the-future"
    """A commit whose date has not come: it, and all that follow it, land on that day.

    Make it again with a right clock, before others build on it.
    """

    COMMIT_WITHOUT_TIME = "commit-without-time"
    """A commit that states no usable time: it counts as landed with the commit before it.

    Nothing needs to be done.
    """

    UNREADABLE_REVISION = "unreadable-revision"
    """An agreement as it was in the past that cannot be read; it ends no version.

    Nothing needs to be done.
    """

    COPIED_AGREEMENT = "copied-agreement"
    """Two files of the past state one `id`: the history is that of the file that had it first.

    Nothing needs to be done, if the copy is gone or has an `id` of its own.
    """

    DETACHED_HEAD = "detached-head"
    """No branch is checked out.

    `git switch BRANCH`, unless a build machine checked it out so.
    """

    SECOND_WORK_TREE = "second-work-tree"
    """The folder is a second work tree of its repository; its history is read.

    Nothing needs to be done.
    """

    SUBMODULE = "submodule"
    """The folder is a submodule; the history that is read is its own.

    Nothing needs to be done.
    """

    REPLACED_OBJECTS = "replaced-objects"
    """Objects of the repository are replaced; the originals are read.

    `git replace -l` names them.
    """

    GRAFTED_COMMITS = "grafted-commits"
    """Commits of the repository are grafted; the originals are read.

    Remove `.git/info/grafts`.
    """

    BORROWED_OBJECTS = "borrowed-objects"
    """The repository borrows objects of another one.

    `git repack -a -d` copies them.
    """

    NO_COMMON_COMMIT = "no-common-commit"
    """`sla changes` knows no commit that both sides have in common, so what changed there is told as well.

    In a shallow clone: `git fetch --unshallow`.
    """

    UNREADABLE_BASE = "unreadable-base"
    """`sla changes` compares with a commit that holds a file which cannot be read as terms; it is not compared.

    Fix the file there, if it matters.
    """

    # Sign-offs and trust

    UNREADABLE_SIGNOFF = "unreadable-signoff"
    """A file that should be a sign-off and cannot be read as one.

    Sign again with `sla sign`, and remove the file.
    """

    UNREADABLE_WAIVER = "unreadable-waiver"
    """A file that should be a waiver and cannot be read as one.

    Correct the file; `sla gate` prints what belongs in it.
    """

    WAIVER_DONE = "waiver-done"
    """A waiver of the main line that expired, or whose terms have landed.

    Remove the file: that takes nothing from the history.
    """

    STILL_PERSONAL = "still-personal"
    """A branch declares a source so that it would read what the main line calls personal.

    Let the change of `data/sources.yml` land first, by itself; until then the source is read as the main line has it.
    """

    KEY_NOT_VOUCHED_FOR = "key-not-vouched-for"
    """The keyring accepts a key for which nobody vouched who was trusted before.

    Let somebody whose key counts sign the keyring: `sla sign --keyring --key KEY`.
    [How keys are added](signing.md#add-a-key).
    """

    OPENPGP_KEY_OF_NO_FORGE = "openpgp-key-of-no-forge"
    """The keyring lists an OpenPGP key for an address that is not the one of the forge. It counts for nothing.

    Name the address of the forge in `forge_signer`; people sign with SSH keys.
    [What forges sign](signing.md#what-forges-sign).
    """

    GPGV_MISSING = "gpgv-missing"
    """The keyring lists an OpenPGP key of the forge, and `gpgv` is not on this machine: what the forge signed is not
    verified here, and stays at *own commit*.

    Install `gpgv`, a part of GnuPG, version 2.2.8 or newer.
    """

    EXPORT_NOT_KEPT = "export-not-kept"
    """A review was frozen from an export that is not committed, or not as it was read: its figures can be computed
    again only as long as somebody keeps a file with the SHA-256 that the record names.

    Keep it, or commit exports that reviews are frozen from.
    """

    KEYRING_MISSING = "keyring-missing"
    """The keyring that the settings name is not there: no signature is verified.

    Put it there, or correct the setting.
    """

    KEYRING_NOT_TRUSTED = "keyring-not-trusted"
    """The folder names a keyring that the [trusted ref](settings.md#the-trusted-ref) does not name.

    Name it on the trusted ref.
    """

    NO_TRUSTED_REF = "no-trusted-ref"
    """Nothing tells which ref is [trusted](settings.md#the-trusted-ref): every setting of trust has its default.

    Fetch the default branch of the remote, or name it: `SLA_TRUSTED_REF`.
    """

    TRUSTED_REF_MISSING = "trusted-ref-missing"
    """The trusted ref that the settings name is not in this clone: no signature is verified.

    Fetch it.
    """

    TRUSTED_REF_NOT_ASKED = "trusted-ref-not-asked"
    """This folder names another trusted ref than the one that is trusted, and is not asked.

    Change it on the [trusted ref](settings.md#the-trusted-ref), or let the machine name another: `SLA_TRUSTED_REF`.
    """

    # The site

    SETTINGS_NOT_USED = "settings-not-used"
    """Settings of this folder are others than on the trusted ref, and are
    [not used](settings.md#the-settings-of-the-site).

    Merge them first, or believe the folder: `--settings-from .`.
    """
