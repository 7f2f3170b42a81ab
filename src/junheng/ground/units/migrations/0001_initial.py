import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('short_name', models.CharField(blank=True, max_length=60)),
                ('other_names', models.JSONField(blank=True, default=list)),
                ('kind', models.CharField(max_length=20)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['code'],
                'indexes': [models.Index(fields=['kind'], name='units_unit_kind_af1d48_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='unit_has_a_code'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='unit_has_a_name'), models.CheckConstraint(condition=models.Q(('kind__in', ['province', 'city', 'county', 'township', 'bureau', 'leader', 'section', 'institution', 'central_school', 'school', 'kindergarten', 'teaching_point', 'campus', 'outside'])), name='unit_kind_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__lt', models.F('until')), _connector='OR'), name='unit_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tree', models.CharField(max_length=16)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements_below', to='units.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='units.unit')),
            ],
            options={
                'ordering': ['tree', 'unit_id', 'since'],
                'indexes': [models.Index(fields=['tree', 'parent'], name='units_place_tree_341803_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('tree__in', ['administrative', 'managing'])), name='placement_tree_known'), models.CheckConstraint(condition=models.Q(('unit', models.F('parent')), _negated=True), name='placement_not_below_itself'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__lt', models.F('until')), _connector='OR'), name='placement_days_in_order'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('unit', 'tree'), name='placement_one_open_parent_per_tree'), models.UniqueConstraint(fields=('unit', 'tree', 'since'), name='placement_one_start_a_day')],
            },
        ),
    ]
