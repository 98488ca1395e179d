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
    return JsonResponse(dict(state), status=200 if state["status"] == "ok" else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_LATEST)
