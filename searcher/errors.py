"""Everything this package raises on purpose.

SearcherError
├── LibraryError          the library, its folders or its settings
│   ├── NoLibrary         no library where one was looked for
│   ├── ForeignIndex      a folder named index/ that this program did not make
│   └── RemovalsRefused   so much of the corpus is gone that it looks like an accident
├── DigestError           a digest could not be taken in
├── QueryError            an argument that no query can be made of
│   └── QueryTypeError    one of another type
├── SearcherClosed        something was asked of a searcher that was closed
├── CollectionError       a test collection that nothing can be measured on
└── IndexUnusable           the built index
    ├── IndexMissing      nothing has been built yet
    ├── IndexOutdated     built by another format or analysis
    ├── IndexBusy         another process is building
    │   └── IndexMoved    another one published what was to be built upon
    └── IndexDamaged      files are missing or not what was written

Every error says what was found and wanted in `message`, and what to do next in `hint`.
"""


class SearcherError(Exception):
    """Base of all errors a user can be shown: a sentence, and what to type next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class LibraryError(SearcherError):
    """The library, one of its two folders, or its settings cannot be used."""


class NoLibrary(LibraryError):
    """No library was found at, or above, the place that was looked at."""


class ForeignIndex(LibraryError):
    """A folder named index/ holds things that this program did not make."""


class RemovalsRefused(LibraryError):
    """More than half of the digests are gone, and nobody said that this is meant."""


class DigestError(SearcherError):
    """A digest cannot be taken into the corpus."""


class QueryError(SearcherError, ValueError):
    """An argument around a query (not its text) makes no sense."""


class QueryTypeError(QueryError, TypeError):
    """An argument has a type that nothing can be made of."""


class SearcherClosed(SearcherError):
    """Something was asked of a searcher that was closed."""

    def __init__(self) -> None:
        super().__init__(
            "this searcher was closed", hint="searcher.open(...) opens another one"
        )


class CollectionError(SearcherError):
    """A test collection cannot be read, or nothing can be measured on it."""


class IndexUnusable(SearcherError):
    """The built index cannot be used as it is."""


class IndexMissing(IndexUnusable):
    """Nothing has been built yet."""


class IndexOutdated(IndexUnusable):
    """The index was built by another format or another analysis.

    `digests` are the paths of those it was built from, as far as it tells.
    """

    def __init__(
        self, message: str, *, hint: str = "", digests: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.digests = digests


class IndexBusy(IndexUnusable):
    """Another process holds the build lock."""


class IndexMoved(IndexBusy):
    """Another generation was published since the one to build upon was read."""


class IndexDamaged(IndexUnusable):
    """Files of the index are missing or are not what was written."""
