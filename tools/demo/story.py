"""The story that the demonstration's git history tells, commit by commit.

Two agreements and five quarters, from the summer of 2025 to the autumn of 2026, of the company whose exports the
simulator writes. Figures and history fit together: the target is tightened when leads begin to be routed, and the
exception is agreed for the two days in which the CRM is down.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.demo.step import (
    TRUSTED,
    Accept,
    Author,
    Chapter,
    Edit,
    Freeze,
    Move,
    Put,
    PutExports,
    PutKeys,
    PutStory,
    SignOff,
    Step,
)

TESSA = Author("Tessa Quill", "tessa.quill@northwind.example")
"""Revenue operations: keeps the repository, signs nothing."""
ANA = Author("Ana Ruiz", "ana.ruiz@northwind.example")
BEN = Author("Ben Okafor", "ben.okafor@northwind.example")
GRACE = Author("Grace Lindholm", "grace.lindholm@northwind.example")
CALEB = Author("Caleb Thornton", "caleb.thornton@northwind.example")
FORGE = Author("Northwind Forge", "noreply@forge.northwind.example")
"""The web pages through which people propose, merge and sign; it signs what it commits for them with its own key."""

ANA_ANEW = Author(ANA.name, ANA.email, key="-2026")
"""Ana, with the key that she made in September 2026."""

FIRST_KEYS = (ANA, BEN, FORGE)
KEY_HOLDERS = (*FIRST_KEYS, ANA_ANEW)

HANDOFF, PILOT = "lead-handoff", "weekend-pilot"
_BOTH = (HANDOFF, PILOT)
_BEFORE = "agreements/mql-handoff.md"
_HANDOFF = "agreements/lead-handoff.md"
_PILOT = "agreements/weekend-pilot.md"

_BASIS = """\
    basis:
      quota: 9600000 GBP
      per: year
      share: 40%
      deal: 20000 GBP
      conversions:
        - {from: MQL, to: Opportunity, share: 20%}
        - {from: Opportunity, to: Customer, share: 25%}
      regions: {EMEA: 60%, AMER: 40%}
