"""The tokens of a text: goldens for every rule, properties for every text."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher._core.words import LONGEST_WORD
from searcher.analysis import data
from searcher.analysis import tokens as analysis
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.english import singular_acronym
from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import (
    MOST_WORDS,
    WORD_DATA,
    fingerprint,
    initial,
    is_cut,
    joined_surface,
    length,
    spellings,
    stem,
    surface,
    surface_terms,
    tokens,
)
from searcher.query.sought import is_unlike

GOLDEN = sorted(Path(__file__).parent.glob("golden/*.txt"))
GAP = "  .."
SEGMENTER = jieba_dictionary()

TRICKY = (Path(__file__).parent / "tricky.txt").read_text(encoding="utf-8").split()
HIDDEN = " \n\t\0\u200b\ufeff\ufffe\ud800"
texts = st.lists(st.sampled_from([*TRICKY, *HIDDEN]), max_size=14).map(
    "".join
) | st.text(st.characters(exclude_categories=()), max_size=40)
words = st.from_regex(r"[a-z]{1,12}", fullmatch=True).filter(
    lambda word: singular_acronym(word) is None
)


def rendered(text: str, segmenter: Segmenter) -> list[str]:
    """A line for each position; the slice of a token where it is not its term."""
    rows: list[str] = []
    before = None
    for term, position, start, end in tokens(text, segmenter):
        raw = text[start:end]
        shown = term if raw.casefold() == term.lstrip("=") else f"{term}[{raw}]"
        if position == before:
            rows[-1] += f" {shown}"
            continue
        if before is not None:
            rows += [GAP] * (position - before - 1)
        rows.append(f"  {shown}")
        before = position
    return rows


def written(golden: Path, segmenter: Segmenter) -> str:
    """A golden file with the tokens that its texts have now."""
    lines: list[str] = []
    for line in golden.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            lines.append(line)
        elif line.startswith("> "):
            lines += [line, *rendered(line[2:], segmenter)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["segmenter", "mapped"])
def test_tokens_are_as_written_down(
    golden: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """After a meant change run `python tests/analysis/test_tokens.py` and compare."""
    segmenter = request.getfixturevalue(kind)
    assert written(golden, segmenter) == golden.read_text(encoding="utf-8")


def test_goldens_are_there() -> None:
    inputs = [
        line
        for golden in GOLDEN
        for line in golden.read_text(encoding="utf-8").splitlines()
        if line.startswith("> ")
    ]
    assert len(inputs) == len(set(inputs)) > 100


@given(texts)
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    found = tokens(text, SEGMENTER)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert len(token.term.lstrip("=")) <= LONGEST_WORD
    positions = [token.position for token in found]
    assert positions == sorted(positions)
    assert positions[:1] in ([], [0])
    assert all(after - at <= 2 for at, after in pairwise(positions))
    assert found == tokens(text, SEGMENTER)


@given(texts)
def test_a_term_stands_once_at_a_position(text: str) -> None:
    places = [(token.term, token.position) for token in tokens(text, SEGMENTER)]
    assert len(places) == len(set(places))


@given(texts)
@example("0Æa")  # read as AEa it would be parted within a letter
def test_a_slice_holds_what_its_token_stands_for(text: str) -> None:
    """Read alone, the slice gives the word again, in some form."""
    for token in tokens(text, SEGMENTER):
        alone = tokens(text[token.start : token.end], SEGMENTER)
        assert token.term.lstrip("=") in {t.term.lstrip("=") for t in alone}


@given(texts)
def test_surfaces_are_tokens_without_their_stems(text: str) -> None:
    found = tokens(text, SEGMENTER, stemmed=False)
    assert set(found) <= set(tokens(text, SEGMENTER))
    assert length(found) == length(tokens(text, SEGMENTER))
    assert not any(token.term.isascii() and token.term.isalpha() for token in found)


@given(
    st.lists(words | st.sampled_from(["GPT-4", "π0", "1,000", "强化学习"])),
    st.lists(words | st.sampled_from(["C++", "标题", "V3.2"])),
)
def test_a_sentence_does_not_change_the_next(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    found = tokens(f"{first}。{second}", SEGMENTER)
    before, after = tokens(first, SEGMENTER), tokens(second, SEGMENTER)
    shift = before[-1].position + 2 if before else 0
    by = len(first) + 1
    moved = [(t, p + shift, start + by, end + by) for t, p, start, end in after]
    assert [tuple(token) for token in found] == [*map(tuple, before), *moved]


@given(words, words)
def test_hyphen_space_and_nothing_meet(one: str, other: str) -> None:
    """Each way to write two words gives a term that each other way gives too."""
    joined = one + other
    apart = {t.term for t in tokens(f"{one} {other}", SEGMENTER)}
    hyphen = {t.term for t in tokens(f"{one}-{other}", SEGMENTER)}
    together = {t.term for t in tokens(joined, SEGMENTER)}
    assert apart <= hyphen
    assert stem(joined) in hyphen & together
    marks = {term for term, _ in spellings(joined)}
    assert joined_surface(joined, 2) in hyphen & marks
    assert surface(joined) in together & marks


def test_spellings_say_how_many_positions_they_cover() -> None:
    assert list(spellings("offpolicy")) == [
        ("=offpolicy", 1),
        ("==offpolicy", 2),
        ("===offpolicy", 3),
        ("====offpolicy", 4),
    ]
    assert list(spellings("gpt4"))[:2] == [("gpt4", 1), ("==gpt4", 2)]
    assert list(spellings("größe")) == [("größe", 1)]


class Named(str):
    """A string of a kind of its own, as enumerations and numpy have them."""

    __slots__ = ()

    def __str__(self) -> str:
        return "another"


@pytest.mark.parametrize("text", ["Off-policy LLMs", "基于LLM的學習", r"$\alpha$-神經"])
def test_strings_of_every_kind_are_read(text: str) -> None:
    assert tokens(Named(text), SEGMENTER) == tokens(text, SEGMENTER)
    assert is_cut(Named(text), SEGMENTER) is False
    assert is_unlike(Named(text)) == is_unlike(text)


def test_an_initial_is_no_other_term() -> None:
    assert initial("schulman") == "s."
    assert "s." not in {t.term for t in tokens("s. S. S.", SEGMENTER)}


def test_length_counts_words_not_forms_or_gaps() -> None:
    text = "Off-policy learning. 强化学习（RL）, 1,000 GPUs"
    assert length(tokens(text, SEGMENTER)) == 8
    assert length(tokens("", SEGMENTER)) == 0


@pytest.mark.parametrize("unit", ["word ", "槑", "一。", "a-b-c-d-e."])
def test_a_text_is_indexed_to_its_last_word(unit: str) -> None:
    found = tokens(unit * MOST_WORDS, SEGMENTER)
    assert MOST_WORDS - 2 <= found[-1].position < MOST_WORDS


MARKED = st.lists(
    st.sampled_from(
        ["word", "one-two", "3,000", "强化学习", "。", ". ", ", ", " ", "..."]
    )
).map("".join)


@given(texts | MARKED, st.integers(0, 9))
@example("a. b 强化 , c", 6)
def test_a_text_is_cut_if_it_goes_on_behind_the_last_position(
    text: str, most: int
) -> None:
    found = tokens(text, SEGMENTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "MOST_WORDS", most)
        assert is_cut(text, SEGMENTER) == (bool(found) and found[-1].position >= most)


def test_what_comes_again_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def counted(form: str, count: int) -> Sequence[str]:
        looked.append(form)
        return surface_terms(form, count)

    monkeypatch.setattr(analysis, "surface_terms", counted)
    assert not is_cut("a word of few, " * 9000, SEGMENTER)
    assert is_cut("a word of few, " * 18000, SEGMENTER)
    assert sum(map(len, looked)) < 100


def test_the_fingerprint_covers_all_word_data() -> None:
    """Or an index would not be known as outdated when a file changes."""
    # indexes do not depend on these
    queries = {"stopwords.txt", "prefixes.txt", "short.txt", "spoken.tsv"}
    queries.add("telling.txt")  # nor on this, but on what becomes of the words in it
    files = {path.name for path in data.FOLDER.iterdir()} - {"README.md"}
    assert files - queries == set(WORD_DATA)
    readme = "\n".join(data.lines("README.md"))
    assert [name for name in files if f"`{name}`" not in readme] == []
    assert f"{data.checksum(*WORD_DATA):08x}" in fingerprint()


if __name__ == "__main__":
    for path in GOLDEN:
        text = written(path, SEGMENTER)
        path.write_text(text, encoding="utf-8", newline="\n")
