from django.urls import path

from apps.api import api
from apps.results import views

app_name = "results"
urlpatterns = [
    path("api/requests/<uuid:uid>/scores", api(GET=views.scores), name="scores"),
    path("api/requests/<uuid:uid>/boxes", api(GET=views.boxes), name="boxes"),
    path("api/requests/<uuid:uid>/proposals", api(GET=views.proposals), name="proposals"),
]
