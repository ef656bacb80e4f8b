"""What a checkout promises before any code runs: pins, licence, versions, the door for CI."""

import ast
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import ketju
from tools import bootstrap

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def test_the_lock_names_public_hosts_only():
    addresses = re.findall(r"https?://[^\s\"']+", (ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert {urlsplit(address).netloc for address in addresses} == {"pypi.org", "files.pythonhosted.org"}


def test_every_locked_file_has_a_sha256():
    files = [
        file
        for package in LOCK["package"]
        for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    ]
    assert files
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files)


def test_every_locked_package_comes_as_a_wheel_so_that_setup_compiles_nothing():
    fetched = [package for package in LOCK["package"] if "registry" in package["source"]]
    assert [package["name"] for package in fetched if not package.get("wheels")] == []


def test_the_bootstrap_pins_a_wheel_with_its_hash_for_each_platform():
    assert {"linux-x86_64", "linux-x86_64-musl", "linux-aarch64", "macos-x86_64", "macos-aarch64"} == set(
        bootstrap.UV_WHEELS
    )
    for name, sha256 in bootstrap.UV_WHEELS.values():
        assert name.startswith(f"uv-{bootstrap.UV_VERSION}-py3-none-")
        assert re.fullmatch(r"[0-9a-f]{64}", sha256)
    hashes = [sha256 for _, sha256 in bootstrap.UV_WHEELS.values()]
    assert len(set(hashes)) == len(hashes)


def test_the_build_backend_is_the_one_inside_the_pinned_uv():
    (requirement,) = PYPROJECT["build-system"]["requires"]
    major, minor, patch = map(int, bootstrap.UV_VERSION.split("."))
    assert requirement == f"uv_build>={major}.{minor}.{patch},<{major}.{minor + 1}"


def test_an_old_python_can_read_the_bootstrap_and_is_told_what_it_lacks():
    source = (ROOT / "tools/bootstrap.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    first = [node for node in tree.body if isinstance(node, ast.Import | ast.If)][:2]
    assert ast.unparse(first[0]) == "import sys"
    assert ast.unparse(first[1]).startswith("if sys.version_info < (3, 11):\n    sys.exit(")


def test_the_bootstrap_uses_the_standard_library_only():
    source = (ROOT / "tools/bootstrap.py").read_text(encoding="utf-8")
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "https://pypi.org/simple"),
        ({"PIP_INDEX_URL": "https://pypi.org/simple/"}, "https://pypi.org/simple"),
        ({"PIP_INDEX_URL": "https://a.example/simple"}, "https://a.example/simple"),
        (
            {"UV_INDEX_URL": "https://b.example/simple/", "PIP_INDEX_URL": "https://a.example"},
            "https://b.example/simple",
        ),
        ({"UV_DEFAULT_INDEX": "name=https://c.example/simple"}, "https://c.example/simple"),
    ],
)
def test_packages_come_from_where_the_machine_says(environment, expected, tmp_path, monkeypatch):
    bare_machine(monkeypatch, tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert bootstrap.index_url() == expected


def test_the_configuration_files_of_uv_and_pip_are_read(tmp_path, monkeypatch):
    bare_machine(monkeypatch, tmp_path)
    pip = tmp_path / "pip.conf"
    pip.write_text("[global]\nindex-url = https://pip.example/simple\ncert = /ca.pem\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(pip))
    assert bootstrap.index_url() == "https://pip.example/simple"
    assert bootstrap.extra_certificates() == "/ca.pem"
    uv = tmp_path / "uv" / "uv.toml"
    uv.parent.mkdir()
    uv.write_text(
        '[[index]]\nurl = "https://more.example"\n[[index]]\nurl = "https://uv.example"\ndefault = true\n',
        encoding="utf-8",
    )
    assert bootstrap.index_url() == "https://uv.example"


def test_both_forms_of_an_index_page_are_read(monkeypatch):
    # PEP 503 and PEP 691: links may be relative, carry the hash as a fragment, and be quoted.
    pages = [
        b'<!DOCTYPE html><a data-x="1" href="../../files/uv-1%2B2-py3-none-any.whl#sha256=00">uv</a>',
        b'{"files": [{"url": "https://other.example/files/uv-1+2-py3-none-any.whl"}]}',
    ]
    found = []
    for page in pages:
        monkeypatch.setattr(bootstrap, "fetch", lambda url, accept, page=page: page)
        found.append(bootstrap.wheel_url("https://me:secret@a.example/simple", "uv-1+2-py3-none-any.whl"))
    assert found == [
        "https://me:secret@a.example/files/uv-1%2B2-py3-none-any.whl",
        "https://other.example/files/uv-1+2-py3-none-any.whl",
    ]


def test_a_login_is_never_shown():
    assert bootstrap.without_login("https://me:secret@a.example:8443/x?y=1") == "https://a.example:8443/x?y=1"


def test_a_changed_wheel_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "wheel_url", lambda index, name: name)
    monkeypatch.setattr(bootstrap, "fetch", lambda url: b"something else")
    with pytest.raises(SystemExit, match=hashlib.sha256(b"something else").hexdigest()):
        bootstrap.fetched_uv("https://a.example/simple")
    assert list(tmp_path.rglob("uv")) == []


def test_the_licence_is_apache_2_0():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PYPROJECT["project"]["license"] == "Apache-2.0"
    assert re.search(r"Apache License\s+Version 2\.0, January 2004", text)
    assert "9. Accepting Warranty or Additional Liability." in text


def test_ci_runs_what_people_run():
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert re.search(r"^(exec )?make test$", script.read_text(encoding="utf-8"), re.MULTILINE)


def test_make_lists_every_target():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert [line.split()[0] for line in listed.splitlines()] == targets.split()


def test_package_project_and_changelog_agree_on_the_version():
    version = PYPROJECT["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^(?:## \[|To become )(\d+\.\d+\.\d+)", changelog, re.MULTILINE)[0]
    assert ketju.__version__ == version == newest


def bare_machine(monkeypatch, folder):
    """Hide the settings of the machine that the tests run on."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE", "PIP_INDEX_URL", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


def test_setup_leaves_bytecode_beside_the_sources_also_where_python_writes_none():
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "tools/bootstrap.py"], cwd=ROOT, env=environment, check=True)
    source = ROOT / "src" / "ketju" / "core" / "reading" / "reader.py"
    compiled = Path(importlib.util.cache_from_source(str(source)))
    assert compiled.stat().st_mtime >= source.stat().st_mtime
