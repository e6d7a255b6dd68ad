"""One module for each engine. Imports nothing else: cold runs are measured."""

from importlib import import_module

from bench.engines.base import Engine


def load(setting: str) -> Engine:
    """The engine of a setting such as `tantivy+rjieba`; ImportError when not here."""
    engine, _, cutter = setting.partition("+")
    made: Engine = import_module(f"bench.engines.{engine}").make(cutter)
    return made
