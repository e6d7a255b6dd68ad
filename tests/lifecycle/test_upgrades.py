"""An index is built anew when a package that it was made by makes other words."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import jieba
import pypinyin
import pytest

from searcher.analysis import english
from searcher.analysis.data import lines
from searcher.analysis.tokens import fingerprint
from searcher.building import rebuild, update
from searcher.checking import check
from searcher.errors import IndexMoved, IndexOutdated
from searcher.index import open_backend
from searcher.index.lexicon import sources, would_differ
from searcher.settings import Library

DICTIONARY = Path(jieba.__file__).with_name("dict.txt")
PINYIN = Path(pypinyin.__file__).with_name("pinyin_dict.json")
PHRASES = Path(pypinyin.__file__).with_name("phrases_dict.json")


ENDINGS = """\
sses
ied
ies
us
ss
s
eedly
ingly
edly
eed
ing
ed
at
bl
iz
ational
fulness
iveness
ization
ousness
biliti
lessli
tional
alism
aliti
ation
entli
fulli
iviti
ousli
anci
abli
alli
ator
enci
izer
bli
ogi
li
alize
icate
iciti
ative
ical
ness
ful
ement
able
ance
ence
ible
ment
ant
ate
ent
ion
ism
iti
ive
ize
ous
al
er
ic
ogist"""


class TestStems:
    @pytest.fixture
    def other(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
        """The fingerprint with a stemmer that leaves one word as it is."""
        real = english._snowball()

        class Other:
            def __init__(self, word: str) -> None:
                self._word = word

            def stemWords(self, words: list[str]) -> list[str]:  # noqa: N802
                found = real.stemWords(words)
                return [
                    w if w == self._word else f
                    for w, f in zip(words, found, strict=True)
                ]

        def other(word: str) -> str:
            monkeypatch.setattr(english, "_snowball", lambda: Other(word))
            english.stemmer_checksum.cache_clear()
            found = fingerprint()
            english.stemmer_checksum.cache_clear()
            return found

        return other

    def test_another_stem_of_any_telling_word_is_another_fingerprint(
        self, other: Callable[[str], str]
    ) -> None:
        words = lines(english.TELLING)
        stems = english._snowball().stemWords(list(words))
        changed = [w for w, stem in zip(words, stems, strict=True) if w != stem]
        right = other("")
        assert right == fingerprint()
        assert len(changed) > 400
        assert right not in {other(word) for word in changed}

    def test_every_ending_of_snowball_is_among_them(self) -> None:
        """Those of its steps 1 to 4, as its page lists them."""
        words = list(lines(english.TELLING))
        # a final y is an i to Snowball where a consonant stands before it
        words += [word[:-1] + "i" for word in words if word.endswith("y")]
        for ending in ENDINGS.splitlines():
            assert any(ending in word for word in words), ending

    def test_they_are_words_once_each(self) -> None:
        words = lines(english.TELLING)
        assert list(words) == sorted(set(words))
        assert all(map(english.is_stemmed, words))


def _shadowed(file: Path, place: Path, old: str, new: str) -> None:
    """A copy of a file of a package that is found before it, with a change."""
    target = place / file.parent.name / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8")


CHANGES = [
    (DICTIONARY, "\n强化 ", "\n化强 "),
    (PINYIN, "zhòng", "chóng"),
    (PHRASES, "zhòng", "chóng"),
]
"""Of the same size, each."""


@pytest.mark.parametrize(("file", "old", "new"), CHANGES)
def test_other_words_or_readings_outdate_an_index(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ask: Callable[..., dict[str, list[str]]],
    file: Path,
    old: str,
    new: str,
) -> None:
    right = ask(library)
    base = open_backend(library.index).open()
    _shadowed(file, tmp_path, old, new)
    monkeypatch.syspath_prepend(tmp_path)
    backend = open_backend(library.index)
    with pytest.raises(IndexOutdated, match="another jieba or pypinyin"):
        backend.open()
    (difference,) = check(library).differences
    assert "another jieba or pypinyin" in difference.message
    with pytest.raises(IndexMoved):
        backend.begin(base.generation)
    base.close()
    assert update(library).changed
    assert check(library).differences == ()
    assert ask(library) == right
    assert not update(library).changed
    monkeypatch.undo()
    assert update(library).changed
    assert check(library).differences == ()


def current(library: Library) -> Path:
    return library.index / (library.index / "CURRENT").read_text().strip()


def test_an_outdated_lexicon_is_not_taken_over(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = (current(library) / "words.dict").stat().st_ino
    rebuild(library)
    assert (current(library) / "words.dict").stat().st_ino == made
    _shadowed(DICTIONARY, tmp_path, "\n强化 ", "\n化强 ")
    monkeypatch.syspath_prepend(tmp_path)
    update(library)
    assert (current(library) / "words.dict").stat().st_ino != made


def test_the_same_bytes_of_another_time_outdate_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a package is installed once more, or elsewhere."""
    for file in (DICTIONARY, PINYIN, PHRASES):
        _shadowed(file, tmp_path, "\n", "\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert not update(library).changed
    known = sources()
    assert not would_differ(known)


def test_what_is_known_is_not_read_again() -> None:
    """A search looks at sizes and times alone."""
    known = sources()
    assert all(one.size > 0 for one in known)
    told = tuple(one._replace(crc32=7) for one in known)
    assert sources(told) == told
    other = tuple(one._replace(crc32=7, mtime=1) for one in known)
    assert sources(other) == known


PIP = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:"]


@pytest.mark.slow
def test_two_releases_of_the_stemmer(library: Library, tmp_path: Path) -> None:
    """Both call their Snowball 2.0.1, and stem `adding` differently."""
    paper = {"id": "2602.00077", "title": "Adding what pathologists know"}
    place = library.corpus / "2026-02-07.jsonl"
    place.write_text(json.dumps(paper) + "\n", encoding="utf-8")
    for version in ("2.2.0.3", "3.0.0", "3.1.0"):
        done = subprocess.run(
            [*PIP, "--target", tmp_path / version, f"PyStemmer=={version}"],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"cannot install PyStemmer {version}: {done.stderr.decode()}")

    def run(version: str, program: str, *words: str) -> str:
        paths = [str(tmp_path / version), *sys.path]
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        environ["SEARCHER_LIBRARY"] = str(library.root)
        module = {"search": "searcher.cli.search", "searcher": "searcher.cli.admin"}
        done = subprocess.run(
            [sys.executable, "-m", module[program], *words],
            env=environ,
            capture_output=True,
            check=False,
        )
        return done.stdout.decode()

    versions = ("2.2.0.3", "3.0.0", "3.1.0", "2.2.0.3")
    for before, after in pairwise(versions):
        shutil.rmtree(library.index)
        library.index.mkdir()
        for word in ("added", "pathologist", "pathologists"):
            query = [word, "--format", "ids", "--no-relax"]
            assert run(before, "search", *query) == "2602.00077\n", (before, word)
        assert "was built with analysis" in run(after, "searcher", "check")
        for word in ("added", "pathologist", "pathologists"):
            query = [word, "--format", "ids", "--no-relax"]
            assert run(after, "search", *query) == "2602.00077\n", (after, word)
        assert "no differences" in run(after, "searcher", "check")
