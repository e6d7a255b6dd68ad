"""Where a phrase stands, from where its terms stand.

Knows positions only, neither fields nor scores.
"""

from collections.abc import Callable, Mapping, Sequence

from searcher.query.plan import Phrase, Step

Positions = Mapping[int, Sequence[int]]
Span = tuple[int, int]  # positions from, to (exclusive)


def occurrences(
    phrase: Phrase, positions: Callable[[str], Positions]
) -> dict[int, set[Span]]:
    """By paper, the spans of positions that the phrase covers in one field."""
    if len(phrase.steps) == 1:  # a lone word: no order to look at
        (step,) = phrase.steps
        return {
            paper: {(at, at + step.advance) for at in places}
            for paper, places in positions(step.term).items()
        }
    postings = {step.term: positions(step.term) for step in phrase.steps}
    found: dict[int, set[Span]] = {}
    for paper in _candidates(phrase, postings):
        spans = spans_in(phrase, {t: p.get(paper, ()) for t, p in postings.items()})
        if spans:
            found[paper] = spans
    return found


def spans_in(phrase: Phrase, places: Mapping[str, Sequence[int]]) -> set[Span]:
    """The spans of a phrase in one text, given where each term stands in it."""
    reached: list[dict[Span, int]] = [{} for _ in range(phrase.size + 1)]
    for step in sorted(phrase.steps, key=lambda step: step.start):
        arrivals = reached[step.end]
        for at in places.get(step.term, ()):
            for span, used in _departures(phrase, step, at, reached[step.start]):
                if used <= phrase.slop and used < arrivals.get(span, phrase.slop + 1):
                    arrivals[span] = used
    return set(reached[phrase.size])


def _departures(
    phrase: Phrase, step: Step, at: int, reached: Mapping[Span, int]
) -> list[tuple[Span, int]]:
    """The spans that a term at a position prolongs, with the slop each has used."""
    after = at + step.advance
    if step.start == 0:
        return [((at, after), 0)]
    return [
        ((first, after), used + at - end - step.gap)
        for (first, end), used in reached.items()
        if 0 <= at - end - step.gap <= phrase.slop
    ]


def _candidates(phrase: Phrase, postings: Mapping[str, Positions]) -> set[int]:
    """The papers in which some path through the phrase has all its terms."""
    reached: list[set[int]] = [set() for _ in range(phrase.size + 1)]
    for step in sorted(phrase.steps, key=lambda step: step.start):
        papers = postings[step.term].keys()
        reached[step.end] |= papers if step.start == 0 else reached[step.start] & papers
    return reached[phrase.size]
