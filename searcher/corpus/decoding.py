"""Bytes → text, whatever the encoding: UTF-8, UTF-16 and -32, GB18030, with faults.

Nothing here opens a file or knows what the text is.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator

from searcher.typed import AnyStr, NamedTuple

_MARKS = (
    # the longer mark first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ANY_MARK = tuple(mark for mark, _encoding in _MARKS)
_HIGH = bytes(range(0x80, 0x100))
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Decoded(NamedTuple):
    """A text, and what had to be done to get it.

    `encoding` is the one found; `bad` counts what it could not say, each now U+FFFD;
    `nulls` counts the NUL characters taken out; the lines (from 1) are of the first.
    """

    text: str
    encoding: str
    bad: int = 0
    bad_line: int = 0
    nulls: int = 0
    null_line: int = 0


def decode(data: bytes) -> Decoded:
    """Any bytes as text. Never raises."""
    mark, encoding = declared(data)
    if encoding is None:
        encoding = _wide(data) or "utf-8"
    try:
        text, is_good = data[len(mark) :].decode(encoding), True
    except UnicodeDecodeError:
        encoding, is_good = faulty(lambda: [data], data), False
        text = data[len(mark) :].decode(encoding, "replace")
    bad, bad_line = (0, 0) if is_good else _counted(text, "\ufffd")
    if "\0" not in text:
        return Decoded(text, encoding, bad, bad_line)
    return Decoded(
        text.replace("\0", ""), encoding, bad, bad_line, *_counted(text, "\0")
    )


def declared(head: bytes) -> tuple[bytes, str | None]:
    """The byte-order mark that the data begins with, and the encoding it stands for."""
    if not head.startswith(_ANY_MARK):  # as nearly every line of a file
        return b"", None
    return next(found for found in _MARKS if head.startswith(found[0]))


def as_utf8(chunks: Iterable[bytes], head: bytes) -> Iterator[bytes]:
    """The same stream in UTF-8, if its head shows UTF-16 or UTF-32; no mark is kept."""
    encoding = declared(head)[1] or _wide(head)
    decoder = None
    if encoding and encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in unmarked(chunks, head):
        yield decoder.decode(chunk).encode() if decoder else chunk
    if decoder:
        yield decoder.decode(b"", final=True).encode()


class Decoding:
    """A stream of bytes as text, NULs taken out; once it has passed, `bad`, `nulls` and
    the lines of the first as in `Decoded`.
    """

    def __init__(self, chunks: Iterable[bytes], encoding: str) -> None:
        self.bad = self.bad_line = self.nulls = self.null_line = 0
        self._pieces = _replaced(chunks, encoding)
        self._line = 1
        self._last = ""

    def __iter__(self) -> Iterator[str]:
        return map(self._counted, self._pieces)

    def _counted(self, text: str) -> str:
        if "\ufffd" in text:
            self.bad_line = self.bad_line or self._line_at(text, text.index("\ufffd"))
            self.bad += text.count("\ufffd")
        has_nulls = "\0" in text
        if has_nulls:
            self.null_line = self.null_line or self._line_at(text, text.index("\0"))
            self.nulls += text.count("\0")
        if text and not (self.bad_line and self.null_line):
            self._line = self._line_at(text, len(text))
            self._last = text[-1]
        return text.replace("\0", "") if has_nulls else text

    def _line_at(self, text: str, at: int) -> int:
        is_cut = self._last == "\r" and text.startswith("\n")  # one line end, not two
        return self._line + _line(text, at) - 1 - (is_cut and at > 0)


def faultless(chunks: Iterable[bytes], head: bytes) -> str | None:
    """The encoding that a stream is in to its end without a fault; None if there is a
    fault.
    """
    encoding = declared(head)[1] or _wide(head) or "utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in unmarked(chunks, head):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return encoding


def faulty(chunks: Callable[[], Iterable[bytes]], head: bytes) -> str:
    """The encoding of a stream that is not `faultless`, which takes up to two more
    passes over its chunks.
    """
    encoding = declared(head)[1] or _wide(head)
    if encoding and encoding != "utf-8":
        return encoding
    lines, letters = _Lines(), _Letters()
    for data in _whole_lines(unmarked(chunks(), head), b"\n"):
        lines.see(data)
    if lines.are_mostly_gb18030:
        text = _replaced(unmarked(chunks(), head), "gb18030")
        for piece in _whole_lines(text, "\n"):
            letters.see(piece)
        if letters.are_chinese:
            return "gb18030"
    return "utf-8"


def unmarked(chunks: Iterable[bytes], head: bytes) -> Iterator[bytes]:
    """The same stream without the byte-order mark that its head begins with."""
    skip = len(declared(head)[0])
    for chunk in chunks:
        yield chunk[skip:] if skip else chunk
        skip = max(0, skip - len(chunk))


def is_wide(head: bytes) -> bool:
    """Whether a character takes two or four bytes, so that none may be left out."""
    encoding = declared(head)[1] or _wide(head)
    return encoding is not None and encoding != "utf-8"


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: of its ASCII every second byte is NUL, on one side."""
    head = data[: 1 << 12]
    if len(head) < 64 or 0 not in head:
        return None
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.3 and odd < half * 0.02 else None


