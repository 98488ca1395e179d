from django.apps import AppConfig


class SmartCutConfig(AppConfig):
    name = "smartcut"
    verbose_name = "SmartCut"

    def ready(self) -> None:
        from smartcut import checks  # noqa: F401 - registers them
