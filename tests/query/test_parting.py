"""A hyphen, a space and nothing between two words are one, whoever writes which."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query.parting import MOST_PARTED, MOST_WAYS, Parting

Ask = Callable[[str], list[str]]

PAIRS = [
    *("off policy", "time series", "RTX 4090", "self play", "GPT 4", "covid 19"),
    *("k means", "k NN", "CO 2", "data set", "on policy", "Llama 3", "top k"),
    *("Q learning", "fine tuning", "co operation", "MP3 player", "F 1"),
]


def written(pair: str) -> list[str]:
    """Texts that hold it with a space, a hyphen and nothing, alone and in more."""
    spaced, hyphen, one = pair, pair.replace(" ", "-"), pair.replace(" ", "")
    return [
        *(f"The {way} of it" for way in (spaced, hyphen, one)),
        *(f"A {way}-based method" for way in (hyphen, one)),
        f"Not-{hyphen}-like",
    ]


@pytest.mark.parametrize("pair", PAIRS)
def test_each_way_finds_each(pair: str, library: Callable[..., Ask]) -> None:
    first, last = pair.split()
    apart = [f"{last} {first}", f"{first}", f"{last} and more"]
    titles = written(pair)
    ask = library([*titles, *apart])
    wanted = sorted(titles)
    for typed in (pair.replace(" ", "-"), pair.replace(" ", "")):
        assert ask(typed) == wanted, typed
        assert ask(typed.lower()) == wanted, typed
        assert ask(f'"{typed}"') == wanted, typed
        assert ask(f"title:{typed}") == wanted, typed
    assert ask(f'"{pair}"') == wanted
    assert set(wanted) <= set(ask(pair))


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("only", [0, 1, 2])
def test_where_texts_know_one_way_only(
    pair: str, only: int, library: Callable[..., Ask]
) -> None:
    title = written(pair)[only]
    ask = library([title, "Something else"])
    for typed in (pair, pair.replace(" ", "-"), pair.replace(" ", "")):
        assert ask(typed) == [title], typed


@pytest.mark.parametrize(
    ("one", "apart"),
    [
        *(("RTX4090", "RTX 4090"), ("CO2", "CO 2"), ("YOLOv8", "YOLO v8")),
        *(("3DCNN", "3D CNN"), ("1.58bit", "1.58 bit"), ("wav2vec2.0", "wav2vec 2.0")),
        *(("GPT4o", "GPT 4o"), ("covid19", "covid 19")),
    ],
)
def test_a_way_that_few_texts_have_is_found(
    one: str, apart: str, library: Callable[..., Ask]
) -> None:
    hyphen = apart.replace(" ", "-")
    usual = [f"The {one} number {n}" for n in range(9)] + [f"{hyphen} models"]
    ask = library([*usual, f"On {apart} once"])
    assert ask(one) == sorted([*usual, f"On {apart} once"])


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("CO$_2$-rich lakes", "CO2"),
        ("CO$_2$-rich lakes", "CO2-rich"),
        ("$\\ell_1$-norm penalties", "l1"),
        ("$\\ell_1$-norm penalties", "L1 norm"),
        ("k-NN-graph search", "kNN"),
        ("k-NN-graph search", "kNN-graph"),
        ("k-NN-graph search", "kNN graph search"),
        ("GPT-4-turbo judges", "GPT4"),
        ("GPT-4-turbo judges", "GPT4-turbo"),
        ("GPT-4 turbo judges", "GPT4-turbo"),
        ("GPT-4-turbo judges", "GPT-4turbo"),
        ("self-play-trained agents", "selfplay"),
        ("a self-play-trained-only agent", "play-trained"),
        ("COVID-19-related work", "covid19"),
        ("$O(n^2)$-time sorting", "O(n^2)"),
        ("$O(n^2)$-time sorting", "O(n2)"),
        ("sorting in O(m n^3)", "O(m n^3)"),
        ("off policy learning", "offpolicy-learning"),
        ("offpolicy learning", "off-policy-learning"),
        ("state-of-the-art-level results", "state-of-the-art"),
        ("an end-to-end-to-end-trained net", "endtoend"),
        ("long-time-series-data", "timeseries"),
        ("Jean-Pierre's vision-language-action model", "vision-language"),
    ],
)
def test_inside_longer_ones(text: str, typed: str, library: Callable[..., Ask]) -> None:
    assert library([text, "Other"])(typed) == [text]


def test_a_phrase_goes_on_behind_a_compound(library: Callable[..., Ask]) -> None:
    titles = ["a k-NN-graph search", "a kNN graph search", "a k NN graph search"]
    ask = library([*titles, "a graph kNN search"])
    for typed in ('"kNN graph search"', '"k-NN graph search"', '"k NN-graph search"'):
        assert ask(typed) == sorted(titles), typed


def test_words_that_are_no_compounds_are_not_parted() -> None:
    dfs = Counter({"=learning": 50, "=learn": 60, "=ing": 3, "=an": 90, "=other": 80})
    dfs |= {"=another": 19, "=time": 9, "=series": 9, "=timeseries": 8, "=eries": 8}
    dfs |= {"=times": 8, "=at": 70, "=tack": 9, "=attack": 4, "==attack": 1, "9": 4}
    dfs |= {"=dataset": 1000, "==dataset": 9, "=data": 2000, "=set": 2000}
    dfs |= {"=furthermore": 20, "=further": 90, "=more": 90}
    ways = Parting(dfs.__getitem__).ways
    assert ways("learning") == []  # hardly any text has the two words
    assert ways("furthermore") == []  # twenty texts, and no hyphen
    assert ways("dataset") == []  # so common that it costs more than it is worth
    assert ways("another") == []  # with an article all texts would be read
    assert ways("attack") == [("at", "tack")]  # but for what some text hyphenates
    assert ways("timeseries") == [("time", "series"), ("times", "eries")]
    assert ways("time9") == [("time", "9")]
    assert ways("9") == ways("time-series") == ways("größe") == ways("") == []


@given(st.text(st.sampled_from("ab1"), max_size=40))
def test_the_work_is_bounded(word: str) -> None:
    asked: list[str] = []

    def frequency(term: str) -> int:
        asked.append(term)
        return 1

    parting = Parting(frequency)
    assert len(parting.ways(word)) <= MOST_WAYS
    assert len(asked) <= 2 * len(word) + 2
    count = len(asked)
    parting.ways(word)
    assert len(asked) == count


def test_of_many_words_some_are_parted() -> None:
    parting = Parting(lambda _: 1)
    words = [f"{'ab' * 4}{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]
    assert sum(bool(parting.ways(word)) for word in words) == MOST_PARTED
