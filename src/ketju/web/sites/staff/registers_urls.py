"""Addresses of registers for the staff, under /staff/<processor>/registers/."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff.registers import (
    checks,
    history,
    importing,
    lists,
    publishing,
    pushes,
    records,
    review,
    versions,
)

READ, WRITE, PUBLISH = staff("registers.read"), staff("registers.write"), staff("registers.publish")
KEYS = staff("tokens.manage")

urlpatterns = [
    route("", lists.index, READ, "registers"),
    route("new/", lists.add, WRITE, "register-add"),
    route("documents/<str:snapshot>/", importing.show, READ, "snapshot"),
    route("documents/<str:snapshot>/file/", importing.download, READ, "snapshot-file"),
    route("documents/<str:snapshot>/read/", importing.read_again, WRITE, "snapshot-read"),
    route("documents/<str:snapshot>/begin/", importing.begin, WRITE, "snapshot-begin"),
    route("drafts/<str:draft>/", records.index, READ, "draft"),
    route("drafts/<str:draft>/review/", review.show, READ, "draft-review"),
    route("drafts/<str:draft>/review/mark/", review.mark, WRITE, "draft-mark"),
    route("drafts/<str:draft>/review/accept/", review.accept_all, WRITE, "draft-accept"),
    route("drafts/<str:draft>/facts/", records.facts, WRITE, "draft-facts"),
    route("drafts/<str:draft>/records/<str:kind>/new/", records.add, WRITE, "record-add"),
    route("drafts/<str:draft>/records/<str:kind>/<str:slug>/", records.edit, WRITE, "record"),
    route("drafts/<str:draft>/records/<str:kind>/<str:slug>/remove/", records.remove, WRITE, "record-remove"),
    route("drafts/<str:draft>/check/", checks.show, READ, "draft-check"),
    route("drafts/<str:draft>/check/run/", checks.run, WRITE, "draft-check-run"),
    route("drafts/<str:draft>/check/answer/", checks.answer, WRITE, "draft-answer"),
    route("drafts/<str:draft>/check/answer-all/", checks.answer_all, WRITE, "draft-answer-all"),
    route("drafts/<str:draft>/check/end/", checks.end, WRITE, "draft-waiver-end"),
    route("drafts/<str:draft>/history/", history.show, READ, "draft-history"),
    route("drafts/<str:draft>/undo/", history.undo_last, WRITE, "draft-undo"),
    route("drafts/<str:draft>/discard/", history.discard, WRITE, "draft-discard"),
    route("drafts/<str:draft>/publish/", publishing.show, PUBLISH, "draft-publish"),
    route("drafts/<str:draft>/publish/cancel/", publishing.cancel, PUBLISH, "draft-unschedule"),
    route("pushes/<str:push>/look/", pushes.look, PUBLISH, "push-look"),
    route("keys/<str:key>/revoke/", pushes.revoke, KEYS, "push-key-revoke"),
    route("<str:register>/pushes/", pushes.index, READ, "register-pushes"),
    route("<str:register>/keys/", pushes.add, KEYS, "push-key-add"),
    route("<str:register>/source/", pushes.switch, WRITE, "register-source"),
    route("<str:register>/", lists.show, READ, "register"),
    route("<str:register>/settings/", lists.settings, WRITE, "register-settings"),
    route("<str:register>/import/", importing.bring_in, WRITE, "register-import"),
    route("<str:register>/begin/", history.begin, WRITE, "draft-begin"),
    route("<str:register>/compare/", versions.compare, READ, "register-compare"),
    route("<str:register>/versions/<int:number>/", versions.show, READ, "register-version"),
    route("<str:register>/versions/<int:number>/again/", versions.again, PUBLISH, "register-version-again"),
    route(
        "<str:register>/versions/<int:number>/register.json", versions.download, READ, "register-version-file"
    ),
]
