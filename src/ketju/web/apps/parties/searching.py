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
from typing import Any, cast

from django.conf import settings
from django.db.models import FilteredRelation, Q, QuerySet

from ketju.web.apps.parties.models import Contact, Customer, SearchToken
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText, unopened
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.storing import save_all_new

BEGINNINGS = (3, 5)
"""The lengths of the beginnings that are stored."""
ROUNDS = (100, 900)
"""So many candidates are read, and so many more where too few of them fit."""
MOST_SAME = 50
"""So many with the same name are found at most."""
_NAME = Customer._meta.get_field("name")
_PERSON = tuple(
    cast(EncryptedText, Contact._meta.get_field(name)) for name in ("first_name", "last_name", "email")
)
Numbers = QuerySet[SearchToken, Any]
Rows = Iterable[tuple[Any, ...]]
_WORD = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> frozenset[str]:
    """The words in some texts, folded: "Möller & Söhne" → "moller", "sohne"."""
    return frozenset(word for text in texts for word in _WORD.findall(folded(text)) if len(word) > 1)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text without case and without marks on letters: "Möller" → "moller"."""
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
    """Customers that a text names: by an address, a name, a number or an id as a whole, or by beginnings of all its
    words.

    Those whose name is the text come first, the others in the order of their making.
    """
    text = " ".join(text.replace("\x00", " ").split())
    if "@" in text:
        return _by_address(processor, text)[:most]
    found = _as_a_whole(processor, text)[:most]
    named = _by_words(processor, words_of(text), most - len(found), {one.customer.pk for one in found})
    named.sort(key=lambda one: (folded(one.customer.name) != folded(text), one.customer.pk))
    return (*found, *named)


def _by_address(processor: Processor, text: str) -> tuple[Found, ...]:
    same = Contact.objects.filter(processor=processor, email_index=blind_index(text, "email"), ended_on=None)
    return tuple(Found(one.customer, one) for one in same.select_related("customer")[:50])


def _as_a_whole(processor: Processor, text: str) -> list[Found]:
    """Those whose name, number or id is the text. Several words are a name alone."""
    if not text:
        return []
    same = Q(name_index=blind_index(text, "name"))
    if " " not in text or not any(map(str.isalpha, text)):
        numbers = re.sub(r"\s", "", text)
        same |= Q(business_id_index=blind_index(numbers, "business_id"))
        same |= Q(external_id=text) | Q(public_id=text)
    return [Found(one) for one in Customer.objects.filter(same, processor=processor)[:MOST_SAME]]


def _by_words(processor: Processor, words: frozenset[str], most: int, but: set[int]) -> list[Found]:
    """The first of those that have every word, without those whose numbers are in ``but``."""
    tokens = [token for word in words if (token := _look_up(word))]
    fit: dict[int, int | None] = {}
    last = 0
    for size in ROUNDS if tokens and most > 0 else ():
        numbers = _candidates(processor, tokens, last)[:size]
        rows = _having(processor, tokens, numbers) if len(tokens) == len(words) else _with_people(numbers)
        last, count = _read(rows, words, fit, most, but)
        if count < size or len(fit) == most:
            break
    return _loaded(fit)


def _candidates(processor: Processor, tokens: list[bytes], last: int) -> Numbers:
    """Numbers of customers after the last one that have every token, in their order, in which the index has them."""
    every = SearchToken.objects.filter(processor=processor)
    rows = every.filter(token=tokens[0], customer__gt=last)
    for token in tokens[1:]:
        rows = rows.filter(customer__in=every.filter(token=token, customer__gt=last).values("customer"))
    return rows.order_by("customer_id").values("customer_id").distinct()


def _having(processor: Processor, tokens: list[bytes], numbers: Numbers) -> Rows:
    """Customers in their order, each with those contacts that have one of the tokens: number, name, number of the
    contact, what it is found by.
    """
    rows = SearchToken.objects.filter(processor=processor, token__in=tokens, customer__in=numbers)
    texts = [unopened(f"contact__{one.name}") for one in _PERSON]
    ordered = rows.order_by("customer_id", "contact_id")
    return ordered.values_list("customer_id", unopened("customer__name"), "contact_id", *texts)


def _with_people(numbers: Numbers) -> Rows:
    """The same with every current contact, for words that are too short for a token."""
    current = FilteredRelation("contacts", condition=Q(contacts__ended_on=None))
    rows = Customer.objects.filter(pk__in=numbers).annotate(person=current)
    texts = [unopened(f"person__{one.name}") for one in _PERSON]
    return rows.order_by("pk", "person__pk").values_list("pk", unopened("name"), "person__pk", *texts)


def _read(
    rows: Rows, words: frozenset[str], fit: dict[int, int | None], most: int, but: set[int]
) -> tuple[int, int]:
    """Add those that have every word, with the contact by whom; the last number, and how many were read.

    It ends when there are enough, and texts are decrypted where they are needed.
    """
    number, own, count = 0, frozenset[str](), 0
    for at, name, person, *texts in rows:
        if at != number:
            if len(fit) == most:
                break
            number, own, count = at, words_of(_NAME.opened(name)), count + 1
            if _has_all(words, own) and at not in but:
                fit[at] = None
        if person and at not in fit and at not in but:
            first, last, email = (field.opened(text) for field, text in zip(_PERSON, texts, strict=True))
            if _has_all(words, own | words_of(first, last, email.partition("@")[0])):
                fit[at] = person
    return number, count


def _loaded(pairs: dict[int, int | None]) -> list[Found]:
    """The rows of the pairs: customers by whom somebody was found come with the contact, in one query."""
    people = Contact.objects.select_related("customer").in_bulk([one for one in pairs.values() if one])
    alone = Customer.objects.in_bulk([number for number, one in pairs.items() if one not in people])
    found = {one.customer_id: Found(one.customer, one) for one in people.values()}
    found |= {number: Found(one) for number, one in alone.items()}
    return [found[number] for number in sorted(found)]


def _look_up(word: str) -> bytes | None:
    """The index of the longest beginning of a word that is stored."""
    tokens = _tokens(word, settings.ENCRYPTION_KEYS[-1])
    return tokens[-1] if tokens else None


def _has_all(words: frozenset[str], own: frozenset[str]) -> bool:
    return all(any(one.startswith(word) for one in own) for word in words)
