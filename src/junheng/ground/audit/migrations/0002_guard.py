"""The database itself refuses to change the audit; the chain begins."""

from django.db import migrations

from junheng.ground.audit import guard


def stand(apps, schema_editor):
    guard.stand(schema_editor.connection)
    guard.first_head(schema_editor.connection)


def lift(apps, schema_editor):
    guard.lift(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(stand, lift)]
