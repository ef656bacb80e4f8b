"""What cannot be done with a change."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.notices.earliest import Earliest
from ketju.core.problems import Problem


class NothingOwed(Problem):
    """No change of the draft is one that customers are owed notice of: it is published without a case."""

    code = "web.cases.nothing-owed"
    hint = "web.cases.nothing-owed.hint"


class CaseThere(Problem):
    """The draft has a case already. Params: title."""

    code = "web.cases.case-there"
    hint = "web.cases.case-there.hint"


class AlreadyAnnounced(Problem):
    """Customers were told, so that what they were told of is not changed."""

    code = "web.cases.already-announced"
    hint = "web.cases.already-announced.hint"


class NotAnnounced(Problem):
    """Customers have not been told yet."""

    code = "web.cases.not-announced"
    hint = "web.cases.not-announced.hint"


class CaseClosed(Problem):
    """The change was withdrawn or is closed."""

    code = "web.cases.case-closed"
    hint = "web.cases.case-closed.hint"


class TooEarly(Problem):
    """The change is planned earlier than may be. ``working`` is that of the earliest permitted date.

    Params: planned, earliest, sent, notice, window, binding.
    """

    code = "web.cases.too-early"
    hint = "web.cases.too-early.hint"

    def __init__(self, working: Earliest, **params: object) -> None:
        super().__init__(**params)
        self.working = working


class TermsChanged(Problem):
    """Customers have agreed something else since the change was planned. Params: count."""

    code = "web.cases.terms-changed"
    hint = "web.cases.terms-changed.hint"


class DraftChanged(Problem):
    """The draft says something else than what was planned, approved or written in the texts."""

    code = "web.cases.draft-changed"
    hint = "web.cases.draft-changed.hint"


class TextsMissing(Problem):
    """The texts of the notice are not made."""

    code = "web.cases.texts-missing"
    hint = "web.cases.texts-missing.hint"


class AnswersLost(Problem):
    """It is not shown that mail to the address for objections arrives."""

    code = "web.cases.answers-lost"
    hint = "web.cases.answers-lost.hint"


class ApprovalMissing(Problem):
    """Nobody has approved the change."""

    code = "web.cases.approval-missing"
    hint = "web.cases.approval-missing.hint"


class SecondPersonNeeded(Problem):
    """Whoever made a change does not approve it where there is somebody else who may."""

    code = "web.cases.second-person"
    hint = "web.cases.second-person.hint"


class TermsOpen(Problem):
    """The terms of some customers settle no period, so that no date can be computed for them. Params: count."""

    code = "web.cases.terms-open"
    hint = "web.cases.terms-open.hint"


class NotWaivable(Problem):
    """No waiver opens this gate, or there is no emergency. Params: gate."""

    code = "web.cases.not-waivable"
    hint = "web.cases.not-waivable.hint"


class ReasonMissing(Problem):
    """A person has to say why."""

    code = "web.cases.reason-missing"
    hint = "web.cases.reason-missing.hint"


class NotTouched(Problem):
    """The change does not touch this customer."""

    code = "web.cases.not-touched"
    hint = "web.cases.not-touched.hint"


class ObjectionClosed(Problem):
    """The objection is settled, so that nothing is added to it."""

    code = "web.cases.objection-closed"
    hint = "web.cases.objection-closed.hint"


class StepWrong(Problem):
    """This is no step that can follow. Params: found, known."""

    code = "web.cases.step-wrong"
    hint = "web.cases.step-wrong.hint"


class EvidenceWrong(Problem):
    """This is no evidence that a gate asks for, or its days are in the wrong order. Params: found, known."""

    code = "web.cases.evidence-wrong"
    hint = "web.cases.evidence-wrong.hint"


class NoticeNeeded(Problem):
    """Customers are owed notice of what the draft changes. Params: count."""

    code = "web.cases.notice-needed"
    hint = "web.cases.notice-needed.hint"


class GatesShut(Problem):
    """Gates are shut, so that the change cannot be published as in use. Params: gates."""

    code = "web.cases.gates-shut"
    hint = "web.cases.gates-shut.hint"


class ShownTooEarly(Problem):
    """The list would show a company as in use before the change takes effect. Params: name, since, planned."""

    code = "web.following.shown-too-early"
    hint = "web.following.shown-too-early.hint"


class DaysWrong(Problem):
    """Days are in the wrong order, or one lies in the future that cannot."""

    code = "web.cases.days-wrong"
    hint = "web.cases.days-wrong.hint"


class EntryGone(Problem):
    """The company is not in the draft any longer."""

    code = "web.cases.entry-gone"
    hint = "web.cases.entry-gone.hint"


class HintOnly(Problem):
    """A change that was only seen is no notice and opens nothing."""

    code = "web.cases.hint-only"
    hint = "web.cases.hint-only.hint"


class MessageTaken(Problem):
    """A notice was made of the message already."""

    code = "web.supplying.message-taken"
    hint = "web.supplying.message-taken.hint"


class NotFromMail(Problem):
    """The notice was not made of a message, so that there is none to give back."""

    code = "web.supplying.not-from-mail"
    hint = "web.supplying.not-from-mail.hint"


class SupplierNoticeDone(Problem):
    """A change was opened for the notice, or it was settled."""

    code = "web.cases.supplier-notice-done"
    hint = "web.cases.supplier-notice-done.hint"


class RecheckClosed(Problem):
    """Somebody has settled this already."""

    code = "web.cases.recheck-closed"
    hint = "web.cases.recheck-closed.hint"


class StillUncovered(Problem):
    """Nothing covers the place."""

    code = "web.cases.still-uncovered"
    hint = "web.cases.still-uncovered.hint"


class ProofTaken(Problem):
    """Proof was taken already."""

    code = "web.cases.proof-taken"
    hint = "web.cases.proof-taken.hint"


class NoEmergency(Problem):
    """The change is not planned as an emergency."""

    code = "web.cases.no-emergency"
    hint = "web.cases.no-emergency.hint"


class AlreadyDecided(Problem):
    """Somebody has taken the risk already; that stays on record."""

    code = "web.cases.already-decided"
    hint = "web.cases.already-decided.hint"


class RiskUndecided(Problem):
    """The terms of some customers allow no shorter time in an emergency, and nobody answers for it. Params: count."""

    code = "web.cases.risk-undecided"
    hint = "web.cases.risk-undecided.hint"


class MarkStays(Problem):
    """Something was done because of the emergency, so that the change stays one."""

    code = "web.cases.mark-stays"
    hint = "web.cases.mark-stays.hint"


class AlreadyClosed(Problem):
    """The change is closed."""

    code = "web.cases.already-closed"
    hint = "web.cases.already-closed.hint"


class StillOpen(Problem):
    """Something about the change is open. ``left`` says what."""

    code = "web.cases.still-open"
    hint = "web.cases.still-open.hint"

    def __init__(self, left: Sequence[object] = (), **params: object) -> None:
        super().__init__(count=len(left), **params)
        self.left = tuple(left)


class AskedLately(Problem):
    """The customer was asked a short time ago."""

    code = "web.cases.asked-lately"
    hint = "web.cases.asked-lately.hint"


class NobodyToAsk(Problem):
    """No contact of the customer can be reached by mail."""

    code = "web.cases.nobody-to-ask"
    hint = "web.cases.nobody-to-ask.hint"


class LinkOld(Problem):
    """A link to confirm an objection is too old, was followed by a newer one, or is none of ours."""

    code = "web.objections.link-old"
    hint = "web.objections.link-old.hint"
    status = 410


class ConfirmedAlready(Problem):
    """An objection was confirmed in writing, or ended."""

    code = "web.objections.confirmed-already"
    hint = "web.objections.confirmed-already.hint"
    status = 410


class NoticeWaits(Problem):
    """A correction or a withdrawal waits to be approved and sent."""

    code = "web.objections.notice-waits"
    hint = "web.objections.notice-waits.hint"


class TextsOld(Problem):
    """The texts of a correction were made for another day, so that their dates are not right any longer."""

    code = "web.objections.texts-old"
    hint = "web.objections.texts-old.hint"


class DatesOld(Problem):
    """The texts of a notice were made on another day than it would leave: the last day to object would be too early."""

    code = "web.objections.dates-old"
    hint = "web.objections.dates-old.hint"


class NotSpecific(Problem):
    """The customer's authorisation is a general one: it objects, or is silent; nothing is consented to."""

    code = "web.objections.not-specific"
    hint = "web.objections.not-specific.hint"