class _Lines:
    """What the lines of a text with faults are, as they come: UTF-8 or GB18030."""

    def __init__(self) -> None:
        self._foreign = self._utf8 = self._gb18030 = 0
        self._right = self._wrong = 0  # characters beyond ASCII, and what is none

    def see(self, data: bytes) -> None:
        """Count some whole lines."""
        for line in data.split(b"\n"):
            if line.isascii():
                continue
            self._foreign += 1
            if _is_utf8(line):
                self._utf8 += 1
            else:
                self._gb18030 += _is_gb18030(line)
        guess = data.decode("utf-8", "replace")
        wrong = guess.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        self._wrong += wrong
        self._right += len(guess) - len(data.translate(None, _HIGH)) - wrong

    @property
    def are_mostly_gb18030(self) -> bool:
        """Whether of the lines that are not UTF-8 more than half are without fault so;
        of random bytes, which often look like rare characters, next to none is.

        Where more is UTF-8 than not, of the lines that are not ASCII or of the
        characters, it is that: a file stays UTF-8 but for a few bytes.
        """
        faulty = self._foreign - self._utf8
        is_utf8 = self._utf8 > faulty or self._right > self._wrong
        return not is_utf8 and self._gb18030 * 2 > faulty


class _Letters:
    """The characters beyond ASCII of a text, as it comes, read as GB18030."""

    def __init__(self) -> None:
        self._all = self._together = self._common = self._bad = 0

    def see(self, text: str) -> None:
        """Count those of some whole lines."""
        runs = _FOREIGN.findall(text)
        self._all += sum(map(len, runs))
        self._together += sum(len(run) for run in runs if len(run) > 1)
        self._common += len("".join(runs).encode("gb2312", "ignore")) // 2
        self._bad += text.count("\ufffd")

    @property
    def are_chinese(self) -> bool:
        """Whether they look like it, all but a tenth that had to be replaced.

        Chinese comes in runs, and nearly all of it is in GB 2312; where a stray Latin-1
        letter happens to pair with its neighbour, the result stands alone and is rare.
        """
        usual = min(self._common, self._together) >= self._all * 0.5
        return usual and self._bad <= self._all * 0.1


def _replaced(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """A stream as text, with U+FFFD for whatever is none."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _whole_lines(pieces: Iterable[AnyStr], end: AnyStr) -> Iterator[AnyStr]:
    """The same stream, cut behind the ends of lines only."""
    held: list[AnyStr] = []
    for piece in pieces:
        at = piece.rfind(end) + 1
        if at:
            held.append(piece[:at])
            yield end[:0].join(held)
            held = []
        held.append(piece[at:])
    yield end[:0].join(held)


def _is_gb18030(data: bytes) -> bool:
    try:
        return not _CONTROL.search(data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _counted(text: str, letter: str) -> tuple[int, int]:
    """How often a letter is there, and the line of the first, or 0."""
    first = text.find(letter)
    return text.count(letter), _line(text, first) if first >= 0 else 0


def _line(text: str, at: int) -> int:
    before = text[:at]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
