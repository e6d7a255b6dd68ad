"""The factors that are printed make the score that is printed."""

import json
import math
import random
import re
import shutil

import pytest

from searcher.cli.explaining import reading
from searcher.model import Results

QUERIES = """
trust region
策略
强化学习
信任区域 policy
"trust region"
"policy gradient"~3
“强化学习”
PPO算法
title:policy
ti:优化 policy
au:schulman trust
au:"Schulman, J"
cat:cs.LG learning
learning -deep
trust OR gradient
(trust OR diffusion) policy
policy^3 gradient
(policy gradient)^0.5 learning
policy^9999 trust^0.25
optimi*
polcy~ trust
graident~2 trust
=policy
=planning OR =plans
*einforcemen*
*einforcemen* deep
policy policy policy gradient
off-policy
基于策略的学习
lang:zh 学习
lang:en learning
has:zh learning
after:2026-03-04 learning
2402.03300
2402.03300 1502.05477
kw:"reinforcement learning" policy
What NOT to Learn from a policy
robot -- a learning approach
trust regoin
policy zebra quagga
einforceme
the
强化雪习
""".strip().splitlines()


def recombined(explanation: dict) -> float:
    """The value anew, from the innermost numbers outwards."""
    parts = [recombined(part) for part in explanation.get("parts", ())]
    match explanation["how"]:
        case "sum":
            return math.fsum(parts)
        case "product":
            return math.prod(parts)
        case "saturated":
            tf, k1 = parts
            return (k1 + 1) * tf / (k1 + tf)
        case "normalised":
            w, tf, b, length, average = parts
            return w * tf / (1 - b + b * length / average)
        case "given":
            assert not parts
            return explanation["value"]
    raise AssertionError(explanation["how"])


def kinds(explanation: dict) -> set[str]:
    below = map(kinds, explanation.get("parts", ()))
    return {explanation["how"]}.union(*below)


def checked(out: str) -> list[dict]:
    """The answers, a document a line, of which every score was recombined."""
    documents = [json.loads(line) for line in out.splitlines()]
    for document in documents:
        for hit in document["hits"]:
            again = recombined(hit["explanation"])
            assert again == pytest.approx(hit["score"], rel=0, abs=1e-6), document
    return documents


def test_every_score_is_made_of_its_factors(run, sample):
    asked = "\n".join(QUERIES).encode()
    found = run("-", "--json", "--explain", "-n", "0", library=sample, stdin=asked)
    documents = checked(found.out)
    assert [document["query"] for document in documents] == QUERIES
    explained = [hit["explanation"] for d in documents for hit in d["hits"]]
    assert len(explained) > 300
    assert set().union(*map(kinds, explained)) == {
        "given",
        "sum",
        "product",
        "saturated",
        "normalised",
    }
    assert {d["relaxed"] for d in documents} == {None, "spelling", "any", "substring"}
    literal = {d["query"]: d["literal"] for d in documents if "literal" in d}
    assert literal.keys() == {"What NOT to Learn from a policy"}


@pytest.mark.slow
def test_of_two_hundred_queries_on_a_real_digest(run, data, tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "index").mkdir()
    shutil.copy(data / "digests" / "bilingual-2026-02-05.txt", tmp_path / "corpus")
    every = run(
        "--format", r"{title.en}\t{title.zh}", "-n", "0", "*a*", library=tmp_path
    )
    titles = [line.split("\t") for line in every.out.splitlines()]
    asked = queries(random.Random(4), titles)
    documents = []
    for first in range(0, len(asked), 25):
        some = "\n".join(asked[first : first + 25]).encode()
        words = ("-", "--json", "--explain", "-n", "0")
        documents += checked(run(*words, library=tmp_path, stdin=some).out)
    assert [document["query"] for document in documents] == asked
    assert sum(len(document["hits"]) for document in documents) > 1000


def queries(chance: random.Random, titles: list[list[str]]) -> list[str]:
    """Words and passages of titles in both languages, in every kind of syntax."""
    shapes = (
        "{a} {b}",
        "{a} OR {b}",
        "{a} {z}",
        "{z}",
        '"{pair}"',
        '"{pair}"~2 {a}',
        "{a}^{n} {b}",
        "{stem}*",
        "{a}~ {b}",
        "title:{a} {b}",
        "{a} -{b}",
        "({a} OR {z}) {b}^0.5",
        "*{stem}* {a}",
        "={a} zzzunknown",
        "{pair} {pair} {z}",
        "lang:zh {z}",
    )
    found = []
    for number in range(200):
        english, chinese = chance.choice(titles)
        words = re.findall("[A-Za-z]{2,}", english) or ["policy"]
        at = chance.randrange(len(words))
        start = chance.randrange(max(len(chinese) - 3, 1))
        found.append(
            shapes[number % len(shapes)].format(
                a=words[at].lower(),
                b=chance.choice(words).lower(),
                pair=" ".join(words[at : at + 2]),
                stem=words[at][:4].lower(),
                z=chinese[start : start + 4] or "学习",
                n=chance.randint(2, 99),
            )
        )
    return found


