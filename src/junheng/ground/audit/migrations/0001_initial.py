import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('act', models.CharField(max_length=8)),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_name', models.CharField(max_length=120)),
                ('sentence', models.TextField()),
                ('values', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('kind', models.CharField(max_length=60)),
                ('ref', models.CharField(max_length=60)),
                ('digest', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'ordering': ['seq'],
                'indexes': [models.Index(fields=['kind', 'ref', 'seq'], name='audit_entry_object'), models.Index(fields=['actor_id', 'seq'], name='audit_entry_actor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='audit_entry_counts_from_one'), models.CheckConstraint(condition=models.Q(('act__in', ['change', 'look', 'door'])), name='audit_entry_act_known'), models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='audit_entry_says_something'), models.CheckConstraint(condition=models.Q(('actor_name', ''), _negated=True), name='audit_entry_names_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_head_is_one'), models.CheckConstraint(condition=models.Q(('seq__gte', 0)), name='audit_head_counts_from_zero')],
            },
        ),
    ]
