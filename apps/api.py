"""What all JSON views share: dispatch by method, bodies, errors."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

logger = logging.getLogger(__name__)

MAX_JSON_BYTES = 2 * 1024**2


View = Callable[..., HttpResponse]


class Body(BaseModel):
    """The JSON body of a call."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


AnyBody = TypeVar("AnyBody", bound=Body)


class ApiError(Exception):
    """Answered as ``{"error": {"code", "message"}}`` with whatever ``extra`` adds beside it."""

    def __init__(self, status: int, code: str, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.extra = status, code, message, extra


def api(**views: View) -> Callable[..., HttpResponse]:
    """One URL: the view of each HTTP method, by the method's name."""

    def dispatch(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = _answer(views, request, kwargs)
        add_never_cache_headers(response)
        return response

    return dispatch


def body_read(request: HttpRequest, model: type[AnyBody]) -> AnyBody:
    """The body as ``model``; raises a 422 that names the first field that is wrong."""
    if int(request.headers.get("Content-Length") or 0) > MAX_JSON_BYTES:
        raise ApiError(413, "too_large_body", _("The data sent is too large."))
    try:
        return model.model_validate_json(request.body)
    except ValidationError as error:
        raise _invalid(error) from error


def error_response(error: ApiError) -> JsonResponse:
    return JsonResponse(
        {"error": {"code": error.code, "message": error.message}, **error.extra}, status=error.status
    )


def not_found() -> ApiError:
    return ApiError(404, "not_found", _("There is no such request, or it belongs to another browser."))


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's page for people, JSON for scripts."""
    from django.views.csrf import csrf_failure as page

    if not is_api(request):
        return page(request, reason)
    message = _("The page is out of date: load it again and repeat the last step.")
    return error_response(ApiError(403, "csrf", message))


def _answer(views: dict[str, View], request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    view = views.get(request.method or "")
    try:
        if view is None:
            raise ApiError(405, "method_not_allowed", _("This address does not do that."))
        return view(request, **kwargs)
    except ApiError as error:
        response = error_response(error)
    except Http404:
        response = error_response(not_found())
    if response.status_code == 405:
        response["Allow"] = ", ".join(views)
    return response


def _invalid(error: ValidationError) -> ApiError:
    first = error.errors(include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if not field:
        return ApiError(422, "invalid", _("The data sent is not valid JSON."))
    return ApiError(422, "invalid", _("The field %(field)s is not valid.") % {"field": field}, field=field)
