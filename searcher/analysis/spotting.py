"""Which tokens of a text are wanted, and which of its words need not be looked at.

To mark what a query matched, nobody needs the stems of words that begin with another
letter, nor the words of runs without what is wanted. Knows terms, not what asks for
them.
"""

from collections.abc import Callable, Collection, Sequence

from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.scripts import is_run
from searcher.analysis.tokens import Analyzer, text_terms
from searcher.model import Token

_RESPELLED = ("ae", "oe")
"""Beginnings of words whose stem may begin otherwise: oesophagus, aetiology."""


def spotter(
    segmenter: Segmenter,
    beginnings: Collection[str],
    is_wanted: Callable[[str], bool],
    *,
    any_word: bool = False,
    spaced: bool = False,
) -> Callable[[str], list[Token]]:
    """What tells the tokens of a raw text that are wanted, in the order of the text.

    Each wanted term has one of the beginnings or, with `any_word`, is not Chinese. With
    `spaced`, any is wanted, and positions are those of the index. Without it they are
    neighbours if they are there, but how much is between others is not known.
    """
    initials = {text.lstrip("=")[:1] for text in beginnings}
    others = [text for text in beginnings if not text.isascii()]
    only_han = not (any_word or spaced) and all(map(is_run, beginnings))

    def learn(form: str, count: int) -> Sequence[str]:
        if any_word or spaced or form[0] in initials or form[:2] in _RESPELLED:
            return text_terms(form, count)
        return ()

    analyzer = Analyzer(segmenter, learn, wanted=is_wanted)

    def spotted(text: str) -> list[Token]:
        normal = normalise(text)
        cut = spaced or any(map(normal.text.__contains__, others))
        return [] if only_han and not cut else analyzer.placed(normal, cut=cut)

    return spotted
