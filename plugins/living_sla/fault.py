"""The faults that have a number: what each says, and what to do about it.

The text below a member becomes its entry in `docs/reference/faults.md`: what was found, then what to do. `make
reference` writes the page. The text is no part of the compiled module, so it costs a command nothing. Links are
relative to `docs/`.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """A kind of fault. Its number prints in the message, and never changes; a comment begins a section of the page."""

    # Agreement files and sources.yml

    UNREADABLE_YAML = "SLA-F001"
    """The YAML cannot be read: a tab, a colon in a text, an open quote.

    Put the text in quotes; indent with spaces.
    """

    FRONT_MATTER_NOT_CLOSED = "SLA-F002"
    """The front matter is not closed, is indented, or does not begin on the first line.

    Begin and end it with `---` on lines of their own.
    """

    DUPLICATE_FIELD = "SLA-F003"
    """The same key twice, or one label of two columns.

    Keep one; both lines are named.
    """

    AMBIGUOUS_NUMBER = "SLA-F006"
    """A number that two readers could take for different ones: `010`, `1_000`, `1e3`, `1,000`, `0,95`.

    Write `1000`, `0.95`.
    """

    NUMBER_OUT_OF_RANGE = "SLA-F007"
    """A number outside what can be: a target of 950 %, a limit of 0 or of more than ten years, more than 15
    digits.

    Correct it.
    """

    INVALID_DATE = "SLA-F008"
    """A date that is not in the calendar, not `YYYY-MM-DD`, or not in the years 1990 to 2099.

    Write `2026-10-01`.
    """

    UNKNOWN_NAME = "SLA-F010"
    """A field, source, column, commitment or setting that nobody knows.

    Take the suggestion, or a name of the list.
    """

    DUPLICATE_AGREEMENT = "SLA-F011"
    """Two agreements with the same `id`.

    Rename one; both files are named.
    """

    INVALID_IDENTIFIER = "SLA-F012"
    """An identifier that is not one, or used twice.

    Lower-case letters, digits and hyphens.
    """

    SAME_ADDRESS = "SLA-F013"
    """Two files that would have the same address, a page of `docs/` and an agreement too.

    Rename one.
    """

    INVALID_VALUE = "SLA-F014"
    """A value of the wrong kind, missing, or one that does not fit the others.

    The hint below the message says how.
    """

    RESERVED_FIELD = "SLA-F015"
    """A field that the site generator reserves.

    Choose another name.
    """

    YAML_REFERENCE = "SLA-F016"
    """An anchor, an alias or a tag of YAML.

    Write the value out where it is needed; put a text that begins with `&`, `*` or `!` in quotes.
    """

    TOO_LARGE = "SLA-F017"
    """A file that is too large or nested too deeply.

    Split the file, or write it flat.
    """

    INVISIBLE_CHARACTER = "SLA-F018"
    """A character that nobody sees, or one that turns the text around it.

    Type the text again.
    """

    NOT_UTF8 = "SLA-F019"
    """Text, or the name of a file, that is not UTF-8.

    Save the file as UTF-8; rename it.
    """

    CONTRADICTION = "SLA-F020"
    """Terms that contradict themselves: `until` before `effective`, a signatory of both parties.

    Correct one of the two.
    """

    NO_FRONT_MATTER = "SLA-F021"
    """The file has no front matter, or is empty.

    Begin it with the line `---`, the terms below it, and `---` again.
    """

    TEMPLATE_CODE = "SLA-F022"
    """Template code that an agreement or a page of `docs/` may not hold.

    Call `sla_…` [macros](reference/macros.md) with plain values only.
    """

    UNKNOWN_MACRO = "SLA-F023"
    """A macro that does not exist, or one that is called with arguments it does not take.

    Take the suggestion, or one of the [macros](reference/macros.md).
    """

    MACRO_NOT_SHOWN = "SLA-F024"
    """A macro that could not be shown, or that nobody ran.

    The box on the page says why; braces that readers are to see stand in `backticks`.
    """

    INVALID_LINK = "SLA-F026"
    """A link that is not the address of a page: `javascript:`, no host, a slash too few, a user before the host.

    Begin it with `https://` and a host.
    """

    INCLUDE = "SLA-F028"
    """An include of another file.

    Write the text itself.
    """

    PAGE_TOO_COMPLEX = "SLA-F029"
    """A page too large or too deeply nested.

    Split it.
    """

    REMOTE_RESOURCE = "SLA-F030"
    """An image, font or script from another host.

    Put it under `docs/`.
    """

    UNKNOWN_ICON = "SLA-F031"
    """An icon that does not exist, or a template that an agreement chooses.

    Choose one of the theme's icons.
    """

    LOOKALIKE_CHARACTER = "SLA-F032"
    """A letter of another alphabet that looks like the one that is meant.

    Type the text again.
    """

    UNKNOWN_ZONE = "SLA-F060"
    """A time zone that is not an IANA name.

    `Europe/London`, not `GMT` or `EST`.
    """

    WRONG_HOURS = "SLA-F061"
    """Hours that say nothing, overlap, or are needed and missing.

    The hint below the message says how.
    """

    UNKNOWN_HOLIDAYS = "SLA-F062"
    """Holidays of a country or subdivision that nobody knows.

    `GB-ENG`, `NL`.
    """

    NO_AGREEMENT = "SLA-F097"
    """No `agreements/` folder, no agreement in it, or something in it that cannot be read.

    Make a project with `sla init`, fix the rights, or name the project with `--project`.
    """

    # Exports

    WRONG_FIELD_COUNT = "SLA-F033"
    """A row with more or fewer fields than the header.

    Export it again, and do not edit it in a text editor; a field that holds a delimiter needs quotes.
    """

    TRAILING_DELIMITER = "SLA-F034"
    """A line that ends with a delimiter too many.

    Look whether its columns were shifted, and export it again.
    """

    MALFORMED_TEXT = "SLA-F035"
    """A quote or a line end in the wrong place, a NUL character, text that is not in the encoding.

    Export it again.
    """

    OTHER_CONVENTION = "SLA-F036"
    """Another delimiter, decimal mark or encoding than declared.

    Declare it, or export it as declared.
    """

    WRONG_COLUMNS = "SLA-F037"
    """Columns that are missing, doubled or renamed, or have spaces around their names; a first line that is a
    record, told by its shape.

    The places of those that are not declared are told; `sla sources guess` shows their names.
    """

    DUPLICATE_RECORD = "SLA-F038"
    """The same key in two rows, or a key that is blank.

    Declare `duplicates: {newest_by: …}`, or export without repeats.
    """

    UNDECLARED_EMPTY = "SLA-F039"
    """`NA`, `null`, `-` or `(No value)` where a value should be.

    Add `empty: [NA]` to the column.
    """

    DIGITS_LOST = "SLA-F040"
    """A key or an identifier that has lost digits, or holds spaces or characters that nobody sees: `1E+05`, a
    number of 16 digits in a workbook.

    Export identifiers as text, or as CSV.
    """

    WRONG_TYPE = "SLA-F041"
    """A cell that is not of the declared type; a character that nobody sees is named (`U+202F NARROW NO-BREAK
    SPACE`).

    Fix the cell, or the declaration.
    """

    VALUE_OUT_OF_RANGE = "SLA-F042"
    """A value outside what can be: a year beyond 1990 to 2099, too many digits, a percentage without its sign.

    Fix the cell, or the declaration.
    """

    NOT_A_RECORD = "SLA-F043"
    """A total, a footer, a blank line or a second header among the rows.

    Export without them, or declare the profile.
    """

    MISLEADING_CELL = "SLA-F044"
    """A cell of a workbook in which a person sees something that the file does not hold: an error, a formula that
    nobody computed or that changes by itself, a text among numbers, a date that was a text.

    The hint below the message says how.
    """

    UNUSABLE_SHEET = "SLA-F045"
    """A sheet that cannot be used: several of them, merged cells, cells twice or out of order, values and formats
    that cannot be read.

    The hint below the message says how.
    """

    UNEXPECTED_SPELLING = "SLA-F046"
    """A cell that is written in another way than the others or than its column says: another format, a value that
    `values` does not list.

    Write all of them in one way, or declare both.
    """

    WRONG_COLUMN_TYPE = "SLA-F047"
    """A column of Parquet, JSON or a workbook that holds another type than the declared one.

    Export it with that type, or declare the type that it has.
    """

    UNREADABLE_EXPORT = "SLA-F048"
    """A file that is empty, cut off, a web page, no table at all, or gone; a path that no export can have.

    Export it again. [An export that was removed on purpose](sources.md#waiting-for-data).
    """

    UNCLEAR_NEWEST = "SLA-F049"
    """Files of which nobody can say which is the newest, or what their as-of is.

    Keep one, or say it by `as_of`.
    """

    CHANGED_WHILE_READ = "SLA-F050"
    """A file that was written to while it was read.

    Write under another name and rename when done.
    """

    OUTSIDE_FOLDER = "SLA-F051"
    """A path outside `data/`; a link, a pipe or a device where a file is expected, below `docs/` and in place of
    settings as well.

    Put the file itself there.
    """

    TOO_COSTLY = "SLA-F052"
    """A file made, or damaged, so that reading it takes far too much time or memory.

    Export it again, as CSV.
    """

    UNSUPPORTED_WORKBOOK = "SLA-F053"
    """A workbook with macros, with a password, or of a kind that is not read: `.xls`, `.xlsb`, `.ods`,
    `.numbers`. On Windows every workbook, for that system cannot limit what reading one may take.

    Save it as `.xlsx`, or as CSV.
    """

    AMBIGUOUS_TIME = "SLA-F057"
    """Dates, times or durations that two readers could take for different ones, or a format that does not say how
    they are written.

    State `format`; the hint names those that fit.
    """

    NO_ZONE = "SLA-F058"
    """A time without a zone, in a source that declares none.

    Add `timezone: Europe/London`, or whichever clock wrote it.
    """

    MIXED_OFFSETS = "SLA-F059"
    """Instants with and without an offset in one column.

    Export all of them with an offset, or none.
    """

    CONTACT_AS_KEY = "SLA-F122"
    """A key that is a mail address or a telephone number: keys are shown beside missed records.

    Name a column of identifiers as `key`.
    """

    AMBIGUOUS_SEPARATOR = "SLA-F123"
    """A column of numbers in which every mark could stand between thousands or before decimals: `1.200`,
    `12.500`.

    State `thousands`.
    """

    # History

    INCOMPLETE_HISTORY = "SLA-F067"
    """A shallow or a partial clone, or a sparse checkout that leaves out an agreement.

    Fetch or check out the rest, as the hint says.
    """

    UNUSABLE_REPOSITORY = "SLA-F068"
    """No repository, no commit, no git, an owner whom git does not trust, a bare or damaged repository, a work
    tree elsewhere.

    The hint below the message says how.
    """

    # Sign-offs

    KEY_OF_ANOTHER = "SLA-F069"
    """A key that the keyring knows as somebody else's.

    Sign with your own key.
    """

    UNPROTECTED_KEYRING = "SLA-F071"
    """A keyring, or revoked keys, that a branch could change, or that the trusted ref does not have.

    Name a [trusted ref](signing.md#keys), or a file outside the repository.
    """

    INVALID_KEYRING_LINE = "SLA-F072"
    """A line of the keyring that is not one key of exact addresses, or that says the same key ever again.

    Write every address out, with its key.
    """

    MISPLACED_SIGNOFF = "SLA-F081"
    """A file of a sign-off, of terms or of a review, whose name does not say what it holds, or that is no sign-off.

    `sla sign` writes it; remove copies.
    """

    WRONG_SIGNER = "SLA-F083"
    """A signer who is not a signatory, or one person or key for both parties.

    Sign for yourself.
    """

    NO_TRUSTED_REF = "SLA-F113"
    """A trusted ref that this clone does not have (a branch of the remote that is itself called `origin/main` is
    not `origin/main`), or on a build machine none at all.

    Fetch it, or [name it](settings.md#the-trusted-ref): `SLA_TRUSTED_REF`.
    """

    SELF_TRUSTED_REF = "SLA-F114"
    """A branch that names itself as the trusted ref.

    Change it on the trusted ref.
    """

    UNTRUSTED_KEY = "SLA-F115"
    """A key that does not count on the trusted ref, and is to vouch for the keyring.

    Sign with [a key that counts](signing.md#add-a-key).
    """

    # Building

    SITE_NOT_WRITTEN = "SLA-F092"
    """The site folder cannot be written or replaced.

    Free the disk, or fix the permissions.
    """

    BUILD_RUNNING = "SLA-F093"
    """Another build is at work.

    Wait for it.
    """

    PERSONAL_DATA = "SLA-F095"
    """Something that must not leave the machine stands in the site.

    Remove it from the text that holds it.
    """

    PLACE_TAKEN = "SLA-F098"
    """A place where the site, or `sla demo`, would replace something that it has not made: inputs, the project, a
    home folder, a link, a file, files of somebody else.

    Choose a new or empty folder; move foreign files away, or into `docs/` where they belong to the site.
    """

    ACTIVE_CONTENT = "SLA-F100"
    """Something on a page, or a setting of the theme, that could run what somebody wrote.

    Remove it, or the setting.
    """

    CHANGED_SCRIPT = "SLA-F105"
    """A script that was changed after the policy of the site was made, so that no browser would run it.

    Leave scripts as they are, or let the plugin change them before `on_env`.
    """

    RESERVED_FILE = "SLA-F106"
    """A file in `docs/` that would take the place of one that the theme or the site brings, or that tells the
    host something; a `CNAME` that is not on the trusted ref.

    Choose another name; merge the `CNAME` first.
    """

    FOREIGN_TEMPLATE = "SLA-F108"
    """A page that chooses the template of the theme that shows it.

    Remove `template` from its front matter, or [list the page](settings.md) as trusted.
    """

    UNTRUSTED_SETTING = "SLA-F109"
    """A setting, or a file that it names, that can run a program or read a file, and is not what it is on the
    trusted ref.

    [take it from there](settings.md#the-settings-of-the-site), or believe the folder: `--settings-from`.
    """

    SECRET_VARIABLE = "SLA-F110"
    """A variable of the machine in `mkdocs.yml` that may be a secret.

    List it on the trusted ref, where readers may know it.
    """

    WRONG_SETUP = "SLA-F111"
    """Pages from a folder of inputs or outside the project; settings without the plugin `living-sla`, or
    inherited from outside.

    The hint below the message says how.
    """

    WRONG_ENDING = "SLA-F134"
    """A file below `agreements/` that looks like an agreement, and whose name does not end in `.md`.

    Rename it.
    """

    ACTIVE_SVG = "SLA-F135"
    """An SVG that does more than draw: a script, a link, something that it would load, an entity.

    Export it as PNG, or as a plain drawing.
    """

    UNPUBLISHED_LINK = "SLA-F136"
    """A link to a file beside the agreement that is not published.

    Use one of the kinds that are, or put it below `docs/`.
    """

    MERGE_CONFLICT = "SLA-F137"
    """A conflict that a merge left behind, in an export too.

    Decide for one of the two texts, and remove the marks.
    """

    # Reviews

    BROKEN_REVIEW = "SLA-F084"
    """A review that is not what was frozen: a sealed file was changed, added, removed or renamed, is a link, or the
    chain of reviews does not hold.

    `git show COMMIT:PATH` of the commit that added it has what was frozen; a correction is frozen beside it.
    """

    REWRITTEN_REVIEW = "SLA-F085"
    """A review that the main line changed, removed or replaced after it had landed, or whose history was written anew.

    `git log -- FOLDER` says who did what; put the review back as it landed, and ask whoever signed it.
    """

    CONVERTED_REVIEW = "SLA-F086"
    """A sealed file that a program converted: its line ends, or a pointer of Git LFS in its place.

    See that `.gitattributes` of the folder is as it was frozen, then check the folder out anew.
    """

    REVIEW_NOT_WRITTEN = "SLA-F087"
    """A review that could not be written: the disk refuses, a link is in the way, another run is writing. Nothing of it
    is left.

    Free the disk, fix the permissions, or wait for the other run.
    """

    REVIEW_EXISTS = "SLA-F088"
    """A review that was frozen already, in any spelling of its name, or is in the history.

    Restate it in a correction beside it: `sla snapshot 2026-Q3 --restates 2026-Q3 --why TEXT`.
    """

    PERSON_IN_REVIEW = "SLA-F090"
    """A value of a person in a review or its minutes: an e-mail address that neither the terms nor the keyring name, or
    what a `personal` column of an export holds.

    Take it out of the file that the message names, or of what that file is made of.
    """

    NOT_READY = "SLA-F160"
    """A review that cannot be frozen yet: its period has not ended, its terms or settings are not committed, an export
    is too old, outcomes are pending.

    The hint below the message says what to wait for, or to do.
    """

    NOT_A_REVIEW_RECORD = "SLA-F091"
    """A `snapshot.json` that is not a record as Living SLA writes it, or is one of a later release.

    Take the file as it was committed; for a later schema install a newer release.
    """

    # Forges

    NO_PULL_REQUEST = "SLA-F170"
    """No pull request to comment on, no token, or one of both that is not what a forge calls it.

    Run `sla comment --post` in a job of a pull request, or name what is missing: `--github-ref refs/pull/7/merge`.
    """

    FORGE_REFUSES = "SLA-F171"
    """A forge that does not let the token do it, or knows no such pull request for it.

    The hint below the message says which rights the token needs.
    """

    FORGE_SILENT = "SLA-F172"
    """A forge that does not answer, is in trouble, or asks to wait longer than anybody waits.

    Run it again later; what is asked twice is done once.
    """

    FORGE_ODD = "SLA-F173"
    """An answer that a forge does not give: a page of a proxy, no end, a redirect or a next page at another host.

    See that the address is that of the programming interface, and what answers in between.
    """

    UNPOSTABLE_COMMENT = "SLA-F174"
    """A comment that is not posted: too long, without its mark, with an order in it, or with the token.

    Take the file as `sla comment` wrote it.
    """

    # The machine

    NO_BROWSER = "SLA-F141"
    """No browser that prints, which the PDF of `sla pack` needs, or one that does not print.

    Install Chromium or Chrome, or print the review's page by hand; `--only xlsx` makes the workbook alone.
    """

    UNFORESEEN = "SLA-F130"
    """An error that nobody foresaw, with its place in the code and the file of a report, which quotes nothing.

    Send the report to the people who maintain Living SLA.
    """

    NO_MEMORY = "SLA-F131"
    """No memory is left.

    Free some, or give the process more.
    """

    FILE_REFUSED = "SLA-F132"
    """The system refuses to read or write a file.

    Free the disk, or fix the permissions.
    """

    UNUSABLE_STATE = "SLA-F150"
    """The file in which `sla digest --crossed` keeps what it has told is not what it wrote, is a link, or cannot be
    written.

    Delete it to tell every threshold again, or name another one: `--state FILE`.
    """

    INVALID_SOURCE_DATE = "SLA-F133"
    """A `SOURCE_DATE_EPOCH` that is not a count of seconds.

    Unset it, or `SOURCE_DATE_EPOCH=$(date +%s)`.
    """

    MISSING_PACKAGE = "SLA-F140"
    """A package that something installed needs, and that is not there.

    `python -m pip check` names both.
    """
