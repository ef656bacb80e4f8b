"""Make `.venv` ready for work, with nothing but Python's standard library.

A bare Debian has neither pip nor venv. So this script fetches one pinned wheel, uv, checks its
SHA-256, and lets uv install exactly what `uv.lock` names. Run it as `make setup`, or as
`python3 tools/bootstrap.py`; when all is there already it does nothing.

It looks for packages where uv and pip are told to look (UV_DEFAULT_INDEX, UV_INDEX_URL, uv.toml,
PIP_INDEX_URL, pip.conf), else on pypi.org, and trusts what SSL_CERT_FILE or PIP_CERT name. Whatever
the source, every file must have the hash written down here or in `uv.lock`.

To move to another uv: change UV_VERSION and the hashes in UV_WHEELS, as the index lists them.
"""

import sys

# Before the other imports, and in syntax that Python 3.6 can read, here and below: an old Python gives a
# sentence, not a traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "error: Ketju needs Python 3.11 or newer; {} is {}.{}.\n"
        "hint: install one and name it, for example: make setup PYTHON=python3.12".format(
            sys.executable or "python3", *sys.version_info[:2]
        )
    )

import argparse
import base64
import configparser
import hashlib
import html
import io
import json
import os
import platform
import re
import ssl
import subprocess
import tempfile
import time
import tomllib
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".ketju-setup.json"

