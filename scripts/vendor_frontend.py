#!/usr/bin/env python3
"""Bring GOV.UK Frontend into the site, without what belongs to GOV.UK alone.

    python3 scripts/vendor_frontend.py [version]

For maintainers, and only to move to another version: the result is part of the repository, so that nobody who installs
Poolbook needs npm. The design system may be used by any public service, but for its crown, its crest, its logotype and
the typeface GDS Transport: these are taken out, and the page falls back to Arial. Written in the standard library.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "6.6.0"
TARGET = Path(__file__).resolve().parents[1] / "src" / "poolbook_web" / "base" / "static" / "govuk"
ORIGIN = "origin.json"

LICENCE = """\
GOV.UK Frontend

The MIT License (MIT)

Copyright (c) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def without_the_brand(css: str) -> str:
    """The style sheet without GDS Transport, its notice, and every rule that shows the crest."""
    css = re.sub(r"/\*!.*?Calvert.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", "Arial,Helvetica,sans-serif")
    css = re.sub(r"@supports \(\([^{]*mask-position[^{]*\{\.govuk-footer__copyright-logo:before\{[^}]*\}\}", "", css)
    css = re.sub(r"@media[^{]*\{\.govuk-footer__copyright-logo:before\{[^}]*\}\}", "", css)
    css = re.sub(r"\.govuk-footer__copyright-logo(?::before)?\{[^}]*\}", "", css)
    return without_map(css)


def without_map(text: str) -> str:
    """The file without the pointer to its source map, which is not brought along."""
    return re.sub(r"(?:/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$", "", text).rstrip() + "\n"


def left_over(css: str) -> list[str]:
    """What of the brand, or of the outside world, is still in the style sheet: nothing, or it is not written."""
    return re.findall(r"GDS Transport|Calvert|crest|@font-face|url\((?!['\"]?data:)[^)]*\)|sourceMappingURL", css)


def fetched(version: str, folder: Path) -> Path:
    """The package as npm has it, unpacked."""
    npm = shutil.which("npm") or sys.exit("npm is needed to fetch GOV.UK Frontend")
    subprocess.run([npm, "pack", "--silent", f"govuk-frontend@{version}"], cwd=folder, check=True)
    with tarfile.open(folder / f"govuk-frontend-{version}.tgz") as packed:
        packed.extractall(folder, filter="data")
    return folder / "package" / "dist" / "govuk"


def main(version: str) -> None:
    """Write the files, and beside them where they come from and their hashes."""
    with tempfile.TemporaryDirectory() as folder:
        dist = fetched(version, Path(folder))
        css = without_the_brand((dist / "govuk-frontend.min.css").read_text(encoding="utf-8"))
        js = without_map((dist / "govuk-frontend.min.js").read_text(encoding="utf-8"))
    if found := left_over(css):
        sys.exit(f"the style sheet still holds {sorted(set(found))}; mend without_the_brand")
    files = {"govuk-frontend.min.css": css, "govuk-frontend.min.js": js, "LICENCE.txt": LICENCE}
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    origin = {"package": "govuk-frontend", "version": version, "licence": "MIT", "sha256": hashes}
    (TARGET / ORIGIN).write_text(json.dumps(origin, indent=2) + "\n", encoding="utf-8", newline="\n")
    print(f"GOV.UK Frontend {version} is in {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else VERSION)
