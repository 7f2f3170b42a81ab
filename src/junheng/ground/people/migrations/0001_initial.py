import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()])),
                ('name', models.CharField(max_length=60)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('must_change_password', models.BooleanField(default=False)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['username'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='account_username_once_whatever_its_case'), models.CheckConstraint(condition=models.Q(('username', ''), _negated=True), name='account_has_a_username'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='account_has_a_name'), models.CheckConstraint(condition=models.Q(('language__in', ('zh-hans', 'en'))), name='account_language_known')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=24)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['account_id', 'since', 'id'],
                'indexes': [models.Index(fields=['unit', 'role'], name='people_appo_unit_id_641c1f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['head', 'deputy', 'office', 'section_chief', 'officer', 'central_school_head', 'school_head', 'clerk', 'teacher', 'inspector', 'auditor', 'system_admin', 'security_admin', 'audit_admin'])), name='appointment_role_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__lt', models.F('until')), _connector='OR'), name='appointment_days_in_order'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('account', 'role', 'unit'), name='appointment_once_while_it_lasts'), models.UniqueConstraint(condition=models.Q(('role__in', ['audit_admin', 'security_admin', 'system_admin']), ('until__isnull', True)), fields=('account',), name='appointment_one_administrator_role')],
            },
        ),
    ]
