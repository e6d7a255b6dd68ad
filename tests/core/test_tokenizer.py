"""The tokenizer, compiled and as it stands: both give the same, and what an expression
says of a text.
"""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher._core import folder, tokenizer, words
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.han import inside
from searcher.analysis.scripts import HAN_SIGN, MARKED_SIGNS, bounds, shadow
from searcher.analysis.tokens import name_terms, text_terms
from searcher.model import HAN
from tests.core.conftest import as_it_stands

TRICKY = Path(__file__).parents[1] / "analysis" / "tricky.txt"
LINES = TRICKY.read_text(encoding="utf-8").splitlines()

PLAIN_WORDS = as_it_stands("words")
PLAIN = as_it_stands("tokenizer")
PLAIN.dissect = PLAIN_WORDS.dissect  # type: ignore[attr-defined]
BOTH = [tokenizer, PLAIN]
NAMES = ["installed", "as it stands"]

SIGNS = "aB1é०ำक्一学𠀀.,:;、。…!-'/@&_+#  　\ud800½²"
TEXT = st.text(st.sampled_from(SIGNS), max_size=40) | st.text(max_size=20)
"""Letters, marks and digits of several scripts, joiners, and what ends sentences."""

_LETTER = f"[^\\W_{HAN_SIGN}]"
_RUN = f"{_LETTER}++(?:[{MARKED_SIGNS}]++{_LETTER}*+)*+"
_JOINER = "(?:['\\-.@/&_]|(?<=\\d)(?<!\\d{4}),(?=\\d{3}(?!\\d)))"
_ENDING = f"(?:\\+\\+|[+#](?!{_LETTER}))?"
PIECE = re.compile(
    f"(?P<han>{HAN_SIGN}{{1,1000}})|{_RUN}(?:{_JOINER}{_RUN}){{0,255}}{_ENDING}"
)


def by_expression(text: str) -> list[tuple[int, int, bool, bool]]:
    """The pieces of a text."""
    found: list[tuple[int, int, bool, bool]] = []
    for match in PIECE.finditer(shadow(text)):
        start, end = match.span()
        is_han = match["han"] is not None
        gap = False
        if found:
            between = set(text[found[-1][1] : start])
            clause = not between.isdisjoint(",;:、") and (is_han or found[-1][2])
            gap = clause or not between.isdisjoint(".!?。…")
        found.append((start, end, is_han, gap))
    return found


def inside_of(word: str) -> list[tuple[str, int, int]]:
    spans = inside(word, jieba_dictionary())
    return [(word, 0, len(word)), *((word[a:b], a, b) for a, b in spans)]


def made(module: ModuleType, learn: Any = text_terms) -> Any:
    trie = jieba_dictionary().trie  # type: ignore[attr-defined]
    return module.Tokenizer(
        *bounds(),
        learn=learn,
        learn_han=inside_of,
        cutter=lambda: (trie, None),
        initials=learn is name_terms,
    )


@pytest.mark.parametrize("module", BOTH, ids=NAMES)
@given(TEXT)
def test_pieces_are_what_an_expression_finds(module: ModuleType, text: str) -> None:
    assert made(module).stretches(text) == by_expression(text)


@pytest.mark.parametrize("module", BOTH, ids=NAMES)
def test_long_pieces_and_known_texts(module: ModuleType) -> None:
    split = made(module).stretches
    for text in (
        *LINES,
        "a-" * 600,
        "学" * 2_100,
        "1," * 9,
        "12,345,678,9012",
        "a_" * 9,
    ):
        assert split(text) == by_expression(text)


@given(st.lists(st.sampled_from(LINES) | TEXT, max_size=4))
def test_tokens_are_the_same_compiled_or_not(texts: list[str]) -> None:
    """And the same whatever was read before."""
    for learn in (text_terms, name_terms):
        found = []
        for one in (made(module, learn) for module in BOTH):
            read = [(one.read(text), one.tokens()) for text in texts]
            found.append(read)
            for text in texts:
                fresh = made(tokenizer, learn)
                assert (fresh.read(text), fresh.tokens()) in read
        assert found[0] == found[1]


@given(st.text(st.sampled_from("aAbBsS19+#éß'-./@&_,"), max_size=80))
def test_words_are_the_same_compiled_or_not(chunk: str) -> None:
    for start, end, _, _ in by_expression(chunk):
        part = chunk[start:end]
        assert words.dissect(part) == PLAIN_WORDS.dissect(part)
    assert words.singular_acronym(chunk) == PLAIN_WORDS.singular_acronym(chunk)


