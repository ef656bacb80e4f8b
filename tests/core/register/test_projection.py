from dataclasses import fields

import pytest
from hypothesis import given

from ketju.core.model.register import Contact, Entry, NoticeTerms, Register, Words
from ketju.core.problems.publishing import LabelMissing, LabelTooStrict, LabelUnknown
from ketju.core.register.canonical import canonical_bytes
from ketju.core.register.projection import (
    PUBLIC,
    REMOVED,
    TLP_LABELS,
    WITHHELD,
    label_for,
    public_register,
    tlp_label,
    without_personal_addresses,
)
from tests.core.register.registers import registers, relaxed


@pytest.mark.parametrize("of", [Entry, Register])
def test_every_member_of_the_model_is_either_public_or_withheld(of: type) -> None:
    names = {field.name for field in fields(of)}

    assert PUBLIC[of] | WITHHELD[of] == names, "decide in projection.py whether the public may see it"
    assert not PUBLIC[of] & WITHHELD[of]


def test_contact_persons_and_gaps_stay_inside() -> None:
    entry = Entry("acme", "Acme Ltd", contact=Contact("Maija Example"), placeholders=("since",))
    seen = public_register(Register(tlp="TLP:CLEAR", entries=(entry,))).entries[0]

    assert seen == Entry("acme", "Acme Ltd")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Ask maija.example@acme.example.", "Ask […]."),
        ("M.Example+list@mail.acme.example or privacy@acme.example", "[…] or privacy@acme.example"),
        ("mailto:anna@acme.example", "[…]"),
    ],
)
def test_an_address_that_may_be_a_persons_is_taken_out(text: str, seen: str) -> None:
    assert without_personal_addresses(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "privacy@acme.example",
        "data-protection-officer@acme.example",
        "tietosuoja@esimerkki.example",
        "dataskydd.se@exempel.example",
        "legal+gdpr@acme.example",
        "Servers @ Helsinki, 2 @ Turku",
        "follow @acme",
        "e-mail",
    ],
)
def test_offices_and_other_signs_stay_as_they_are(text: str) -> None:
    assert without_personal_addresses(text) == text


def test_addresses_are_taken_out_of_every_text_field() -> None:
    person = "anna.berg@acme.example"
    entry = Entry(
        "a", f"A {person}", purpose=Words((("en", person),)), links=(f"mailto:{person}", "https://a.example")
    )
    register = Register(tlp="TLP:CLEAR", notice=NoticeTerms(f"Mail {person}"), entries=(entry,))
    seen = public_register(register)

    assert b"anna" not in canonical_bytes(seen)
    assert seen.entries[0].links == ("https://a.example",)
    assert seen.notice is not None and seen.notice.printed == f"Mail {REMOVED}"


@given(registers())
@relaxed
def test_what_is_public_once_is_public_for_ever(register: Register) -> None:
    seen = public_register(register, "RED")

    assert public_register(seen, "RED") == seen
    assert all(entry.contact is None for entry in seen.entries)


@pytest.mark.parametrize("label", ["TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"])
def test_a_stricter_label_is_not_for_the_public(label: str) -> None:
    with pytest.raises(LabelTooStrict):
        label_for(label)


def test_the_audience_must_be_as_narrow_as_the_label() -> None:
    assert label_for("TLP:AMBER", "AMBER") == "TLP:AMBER"
    assert label_for("TLP:AMBER", "red") == "TLP:RED"
    with pytest.raises(LabelTooStrict):
        label_for("TLP:AMBER+STRICT", "amber")


def test_a_list_without_a_label_needs_an_audience() -> None:
    with pytest.raises(LabelMissing):
        label_for("")
    assert label_for("", "TLP:CLEAR") == "TLP:CLEAR"
    assert label_for("TLP:CLEAR") == "TLP:CLEAR"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("clear", "TLP:CLEAR"),
        ("TLP: Amber+Strict", "TLP:AMBER+STRICT"),
        ("white", "TLP:CLEAR"),
        *((label, label) for label in TLP_LABELS),
    ],
)
def test_labels_are_known_however_they_are_written(text: str, label: str) -> None:
    assert tlp_label(text) == label


@pytest.mark.parametrize("text", ["public", "TLP", "TLP:BLUE"])
def test_other_words_are_no_labels(text: str) -> None:
    with pytest.raises(LabelUnknown):
        tlp_label(text)
