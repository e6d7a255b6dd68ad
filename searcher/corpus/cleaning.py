"""A sighting as its digest has it → the texts that it shows, HTML read.

The one place for all formats. What is cut at commas or semicolons must be read before,
since entities hold some. Nothing here knows a format.
"""

from searcher.analysis.markup import plain
from searcher.corpus import ids
from searcher.corpus.text import is_chinese
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Sighting


def cleaned(sighting: Sighting) -> Sighting:
    """The same without HTML. A text that is nothing but HTML stays as it is."""
    paper = sighting.paper
    if not _may_hold_html(paper):
        return sighting
    title = _halves(paper.title)
    known = paper.id
    return sighting._replace(
        paper=replace(
            paper,
            id=ids.title_id(title) if ids.is_made(known) else known,
            title=title,
            abstract=_halves(paper.abstract),
            authors=tuple(_shown(name) for name in paper.authors),
            keywords=tuple(_shown(keyword) for keyword in paper.keywords),
            subjects=tuple(
                subject._replace(name=_shown(subject.name))
                for subject in paper.subjects
            ),
        )
    )


def _may_hold_html(paper: Paper) -> bool:
    """Whether any text could hold some, as few do."""
    title, abstract = paper.title, paper.abstract
    names = [subject.name for subject in paper.subjects]
    texts = (title.en, title.zh, abstract.en, abstract.zh)
    whole = "\0".join([*texts, *paper.authors, *paper.keywords, *names])
    return "<" in whole or "&" in whole


def _halves(text: Bilingual) -> Bilingual:
    """Both halves; Chinese in numbers, `&#x4E2D;`, shows only now that it is that."""
    en, zh = _shown(text.en), _shown(text.zh)
    if en != text.en and not zh and is_chinese(en):
        return Bilingual(zh=en)
    return Bilingual(en, zh)


def _shown(text: str) -> str:
    return plain(text) or text
