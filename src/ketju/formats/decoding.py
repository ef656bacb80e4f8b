"""Bytes to text: which encoding, one kind of newline, nothing that later steps stumble over.

The order of evidence is: byte order mark, UTF-16 or UTF-32 by its pattern of NUL bytes, the charset that
the text declares, UTF-8, a guess from the bytes, Windows-1252. The last never fails: every source has a text.
"""

from __future__ import annotations

import codecs
import re

DECLARATION_WINDOW = 4096
GUESS_SAMPLE = 16_384
FALLBACK = "cp1252"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})
    |<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})
    |^@charset\s+["']([\w.:-]{2,40})
    |^[ \t]*(?:\#|//|;|\.\.|<!--)[^\n]{0,60}?coding[:=][ \t]*([\w.-]{2,40})""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# What people write for an encoding and what they mean by it, as browsers read it.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874"}
_MEANT |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
# Declared UTF-16 is not among these: text that could be read to find the declaration is not in UTF-16.
_SINGLE_BYTE = re.compile(r"^(cp(125\d|437|850|852|866|874)|iso8859-\d+|koi8-[rut]|mac-\w+)$")
_MULTI_BYTE = {"gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "utf-8", "hz"}
# Letters beyond ASCII by language, for text in a single-byte encoding: if two encodings both give letters,
# the right one gives those of one language. On a tie the first line wins.
_ALPHABETS = (
    ("cp1252", "àâæçèéêëîïôùûüÿœ"),
    ("cp1252", "äöüß"),
    ("cp1252", "åäöéüšžæø"),
    ("cp1252", "áéíóúüñç"),
    ("cp1252", "ãõáâàçéêíóôú"),
    ("cp1252", "àèéìíîòóùú"),
    ("cp1252", "áðéíóúýþæö"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýžäĺľôŕ"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "čćđšž"),
    ("cp1250", "ăâîşţ"),
    ("cp1254", "çğıöşüâîûİ"),
    ("cp1257", "āčēģīķļņšūž"),
    ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "äõöüšž"),
    ("iso8859-2", "ąćęłńóśźż"),
    ("iso8859-2", "áčďéěíňóřšťúůýžäĺľôŕ"),
)
_PRINT = frozenset("€‚„…†‡‰‹›‘’“”•–—™ ¡£§©«®°·»¿ºª²³¼½±µ´\xad")
_WESTERN = "".join(letters for encoding, letters in _ALPHABETS if encoding == "cp1252")
_HIGH = re.compile(r"[\x00-\x7f]+")
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f\w’·­](?=[^\W\d_])")
_GUESSABLE = ["cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "euc_jp"]
_GUESSABLE += ["gb18030", "big5", "cp949", "cp1250", "cp1252", "cp1254", "cp1257", "mac_roman", "cp850"]
_NEWLINES = re.compile("\r\n?|\x85|\u2028|\u2029")


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding) of any bytes.

    Newlines (CR LF, CR, NEL, U+2028, U+2029) become ``\\n`` and the byte order mark goes. NUL becomes U+FFFD,
    one for one, since XML and YAML libraries refuse it. Bytes that the encoding does not have become U+FFFD,
    too.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _normalised(data[len(bom) :].decode(encoding, "replace")), encoding
    if wide := _wide_encoding(data[:DECLARATION_WINDOW]):
        return _normalised(data.decode(wide, "replace")), wide
    text, encoding = _from_declared(data) or _from_utf8(data) or _from_guess(data)
    return _normalised(text), encoding


def _normalised(text: str) -> str:
    text = text.removeprefix("\ufeff")
    if "\r" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
        text = _NEWLINES.sub("\n", text)
    return text.replace("\0", "\ufffd")


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: NULs stand in the same places of every unit."""
    if (nuls := sample.count(0)) < 2 or len(sample) < 4:
        return None
    places = [sample[at::4].count(0) for at in range(4)]
    unit = len(sample) // 4
    for encoding, empty, full in (("utf-32-le", (2, 3), 0), ("utf-32-be", (0, 1), 3)):
        if all(places[at] >= unit for at in empty) and places[full] < unit * 0.2:
            return encoding
    even, odd = places[0] + places[2], places[1] + places[3]
    if nuls < len(sample) * 0.2:
        return None
    if odd > 9 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 9 * odd else None


def _from_declared(data: bytes) -> tuple[str, str] | None:
    """The text in the encoding it declares, unless the bytes say otherwise.

    A single-byte encoding can hold anything, so it is not believed when all the high bytes are good UTF-8:
    pages are often converted without changing their declaration.
    """
    found = _DECLARED.search(data[:DECLARATION_WINDOW])
    encoding = _known(next(name for name in found.groups() if name)) if found else None
    if encoding is None or (_SINGLE_BYTE.match(encoding) and _from_utf8(data)):
        return None
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        if not _SINGLE_BYTE.match(encoding):
            return None
        return data.decode(encoding, "replace"), encoding


def _known(name: bytes) -> str | None:
    """The codec for a declared name, or None for one that is unknown or no encoding of text on the web."""
    try:
        codec = codecs.lookup(name.decode("ascii").strip()).name
    except (LookupError, ValueError):
        return None
    codec = _MEANT.get(codec, codec)
    return codec if codec in _MULTI_BYTE or _SINGLE_BYTE.match(codec) else None


def _from_utf8(data: bytes) -> tuple[str, str] | None:
    """The text when it is UTF-8; bytes cut off in the middle of a letter at the very end are forgiven."""
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            return data.decode("utf-8", "replace"), "utf-8"
    return None


def _from_guess(data: bytes) -> tuple[str, str]:
    """The text by what its high bytes look like; a few broken letters do not make UTF-8 another encoding."""
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    letters = sum(1 for byte in data[: GUESS_SAMPLE * 4] if byte >= 0xC2)
    if broken * 10 < letters and broken < 50:
        return lenient, "utf-8"
    sample = _sample(data)
    encoding = _latin(sample) or _guessed(sample)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        late = error.start > len(sample)
        encoding = encoding if late and _SINGLE_BYTE.match(encoding) else FALLBACK
        return data.decode(encoding, "replace"), encoding


def _sample(data: bytes) -> bytes:
    """Some of the text, from the line with the first letter outside ASCII on."""
    first = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    start = max(start, first.start() - 200 if first else 0)
    return data[start : start + GUESS_SAMPLE]


def _latin(sample: bytes) -> str | None:
    """The single-byte encoding in which the text has the letters of one language that is written in Latin."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    if sum(map(len, runs)) > len(runs) * 2.5:
        return None
    best, best_share = None, 0.85
    for encoding, alphabet in _ALPHABETS:
        share = _share_of(alphabet, encoding, sample)
        if share > best_share:
            best, best_share = encoding, share
    western = 0.93 * _share_of(_WESTERN, "cp1252", sample)
    return "cp1252" if western > best_share else best


def _share_of(alphabet: str, encoding: str, sample: bytes) -> float:
    """How much of what is not ASCII is letters of the alphabet, or signs that do not stand inside a word."""
    text = sample.decode(encoding, "replace")
    high = _HIGH.sub("", text)
    allowed = _PRINT.union(alphabet, alphabet.upper())
    good = sum(1 for letter in high if letter in allowed) - sum(1 for _ in _SIGN_IN_WORD.finditer(text))
    return good / max(1, len(high))


def _guessed(sample: bytes) -> str:
    """The encoding that charset-normalizer finds for the sample among those in use for lists."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_GUESSABLE).best()
    return codecs.lookup(best.encoding).name if best else FALLBACK
