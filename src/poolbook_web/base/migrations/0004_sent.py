from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_drawings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.PositiveBigIntegerField()),
                ("number", models.CharField(max_length=32)),
                ("address", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "person"),
                        name="sent_once",
                        violation_error_message="This form was sent already.",
                    )
                ],
            },
        ),
    ]