"""
"""Where the number of leads comes from."""
_VOLUME = f"""\
  - id: mql-volume
    title: Qualified leads
    by: marketing
    category: goals
    measure: {{kind: count, source: leads, at: mql_at, where: mql}}
    target: at least 320
    per: month
    owner: Ana Ruiz
{_BASIS}"""
"""What Marketing owes in the newest terms of the hand-off."""

_BEGINNINGS = Chapter("Before it begins", (
    Step("2025-06-20 10:05", TESSA, "Keys of those who sign",
         "On the branch `trusted`, which only revenue operations may push to: whoever proposes terms must not be able"
         " to bring a key along.",
         (Put("pyproject.toml"), PutKeys("allowed_signers", FIRST_KEYS)), branch=TRUSTED),
    Step("2025-06-20 10:12", TESSA, "A site for our agreements",
         "Settings, and how the exports are read. There is no agreement yet.",
         tuple(map(Put, ("README.md", "mkdocs.yml", "pyproject.toml", ".gitignore", ".gitattributes",
                         "docs/index.md", "data/sources.yml")))),
    Step("2025-06-24 15:40", TESSA, "lead-handoff: start with one commitment a side",
         "Version 1, the starter: at least 240 qualified leads a month from Marketing, three in four of them answered"
         " within 4 business hours by Sales. It names two signatories, so it is only proposed.",
         (Put(_BEFORE),),
         body="Drafted in the meeting of 24 June. What nobody measures today is left out on purpose."),
    Step("2025-06-25 09:05", ANA, "lead-handoff: Marketing signs",
         "A sign-off in its signer's own commit: level *own commit*.",
         (SignOff(HANDOFF, ANA, "marketing"),)),
    Step("2025-06-30 16:20", BEN, "lead-handoff: Sales signs",
         "Now both have signed. The first version is in force from its own date, 1 July 2025.",
         (SignOff(HANDOFF, BEN, "sales", remark="Let us see what the summer does to it."),)),
))  # fmt: skip

_SUMMER = Chapter("Third quarter of 2025", (
    Step("2025-08-04 11:31", ANA, "lead-handoff: mend a typing error",
         "An *editorial* revision: other words in the text, the same terms. Both signatures stay good.",
         (Edit(_BEFORE, "tommorow", "tomorrow"),)),
    Step("2025-09-08 17:02", GRACE, "weekend-pilot: answers at weekends, too",
         "A second agreement, proposed for 15 September.",
         (Put(_PILOT),)),
    Step("2025-09-09 14:10", GRACE, "weekend-pilot: Marketing signs",
         "Level *own commit*.",
         (SignOff(PILOT, GRACE, "marketing"),)),
    Step("2025-09-10 14:26", GRACE, "weekend-pilot: Caleb says yes",
         "Grace adds the sign-off of Caleb for him. Anybody can type that: level *claimed*. It does not count, and 15"
         " September passes without an agreement in force.",
         (SignOff(PILOT, CALEB, "sales", remark="By telephone."),)),
    Step("2025-09-24 16:45", CALEB, "weekend-pilot: a day, not half a day",
         "Caleb had not said yes to twelve hours. Version 2 says 24, from 1 October. Version 1 never was in force.",
         (Edit(_PILOT, "limit: 12 hours", "limit: 24 hours"), Edit(_PILOT, "effective: 2025-09-15",
                                                                   "effective: 2025-10-01")),
         body="Two people cannot answer on a Saturday night. A day they can do."),
    Step("2025-09-24 16:52", CALEB, "weekend-pilot: Sales signs",
         "Level *own commit*.",
         (SignOff(PILOT, CALEB, "sales"),)),
    Step("2025-09-26 13:30", GRACE, "weekend-pilot: Marketing signs the new terms",
         "Her first signature was for other terms and is *stale*; this one is for these. In force from 1 October.",
         (SignOff(PILOT, GRACE, "marketing"),)),
))  # fmt: skip

_AUTUMN = Chapter("Fourth quarter of 2025", (
    Step("2025-10-20 10:15", TESSA, "lead-handoff: Sales decides on every lead",
         "Version 2 adds a commitment of Sales and raises the one of Marketing, from 1 November.",
         (Edit(_BEFORE, "target: at least 240", "target: at least 300"),
          Edit(_BEFORE, "effective: 2025-07-01", "effective: 2025-11-01"),
          Edit(_BEFORE, "\nneeds:\n", """\
  - id: decision
    title: Decision on each lead
    by: sales
    category: qualification
    measure:
      kind: within
      source: leads
      where:
        all:
          - mql
          - {conversion: not Event badge scan}
      from: mql_at
      to: decided_at
      limit: 1 business day
    target: at least 85%
    per: quarter
    owner: Imogen Slater

needs:
"""), Edit(_BEFORE, "\ncovers:\n", """\
  decision:
    means: Sales either accepts a lead and works it, or hands it back and says why.

covers:
""")),
         body="First review, 14 October. Both commitments held, so each side takes one step more."),
    Step("2025-10-21 09:30", ANA, "lead-handoff: Marketing signs version 2", "",
         (SignOff(HANDOFF, ANA, "marketing"),)),
    Step("2025-12-01 08:50", BEN, "lead-handoff: Sales signs version 2",
         "The *late sign-off*: version 2 asked for 1 November and is in force from this moment. Until then records are"
         " judged by version 1, and nobody owed a decision.",
         (SignOff(HANDOFF, BEN, "sales", remark="Sorry. It lay under the quarter's end."),)),
))  # fmt: skip

_SQUASHED = "lead-handoff: nine in ten and a bit, now that leads are routed (#7)"
_WINTER = Chapter("First quarter of 2026", (
    Step("2026-01-13 12:02", TESSA, "lead-handoff: the file is called as the agreement is",
         "A *rename*. An agreement is known by its `id`, so versions, sign-offs and figures stay where they are.",
         (Move(_BEFORE, _HANDOFF),)),
    Step("2026-02-12 17:35", BEN, _SQUASHED,
         "Version 3, *squash-merged* by the forge into one commit that has Ben as its author and the forge's"
         " signature. His sign-off in it is *forge-attested*. Ana's own commit is lost in the squash, but she signed"
         " the file with her key, and that signature survives: *verified*. The *target is tightened in the middle of"
         " the quarter*: February is judged in two parts, by 75 % until the 15th and by 92 % from the 16th. An"
         " *experiment* is registered before anybody can know what routing comes to.",
         (Edit(_HANDOFF, "target: at least 75%", "target: at least 92%"),
          Edit(_HANDOFF, "effective: 2025-11-01", "effective: 2026-02-16"),
          Edit(_HANDOFF, "contingency:\n", """\
