"""The public face as its users see it: type-checked, never run."""

from pathlib import Path

import searcher


def shown(path: Path) -> list[str]:
    report: searcher.Report = searcher.update(path)
    assert report.generation is not None
    with searcher.open(path) as papers:
        results: searcher.Results = papers.search(
            "信任区域", limit=3, order=searcher.Order.NEWEST, match=searcher.Match.ANY
        )
        hit: searcher.Hit = results[0]
        best: tuple[searcher.Hit, ...] = results[:2]
        same: searcher.Results = papers.search("信任区域", order="date", match="any")
        assert len(same) == len(best)
        marks: tuple[tuple[int, int], ...] = hit.highlights["title.zh"][0].marks
        paper: searcher.Paper | None = papers.paper(hit.paper.id)
        assert paper is not None
        assert marks
    return [f"{hit.rank} {hit.paper.title.en}" for hit in results]