@pytest.mark.parametrize("module", BOTH, ids=NAMES)
def test_packed_tokens_are_those_that_are_told(module: ModuleType) -> None:
    terms: dict[str, int] = {}
    one = module.Tokenizer(*bounds(), terms=terms, learn=text_terms)
    wanted, counts = [], []
    for number, text in enumerate(["Off-policy LLMs.", "", "off the a.B c"]):
        low = number << 16
        one.read(text)
        told = one.tokens()
        counts.append(one.pack(low, 40))
        assert counts[-1] == len({place for _, place, _, _ in told})
        wanted += [terms[term] << 40 | low + place for term, place, _, _ in told]
    assert counts == [3, 0, 5]
    assert one.taken() == len(wanted)
    assert one.take().tolist() == wanted
    assert one.take().tolist() == []


@pytest.mark.parametrize("module", BOTH, ids=NAMES)
def test_what_was_forgotten_is_learnt_again(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def learn(form: str, _: int) -> list[str]:
        asked.append(form)
        return [form]

    monkeypatch.setattr(module, "MOST_KNOWN", 8)
    one = module.Tokenizer(*bounds(), learn=learn)
    text = " ".join(f"w{n % 10}" for n in range(30))
    for _ in range(3):
        one.read(text)
        told = [(term, text[a:b]) for term, _, a, b in one.tokens()]
        assert told == [(word, word) for word in text.split()]
    assert len(asked) > 10
    asked.clear()
    long = "x" * 65
    for _ in range(2):
        one.read(f"{long}-a {long}-a y")
        assert [term for term, _, _, _ in one.tokens()][-1] == "y"


@pytest.mark.parametrize("module", BOTH, ids=NAMES)
def test_many_words_find_room(module: ModuleType) -> None:
    one = module.Tokenizer(*bounds(), learn=lambda form, _: (form,))
    every = [f"w{n}" for n in range(5_000)]
    text = " ".join(every)
    for _ in range(2):
        assert one.read(text) == 5_000
        assert [term for term, _, _, _ in one.tokens()] == every


@pytest.mark.parametrize("module", BOTH, ids=NAMES)
def test_a_run_that_is_not_cut_takes_room(module: ModuleType) -> None:
    one = made(module)
    assert one.read("a 强化学习 b", cut=False) == 6
    assert [token[:2] for token in one.tokens()] == [
        ("a", 0),
        ("=a", 0),
        ("b", 5),
        ("=b", 5),
    ]


FOLDERS = [folder, as_it_stands("folder")]


@given(st.text() | st.text("\ufeff\ufffe\ud800\U00020000学é"))
def test_texts_are_folded_alike(text: str) -> None:
    hard, unsettled = ord("x"), ord("y")

    def learn(code: int) -> int:
        kind = folder.HARD * (code == hard) | folder.UNSETTLED * (code == unsettled)
        return (code if code > 0xFFFF else code ^ 1) | kind

    found = [module.Folder(learn).fold(text) for module in FOLDERS]
    becomes = [ord(char) if char > "\uffff" else ord(char) ^ 1 for char in text]
    assert found[0] == found[1]
    made, unsettled = found[0]
    assert made == (None if "x" in text else "".join(map(chr, becomes)))
    assert made is None or unsettled == [at for at, c in enumerate(text) if c == "y"]


@pytest.mark.parametrize("module", FOLDERS, ids=NAMES)
def test_a_character_is_learnt_once(module: ModuleType) -> None:
    asked = []
    one = module.Folder(lambda code: asked.append(code) or code)
    for _ in range(2):
        assert one.fold("学习学习" * 300) == ("学习学习" * 300, [])
    assert asked == [ord("学"), ord("习")]


@given(st.text("a 一\u3000é\u2028\n", max_size=30), st.integers(0, 4))
def test_long_words_are_seen(text: str, most: int) -> None:
    wanted = re.search(f"[^\\s{HAN}]{{{most + 1}}}", text) is not None
    assert [made(module).holds_long(text, most) for module in BOTH] == 2 * [wanted]


@given(st.text("abcd", max_size=12))
def test_roots_are_found_alike(word: str) -> None:
    roots = {"abcd": [(3, "abcda", ""), (1, "abcdb", "")], "bcda": [(2, "bcda", "")]}
    held = [root for each in roots.values() for root in each if root[1] in word]
    for module in (words, PLAIN_WORDS):
        assert module.first_root(word, roots) == min(held, default=None)
