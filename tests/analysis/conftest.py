"""Segmenters, each loaded once: they take a second."""

from pathlib import Path

import pytest
from hypothesis import settings

from searcher.analysis.dictionary import (
    Dictionary,
    jieba_dictionary,
    open_dictionary,
    quiet_jieba,
    write_dictionary,
)
from searcher.analysis.han import Segmenter

settings.register_profile("patient", deadline=None)  # first calls load word data
settings.load_profile("patient")


class Jieba:
    """jieba itself, without its model: the judge of every cut."""

    def __init__(self) -> None:
        self.tokenizer = quiet_jieba().Tokenizer()
        # the cache that jieba keeps in the temporary folder is shared between users
        # and believed on load; its dictionary is read afresh instead
        self.tokenizer.FREQ, self.tokenizer.total = self.tokenizer.gen_pfdict(
            self.tokenizer.get_dict_file()
        )
        self.tokenizer.initialized = True

    def cut(self, run: str) -> list[str]:
        return list(self.tokenizer.cut(run, HMM=False))

    def __contains__(self, word: str) -> bool:
        return bool(self.tokenizer.FREQ.get(word))


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return jieba_dictionary()


@pytest.fixture(scope="session")
def jieba() -> Jieba:
    return Jieba()


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """jieba's dictionary, written for mapping."""
    path = tmp_path_factory.mktemp("han") / "han.dict"
    write_dictionary(path)
    return path


@pytest.fixture(scope="session")
def mapped(dictionary: Path) -> Dictionary:
    return open_dictionary(dictionary)
