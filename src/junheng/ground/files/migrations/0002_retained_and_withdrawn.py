from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='retained_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attachment',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attachment',
            name='withdrawn_by_id',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(fields=['owner_kind', 'owner_ref'], name='files_attac_owner_k_eb9624_idx'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_by_id__isnull', True), ('withdrawn_at__isnull', False), _connector='OR'), name='attachment_withdrawn_has_its_time'),
        ),
    ]
