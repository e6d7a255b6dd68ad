"""Words that are written with one character or another: each way finds the other."""

import json
import lzma
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.data import table
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.normal import close_pair, normal_text, normalise
from searcher.analysis.tokens import tokens
from searcher.analysis.variants import settled
from searcher.model import HAN

SEGMENTER = jieba_dictionary()
ROWS = table("variants.tsv")
STAYING = [written for written, becomes in ROWS if not becomes]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("圖著色", "图着色"),
            ("座標系", "坐标系"),
            ("瞭解", "了解"),
            ("隨著", "随着"),
        ),
        *(("想像", "想象"), ("反覆", "反复"), ("藉助", "借助"), ("顯著", "显著")),
        *(("显着", "显著"), ("显着性", "顯著性"), ("着名", "著名"), ("专着", "專著")),
        *(
            ("伴隨著", "伴随着"),
            ("存在著", "存在着"),
            ("著重", "着重"),
            ("執著", "执着"),
        ),
        *(("明瞭", "明了"), ("憑藉", "凭借"), ("答覆", "答复"), ("重覆", "重复")),
        *(("图象", "圖像"), ("象素", "像素"), ("部份", "部分"), ("大部份", "大部分")),
        *(("什麼", "什么"), ("剩餘", "剩余"), ("由於", "由于"), ("之後", "之后")),
        *(("這裡", "这里"), ("這裏", "这里"), ("臺灣", "台湾"), ("週期", "周期")),
        *(("特徵", "特征"), ("乾燥", "干燥"), ("幹預", "干预"), ("時鐘", "时钟")),
        *(
            ("夾雜著", "夹杂着"),
            ("討論著", "讨论着"),
            ("么正", "幺正"),
            ("論著", "论着"),
        ),
        *(("抽像", "抽象"), ("叠代", "迭代"), ("疊代", "迭代"), ("重迭", "重疊")),
        *(("迭加", "叠加"), ("阀值", "閾值"), ("掃瞄", "扫描"), ("拓朴", "拓扑")),
        *(("沈積", "沉积"), ("摹擬", "模拟"), ("多重迭代", "多重迭代")),
        *(("跟隨著名學者", "跟随著名学者"), ("隨著作者", "随著作者")),
    ],
)
def test_both_ways_are_one(one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)
    held = {token.term for token in tokens(f"用{one}的", SEGMENTER)}
    assert {token.term for token in tokens(f"用{other}的", SEGMENTER)} == held


@pytest.mark.parametrize(
    "text",
    [
        *("著名", "著作权", "显著", "土著", "原著", "覆盖", "座位", "讲座", "图像"),
        *("好像", "狼藉", "慰藉", "瞭望", "俱乐部", "对象", "现象", "着色", "沿着"),
        *("除了", "为了望远", "什么正确", "干扰"),
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert settled(text) == normal_text(text) == text


def test_slices_are_of_the_raw_text() -> None:
    for raw in ("圖著色，隨著座標系", r"\textbf{圖著色}，$x$隨著座標系"):
        found = {t.term: raw[t.start : t.end] for t in tokens(raw, SEGMENTER)}
        assert found["着色"] == "著色"
        assert found["随着"] == "隨著"
        assert found["坐标系"] == "座標系"


def test_a_suggestion_reads_texts_in_any_writing() -> None:
    for raw in ("圖著色問題", "图着色问题"):
        assert close_pair("着色")(raw)
        assert close_pair("图着")(raw)


CHARACTERS = "".join({character for written, _ in ROWS for character in written})
TEXTS = st.text(st.sampled_from(CHARACTERS) | st.sampled_from("，a的圖隨"), max_size=30)


@given(TEXTS)
def test_every_way_to_read_a_text_agrees(text: str) -> None:
    normal = normalise(text)
    assert normal.text == normal_text(text)
    assert normal_text(text * 40) == normalise(text * 40).text
    assert len(settled(text)) == len(text)


def test_the_table_is_settled() -> None:
    assert len({written for written, _ in ROWS}) == len(ROWS) > 1000
    for written, becomes in ROWS:
        assert len(becomes) in (0, len(written))
        assert written != becomes
        assert settled(becomes) == becomes
        assert settled(written) == (becomes or written)


SCRIPTS = ("s2t", "s2hk", "s2tw")
UNDECIDED = 58
"""Of 336,000 words of the dictionary, in each script; they are archaic, or names."""


@pytest.fixture(scope="module")
def traditional() -> Callable[[list[str], str], list[str]]:
    opencc = pytest.importorskip("opencc", reason="OpenCC's tables are not installed")

    def converted(words: list[str], script: str) -> list[str]:
        text = opencc.OpenCC(script).convert("\n".join(words))
        return list(text.split("\n"))

    return converted


def lost(words: list[str], script: str, convert: Callable[..., list[str]]) -> list[str]:
    """Those that do not come back from a traditional script as what they become."""
    pairs = zip(words, convert(words, script), strict=True)
    return [word for word, old in pairs if normal_text(old) != normal_text(word)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_words_of_the_dictionary_come_back(
    script: str, traditional: Callable[..., list[str]]
) -> None:
    entries = (line.split(" ")[0] for line in _dictionary().splitlines())
    words = [word for word in entries if re.fullmatch(f"[{HAN}]{{2,}}", word)]
    assert len(words) > 300_000
    simple = [word for word in words if normal_text(word) == word]
    assert len(lost(simple, script, traditional)) <= UNDECIDED


def _dictionary() -> str:
    import jieba

    return Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS)
def test_words_of_real_papers_come_back(
    data: Path, script: str, traditional: Callable[..., list[str]]
) -> None:
    with lzma.open(data / "papers" / "papers-bilingual.jsonl.xz", "rt") as file:
        texts = [json.loads(line)["abstract_zh"] or "" for line in islice(file, 3000)]
    words = {
        word
        for text in texts
        for run in re.findall("[\u4e00-\u9fd5]+", normal_text(text))
        for word in SEGMENTER.cut(run)
        if len(word) > 1  # a character alone cannot be decided
    }
    assert len(words) > 8_000
    assert lost(sorted(words), script, traditional) == []
