"""Colours that go together, from the top of the sky to the nearest hill."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ImageColor

from bot.simulators.higgsfield.painting.words import Words

Colour = tuple[int, int, int]


def _rgb(text: str) -> Colour:
    red, green, blue = ImageColor.getrgb("#" + text)[:3]
    return red, green, blue


def _row(text: str) -> tuple[Colour, ...]:
    return tuple(_rgb(part) for part in text.split())


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Return the colour at `t` of the way from a to b."""
    red, green, blue = (round(x + (y - x) * min(1.0, max(0.0, t))) for x, y in zip(a, b, strict=True))
    return red, green, blue


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One mood of light."""

    sky: tuple[Colour, ...]  # top to horizon
    sun: Colour
    near: Colour  # the foreground
    accent: Colour
    words: str = ""  # that ask for it, parted by commas

    @property
    def haze(self) -> Colour:
        """The colour that far things fade to."""
        return mix(self.sky[-1], self.sky[-2], 0.35)


def _palette(sky: str, sun: str, near: str, accent: str, words: str) -> Palette:
    return Palette(sky=_row(sky), sun=_rgb(sun), near=_rgb(near), accent=_rgb(accent), words=words)


def choose(palettes: tuple[Palette, ...], words: Words, pick: int) -> Palette:
    """Return the palette that the words ask for; where several fit, or none, `pick` decides."""
    best = max(words.hits(palette.words) for palette in palettes)
    fitting = [palette for palette in palettes if words.hits(palette.words) == best]
    return fitting[pick % len(fitting)]


NIGHT = "night, midnight, moon, moonlight, moonlit, star, stars, starry, nuit, minuit, lune, étoile, étoilé, étoilée"
_DUSK = "dusk, sunset, evening, twilight, soir, crépuscule, coucher de soleil, coucher du soleil"
_DAWN = "dawn, sunrise, morning, aube, matin, aurore, lever du soleil, lever de soleil"
DUSKS = (
    _palette("2b1e4e 6b2d6b d9556b ffb070", "ffe9b8", "1a1030", "ff8f6b", f"{_DUSK}, red, orange, rouge"),
    _palette("5d7fc0 a9a3d8 f2b5bd ffe2c4", "fff4dc", "33335f", "e87f8f", f"{_DAWN}, pink, pastel, rose"),
    _palette("0e3a55 1f6c7a 86bba6 f7e0a8", "fff6cf", "0a222e", "f2a65a", "green, teal, jade, spring, vert, printemps"),
    _palette(
        "4f7ba6 a9b8b8 f2cd8e fde6b4",
        "fffbe8",
        "4a2f26",
        "d9663a",
        f"{_DAWN}, autumn, fall, gold, golden, yellow, low sun, automne, doré, dorée, jaune, soleil bas",
    ),
    _palette("1b1540 4b2a7b a4509d f7a1b2", "ffdccb", "140d2e", "ff7fa0", "purple, violet, magenta, mauve, violette"),
    _palette(
        "2c6cb0 6aa7d8 b6dcec fdf4de",
        "fffef4",
        "163f42",
        "f0b43c",
        "day, noon, blue, sunny, summer, clear, jour, midi, bleu, bleue, été, ensoleillé",
    ),
    _palette(
        "38506a 86868a dd9f68 fad9a2",
        "fff0cf",
        "361b1a",
        "e0623a",
        "storm, stormy, rain, rainy, grey, gray, fog, foggy, orage, tempête, pluie, gris, grise, brouillard",
    ),
    _palette("123c4a 2f7f86 f0a58a ffd9b0", "fff0d8", "0d2731", "f26a5a", f"{_DUSK}, coral, turquoise, corail"),
)
NIGHTS = (
    _palette("050a1e 0e1b40 213f6e 4f7896", "f8f3dc", "040814", "6ff0c2", "blue, bleu, bleue"),
    _palette("0a0720 22124a 4a2873 8d5a9a", "fbe9dd", "07041a", "f08ad0", "purple, violet, pink, violette, rose"),
    _palette("04141c 0b3040 1d5a66 5f9a92", "f2f7e0", "030d13", "a6f06f", "green, aurora, vert, verte, boréale"),
    _palette("0b0f26 1d2a55 45508c a58bb0", "fff1d0", "070a1c", "7fc8ff", "blue, bleu, bleue"),
)
PAPERS = (  # wall and table, or paper; then three greens and a flower
    _palette(
        "f6ecdc f3e3cd ead2b5 dcb98f", "e9835a", "2f4a3e", "6f9274", "cream, white, day, jour, crème, blanc, blanche"
    ),
    _palette("f7e3dc f3d3c9 e8b8ab cf8f80", "f2b24c", "3a3557", "7b86b8", "pink, red, dawn, rose, rouge, aube"),
    _palette("dfe9df cfdfd2 b3ccb8 8fb09a", "f4c95a", "27413a", "c8664f", "green, spring, morning, vert, matin"),
    _palette("22304f 27395e 33507a 4a7097", "f3c766", "e8dcc0", "8fc0a9", f"blue, bleu, bleue, {NIGHT}"),
    _palette(
        "f9efd2 f6e2b0 efcd84 dca85a",
        "d9583b",
        "26413f",
        "4f8a83",
        "yellow, gold, golden, autumn, summer, jaune, doré, automne, été",
    ),
    _palette(
        "e6e3f0 d6d2e8 b9b3d6 9389bb",
        "f09a8a",
        "2d2a4f",
        "6f7fb5",
        "purple, violet, lavender, mauve, lavande, evening, soir",
    ),
)
