from django.urls import path

from apps.api import api
from apps.editor import views

app_name = "editor"
urlpatterns = [
    path("requests/<uuid:uid>/", views.timeline, name="timeline"),
    path("requests/<uuid:uid>/segments.csv", views.segments_csv, name="segments-csv"),
    path("requests/<uuid:uid>/segments.json", views.segments_json, name="segments-json"),
    path("api/requests/<uuid:uid>/segments", api(PUT=views.segments_put), name="segments"),
]
