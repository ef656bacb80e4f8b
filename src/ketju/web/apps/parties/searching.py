"""Find customers by words that nobody can read in the database.

A word is stored as blind indexes of its first three and of its first five letters. A search looks up the longer one
that it has and reads what was found, so that what does not fit is left out. Whole names, numbers, ids and addresses
are found by indexes of their own.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from django.conf import settings
from django.db.models import Q, QuerySet

from ketju.web.apps.parties.models import Contact, Customer, SearchToken
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.storing import save_all_new

BEGINNINGS = (3, 5)
"""The lengths of the beginnings that are stored."""
MOST_READ = 400
"""So many candidates are read in a search."""
FEW_READ = 80
"""So many where each of them is sure to fit."""
MOST_SHOWN = 50
"""So many customers are found at most."""
_NAMES = ("first_name", "last_name", "email")
_WORD = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> frozenset[str]:
    """The words in some texts, folded: "Möller & Söhne" → "moller", "sohne"."""
    return frozenset(word for text in texts for word in _WORD.findall(_folded(text)) if len(word) > 1)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def beginnings(word: str) -> tuple[str, ...]:
    """What is stored of a word: its beginnings that are long enough."""
    return tuple(word[:size] for size in BEGINNINGS if len(word) >= size)


def tokens_of(words: Iterable[str]) -> frozenset[bytes]:
    """The blind indexes of words and their beginnings."""
    key = settings.ENCRYPTION_KEYS[-1]
    return frozenset(token for word in words for token in _tokens(word, key))


@lru_cache(maxsize=65536)
def _tokens(word: str, key: bytes) -> tuple[bytes, ...]:
    own = _search_key(key)
    return tuple(hmac.digest(own, part.encode(), "sha256")[:16] for part in beginnings(word))


@lru_cache(maxsize=4)
def _search_key(key: bytes) -> bytes:
    return blind_index("words", "search")


def customer_words(customer: Customer) -> frozenset[str]:
    """The words by which a customer is found."""
    return words_of(customer.name)


def contact_words(contact: Contact) -> frozenset[str]:
    """The words by which a contact is found."""
    return words_of(contact.first_name, contact.last_name, contact.email.partition("@")[0])


def index_customer(customer: Customer, *, is_new: bool = False) -> None:
    """Store the words of a customer anew; of a new one none are there yet."""
    if not is_new:
        SearchToken.objects.filter(customer=customer, contact=None).delete()
    _store(customer, None, customer_words(customer))


def index_contact(contact: Contact) -> None:
    """Store the words of a contact anew; none for one that has ended."""
    SearchToken.objects.filter(customer_id=contact.customer_id, contact=contact).delete()
    if contact.ended_on is None:
        _store(contact.customer, contact, contact_words(contact))


def _store(customer: Customer, contact: Contact | None, words: Iterable[str]) -> None:
    save_all_new(
        [
            SearchToken(processor_id=customer.processor_id, customer=customer, contact=contact, token=token)
            for token in tokens_of(words)
        ]
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A customer that a search found, and the contact by whom, if by one."""

    customer: Customer
    contact: Contact | None = None


def search(processor: Processor, text: str, *, most: int = 20) -> tuple[Found, ...]:
    """Customers that a text names: by an address, a number or an id as a whole, or by beginnings of all its words.

    Those whose name is the text come first.
    """
    text = " ".join(text.replace("\x00", " ").split())
    if "@" in text:
        return _by_address(processor, text)[:most]
    found = [] if " " in text and any(map(str.isalpha, text)) else _by_id(processor, text)
    seen = {one.customer.pk for one in found}
    named = [one for one in _by_words(processor, words_of(text)) if one.customer.pk not in seen]
    named.sort(key=lambda one: (_folded(one.customer.name) != _folded(text), one.customer.pk))
    return (*found, *named)[:most]


