"""Modules of the core as they stand, beside those that may be compiled."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # first calls load word data
settings.load_profile("patient")

CORE = Path(__file__).parents[2] / "searcher" / "_core"


def as_it_stands(name: str) -> ModuleType:
    """A module out of its source, whatever was compiled of it."""
    spec = spec_from_file_location(f"{name}_as_it_stands", CORE / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def both() -> Callable[[str], list[ModuleType]]:
    """A module as it is installed, and as it stands."""
    return lambda name: [import_module(f"searcher._core.{name}"), as_it_stands(name)]
