from __future__ import annotations

from typing import Any

import pytest

from tests.web.cases.desk import Desk, desk_of


@pytest.fixture
def desk(db: None, settings: Any) -> Desk:
    settings.NOTICE_BEFORE_PUBLISHING = True
    return desk_of()
