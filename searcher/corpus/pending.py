"""What an update would find: corpus/ and words.txt beside it, as they are now.

Nothing here reads a digest or knows what is done about a change. A search waits for
this, so it imports little.
"""

from searcher.corpus.changes import Changes
from searcher.corpus.scanning import Scan, scan
from searcher.corpus.words import own_words
from searcher.generation import Generation, Intake
from searcher.settings import Library


def pending(library: Library, generation: Generation | None) -> Changes:
    """What an update would find: `anything` says whether it has something to do, the
    problems are those of looking, such as a corpus/ that is not mounted.

    Only names, sizes and times are compared, bytes where these leave a doubt.
    """
    return compared(scanned(library), generation.intake if generation else Intake.of())


def compared(found: Scan, before: Intake) -> Changes:
    """The changes; where nothing differs they name nothing, for nobody will build."""
    if before.lists(found.rows):
        return Changes(problems=found.problems)
    from searcher.corpus.unread import look  # noqa: PLC0415 - few searches need it

    return look(found, before.digests)


def scanned(library: Library) -> Scan:
    """What lies in corpus/, and what is wrong with the words.txt beside it."""
    found = scan(library.corpus)
    problems = own_words(library.words).problems
    return found._replace(problems=tuple(sorted((*found.problems, *problems))))
