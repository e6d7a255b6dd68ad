"""Letters that some write as two."""

from pathlib import Path

import pytest

import searcher
from searcher.analysis.umlauts import in_two_letters


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Jürgen Müller", "Juergen Mueller"),
        ("Hans Ørsted", "Hans Oersted"),
        ("Åström, K", "Aastroem, K"),
        ("MÜLLER ÖZ Ä", "MUELLER OEZ Ae"),
        ("Mu\u0308ller", "Mueller"),
        (
            r"M\"uller, M{\"u}ller, M\"{u}ller, \"Oz",
            r"Mueller, M{ue}ller, Mueller, Oez",
        ),
        (r"{\O}rsted \AA str\"om \r{a}", r"{Oe}rsted Aastroem aa"),
        # no umlaut
        ("Noël Brontë", None),
        ("José Łach", None),
        (r"\'Emile \oe uvre", None),
        ("Joel Bauer", None),
        ("李明", None),
    ],
)
def test_in_two_letters(name, spelled):
    assert in_two_letters(name) == spelled


NAMES = {
    "Ørsted": "orsted oersted",
    "Müller": "muller mueller",
    "Düsselmann": "dusselmann duesselmann",
    r"G\\\"odel": "godel goedel",
    "Mäkinen-Löw": "makinen maekinen low loew makinenlow maekinenloew makinen-loew",
    "Åström": "astrom aastroem",
    # of these each has one spelling, and another name that differs by an e
    "Bauer": "bauer",
    "Baur": "baur",
    "Auer": "auer",
    "Aur": "aur",
    "Noel": "noel",
    "Nol": "nol",
    "Joel": "joel",
    "Jol": "jol",
    "Michael": "michael",
    "Michal": "michal",
    "Samuel": "samuel",
    "Samul": "samul",
    "Manuela": "manuela",
    "Manula": "manula",
    "Aaron": "aaron",
    "Aron": "aron",
    "Coe": "coe",
    "Co": "co",
    "Mueller": "",
    "Raoul": "raoul",
    "Raol": "raol",
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    root: Path = tmp_path_factory.mktemp("library")
    (root / "corpus").mkdir()
    (root / "index").mkdir()
    lines = [
        f'{{"id": "2603.{number:05}", "title": "t", "abstract": "a",'
        f' "authors": ["{name}, Xu"]}}\n'
        for number, name in enumerate(NAMES, 1)
    ]
    text = "".join(lines)
    (root / "corpus" / "a.jsonl").write_text(text, encoding="utf-8")
    with searcher.open(root) as opened:
        yield opened


@pytest.mark.parametrize("field", ["", "au:"])
def test_each_spelling_finds_its_names_and_no_others(papers, field):
    names = list(NAMES)
    for name, spellings in NAMES.items():
        for spelling in spellings.split():
            found = {
                names[int(hit.paper.id[5:]) - 1]
                for hit in papers.search(f"{field}{spelling}", limit=None)
            }
            assert found == {name} | ({"Mueller"} if spelling == "mueller" else set())


def test_letters_are_two_in_names_alone(papers):
    assert papers.search("title:mueller").total == 0
