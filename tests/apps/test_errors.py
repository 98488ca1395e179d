"""What is answered where no view is: JSON to scripts, pages to people."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template.exceptions import TemplateDoesNotExist
from django.test import Client, RequestFactory

from apps import errors

HANDLERS = {
    400: lambda request: errors.bad_request(request, SuspiciousOperation()),
    403: lambda request: errors.permission_denied(request, PermissionDenied()),
    404: lambda request: errors.not_found(request, Exception()),
    500: errors.server_error,
}


@pytest.mark.parametrize("status", HANDLERS)
def test_scripts_get_json_and_people_a_page(status: int) -> None:
    script = HANDLERS[status](RequestFactory().get("/api/x"))
    page = HANDLERS[status](RequestFactory().get("/x"))

    assert script.status_code == page.status_code == status
    assert b'"message"' in script.content
    assert b"<h1>" in page.content


def test_an_error_page_without_a_template_is_still_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: Any) -> str:
        raise TemplateDoesNotExist("errors/500.html")

    monkeypatch.setattr(errors, "render_to_string", missing)
    response = errors.server_error(RequestFactory().get("/x"))

    assert (response.status_code, response.content[:20]) == (500, b"Something went wrong")


@pytest.mark.django_db
def test_unknown_addresses_are_not_found(client: Client) -> None:
    assert client.get("/api/nothing").json()["error"]["code"] == "not_found"
    assert client.get("/requests/not-a-uuid/").status_code == 404


@pytest.mark.django_db
def test_a_form_without_its_token_gets_a_page_for_people() -> None:
    response = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "ru"})

    assert response.status_code == 403
    assert b"<h1>" in response.content
