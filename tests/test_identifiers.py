"""Every form in which an id is printed, or stands in the address of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.ids import Known
from searcher.corpus.ids import given as given_id
from searcher.identifiers import Identifier, mentions, read_identifier

NEW, OLD = Identifier("2603.40012", None), Identifier("math/0309136", None)
SECOND = Identifier("2603.40012", 2)
FORMS = {
    NEW: """2603.40012
        arXiv:2603.40012
        arxiv: 2603.40012
        ArXiv 2603.40012
        arXiv：2603.40012
        ２６０３．４００１２
        arXiv preprint arXiv:2603.40012
        CoRR abs/2603.40012
        CoRR, abs/2603.40012
        oai:arXiv.org:2603.40012
        10.48550/arXiv.2603.40012
        doi:10.48550/arXiv.2603.40012
        [2603.40012]
        <https://arxiv.org/abs/2603.40012>.
        2603.40012.pdf
        https://arxiv.org/abs/2603.40012
        http://arxiv.org/pdf/2603.40012
        //arxiv.org/abs/2603.40012
        arxiv.org/html/2603.40012
        https://arxiv.org/ps/2603.40012
        https://arxiv.org/format/2603.40012
        https://arxiv.org/e-print/2603.40012
        https://arxiv.org/src/2603.40012
        https://arxiv.org/abs/arXiv:2603.40012
        https://www.arxiv.org/abs/2603.40012?context=cs.LG
        https://arxiv.org/pdf/2603.40012.pdf#page=7
        https://arxiv.org/abs/2603.40012/
        https://export.arxiv.org/abs/2603.40012
        http://export.arxiv.org/api/query?id_list=2603.40012
        https://browse.arxiv.org/html/2603.40012
        http://xxx.lanl.gov/abs/2603.40012
        https://doi.org/10.48550/arXiv.2603.40012
        http://dx.doi.org/10.48550/ARXIV.2603.40012
        arXiv2603.40012
        arXiv/2603.40012
        ar5iv:2603.40012
        /abs/2603.40012
        html/2603.40012
        journals/corr/abs-2603-40012
        DBLP:journals/corr/abs-2603-40012
        2026arXiv260340012B
        2603.40012_Lanterns_at_Sea.pdf
        ~/papers/2603.40012.pdf
        C:\\papers\\2603.40012.pdf
        https://drive.google.com/file/2603.40012.pdf?dl=1
        https://inspirehep.net/search?p=find+eprint+2603.40012
        https://huggingface.co/papers/2603.40012
        https://hf.co/papers/2603.40012#6600
        https://www.alphaxiv.org/abs/2603.40012
        https://www.alphaxiv.org/overview/2603.40012
        https://alphaxiv.org/zh/overview/2603.40012
        https://ar5iv.org/abs/2603.40012
        https://ar5iv.labs.arxiv.org/html/2603.40012
        https://www.semanticscholar.org/arxiv/2603.40012
        https://api.semanticscholar.org/arXiv:2603.40012
        https://api.semanticscholar.org/graph/v1/paper/ARXIV:2603.40012?fields=title
        https://scholar.archive.org/search?q=2603.40012
        https://scholar.google.com/scholar?q=arXiv%3A2603.40012&hl=en
        https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F2603.40012&sa=D
        https://papers.cool/arxiv/2603.40012
        https://papers.cool/arxiv/kimi?paper=2603.40012
        https://scirate.com/arxiv/2603.40012
        https://www.connectedpapers.com/arxiv/2603.40012
        https://www.emergentmind.com/papers/2603.40012
        https://www.catalyzex.com/paper/arxiv:2603.40012
        https://www.arxiv-vanity.com/papers/2603.40012/
        https://inspirehep.net/api/arxiv/2603.40012
        https://dblp.org/rec/journals/corr/abs-2603-40012.html
        https://ui.adsabs.harvard.edu/abs/2026arXiv260340012B/abstract
        https://web.archive.org/web/2026/https://arxiv.org/abs/2603.40012""",
    SECOND: """2603.40012v2
        arXiv:2603.40012v2 [cs.LG]
        2603.40012v2.pdf
        arXiv2603.40012v2
        2603.40012v2.Lanterns_at_Sea.pdf
        file:///home/ada/2603.40012v2.pdf
        arXiv-2603.40012v2.tar.gz
        https://arxiv.org/pdf/2603.40012v2.pdf
        https://arxiv.org/html/2603.40012v2#S3.SS1
        https://www.alphaxiv.org/abs/2603.40012v2""",
    OLD: """math/0309136
        math.GT/0309136
        MATH/0309136
        math.alg-geom/0309136
        arXiv:math.GT/0309136
        arXiv:math/0309136 [math.GT]
        https://arxiv.org/abs/math.GT/0309136
        https://arxiv.org/pdf/math/0309136.pdf
        https://export.arxiv.org/abs/math/0309136""",
    Identifier("math/0309136", 2): """math.GT/0309136v2
        https://arxiv.org/abs/math/0309136v2""",
}
NONE = """2613.40012
    9999.12345
    2603.400123
    12603.40012
    abs/0112017
    and/0201567
    10.1145/3544548.3581234
    12:30
    C++
    http://example.org:80/a
    https://example.org/2603.40012
    https://github.com/a/b/blob/2603.40012
    https://arxiv.org/list/cs.LG/2603
    https://arxiv.org/abs/2603.400123
    https://api.semanticscholar.org/CorpusID:246411
    https://paperswithcode.com/paper/attention-is-all-you-need
    https://openreview.net/forum?id=x12345"""
PAIRS = [
    (line.strip(), one) for one, forms in FORMS.items() for line in forms.split("\n")
]


@pytest.mark.parametrize(("text", "known"), PAIRS)
def test_a_form_of_an_id(text: str, known: Identifier) -> None:
    assert read_identifier(text) == known
    assert read_identifier(f"({text}),") == known
    assert given_id(text) == Known(*known)


@pytest.mark.parametrize("text", [line.strip() for line in NONE.split("\n")])
def test_no_id(text: str) -> None:
    assert read_identifier(text) is None
    assert not list(mentions(text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2603.40012,2603.40013", ["2603.40012", "2603.40013"]),
        ("论文2603.40012和2603.40013。", ["2603.40012", "2603.40013"]),
        ("[x](https://arxiv.org/abs/2603.40012)", ["https://arxiv.org/abs/2603.40012"]),
        ("2603.40012's", ["2603.40012"]),
        ("- **2603.40012**, __2603.40013__", ["2603.40012", "2603.40013"]),
        ("lantern -https://arxiv.org/abs/2603.40012", []),
        ("eprint = {2603.40012},", ["2603.40012"]),
        ('["2603.40012","2603.40013"]', ["2603.40012", "2603.40013"]),
    ],
)
def test_ids_within_a_text(text: str, pieces: list[str]) -> None:
    assert [text[one.start : one.end] for one in mentions(text)] == pieces


def test_an_address_can_name_several() -> None:
    address = "http://export.arxiv.org/api/query?id_list=2603.40012,math.GT/0309136"
    [mention] = mentions(address)
    assert mention.papers == (NEW, OLD)


@given(st.text() | st.text("/.:?=&%avrxiht0123456789 ", max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = list(mentions(text))
    assert all(one.papers and 0 <= one.start < one.end <= len(text) for one in found)
    ends = [edge for one in found for edge in (one.start, one.end)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "text", ["https://a.b/" + "/2603." * 40_000, "a." * 100_000, "%25" * 50_000]
)
def test_a_long_text_is_read_in_one_pass(text: str) -> None:
    assert not list(mentions(text))
