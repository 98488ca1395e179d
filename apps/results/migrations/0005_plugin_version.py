from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0004_examples"),
    ]

    operations = [
        migrations.AddField(
            model_name="scorecurve",
            name="plugin_version",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="plugin version"),
            preserve_default=False,
        ),
    ]
