"""The engine in this process: generations of mapped segments.

Knows which segments make a generation and which of their papers are gone; what is in a
segment, and how a plan is evaluated, is told elsewhere.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property, lru_cache
from itertools import chain
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
from searcher.index.expansion import expand
from searcher.index.generations import Generations
from searcher.index.holdings import SegmentPostings
from searcher.index.lexicon import DICTIONARY, READINGS, Source, would_differ
from searcher.index.manifest import REBUILD, Published, changes, damaged
from searcher.index.parts import read_state
from searcher.index.scalar import Scalar, ranked
from searcher.index.segment.reading import Segment
from searcher.index.topmost import best
from searcher.model import Explanation, Order, Paper, Sighting
from searcher.query.plan import FIELDS, Plan, breadth, named_terms
from searcher.typed import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from searcher.index.explain import Asked
    from searcher.index.weighing import Weighing


class _Closed(Protocol):
    """What can be."""

    def close(self) -> None: ...


C = TypeVar("C", bound=_Closed)
S = TypeVar("S")
V = TypeVar("V")

FORMAT = 13
MUCH = 3_000_000
"""So many bytes of digests are worth other processes from the beginning."""
MOST_SHOWN = 100
"""The numbers of so many papers of the latest page are remembered."""
WORTH_ARRAYS, WORTH_LOADING = 100, 150_000
"""Postings from which arrays pay: where numpy is loaded, and where it is not yet, of
all queries together.
"""
A_QUESTION = 10_000
"""A question counts as so many of these: who asks fifteen is there to stay."""
MADE = 128
"""So many times fewer do when another query had arrays."""
USUAL_PARTS = 4
"""With up to so many parts in a row, the number of their postings tells the work."""


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


class EmbeddedReader(SegmentPostings):
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
        self._passed = 0
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
        weighing = vars(self).pop("_weighing", None)
        if weighing:
            weighing.close()
        super().close()
        self.readings.close()
        self._dictionary.close()

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        last = None if limit is None else offset + limit
        expansion = expand(plan, self)
        if self._pays_for_numpy(plan, *expansion.groups.values()):
            from searcher.index.vector import Vector  # noqa: PLC0415  (loads numpy)

            arrays = Evaluation(plan, self, Vector(self._weighing), expansion)
            return self._page(arrays, order, offset, last)
        dicts = Evaluation(plan, self, Scalar(self), expansion)
        return self._page(dicts, order, offset, last)

    def _page(
        self,
        evaluation: Evaluation[S, V],
        order: Order,
        offset: int,
        last: int | None,
    ) -> Page:
        total, listed = best(evaluation, last if order is Order.RELEVANCE else None)
        hits = ranked(listed, order, self._day, self._id, last)[offset:last]
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

    def _pays_for_numpy(self, *plans: Plan) -> bool:
        """Whether there is so much to do that arrays are worth their cost."""
        # who has asked so much that loading would have paid will ask more
        left = WORTH_LOADING - self._passed
        enough = WORTH_ARRAYS if "numpy" in sys.modules else left
        if "_weighing" in vars(self):
            enough //= MADE
        if enough <= 0:
            return True
        work = 0
        # dicts hold the papers of all parts as often as there are parts
        times = max(1, max(map(breadth, plans)) // USUAL_PARTS)
        for term, fields in chain.from_iterable(map(named_terms, plans)):
            for segment in self._segments:
                for field, entry in segment.entries(term).items():
                    if field in fields:
                        work += entry.df * times
            if work > enough:
                return True
        self._passed += work + A_QUESTION
        return False

    def _explained(self, plan: Plan) -> "Asked":
        from searcher.index.explain import asked  # noqa: PLC0415 - when asked

        return asked(plan, self)

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
        return sorted(map(self._id, self.counts("keys", key)))

    def seen_in(self, digests: Collection[str]) -> list[str]:
        wholes = {digest_terms(digest)[0] for digest in digests}
        # each paper is fetched once, though it may have stood in thousands of digests
        held = {number for whole in wholes for number in self.counts("digests", whole)}
        papers = map(self._paper, sorted(held))
        # the term is a name in lower case, and may be that of another digest's folder
        return [p.id for p in papers if any(s.digest in digests for s in p.seen)]

    @property
    def segments(self) -> Sequence[Held]:
        return [Held(s.size, len(gone)) for _, s, gone in self._parts]

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
            DigestSegment(file, segment.size, gone)
            for file, (_, segment, gone) in zip(files, self._parts, strict=True)
        ]
        folder, number = self._published.folder, self.generation.number
        return whoosh_codec.complaints(folder, number, segments)

    @cached_property
    def _weighing(self) -> "Weighing":
        from searcher.index.arrays import SegmentArrays  # noqa: PLC0415  (loads numpy)
        from searcher.index.weighing import Weighing  # noqa: PLC0415  (as above)

        return Weighing(self, SegmentArrays(self._parts))


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
