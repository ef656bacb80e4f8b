"""The application for a WSGI server: public lists from memory, everything else from Django."""

from __future__ import annotations

import os
from typing import cast

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketju.web.config.settings")
_DJANGO = get_wsgi_application()

from ketju.web.sites.public.lists import Application, before_django  # noqa: E402 - Django has to be set up

application = before_django(cast(Application, _DJANGO))
