"""Situations of the evidence table: one person for two parties, however they spell their address or their name."""

from __future__ import annotations

from tests.factories.agreements import AGREEMENT
from tests.factories.signed_repositories import ANA, BEN, PATH, TOM, address
from tests.history.evidence import CLAIMED, OWN, VERIFIED, situation
from tests.history.evidence_keys import everybody

BOTH = "sign for marketing and for sales: one person cannot sign for both parties"
AUTHOR = "the same author signed for marketing already: one person cannot sign for both parties"


def _sales_is(scene, spelt, name="Ana Ruiz"):
    """The terms name this address for sales; the scene then knows their digest."""
    scene.commit({PATH: AGREEMENT.replace("ben.okafor@northwind.example", spelt)}, author=TOM)
    scene.known()
    return f"{name} <{spelt}>"


def _for_sales(scene, person, **how):
    file = scene.signed(person, party="sales", version=2)
    scene.commit({file.path: file.text}, **{"author": person, **how})
    return file


@situation(OWN, "own-commit", "ana.ruiz+sales@northwind.example and ana.ruiz@northwind.example " + BOTH)
def the_other_party_is_a_tag_of_the_first(scene):
    other = _sales_is(scene, "ana.ruiz+sales@northwind.example")
    scene.sign_off()
    return _for_sales(scene, other)


@situation(OWN, "own-commit", "ana.ruiz+sales@northwind.example and ana.ruiz@northwind.example " + BOTH)
def the_first_does_not_count_either(scene):
    other = _sales_is(scene, "ana.ruiz+sales@northwind.example")
    file = scene.sign_off()
    _for_sales(scene, other)
    return file


@situation(OWN, "own-commit", "Ana.Ruiz+x@Northwind.example and ana.ruiz@northwind.example " + BOTH)
def the_other_party_is_in_capitals_and_has_a_tag(scene):
    return _for_sales(scene, _sales_is(scene, "Ana.Ruiz+x@Northwind.example"))


@situation(CLAIMED, "added-by-another", "ana.ruiz@northwind.example and ana.ruiz@northwind.example. " + BOTH)
def the_other_party_ends_with_a_dot(scene):
    """Which git takes away from the address of the author."""
    return _for_sales(scene, _sales_is(scene, "ana.ruiz@northwind.example."))


@situation(VERIFIED, "file-signature", "ana.ruiz+sales@northwind.example and ana.ruiz@northwind.example " + BOTH)
def the_other_party_has_a_key_of_its_own(scene):
    other = _sales_is(scene, "ana.ruiz+sales@northwind.example")
    scene.keyring(everybody(scene) + scene.keys.line(other, "other"), key="tom")
    file = scene.signed(other, party="sales", version=2)
    scene.commit({file.path: file.text, f"{file.path}.sig": scene.signature(file.text, "other")}, author=TOM)
    return file


@situation(OWN, "own-commit", AUTHOR)
def one_author_has_two_addresses(scene):
    scene.sign_off()
    return scene.sign_off(BEN, author=f"Ana Ruiz <{address(BEN)}>")


@situation(OWN, "own-commit", AUTHOR)
def one_author_has_two_addresses_and_types_their_name_in_another_way(scene):
    scene.sign_off()
    return scene.sign_off(BEN, author=f"ana  RUIZ <{address(BEN)}>")


@situation(OWN, "own-commit")
def the_first_of_one_author_counts(scene):
    file = scene.sign_off()
    scene.sign_off(BEN, author=f"Ana Ruiz <{address(BEN)}>")
    return file


@situation(OWN, "own-commit", AUTHOR)
def one_author_signs_for_one_party_with_a_key_and_for_the_other_without(scene):
    scene.sign_off(key="ana")
    return scene.sign_off(BEN, author=f"Ana Ruiz <{address(BEN)}>")


@situation(VERIFIED, "commit-signature")
def somebody_of_the_same_name_signs_with_a_key_after_one_who_did(scene):
    scene.sign_off(key="ana")
    return scene.sign_off(BEN, author=f"Ana Ruiz <{address(BEN)}>", key="ben")


@situation(VERIFIED, "commit-signature")
def two_people_of_one_name_sign_with_their_keys(scene):
    scene.sign_off()
    return scene.sign_off(BEN, author=f"Ana Ruiz <{address(BEN)}>", key="ben")


@situation(VERIFIED, "file-signature")
def one_author_commits_what_two_people_signed(scene):
    for person, key in ((ANA, "ana"), (BEN, "ben")):
        file = scene.signed(person)
        scene.commit({file.path: file.text, f"{file.path}.sig": scene.signature(file.text, key)}, author=TOM)
    return file


@situation(OWN, "own-commit", AUTHOR)
def one_author_signs_for_both_in_one_commit_each_on_a_branch(scene):
    scene.branch()
    scene.sign_off()
    file = scene.sign_off(BEN, author=f"Ana Ruiz <{address(BEN)}>")
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    return file


@situation(OWN, "own-commit", "ana.ruiz+b@northwind.example is not a signatory of these terms")
def a_tag_of_a_signatory_is_not_a_signatory(scene):
    file = scene.signed("Ana Ruiz <ana.ruiz+b@northwind.example>")
    scene.commit({file.path: file.text}, author="Ana Ruiz <ana.ruiz+b@northwind.example>")
    return file
