"""Agreements of the past are what their files held, whether they are read together or one by one."""

from __future__ import annotations

from living_sla.agreements import front_matter
from living_sla.agreements.agreement_file import parse_terms
from living_sla.agreements.reader import load_project
from living_sla.agreements.yaml.characters import decode
from living_sla.cache import cache_of
from living_sla.history.past import FORMAT
from living_sla.history.versions.folder import FolderAgreement
from living_sla.history.versions.history import read_history


def test_an_agreement_of_the_past_is_what_its_file_held_read_alone(demo_project, tmp_path):
    project = load_project(demo_project)
    for caches in (None, tmp_path, tmp_path):  # without a cache, as it is written, and from it
        cache = cache_of(project.root, caches) if caches else None
        history = read_history(project.root, tuple(map(FolderAgreement.of, project.agreements)), FORMAT, cache=cache)
        assert history.repository is not None
        last = {
            (found.agreement, found.version): (found.commit.id, found.path)
            for agreement in history.agreements
            for found in history.revisions(agreement)
            if found.version
        }
        assert len(last) > 8
        for (agreement, number), (commit, path) in last.items():
            then = history.versions[agreement][number - 1].agreement
            [file] = [found for found in history.repository.files(commit, "agreements").values() if found.path == path]
            [blob] = history.repository.objects([file.id])
            alone = parse_terms(front_matter.split(decode(blob.data, path=path), path=path), path=path)
            assert then == alone
            assert dict(then.places) == dict(alone.places)
