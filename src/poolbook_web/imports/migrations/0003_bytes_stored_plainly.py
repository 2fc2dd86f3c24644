"""PostgreSQL keeps pieces of bytes as they are: they come compressed, and trying it again took it longer than the rest
of keeping them."""

from typing import Any

from django.db import migrations


def plainly(apps: Any, schema_editor: Any) -> None:
    """Both tables that hold pieces."""
    if schema_editor.connection.vendor == "postgresql":
        for model in ("Part", "Piece"):
            table = apps.get_model("imports", model)._meta.db_table
            schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "data" SET STORAGE EXTERNAL')


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_batch_terms_piece"),
    ]

    operations = [
        migrations.RunPython(plainly, migrations.RunPython.noop),
    ]
