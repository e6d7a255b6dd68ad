"""The program `search` as a process: its streams and its exit status."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from searcher.model import Hit, Paper


@pytest.fixture
def program(command) -> list[str]:
    return command("search")


def answers(out: str) -> list[str]:
    return [json.loads(line)["paper"]["id"] for line in out.splitlines()]


class TestWhatIsQuery:
    def test_words_are_joined(self, run, built):
        found = run("trust", "region", "--json", library=built)
        assert json.loads(found.out)["query"] == "trust region"

    def test_options_may_stand_behind_words(self, run, built):
        found = run("policy", "-n", "1", "--format", "ids", library=built)
        assert (found.status, found.out) == (0, "1502.05477\n")

    def test_a_dash_behind_a_word_excludes(self, run, built):
        found = run("region", "-divergence", "--format", "ids", library=built)
        assert found.out == "1707.06347\n"

    def test_an_unknown_option_first_says_to_use_dashes(self, run, built):
        found = run("-divergence", "region", library=built)
        assert (found.status, found.out) == (2, "")
        assert "search -- -divergence" in found.err

    def test_behind_dashes_all_is_query(self, run, built):
        found = run("--format", "ids", "--", "-divergence", "region", library=built)
        assert found.out == "1707.06347\n"
        assert run("--", "--version", "--help", library=built).status == 1

    def test_no_query_is_an_error(self, run, built):
        assert run("-n", "3", library=built).status == 2

    def test_an_empty_query_finds_nothing(self, run, built):
        assert run("", "--count", library=built)[:2] == (1, "0\n")

    @pytest.mark.parametrize("program", ["search", "searcher"])
    def test_help_and_version(self, run, program):
        helped = run("--help", program=program)
        assert (helped.status, helped.err) == (0, "")
        assert helped.out.startswith(f"Usage: {program} [OPTIONS]")
        version = run("--version", program=program)
        assert version.status == 0
        assert version.out.startswith(f"{program} ")

    def test_absent_options_are_no_options(self, run, built):
        for name in ("--expand", "--backend"):
            assert run(name, "trust", library=built).status == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            ("-n", "-1"),
            ("--format", "html"),
            ("--json", "--count"),
            ("--limit",),
        ],
    )
    def test_wrong_options_are_errors(self, run, built, wrong):
        found = run("trust", *wrong, library=built)
        assert (found.status, found.out) == (2, "")
        assert found.err.startswith("search: ")
        assert "Traceback" not in found.err


class TestAnswers:
    def test_status_and_streams_of_nothing(self, run, built):
        found = run("qqqqzz", library=built)
        assert (found.status, found.out) == (1, "")
        assert found.err.startswith("no papers found")

    def test_quiet_is_quiet(self, run, built):
        assert run("trust", "-q", "--json", library=built) == (0, "", "")
        assert run("qqqqzz", "--quiet", library=built) == (1, "", "")

    def test_count(self, run, built):
        assert run("trust", "--count", library=built) == (0, "2\n", "")

    def test_for_people(self, run, built):
        found = run("trust", "region", "divergence", library=built)
        assert found.out == (
            "1  Trust Region Policy Optimization\n"
            "   信任区域策略优化\n"
            "   John Schulman, Sergey Levine, Philipp Moritz and 2 more\n"
            "   2026-02-06  cs.LG cs.RO  https://arxiv.org/abs/1502.05477\n"
            "   A trust region limits the step; its size follows from a constraint on"
            " the\n   divergence.\n"
        )
        assert found.err.startswith("1 paper (")

    def test_more_than_is_shown(self, run, built):
        found = run("trust", "-n", "1", library=built)
        assert found.err.startswith("1 of 2 papers")
        assert "-n 0" in found.err

    def test_offset_and_all(self, run, built):
        paged = run("trust", "--offset", "1", "-n", "0", "--jsonl", library=built)
        (line,) = paged.out.splitlines()
        assert json.loads(line)["rank"] == 2
        behind = run("trust", "--offset", "9", "--format", "ids", library=built)
        assert behind[:2] == (0, "")

    def test_any_and_sorting(self, run, built):
        words = ("trust", "english", "--match", "any", "--format", "ids")
        oldest = run(*words, "--sort", "-date", library=built)
        newest = run(*words, "--sort", "date", library=built)
        assert oldest.out == newest.out  # two of one day, one without: null sorts last
        assert oldest.out.split()[-1] == "1801.00001"
        all_of_them = run("trust", "english", "--no-relax", library=built)
        assert all_of_them.status == 1

    def test_json_is_the_public_form(self, run, built):
        found = run("信任", "--json", library=built)
        assert found.out.count("\n") == 1
        assert "信任区域策略优化" in found.out
        value = json.loads(found.out)
        assert list(value) == [
            "format",
            "query",
            "parsed",
            "total",
            "took_ms",
            "generation",
            "relaxed",
            "expanded",
            "notes",
            "hits",
        ]
        assert value["total"] == 2
        for hit in value["hits"]:
            paper = Paper.from_json(hit["paper"])
            assert paper.to_json() == hit["paper"]
            assert list(hit) == list(
                Hit(1, score=0.0, paper=paper, highlights={}).to_json()
            )
            for snippets in hit["highlights"].values():
                for snippet in snippets:
                    for start, end in snippet["marks"]:
                        assert "信任" in snippet["text"][start:end]

    def test_jsonl_has_a_line_for_each_hit(self, run, built):
        found = run("trust", "--jsonl", library=built)
        assert sorted(answers(found.out)) == ["1502.05477", "1707.06347"]

    def test_template(self, run, built):
        shape = r"{id}\t{title.zh}|{version}|{subjects.code}\n"
        found = run("english", "--format", shape, library=built)
        assert found.out == "1801.00001\t|||\n\n".replace("|||", "||")

    def test_bibtex(self, run, built):
        found = run("divergence", "--format", "bibtex", library=built)
        assert found.out.startswith(
            "@misc{schulman2015trust,\n"
            "  title = {{Trust Region Policy Optimization}},\n"
        )
        assert found.out.count("@misc{") == 1


class TestBatch:
    def test_answers_every_line_in_order(self, run, built):
        lines = "\ufefftrust\r\n信任\n\nqqqqzz\nenglish".encode()
        found = run("-", "--count", library=built, stdin=lines)
        assert found == (0, "2\n2\n0\n0\n1\n", "")

    def test_json_is_a_document_a_line(self, run, built):
        found = run("-", "--json", library=built, stdin=b"trust\nqqqqzz\n\xff\n")
        documents = [json.loads(line) for line in found.out.splitlines()]
        assert [d["query"] for d in documents] == ["trust", "qqqqzz", "\udcff"]
        assert [d["total"] for d in documents] == [2, 0, 0]

    def test_jsonl_says_which_query(self, run, built):
        found = run("-", "--jsonl", "-n", "1", library=built, stdin=b"trust\nenglish\n")
        queries = [json.loads(line)["query"] for line in found.out.splitlines()]
        assert queries == ["trust", "english"]

    def test_nothing_for_any_line_is_nothing(self, run, built):
        assert run("-", "-q", library=built, stdin=b"qqqqzz\n\n").status == 1
        assert run("-", "--count", library=built, stdin=b"") == (1, "", "")

    def test_for_people_each_answer_has_a_heading(self, run, built):
        found = run("-", library=built, stdin=b"english\nqqqqzz\n")
        assert found.out.startswith("> english  (1 paper)\n1  Only English here\n")
        assert found.out.endswith("> qqqqzz  (0 papers)\n\n")

    def test_papers_of_two_queries_are_one_bibtex_entry(self, run, built):
        found = run("-", "--format", "bibtex", library=built, stdin=b"trust\ntrust\n")
        assert found.out.count("@misc{") == 2

    def test_behind_dashes_it_is_a_query(self, run, built):
        assert run("--count", "--", "-", library=built, stdin=b"trust\n").out == "0\n"


class TestColour:
    def test_off_means_no_escape_at_all(self, run, built):
        assert "\x1b" not in run("trust", library=built).out
        assert "\x1b" not in run("trust", "--color", "never", library=built).out

    def test_on_marks_words_and_links_ids(self, run, built):
        found = run("divergence", "--color=always", library=built)
        assert "\x1b[1;31mdivergence\x1b[0m" in found.out
        link = "\x1b]8;;https://arxiv.org/abs/1502.05477\x1b\\1502.05477\x1b]8;;\x1b\\"
        assert link in found.out

    def test_the_environment_is_honoured(self, run, built):
        assert "\x1b[" in run("trust", library=built, FORCE_COLOR="1").out
        both = run("trust", library=built, FORCE_COLOR="1", NO_COLOR="1")
        assert "\x1b" not in both.out
        told = run("trust", "--color", "always", library=built, NO_COLOR="1")
        assert "\x1b[" in told.out

    def test_lines_fit_the_terminal(self, run, built):
        found = run("信任", library=built, COLUMNS="30")
        lines = [line for line in found.out.splitlines() if "http" not in line]
        assert max(len(line.encode("gb18030")) for line in lines) <= 30


class TestStreams:
    def test_a_closed_pipe_is_success(self, built, environment, program):
        """Whether it closes before, or while, much is written."""
        for shape in ("--json", "--count"):
            process = subprocess.Popen(
                [*program, "-", shape, "-n", "0", "--library", built],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
            )
            process.stdout.close()
            process.stdout = None
            _, err = process.communicate(b"trust\n" * 300)
            assert (process.returncode, err) == (0, b"")

    def test_a_full_disk_is_an_error(self, built, environment, program):
        if not Path("/dev/full").exists():
            pytest.skip("no /dev/full here")
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*program, "trust", "--library", built],
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment,
                check=False,
            )
        assert done.returncode == 2
        assert done.stderr.startswith(b"search: standard output: ")
        assert b"Exception" not in done.stderr

    def test_closed_streams(self, built, environment, program):
        line = " ".join([*program, "trust", "--library", str(built)])
        for closed in (">&-", "2>&-", ">&- 2>&-", "<&-"):
            done = subprocess.run(
                ["sh", "-c", f"{line} {closed}"],
                env=environment,
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0
            assert b"Traceback" not in done.stderr

    def test_interrupted(self, built, environment, program):
        process = subprocess.Popen(
            [*program, "-", "--count", "--library", built],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        process.stdin.write(b"trust\n")
        process.stdin.flush()
        # the answer comes before the next question: it was flushed
        assert process.stdout.readline() == b"2\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        assert (process.returncode, err) == (130, b"")
