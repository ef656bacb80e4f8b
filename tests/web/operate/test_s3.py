"""Files in S3: against a server that speaks it (moto) and asks who is there."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ketju.web.config.environment import VariableWrong, storage
from tests.web.operate.installation import Installation, copied, sqlite
from tests.web.operate.test_backup import FILL, KEY, NAMES, done

RIGHTS = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::kite*", "arn:aws:s3:::kite*/*"]}
    ],
}
REGION = "eu-north-1"
USE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage as kept
first = kept.save("agreements/första sidan.txt", ContentFile("ä".encode()))
second = kept.save("agreements/första sidan.txt", ContentFile(b"other"))
print(first != second, kept.open(first).read().decode(), kept.open(second).read().decode())
print(sorted(kept.listdir("agreements")[1]) == sorted(name.split("/")[1] for name in (first, second)))
kept.delete(first)
print(kept.exists(first), kept.exists(second), kept.size(second))
"""


@dataclass(frozen=True)
class Server:
    address: str
    access: dict[str, str]

    def url(self, bucket: str = "kite") -> str:
        return f"s3://{bucket}?endpoint={self.address}&region={REGION}&style=path"

    def at(self, folder: Path, **more: str) -> Installation:
        return sqlite(folder, **(self.given() | more))

    def given(self) -> dict[str, str]:
        return {"KETJU_STORAGE_URL": self.url(), **self.access}


@pytest.fixture(scope="module")
def s3() -> Iterator[Server]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    root = {"aws_access_key_id": "root", "aws_secret_access_key": "root", "region_name": REGION}
    iam = boto3.client("iam", endpoint_url=address, **root)
    for bucket in ("kite", "kite-restored", "heron"):
        where = {"LocationConstraint": REGION}
        boto3.client("s3", endpoint_url=address, **root).create_bucket(
            Bucket=bucket, CreateBucketConfiguration=where
        )
    iam.create_user(UserName="ketju")
    iam.put_user_policy(UserName="ketju", PolicyName="kite", PolicyDocument=json.dumps(RIGHTS))
    key = iam.create_access_key(UserName="ketju")["AccessKey"]
    asked = urllib.request.Request(
        f"{address}/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"}
    )
    urllib.request.urlopen(asked).close()
    access = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    yield Server(address, access)
    server.stop()


def test_files_are_written_read_listed_and_removed(s3: Server, tmp_path: Path) -> None:
    told = s3.at(tmp_path).python(USE).splitlines()
    assert told == ["True ä other", "True", "False True 5"]


@pytest.fixture(scope="module")
def ready(s3: Server, migrated_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return copied(migrated_files, tmp_path_factory.mktemp("ready"), **s3.given())


def faults(one: Installation, **more: str) -> list[dict[str, Any]]:
    ran = one.ketju("check-install", "--offline", "--format", "json", **more)
    found = json.loads(ran.stdout)
    listed = found["findings"] if isinstance(found, dict) else found
    return [row for row in listed if row["id"] == "ketju.E010"]


def test_check_install_is_content_with_a_bucket_that_works(ready: Installation) -> None:
    assert faults(ready) == []


@pytest.mark.parametrize(
    ("more", "bucket", "words"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "kite", "does not know who we are (SignatureDoesNotMatch)"),
        ({"AWS_ACCESS_KEY_ID": "AKIANOBODY"}, "kite", "does not know who we are (InvalidAccessKeyId)"),
        (
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"},
            "kite",
            "does not know who we are (NoCredentialsError)",
        ),
        ({}, "heron", "not to this bucket"),
        ({}, "kite-nowhere", "There is no such bucket (NoSuchBucket)."),
    ],
)
def test_check_install_says_what_is_wrong_with_s3(
    s3: Server, ready: Installation, more: dict[str, str], bucket: str, words: str
) -> None:
    (found,) = faults(ready, KETJU_STORAGE_URL=s3.url(bucket), **more)
    text = json.dumps(found, ensure_ascii=False)
    assert words in text, text
    assert not any(secret in text for secret in (s3.access["AWS_SECRET_ACCESS_KEY"], "wrong"))


def test_a_server_that_is_away_is_told_soon(ready: Installation) -> None:
    (found,) = faults(ready, KETJU_STORAGE_URL="s3://kite?endpoint=http://127.0.0.1:9&region=eu-north-1")
    assert "does not answer (EndpointConnectionError)" in json.dumps(found)


def test_a_backup_of_s3_is_restored_to_s3_and_to_a_folder(
    s3: Server, migrated_files: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    key.write_text(KEY)
    archive = tmp_path / "kite.backup"
    one = copied(migrated_files, tmp_path / "here", **s3.given())
    one.python(FILL)
    done(one, "backup", "--key-file", str(key), str(archive))
    for other in (
        s3.at(tmp_path / "there", KETJU_STORAGE_URL=s3.url("kite-restored")),
        copied(migrated_files, tmp_path / "folder"),
    ):
        done(other, "restore", "--key-file", str(key), str(archive))
        assert other.python(NAMES) == one.python(NAMES)
        whole = "from django.core.files.storage import default_storage as s\nprint(s.open('top.bin').read() == bytes(range(256)) * 5000)"
        assert other.python(whole) == "True"


@pytest.mark.parametrize("query", ["style=round", "bucket=x", "endpoint=https://s3.example.com&acl=public"])
def test_what_a_bucket_does_not_have_is_refused(query: str) -> None:
    with pytest.raises(VariableWrong):
        storage(f"s3://kite?{query}")


def test_nothing_in_a_bucket_is_public_by_our_doing() -> None:
    options = storage("s3://kite?endpoint=https://s3.example.com")["OPTIONS"]
    assert options["default_acl"] is None and options["querystring_auth"] is True
    assert os.environ.get("AWS_SECRET_ACCESS_KEY") is None
