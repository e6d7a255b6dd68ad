"""What of a plan is evaluated when all would cost too much; no engine is asked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from searcher.analysis.dictionary import jieba_dictionary
from searcher.model import Match
from searcher.query import bounding, plan
from searcher.query.bounding import bounded, paired
from searcher.query.parser import parse
from searcher.query.parting import MOST_TRIED, UNPARTED, Parting
from searcher.query.plan import Plan
from searcher.query.planning import Planned, planned

TODAY = date(2026, 3, 5)
SIZES = (1_000, 2_000, 4_000)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def held(term: str) -> int:
    """In how many texts a term stands: the longer the number in it, the fewer."""
    digits = "".join(filter(str.isdigit, term))
    return 200_000 // (1 + int(digits or 0) % 50)


def read(
    typed: str, match: Match = Match.ALL, frequency: Callable[[str], int] = held
) -> Planned:
    return planned(
        parse(typed, today=TODAY).query,
        segmenter=jieba_dictionary(),
        match=match,
        known=lambda _: True,
        frequency=frequency,
    )


def named(leaf: Plan) -> set[str]:
    """The terms that a leaf names."""
    match leaf:
        case plan.Synonyms(choices):
            return {term.text for term, _ in choices}
        case plan.Phrase(steps):
            return {step.term for step in steps}
    return set()


def leaves(found: Plan) -> list[Plan]:
    match found:
        case plan.All(parts) | plan.Any(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case plan.Not(part):
            return leaves(part)
        case plan.Prefer(part, bonuses):
            return [*leaves(part), *bonuses]
    return [found]


def postings(found: Plan) -> int:
    """What is read for the leaves of a plan, once each."""
    terms = (named(leaf) for leaf in set(leaves(found)))
    return sum(held(term) for each in terms for term in each)


MANY: dict[str, Callable[[int], str]] = {
    "words": lambda n: " ".join(f"word{at}" for at in range(n)),
    "either": lambda n: " OR ".join(f"word{at}" for at in range(n)),
    "excluded": lambda n: " ".join(f"-word{at}" for at in range(n)),
    "exact": lambda n: " ".join(f"=word{at}" for at in range(n)),
    "boosted": lambda n: " ".join(f"word{at}^2" for at in range(n)),
    "groups": lambda n: " ".join(f"(word{at} OR text{at})" for at in range(n)),
    "compounds": lambda n: " ".join(f"word{at}-text{at}" for at in range(n)),
    "phrases": lambda n: " ".join(f'"word{at} text{at}"' for at in range(n)),
    "either phrase": lambda n: " OR ".join(f'"word{at} text{at}"' for at in range(n)),
    "loose phrases": lambda n: " OR ".join(f'"word{at} text{at}"~9' for at in range(n)),
    "a long phrase": lambda n: f'"{" ".join(f"word{at}" for at in range(n))}"',
    "in titles": lambda n: " ".join(f"title:word{at}" for at in range(n)),
    "subjects": lambda n: " OR ".join(f"cat:word{at}" for at in range(n)),
    "Chinese": lambda n: " ".join(f"{chr(0x4E00 + at)}{at}" for at in range(n)),
}


@pytest.mark.parametrize("match", Match)
@pytest.mark.parametrize("kind", MANY)
def test_however_many_words_there_are_as_many_postings_are_read(
    kind: str, match: Match
) -> None:
    for size in SIZES:
        found = read(MANY[kind](size), match)
        bonuses = match is Match.ALL and bounding.MOST_NEIGHBOURS * 6 * 200_000
        few = bounding.FEW * 6 * 200_000
        assert postings(found.plan) <= bounding.MOST_POSTINGS + bonuses + few
        assert len(found.notes) > 0


def test_the_rarest_words_are_looked_for() -> None:
    found = read(MANY["either"](900))
    (note,) = found.notes
    kept = {term for leaf in leaves(found.plan) for term in named(leaf)}
    count = len(leaves(found.plan))
    assert note == f"of 900 words and phrases the {count} rarest were looked for"
    rarest = max(held(term) for term in kept)
    left_out = {f"word{at}" for at in range(900)} - kept
    assert left_out
    assert all(held(term) >= rarest for term in left_out if f"={term}" not in kept)


@pytest.mark.parametrize(
    "typed",
    [
        "in the of and",
        "a of the in on by to we",
        "-the",
        '"of the in a"',
        '"trust region"~3 policy',
        "the OR a OR of",
        "policy -the policy -of",
    ],
)
def test_of_few_words_none_is_left_out(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """However frequent they are, where a phrase is not of the most frequent."""

    words = {"a", "of", "the", "in", "on", "by", "to", "we", "and", "policy"}

    def frequent(term: str) -> int:
        return 1_000_000 if term.lstrip("=") in words else 3

    found = read(typed, frequency=frequent)
    for limit in ("MOST_POSTINGS", "MOST_LOOSE"):
        monkeypatch.setattr(bounding, limit, 1 << 60)
    assert (found, found.notes) == (read(typed, frequency=frequent), ())


@pytest.mark.parametrize(
    ("typed", "instead", "note"),
    [
        (
            " OR ".join(f"{letter}*" for letter in LETTERS),
            " OR ".join(f"{letter}*" for letter in LETTERS[:10]),
            "only the first 10 beginnings of words were looked for",
        ),
        (
            " OR ".join(f"{a}{b}*" for a in LETTERS[:3] for b in LETTERS),
            " OR ".join(f"{a}{b}*" for a in LETTERS[:2] for b in LETTERS[:25])
            .replace("az* OR ", "")
            .replace("OR ba*", "OR az* OR ba*")
            .replace(" OR by*", ""),
            "only the first 50 beginnings of words were looked for",
        ),
        (
            " OR ".join(f"word{at}*" for at in range(101)),
            " OR ".join(f"word{at}*" for at in range(100)),
            "only the first 100 beginnings of words were looked for",
        ),
        (
            "bart~ puts~ nets~ maps~ sets~",
            "bart~ puts~ nets~ maps~",
            "only the first 4 words with a ~ were looked for",
        ),
        (
            " OR ".join(f'au:"a{at}x b"' for at in range(33)),
            " OR ".join(f'au:"a{at}x b"' for at in range(32)),
            "only the first 32 names of authors were looked for",
        ),
        (
            " OR ".join(f"after:{2000 + at}" for at in range(12)),
            " OR ".join(f"after:{2000 + at}" for at in range(10)),
            "only the first 10 spans of days were looked for",
        ),
        ('"trust the of"~9', '"trust the of"', bounding.CLOSE),
        ('-"the of"~9', '-"the of"', bounding.CLOSE),
    ],
)
def test_what_is_cut_is_as_if_it_was_not_typed(
    typed: str, instead: str, note: str
) -> None:
    found = read(typed, frequency=lambda _: 190_000)
    assert found.notes == (note,)
    assert found.plan == read(instead, frequency=lambda _: 190_000).plan


def test_days_of_one_by_one_are_all_looked_for() -> None:
    days = (str(TODAY - timedelta(days=at)) for at in range(1_000))
    assert read(" OR ".join(f"date:{day}" for day in days)).notes == ()


def test_of_a_long_phrase_the_first_words_are_looked_for() -> None:
    words = [f"word{at}" for at in range(bounding.MOST_IN_A_PHRASE + 1)]
    found = read(f'"{" ".join(words)}"', frequency=lambda _: 0)
    assert found.plan == read(f'"{" ".join(words[:-1])}"', frequency=lambda _: 0).plan
    assert found.notes == ("only the first 100 words of a phrase were looked for",)


def test_pairs_of_words_count_as_far_as_they_can_be_read() -> None:
    words = [f"word{at}" for at in range(60)]
    notes = [
        read(" ".join(words), Match.ANY, lambda _, each=each: each).notes
        for each in (1_000, 15_000, 80_000)
    ]
    assert notes[0] == ()
    assert notes[1] in [(paired(some),) for some in range(1, 59)]
    assert notes[2][-1] == paired(0)


def test_two_readings_share_what_one_may_read() -> None:
    words = (plan.Term(f"word{at}", plan.TEXTS) for at in range(900))
    either = plan.Any(tuple(plan.Synonyms((plan.Choice(word),)) for word in words))
    one, two = (leaves(bounded(either, held, share=share)[0]) for share in (1, 2))
    assert 1.5 * len(two) < len(one) < 3 * len(two)


@pytest.mark.parametrize("size", SIZES)
def test_the_parts_of_so_many_words_are_looked_up(size: int) -> None:
    asked: list[str] = []

    def frequency(term: str) -> int:
        asked.append(term)
        return 0

    parting = Parting(frequency)
    for at in range(size):
        parting.ways(
            f"longishword{LETTERS[at % 26]}" + "z" * (at % 17) + "q" * (at // 400)
        )
    assert len(asked) < 2 * MOST_TRIED + size
    assert parting.cut


def test_words_that_are_not_parted_are_said() -> None:
    typed = " ".join(f"unheardofword{a}{b}" for a in LETTERS for b in LETTERS[:12])
    assert UNPARTED in read(typed, frequency=lambda _: 0).notes
    assert UNPARTED not in read("unheardofword", frequency=lambda _: 0).notes
