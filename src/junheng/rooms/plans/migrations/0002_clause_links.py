import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClauseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upper_path', models.CharField(max_length=80)),
                ('lower_path', models.CharField(max_length=80)),
                ('verdict', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lower', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_up', to='plans.plan')),
                ('upper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_down', to='plans.plan')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['carries', 'not'])), name='clause_link_verdict_known'), models.CheckConstraint(condition=models.Q(('upper', models.F('lower')), _negated=True), name='clause_link_between_two_plans'), models.UniqueConstraint(fields=('upper', 'upper_path', 'lower', 'lower_path'), name='clause_link_said_once')],
            },
        ),
    ]
