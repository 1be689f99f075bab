"""The files of a review that say the same in each: how to check it, and its attributes."""

from __future__ import annotations

from living_sla.reviews.folder.layout import KEYRING, MANIFEST, MINUTES, PAGE, SIGNATURE_NAMESPACE, SIGNOFFS

ATTRIBUTES_TEXT = b"* -text -filter -ident -diff !eol !working-tree-encoding\n"
"""Keeps the bytes of the folder on every machine, whatever the attributes above it say."""


def how_to_verify(review: str) -> bytes:
    """`VERIFY.txt`: ten lines for somebody who has a shell and nothing else of ours."""
    verify = f'ssh-keygen -Y verify -n {SIGNATURE_NAMESPACE} -f {KEYRING} -I "${{i#*.}}" -s "$s" < "${{s%.sig}}"'
    one = f'i=${{s#{SIGNOFFS}/}}; i=${{i%.yml.sig}}; [ ! -e "$s" ] || TZ=UTC {verify} || echo "NOT verified: $s"'
    lines = (
        f"How to check the review {review} with sha256sum and ssh-keygen: in this folder, run the indented lines.",
        f"Bytes: every line has to end in OK. Nothing else belongs here but {MINUTES}, {PAGE} and {SIGNOFFS}/.",
        f"    sha256sum -c {MANIFEST}",
        "Seal: its first twelve digits are printed wherever the review is named; paper with others was of other bytes.",
        f"    (echo sla-snapshot/1; cat {MANIFEST}) | sha256sum",
        "Signatures: every line has to begin with Good, for the address in the name of the file.",
        f"    for s in {SIGNOFFS}/*.sig; do {one}; done",
        f"Each file in {SIGNOFFS}/ has to name that seal, and the digest of the minutes that were signed:",
        f"    sha256sum {MINUTES}",
        f"{KEYRING} is of the day of freezing: for keys that came later, name the keyring of the trusted ref after -f.",
    )
    return "".join(f"{line}\n" for line in lines).encode()
