from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('name', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=8)),
                ('size', models.PositiveBigIntegerField()),
                ('owner_kind', models.CharField(max_length=60)),
                ('owner_ref', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('by_id', models.BigIntegerField(null=True)),
            ],
        ),
    ]
