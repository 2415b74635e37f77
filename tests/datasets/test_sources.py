"""The list of downloads: complete, pinned, and the same as the page of licences."""

import re
import tomllib
from pathlib import Path

import pytest

from cnnteach.datasets import registry, sources

ROOT = Path(__file__).parents[2]
README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
EVERY = pytest.mark.parametrize("source", sources().values(), ids=sources())


@EVERY
def test_every_address_is_secret_on_its_way_and_there_is_a_second(source):
    for file in source.files:
        assert len(file.urls) >= 2
        assert len(set(file.urls)) == len(file.urls)
        for url in file.urls:
            assert url.startswith("https://")
            assert "{" not in url


@EVERY
def test_what_git_hosts_is_named_by_its_commit(source):
    for file in source.files:
        for url in file.urls:
            if re.search(r"github|jsdelivr", url):
                assert re.search(r"[/@][0-9a-f]{40}/", url), f"{url} may change"


@EVERY
def test_everything_kept_has_a_digest(source):
    for kept in source.kept:
        kind, _, digest = kept.digest.partition(":")
        assert kind in ("sha256", "pixels")
        assert re.fullmatch("[0-9a-f]{64}", digest)
        assert not Path(kept.path).is_absolute()
        assert ".." not in Path(kept.path).parts
    assert len({kept.digest for kept in source.kept}) == len(source.kept)


@EVERY
def test_members_have_sizes_and_files_limits(source):
    for file in source.files:
        assert all(member.size > 0 for member in file.members)
        assert file.largest == (file.size or 4 * source.size)
    sizes = [file.size for file in source.files]
    assert not all(sizes) or sum(sizes) == source.size


@EVERY
def test_the_page_of_licences_has_a_row_for_each_download(source):
    rows = [line for line in README.splitlines() if line.startswith(f"| `{source.name}` ")]
    assert len(rows) == 1
    facts = (source.shows, source.credit, source.licence, source.homepage, source.spelled_size)
    for fact in facts:
        assert f"| {fact} |" in rows[0]
    assert f"- `{source.name}`: {source.citation}." in README


def test_every_word_of_the_file_is_understood():
    """A misspelled key must not be passed over."""
    tables = tomllib.loads((Path(registry.__file__).parent / "sources.toml").read_text("utf-8"))
    for table in tables.values():
        assert set(table) - {"urls"} == {*registry.Source._fields} - {"name"}
        for file in table["files"]:
            assert set(file) <= {"path", "size", "digest", "urls", "members"}


@pytest.mark.parametrize(
    ("size", "spelled"), [(21_686, "22 kB"), (675_763, "0.7 MB"), (170_498_071, "170.5 MB")]
)
def test_sizes_are_spelled_as_people_say_them(size, spelled):
    assert sources()["mnist"]._replace(size=size).spelled_size == spelled
