import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_versions_in_force(apps, schema_editor):
    """The version that an adopted plan was adopted with is the one in force."""
    for plan in apps.get_model("plans", "Plan").objects.filter(status="adopted", adopted_at__isnull=False):
        read = apps.get_model("plans", "Version").objects.filter(plan=plan, read_at__isnull=False).order_by("number")
        version = read.filter(read_at__lte=plan.adopted_at).last() or read.first()
        if version is not None:
            version.adopted_at, version.adopted_by_id = plan.adopted_at, plan.adopted_by_id
            version.save(update_fields=["adopted_at", "adopted_by"])


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_retained_and_withdrawn'),
        ('plans', '0004_candidate_measures'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='candidate',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.change'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='correction',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name='candidate',
            name='follows',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.candidate'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='basis',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='commitment',
            name='basis_number',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='measure',
            name='dropped_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plan',
            name='withdrawn_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='version',
            name='adopted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='adopted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='version',
            name='basis',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='version',
            name='basis_number',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('correction__in', ['', 'changed', 'gone'])), name='candidate_correction_known'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction', 'gone'), _negated=True), ('commitment__isnull', False), _connector='OR'), name='candidate_gone_had_a_task'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), ('basis_number', '')), models.Q(models.Q(('basis', ''), _negated=True), models.Q(('basis_number', ''), _negated=True)), _connector='OR'), name='commitment_basis_with_its_number'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='plan_withdrawn_at_with_by'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='plan_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', True), ('adopted_by__isnull', True)), models.Q(('adopted_at__isnull', False), ('adopted_by__isnull', False)), _connector='OR'), name='version_adopted_at_with_by'),
        ),
        migrations.RunPython(name_versions_in_force, migrations.RunPython.noop),
    ]
