"""What is asked of a draw stands beside its rules in full; of the draws so far both are the same."""

from django.db import migrations, models


def as_ruled(apps, schema_editor):
    """What was asked of every draw so far are its rules."""
    for draw in apps.get_model("draws", "Draw").objects.all():
        draw.asked = draw.rules
        draw.save(update_fields=["asked"])


class Migration(migrations.Migration):

    dependencies = [("draws", "0001_initial")]

    operations = [
        migrations.AddField(model_name="draw", name="asked", field=models.JSONField(default=dict)),
        migrations.RunPython(as_ruled, migrations.RunPython.noop),
    ]