experiment:
  id: routing
  hypothesis: Routing by region answers leads sooner
  commitment: first-contact
  from: 2026-03-01
  until: 2026-08-31
  convinces: 2 of 6 months outside the usual range
contingency:
"""),
          SignOff(HANDOFF, BEN, "sales"), SignOff(HANDOFF, ANA, "marketing", with_key=True)),
         body="* first contact: 92%, from 16 February\n* sign for Sales\n* sign for Marketing\n\n"
              "December and January were missed, two in a row: so it was agreed that Sales changes how leads are\n"
              "handed out. Since 2 February they are routed.\n\n"
              "Co-authored-by: Ana Ruiz <ana.ruiz@northwind.example>",
         committer=FORGE, signed=True),
    Step("2026-03-20 11:08", ANA, "lead-handoff: an MQL scored 70 or more",
         "On a branch: nothing has changed yet for anybody.",
         (Edit(_HANDOFF, "who scored 60 or more", "who scored 70 or more"),
          Edit(_HANDOFF, "score: at least 60", "score: at least 70")),
         branch="fewer-better-leads"),
    Step("2026-03-23 09:44", ANA, "lead-handoff: the volume goes with it, from April",
         "The second commit of the branch.",
         (Edit(_HANDOFF, "target: at least 300", "target: at least 350"),
          Edit(_HANDOFF, "effective: 2026-02-16", "effective: 2026-04-01")),
         branch="fewer-better-leads"),
    Step("2026-03-24 14:00", TESSA, "Merge branch 'fewer-better-leads'",
         "A merge is one revision: version 4. The *definition* of an MQL *changed*, so the series breaks: figures left"
         " and right of April do not compare.",
         merges="fewer-better-leads"),
    Step("2026-03-25 10:19", ANA, "lead-handoff: Marketing signs version 4", "",
         (SignOff(HANDOFF, ANA, "marketing"),)),
    Step("2026-03-26 15:55", BEN, "lead-handoff: Sales signs version 4",
         "Made in the forge's web pages, by the link on the agreement's page: *forge-attested*.",
         (SignOff(HANDOFF, BEN, "sales"),), committer=FORGE, signed=True),
))  # fmt: skip

_SPRING = Chapter("Second quarter of 2026", (
    Step("2026-04-14 08:45", TESSA, "data: the exports of 14 April",
         "What both tools show on the morning of the review, of everything since May 2025.",
         (PutExports("2026-04-14 08:30"),)),
    Step("2026-04-14 09:05", TESSA, "reviews: 2026-Q1 is frozen",
         "The first *frozen review*: one folder, which holds all that its page shows, and can be checked without this"
         " product. Its seal is the figure to compare paper with.",
         (Freeze("2026-Q1"),)),
    Step("2026-04-14 14:50", TESSA, "reviews: minutes of 2026-Q1",
         "A cause for each commitment that was missed, and who does what until when: the review is *reviewed*.",
         (Put("docs/reviews/2026-Q1/minutes.md"),)),
    Step("2026-04-14 15:20", ANA, "reviews: Marketing accepts 2026-Q1",
         "A sign-off of a review names its seal and the digest of its minutes. Level *own commit*.",
         (Accept("2026-Q1", ANA, "marketing", (HANDOFF,)),)),
    Step("2026-04-14 16:05", GRACE, "reviews: Marketing in the Americas accepts 2026-Q1", "",
         (Accept("2026-Q1", GRACE, "marketing", (PILOT,)),)),
    Step("2026-04-15 09:30", BEN, "reviews: Sales accepts 2026-Q1",
         "In the forge's web pages: *forge-attested*.",
         (Accept("2026-Q1", BEN, "sales", (HANDOFF,)),), committer=FORGE, signed=True),
    Step("2026-04-16 14:10", CALEB, "reviews: Sales in New York accepts 2026-Q1",
         "The last of four: the review is *accepted*.",
         (Accept("2026-Q1", CALEB, "sales", (PILOT,)),)),
    Step("2026-05-11 16:30", ANA, "lead-handoff: 320 leads a month, since 13 April",
         "A *retroactive request*: version 5 asks for 13 April, after April was missed with 334 of 350. The page shows"
         " what was asked for and does not apply it. April stays missed. The *basis* of the number and the *capacity*"
         " of the desk become terms.",
         (Edit(_HANDOFF, "target: at least 350", "target: at least 320"),
          Edit(_HANDOFF, "effective: 2026-04-01", "effective: 2026-04-13"),
          Edit(_HANDOFF, "    owner: Ana Ruiz\n", f"    owner: Ana Ruiz\n{_BASIS}"),
          Edit(_HANDOFF, "contingency:\n", """\
