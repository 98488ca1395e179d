from typing import Any

from django.db import migrations, models


def examples_fill(apps: Any, schema_editor: Any) -> None:
    """Those of results that are there already."""
    requests = apps.get_model("upload", "VideoRequest").objects.exclude(examples=[])
    curves = apps.get_model("results", "ScoreCurve").objects
    for request in requests.only("examples").iterator():
        curves.filter(request=request.pk).update(examples=request.examples)


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0003_proposals"),
        ("upload", "0003_taught"),
    ]

    operations = [
        migrations.AddField(
            model_name="scorecurve",
            name="examples",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="What the plugin had learned from.",
                verbose_name="examples",
            ),
        ),
        migrations.RunPython(examples_fill, migrations.RunPython.noop),
    ]
