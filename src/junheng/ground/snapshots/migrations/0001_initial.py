import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0002_retained_and_withdrawn'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('digest', models.CharField(max_length=64)),
                ('writer', models.CharField(max_length=60)),
                ('taken_at', models.DateTimeField()),
                ('taken_by_id', models.BigIntegerField(null=True)),
                ('taken_by_name', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['-on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('on', 'digest'), name='snapshot_once'), models.CheckConstraint(condition=models.Q(('taken_by_name', ''), _negated=True), name='snapshot_taken_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='SnapshotTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('meaning', models.TextField()),
                ('rows', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('columns', models.JSONField()),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.attachment')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tables', to='snapshots.snapshot')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'name'), name='snapshot_table_once')],
            },
        ),
    ]
