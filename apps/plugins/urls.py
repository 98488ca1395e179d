from django.urls import path

from apps.api import api
from apps.plugins import views

app_name = "plugins"
urlpatterns = [path("api/plugins", api(GET=views.plugin_list), name="list")]
