"""The demo as a newcomer meets it: started, signed in to as staff and as a customer, in a real browser."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app.serving import ROOT, free_port
from tests.browser.test_pages import AXE, CHROMIUM, MISSING, RULES

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)")

KETJU = str(Path(sys.executable).with_name("ketju"))
CUSTOMER = "Hillanmäki Puutarha Oy"


@dataclass(frozen=True)
class Demo:
    """A demo that runs: its folder, what it printed, and how two people of one publisher sign in."""

    folder: Path
    printed: str
    owner: dict[str, str]
    main_user: dict[str, str]

    @property
    def address(self) -> str:
        """Where it is, as it was printed."""
        return re.findall(r"http://127\.0\.0\.1:\d+", self.printed)[0]

    def code(self) -> str:
        """The owner's code at this moment, as ``ketju demo --code`` prints it."""
        told = subprocess.run(
            [KETJU, "demo", "--folder", self.folder, "--code"], check=True, text=True, stdout=subprocess.PIPE
        )
        return next(
            line.split()[1] for line in told.stdout.splitlines() if line.startswith(self.owner["email"])
        )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo") / "app"
    started = subprocess.Popen(
        [KETJU, "demo", "--folder", folder, "--port", str(free_port())], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        assert started.stdout is not None
        printed = ""
        while "Ctrl-C" not in printed:
            line = started.stdout.readline()
            assert line, printed
            printed += line
        sign_ins = json.loads((folder / "demo.json").read_text(encoding="utf-8"))["sign_ins"]
        by_role = {one["role"]: one for one in reversed(sign_ins)}
        yield Demo(folder, printed, by_role["owner"], by_role["main-user"])
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(20)
        if started.stdout is not None:
            started.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def owner(demo: Demo, browser: Any) -> Iterator[Any]:
    """A page of the owner, who signed in with a password and a code of an app."""
    page = browser.new_context(base_url=demo.address, locale="en-GB", bypass_csp=True).new_page()
    page.set_default_timeout(15_000)
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("E-mail").fill(demo.owner["email"])
    page.get_by_label("Password").fill(demo.owner["password"])
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(demo.code())
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/staff/*/")
    page.get_by_role("button", name="English").click()
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def main_user(demo: Demo, browser: Any, owner: Any) -> Iterator[Any]:
    """A page of a customer's main user, who signed in with a code from the outbox that the owner sees."""
    page = browser.new_context(base_url=demo.address, locale="en-GB").new_page()
    page.set_default_timeout(15_000)
    page.goto("/account/login/code/")
    page.get_by_label("E-mail").fill(demo.main_user["email"])
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/code/confirm/**")
    page.get_by_label("Code").fill(code_from_outbox(owner, demo))
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/portal/*/")
    page.get_by_role("button", name="English").click()
    yield page
    page.context.close()


def code_from_outbox(owner: Any, demo: Demo) -> str:
    owner.goto(f"{demo.owner['page']}outbox/")
    row = owner.locator("tbody tr").filter(has_text=demo.main_user["email"]).first
    row.get_by_role("link").click()
    found = re.search(r": ([A-Z0-9-]{5,})$", owner.locator(".letter").inner_text(), re.MULTILINE)
    assert found
    return found[1]


def broken(page: Any) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert len(result["passes"]) > 20
    return [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]]


def test_what_is_printed_says_where_to_go_and_how_to_sign_in(demo: Demo) -> None:
    for one in (demo.owner, demo.main_user):
        for said in (one["email"], one["password"], demo.address + one["page"]):
            assert said in demo.printed
    assert demo.owner["totp"] in demo.printed
    assert f"{demo.address}{demo.owner['page']}outbox/" in demo.printed


@pytest.mark.parametrize(
    ("name", "path", "seen"),
    [
        ("Today", "", "Waits for you"),
        ("Customers", "customers/", CUSTOMER),
        ("Outbox", "outbox/", "lauri.hillanmaki@"),
        ("People", "people/", "Erik Strand"),
        ("Audit trail", "audit/", "Aino Kallio"),
    ],
)
def test_an_owner_gets_to_the_page_from_the_menu(
    demo: Demo, owner: Any, name: str, path: str, seen: str
) -> None:
    owner.goto(demo.owner["page"])
    owner.locator("#menu").get_by_role("link", name=name, exact=True).click()
    assert owner.url == demo.address + demo.owner["page"] + path
    assert seen in owner.locator("main").inner_text()


def test_an_owner_sees_a_customer(demo: Demo, owner: Any) -> None:
    owner.goto(f"{demo.owner['page']}customers/")
    owner.get_by_role("link", name=CUSTOMER).click()
    assert owner.get_by_role("heading", level=1).inner_text() == CUSTOMER
    assert demo.main_user["email"] in owner.locator("main").inner_text()


def test_what_a_customer_changes_reaches_staff_as_a_correction(
    demo: Demo, owner: Any, main_user: Any
) -> None:
    assert main_user.locator(".brand").inner_text() == CUSTOMER
    main_user.locator("#menu").get_by_role("link", name="Contacts").click()
    main_user.locator("tbody tr", has_text="Lauri").get_by_role("link").click()
    main_user.get_by_label("Phone").fill("+358 9 765 432")
    main_user.get_by_role("button", name="Save").click()
    assert main_user.locator("main").get_by_role("status").inner_text() == "Saved."
    owner.goto(f"{demo.owner['page']}corrections/")
    told = owner.locator("main").inner_text()
    assert CUSTOMER in told
    assert "+358 9 765 432" in told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken_on_pages_of_staff(demo: Demo, owner: Any, scheme: str) -> None:
    owner.emulate_media(color_scheme=scheme)
    found = []
    home = demo.owner["page"]
    owner.goto(f"{home}customers/")
    customer = owner.get_by_role("link", name=CUSTOMER).get_attribute("href")
    owner.goto(f"{home}outbox/")
    message = owner.locator("tbody a").first.get_attribute("href")
    paths = [
        home,
        *(home + one for one in STAFF),
        customer,
        *(customer + one for one in OF_CUSTOMER),
        message,
    ]
    for path in paths:
        owner.goto(path)
        found += [(path, *one) for one in broken(owner)]
    assert found == []


STAFF = (
    "customers/", "customers/new/", "customers/imports/", "customers/products/", "customers/without-agreement/",
    "customers/undeclared/", "customers/erasure/", "customers/description/", "tokens/", "outbox/", "people/",
    "people/invite/", "audit/", "corrections/", "confidentiality/",
)  # fmt: skip
OF_CUSTOMER = (
    "correct/",
    "end/",
    "history/",
    "agreements/",
    "disclosures/",
    "contacts/new/",
    "services/new/",
)
