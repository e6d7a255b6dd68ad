"""What stands between spaces → its compounds, their words, and the words in these.

Knows how words are written, not what they become.
"""

from __future__ import annotations

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

LONGEST_WORD = 64
"""Longer words are cut here, in texts and in queries alike, so that they still meet."""
LONGEST_ACRONYM = 6
"""In letters; longer words in capitals are words, and names."""
_LONGEST_PREFIX = 8
"""Letters before the two capitals of an acronym that is not all capitals."""
ROOT_BEGIN = 4
"""Letters; no root of a word that is spelled in two ways is shorter."""
_ROOT_BEGIN = cython.declare(cython.int, ROOT_BEGIN)
_CONTRACTED = ("t", "d", "m", "ll", "re", "ve")


def dissect(chunk: str) -> list:
    """The compounds of letters, digits and joiners without a space between them.

    Each as whether a sentence ends before it, and its words: text in lower case, start,
    end, whether it was written as an acronym, and the words inside it, which are found
    at its place, as text, start and end. Offsets count from the start of the chunk.
    """
    unit: list
    if len(chunk) <= LONGEST_WORD and chunk.isascii() and chunk.isalpha():
        # as nearly always
        if chunk.islower() and chunk[len(chunk) - 1] != "s":
            return [(False, [(chunk, 0, len(chunk), False, ())])]
        return [(False, [_word(chunk, 0, len(chunk))])]
    compounds: list = []
    words: list = []
    gap = False
    for unit in _units(chunk):
        if unit[3] and (unit[3] in "/@" or unit[4]):
            compounds.append((gap, words))
            words = []
            gap = unit[4]
        words.append(_word(unit[0], unit[1], unit[2]))
    compounds.append((gap, words))
    return compounds


@cython.cfunc
def _units(chunk: str) -> list:
    """What stands between joiners, unless that makes one word: text, start, end, the
    joiner before it, and whether a sentence ends there.
    """
    size: cython.Py_ssize_t = len(chunk)
    at: cython.Py_ssize_t = 0
    start: cython.Py_ssize_t
    last: list
    units: list = []
    while at < size:
        joiner = ""
        if chunk[at] in "'-.@/&_,":
            joiner = chunk[at]
            at += 1
        start = at
        while at < size and chunk[at] not in "'-.@/&_,":
            at += 1
        text: str = chunk[start:at]
        if not units:
            units.append([text, start, at, "", False])
            continue
        last = units[len(units) - 1]
        ending = text.lower().rstrip("+#") if joiner == "'" else ""
        if joiner == "'" and ending == "s":
            continue
        if joiner == "," or (joiner == "'" and ending in _CONTRACTED):
            last[0] += text
            last[2] = at
        elif joiner == "." and last[0][-1].isdigit() and text[0].isdigit():
            last[0] += "." + text
            last[2] = at
        else:
            gap = joiner == "." and _ends_sentence(last[0], text)
            units.append([text, start, at, joiner, gap])
    return units


@cython.cfunc
def _ends_sentence(before: str, after: str) -> bool:
    """`disabilities.A line`: digests lose the space after a full stop.

    `Ph.D`, `U.S` and `cs.LG` do not.
    """
    if not after[0].isupper() or (len(before) == 1 and not before.isdigit()):
        return False
    if after[1:2].islower():
        return True
    known = len(before) > 2 or (before.islower() and len(after) == 1)
    return known and before[-1].islower()


