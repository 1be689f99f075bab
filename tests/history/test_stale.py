from __future__ import annotations

from living_sla.history.in_force.timeline import timeline
from living_sla.history.past import stale
from living_sla.model.past.signoff import TrustLevel
from living_sla.words.numbers import plain_spaces
from tests.factories.agreements import changed, read
from tests.factories.versions import version_of
from tests.history.told import ANA, BEN, at, landed, signoff


def test_a_change_of_terms_makes_earlier_signoffs_stale():
    first, second = read(), read(changed("target: at least 95%", "target: at least 97%"))
    versions = [version_of(1, first, landed("2026-01-01")), version_of(2, second, landed("2026-02-01"))]
    signed = [
        signoff(1, ANA, "2026-01-02", digest=first.digest),
        signoff(1, BEN, "2026-01-03", digest=first.digest),
        signoff(2, ANA, "2026-02-02", digest=second.digest),
    ]
    found = stale(timeline("lead-handoff", versions, signed, required=TrustLevel.OWN_COMMIT, now=at("2026-03-01")))
    assert [(one.signoff, one.version) for one in found] == [(signed[1], 1)]
    sentences = [plain_spaces(change.sentence) for change in found[0].changes]
    assert sentences == ["The target rises from at least 95 % to at least 97 %."]


def test_going_back_to_signed_terms_leaves_nothing_stale():
    first, second = read(), read(changed("target: at least 95%", "target: at least 97%"))
    versions = [
        version_of(1, first, landed("2026-01-01")),
        version_of(2, second, landed("2026-02-01")),
        version_of(3, first, landed("2026-03-01")),
    ]
    given = [signoff(1, BEN, "2026-01-03", digest=first.digest)]
    assert stale(timeline("lead-handoff", versions, given, required=TrustLevel.OWN_COMMIT, now=at("2026-03-01"))) == ()


def test_a_refused_signoff_is_not_stale():
    first, second = read(), read(changed("target: at least 95%", "target: at least 97%"))
    versions = [version_of(1, first, landed("2026-01-01")), version_of(2, second, landed("2026-02-01"))]
    given = [signoff(1, BEN, "2026-01-03", digest=first.digest, refused="edited afterwards")]
    assert stale(timeline("lead-handoff", versions, given, required=TrustLevel.OWN_COMMIT, now=at("2026-03-01"))) == ()
