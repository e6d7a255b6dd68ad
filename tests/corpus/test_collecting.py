"""A whole corpus: scan, read, merge, and what is remembered of it."""

import gzip
import json
import lzma
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as Date
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.corpus.collecting import Corpus, Gathering, read_corpus
from searcher.corpus.merging import merge
from searcher.corpus.reading import Reading
from searcher.corpus.scanning import Found, scan
from searcher.model import Paper, Sighting

ENTRY = """\
### {title}
 - **Authors:** {authors}
 - **Arxiv link:** https://arxiv.org/abs/{id}
 - **Abstract**
 {abstract}
"""


def digest(day: str, *entries: str, keyword: str = "heaps") -> str:
    return f"# New submissions for {day}\n## Keyword: {keyword}\n" + "".join(entries)


def entry(ident: str, title: str, *, authors: str = "Ada", abstract: str = "A.") -> str:
    return ENTRY.format(id=ident, title=title, authors=authors, abstract=abstract)


def write(corpus: Path, name: str, text: str) -> None:
    path = corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_corpus_of_all_formats(tmp_path: Path) -> None:
    one = entry("2603.00001", "Lazy Heaps")
    write(tmp_path, "b.md", digest("Mon, 2 Mar 26", one, entry("", "Sorting Networks")))
    write(tmp_path, "a/2.md", digest("Tue, 3 Mar 26", one, keyword="trees"))
    line = {"id": "2603.00002v2", "title": "Sorting networks", "title_zh": "排序网络"}
    write(tmp_path, "2026-02-01.jsonl", json.dumps(line) + "\nbroken\n")
    write(tmp_path, "notes.txt", "not a digest")
    write(tmp_path, "README.md", "about")
    (tmp_path / "empty.txt").touch()
    found = read_corpus(tmp_path)
    heaps, networks = found.papers
    assert (heaps.id, heaps.keywords) == ("2603.00001", ("heaps", "trees"))
    assert [seen.digest for seen in heaps.seen] == ["b.md", "a/2.md"]
    assert (networks.id, networks.version) == ("2603.00002", 2)
    assert networks.title.zh == "排序网络"
    assert networks.authors == ("Ada",)
    assert networks.date == Date(2026, 2, 1)
    assert [str(problem) for problem in found.problems] == [
        "2026-02-01.jsonl:2: broken JSON, expecting value at character 1",
        "notes.txt: nothing recognised in it, wanted a digest or JSON lines",
    ]
    assert [(state.path, state.entries) for state in found.digests] == [
        ("2026-02-01.jsonl", 1),
        ("a/2.md", 1),
        ("b.md", 2),
        ("empty.txt", 0),
        ("notes.txt", 0),
    ]
    for state in found.digests:
        data = (tmp_path / state.path).read_bytes()
        assert state.sha256 == sha256(data).hexdigest()
        assert state.size == len(data)
        assert state.mtime == (tmp_path / state.path).stat().st_mtime_ns
    assert found.unreadable == ()


def test_no_corpus(tmp_path: Path) -> None:
    found = read_corpus(tmp_path / "gone")
    assert (found.papers, found.digests, found.unreadable) == ((), (), ("",))
    assert [str(problem) for problem in found.problems] == [
        ".: cannot be read: no such file or directory"
    ]


def test_a_digest_that_vanishes_is_unreadable_not_empty(tmp_path: Path) -> None:
    write(tmp_path, "a.md", digest("Mon, 2 Mar 26", entry("2603.00001", "One")))
    write(tmp_path, "b.md", digest("Mon, 2 Mar 26", entry("2603.00002", "Two")))
    found = scan(tmp_path)
    (tmp_path / "a.md").unlink()
    gathering = Gathering(found.digests)
    assert [sighting.paper.id for sighting in gathering] == ["2603.00002"]
    assert gathering.unreadable == ["a.md"]
    assert [state.path for state in gathering.digests] == ["b.md"]
    assert [str(problem) for problem in gathering.problems] == [
        "a.md: cannot be read: no such file or directory"
    ]


