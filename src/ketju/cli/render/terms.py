"""Terms of agreements on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ketju.cli.render.facts import labelled
from ketju.cli.render.reading import heading, section
from ketju.cli.render.style import Style
from ketju.cli.render.table import Table, table_lines
from ketju.cli.render.width import shorten, wrap
from ketju.core.model.finding import LEVELS
from ketju.core.terms.account import Account, LineAccount
from ketju.core.terms.comparison import TermsChange, ToTell
from ketju.core.terms.completeness import Met
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Effective, Stack
from ketju.core.terms.responsibilities import Owed
from ketju.core.terms.rule import TermsFinding
from ketju.text.agreements import (
    effective_words,
    finding_sentence,
    from_words,
    layer_words,
    parameter_name,
    stack_words,
    value_words,
    why_words,
)
from ketju.text.law import article_words
from ketju.text.render import Phrasebook

TEXT_COLUMNS = 60
"""So much of a line of an agreement is shown."""


def terms_lines(
    stack: Stack, effective: Mapping[str, Effective], phrases: Phrasebook, style: Style
) -> list[str]:
    """What holds: by part of the agreement, each value with the layer that it comes from, and why."""
    lines = [*heading(phrases("terms.title"), style), "", *labelled(stack_words(stack, phrases), style)]
    headers = tuple(phrases(f"terms.column.{name}") for name in ("term", "value", "from", "why"))
    for group, found in groupby(effective.values(), key=lambda one: one.parameter.group):
        rows = tuple(
            (
                parameter_name(one.parameter, phrases),
                effective_words(one, phrases),
                from_words(one, phrases),
                "\n".join(why_words(one, phrases)),
            )
            for one in found
        )
        lines += [*section(phrases(f"terms.group.{group}"), style), *table_lines(Table(headers, rows), style)]
    unset = sum(one.state == "unset" for one in effective.values())
    disputed = sum(one.state == "contradictory" for one in effective.values())
    below = sum(one.is_below_floor for one in effective.values())
    lines += ["", *wrap(phrases("terms.count-unset", count=unset), style.columns)]
    if disputed:
        lines += wrap(phrases("terms.count-contradictory", count=disputed), style.columns)
    if below:
        lines += wrap(phrases("terms.count-below", count=below), style.columns)
    return lines


def finding_lines(
    findings: Sequence[TermsFinding], stack: Stack, phrases: Phrasebook, style: Style
) -> list[str]:
    """What the rules see, the gravest first, with where it stands and what to do."""
    lines: list[str] = [*labelled(stack_words(stack, phrases), style), ""]
    for one in findings:
        sentence, fix = finding_sentence(one, phrases)
        label = f"{phrases('severity.' + one.level)}[{one.rule.id} {one.rule.slug}]"
        lines.append(f"{style.bold(label)} {style.dim(_place(one, phrases))}".rstrip())
        lines += [f"  {line}" for line in wrap(sentence, style.columns - 2)]
        lines += [f"  {line}" for line in wrap(f"{phrases('finding.fix')}: {fix}", style.columns - 2)]
        lines.append("")
    counts = [(level, sum(one.level == level for one in findings)) for level in LEVELS]
    words = [phrases(f"finding.count-{level}", count=count) for level, count in counts if count]
    return [*lines, (" · ".join(words) + ".") if words else phrases("terms.none-found")]


def _place(found: TermsFinding, phrases: Phrasebook) -> str:
    """The file with its line, and the clause."""
    if not found.source or not found.statement:
        return ""
    at = found.statement.at
    file = f"{found.source.file}:{at.line}:{at.column}" if at else found.source.file
    clause = layer_words(found.source.kind, found.source, found.statement, phrases)
    return f"{file} ({clause})"


def completeness_lines(found: Sequence[Met], stack: Stack, phrases: Phrasebook, style: Style) -> list[str]:
    """How far each provision is met, with the clauses, and what is missing."""
    lines = [
        *heading(phrases("terms.completeness"), style),
        "",
        *labelled(stack_words(stack, phrases), style),
    ]
    headers = tuple(
        phrases(f"terms.column.{name}") for name in ("provision", "asks", "degree", "clauses", "left")
    )
    rows = tuple(
        (
            f"{article_words(one.requirement.article, phrases)} ({one.requirement.row})",
            phrases(f"terms.requirement.{one.requirement.row.replace(' ', '-')}"),
            _degree(one, phrases),
            ", ".join(dict.fromkeys(step.statement.clause for step in one.stated if step.statement)),
            "\n".join(_left(one, phrases)),
        )
        for one in found
    )
    counts = {degree: sum(one.degree == degree for one in found) for degree in ("met", "partly", "missing")}
    summary = " · ".join(f"{phrases(f'terms.degree.{name}')}: {count}" for name, count in counts.items())
    return [*lines, "", *table_lines(Table(headers, rows), style), "", summary]


def _degree(found: Met, phrases: Phrasebook) -> str:
    words = phrases(f"terms.degree.{found.degree}")
    is_free = found.requirement.is_optional and found.degree != "met"
    return f"{words} ({phrases('terms.optional')})" if is_free else words


def _left(found: Met, phrases: Phrasebook) -> Iterator[str]:
    for why, keys in (("silent", found.missing), ("left-open", found.open), ("below", found.below)):
        if keys:
            names = ", ".join(parameter_name(parameters()[key], phrases) for key in keys)
            yield f"{phrases(f'terms.left.{why}')}: {names}"


def responsibility_lines(found: Sequence[Owed], stack: Stack, phrases: Phrasebook, style: Style) -> list[str]:
    """Who owes what."""
    headers = tuple(phrases(f"terms.column.{name}") for name in ("task", "owed-by", "from", "row"))
    rows = tuple(
        (
            phrases(f"terms.task.{one.task}"),
            phrases(f"terms.value.{one.owed_by}") if one.owed_by else phrases("terms.not-set"),
            from_words(one.effective, phrases),
            one.row,
        )
        for one in found
    )
    title = heading(phrases("terms.responsibilities"), style)
    refused = [one for one in found if one.owed_by == "controller"]
    lines = [*title, "", *labelled(stack_words(stack, phrases), style), ""]
    lines += table_lines(Table(headers, rows), style)
    if len(found) == 1 and refused:
        words = phrases("terms.refused", clause=from_words(refused[0].effective, phrases))
        lines += ["", *wrap(words, style.columns)]
    return lines


def comparison_lines(
    before: Stack,
    after: Stack,
    changes: Sequence[TermsChange],
    told: Sequence[ToTell],
    phrases: Phrasebook,
    style: Style,
) -> list[str]:
    """What changed, whom it helps, who has to be told."""
    names = [f"{one.agreement[0].id} {one.agreement[0].version}".strip() for one in (before, after)]
    lines = [*heading(phrases("terms.compared", old=names[0], new=names[1]), style), ""]
    if not changes:
        return [*lines, phrases("terms.no-changes")]
    headers = tuple(phrases(f"terms.column.{name}") for name in ("term", "was", "now", "helps"))
    rows = tuple(
        (
            parameter_name(one.parameter, phrases),
            _side(one.was, one.old, one, phrases),
            _side(one.now, one.new, one, phrases),
            phrases(f"terms.helps.{one.helps}"),
        )
        for one in changes
    )
    lines += table_lines(Table(headers, rows), style)
    lines += section(phrases("terms.to-tell", count=len(told)), style)
    if not told:
        return [*lines, *wrap(phrases("terms.nobody-to-tell"), style.columns)]
    columns = tuple(phrases(f"terms.column.{name}") for name in ("customer", "version", "to-do", "own"))
    return [*lines, *table_lines(Table(columns, tuple(_told(one, phrases) for one in told)), style)]


def _side(found: Effective, value: object, change: TermsChange, phrases: Phrasebook) -> str:
    words = value_words(change.parameter, change.old if value is change.old else change.new, phrases)
    clause = found.statement.clause if found.statement else ""
    below = phrases("terms.floor-mark") if found.is_below_floor else ""
    return " ".join(part for part in (words, f"({clause})" if clause else "", below) if part)


def _told(one: ToTell, phrases: Phrasebook) -> tuple[str, ...]:
    todo = phrases("terms.to-ask" if one.is_asked else "terms.to-inform")
    own = ", ".join(parameter_name(parameters()[key], phrases) for key in one.untouched)
    return (one.customer, one.version, todo, own)


def account_lines(found: Account, file: str, phrases: Phrasebook, style: Style) -> list[str]:
    """Every line of an agreement's text and what it comes to."""
    lines = [*heading(phrases("terms.account", file=file), style), ""]
    headers = tuple(phrases(f"terms.column.{name}") for name in ("line", "text", "comes-to"))
    rows = tuple(
        (str(one.line), shorten(one.text, TEXT_COLUMNS), "\n".join(_comes_to(one, phrases)))
        for one in found.lines
    )
    lines += [*table_lines(Table(headers, rows), style), ""]
    left = [str(one.line) for one in found.unaccounted]
    lines += wrap(phrases("terms.accounted", count=len(found.lines), left=len(left)), style.columns)
    if left:
        lines += wrap(f"{phrases('terms.unaccounted')}: {', '.join(left)}", style.columns)
    if found.astray:
        lines += wrap(f"{phrases('terms.astray')}: {', '.join(map(str, found.astray))}", style.columns)
    return lines


def _comes_to(one: LineAccount, phrases: Phrasebook) -> Iterator[str]:
    if one.parameters:
        yield ", ".join(parameter_name(parameters()[key], phrases) for key in one.parameters)
    if one.rows:
        yield f"{phrases('terms.duties')}: {', '.join(one.rows)}"
    if one.no_effect:
        yield f"{phrases('terms.no-effect')}: {one.no_effect}"
    if not one.is_accounted:
        yield phrases("terms.unaccounted")
