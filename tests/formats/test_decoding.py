"""What people see when they open the file is what is decoded."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.formats.decoding import decode


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Alikäsittelijä: Ääkkönen Oy, Åbo", "utf-8"),
        ("Alikäsittelijä: Ääkkönen Oy, Åbo §", "cp1252"),
        ("Données à caractère personnel, hébergement en Irlande", "cp1252"),
        ("mañana señor, Ørsted, Société, Müller", "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
        ("Přílišné údaje, křestní jméno, šifrování", "iso8859-2"),
        ("Przetwarzanie danych w ramach usługi, którą świadczymy", "cp1250"),
        ("Kişisel verilerin işlenmesi, Türkiye", "cp1254"),
        ("Обработчик персональных данных, Россия", "cp1251"),
        ("Δεδομένα προσωπικού χαρακτήρα", "cp1253"),
        ("個人データの処理者の一覧です。日本", "cp932"),
        ("個人データの処理者の一覧です。日本", "euc_jp"),
        ("個人資料處理者名單 台灣", "big5"),
        ("개인정보 처리 위탁 목록", "cp949"),
    ],
)
def test_a_text_without_a_declaration_is_read_in_the_encoding_it_was_written_in(
    text: str, encoding: str
) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides_and_is_removed(encoding: str) -> None:
    text = "Näin käy\n"
    assert decode("\ufeff".encode(encoding) + text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_known_without_a_byte_order_mark(encoding: str) -> None:
    text = "Acme Oy\tÅbo\nBeta AB\tOslo\n"
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<META http-equiv=Content-Type content='text/html; charset=shift_jis'>", "cp932"),
        ('<?xml version="1.0" encoding="iso-8859-7"?>', "iso8859-7"),
        ("# -*- coding: koi8-r -*-", "koi8-r"),
    ],
)
def test_a_declared_charset_is_believed(head: str, encoding: str) -> None:
    body = {"cp932": "処理者", "iso8859-7": "Επεξεργασία"}.get(encoding, "Обработка")
    text, found = decode((head + "\n" + body).encode(encoding))
    assert (text, found) == (head + "\n" + body, encoding)


def test_iso_8859_1_means_windows_1252_as_in_browsers() -> None:
    text, encoding = decode(b'<meta charset="iso-8859-1"><p>\x93caf\xe9\x94 \x80 5</p>')
    assert "“café” € 5" in text
    assert encoding == "cp1252"


def test_a_page_converted_to_utf8_with_its_old_declaration_is_read_as_utf8() -> None:
    page = '<meta charset="iso-8859-1"><p>Käsittelijä – ”Åbo”</p>'
    assert decode(page.encode()) == (page, "utf-8")


@pytest.mark.parametrize(
    "declared", ["utf-16", "utf-7", "unicode_escape", "idna", "rot13", "hex", "nonsense", "x" * 40]
)
def test_declarations_that_cannot_be_true_are_ignored(declared: str) -> None:
    page = f'<meta charset="{declared}">+AGEA- \\u0041 é'
    assert decode(page.encode()) == (page, "utf-8")


def test_a_broken_letter_or_two_do_not_make_utf8_another_encoding() -> None:
    data = ("Käsittelijä ääkkönen " * 10).encode() + b"\xff and " + "jälkeen".encode()
    text, encoding = decode(data)
    assert encoding == "utf-8"
    assert text.count("\ufffd") == 1
    assert text.endswith("jälkeen")


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_newline_becomes_a_line_feed(newline: str) -> None:
    assert decode(f"a{newline}b{newline}{newline}ä".encode())[0] == "a\nb\n\nä"


def test_nul_is_replaced_one_for_one_and_no_break_space_stays() -> None:
    assert decode("Acme\0Oy\u00a0Ab\f".encode())[0] == "Acme\ufffdOy\u00a0Ab\f"


def test_nothing_is_an_empty_text() -> None:
    assert decode(b"") == ("", "utf-8")
    assert decode(codecs.BOM_UTF8) == ("", "utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_have_a_text(data: bytes) -> None:
    text, encoding = decode(data)
    assert "\0" not in text
    assert "\r" not in text
    codecs.lookup(encoding)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x85\u2028\u2029\ufeff"), max_size=200))
def test_what_is_utf8_comes_back(text: str) -> None:
    if not text.isascii():
        assert decode(text.encode()) == (text, "utf-8")
