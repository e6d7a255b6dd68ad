"""What the constants of the ranking do on test collections, as a Markdown table.

    PYTHONPATH=. python bench/relevance.py FOLDER_OF_COLLECTIONS

The papers are analysed once, the plans are the planner's own, and the frequencies of
their leaves are kept. The row `chosen` is what `searcher eval` prints.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from searcher import ranking
from searcher._core.phrases import PhraseMatcher
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.tokens import length
from searcher.evaluation.asking import DEPTH
from searcher.evaluation.collection import read_collection
from searcher.evaluation.measuring import measured
from searcher.index.counting import rarity
from searcher.index.documents import field_tokens, values
from searcher.model import Match, Paper
from searcher.query import neighbours, planning, slots
from searcher.query.parser import parse
from searcher.query.plan import SCORED, All, Any, Leaf, Phrase, Plan, Prefer, Synonyms

COLLECTIONS = dict.fromkeys(("cranfield", "cisi", "scifact"), "nDCG@10")
COLLECTIONS |= {"csl_all": "MRR@10", "terms-zh": "MAP"}


class Setting(NamedTuple):
    """The constants of the formula; the names are those of docs/relevance.md."""

    k1: float = ranking.K1
    w_title: float = ranking.WEIGHTS["title.en"].weight
    b_title: float = ranking.WEIGHTS["title.en"].b
    b_abstract: float = ranking.WEIGHTS["abstract.en"].b
    neighbours: float = ranking.NEIGHBOURS
    k3: float = 1e12

    def field(self, name: str) -> tuple[float, float]:
        if name.startswith("title"):
            return self.w_title, self.b_title
        return (1.0, self.b_abstract) if name.startswith("abstract") else (1.0, 0.0)


SWEPT: Mapping[str, Sequence[float]] = {
    "k1": (0.9, 1.2, 1.8, 2.2, 3.0),
    "w_title": (1.0, 1.5, 2.0, 3.0, 4.0),
    "b_title": (0.2, 0.3, 0.5, 0.6, 0.75),
    "b_abstract": (0.4, 0.5, 0.6, 0.75, 0.8, 0.9),
    "neighbours": (0.0, 0.05, 0.1, 0.2, 0.3, 0.5),
    "k3": (0.0, 1.0, 8.0),
}


PLANNED = (
    ("pairs of a Han run share", "OF_A_RUN", (0, 2, 4, 6, 8)),
    ("pairs of a compound ×", "OF_A_COMPOUND", (1, 4)),
    ("words that a compound is taken apart from:", "LEAST_APART", (1, 1000)),
    ("stop words that a pair may bridge:", "MOST_BRIDGED", (0, 1, 4)),
)


def rows() -> Iterator[tuple[str, Setting, tuple[object, str, object] | None]]:
    """For each line of the table, what differs from what was chosen."""
    yield "chosen", Setting(), None
    for name, tried in SWEPT.items():
        for value in tried:
            yield f"{name} = {value:g}", Setting()._replace(**{name: value}), None
    for label, name, tried in PLANNED:
        for value in tried:
            yield f"{label} {value:g}", Setting(), (neighbours, name, value)
    yield "stop words kept", Setting(), (slots, "is_stop_word", lambda _: False)


class Held:
    """The postings of a collection in memory."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.size = len(papers)
        self.ids = [paper.id for paper in papers]
        self.order = np.argsort(np.argsort(np.array(self.ids)))  # where scores tie
        self.lengths = {field: np.zeros(self.size) for field in SCORED}
        self.segmenter = jieba_dictionary()
        self._held: dict[tuple[str, str], dict[int, list[int]]] = {}
        for number, paper in enumerate(papers):
            texts = values(paper)
            for field in (field for field in SCORED if field in texts):
                tokens = field_tokens(field, texts[field], self.segmenter)
                self.lengths[field][number] = length(tokens)
                for token in tokens:
                    places = self._held.setdefault((field, token.term), {})
                    places.setdefault(number, []).append(token.position)

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        return self._held.get((field, term), {})

    def holders(self, group: Synonyms) -> int:
        held = (
            self.positions(field, term.text).keys()
            for term, _ in group.choices
            for field in term.fields
        )
        return len(set[int]().union(*held))

    def counts(self, leaf: Leaf, field: str) -> dict[int, float]:
        """By paper, how often a leaf stands in a field."""
        found: dict[int, float] = {}
        if isinstance(leaf, Phrase):
            if field not in leaf.fields:
                return found
            terms = {step.term: self.positions(field, step.term) for step in leaf.steps}
            matcher = PhraseMatcher(leaf.steps, leaf.size, leaf.slop, [*terms])
            for paper in sorted({paper for held in terms.values() for paper in held}):
                places = [held.get(paper, ()) for held in terms.values()]
                text = [(_ints([0]), _ints([0, len(p)]), _ints(p)) for p in places]
                if count := matcher.count(text, _ints([0]))[0]:
                    found[paper] = count
            return found
        for term, probability in leaf.choices:
            if field in term.fields:
                for paper, places in self.positions(field, term.text).items():
                    found[paper] = found.get(paper, 0.0) + probability * len(places)
        return found

    def known(self, term: str) -> bool:
        return any((field, term) in self._held for field in SCORED)


