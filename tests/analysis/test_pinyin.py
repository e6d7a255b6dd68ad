"""How Chinese words are typed: what is written tells what pypinyin knows."""

from pathlib import Path
from random import Random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from searcher.analysis import pinyin
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.pinyin import Readings, write_readings


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    place = tmp_path_factory.mktemp("readings") / "readings.json"
    write_readings(place)
    return Readings(place)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("强化", "qianghua"),
        ("重复", "chongfu"),
        ("行为", "xingwei"),
        ("银行", "yinhang"),
        ("策略", "celve"),
        ("重复行为", "chongfuxingwei"),
        ("", ""),
    ],
)
def test_words(written: Readings, word: str, reading: str) -> None:
    assert written(word) == reading


def test_what_was_written_reads_as_pypinyin_does(written: Readings) -> None:
    random = Random(3)
    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    known = jieba_dictionary()
    words = [
        "".join(random.choices(characters[:3000], k=random.randint(2, 4)))
        for _ in range(20_000)
    ]
    words += [word for word in words if word in known]
    differing = [word for word in words if written(word) != "".join(lazy_pinyin(word))]
    assert len(differing) < len(words) / 1000, differing


def test_what_lies_beside_pypinyin_is_what_it_loads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beside = pinyin._everything()
    monkeypatch.setattr(pinyin, "_FILES", ("absent",))
    assert pinyin._source() == (PINYIN_DICT, PHRASES_DICT)
    assert pinyin._everything() == beside


def test_tones_fall_away_as_for_pypinyin() -> None:
    readings = (
        syllable for each in PINYIN_DICT.values() for syllable in each.split(",")
    )
    phrases = (syllable for each in PHRASES_DICT.values() for (syllable, *_) in each)
    for syllable in {*readings, *phrases}:
        assert pinyin._toneless(syllable) == to_normal(syllable)


def test_without_a_file_it_is_the_same(written: Readings, tmp_path: Path) -> None:
    plain = Readings()
    words = ["强化学习", "信任区域", "重复", "长度", "调度", "龘"]
    assert [plain(word) for word in words] == [written(word) for word in words]
    with pytest.raises(FileNotFoundError):
        Readings(tmp_path / "absent")("强化")


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("微调", "weitiao"),
        ("重采样", "chongcaiyang"),
        ("步长", "buchang"),
        ("测度", "cedu"),
        ("似然", "siran"),
        ("策略", "celue"),
        ("策略", "celyue"),
        ("旅行", "lyuxing"),
        ("女性", "nuxing"),
        ("虐待", "nuedai"),
    ],
)
def test_other_readings(written: Readings, word: str, typed: str) -> None:
    assert typed in written.every(word)[1:]
    assert typed in Readings().every(word)[1:]


def test_the_first_reading_is_that_of_the_phrase_and_there_are_few(
    written: Readings,
) -> None:
    for phrase in ("银行", "重复行为", "自行车", "长调着行" * 5, "行", ""):
        every = written.every(phrase)
        assert every[0] == written(phrase)
        assert len(set(every)) == len(every) <= pinyin.MOST_READINGS + 1
