"""Tokens are scoped to kinds of objects and to a unit; those made before keep what there was then: the plan room."""

import django.db.models.deletion
from django.db import migrations, models

PLANS = ["files/attachment", "plans/addition", "plans/bulletin", "plans/change", "plans/commitment", "plans/export", "plans/order",
         "plans/plan", "plans/progress", "plans/proof", "plans/review"]


def keep_what_there_was(apps, schema_editor):
    apps.get_model("people", "ApiToken").objects.update(kinds=PLANS)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_keepers_of_records"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="kinds",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="unit",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
        ),
        migrations.RunPython(keep_what_there_was, migrations.RunPython.noop),
    ]
