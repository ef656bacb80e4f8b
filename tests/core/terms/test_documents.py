"""Two published agreements against the texts that they come from, line by line."""

import re
from datetime import date
from pathlib import Path

import pytest

from ketju.core.duties.rows import duties
from ketju.core.terms.account import account
from ketju.core.terms.completeness import completeness
from ketju.core.terms.layers import Layer
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import resolve_all, stack_for
from ketju.core.terms.values import written
from ketju.formats.termsfile.reading import read_terms

ROOT = Path(__file__).resolve().parents[3]
SPEC = ROOT.parent / "shared" / "spec"
FILES = {
    "001": ("seravo/own-register.yaml", "001-seravo-rekisteriseloste.fi.txt"),
    "003": ("liana/terms.yaml", "003-liana-alikasittelijat.fi.txt"),
    "004": ("seravo/terms.yaml", "004-seravo-dpa.en.txt"),
}
shared = pytest.mark.shared
needs_spec = pytest.mark.skipif(not SPEC.is_dir(), reason="the published texts are not here")


def terms(mark: str) -> Layer:
    file, _ = FILES[mark]
    layer, problems = read_terms((ROOT / "examples" / "agreements" / file).read_text(encoding="utf-8"), file)
    assert layer is not None and problems == ()
    return layer


def text(mark: str) -> str:
    return (SPEC / FILES[mark][1]).read_text(encoding="utf-8")


def line(mark: str, number: int) -> str:
    return text(mark).splitlines()[number - 1]


def numbers(lines) -> list[int]:
    return [number for one in lines for number in range(one.first, one.last + 1)]


def said(mark, key):
    return [one for one in terms(mark).statements if one.parameter == key]


# the text of the appendix


@shared
@needs_spec
def test_every_line_of_the_appendix_is_accounted_for():
    found = account(terms("004"), text("004"))
    assert len(found.lines) == 95
    assert found.unaccounted == ()
    assert found.astray == ()


@shared
@needs_spec
@pytest.mark.parametrize("mark", ["001", "003"])
def test_what_the_other_terms_refer_to_is_in_the_text(mark):
    assert account(terms(mark), text(mark)).astray == ()


@shared
@needs_spec
def test_only_headings_have_no_effect():
    found = account(terms("004"), text("004"))
    silent = [one for one in found.lines if one.no_effect]
    assert {one.no_effect for one in silent} == {"heading"}
    headings = [one.line for one in found.lines if re.match(r"[0-9]{1,2}\. \w", one.text)]
    assert len(headings) == 16
    contact_details = 15  # a heading that belongs to D-24
    assert [one.line for one in silent] == [number for number in headings if number != contact_details]
    assert not any(one.rows for one in silent)


@shared
@needs_spec
def test_each_value_stands_in_the_section_that_it_names():
    section, of_line = "", {}
    for number, one in enumerate(text("004").splitlines(), 1):
        heading = re.match(r"([0-9]{1,2})\. \w", one)
        section = f"§ {heading[1]}" if heading else section
        of_line[number] = section
    for one in terms("004").statements:
        assert one.clause in {of_line[number] for number in numbers(one.lines)}, one.parameter


def test_every_row_of_the_appendix_is_named_on_the_line_that_it_comes_from():
    rows = {row: numbers(one.lines) for one in terms("004").duties for row in one.rows}
    sources = {one.id: one.source for one in duties()}
    for row, lines in rows.items():
        document, _, at = sources[row].split()[0].partition(":")
        assert document == "004" and int(at) in lines, row
    assert set(rows) == {row for row, source in sources.items() if source.startswith("004:")}


@pytest.mark.parametrize("mark", ["001", "003", "004"])
def test_each_value_stands_on_the_line_of_one_of_its_rows(mark):
    sources = {one.id: one.source.split()[0] for one in duties()}
    for one in terms(mark).statements:
        at = {sources[row] for row in parameters()[one.parameter].rows}
        if one.parameter == "agreement.purpose":
            continue  # D-33 has the controller set it; what it is stands at the ban on other uses
        if any(source.startswith(mark) for source in at):
            found = {f"{mark}:{number}" for number in numbers(one.lines)}
            assert found & at, one.parameter


