"""Transfer tools: what lists print → the tools of GDPR Chapter V."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.transfers import ARTICLES, articles, transfer_tools


@pytest.mark.parametrize(
    ("printed", "tools"),
    [
        ("Standard Contractual Clauses (Module 3)", ("SCC",)),
        ("SCCs", ("SCC",)),
        ("Vakiosopimuslausekkeet", ("SCC",)),
        ("Standardvertragsklauseln", ("SCC",)),
        ("Clauses contractuelles types", ("SCC",)),
        ("Standardavtalsklausuler", ("SCC",)),
        ("EU-U.S. Data Privacy Framework", ("DPF",)),
        ("Adequacy decision", ("ADEQUACY",)),
        ("Angemessenheitsbeschluss", ("ADEQUACY",)),
        ("Binding Corporate Rules", ("BCR",)),
        ("BCR", ("BCR",)),
        ("DPF and SCC", ("DPF", "SCC")),
        ("SCC, SCC", ("SCC",)),
    ],
)
def test_a_printed_tool_is_known(printed: str, tools: tuple[str, ...]) -> None:
    assert transfer_tools(printed) == tools


@pytest.mark.parametrize("text", ["", "none", "Zubrowel", "Finland", "hosting", "not needed"])
def test_other_words_are_no_tool(text: str) -> None:
    assert transfer_tools(text) == ()


@pytest.mark.parametrize(
    ("tool", "article"),
    [
        ("SCC", "46(2)(c)"),
        ("DPF", "45(3)"),
        ("ADEQUACY", "45(3)"),
        ("BCR", "47"),
        ("CODE", "46(2)(e)"),
        ("CERTIFICATION", "46(2)(f)"),
        ("CONSENT", "49(1)(a)"),
    ],
)
def test_a_tool_rests_on_the_article_that_the_regulation_names(tool: str, article: str) -> None:
    assert articles((tool,)) == (article,)


def test_articles_are_told_once_and_tools_without_one_are_left_out() -> None:
    assert articles(("DPF", "ADEQUACY", "SCC")) == ("45(3)", "46(2)(c)")
    assert articles(("NO_SUCH_TOOL",)) == ()
    assert set(ARTICLES) >= {"SCC", "DPF", "ADEQUACY", "BCR"}
