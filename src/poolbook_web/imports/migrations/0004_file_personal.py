"""A file in which personal data was found is known as such, and its bytes are kept no longer than they are needed."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def known(apps: Any, schema_editor: Any) -> None:
    """Mark the files of which a finding says so, and forget the bytes of those that are not read again."""
    file, part, found = (apps.get_model("imports", name).objects for name in ("File", "Part", "Found"))
    said = found.filter(batch=OuterRef("batch"), file=OuterRef("name"), code="import.personal_data")
    file.filter(Exists(said)).update(personal=True)
    done = ("accepted", "undone", "nothing_new", "withdrawn")
    part.filter(file__personal=True, file__batch__state__in=done).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_bytes_stored_plainly"),
    ]

    operations = [
        migrations.AddField(
            model_name="file",
            name="personal",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(known, migrations.RunPython.noop),
    ]