def _by_address(processor: Processor, text: str) -> tuple[Found, ...]:
    same = Contact.objects.filter(processor=processor, email_index=blind_index(text, "email"), ended_on=None)
    return tuple(Found(one.customer, one) for one in same.select_related("customer")[:50])


def _by_id(processor: Processor, text: str) -> list[Found]:
    """Those whose name, number or id is the text."""
    if not text:
        return []
    numbers = re.sub(r"\s", "", text)
    same = Customer.objects.filter(
        Q(name_index=blind_index(text, "name"))
        | Q(business_id_index=blind_index(numbers, "business_id"))
        | Q(external_id=text)
        | Q(public_id=text),
        processor=processor,
    )
    return [Found(one) for one in same[:50]]


def _by_words(processor: Processor, words: frozenset[str]) -> list[Found]:
    """Those that have every word. The longest word is looked up; the others narrow it down."""
    tokens = [token for word in sorted(words, key=len, reverse=True) if (token := _look_up(word))]
    if not tokens:
        return []
    rows = SearchToken.objects.filter(processor=processor, token=tokens[0])
    for token in tokens[1:]:
        others = SearchToken.objects.filter(processor=processor, token=token)
        rows = rows.filter(customer__in=others.values("customer"))
    is_sure = len(words) == 1 and all(len(word) in BEGINNINGS for word in words)
    pairs, unfit = _read(rows, words, FEW_READ if is_sure else MOST_READ)
    if len(words) > 1 and unfit and len(pairs) < MOST_SHOWN:
        pairs |= _by_people(unfit, words)
    return _loaded(dict(islice(pairs.items(), MOST_SHOWN)))


def _read(
    rows: QuerySet[SearchToken], words: frozenset[str], most: int
) -> tuple[dict[int, int | None], dict[int, frozenset[str]]]:
    """Numbers of customers that fit, with that of the contact by whom; and of those that do not so far, with the words.

    Only what the words are compared with is read and decrypted. Rows are chosen before the names are joined to them:
    otherwise PostgreSQL begins with all customers.
    """
    fit: dict[int, int | None] = {}
    unfit: dict[int, frozenset[str]] = {}
    chosen = SearchToken.objects.filter(pk__in=rows.values("pk")[:most])
    columns = ("customer_id", "customer__name", "contact_id", *(f"contact__{one}" for one in _NAMES))
    given = cast(Iterable[tuple[Any, ...]], chosen.values_list(*columns))
    for customer, name, contact, first, last, email in given:
        own = words_of(name)
        if _has_all(words, own):
            fit[customer] = None
        elif contact and _has_all(words, own | words_of(first, last, email.partition("@")[0])):
            fit.setdefault(customer, contact)
        else:
            unfit[customer] = own
    return fit, {customer: own for customer, own in unfit.items() if customer not in fit}


def _loaded(pairs: dict[int, int | None]) -> list[Found]:
    customers = Customer.objects.in_bulk(list(pairs))
    contacts = Contact.objects.in_bulk([one for one in pairs.values() if one] if customers else [])
    return [Found(one, contacts.get(pairs[number] or 0)) for number, one in customers.items()]


def _by_people(customers: dict[int, frozenset[str]], words: frozenset[str]) -> dict[int, int | None]:
    """Those of the customers, given with their words, that have every word together with one of their contacts."""
    fit: dict[int, int | None] = {}
    people = Contact.objects.filter(customer__in=customers, ended_on=None)
    for number, contact, first, last, email in people.values_list("customer_id", "pk", *_NAMES):
        if _has_all(words, customers[number] | words_of(first, last, email.partition("@")[0])):
            fit.setdefault(number, contact)
    return fit


def _look_up(word: str) -> bytes | None:
    """The index of the longest beginning of a word that is stored."""
    tokens = _tokens(word, settings.ENCRYPTION_KEYS[-1])
    return tokens[-1] if tokens else None


def _has_all(words: frozenset[str], own: frozenset[str]) -> bool:
    return all(any(one.startswith(word) for one in own) for word in words)
