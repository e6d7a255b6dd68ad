"""The options of `search`, each declared once: click makes its help and its errors of
them, and a command line that is in order is read by them without click.

Knows names and values, not what they do. A search waits for this, so it imports little.
"""

from searcher.frozen import KW_ONLY, Value
from searcher.typed import Any, Final, NamedTuple


class Format(NamedTuple):
    """The function, in a module of `searcher.cli`, that yields an answer in a format.

    One that `remembers` what it wrote is made by that function, for all answers of a
    command. What is `utf8` is so whatever the locale is.
    """

    module: str
    function: str
    remembers: bool = False
    utf8: bool = False


FORMATS: Final = {
    "bibtex": Format("bibtex", "bibtex", remembers=True, utf8=True),
    "ids": Format("formats", "ids"),
    "plain": Format("formats", "plain"),
}
"""What may be said with `--format`, besides templates."""


class Option(Value):
    """What it is called, which parameter it fills, and what may be said with it.

    A flag has a default that is true or false, and takes no value; a number, 0 or more,
    has a number. Of the others, those with choices take one of these.
    """

    names: tuple[str, ...]
    parameter: str
    help: str
    _: KW_ONLY
    default: Any = None
    opposite: str | None = None
    """What turns a flag off, if there is such a name."""
    choices: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    """Choices that are still understood, and not offered."""
    metavar: str | None = None

    @property
    def is_flag(self) -> bool:
        return isinstance(self.default, bool)

    @property
    def is_number(self) -> bool:
        return isinstance(self.default, int) and not self.is_flag


LIMIT: Final = Option(
    ("-n", "--limit"),
    "limit",
    "How many papers, 10 unless told; 0 is all of them.",
    default=10,
    metavar="N",
)
OFFSET: Final = Option(
    ("--offset",), "offset", "Leave out the first N.", default=0, metavar="N"
)
SORT: Final = Option(
    ("--sort",),
    "sort",
    "Best first; date is newest first, date-asc oldest first.",
    default="relevance",
    choices=("relevance", "date", "date-asc"),
    former=("-date",),
)
MATCH: Final = Option(
    ("--match",),
    "match",
    "Papers with all of the words, or with any of them.",
    default="all",
    choices=("all", "any"),
)
RELAX: Final = Option(
    ("--relax",),
    "relax",
    "Where nothing is found, try other spellings, any of the words, and the "
    "inside of words; the answer says so. --count and -q never do.",
    default=True,
    opposite="--no-relax",
)
SHAPED: Final = (
    Option(("--json",), "as_json", "The answer as one line of JSON.", default=False),
    Option(("--jsonl",), "as_jsonl", "A line of JSON for every paper.", default=False),
    Option(
        ("--format",),
        "shape",
        f"{', '.join(FORMATS)}, or a template such as '{{id}}\\t{{title.en}}'.",
        metavar="SHAPE",
    ),
    Option(("--count",), "count", "Only how many papers there are.", default=False),
    Option(("-q", "--quiet"), "quiet", "Nothing but the exit status.", default=False),
    Option(
        ("--color",),
        "color",
        "Mark what matched; NO_COLOR and FORCE_COLOR are honoured.",
        default="auto",
        choices=("auto", "always", "never"),
    ),
)
EXPLAIN: Final = Option(
    ("--explain",),
    "explain",
    "Say how the query was read, and what every score is made of.",
    default=False,
)
UPDATE: Final = Option(
    ("--update",),
    "update",
    "Take in new digests first, or search what is built.",
    default=True,
    opposite="--no-update",
)
LIBRARY: Final = Option(
    ("--library",),
    "library",
    "The library. Else $SEARCHER_LIBRARY, else one at or above the current "
    "directory, else the one in your data directory.",
    metavar="DIR",
)
SEARCH: Final = (
    *(LIMIT, OFFSET, SORT, MATCH, RELAX),
    *SHAPED,
    *(EXPLAIN, UPDATE, LIBRARY),
)
"""Those of `search`, as its help lists them."""
