"""Segmenters, each loaded once: they take a second."""

from pathlib import Path

import pytest
from hypothesis import settings

from searcher.analysis.han import (
    MappedDictionary,
    PythonSegmenter,
    Segmenter,
    indexing_segmenter,
    write_dictionary,
)

settings.register_profile("patient", deadline=None)  # first calls load word data
settings.load_profile("patient")


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return indexing_segmenter()


@pytest.fixture(scope="session")
def jieba() -> PythonSegmenter:
    return PythonSegmenter()


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """jieba's dictionary, written for mapping."""
    path = tmp_path_factory.mktemp("han") / "han.dict"
    write_dictionary(path)
    return path


@pytest.fixture(scope="session")
def mapped(dictionary: Path) -> MappedDictionary:
    return MappedDictionary(dictionary)
