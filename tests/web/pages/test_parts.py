"""Parts that pages put together: progress, pages of a list, empty places, facts, forms."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import country, words_of


def rendered(name: str, **context: object) -> str:
    return render_to_string(f"parts/{name}.html", context)


def work(done: int, total: int, is_finished: bool) -> SimpleNamespace:
    return SimpleNamespace(done=done, total=total, is_finished=is_finished, words="web.pages")


def test_progress_asks_again_until_it_is_finished() -> None:
    running = rendered("progress", work=work(30, 90, False), address="/imports/1/progress/")
    assert 'hx-get="/imports/1/progress/" hx-trigger="every 2s"' in running
    assert '<progress aria-labelledby="work-words" max="90" value="30">' in running
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in rendered(
        "refresh", work=work(1, 2, False)
    )
    assert "hx-get" not in rendered("progress", work=work(90, 90, True), address="/x/")
    assert rendered("refresh", work=work(90, 90, True)).strip() == ""


def test_progress_of_unknown_length_shows_no_value() -> None:
    assert "value=" not in rendered("progress", work=work(0, 0, False), address="/x/")


def test_pages_keep_what_was_asked() -> None:
    page = Paginator(range(95), 20).page(3)
    html = rendered("pages", page=page, keep="q=kite&")
    assert 'href="?q=kite&amp;page=2"' in html
    assert 'rel="next" href="?q=kite&amp;page=4"' in html
    assert "Page 3 of 5" in html
    assert rendered("pages", page=Paginator(range(5), 20).page(1)).strip() == ""
    assert 'href="?before=7"' in rendered("pages", older="?before=7")


def test_an_empty_place_says_what_to_do_next() -> None:
    html = rendered("empty", title="web.none", lead="web.skip", address="/new/", action="web.form.save")
    assert '<a class="button" href="/new/">Save</a>' in html


def test_facts_that_are_not_known_say_so() -> None:
    assert "not given" in rendered("facts", facts=[("web.language", "")])


class OrderForm(WordForm):
    """For tests."""

    name = forms.CharField(label="web.language", help_text="web.none")
    note = forms.CharField(label="web.person", required=False)
    size = forms.ChoiceField(label="web.pages", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    is_agreed = forms.BooleanField(label="web.search.do", required=False)


def test_a_form_tells_what_is_wrong_at_the_top_and_beside_the_field() -> None:
    form = OrderForm({"name": "", "size": "c"})
    form.complain(None, "web.none")
    html = render_to_string("parts/form.html", {"form": form, "cancel": "/back/"})
    assert html.index('role="alert"') < html.index("<form")
    assert '<a href="#id_name">Language: ' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert '<a href="#id_size">' in html
    assert 'id="id_size"' in html
    assert html.count("(optional)") == 1
    assert "<li>not given</li>" in html


@pytest.mark.parametrize(("language", "words"), [("fi", "Tanska"), ("sv", "Danmark"), ("en", "Denmark")])
def test_countries_have_names(language: str, words: str) -> None:
    with translation.override(language):
        assert country("DK") == words
        assert country("") == ""


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert words_of("web.role.", ["owner", "juggler"]) == "owner, juggler"
    assert words_of("web.role.", "") == ""
    assert choices("web.role.", ("owner",), blank=True) == [("", "—"), ("owner", "owner")]
