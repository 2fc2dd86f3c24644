"""The table that counts failed sign-ins, which Django makes by a command."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(_: Any, editor: Any) -> None:
    """Make it, if it is not there."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Going back leaves the table: nothing else uses its name."""

    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
