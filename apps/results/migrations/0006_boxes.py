from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0005_plugin_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="scorecurve",
            name="boxes",
            field=models.BinaryField(blank=True, default=b"", verbose_name="boxes"),
        ),
    ]
