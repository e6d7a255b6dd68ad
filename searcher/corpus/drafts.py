"""The raw lines of papers and of what stands between them, each line in one place.

Nothing here decides where a line belongs, or interprets a field.
"""

from dataclasses import dataclass, field
from datetime import date as Date

from searcher.corpus import titles
from searcher.corpus.marks import Kind, Mark
from searcher.corpus.roles import Role
from searcher.corpus.text import is_chinese


@dataclass(slots=True)
class Draft:
    """The raw lines of one paper, each in one place: of its title, of each field,
    labels alone, fields given again, labels of no field and links, and the loose ones.
    """

    line: int
    keyword: str = ""
    announced: Date | None = None
    titles: list[Mark] = field(default_factory=list)
    headed: bool = False
    values: dict[Role, list[Mark]] = field(default_factory=dict)
    labels: list[Mark] = field(default_factory=list)
    again: list[Mark] = field(default_factory=list)
    asides: list[Mark] = field(default_factory=list)
    loose: list[Mark] = field(default_factory=list)

    def text(self, name: Role) -> str:
        return "\n".join(mark.text for mark in self.values.get(name, ()))

    @property
    def prose(self) -> list[Mark]:
        """The loose lines, if they are sooner an abstract than leftovers, in a language
        in which there is none.
        """
        kinds = {one.kind for one in self.asides}
        linked = Kind.FENCE in kinds or (
            self.headed and (self.titles[0].link or Kind.LINKS in kinds)
        )
        ends = (".", "。", "!", "！", "?", "？")
        whole = any(titles.is_prose(mark.text) for mark in self.loose) or (
            linked and any(mark.text.endswith(ends) for mark in self.loose)
        )
        return [mark for mark in self.loose if not self._has(mark)] if whole else []

    @property
    def left(self) -> list[Mark]:
        """The loose lines that are of no field."""
        used = {mark.line for mark in self.prose}
        return [mark for mark in self.loose if mark.line not in used]

    def _has(self, text: Mark) -> bool:
        """Whether there is an abstract in the language of a text."""
        given = self.values.get(Role.ABSTRACT, [])
        if is_chinese(text.text):
            chinese = self.values.get(Role.ABSTRACT_ZH)
            return bool(chinese) or any(is_chinese(mark.text) for mark in given)
        return bool(given) and not is_chinese(given[0].text)

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all stands beside the title."""
        known = self.values or self.labels or self.loose
        return not (known or self.asides or any(mark.link for mark in self.titles))


@dataclass(slots=True)
class Outline:
    """All drafts, and what the digest says of itself.

    `header` are the lines that belong to the digest rather than to a paper, `left`
    those that stand between papers and belong to none; `cut` are the lines that begin
    a text too long to keep.
    """

    drafts: list[Draft] = field(default_factory=list)
    header: list[Mark] = field(default_factory=list)
    left: list[Mark] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    begun: bool = False
    announced: Date | None = None
    declared: int | None = None
    declared_line: int = 0
    says_nothing: bool = False

    def __bool__(self) -> bool:
        """Whether anything of a digest was recognised."""
        said = self.announced or self.declared is not None
        return bool(self.begun or self.says_nothing or said)

    @property
    def size(self) -> int:
        """Lines that are held, of those that belong to no paper."""
        return len(self.header) + len(self.left)

    def clear(self) -> None:
        """Forget what is done with."""
        for done in (self.drafts, self.header, self.left, self.cut):
            done.clear()
