"""Mailboxes of offices and of persons: "privacy@…" may be printed, a name before the @ is personal data."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"(?:mailto:)?([\w.+%'-]+)@(?:[\w-]+\.)+[\w-]{2,}", re.I)
"""An e-mail address; its first group is the mailbox."""

OFFICES = """
abuse admin aide asiakaspalvelu asiakastuki avg billing compliance contact contacto contato contatto customer
customercare customerservice customersupport data databeskyttelse dataprivacy dataprotection dataskydd dataskyddsombud
datenschutz datenschutzbeauftragter dpa dpo dpd dso feedback fg gdpr hei hello help helpdesk hostmaster info inquiries
iod irt kontakt kundeservice kundservice kundtjanst legal lopd mail marketing media news newsletter noc noreply
notices notifications office ochronadanych personvern personvernombud postmaster press privacidad privacidade privacy
privacyoffice protection reply rgpd rodo sales security service services subprocessor subprocessors support team
tietosuoja tietosuojavastaava tuki trust updates webmaster www
"""
"""Mailboxes of RFC 2142, of data protection and of offices, in languages of the EU."""

BESIDE = """
a and da de e eea et eu europe fi for global group i in it ja la no o och of officer on process sub processor
processors se to uk und us y
"""
"""Words that may stand beside an office in its mailbox: "data-protection-officer"."""

_OFFICES = frozenset(OFFICES.split())
_KNOWN = _OFFICES | frozenset(BESIDE.split())
_SPLIT = re.compile(r"[._+-]")


def is_office(mailbox: str) -> bool:
    """Whether a mailbox is an office's: made of words for offices alone, one at least.

    >>> is_office("data-protection"), is_office("maija.meikalainen"), is_office("support.anna")
    (True, False, False)
    """
    words = [word for word in _SPLIT.split(mailbox.lower()) if word and not word.isdigit()]
    return not _OFFICES.isdisjoint(words) and _KNOWN.issuperset(words)
