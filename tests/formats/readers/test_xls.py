"""Excel workbooks of the old binary format."""

from pathlib import Path

import pytest

from ketju.core.problems import SourceBroken
from ketju.formats.format import Source
from ketju.formats.readers.xls import FORMAT, OLE_MAGIC
from tests.formats.shape import shape

SAMPLE = Path(__file__).parents[2] / "data" / "formats" / "works.xls"


def test_values_are_read_without_formats():
    document = FORMAT.read(Source(SAMPLE.read_bytes(), "works.xls"))
    assert shape(document)[3] == [
        ["Sub-processor", "Purpose", "Location", "Website"],
        [
            "Aurora Hosting Oy",
            "Server hosting and nightly backups of the whole platform",
            "Finland",
            "https://aurora.example",
        ],
        ["Birch & Sons Ltd", "Error reporting", "Ireland", ""],
        [
            "Cumulus Data GmbH",
            "Transactional e-mail, including bounces and complaint handling for all customers",
            "Germany",
            "",
        ],
    ]


def test_an_office_file_under_a_password_is_recognised_and_told_as_encrypted():
    source = Source(
        OLE_MAGIC + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500, "list.docx"
    )
    assert FORMAT.recognise(source) == 1.0
    with pytest.raises(SourceBroken) as caught:
        FORMAT.read(source)
    assert caught.value.params["reason"] == "encrypted"


@pytest.mark.parametrize("length", [8, 600, 2000, 5000, 8000])
def test_a_truncated_workbook_is_broken_or_partly_read(length):
    try:
        FORMAT.read(Source(SAMPLE.read_bytes()[:length]))
    except SourceBroken as problem:
        assert problem.params["reason"] == "damaged-part"


def test_other_compound_files_are_not_recognised():
    assert FORMAT.recognise(Source(OLE_MAGIC + "WordDocument".encode("utf-16-le"))) == 0.0
