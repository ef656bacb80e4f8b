"""Acts of the audit trail in words: what was done, with what, in which columns. No page shows codes of them."""

from __future__ import annotations

from typing import Final

from ketju.web.base.audit.models import AuditEntry
from ketju.web.sites.staff.acting import words

VERBS: Final = frozenset(
    {
        "read", "write", "create", "correct", "declare", "ask", "remind", "give", "withdraw", "set", "erase",
        "enqueue", "end", "begin", "stop", "check", "finish", "export", "import", "retry", "dismiss", "pause",
        "resume", "revoke", "sign", "invite", "accept", "review", "restore", "schedule", "discard", "publish",
        "password", "address", "second-factor", "elsewhere", "name", "plan", "answer", "assign", "reopen", "test",
        "file", "add", "change", "undo", "confirm", "files", "prepare", "announce", "approve", "waive", "join",
        "release", "receive", "reschedule", "display", "acknowledge", "post", "return", "access", "mapping",
        "terms", "evidence", "consent", "condition", "step", "open", "settled", "withdrawn", "upheld", "exit",
        "decided", "bounce", "complaint", "refuse", "unseen", "widen",
    }
)  # fmt: skip
"""Ends of actions that have words; any other act was "handled"."""
KINDS: Final = frozenset(
    {
        "customer", "contact", "service", "agreement", "disclosure", "consent", "acceptance", "audit", "message",
        "user", "holder", "rules", "job", "membership", "invitation", "undertaking", "entry", "outbox", "token",
        "product", "server", "import", "correction", "installation", "register", "draft", "snapshot", "version",
        "received", "inbox", "campaign", "link", "follower", "change", "notice", "objection", "engagement",
        "delivery", "endpoint", "push", "pushkey", "copy", "deviation", "policy", "supplier-notice", "attachment",
        "letter",
    }
)  # fmt: skip
"""Kinds of things that have words; any other is "other data"."""
WHOLE: Final = {
    "session.begin": "web.act.session.begin",
    "session.end": "web.act.session.end",
    "search.read": "web.act.search",
}
"""Acts that have words of their own, whatever they were done with."""
AREAS: Final = {
    "customers": "web.audit.area.customers",
    "contacts": "web.audit.area.contacts",
    "services": "web.audit.area.services",
    "agreements": "web.audit.area.agreements",
    "acceptances": "web.audit.area.acceptances",
    "consents": "web.audit.area.consents",
    "disclosures": "web.audit.area.disclosures",
    "registers": "web.audit.area.registers",
    "imports": "web.audit.area.imports",
    "search": "web.audit.area.search",
    "outbox": "web.audit.area.outbox",
    "people": "web.audit.area.people",
    "session": "web.audit.area.session",
    "account": "web.audit.area.account",
    "portal": "web.audit.area.portal",
    "rules": "web.audit.area.rules",
    "holders": "web.audit.area.holders",
    "tokens": "web.audit.area.tokens",
    "jobs": "web.audit.area.jobs",
    "audit": "web.audit.area.audit",
    "inbox": "web.audit.area.inbox",
    "campaigns": "web.audit.area.campaigns",
    "changes": "web.audit.area.changes",
    "notices": "web.audit.area.notices",
    "deliveries": "web.audit.area.deliveries",
    "objections": "web.audit.area.objections",
    "engagements": "web.audit.area.engagements",
    "evidence": "web.audit.area.evidence",
    "gates": "web.audit.area.gates",
    "suppliers": "web.audit.area.suppliers",
    "rechecks": "web.audit.area.rechecks",
    "proofs": "web.audit.area.proofs",
    "recipients": "web.audit.area.recipients",
    "pushes": "web.audit.area.pushes",
    "pushkeys": "web.audit.area.pushkeys",
    "endpoints": "web.audit.area.endpoints",
}
"""What actions begin with, to choose from, and the words."""
COLUMNS: Final = (
    "web.field.", "web.portal.field.", "web.column.", "web.people.field.", "web.companies.recheck.",
    "web.companies.channel.", "web.closing.outcome.", "web.cases.gate.", "web.portal.consent.", "web.role.",
)  # fmt: skip
"""Where words of columns stand, and of what else is noted in their place, such as how something ended."""


def act_words(entry: AuditEntry) -> str:
    """What was done."""
    said = words()
    if entry.action in WHOLE:
        return said(WHOLE[entry.action])
    verb = entry.action.rpartition(".")[2]
    verb, kind = verb if verb in VERBS else "other", entry.kind if entry.kind in KINDS else "other"
    return f"{said(f'web.act.{verb}')} {said(f'web.kind.{kind}')}"


def column_words(name: str) -> str:
    """The name of a column, or the kind of a draft's record and its id; without words the name with blanks."""
    said, dashed = words(), name.replace("_", "-")
    kind, slash, slug = name.partition("/")
    if slash and said.has(f"web.registers.kind.{kind}"):
        return f"{said(f'web.registers.kind.{kind}')}: {slug}"
    if name == "facts/":
        return said("web.registers.facts")
    found = next((f"{group}{dashed}" for group in COLUMNS if said.has(f"{group}{dashed}")), "")
    return said(found) if found else dashed.replace("-", " ")


def columns_words(joined: str) -> str:
    """Names of columns that are joined with commas."""
    return ", ".join(column_words(one) for one in joined.split(",") if one)
