"""The application of cases."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Changes of registers as cases: gates, objections, when a change takes effect."""

    name = "ketju.web.apps.cases"
    label = "cases"

    def ready(self) -> None:
        """Publishing asks for a case and tells of what is published; answers to notices are objections."""
        from ketju.web.apps.cases.beginning import not_begun
        from ketju.web.apps.cases.entry_dates import general_dates
        from ketju.web.apps.cases.following import follow, needs_case, rests_on
        from ketju.web.apps.cases.projecting import project_delivery
        from ketju.web.apps.cases.writes.asking import note_confirmed
        from ketju.web.apps.cases.writes.hearing import hear
        from ketju.web.apps.notices.writes import facts
        from ketju.web.apps.registers import published, reads_customers
        from ketju.web.apps.registers.writes import publishing, pushing
        from ketju.web.apps.selfservice import contacts
        from ketju.web.base.inbox import keeping

        if general_dates not in published.dated:
            published.dated.append(general_dates)
        if rests_on not in pushing.kept:
            pushing.kept.append(rests_on)
        if needs_case not in publishing.checks:
            publishing.checks.append(needs_case)
        if follow not in publishing.published:
            publishing.published.append(follow)
        if project_delivery not in facts.learnt:
            facts.learnt.append(project_delivery)
        if hear not in keeping.heard:
            keeping.heard.append(hear)
        if not_begun not in reads_customers.waiting:
            reads_customers.waiting.append(not_begun)
        if note_confirmed not in contacts.confirmed:
            contacts.confirmed.append(note_confirmed)
