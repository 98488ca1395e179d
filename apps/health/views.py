from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from apps.health.checks import health
from apps.health.metrics import metrics_text


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    state = health()
    response = JsonResponse(dict(state), status=200 if state["status"] == "ok" else 503)
    # Django would log each 503 as an error; somebody asks every second until all have started
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_LATEST)
