"""The word data: well-formed, without rows that nothing can reach."""

import pytest

from searcher.analysis.data import checksum, lines, table
from searcher.analysis.english import american


@pytest.mark.parametrize("name", ["commands.txt", "stopwords.txt", "short.txt"])
def test_lists_hold_each_word_once(name: str) -> None:
    words = lines(name)
    assert len(set(words)) == len(words)
    assert all(word == word.strip() != "" for word in words)


@pytest.mark.parametrize(
    ("name", "columns"),
    [("stems.tsv", 2), ("spelling.tsv", 3), ("greek.tsv", 2), ("spoken.tsv", 2)],
)
def test_tables_have_their_columns_and_no_row_twice(name: str, columns: int) -> None:
    rows = table(name)
    assert {len(row) for row in rows} == {columns}
    assert len({row[: columns - 1] for row in rows}) == len(rows)


def test_words_with_a_stem_are_spelled_as_they_are_looked_up() -> None:
    assert [word for word, _ in table("stems.tsv") if american(word) != word] == []


def test_american_spelling_is_final() -> None:
    for kind, british, to in table("spelling.tsv"):
        if kind != "keep":
            assert american(british) == to == american(to)


def test_simplified_characters_pair_up() -> None:
    traditional, simplified = lines("simplified.txt")
    pairs = dict(zip(traditional, simplified, strict=True))
    assert len(pairs) == len(traditional) > 4000
    assert [old for old, new in pairs.items() if old == new] == []
    chains = [old for old, new in pairs.items() if new in pairs]
    assert chains == ["薴"]  # OpenCC's: 薴 → 苧, which as a character of its own is 苎


def test_the_checksum_tells_files_apart() -> None:
    assert checksum("greek.tsv") != checksum("stems.tsv")
    assert checksum("greek.tsv", "stems.tsv") != checksum("stems.tsv", "greek.tsv")