LINE = re.compile(r"^( *)(\S+)  (.*?)(?:: (the sum of|the product of|[\d(][^:]*))?$")


def recombined_lines(lines: list[str]) -> float:
    """The same of an indented tree as it is printed; empties the list."""
    indent, number, _, made = LINE.match(lines.pop(0)).groups()
    parts = []
    while lines and lines[0].startswith(indent + " "):
        parts.append(recombined_lines(lines))
    match made:
        case None:
            return float(number)
        case "the sum of":
            value = math.fsum(parts)
        case "the product of":
            value = math.prod(parts)
        case formula:
            value = eval(formula.replace("·", "*"))
    assert value == pytest.approx(float(number))
    return value


def test_so_does_what_people_see(run, sample):
    asked = ["trust region", "policy^9999 梯度", '"policy gradient" OR au:schulman']
    stdin = "\n".join(asked).encode()
    found = run("-", "--explain", library=sample, stdin=stdin)
    blocks = re.findall(r"^ +score (.*)\n((?: {3,}\S.*\n)+)", found.out, re.MULTILINE)
    assert len(blocks) > 10
    assert len(blocks) == len(re.findall(r"score \d", found.out))
    for score, block in blocks:
        lines = block.splitlines()
        value = recombined_lines(lines)
        assert lines == []
        assert value == pytest.approx(float(score), rel=0, abs=1e-6)


def test_how_a_query_was_read(run, sample):
    found = run("policy", "-zebra", "learning", "--explain", library=sample)
    assert found.out.startswith(
        "read as     policy -zebra learning\n"
        "or as text  policy `-zebra learning *policy -zebra learning*\n"
        "scores      sums of "
    )
    nothing = run("qqqqzz", "-n", "0", "--explain", library=sample)
    assert (nothing.status, nothing.out) == (1, "read as     qqqqzz\n")


def test_expansions_are_named_and_harmless():
    results = Results(
        "q",
        parsed="q\x1b[2J",
        hits=(),
        total=0,
        took=0.0,
        generation=1,
        expanded=({"term": "trust*", "to": ["trust", "信任"], "count": 1_234},),
    )
    assert "".join(reading(results, scores=False)) == (
        "read as     q\ufffd[2J\nexpanded    trust* to trust, 信任 … 1,234 in all\n"
    )


def test_it_is_shown_to_people_and_in_json_only(run, sample):
    for shape in (["--count"], ["--format", "ids"]):
        refused = run("trust", "--explain", *shape, library=sample)
        assert (refused.status, refused.out) == (2, "")
        assert "--explain" in refused.err


class TestOfOnePaper:
    def test_it_is_what_search_explains(self, run, sample):
        words = ("trust", "region", "1502.05477", "--json")
        found = run("explain", *words, program="searcher", library=sample)
        value = json.loads(found.out)
        searched = run("trust", "region", "--json", "--explain", library=sample)
        hit = json.loads(searched.out)["hits"][0]
        assert found.status == 0
        assert value["explanation"] == hit["explanation"]
        assert (value["id"], value["score"]) == (hit["paper"]["id"], hit["score"])
        assert recombined(value["explanation"]) == pytest.approx(value["score"])

    def test_for_people(self, run, sample):
        link = "https://arxiv.org/abs/1502.05477v2"
        words = ("trust", "-zebra", "trust", link)
        found = run("explain", *words, program="searcher", library=sample)
        assert found.status == 0
        assert found.out.startswith(
            "1502.05477  Trust Region Policy Optimization\n"
            "read as     trust -zebra trust\n"
        )
        score, _, tree = found.out.partition("\nscore ")[2].partition("\n")
        value = recombined_lines(tree.splitlines())
        assert value == pytest.approx(float(score), rel=0, abs=1e-6)

    def test_one_that_does_not_match(self, run, sample):
        words = ("trust", "-region", "1502.05477")
        found = run("explain", *words, program="searcher", library=sample)
        assert found.status == 1
        assert "score" not in found.out
        assert "1502.05477 does not match" in found.err
        told = run("explain", *words, "--json", program="searcher", library=sample)
        value = json.loads(told.out)
        assert (told.status, value["score"], value["explanation"]) == (1, None, None)
        loose = run("explain", *words[:1], "zebra", words[2], "--match", "any",
                    program="searcher", library=sample)  # fmt: skip
        assert loose.status == 0

    def test_an_unknown_one_and_no_query(self, run, sample):
        found = run("explain", "trust", "nix", program="searcher", library=sample)
        assert (found.status, found.out) == (1, "")
        assert "nix" in found.err
        for words in (["1502.05477"], [], ["-region", "1502.05477"]):
            wrong = run("explain", *words, program="searcher", library=sample)
            assert (wrong.status, wrong.out) == (2, "")
            assert wrong.err.splitlines()[-1].startswith("hint: ")