@shared
@needs_spec
@pytest.mark.parametrize(
    ("mark", "key", "value", "at", "words"),
    [
        (
            "004",
            "precedence.first",
            "data-protection",
            5,
            "governed primarily by this Data Protection Appendix",
        ),
        ("004", "authority.scope", "eu", 13, "any competent data protection authority of an EU Member State"),
        ("004", "agreement.data_types", None, 32, "does not know more specifically the content"),
        ("004", "agreement.tenancy", "shared", 36, "on shared servers"),
        ("004", "instructions.form", "written", 42, "binding written instructions"),
        ("004", "billing.own_costs", "yes", 52, "liable for any costs incurred by them"),
        ("004", "disclosure.third_parties", "agreed-in-writing", 56, "unless expressly agreed in writing"),
        ("004", "instructions.unlawful", "immediately", 58, "inform the Data Controller immediately"),
        ("004", "record.kept", "yes", 62, "maintain a record of the processing activities"),
        ("004", "billing.tests", ["differs-from-law", "additional-work"], 64, "results in additional work"),
        (
            "004",
            "requests.condition",
            "if-appropriate-and-lawful",
            66,
            "provided that it is appropriate and lawful",
        ),
        ("004", "requests.manner", "as-received", 66, "transmitted as such"),
        ("004", "purpose.monitoring", "no", 70, "does not monitor"),
        ("004", "residency.backup", ["FI"], 91, "back-up copies are always stored in Finland"),
        ("004", "residency.move", "consent", 91, "without the consent of the Controller"),
        ("004", "residency.choice", "yes", 91, "the possibility to choose"),
        ("004", "security.restore", "without undue delay", 99, "without undue delay"),
        ("004", "backups.customer_access", "no", 103, "inaccessible to the Processor’s customers"),
        ("004", "backups.kept", None, 105, "storage period is short"),
        ("004", "backups.use", "recovery", 105, "only intended for recovery"),
        ("004", "audit.times_a_year", "1", 109, "once a year at most"),
        ("004", "audit.year", None, 109, "once a year"),
        ("004", "audit.more_often", "law", 109, "if required by the legislation"),
        ("004", "audit.refused_auditors", ["competitor", "doubtful"], 115, "direct or indirect competitor"),
        ("004", "audit.withheld", ["minor", "secrets", "others-interests"], 117, "business secrets"),
        ("004", "audit.deficiency_cost", "processor", 119, "at its own expense without delay"),
        ("004", "audit.deficiency_time", "promptly", 119, "at its own expense without delay"),
        ("004", "audit.separate_cost", "controller", 121, "responsible for the costs related to the audit"),
        ("004", "billing.regular_rate", None, 121, "regular hourly rate"),
        ("004", "breach.notice", "without undue delay", 125, "without undue delay"),
        ("004", "breach.alarm", "72 hours", 125, "72 hours"),
        ("004", "breach.in_parts", "yes", 132, "in parts"),
        ("004", "breach.customer_reports", "promptly", 134, "without delay"),
        ("004", "breach.suspended", ["no-answer", "small-interest"], 134, "right to suspend"),
        ("004", "breach.authorities", "yes", 136, "may also inform"),
        ("004", "confidentiality.undertaking", "yes", 140, "duty of confidentiality"),
        ("004", "sub_processors.liability", "on-consent", 146, "on the basis of consent"),
        ("004", "sub_processors.list", "appendix B", 148, "Appendix B"),
        ("004", "notice.length", None, 150, "in advance"),
        ("004", "notice.when", "before", 150, "in advance of any changes"),
        (
            "004",
            "authorisation.mode",
            "general",
            152,
            "consents to the use of the Processor’s subcontractors",
        ),
        ("004", "sub_processors.access", "none", 154, "not granted access rights"),
        ("004", "sub_processors.access_exceptions", ["invoicing"], 154, "to carry out the invoicing"),
        ("004", "transfers.outside", "with-safeguards", 158, "appropriate safeguards"),
        ("004", "transfers.location_report", "on-written-request", 158, "Upon written request"),
        ("004", "end.choices", ["erasure", "return"], 164, "either permanently erase or return"),
        ("004", "end.retained", ["law"], 164, "required by the law"),
        ("004", "billing.approval", "before", 168, "prior approval"),
        ("004", "liability.data_subjects", "article-82", 172, "Article 82"),
        ("004", "liability.sanctions", "each-its-own", 172, "each be liable for any sanctions"),
        ("004", "end.default", "erasure", 176, "shall delete all Personal Data"),
        ("004", "end.copy_requested", "before-end", 176, "Prior to the termination"),
        ("003", "notice.length", "30 days", 123, "30 päivää"),
        ("003", "notice.before", "use", 123, "ennen uuden alikäsittelijän käyttöä"),
        ("003", "notice.recipients", ["main-users"], 123, "pääkäyttäjille"),
        ("003", "notice.channel", ["e-mail", "in-app"], 123, "sähköpostitse tai sovelluksen sisäisellä"),
        ("003", "objection.window", "30 days", 125, "30 päivän kuluessa"),
        ("003", "objection.form", "written", 125, "kirjallisesti"),
        ("003", "objection.grounds", "data-security", 125, "tietoturvaan liittyen"),
        ("003", "objection.outcome", "cooperation", 125, "Teemme yhteistyötä"),
        ("003", "notice.changes", ["addition", "replacement"], 121, "lisättävä tai vaihdettava"),
        ("003", "sub_processors.consent_uses", "transcripts of meetings", 14, "etukäteissuostumuksella"),
        ("001", "own_register.kept", "10 years", 68, "vähintään 10 vuotta"),
        ("001", "own_register.transfers", "on-request-or-customer-outside", 64, "nimenomaisesta pyynnöstä"),
        ("001", "own_register.log_use", ["security", "errors", "invoicing"], 54, "tietoturvan"),
        ("001", "own_register.law", "the former Personal Data Act 523/1999", 3, "523/1999"),
    ],
)
def test_values_against_the_text(mark, key, value, at, words):
    one = said(mark, key)[0]
    assert (None if one.value is None else written(one.value)) == value
    assert at in numbers(one.lines)
    assert words in line(mark, at)


