"""A sighting as its digest has it → the texts that it shows, HTML read.

The one place for all formats. What is cut at commas or semicolons must be read before,
since entities hold some. Nothing here knows a format.
"""

from searcher.analysis.markup import plain
from searcher.corpus import ids
from searcher.corpus.text import is_chinese
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Sighting, Subject
from searcher.schema import LISTS, TEXTS
from searcher.typed import Any


def cleaned(sighting: Sighting) -> Sighting:
    """The same without HTML. A text that is nothing but HTML stays as it is."""
    paper = sighting.paper
    if not _may_hold_html(paper):
        return sighting
    shown: dict[str, Any] = {name: _halves(getattr(paper, name)) for name in TEXTS}
    shown |= {name: tuple(map(_item, getattr(paper, name))) for name in LISTS}
    if ids.is_made(paper.id):
        shown["id"] = ids.title_id(shown["title"])
    return sighting._replace(paper=replace(paper, **shown))


def _may_hold_html(paper: Paper) -> bool:
    """Whether any text could hold some, as few do."""
    texts: list[str] = []
    for name in TEXTS:
        text = getattr(paper, name)
        texts += text.en, text.zh
    for name in LISTS:
        texts += [
            one if isinstance(one, str) else one.name for one in getattr(paper, name)
        ]
    whole = "\0".join(texts)
    return "<" in whole or "&" in whole


def _item(value: str | Subject) -> str | Subject:
    if isinstance(value, str):
        return _shown(value)
    return value._replace(name=_shown(value.name))


def _halves(text: Bilingual) -> Bilingual:
    """Both halves; Chinese in numbers, `&#x4E2D;`, shows only now that it is that."""
    en, zh = _shown(text.en), _shown(text.zh)
    if en != text.en and not zh and is_chinese(en):
        return Bilingual(zh=en)
    return Bilingual(en, zh)


def _shown(text: str) -> str:
    return plain(text) or text
