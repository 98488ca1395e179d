from typing import Any

from django.db import migrations, models

from smartcut.core.segments import Thresholds, segments_from_scores


def proposals_fill(apps: Any, schema_editor: Any) -> None:
    """Those of curves that are there already, one by one: a curve may be long."""
    curves = apps.get_model("results", "ScoreCurve").objects
    for pk in list(curves.values_list("pk", flat=True)):
        curve = curves.select_related("request").get(pk=pk)
        segments = segments_from_scores(
            curve.times,
            curve.scores,
            duration=curve.request.duration,
            interval=curve.request.interval,
            thresholds=Thresholds(on=curve.threshold_on, off=curve.threshold_off),
        )
        curves.filter(pk=pk).update(proposals=[(segment.start, segment.stop) for segment in segments])


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0002_why_and_verdict"),
    ]

    operations = [
        migrations.AddField(
            model_name="scorecurve",
            name="proposals",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Start and stop of each, at these thresholds: to be read without the curve.",
                verbose_name="proposals",
            ),
        ),
        migrations.RunPython(proposals_fill, migrations.RunPython.noop),
    ]