def test_progress(tmp_path: Path) -> None:
    write(tmp_path, "a.md", digest("Mon, 2 Mar 26", entry("2603.00001", "One")))
    write(tmp_path, "b.md", "x" * 1000)
    told: list[tuple[int, int, str]] = []
    read_corpus(tmp_path, progress=lambda *args: told.append(args))
    total = sum(found.size for found in scan(tmp_path).digests)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {of for _, of, _ in told} == {total}
    assert told[-1] == (total, total, "b.md")
    assert {name for _, _, name in told} == {"a.md", "b.md"}


@contextmanager
def corpus_of(files: dict[str, str]) -> Iterator[Path]:
    with TemporaryDirectory() as place:
        for name, text in files.items():
            write(Path(place), name, text)
        yield Path(place)


titles = st.sampled_from(["Lazy Heaps", "lazy heaps", "Sorting Networks", "Trees"])
idents = st.sampled_from(["2603.00001", "2603.00001v2", "2603.00002", "", ""])
days = st.sampled_from(["Mon, 2 Mar 26", "Tue, 3 Mar 26", "nobody knows when"])
digests = st.builds(
    digest,
    days,
    st.builds(entry, idents, titles, authors=st.sampled_from(["Ada", "Ben, Cy"])),
    st.builds(entry, idents, titles, abstract=st.sampled_from(["A.", "一个堆。"])),
    keyword=st.sampled_from(["heaps", "trees"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(digests, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_reading_never_matters(texts: list[str], random: Random) -> None:
    with corpus_of({f"{n}.md": text for n, text in enumerate(texts)}) as place:
        found = list(scan(place).digests)
        expected = papers_of(found)
        random.shuffle(found)
        assert papers_of(found) == expected == list(read_corpus(place).papers)


def papers_of(found: list[Found]) -> list[Paper]:
    return [record.paper for record in merge(Gathering(found))]


def sample(data: Path, place: Path) -> Corpus:
    """The real digests of the text family, as a corpus."""
    for name in ("keyword-sections", "missing-ids", "topic-list"):
        shutil.copytree(data / "digests" / name, place / name)
    shutil.copy(data / "digests" / "bilingual-2026-02-05.txt", place)
    return read_corpus(place)


def test_the_real_digests_together(data: Path, tmp_path: Path) -> None:
    found = sample(data, tmp_path)
    assert found.problems == ()
    assert len(found.digests) == 18
    assert sum(state.entries for state in found.digests) == 47 + 362 + 143 + 71
    assert len(found.papers) == 47 + 319 + 127 + 71
    assert all(paper.date for paper in found.papers)
    once = {p.id: p for p in found.papers}
    assert once["2205.13821"].keywords == ("SLAM", "odometry")
    assert once["2602.04037"].keywords == ("diffusion policy",)
    again = [paper.to_json() for paper in found.papers]
    assert [Paper.from_json(value) for value in again] == list(found.papers)


def test_a_real_digest_with_summaries(data: Path) -> None:
    found = [
        (day, sighting.paper)
        for path in sorted((data / "digests" / "daily-arxiv-ai").iterdir())
        for day in [path.name[:10]]
        for sighting in every(Reading(path, path.name))
    ]
    assert len(found) == 1517
    assert len({paper.id for _, paper in found}) == 1037
    assert all(str(paper.date) == day for day, paper in found)
    assert all(paper.abstract.en and paper.authors for _, paper in found)
    chinese = [paper.abstract.zh for _, paper in found if paper.abstract.zh]
    assert 1500 < len(chinese) < 1517  # a few summaries failed
    assert not any(text.endswith("Error") or "\n" in text for text in chinese)


def every(reading: Reading) -> list[Sighting]:
    sightings = list(reading)
    assert reading.problems == ()
    return sightings


def test_all_real_digests_together(data: Path) -> None:
    found = read_corpus(data / "digests")
    assert found.problems == ()
    assert sum(state.entries for state in found.digests) == 2140
    assert len(found.papers) == 1601


def test_what_we_print_can_be_read_again(data: Path, tmp_path: Path) -> None:
    found = sample(data, tmp_path / "one")
    lines = "\n".join(json.dumps(paper.to_json()) for paper in found.papers)
    write(tmp_path, "two/papers.jsonl", lines)
    again = read_corpus(tmp_path / "two")
    assert again.problems == ()
    assert len(again.papers) == len(found.papers)
    for old, new in zip(found.papers, again.papers, strict=True):
        same = ("id", "title", "abstract", "authors", "subjects", "keywords", "date")
        assert [getattr(new, name) for name in same] == [
            getattr(old, name) for name in same
        ]


@pytest.mark.parametrize("name", ["papers-bilingual", "papers-english"])
def test_real_papers(data: Path, tmp_path: Path, name: str) -> None:
    with lzma.open(
        data / "papers" / f"{name}.jsonl.xz", "rt", encoding="utf-8"
    ) as file:
        lines = [next(file) for _ in range(1500)]
    path = tmp_path / "papers"
    path.write_bytes(lzma.compress("".join(lines).encode(), preset=0))
    reading = Reading(path, "papers")
    for line, sighting in zip(lines, reading, strict=True):
        value = json.loads(line)
        paper = sighting.paper
        assert paper.id == value["id"]
        assert paper.title.en == " ".join(value["title"].split())
        assert bool(paper.abstract.zh) == ("abstract_zh" in value)
        assert len(paper.authors) == len(value.get("authors", []))
        assert str(paper.date or "") == value.get("date", "")
    assert reading.problems == ()


@pytest.mark.parametrize("folder", ["csl_all", "scifact", "terms-zh", "xling-en2zh"])
def test_real_collections(data: Path, folder: str) -> None:
    reading = Reading(data / "ir" / folder / "docs.jsonl", "docs.jsonl")
    papers = [sighting.paper for sighting in reading]
    assert reading.problems == ()
    assert len(papers) > 4000
    chinese = sum(bool(paper.title.zh) for paper in papers)
    share = {"csl_all": 1, "scifact": 0, "terms-zh": 1, "xling-en2zh": 1}[folder]
    assert abs(chinese / len(papers) - share) < 0.02


GROWTH = """
import resource, sys
from pathlib import Path
from searcher.corpus.merging import Pool
from searcher.corpus.reading import Reading

with Pool() as pool:
    reading = Reading(Path(sys.argv[1]), "papers.jsonl")
    for sighting in reading:
        pool.add(sighting)
    found = sum(1 for _ in pool.records())
assert reading.problems == ()
status = Path("/proc/self/status")
if status.exists():  # what a process reports of itself can be its parent's, on forking
    text = status.read_text()
    print(found, text.partition("VmHWM:")[2].split()[0])
else:
    print(found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def grown(path: Path) -> tuple[int, int]:
    """How many papers a file has, and the most memory that took, in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    papers, memory = map(int, done.stdout.split())
    return papers, memory * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not told there")
@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "jsonl.xz"])
def test_memory_does_not_grow_with_a_file(tmp_path: Path, suffix: str) -> None:
    """Read and merged: 27 MB more of papers, and their ids are what memory holds.

    The fewer papers fill the window of xz, which is 8 MB.
    """
    openers = {"jsonl": open, "jsonl.gz": gzip.open, "jsonl.xz": lzma.open}
    sizes = []
    for count in (4_000, 14_000):
        path = tmp_path / f"{count}.{suffix}"
        with openers[suffix](path, "wt", encoding="utf-8") as file:  # type: ignore[operator]
            for number in range(count):
                text = f"word{number} " * 300
                paper = {"id": f"p{number}", "title": f"T{number}", "abstract": text}
                file.write(json.dumps(paper) + "\n")
        found, memory = grown(path)
        assert found == count
        sizes.append(memory)
    assert sizes[1] - sizes[0] < 8 << 20