class WritingMissing(Problem):
    """An authorisation is given in writing: it has to be said which writing it is."""

    code = "web.objections.writing-missing"
    hint = "web.objections.writing-missing.hint"


class AnswersAwaited(Problem):
    """A message to the address for objections is on its way, to see whether it arrives."""

    code = "web.objections.answers-awaited"
    hint = "web.objections.answers-awaited.hint"


class InAppDiffers(Problem):
    """What the application shows is not what the register says. Params: language, company, field, said, held."""

    code = "web.objections.differs.in-app"
    hint = "web.objections.differs.hint"


class TranslationDiffers(Problem):
    """A text tells something else in one language than in another. Params: language, company, field, said, held."""

    code = "web.objections.differs.translation"
    hint = "web.objections.differs.hint"


class PublicDiffers(Problem):
    """The public list will say something else. Params: language, company, field, said, held."""

    code = "web.objections.differs.public"
    hint = "web.objections.differs.hint"


class AnnexDiffers(Problem):
    """The annex of an agreement says something else, or of more; then ``held`` is the number of customers.

    Params: language, company, field, said, held.
    """

    code = "web.objections.differs.annex"
    hint = "web.objections.differs.hint"

    def __init__(self, **params: object) -> None:
        super().__init__(**params)
        if not params.get("company"):
            self.code, self.hint = "web.objections.differs.services", "web.objections.differs.services.hint"
