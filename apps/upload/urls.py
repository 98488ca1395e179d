from django.urls import path

from apps.api import api
from apps.upload import demo, views

app_name = "upload"
urlpatterns = [
    path("", views.start, name="start"),
    path("demo/demo-camera.mp4", demo.demo_video, name="demo"),
    path("api/requests", api(GET=views.request_list, POST=views.request_create), name="requests"),
    path(
        "api/requests/<uuid:uid>",
        api(GET=views.request_detail, DELETE=views.request_cancel),
        name="request",
    ),
    path("api/requests/<uuid:uid>/chunks/<int:index>", api(PUT=views.chunk_put), name="chunk"),
    path("api/requests/<uuid:uid>/clock", api(PUT=views.clock_put), name="clock"),
    path(
        "api/requests/<uuid:uid>/teach",
        api(POST=views.request_teach, DELETE=views.request_teach_cancel),
        name="teach",
    ),
    path("api/requests/<uuid:uid>/uploaded", api(POST=views.upload_complete), name="uploaded"),
]