def _ints(numbers: Iterable[int]) -> memoryview:
    return memoryview(array("i", numbers))


def leaves(plan: Plan, *, bonus: bool = False) -> Iterator[tuple[Leaf, bool]]:
    match plan:
        case Any(parts) | All(parts):
            for part in parts:
                yield from leaves(part, bonus=bonus)
        case Prefer(part, bonuses):
            yield from leaves(part, bonus=bonus)
            for each in bonuses:
                yield from leaves(each, bonus=True)
        case _:
            yield plan, bonus


class Collection:
    def __init__(self, folder: Path) -> None:
        self.read = read_collection(folder)
        self.held = Held(self.read.documents)
        self.frequencies = cache(self._frequencies)
        self.chosen = self.plans()

    def plans(self) -> dict[str, list[tuple[Leaf, bool]]]:
        """The leaves of the plan of each judged query, and which are bonuses."""
        held, found = self.held, {}
        for name in self.read.judgements.keys() & self.read.queries.keys():
            text = self.read.queries[name]
            query = parse(text, today=date(2026, 1, 1), plain=True).query
            how = {"segmenter": held.segmenter, "match": Match.ANY}
            found[name] = list(leaves(planning.plan_of(query, known=held.known, **how)))
        return found

    def _frequencies(self, leaf: Leaf) -> tuple[float, np.ndarray, dict]:
        """How rare a leaf is, which papers have it, and how often in which field."""
        found = {field: self.held.counts(leaf, field) for field in SCORED}
        numbers = sorted({n for held in found.values() for n in held})
        tf = {
            field: np.array([held.get(n, 0.0) for n in numbers])
            for field, held in found.items()
            if held
        }
        rare = rarity(leaf, self.held.size, self.held.holders)
        return rare, np.array(numbers, int), tf

    def value(self, setting: Setting, plans: Mapping) -> float:
        norms = {}
        for field, lengths in self.held.lengths.items():
            weight, b = setting.field(field)
            average = lengths[lengths > 0].mean() if lengths.any() else 1.0
            norms[field] = weight / (1 - b + b * lengths / average)

        @cache
        def scored(leaf: Leaf) -> tuple[np.ndarray, np.ndarray]:
            rarity, papers, by_field = self.frequencies(leaf)
            tf = sum(norms[f][papers] * count for f, count in by_field.items())
            return papers, rarity * (setting.k1 + 1) * tf / (setting.k1 + tf)

        run = {}
        for name, asked in plans.items():
            total = np.zeros(self.held.size)
            for leaf, bonus in asked:
                papers, scores = scored(leaf)
                if bonus:
                    share = setting.neighbours * leaf.weight
                    total[papers] += share * scores * (total[papers] > 0)
                else:
                    times = leaf.weight / (setting.k3 + leaf.weight)
                    total[papers] += (setting.k3 + 1) * times * scores
            run[name] = self.ranking(np.round(total, ranking.DECIMALS))
        return measured(run, self.read.judgements)[COLLECTIONS[self.read.name]]

    def ranking(self, scores: np.ndarray) -> list[tuple[str, float]]:
        found = np.flatnonzero(scores)
        best = found[np.lexsort((self.held.order[found], -scores[found]))][:DEPTH]
        return [(self.held.ids[n], float(-rank)) for rank, n in enumerate(best)]


def main(root: str) -> None:
    table: dict[str, list[str]] = defaultdict(list)
    for name in COLLECTIONS:  # one after the other: they take memory
        collection = Collection(Path(root) / name)
        for label, setting, change in rows():
            plans = collection.chosen
            if change:
                with patch.object(*change):
                    plans = collection.plans()
            table[label].append(f"{collection.value(setting, plans):.4f}")
    heads = (f"{name} {metric}" for name, metric in COLLECTIONS.items())
    print("|", " | ".join(["", *heads]), "|")
    print("|---" * (len(COLLECTIONS) + 1) + "|")
    for label, cells in table.items():
        print("|", " | ".join([label, *cells]), "|")


if __name__ == "__main__":
    main(sys.argv[1])
