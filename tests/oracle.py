"""An exact, slow, obvious engine in memory: what every other engine is held to.

It takes one paper at a time and asks its tokens what the plan asks, in the words of the
plan. With other engines it shares the tokens, the formulae and the expansion of words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import product

from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.han import Segmenter
from searcher.analysis.pinyin import Readings
from searcher.analysis.tokens import fingerprint, length
from searcher.errors import IndexMissing
from searcher.generation import Generation, Intake
from searcher.index import expansion, suggestions
from searcher.index.backend import Held, Page, Scored, Telling
from searcher.index.documents import AUTHOR_STRIDE, UNLIKE, field_tokens, indexed
from searcher.index.expansion import Open, expand
from searcher.index.explain import explanation
from searcher.index.substrings import HOLDING, MOST_TERMS, NEARLY_ALL, parts_of
from searcher.index.telling import telling
from searcher.model import (
    DigestState,
    Explanation,
    Order,
    Paper,
    Problem,
    Record,
    Sighting,
)
from searcher.query.bounding import read_each, unread
from searcher.query.plan import (
    FIELDS,
    MOST_PARTS,
    SCORED,
    TEXTS,
    All,
    Any,
    Choice,
    NamePart,
    Not,
    Phrase,
    Plan,
    Prefer,
    Substring,
    Synonyms,
    Together,
)
from searcher.query.sought import Sought
from searcher.ranking import DECIMALS, NEIGHBOURS, idf, normalised, saturated
from searcher.typed import Self


class Document:
    """A paper and where each of its terms stands."""

    def __init__(self, record: Record) -> None:
        self.record, self.paper = record, record.paper
        self.values = indexed(record)
        self.places: dict[str, dict[str, list[int]]] = {}
        self.lengths: dict[str, int] = {}
        for field, value in self.values.items():
            found = field_tokens(field, value, jieba_dictionary())
            places: dict[str, list[int]] = defaultdict(list)
            for token in found:
                places[token.term].append(token.position)
            self.places[field] = dict(places)
            self.lengths[field] = length(found)

    def has_part(self, part: str) -> bool:
        """Whether it stands in a term that tells of substrings."""
        return any(part in t for f in HOLDING for t in self.places.get(f, ()))

    def count(self, field: str, term: str) -> int:
        return len(self.places.get(field, {}).get(term, ()))


class MemoryReader:
    """Reads a list of documents that no longer changes."""

    def __init__(self, generation: Generation, documents: Sequence[Document]) -> None:
        self._generation = generation
        self.documents = documents
        self._unread: set[tuple[Plan, str]] = set()
        self._averages = {
            field: sum(lengths) / len(lengths)
            for field in SCORED
            if (lengths := [n for d in documents if (n := d.lengths.get(field))])
        }

    @property
    def generation(self) -> Generation:
        return self._generation

    @property
    def segmenter(self) -> Segmenter:
        return jieba_dictionary()

    @cached_property
    def readings(self) -> Readings:
        return Readings()

    def known(self, term: str) -> bool:
        return any(d.count(field, term) for d in self.documents for field in SCORED)

    def named(self, term: str) -> bool:
        return self.df("authors", term) > 0

    def held(self, id: str) -> bool:  # noqa: A002
        return any(d.paper.id.casefold() == id.casefold() for d in self.documents)

    def frequency(self, term: str) -> int:
        return self.dfs(TEXTS, term)

    def near(
        self, word: str, edits: int, fields: Sequence[str] = TEXTS
    ) -> Iterable[tuple[str, int]]:
        return suggestions.spelled(self.near_terms(word, edits), self, fields)

    def near_terms(self, word: str, edits: int) -> Iterable[str]:
        return expansion.near(word, edits, self)

    def sounding(self, pinyin: str) -> Sequence[str]:
        terms = (term for field in TEXTS for term, _ in self.terms(field, ""))
        return suggestions.sounds(terms).get(pinyin, [])

    def alike(self, run: str, pattern: re.Pattern[str]) -> Mapping[str, int]:
        return suggestions.alike(run, pattern, self)

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        meant, notes, said = expand(plan, self)
        found = []
        reading = _Reading(self, plan, meant)
        matching = reading.matching(plan, None)
        self._unread = reading.unread
        notes = (*notes, *reading.notes)
        for document in map(self.documents.__getitem__, sorted(matching)):
            score = self._score(plan, document, meant)
            if score is not None:
                found.append((document.paper, round(score, DECIMALS)))
        found.sort(key=lambda pair: pair[0].id)
        oldest = order is Order.OLDEST
        found.sort(key=lambda pair: _age(pair[0], oldest=oldest))
        if order is Order.RELEVANCE:
            found.sort(key=lambda pair: -pair[1])
        last = None if limit is None else offset + limit
        hits = [Scored(paper.id, score) for paper, score in found[offset:last]]
        return Page(len(found), hits, notes, expanded=said)

    def explain(self, plan: Plan, id: str) -> Explanation | None:  # noqa: A002
        for number, document in enumerate(self.documents):
            if document.paper.id == id:
                return explanation(number, _Asked(self, plan))
        return None

    def telling(self, id: str, most: int) -> list[Telling] | None:  # noqa: A002
        for number, document in enumerate(self.documents):
            if document.paper.id == id:
                return telling(document.paper, number, self, self.segmenter, most=most)
        return None

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        known = {d.paper.id: d.paper for d in self.documents}
        return [known[i] for i in ids if i in known]

    def sightings(self, id: str) -> tuple[Sighting, ...]:  # noqa: A002
        for document in self.documents:
            if document.paper.id == id:
                return document.record.sightings or (Sighting(document.paper),)
        return ()

    def keyed(self, key: str) -> list[str]:
        return [d.paper.id for d in self.documents if key in d.record.keys]

    def seen_in(self, digests: Collection[str]) -> list[str]:
        return [
            document.paper.id
            for document in self.documents
            if any(seen.digest in digests for seen in document.paper.seen)
        ]

    @property
    def segments(self) -> Sequence[Held]:
        return (Held(len(self.documents), gone=0),)

    def damage(self) -> Sequence[str]:
        return ()

    def audit(self) -> Sequence[str]:
        return ()

    def close(self) -> None:
        pass

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        counts = Counter(t for d in self.documents for t in d.places.get(field, ()))
        return iter(sorted(item for item in counts.items() if item[0] >= start))

    @property
    def size(self) -> int:
        return len(self.documents)

    @property
    def averages(self) -> Mapping[str, float]:
        return self._averages

    def everything(self) -> Iterable[int]:
        return range(self.size)

    def holding(self, text: str) -> Iterable[int]:
        found = set(self.everything())
        for part in parts_of(text):
            held = {n for n in self.everything() if self.documents[n].has_part(part)}
            few = len(self._terms_with(part)) <= MOST_TERMS
            if few and len(held) <= self.size * NEARLY_ALL:
                found &= held
        return sorted(found)

    def _terms_with(self, part: str) -> set[str]:
        every = (t for d in self.documents for held in d.places.values() for t in held)
        return {term for term in every if part in term}

    def newest(self, papers: Iterable[int], most: int) -> Iterable[int]:
        def age(number: int) -> tuple[tuple[bool, int], str]:
            paper = self.documents[number].paper
            return _age(paper, oldest=False), paper.id

        return sorted(papers, key=age)[:most]

    def positions(self, field: str, term: str) -> dict[int, list[int]]:
        held = (d.places.get(field, {}).get(term) for d in self.documents)
        return {number: places for number, places in enumerate(held) if places}

    def between(
        self,
        start: str,
        stop: str,
        like: Sequence[re.Pattern[bytes]] = (),  # noqa: ARG002  (may be ignored)
    ) -> Iterable[str]:
        every = {t for d in self.documents for held in d.places.values() for t in held}
        return sorted(term for term in every if start <= term < stop)

    def held_between(
        self, start: str, stop: str, fields: Collection[str]
    ) -> Mapping[str, int]:
        every = {term: self.dfs(fields, term) for term in self.between(start, stop)}
        return {term: df for term, df in every.items() if df}

    def df(self, field: str, term: str) -> int:
        return len(self.positions(field, term))

    def dfs(self, fields: Collection[str], term: str) -> int:
        return sum(self.df(field, term) for field in fields)

    def holders(self, term: str, fields: Sequence[str]) -> int:
        return self._df(term, fields)

    def length(self, paper: int, field: str) -> int:
        return self.documents[paper].lengths.get(field, 0)

    def texts(
        self, papers: Iterable[int], fields: Sequence[str]
    ) -> Iterable[tuple[int, Sequence[str]]]:
        for paper in papers:
            stored = self.documents[paper].values
            yield paper, [stored[field] for field in fields if field in stored]

    def _score(
        self, plan: Plan, document: Document, meant: Mapping[Open, Synonyms]
    ) -> float | None:
        """The score of a paper, None when it does not match."""
        match plan:
            case All(parts) | Any(parts):
                scores = [self._score(part, document, meant) for part in parts]
                some = [score for score in scores if score is not None]
                enough = len(some) == len(scores) if isinstance(plan, All) else some
                return sum(some) if enough else None
            case Not(part):
                return 0.0 if self._score(part, document, meant) is None else None
            case Prefer(part, bonuses):
                found = self._score(part, document, meant)
                if found is not None:
                    for bonus in bonuses:
                        extra = self._score(bonus, document, meant)
                        found += NEIGHBOURS * (extra or 0.0)
                return found
            case Synonyms() | Phrase():
                return self._leaf(plan, document)
            case Together(readings):
                return 0.0 if _together(readings, document) else None
            case Substring():
                return 0.0 if self._reads(plan, document) else None
            case _:
                return self._leaf(meant[plan], document)

    def _reads(self, plan: Substring, document: Document) -> bool:
        """Whether a substring is looked for in a paper, and found."""
        if (plan, document.paper.id) in self._unread:
            return False
        texts = [document.values.get(field, "") for field in plan.fields]
        unlike = document.count("languages", UNLIKE) > 0
        return Sought.of(plan.text).stands_in(texts, unlike=unlike)

    def _leaf(self, plan: Synonyms | Phrase, document: Document) -> float | None:
        counts = self.frequencies(plan, document)
        if not counts:
            return None
        tf = 0.0
        for field in FIELDS:
            if field in counts and field in SCORED and plan.weight:
                average = self._averages[field]
                size = document.lengths[field]
                tf += normalised(counts[field], field, size, average)
        return plan.weight * self.rarity(plan) * saturated(tf)

    def frequencies(
        self, plan: Synonyms | Phrase, document: Document
    ) -> dict[str, float]:
        """By field, how often a leaf stands in a paper, if it does."""
        counts: dict[str, float] = {}
        if isinstance(plan, Phrase):
            for field in plan.fields:
                if spans := _spans(plan, document.places.get(field, {})):
                    counts[field] = float(len(spans))
            return counts
        for term, probability in plan.choices:
            for field in term.fields:
                if count := document.count(field, term.text):
                    counts[field] = counts.get(field, 0.0) + probability * count
        return counts

    def rarity(self, plan: Synonyms | Phrase) -> float:
        if isinstance(plan, Synonyms):
            return idf(self.size, self._group_df(plan.choices))
        plain: dict[int, str] = {}
        for step in plan.steps:
            if step.end == step.start + 1:
                plain.setdefault(step.start, step.term)
        rarity = 0.0
        for node in sorted(plain):
            rarity += idf(self.size, self._df(plain[node], plan.fields))
        return rarity

    def _group_df(self, choices: Sequence[Choice]) -> float:
        """A paper counts by the most probable choice that it holds."""
        held = [
            max(
                (
                    probability
                    for term, probability in choices
                    if any(d.count(f, term.text) for f in term.fields)
                ),
                default=0.0,
            )
            for d in self.documents
        ]
        df = 0.0
        for probability in sorted({*held}, reverse=True):
            df += probability * held.count(probability)
        return df

    def _df(self, term: str, fields: Sequence[str]) -> int:
        return sum(any(d.count(f, term) for f in fields) for d in self.documents)


class _Asked:
    """A plan, asked about one paper."""

    def __init__(self, reader: MemoryReader, plan: Plan) -> None:
        self.reader, self.plan = reader, plan
        self.groups = expand(plan, reader).groups

    def holds(self, plan: Plan, paper: int) -> bool:
        document = self.reader.documents[paper]
        return self.reader._score(plan, document, self.groups) is not None

    def frequencies(self, leaf: Synonyms | Phrase, paper: int) -> dict[str, float]:
        return self.reader.frequencies(leaf, self.reader.documents[paper])

    def rarity(self, leaf: Synonyms | Phrase) -> float:
        return self.reader.rarity(leaf)


class _Reading:
    """Which papers match a plan of which every substring is looked for in some only."""

    def __init__(
        self, reader: MemoryReader, plan: Plan, meant: Mapping[Open, Synonyms]
    ) -> None:
        self.reader, self.meant, self.each = reader, meant, read_each(plan)
        self.notes: dict[str, None] = {}
        self.unread: set[tuple[Plan, str]] = set()
        """Substrings, and the ids of papers where they were not looked for."""

    def matching(self, plan: Plan, papers: set[int] | None) -> set[int]:
        """Those that match, of some papers or of all; where all parts have to, what is
        read comes last.
        """
        match plan:
            case All(parts):
                for part in sorted(parts, key=_order):
                    if isinstance(part, Not):
                        papers = (
                            {*self.reader.everything()} if papers is None else papers
                        )
                        papers = papers - self.matching(part.part, papers)
                    else:
                        papers = self.matching(part, papers)
                return {*self.reader.everything()} if papers is None else papers
            case Any(parts):
                return set[int]().union(*(self.matching(p, papers) for p in parts))
            case Prefer(part):
                return self.matching(part, papers)
            case Not():
                return self.matching(All((plan,)), papers)
            case Substring(text):
                read = self._read(Sought.of(text), papers)
                every = {*self.reader.everything()} if papers is None else papers
                documents = self.reader.documents
                left = ((plan, documents[n].paper.id) for n in every - read)
                self.unread.update(left)
                papers = read
        some = self.reader.everything() if papers is None else papers
        return {paper for paper in some if self._holds(plan, paper)}

    def _holds(self, plan: Plan, paper: int) -> bool:
        document = self.reader.documents[paper]
        return self.reader._score(plan, document, self.meant) is not None

    def _read(self, sought: Sought, papers: set[int] | None) -> set[int]:
        reader, every = self.reader, papers
        if papers is None:
            every = {*reader.everything()}  # no trust in what is looked up
            papers = {*(reader.holding(sought.normal) if sought.normal else ())}
            if sought.typed != sought.normal:
                unlike = reader.positions("languages", UNLIKE).keys()
                papers |= unlike & {*reader.holding(sought.typed)}
        if len(papers) <= self.each:
            return every or set()
        self.notes[unread(self.each, len(papers))] = None
        return {*reader.newest(papers, self.each)}


def _order(part: Plan) -> tuple[bool, bool]:
    return isinstance(part, Not), _reads(part)


def _reads(plan: Plan) -> bool:
    match plan:
        case All(parts) | Any(parts):
            return any(map(_reads, parts))
        case Prefer(part):
            return _reads(part)
        case _:
            return isinstance(plan, Substring)


def _age(paper: Paper, *, oldest: bool) -> tuple[bool, int]:
    """Sorts by date, papers without one last."""
    day = paper.date.toordinal() if paper.date else 0
    return day == 0, day if oldest else -day


def _together(readings: Sequence[Sequence[NamePart]], document: Document) -> bool:
    """Every way to give the parts of a reading to words of an author is tried."""
    held = document.places.get("authors", {})
    authors = {at // AUTHOR_STRIDE for places in held.values() for at in places}
    return any(
        _suits([_choices(part, held, author) for part in reading])
        for reading in readings
        for author in authors
    )


def _choices(
    part: NamePart, held: Mapping[str, Sequence[int]], author: int
) -> list[tuple[set[int], bool, bool]]:
    """The words that can be a part of a name, whether they are it in full, and whether
    it is the last.
    """
    return [
        ({*range(at, at + width)}, whole, part.last)
        for terms, whole in ((part.whole, True), (_single(part), False))
        for term, width in terms
        for at in held.get(term, ())
        if at // AUTHOR_STRIDE == author
    ]


def _suits(parts: Sequence[Sequence[tuple[set[int], bool, bool]]]) -> bool:
    if len(parts) > MOST_PARTS or not all(parts):
        return all(parts) and any(whole for part in parts for _, whole, _ in part)
    return any(_is_name(chosen) for chosen in product(*parts))


def _is_name(chosen: Sequence[tuple[set[int], bool, bool]]) -> bool:
    words = [word for here, _, _ in chosen for word in here]
    in_full = [word for here, whole, _ in chosen for word in here if whole]
    if len(words) != len(set(words)) or not in_full:
        return False
    return all(
        whole or not last or max(here) < max(in_full) for here, whole, last in chosen
    )


def _single(part: NamePart) -> list[tuple[str, int]]:
    return [(term, 1) for term in part.short]


def _spans(plan: Phrase, places: Mapping[str, Sequence[int]]) -> set[tuple[int, int]]:
    """All ways through the phrase, one after the other."""
    found = set()

    def walk(node: int, first: int, position: int, slop: int) -> None:
        if node == plan.size:
            found.add((first, position))
            return
        for step in plan.steps:
            if step.start != node:
                continue
            for at in places.get(step.term, ()):
                skipped = 0 if node == 0 else at - position - step.gap
                start = at if node == 0 else first
                if 0 <= skipped <= slop:
                    walk(step.end, start, at + step.advance, slop - skipped)

    walk(0, 0, 0, plan.slop)
    return found


class MemoryBackend:
    """Generations in memory; an update of one is a new list of documents."""

    def __init__(self) -> None:
        self.current: MemoryReader | None = None

    def open(self) -> MemoryReader:
        if self.current is None:
            raise IndexMissing("nothing has been built", hint="searcher update")
        return self.current

    def tidy(self) -> None:
        pass

    def recall(self) -> MemoryReader:
        return self.open()

    def begin(
        self,
        base: Generation | None,
        *,
        expected: int = 0,  # noqa: ARG002 - nothing takes long here
    ) -> "MemoryBuild":
        documents = self.current.documents if self.current and base else ()
        return MemoryBuild(self, {d.paper.id: d for d in documents})


class MemoryBuild:
    """A generation in the making."""

    def __init__(self, backend: MemoryBackend, documents: dict[str, Document]) -> None:
        self._backend = backend
        self._before = documents
        self._added: dict[str, Document] = {}

    def add(self, records: Iterable[Record]) -> None:
        self._added.update((one.paper.id, Document(one)) for one in records)

    def remove(self, ids: Iterable[str]) -> None:
        for paper in ids:
            self._before.pop(paper, None)

    def publish(
        self, *, digests: Iterable[DigestState], problems: Iterable[Problem]
    ) -> Generation:
        before = self._backend.current
        every = {**self._before, **self._added}
        generation = Generation(
            before.generation.number + 1 if before else 1,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            format=0,
            analysis=fingerprint(),
            papers=len(every),
            intake=Intake.of(digests, problems),
        )
        documents = tuple(every.values())
        self._backend.current = MemoryReader(generation, documents)
        return generation

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        pass