PYPI = "https://pypi.org/simple"
UV_VERSION = "0.13.9"
UV_WHEELS = {
    "linux-x86_64": (
        "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "linux-aarch64": (
        "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
    "linux-x86_64-musl": (
        "uv-0.13.9-py3-none-musllinux_1_1_x86_64.whl",
        "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    ),
    "macos-x86_64": (
        "uv-0.13.9-py3-none-macosx_10_12_x86_64.whl",
        "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    ),
    "macos-aarch64": (
        "uv-0.13.9-py3-none-macosx_11_0_arm64.whl",
        "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    ),
}

# What would make uv look elsewhere, or install elsewhere, than this script means.
FOREIGN_SETTINGS = {
    *("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"),
    *("UV_FROZEN", "UV_LOCKED", "UV_NO_DEV", "UV_PYTHON", "VIRTUAL_ENV"),
}

WARMING = "examples/ruskoilves/list.txt"
ATTEMPTS = 3
TIMEOUT = 60  # seconds


def fail(message: str, *hints: str) -> NoReturn:
    """Stop with an error and what to do about it."""
    sys.exit("\n".join([f"error: {message}", *(f"hint: {hint}" for hint in hints)]))


def main(arguments: list[str] | None = None) -> None:
    """Bring `.venv` to what `uv.lock` says, if it is not there yet."""
    options = options_from(arguments)
    groups = [] if options.no_dev else ["dev", *options.group]
    is_new = not is_current(groups)
    if is_new:
        make(groups, options)
    compile_sources()
    if is_new:
        warm_up()


def make(groups: list[str], options: argparse.Namespace) -> None:
    """Install everything anew."""
    index = index_url()
    uv = Path(options.uv) if options.uv else fetched_uv(index)
    STAMP.unlink(missing_ok=True)
    environment = uv_environment()
    if index == PYPI:
        sync(uv, groups, environment)
    else:
        sync_from_mirror(uv, groups, environment, index)
    STAMP.write_text(json.dumps({"inputs": inputs_hash(), "groups": groups}), encoding="utf-8")
    print("setup: .venv is ready")


def compile_sources() -> None:
    """Keep the bytecode of Ketju beside its sources, also where Python is told not to write any.

    Without it a command takes half as long again to start. Files that did not change are left alone.
    """
    command = [str(venv_python()), "-m", "compileall", "-q", str(ROOT / "src" / "ketju")]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def warm_up() -> None:
    """Read one list, so that Python keeps the bytecode of what the command line loads from other packages.

    Compiling all of them takes twelve seconds, and most is never loaded; the rest is compiled when it is.
    """
    command = [str(VENV / "bin" / "ketju"), "read", str(ROOT / WARMING)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    silent = subprocess.DEVNULL
    subprocess.run(command, check=False, env=environment, stdin=silent, stdout=silent, stderr=silent)


def options_from(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Make .venv as uv.lock says.")
    parser.add_argument("--uv", metavar="PATH", help="use this uv instead of fetching the pinned one")
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--no-dev", action="store_true", help="install what Ketju needs to run, no more")
    extent.add_argument("--group", action="append", default=[], metavar="NAME", help="one more group")
    return parser.parse_args(arguments)


def inputs_hash() -> str:
    """Return a hash of everything that decides what `.venv` holds."""
    digest = hashlib.sha256(UV_VERSION.encode())
    for name in ("pyproject.toml", "uv.lock"):
        try:
            digest.update((ROOT / name).read_bytes())
        except FileNotFoundError:
            fail(f"{name} is missing", "run this from a complete checkout of the repository")
    return digest.hexdigest()


def is_current(groups: list[str]) -> bool:
    """Tell whether `.venv` was made from today's lock and holds the groups (it may hold more)."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        held = set(stamp["groups"])
        enough = held >= set(groups) if groups else not held
        return enough and stamp["inputs"] == inputs_hash() and venv_python().exists()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def venv_python() -> Path:
    """Return the interpreter of `.venv`. (A link to a Python that was removed does not exist.)"""
    return VENV / "bin" / "python"


def index_url() -> str:
    """Return the package index that the machine is set up to use; pypi.org if it names none."""
    found = (
        os.environ.get("UV_DEFAULT_INDEX")
        or os.environ.get("UV_INDEX_URL")
        or uv_config_index()
        or os.environ.get("PIP_INDEX_URL")
        or pip_config().get("index-url")
        or PYPI
    ).strip()
    # uv allows "name=https://…"
    return re.sub(r"^[\w.-]+=(?=https?://)", "", found).rstrip("/")


def uv_config_index() -> str | None:
    """Return the default index that a uv.toml of the machine or the user names."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
    for path in (Path(os.environ.get("UV_CONFIG_FILE") or home / "uv/uv.toml"), Path("/etc/uv/uv.toml")):
        try:
            config = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        defaults = [entry.get("url") for entry in config.get("index", []) if entry.get("default")]
        url = next(iter(defaults), None) or config.get("index-url")
        if url:
            return str(url)
    return None


def pip_config() -> dict[str, str]:
    """Return pip's `[global]` settings: the user's over the machine's."""
    home = Path.home()
    config_home = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    paths = [
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        Path("/Library/Application Support/pip/pip.conf"),
        home / ".pip/pip.conf",
        config_home / "pip/pip.conf",
        home / "Library/Application Support/pip/pip.conf",
    ]
    if os.environ.get("PIP_CONFIG_FILE"):
        paths = [Path(os.environ["PIP_CONFIG_FILE"])]
    parser = configparser.RawConfigParser(strict=False)
    for path in paths:
        try:
            parser.read_string(path.read_text(encoding="utf-8"), source=str(path))
        except (OSError, ValueError, configparser.Error):
            continue
    return dict(parser["global"]) if parser.has_section("global") else {}


def extra_certificates() -> str | None:
    """Return a file of certificates that pip is told to trust."""
    return os.environ.get("PIP_CERT") or pip_config().get("cert")


def fetched_uv(index: str) -> Path:
    """Return the pinned uv, fetched and checked if it is not there yet."""
    uv = ROOT / ".tools" / f"uv-{UV_VERSION}" / "uv"
    if uv.exists():
        return uv
    name, sha256 = UV_WHEELS[platform_key()]
    wheel = fetch(wheel_url(index, name))
    actual = hashlib.sha256(wheel).hexdigest()
    if actual != sha256:
        fail(
            f"{name} has the wrong SHA-256: {actual} instead of {sha256}",
            "nothing was installed; the download was changed on its way, or the index serves another file",
        )
    return unpacked(wheel, uv)


def unpacked(wheel: bytes, uv: Path) -> Path:
    """Write the uv program out of the wheel, so that a half-written one never stands at its name."""
    uv.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        program = archive.read(f"uv-{UV_VERSION}.data/scripts/uv")
    with tempfile.NamedTemporaryFile(dir=uv.parent, delete=False) as file:
        file.write(program)
    partial = Path(file.name)
    partial.chmod(0o755)
    return partial.replace(uv)


def platform_key() -> str:
    """Return which of the pinned wheels fits this machine."""
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    key = f"{'macos' if sys.platform == 'darwin' else sys.platform}-{machine}"
    if any(Path("/lib").glob("ld-musl-*")) and platform.libc_ver()[0] != "glibc":
        key = f"{key}-musl" if f"{key}-musl" in UV_WHEELS else key  # the ARM wheel serves both
    if key not in UV_WHEELS:
        fail(
            f"no uv is pinned for {key}",
            f"install uv {UV_VERSION} by other means, then: python3 tools/bootstrap.py --uv PATH",
        )
    return key


def wheel_url(index: str, name: str) -> str:
    """Return where the index keeps the wheel."""
    page_url = f"{index}/uv/"
    page = fetch(page_url, accept="application/vnd.pypi.simple.v1+json, text/html;q=0.5")
    for link in links_of(page.decode("utf-8", "replace")):
        if urllib.parse.unquote(urllib.parse.urlsplit(link).path).rsplit("/", 1)[-1] == name:
            found = urllib.parse.urljoin(page_url, urllib.parse.urldefrag(link).url)
            return with_login_of(page_url, found)
    fail(
        f"{without_login(page_url)} does not list {name}",
        "name an index that has it in UV_DEFAULT_INDEX or PIP_INDEX_URL, or pass a uv with --uv PATH",
    )


def links_of(page: str) -> list[str]:
    """Return the addresses of the files that an index page lists, as JSON (PEP 691) or HTML (PEP 503)."""
    if page.lstrip().startswith("{"):
        return [file["url"] for file in json.loads(page)["files"]]
    return [html.unescape(link) for link in re.findall(r"""(?i)<a\s[^>]*?href=["']([^"']+)""", page)]


def fetch(url: str, accept: str = "*/*") -> bytes:
    """Return what stands at the address; a hiccup of the network is tried again."""
    headers = {"Accept": accept, "User-Agent": "ketju-bootstrap"}
    request = urllib.request.Request(without_login(url), headers=headers)
    login = login_of(url)
    if login:
        request.add_unredirected_header("Authorization", f"Basic {login}")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT, context=tls_context()) as response:
                return bytes(response.read())
        except OSError as error:
            permanent = isinstance(error, urllib.error.HTTPError) and error.code < 500
            if permanent or is_certificate_error(error) or attempt == ATTEMPTS:
                explain_no_network(url, error)
            time.sleep(attempt)
    raise AssertionError("unreachable")


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts the system, SSL_CERT_FILE, and what pip is told to trust."""
    context = ssl.create_default_context()
    certificates = extra_certificates()
    if certificates:
        try:
            context.load_verify_locations(cafile=certificates)
        except OSError as error:
            fail(f"cannot read certificates from {certificates}: {error}", "correct PIP_CERT or pip's `cert`")
    return context


def is_certificate_error(error: OSError) -> bool:
    """Tell whether the other side's certificate was refused."""
    return isinstance(getattr(error, "reason", error), ssl.SSLCertVerificationError)


def explain_no_network(url: str, error: OSError) -> NoReturn:
    """Stop, and say what may help."""
    reason = getattr(error, "reason", None) or error
    if is_certificate_error(error):
        hints = [
            "if a proxy looks into TLS here, name its certificate: SSL_CERT_FILE=/path/to/ca.pem make setup",
            "on a bare Debian, certificates come with: apt-get install ca-certificates",
        ]
    else:
        hints = [
            "setting up needs the network once; a proxy is named by HTTPS_PROXY",
            "for a mirror of PyPI set UV_DEFAULT_INDEX or PIP_INDEX_URL to its simple index",
            f"with uv {UV_VERSION} at hand: python3 tools/bootstrap.py --uv PATH",
        ]
    fail(f"cannot fetch {without_login(url)}: {reason}", *hints)


def login_of(url: str) -> str | None:
    """Return the login that an address carries, as HTTP's Basic scheme writes it."""
    parts = urllib.parse.urlsplit(url)
    if parts.username is None:
        return None
    pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
    return base64.b64encode(pair.encode()).decode("ascii")


def without_login(url: str) -> str:
    """Return the address as it may be shown."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def with_login_of(index: str, url: str) -> str:
    """Return the address with the login of the index, where both are on the same host."""
    source, target = urllib.parse.urlsplit(index), urllib.parse.urlsplit(url)
    same = (source.scheme, source.hostname, source.port) == (target.scheme, target.hostname, target.port)
    return urllib.parse.urlunsplit(target._replace(netloc=source.netloc)) if same else url


def uv_environment() -> dict[str, str]:
    """Return the environment for uv: the caller's, without what would lead it astray."""
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN_SETTINGS}
    environment["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    certificates = extra_certificates()
    if certificates and "SSL_CERT_FILE" not in environment:
        environment["SSL_CERT_FILE"] = certificates
    return environment


def group_flags(groups: list[str]) -> list[str]:
    """Return uv's options for exactly these groups."""
    return ["--no-default-groups", *(f"--group={group}" for group in groups)]


def python_flags() -> list[str]:
    """Return uv's option for a new `.venv`; one that works keeps its Python."""
    return [] if venv_python().exists() else ["--python", sys.executable]


def sync(uv: Path, groups: list[str], environment: dict[str, str]) -> None:
    """Install from pypi.org, the index that the lock names."""
    run([uv, "sync", "--locked", *group_flags(groups), *python_flags()], environment)


def sync_from_mirror(uv: Path, groups: list[str], environment: dict[str, str], index: str) -> None:
    """Install from a mirror: `uv sync` would go to the addresses in the lock, so hand over a hashed list."""
    flags = ["--frozen", "--no-emit-project", "--no-header", *group_flags(groups), *python_flags()]
    listed = run([uv, "export", "--format=requirements.txt", *flags], environment, capture=True)
    python = python_flags()
    if python:
        run([uv, "venv", "--clear", *python, VENV], environment)
    environment = {**environment, "UV_DEFAULT_INDEX": index, "VIRTUAL_ENV": str(VENV)}
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text(listed, encoding="utf-8")
        run([uv, "pip", "sync", "--require-hashes", requirements], environment)
    run([uv, "pip", "install", "--no-deps", "--editable", ROOT], environment)


def run(command: list[str | Path], environment: dict[str, str], *, capture: bool = False) -> str:
    """Run uv in the repository; stop if it fails, after it has said why."""
    stdout = subprocess.PIPE if capture else None
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, text=True, stdout=stdout)
    except OSError as error:
        fail(f"cannot run {command[0]}: {error}", "leave --uv out to fetch the pinned one")
    except subprocess.CalledProcessError as error:
        fail(
            f"uv {command[1]} failed with exit status {error.returncode} (see above)",
            f"if uv.lock does not fit pyproject.toml, run: .tools/uv-{UV_VERSION}/uv lock",
            "if the network failed, try again: what was fetched is kept",
        )
    return done.stdout or ""


if __name__ == "__main__":
    main()
