"""Linked data as others read it: rdflib makes triples of it, pyld expands it. Names are those of DPV 2.3."""

from __future__ import annotations

import json

import pytest
from pyld import jsonld
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from ketju.core.territory.facts import country_codes
from ketju.formats.writers.outputs.json_ld import WRITER, article_name
from ketju.text.render import phrasebook
from tests.formats.writers.publications import publication

# rdflib's own parser uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DPV = Namespace("https://w3id.org/dpv#")
PD = Namespace("https://w3id.org/dpv/pd#")
LOC = Namespace("https://w3id.org/dpv/loc#")
GDPR = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
SCHEMA = Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def data() -> bytes:
    return WRITER.write(publication("https://list.example/"), phrasebook("en"))


@pytest.fixture(scope="module")
def graph(data: bytes) -> Graph:
    found = Graph()
    found.parse(data=data, format="json-ld")
    return found


def subject(graph: Graph, name: str) -> URIRef:
    """The process of the company with a name."""
    company = next(graph.subjects(SCHEMA.name, Literal(name)))
    return next(s for p in (DPV.hasDataProcessor, DPV.hasDataController) for s in graph.subjects(p, company))


def test_sub_processors_are_processors_of_their_own_class(graph: Graph) -> None:
    company = graph.value(subject(graph, "Kuusi Cloud Oy"), DPV.hasDataProcessor)

    assert (company, RDF.type, DPV.DataSubProcessor) in graph
    assert graph.value(company, SCHEMA.address) is not None


def test_controllers_are_no_processors(graph: Graph) -> None:
    process = subject(graph, "PR Ab")

    assert graph.value(process, DPV.hasDataProcessor) is None
    assert (graph.value(process, DPV.hasDataController), RDF.type, DPV.DataController) in graph


def test_data_and_purposes_are_terms_and_texts(graph: Graph) -> None:
    process = subject(graph, "Kuusi Cloud Oy")
    data = {str(graph.value(node, SCHEMA.name)): node for node in graph.objects(process, DPV.hasPersonalData)}
    purpose = graph.value(process, DPV.hasPurpose)

    assert set(data) == {"Nimi", "sähköposti"}
    assert (data["sähköposti"], RDF.type, PD.EmailAddress) in graph
    assert (purpose, RDF.type, DPV.ServiceProvision) in graph
    assert (purpose, SCHEMA.description, Literal("Servrar", lang="sv")) in graph


def test_places_and_transfers_are_named(graph: Graph) -> None:
    cloud, mail = subject(graph, "Kuusi Cloud Oy"), subject(graph, "Bolt | Mail* Inc.")
    countries = {graph.value(node, DPV.hasCountry) for node in graph.objects(cloud, DPV.hasLocation)}
    transfer = graph.value(mail, DPV.hasProcessing)

    assert countries == {LOC.FI, LOC.DE}
    assert list(graph.objects(cloud, DPV.hasThirdCountry)) == []
    assert list(graph.objects(mail, DPV.hasThirdCountry)) == [LOC.US]
    assert graph.value(mail, DPV.isOutsideOfLocation) == LOC.EEA
    assert graph.value(transfer, DPV.hasLegalBasis) == GDPR["A46-2-c"]


def test_dates_are_as_precise_as_they_are_known(graph: Graph) -> None:
    dates = {str(value): value.datatype for value in graph.objects(None, SCHEMA.startDate)}

    assert dates == {"2024-03-01": XSD.date, "2026-04": XSD.gYearMonth, "2015": XSD.gYear}


def test_the_context_names_everything_and_nothing_is_fetched(data: bytes) -> None:
    def refuse(url: str, options: object) -> object:
        raise AssertionError(f"fetched {url}")

    expanded = jsonld.expand(json.loads(data), {"documentLoader": refuse})
    keys = {key for node in _nodes(expanded) for key in node if not key.startswith("@")}

    assert all(key.startswith(("http://", "https://")) for key in keys)
    assert jsonld.normalize(json.loads(data), {"algorithm": "URDNA2015", "format": "application/n-quads"})


def test_values_are_kept_by_a_round_through_triples(graph: Graph) -> None:
    again = Graph()
    again.parse(data=graph.serialize(format="nt"), format="nt")

    assert len(again) == len(graph) > 50


def test_articles_without_a_name_in_dpv_get_none() -> None:
    assert [article_name(a) for a in ("45(3)", "46(2)(c)", "49(1)(a)", "46", "47", "")] == [
        "eu-gdpr:A45-3", "eu-gdpr:A46-2-c", "eu-gdpr:A49-1-a", "", "", "",
    ]  # fmt: skip
    assert "FI" in country_codes()


def _nodes(value: object):
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
