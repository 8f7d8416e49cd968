"""The bytes of a message (RFC 5322, 2045-2047, 2231), written straight out.

The standard library's generator takes milliseconds a message; a province's
morning has thousands of them.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from rules.errors import AntqError

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;/()-]{0,60}")
_LINE = 76
_PIECE = 39  # bytes of an encoded word, so that its line stays under 76


class UnsendableLetterError(AntqError):
    """A letter cannot be addressed or headed as asked."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    media_type: str = "application/pdf"


def checked_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise UnsendableLetterError(
            f"Địa chỉ thư “{one_line(address)}” không dùng được: chỉ gồm chữ không dấu,"
            " số và dấu theo dạng ten@donvi.gov.vn. Hãy sửa địa chỉ của đơn vị này."
        )
    return address


def one_line(words: str) -> str:
    if _CONTROL.search(words):
        raise UnsendableLetterError(
            f"Tiêu đề thư không được xuống dòng hay có ký tự điều khiển: {words!r}."
            " Hãy sửa tên đơn vị hoặc tên việc có trong đó."
        )
    return words


def header(name: str, words: str) -> str:
    return f"{name}: {_encoded(one_line(words))}\r\n"


@lru_cache(maxsize=64)
def mailbox(name: str, words: str, address: str) -> str:
    """Head a line with a mailbox, named in words: ``From: Ban Chỉ đạo <…>``."""
    address = checked_address(address)
    if not words:
        return f"{name}: {address}\r\n"
    return f"{name}: {_encoded(one_line(words), phrase=True)}\r\n <{address}>\r\n"


def _encoded(words: str, *, phrase: bool = False) -> str:
    if not phrase and _PLAIN.fullmatch(words):
        return words
    return "\r\n ".join(
        f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in _pieces(words)
    )


def _pieces(words: str) -> Iterator[bytes]:
    piece = b""
    for letter in words:
        encoded = letter.encode()
        if len(piece) + len(encoded) > _PIECE:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def alternative(text: str, html: str, boundary: str) -> bytes:
    """Offer the same words twice; the reader's program shows the last it can."""
    return _multipart(
        "alternative",
        boundary,
        [_words("plain", text), _words("html", html)],
    )


def mixed(letter: bytes, attachments: Sequence[Attachment], boundary: str) -> bytes:
    return _multipart("mixed", boundary, [letter, *map(_attached, attachments)])


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    mark = f"\r\n--{boundary}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
    return b"".join([head, *(mark + b"\r\n" + part for part in parts), mark, b"--\r\n"])


def _words(kind: str, words: str) -> bytes:
    return (
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + _lines(words.encode())


@lru_cache(maxsize=8)  # one plan goes to a thousand units
def _attached(attachment: Attachment) -> bytes:
    name = quote(one_line(attachment.name))
    return (
        f"Content-Type: {one_line(attachment.media_type)}\r\n"
        f"Content-Disposition: attachment; filename*=utf-8''{name}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + _lines(attachment.content)


def _lines(content: bytes) -> bytes:
    encoded = b64encode(content)
    return b"\r\n".join(
        encoded[start : start + _LINE] for start in range(0, len(encoded), _LINE)
    )