@cython.cfunc
def _word(text: str, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> tuple:
    """A unit as a word: as `dissect` tells of one."""
    bare: str = text.rstrip("+#")
    last: cython.Py_ssize_t = end - len(text) + len(bare)
    inside: list = []
    word: str = bare[:LONGEST_WORD].casefold()[:LONGEST_WORD]
    acronym: str = _plural_acronym(bare)
    singular = acronym.lower() if acronym else singular_acronym(word)
    if singular:
        inside.append((word, start, last))
        word = singular
    if bare.isascii() and len(bare) <= LONGEST_WORD:
        parts: list = _inside(bare[:-1] if acronym else bare, start)
        if last - start > len(bare):  # 1,000 stands there longer than it is
            parts = [(part, start, last) for part, _, _ in parts]
        inside += parts
    if len(bare) < len(text):
        inside.insert(0, (word, start, last))
        word += text[len(bare) :]
    capitals = _is_acronym(acronym or bare)
    return word[:LONGEST_WORD], start, end, capitals, tuple(inside)


@cython.cfunc
def _is_acronym(text: str) -> bool:
    if not 2 <= len(text) <= LONGEST_ACRONYM or not "A" <= text[0] <= "Z":
        return False
    return all("A" <= char <= "Z" or "0" <= char <= "9" for char in text)


@cython.cfunc
def _plural_acronym(bare: str) -> str:
    """`LLM` of `LLMs`, and `mRNA` of `mRNAs`; of others nothing."""
    size: cython.Py_ssize_t = len(bare) - 1
    if size < 2 or size > _LONGEST_PREFIX + 2 or bare[size] != "s":
        return ""
    singular: str = bare[:size]
    if not singular.isascii() or not singular.isalpha():
        return ""
    if singular.isupper() and size <= LONGEST_ACRONYM:
        return singular
    return singular if size > 2 and singular[size - 2 :].isupper() else ""


def singular_acronym(word: str) -> str | None:
    """`llm` of `llms`, which Snowball leaves alone for want of a vowel."""
    size: cython.Py_ssize_t = len(word) - 1
    if size < 3 or word[size] != "s" or word[size - 1] == "s":
        return None
    for char in word:
        if not "b" <= char <= "z" or char in "eiouy":
            return None
    return word[:size]


def first_root(
    word: str, roots: dict[str, list[tuple[int, str, str]]]
) -> tuple[int, str, str] | None:
    """Of the roots that a word holds the first: its number, itself, what it becomes.

    Roots are given by their first ROOT_BEGIN letters.
    """
    at: cython.Py_ssize_t
    found = None
    for at in range(len(word) - _ROOT_BEGIN + 1):
        held = roots.get(word[at : at + _ROOT_BEGIN])
        if held is not None:
            for root in held:
                if word.startswith(root[1], at) and (found is None or root < found):
                    found = root
    return found


@cython.cfunc
def _inside(bare: str, start: cython.Py_ssize_t) -> list:
    """The alphabetic beginning of Qwen3, the parts of WideSeek and their neighbours."""
    found: list = []
    if bare.isalpha() and (len(bare) < 4 or bare[1:].islower() or bare.isupper()):
        return found
    parts: list = _camel_parts(bare)
    letters: list = [part for part in parts if part[2]]
    at: cython.Py_ssize_t
    beginning: cython.Py_ssize_t = 0  # how many parts of letters it begins with
    while beginning < len(letters) and parts[beginning][2]:
        beginning += 1
    if beginning and len(letters) < len(parts):
        _add_inner(found, bare, 0, parts[beginning - 1][1], start)
    if len(letters) > 1:
        for part in letters:
            _add_inner(found, bare, part[0], part[1], start)
    if len(letters) > 2:
        for at in range(len(letters) - 1):
            _add_inner(found, bare, letters[at][0], letters[at + 1][1], start)
    return found


@cython.cfunc
def _camel_parts(bare: str) -> list:
    """`Wide` and `Seek`, `GPT` and `4`: start, end, and whether these are letters."""
    size: cython.Py_ssize_t = len(bare)
    at: cython.Py_ssize_t = 0
    first: cython.Py_ssize_t
    parts: list = []
    while at < size:
        first = at
        is_letters = bare[at].isalpha()
        if is_letters:
            while at < size and bare[at].isupper():
                at += 1
            if at - first > 1 and at < size and bare[at].islower():
                at -= 1  # what goes on in small letters begins with a capital
            elif at - first < 2:
                while at < size and bare[at].islower():
                    at += 1
        else:
            while at < size and not bare[at].isalpha():
                at += 1
        parts.append((first, at, is_letters))
    return parts


@cython.cfunc
def _add_inner(
    found: list,
    bare: str,
    first: cython.Py_ssize_t,
    last: cython.Py_ssize_t,
    start: cython.Py_ssize_t,
) -> None:
    text: str = bare[first:last].lower()
    if len(text) > 1 and text.isalpha():
        found.append((text, start + first, start + last))
