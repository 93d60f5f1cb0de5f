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
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0132-0133,U+0152-0153,U+0178,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,"
    "U+20AC,U+2190-2193,U+2212,U+2264-2265"
)
NAMES = "U+0100-0131,U+0134-0151,U+0154-0177,U+0179-017F,U+0218-021B,U+0300-0304,U+0306-0308,U+030A-030C,U+0327-0328"
# The door ajar: an arch, and in it the opening as a hole, so that it stands on any paper.
DOOR = "M5 31V15a11 11 0 0 1 22 0v16zM17 8.5 23 11.5v18L17 31z"
SCALE = 0.03  # of the font's units: letters 30 high
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


def draw_wordmark() -> Path:
    """The door and the word as one picture (its letters drawn), for where our fonts are not: a letterhead, a README."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    package, file_name = FACES["serif"]
    font = TTFont(Path(importlib.import_module(package).__path__[0]) / "files" / file_name)
    glyphs, names, across = font.getGlyphSet(), font.getBestCmap(), 42.0
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    for letter in "bezoekdienst":
        glyph = names[ord(letter)]
        glyphs[glyph].draw(TransformPen(pen, (SCALE, 0, 0, -SCALE, across, 27)))
        across += glyphs[glyph].width * SCALE
    target = FOLDER.parent / "wordmark.svg"
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:.0f} 36" role="img" aria-label="bezoekdienst">'
        f'<g fill="#1f5a5a"><path fill-rule="evenodd" d="{DOOR}"/><path d="{pen.getCommands()}"/></g></svg>\n'
    )
    return target


if __name__ == "__main__":
    for path in [*make(), draw_wordmark()]:
        print(f"{path.stat().st_size:7d}  {path.name}")  # noqa: T201 - the command's whole output
