"""A new pack: a folder with templates to fill in. They stand in ``template/``, and are a small fund that works.

Source: docs/reference/packs.md, "A new pack"; docs/reference/terms.md has every key.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from poolbook.findings import Refused, Where, error
from poolbook.folder import names


def new(path: Path) -> tuple[Path, ...]:
    """Write the templates of a new pack into a folder, made where it is not there, and hand back their paths. Raises
    :class:`Refused`, and writes nothing, where one of the files is there already or the folder is a pack."""
    here = resources.files("poolbook.folder") / "template"
    templates = {name: (here / name).read_text(encoding="utf-8") for name in (names.TERMS, names.RULES)}
    taken = [name for name in (*templates, names.MANIFEST, names.ENTRIES) if (path / name).exists()]
    if taken:
        message = "the file is there already, and Poolbook does not write over it: choose another folder"
        raise Refused(error("pack.exists", message, Where(file=str(path / name))) for name in taken)
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name, text in templates.items():
            with (path / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as problem:
        message = f"{path} cannot be written to: {problem.strerror}"
        raise Refused([error("pack.not_writable", message, Where(file=str(path)))]) from None
    return tuple(path / name for name in templates)