capacity: {party: sales, people: 4, hours: 20 a week, minutes: 30 an attempt}
contingency:
""")),
         body="We had reckoned with more leads above 70, and with the campaign before Easter. Where 320 come\n"
              "from is a term now, and so is what the desk can work through."),
    Step("2026-05-11 16:33", ANA, "lead-handoff: Marketing signs version 5", "",
         (SignOff(HANDOFF, ANA, "marketing"),)),
    Step("2026-05-18 09:12", BEN, "lead-handoff: Sales signs version 5",
         "Sales agrees, and version 5 is in force from this moment. May's goal is shared out between the two targets by"
         " working time.",
         (SignOff(HANDOFF, BEN, "sales", remark="From here on, yes."),)),
))  # fmt: skip

_LAST_SUMMER = Chapter("Third quarter of 2026", (
    Step("2026-07-14 08:45", TESSA, "data: the exports of 14 July",
         "They take the place of those of April, which git still has. Two leads of June are wrong in them, which nobody"
         " knows yet: the CRM took a rep's out-of-office reply for the first contact.",
         (PutExports("2026-07-14 08:30"),)),
    Step("2026-07-14 09:05", TESSA, "reviews: 2026-Q2 is frozen",
         "It names the seal of the review before it: the *chain*.",
         (Freeze("2026-Q2"),)),
    Step("2026-07-14 15:10", TESSA, "reviews: minutes of 2026-Q2",
         "The three *actions* of April are carried over and done, one of them late. Marketing *disputes* April.",
         (Put("docs/reviews/2026-Q2/minutes.md"),)),
    Step("2026-07-14 15:35", ANA, "reviews: Marketing accepts 2026-Q2, and dissents",
         "A *dissent* is signed with the record, and changes no figure.",
         (Accept("2026-Q2", ANA, "marketing", (HANDOFF,),
                 dissent="April counts as missed. With the 320 that we had asked for from 13 April it would not."),)),
    Step("2026-07-14 16:20", BEN, "reviews: Sales accepts 2026-Q2",
         "The commit carries the signature of Ben's key: *verified*. For the hand-off the review is accepted.",
         (Accept("2026-Q2", BEN, "sales", (HANDOFF,)),), signed=True),
    Step("2026-07-15 08:40", GRACE, "reviews: the pilot's two sides accept 2026-Q2",
         "Her own sign-off counts. The one that she adds for Caleb is *claimed* and does not: for the pilot the review"
         " stays reviewed.",
         (Accept("2026-Q2", GRACE, "marketing", (PILOT,)), Accept("2026-Q2", CALEB, "sales", (PILOT,)))),
    Step("2026-07-20 13:25", BEN, "lead-handoff: the clocks rest while the CRM moves",
         "The weekend pilot ended with June, and nobody signed anything to keep it: it has *lapsed*. In July the CRM's"
         " move is announced, and version 6 leaves its two days out.",
         (Edit(_HANDOFF, "contingency:\n", """\
exceptions:
  - id: crm-move-aug-2026
    from: 2026-08-03T08:00
    until: 2026-08-04T12:00
    reason: The CRM moves to another data centre, and nobody can see a lead
    commitments:
      - first-contact
      - decision
    effect: exclude
