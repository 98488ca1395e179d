"""What is answered when no view did: JSON to scripts, a page to people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.api import ApiError, error_response, is_api


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, ApiError(400, "bad_request", _("The request could not be understood.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, ApiError(403, "forbidden", _("This is not allowed.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, ApiError(404, "not_found", _("There is nothing at this address.")))


def server_error(request: HttpRequest) -> HttpResponse:
    message = _("Something went wrong on the server. Nothing that was stored is lost; try again.")
    return _answer(request, ApiError(500, "server_error", message))


def _answer(request: HttpRequest, error: ApiError) -> HttpResponse:
    if is_api(request):
        return error_response(error)
    return HttpResponse(_page(request, error), status=error.status)


def _page(request: HttpRequest, error: ApiError) -> str:
    """An error must not end in another one: without its template the sentence alone is shown."""
    context: dict[str, Any] = {"code": error.code, "message": error.message, "status": error.status}
    try:
        return render_to_string(f"errors/{error.status}.html", context, request)
    except TemplateDoesNotExist:
        return error.message
