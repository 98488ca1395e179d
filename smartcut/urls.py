from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from apps.health import views as health

urlpatterns = [
    path("", include("apps.upload.urls")),
    path("", include("apps.plugins.urls")),
    path("", include("apps.cameras.urls")),
    path("", include("apps.results.urls")),
    path("", include("apps.editor.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("jsi18n/", JavaScriptCatalog.as_view(packages=["smartcut"]), name="javascript-catalog"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

handler400 = "apps.errors.bad_request"
handler403 = "apps.errors.permission_denied"
handler404 = "apps.errors.not_found"
handler500 = "apps.errors.server_error"