contingency:
"""), Edit(_HANDOFF, "effective: 2026-04-13", "effective: 2026-08-01"))),
    Step("2026-07-20 13:41", BEN, "lead-handoff: Sales signs the exception",
         "The commit itself carries the signature of Ben's key: *verified*.",
         (SignOff(HANDOFF, BEN, "sales"),), signed=True),
    Step("2026-07-28 10:07", ANA, "lead-handoff: Marketing counter-signs the exception",
         "The *exception* is *counter-signed*. Ana signs by a tag on her commit: *verified*. August's figures stand on"
         " the page with the exception and without.",
         (SignOff(HANDOFF, ANA, "marketing"),), tagged=True),
    Step("2026-09-08 09:12", ANA, "Ana Ruiz has a new key",
         "A line joins the keyring, in a commit that carries the signature of Ana's old key: so it is *vouched for* by"
         " somebody whose key counted before. Unsigned it would add nothing.",
         (PutKeys("allowed_signers", KEY_HOLDERS),), branch=TRUSTED, signed=True),
    Step("2026-09-15 08:45", TESSA, "data: the exports of 15 September",
         "On 9 September the two first contacts were corrected, in the CRM: *restated* data, of a quarter that was"
         " reviewed in July.",
         (PutExports("2026-09-15 08:30"),)),
    Step("2026-09-15 09:05", TESSA, "reviews: 2026-Q2 is corrected",
         "Nothing that is frozen is overwritten. The *correction* is a folder of its own, and says what it restates and"
         " why; the page of July's review says what differs, to the last lead.",
         (Freeze("2026-Q2", restates="2026-Q2",
                 why="Two first contacts of June were a rep's out-of-office reply; the CRM has the calls now."),)),
    Step("2026-09-15 10:30", TESSA, "reviews: minutes of 2026-Q2.2",
         "Two actions of July are still open.",
         (Put("docs/reviews/2026-Q2.2/minutes.md"),)),
    Step("2026-09-15 10:50", ANA, "reviews: Marketing accepts 2026-Q2.2",
         "With a signature of her new key beside the file: *verified*.",
         (Accept("2026-Q2.2", ANA_ANEW, "marketing", (HANDOFF,), with_key=True),)),
    Step("2026-09-15 11:15", BEN, "reviews: Sales accepts 2026-Q2.2", "*Forge-attested*.",
         (Accept("2026-Q2.2", BEN, "sales", (HANDOFF,)),), committer=FORGE, signed=True),
    Step("2026-09-15 13:05", TESSA, "reviews: 2026-08 is frozen",
         "A *monthly* one: after August's misses both contacts have to meet.",
         (Freeze("2026-08"),)),
    Step("2026-09-15 15:00", TESSA, "reviews: minutes of 2026-08",
         "Nobody had been named for August: the action of July is *still open*, with a new date.",
         (Put("docs/reviews/2026-08/minutes.md"),)),
    Step("2026-09-15 15:25", ANA, "reviews: Marketing accepts 2026-08", "*Verified*.",
         (Accept("2026-08", ANA_ANEW, "marketing", (HANDOFF,), with_key=True),)),
    Step("2026-09-15 16:40", BEN, "reviews: Sales accepts 2026-08", "*Forge-attested*.",
         (Accept("2026-08", BEN, "sales", (HANDOFF,)),), committer=FORGE, signed=True),
    Step("2026-09-16 10:15", GRACE, "reviews: Marketing in the Americas accepts 2026-Q2.2", "",
         (Accept("2026-Q2.2", GRACE, "marketing", (PILOT,)),)),
    Step("2026-09-16 15:30", CALEB, "reviews: Sales in New York accepts 2026-Q2.2",
         "This time by himself.",
         (Accept("2026-Q2.2", CALEB, "sales", (PILOT,)),)),
))  # fmt: skip

_NOW = Chapter("And now", (
    Step("2026-10-12 15:20", TESSA, "lead-handoff: 95% from November",
         "Version 7 is proposed. Version 6 stays in force until the last signature has come.",
         (Edit(_HANDOFF, "target: at least 92%", "target: at least 95%"),
          Edit(_HANDOFF, "effective: 2026-08-01", "effective: 2026-11-01")),
         body="For the fifth review, on 13 October."),
    Step("2026-10-13 08:45", TESSA, "data: the exports of 13 October", "For the review of the third quarter.",
         (PutExports("2026-10-13 08:30"),)),
    Step("2026-10-13 09:05", TESSA, "reviews: 2026-Q3 is frozen",
         "It tells of version 7, which waits, what the quarter would have come to under it.",
         (Freeze("2026-Q3"),)),
    Step("2026-10-13 15:15", TESSA, "reviews: minutes of 2026-Q3",
         "One action is done late, one is still open, two are new.",
         (Put("docs/reviews/2026-Q3/minutes.md"),)),
    Step("2026-10-13 15:40", ANA, "reviews: Marketing accepts 2026-Q3", "*Verified*, by her key.",
         (Accept("2026-Q3", ANA_ANEW, "marketing", (HANDOFF,), with_key=True),)),
    Step("2026-10-14 09:20", BEN, "reviews: Sales accepts 2026-Q3",
         "*Forge-attested*: the last of two, and the review is accepted.",
         (Accept("2026-Q3", BEN, "sales", (HANDOFF,)),), committer=FORGE, signed=True),
    Step("2026-10-14 11:50", ANA, "lead-handoff: Marketing signs version 7",
         "With a signature of her new key beside the file: *verified*. It waits for Ben. The README of the"
         " demonstration says how to sign in his place, and why that works.",
         (SignOff(HANDOFF, ANA_ANEW, "marketing", with_key=True),)),
    Step("2026-10-21 18:00", TESSA, "data: the exports of 21 October",
         "Both tools, from May 2025 until this minute. An export holds everything that the tool knows, so the newest is"
         " enough for every quarter.",
         (PutExports("2026-10-21 17:45"),)),
    Step("2026-10-21 18:10", TESSA, "docs: how we came here", "This story, as a page of the site.",
         (PutStory("docs/story.md"),)),
    Step("2026-10-21 18:25", ANA, "lead-handoff: three hours, from next year",
         "On a branch that nobody has merged: what a pull request would change. `sla changes main` tells it in"
         " sentences, and whom it burdens.",
         (Edit(_HANDOFF, "limit: 4 business hours", "limit: 3 business hours"),
          Edit(_HANDOFF, "effective: 2026-11-01", "effective: 2027-01-01")),
         branch="three-hours"),
))  # fmt: skip

_PROPOSALS = Chapter("What people propose", (
    Step("2026-10-21 18:40", ANA, "lead-handoff: 240 leads are enough",
         "While October is at risk: `sla gate main` says so, and `sla impact main` which months it would turn.",
         (Edit(_HANDOFF, "target: at least 320", "target: at least 240"),),
         branch="loosen-while-at-risk"),
    Step("2026-10-21 18:45", BEN, "lead-handoff: 97 % from next year",
         "Sales offers more. `sla impact main` says how often it would have kept that.",
         (Edit(_HANDOFF, "target: at least 95%", "target: at least 97%"),
          Edit(_HANDOFF, "effective: 2026-11-01", "effective: 2027-01-01")),
         branch="tighten-first-contact"),
    Step("2026-10-21 18:50", TESSA, "lead-handoff: a shorter file name",
         "The same terms under another name of the file: nobody signs anew.",
         (Move(_HANDOFF, "agreements/handoff.md"),),
         branch="rename-only"),
    Step("2026-10-21 18:55", BEN, "lead-handoff: an MQL scored 80 or more",
         "Fewer leads count, for both sides. Figures before and after do not compare.",
         (Edit(_HANDOFF, "or who scored 70 or more", "or who scored 80 or more"),
          Edit(_HANDOFF, "{score: at least 70}", "{score: at least 80}"),
          Edit(_HANDOFF, "effective: 2026-11-01", "effective: 2027-01-01")),
         branch="redefine-mql"),
    Step("2026-10-21 19:00", BEN, "lead-handoff: the week in which three of us were ill",
         "An exception for a week that is over.",
         (Edit(_HANDOFF, "contingency:\n", "  - id: flu-oct-2026\n    from: 2026-10-12T08:00\n"
               "    until: 2026-10-16T18:00\n    reason: Three of the desk were ill\n    commitments: [first-contact]\n"
               "    effect: exclude\ncontingency:\n"),),
         branch="after-the-fact-exception"),
    Step("2026-10-21 19:05", BEN, "lead-handoff: 90 % since July",
         "Terms that ask for a time that has passed: they never reach back.",
         (Edit(_HANDOFF, "target: at least 95%", "target: at least 90%"),
          Edit(_HANDOFF, "effective: 2026-11-01", "effective: 2026-07-01")),
         branch="retroactive"),
    Step("2026-10-21 19:10", ANA, "lead-handoff: no number of leads any more",
         "Marketing would owe nothing, and Sales as much as before.",
         (Edit(_HANDOFF, _VOLUME, ""),
          Edit(_HANDOFF, "effective: 2026-11-01", "effective: 2027-01-01")),
         branch="one-sided"),
    Step("2026-10-21 19:15", GRACE, "lead-handoff: other tabs",
         "Other words in the text below the terms: nobody signs anew.",
         (Edit(_HANDOFF, "three carriers open in other tabs", "three carriers open in three tabs"),),
         branch="typo"),
))  # fmt: skip

CHAPTERS = (_BEGINNINGS, _SUMMER, _AUTUMN, _WINTER, _SPRING, _LAST_SUMMER, _NOW, _PROPOSALS)


def steps() -> Iterator[Step]:
    """Every commit of the story, in the order of time."""
    for chapter in CHAPTERS:
        yield from chapter.steps
