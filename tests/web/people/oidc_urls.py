"""Every address, with those of a provider, which are there only where it is set up."""

from __future__ import annotations

from django.urls import include, path

from ketju.web.config import urls
from ketju.web.config.accounts_urls import elsewhere_urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [path("account/", include(elsewhere_urls())), *urls.urlpatterns]
