from django.urls import path

from apps.api import api
from apps.cameras import views

app_name = "cameras"
urlpatterns = [path("api/cameras", api(GET=views.camera_list, PUT=views.camera_put), name="cameras")]
