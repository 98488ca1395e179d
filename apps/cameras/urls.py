from django.urls import path

from apps.api import api
from apps.cameras import views

app_name = "cameras"
calls = api(
    GET=views.camera_list, PUT=views.camera_put, PATCH=views.camera_rename, DELETE=views.camera_delete
)
urlpatterns = [path("api/cameras", calls, name="cameras")]
