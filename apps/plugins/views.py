from django.http import HttpRequest, JsonResponse

from apps.plugins.selectors import plugin_states


def plugin_list(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"plugins": plugin_states()})
