"""The engine in this process: generations of mapped segments.

Knows which segments make a generation and which of their papers are gone; what is in a
segment, and how a plan is evaluated, is told elsewhere.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from searcher.analysis.dictionary import open_dictionary
from searcher.analysis.pinyin import Readings
from searcher.analysis.terms import NO_TERMS, Terms, termed
from searcher.analysis.tokens import fingerprint
from searcher.corpus import READING
from searcher.errors import IndexOutdated
from searcher.generation import Generation
from searcher.index.backend import Build, Held, Page, Scored, Telling
from searcher.index.documents import digest_terms
from searcher.index.evaluate import Evaluation
from searcher.index.generations import Generations
from searcher.index.lexicon import DICTIONARY, READINGS, Source, would_differ
from searcher.index.manifest import REBUILD, Published, changes, damaged
from searcher.index.multireader import MultiReader
from searcher.index.parts import read_state
from searcher.index.segment.reading import Segment
from searcher.index.top_k import ranked
from searcher.model import Explanation, Order, Paper, Sighting
from searcher.query.plan import FIELDS, Plan
from searcher.typed import Protocol, TypeVar


class _Closed(Protocol):
    """What can be."""

    def close(self) -> None: ...


C = TypeVar("C", bound=_Closed)
S = TypeVar("S")

FORMAT = 13
MUCH = 3_000_000
"""So many bytes of digests are worth other processes from the beginning."""
MOST_SHOWN = 100
"""The numbers of so many papers of the latest page are remembered."""


def _opened(kind: Callable[[Path], S], file: Path) -> S:
    """Raises IndexDamaged that names the file; FileNotFoundError as it is, for what is
    gone may have been replaced.
    """
    try:
        return kind(file)
    except FileNotFoundError:
        raise
    except Exception as error:  # what nonsense in a file leads to is anybody's guess
        raise damaged(file, f"cannot be read: {error}") from error


class EmbeddedReader(MultiReader):
    """One generation, opened."""

    def __init__(self, published: Published, own: Terms = NO_TERMS) -> None:
        """Raises IndexDamaged when a file is not what it should be."""
        self._published = published
        folder = published.folder
        self._state = read_state(published)
        files = [folder / part.file for part in self._state.parts]
        with ExitStack() as opened:

            def open_(kind: Callable[[Path], C], file: Path) -> C:
                found = _opened(kind, file)
                opened.callback(found.close)
                return found

            segments = [open_(Segment, file) for file in files]
            self.readings = open_(Readings, folder / READINGS)
            self._dictionary = open_(open_dictionary, folder / DICTIONARY)
            opened.pop_all()  # all are there, to be closed with this
        self.segmenter = termed(self._dictionary, own)
        totals = self._state.totals
        super().__init__(segments, [part.gone for part in self._state.parts], totals)
        self._shown: Mapping[str, int] = {}
        # the hits of one answer are explained one after the other
        self._explaining = lru_cache(maxsize=1)(self._explained)

    @property
    def generation(self) -> Generation:
        return self._published.generation

    @property
    def sources(self) -> Sequence[Source]:
        """What the words and readings were made of."""
        return self._state.sources

    def close(self) -> None:
        """Let go of every file; of what was found before, nothing is one."""
        self._explaining.cache_clear()
        super().close()
        self.readings.close()
        self._dictionary.close()

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        last = None if limit is None else offset + limit
        evaluation = Evaluation(plan, self)
        by_score = order is Order.RELEVANCE or last == 0  # of none, any order is one
        total, found = evaluation.best(last if by_score else None)
        hits = ranked(found, order, self, last)[offset:last]
        scored = [Scored(id_, score) for _, id_, score in hits]
        # whoever gets a page asks for its papers
        self._shown = {id_: number for number, id_, _ in hits[:MOST_SHOWN]}
        return Page(
            total,
            scored,
            evaluation.notes,
            evaluation.rarities(),
            evaluation.meant,
        )

    def _explained(self, plan: Plan) -> Evaluation:
        evaluation = Evaluation(plan, self)
        for leaf in evaluation.groups:  # of a thousand terms: once, not for each paper
            evaluation.matched(leaf)
        return evaluation

    def explain(self, plan: Plan, id: str) -> Explanation | None:  # noqa: A002
        number = self._number(id)
        if number is None:
            return None
        from searcher.index.explain import explanation  # noqa: PLC0415 - when asked

        return explanation(number, self._explaining(plan))

    def telling(self, id: str, most: int) -> list[Telling] | None:  # noqa: A002
        number = self._number(id)
        if number is None:
            return None
        from searcher.index.telling import telling  # noqa: PLC0415 - when asked

        return telling(self._paper(number), number, self, self.segmenter, most=most)

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        shown = self._shown
        numbers = (shown[id_] if id_ in shown else self._number(id_) for id_ in ids)
        return [
            self._stored(number, Segment.late_paper)
            for number in numbers
            if number is not None
        ]

    def sightings(self, id: str) -> tuple[Sighting, ...]:  # noqa: A002
        number = self._number(id)
        return () if number is None else self._stored(number, Segment.sightings)

    def keyed(self, key: str) -> list[str]:
        return sorted(map(self.id_of, self.docs("keys", key)))

    def seen_in(self, digests: Collection[str]) -> list[str]:
        wholes = {digest_terms(digest)[0] for digest in digests}
        # each paper is fetched once, though it may have stood in thousands of digests
        held = {number for whole in wholes for number in self.docs("digests", whole)}
        papers = map(self._paper, sorted(held))
        # the term is a name in lower case, and may be that of another digest's folder
        return [p.id for p in papers if any(s.digest in digests for s in p.seen)]

    @property
    def segments(self) -> Sequence[Held]:
        return [Held(part.segment.size, len(part.gone)) for part in self._parts]

    def damage(self) -> Sequence[str]:
        return list(changes(self._published))

    def audit(self) -> Sequence[str]:
        found = self.damage()
        if found:
            return found
        from searcher.index import whoosh_codec  # noqa: PLC0415  (loads whoosh)
        from searcher.index.contents import DigestSegment  # noqa: PLC0415

        files = [part.file for part in self._state.parts]
        segments = [
            DigestSegment(file, part.segment.size, part.gone)
            for file, part in zip(files, self._parts, strict=True)
        ]
        folder, number = self._published.folder, self.generation.number
        return whoosh_codec.complaints(folder, number, segments)


class EmbeddedBackend:
    """Generations of segments in a folder index/, read by today's rules and analysed
    with the user's own terms; built with others, they are outdated.
    """

    def __init__(self, index: Path, own: Terms = NO_TERMS) -> None:
        self._own = own
        # what a paper is made of, what is indexed of it, and what its texts become
        fields = crc32(" ".join(FIELDS).encode())
        analysis = f"reading {READING}, fields {fields:08x}, {fingerprint(own)}"
        self._generations = Generations(index, format=FORMAT, analysis=analysis)

    def open(self) -> EmbeddedReader:
        return self._generations.read(self._opened)

    def _opened(self, published: Published) -> EmbeddedReader:
        reader = EmbeddedReader(published, self._own)
        if would_differ(reader.sources):
            reader.close()
            raise IndexOutdated(
                f"{published.folder} was built with words and readings of another "
                "jieba or pypinyin",
                hint=REBUILD,
                digests=tuple(state.path for state in published.generation.digests),
            )
        return reader

    def recall(self) -> EmbeddedReader:
        return self._generations.recall(lambda found: EmbeddedReader(found, self._own))

    def tidy(self) -> None:
        self._generations.tidy()

    def begin(
        self, base: Generation | None, *, expected: int = 0, timeout: float = 0
    ) -> Build:
        from searcher.index.segment.helping import hired  # noqa: PLC0415  (not to search)

        staging = self._generations.begin(timeout=timeout)
        # at once: while they come to life we load numpy, and the corpus is read
        helpers = hired() if expected >= MUCH else []
        try:
            # the builder loads numpy and whoosh, which a search does without
            from searcher.index.updating import EmbeddedBuild  # noqa: PLC0415

            return EmbeddedBuild(staging, base, self._own, helpers)
        except BaseException:
            for helper in helpers:
                helper.close()
            staging.close()
            raise
