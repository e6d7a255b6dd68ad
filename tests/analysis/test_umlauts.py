"""Letters that some write as two."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import Compound, pieces
from searcher.analysis.umlauts import in_two_letters
from searcher.query.slots import slots


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


@pytest.mark.parametrize("field", ["", "au:"])
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Müller", "Mueller"),
        ("mu\u0308ller", "Mueller"),
        ("MÜLLER", "Mueller"),
        (r"M\"uller", "Mueller"),
        ("Ørsted", "Oersted"),
        ("Åström", "Aastroem"),
        ("Düsselmann", "Duesselmann"),
        ("Göbel-Löw", "Goebel-Loew"),
        ("Karl Müller", "Karl Mueller"),
    ],
)
def test_an_umlaut_that_is_typed_finds_and_marks_it_in_two_letters(
    tmp_path, field, typed, stored
):
    for folder in ("corpus", "index"):
        (tmp_path / folder).mkdir()
    lines = [
        json.dumps(
            {
                "id": f"2603.{number:05}",
                "title": "t",
                "abstract": f"a {name}",
                "authors": [name],
            }
        )
        + "\n"
        for number, name in enumerate([stored, "Muler", "Nobody Muellerson"], 1)
    ]
    (tmp_path / "corpus" / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    query = f'au:"{typed}"' if field and " " in typed else f"{field}{typed}"
    with searcher.open(tmp_path) as opened:
        [hit] = opened.search(query)
        assert hit.paper.authors == (stored,)
        [name] = hit.authors
        assert name.text == stored
        assert name.marks
        assert opened.search(f"abstract:({typed})").total == 0


@given(st.text(alphabet='aoüØÅé\u0308\\"{} -.,中文Mx2$', max_size=30))
def test_two_letters_are_beside_the_words_of_a_query_and_replace_none(text):
    typed = pieces(normalise(text).text)
    compounds = (piece for piece in typed if isinstance(piece, Compound))
    words = [word.text for compound in compounds for word in compound.words]
    found = [slot for slot in slots(text, jieba_dictionary()) if slot.latin]
    assert [slot.text for slot in found] == words
    for slot in found:
        assert slot.in_two is None or set(slot.in_two) - set(slot.text) <= set("ae")
