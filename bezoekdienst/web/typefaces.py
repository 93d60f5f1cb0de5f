"""Makes the site's fonts: woff2 subsets of Source Serif and Source Sans (OFL), from the two font packages.

Run `python -m bezoekdienst.web.typefaces` after changing the characters or the weights; the made files are committed,
so that installing needs no font tools. The licence travels with the files.
"""

import importlib
import shutil
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "web" / "fonts"
# file name -> (package, font file)
FACES = {
    "serif": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "sans": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "sans-semibold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
}
# What Dutch text needs comes with the first load. Names in the register may hold any letter of Latin Extended-A
# (and a few with a comma or a combining mark): those wait in a second file that is fetched when a page shows one.
LATIN = "U+0020-007E,U+00A0-00FF,U+0132-0133,U+0152-0153,U+0178,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+20AC,U+2190-2193,U+2212,U+2264-2265"
NAMES = "U+0100-0131,U+0134-0151,U+0154-0177,U+0179-017F,U+0218-021B,U+0300-0304,U+0306-0308,U+030A-030C,U+0327-0328"
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum"]


def make() -> list[Path]:
    """Write every face twice (Latin, and the letters of rare names); gives the paths written."""
    made = []
    for name, (package, file_name) in FACES.items():
        source = Path(importlib.import_module(package).__path__[0]) / "files" / file_name
        for suffix, characters in (("", LATIN), ("-names", NAMES)):
            made.append(_subset(source, FOLDER / f"{name}{suffix}.woff2", characters))
        licence = "LICENSE-serif.txt" if "serif" in package else "LICENSE-sans.txt"
        shutil.copyfile(source.with_name("LICENSE.txt"), FOLDER / licence)
    return made


def _subset(source: Path, target: Path, characters: str) -> Path:
    # fontTools is slow to import, and only this command needs it.
    from fontTools import subset

    options = subset.Options(layout_features=FEATURES, flavor="woff2", hinting=False, desubroutinize=True)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(characters.replace("U+", "")))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    return target


if __name__ == "__main__":
    for path in make():
        print(f"{path.stat().st_size:7d}  {path.name}")  # noqa: T201 - the command's whole output