def test_costs_are_said_twice():
    assert [str(one.lines[0]) for one in said("004", "billing.own_costs")] == ["52", "68"]


# what holds


def layers():
    return [terms(mark) for mark in FILES]


def effective(agreement, on=date(2027, 1, 15)):
    return resolve_all(stack_for(layers(), on, agreement=agreement))


def test_the_appendix_sets_no_number_of_days():
    """Source: X-6: without one no gate computes."""
    found = effective("seravo-dpa")["notice.length"]
    assert (found.state, found.value) == ("unset", None)
    assert found.steps[0].why == "open" and found.steps[0].statement.clause == "§ 12"


def test_the_appendix_below_the_law_gives_way_to_it():
    found = effective("seravo-dpa")
    below = [key for key, one in found.items() if one.is_below_floor]
    assert below == ["authority.scope", "breach.content", "sub_processors.liability"]
    assert found["sub_processors.liability"].value == "full"
    assert found["authority.scope"].value == "eea"
    assert {"data-subject-count", "record-categories", "record-count"} < set(found["breach.content"].value)


def test_the_description_of_the_own_register_stands_beside_the_appendix():
    stack = stack_for(layers(), date(2027, 1, 15), agreement="seravo-dpa")
    assert {one.mark for one in stack.agreement} == {"001", "004"}
    assert written(effective("seravo-dpa")["own_register.kept"].value) == "10 years"


def test_what_the_appendix_lacks_of_article_28():
    found = {one.requirement.row: one for one in completeness(effective("seravo-dpa"))}
    missing = {row for row, one in found.items() if one.degree == "missing"}
    assert missing == {"G-15", "G-16", "G-17", "G-20"}
    assert found["G-3"].missing == ("objection.right", "objection.window")
    assert found["G-3"].open == ("notice.length",)
    assert found["G-14"].below == ("sub_processors.liability",)
    assert {row for row in ("G-6", "G-8", "G-9", "G-11", "G-12", "G-13") if found[row].degree == "met"} == {
        "G-6",
        "G-8",
        "G-9",
        "G-11",
        "G-12",
        "G-13",
    }
