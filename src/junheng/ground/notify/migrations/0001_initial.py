from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(db_index=True)),
                ('sentence', models.CharField(max_length=200)),
                ('values', models.JSONField(default=dict)),
                ('link', models.CharField(blank=True, max_length=200)),
                ('key', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account_id', 'key'), name='notice_key_once_an_account')],
            },
        ),
    ]
