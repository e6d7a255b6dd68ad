"""Bytes → text, whatever the encoding: UTF-8, UTF-16 and -32, GB18030, with faults.

Nothing here opens a file or knows what the text is.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from searcher.typed import NamedTuple

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
    data = data[len(mark) :]
    try:
        return _without_nulls(data.decode(encoding), encoding, 0, 0)
    except UnicodeDecodeError:
        pass
    if encoding == "utf-8" and (chinese := _gb18030(data)):
        return chinese
    text = data.decode(encoding, "replace")
    return _without_nulls(text, encoding, *_replaced(text))


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
    """A stream of bytes as text, NULs taken out; `bad`, `nulls` and `null_line` as in
    `Decoded`.
    """

    def __init__(self, chunks: Iterable[bytes], encoding: str) -> None:
        self.bad = self.nulls = self.null_line = 0
        self._chunks = chunks
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._line = 1
        self._last = ""

    def __iter__(self) -> Iterator[str]:
        for chunk in self._chunks:
            yield self._counted(self._decoder.decode(chunk))
        yield self._counted(self._decoder.decode(b"", final=True))

    def _counted(self, text: str) -> str:
        self.bad += text.count("\ufffd")
        if "\0" in text:
            if not self.nulls:
                self.null_line = self._line_at(text, text.index("\0"))
            self.nulls += text.count("\0")
            text = text.replace("\0", "")
        if not self.nulls and text:
            self._line = self._line_at(text, len(text))
            self._last = text[-1]
        return text

    def _line_at(self, text: str, at: int) -> int:
        is_cut = self._last == "\r" and text.startswith("\n")  # one line end, not two
        return self._line + _line(text, at) - 1 - (is_cut and at > 0)


def faultless(chunks: Iterable[bytes], head: bytes) -> str | None:
    """The encoding that a stream is in to its end without a fault, as `decode` would
    find it; None if there is a fault.
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


def _gb18030(data: bytes) -> Decoded | None:
    """The text as GB18030, if that explains its bytes better than faulty UTF-8 does."""
    if _is_mostly_utf8(data) or not _is_mostly_gb18030(data):
        return None
    text = data.decode("gb18030", "replace")
    runs = _FOREIGN.findall(text)
    count = sum(map(len, runs))
    # Chinese comes in runs, and nearly all of it is in GB 2312; where a stray Latin-1
    # letter happens to pair with its neighbour, the result stands alone and is rare
    together = sum(len(run) for run in runs if len(run) > 1)
    common = len("".join(runs).encode("gb2312", "ignore")) / 2
    bad, line = _replaced(text)
    if min(common, together) < count * 0.5 or bad > count * 0.1:
        return None
    return _without_nulls(text, "gb18030", bad, line)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more is right than wrong: of the lines that are not ASCII, or of the
    characters. A file that is UTF-8 but for a few bytes stays UTF-8.
    """
    foreign = [line for line in data.split(b"\n") if not line.isascii()]
    if sum(map(_is_utf8, foreign)) * 2 > len(foreign):
        return True
    plain = len(data.translate(None, _HIGH))
    guess = data.decode("utf-8", "replace")
    wrong = guess.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return len(guess) - plain - wrong > wrong


def _is_mostly_gb18030(data: bytes) -> bool:
    """Whether of the lines that are not UTF-8 more than half are without fault so; of
    random bytes, which often look like rare characters, next to none is.
    """
    faulty = [line for line in data.split(b"\n") if not _is_utf8(line)]
    return sum(map(_is_gb18030, faulty)) * 2 > len(faulty)


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


def _replaced(text: str) -> tuple[int, int]:
    """How many characters were replaced, and the line of the first."""
    first = text.find("\ufffd")
    return text.count("\ufffd"), _line(text, first) if first >= 0 else 0


def _without_nulls(text: str, encoding: str, bad: int, bad_line: int) -> Decoded:
    if "\0" not in text:
        return Decoded(text, encoding, bad, bad_line)
    nulls = text.count("\0")
    line = _line(text, text.index("\0"))
    return Decoded(text.replace("\0", ""), encoding, bad, bad_line, nulls, line)


def _line(text: str, at: int) -> int:
    before = text[:at]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
