"""The schema: what it promises of every field, and what it takes to add one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from searcher.cli.templates import FIELDS as TEMPLATES
from searcher.index.documents import values
from searcher.index.segment.layout import FIELD_BITS
from searcher.model import Bilingual, Paper
from searcher.query.fields import TYPED
from searcher.query.plan import FIELDS, SCORED
from searcher.ranking import WEIGHTS
from searcher.schema import FACET, LISTS, SCHEMA, TEXT, TEXTS

ROOT = Path(__file__).resolve().parents[1]
OF_THE_INDEX = {"languages", "keys", "beyond"}


def test_every_field_of_a_paper_is_there() -> None:
    names = [field.name for field in SCHEMA]
    assert len(names) == len(set(names))
    assert set(names) == {*Paper._fields} - {"version"} | OF_THE_INDEX
    assert set(Paper._fields) <= set(TEMPLATES)
    assert set(Paper("x").to_json()) == {*Paper._fields, "url", "pdf"}


def test_a_kind_is_what_the_values_are() -> None:
    for name in TEXTS:
        assert isinstance(getattr(Paper("x"), name), Bilingual)
    for name in LISTS:
        assert getattr(Paper("x"), name) == ()


def test_what_scores_has_a_weight_and_nothing_else() -> None:
    assert set(WEIGHTS) == set(SCORED)
    for field in SCHEMA:
        assert (field.weight > 0) is (field.kind != FACET)
        assert 0 <= field.b <= 1


def test_the_fields_of_the_index_are_numbered_in_so_many_bits() -> None:
    assert len(FIELDS) == len(set(FIELDS)) <= 1 << FIELD_BITS
    assert set(values(Paper("x", title=Bilingual("a", "甲")))) <= set(FIELDS)


def test_what_people_type_is_told_apart() -> None:
    asked = [name for field in SCHEMA for name in field.asked]
    assert list(TYPED) == asked
    typed = [
        t for field in SCHEMA for line in field.asked.values() for t in line.split()
    ]
    assert len(typed) == len(set(typed))
    texts = [field for field in SCHEMA if field.kind == TEXT]
    assert all(len(field.headings) in (0, 2) for field in texts)


FIELD = """\
    Field(
        *("venue", TEXT, WORDS, 1.0, 0.4),
        asked={"venue": "venue 会议"},
        headings=("Venue", "会议"),
    ),
"""
VENUE = {
    "model.py": [
        ("    seen: tuple[Seen, ...] = ()\n", "    venue: Bilingual = _NO_TEXT\n"),
        ("_CODECS = {\n", '    "venue": _TEXT,\n'),
    ],
    "schema.py": [
        ("SCHEMA: Final = (\n", FIELD),
    ],
    "corpus/roles.py": [
        ("    VERSION = auto()\n", "    VENUE = auto()\n"),
        (
            '"arxiv_version version versions"),\n',
            '    Role.VENUE: Names(keys="venue 会议", labels="venue, 会议"),\n',
        ),
    ],
}
"""By module, what is put below which lines to give papers a field of this name."""


RIS = """
from searcher.corpus import ids
from searcher.corpus.sightings import sighted
from searcher.model import Bilingual, Paper


def looks_like(head):
    return head.startswith("TY  - ")


def read(text, *, name):
    for number, line in enumerate("".join(text).splitlines(), 1):
        if line.startswith("TI  - "):
            title = Bilingual(line[6:])
            yield sighted(Paper(ids.title_id(title), title=title), name, None, number)
"""
SHOUTED = """
def shouted(results):
    for hit in results:
        yield hit.paper.title.en.upper() + "\\n"
"""


def copied(
    folder: Path, changes: dict[str, list[tuple[str, str]]], new: dict[str, str]
) -> Path:
    """A copy of the program with more lines and modules, and a library."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "searcher", folder / "searcher", ignore=ignored)
    for module, pairs in changes.items():
        file = folder / "searcher" / module
        text = file.read_text(encoding="utf-8")
        for above, added in pairs:
            assert text.count(above) == 1, (module, above)
            text = text.replace(above, above + added)
        file.write_text(text, encoding="utf-8")
    for module, text in new.items():
        (folder / "searcher" / module).write_text(text, encoding="utf-8")
    (folder / "library" / "corpus").mkdir(parents=True)
    (folder / "library" / "index").mkdir()
    return folder


@pytest.fixture(scope="module")
def with_a_venue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one field more, beside a library."""
    folder = copied(tmp_path_factory.mktemp("venue"), VENUE, {})
    corpus = folder / "library" / "corpus"
    (corpus / "2026-03-01.jsonl").write_text(
        '{"id": "2603.00001", "title": "Trust regions", "abstract": "Of heaps.", '
        '"venue": "NeurIPS &amp; Workshops"}\n'
        '{"id": "2603.00002", "title": "Lamps", "venue": "自动化学报"}\n',
        encoding="utf-8",
    )
    (corpus / "2026-03-02.md").write_text(
        "# Papers of 2026-03-02\n\n## Canals at night\n- **Authors:** Cid Canal\n"
        "- **Venue:** Workshop on Rivers\n"
        "- **Link:** https://arxiv.org/abs/2603.00003\n"
        "- **Abstract:** We light the canals of a town.\n",
        encoding="utf-8",
    )
    return folder


def search(folder: Path, *words: str) -> str:
    program = "from searcher.cli.search import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--library", folder / "library", *words],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        cwd=folder / "library",
    )
    return done.stdout.decode()


def test_a_field_more_is_a_matter_of_three_modules(with_a_venue: Path) -> None:
    """It is read from digests, searched, marked, scored, printed and in JSON."""
    assert len(VENUE) <= 4
    found = json.loads(search(with_a_venue, "--json", "venue:workshop"))
    papers = {hit["paper"]["id"]: hit["paper"]["venue"]["en"] for hit in found["hits"]}
    assert papers == {
        "2603.00001": "NeurIPS & Workshops",
        "2603.00003": "Workshop on Rivers",
    }
    assert all(hit["highlights"]["venue.en"][0]["marks"] for hit in found["hits"])
    assert all(hit["score"] > 0 for hit in found["hits"])
    assert search(with_a_venue, "--format", "{id} {venue.zh}", "会议:自动化") == (
        "2603.00002 自动化学报\n"
    )
    assert "Venue: Workshop on Rivers\n" in search(
        with_a_venue, "--format", "plain", "rivers"
    )
    assert "in venue.en" in search(with_a_venue, "--explain", "rivers")


def test_a_format_more_is_a_module_and_a_line(tmp_path: Path) -> None:
    """One of digests and one of answers, of which help and errors speak too."""
    lines = {
        "corpus/reading.py": [("MODULES = (\n", '    "ris",\n')],
        "cli/option_table.py": [
            ("FORMATS: Final = {\n", '    "shouted": Format("shouts", "shouted"),\n')
        ],
    }
    folder = copied(tmp_path, lines, {"corpus/ris.py": RIS, "cli/shouts.py": SHOUTED})
    digest = folder / "library" / "corpus" / "2026-03-01.txt"
    digest.write_text("TY  - JOUR\nTI  - Lamps at noon\nER  - \n", encoding="utf-8")
    assert search(folder, "--format", "shouted", "lamp") == "LAMPS AT NOON\n"
    assert "shouted" in search(folder, "--help")
