"""What a prompt's words do to a picture that is there: seasons, hours of the day, and ways to draw."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps, ImageStat

from bot.simulators.higgsfield.painting.canvas import Canvas, blend_down, ellipse
from bot.simulators.higgsfield.painting.landscape import crescent, stars
from bot.simulators.higgsfield.painting.palettes import DUSKS, NIGHT, Colour
from bot.simulators.higgsfield.painting.words import Words

Edit = Callable[[Canvas, random.Random], None]
WHITE: Colour = (255, 255, 255)
PAPER: Colour = (250, 247, 239)
GRAPHITE: Colour = (52, 50, 56)
SHADE: Colour = (96, 112, 140)
MOON: Colour = (252, 247, 228)
SMOOTH = ImageFilter.MedianFilter(3)  # twice, it is quicker than a wider one
PIXELS = 96  # across
REDUCED_SIDE = 320  # the shorter side, in pixels, of the copy in which brush strokes are sought


def autumn(canvas: Canvas, rng: random.Random) -> None:
    """Turn greens to rust and gold."""
    canvas.image = canvas.image.convert("RGB", (0.95, 0.42, -0.16, 8, 0.24, 0.66, -0.02, 0, 0.1, 0.16, 0.5, 0))


def winter(canvas: Canvas, rng: random.Random) -> None:
    """Take most of the colour, and let it snow."""
    pale = ImageEnhance.Color(canvas.image).enhance(0.4)
    canvas.image = ImageChops.screen(pale, Image.new("RGB", pale.size, (22, 28, 40)))
    canvas.mist((236, 243, 252), 1.02, 0.3, 0.62)
    for count, size, blur in ((150, 0.0032, 0.0), (70, 0.0058, 0.0), (22, 0.011, 0.003)):
        places = [(rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)) for _ in range(count)]
        radius = canvas.unit * size
        flakes = [ellipse(place, radius, radius) for place in places]
        canvas.shapes([[(x, y + radius * 0.5) for x, y in flake] for flake in flakes], SHADE, alpha=0.35)
        canvas.shapes(flakes, WHITE, alpha=0.9, blur=canvas.unit * blur)


def day(canvas: Canvas, rng: random.Random) -> None:
    """Open the shadows and clear the air."""
    lit = canvas.image.point([round(255 * (i / 255) ** 0.62) for i in range(256)] * 3)
    canvas.image = ImageEnhance.Color(ImageChops.screen(lit, Image.new("RGB", lit.size, (28, 26, 12)))).enhance(1.15)


def sunset(canvas: Canvas, rng: random.Random) -> None:
    """Let a low sun warm everything."""
    evening = blend_down([(150, 96, 150), (255, 150, 96), (226, 130, 104)], canvas.image.size)
    warm = ImageChops.multiply(ImageEnhance.Brightness(canvas.image).enhance(1.12), evening)
    canvas.image = Image.blend(canvas.image, warm, 0.85)
    sun = (canvas.width * rng.choice((0.2, 0.8)), canvas.height * 0.45)
    canvas.glow(sun, canvas.unit * 0.75, (255, 150, 70), 0.75)


def night(canvas: Canvas, rng: random.Random) -> None:
    """Leave blue shadows, with stars and a moon where it was brightest above."""
    sky = _bright_above(canvas)
    light = ImageOps.autocontrast(canvas.image, cutoff=0.5)
    open_up = min(1.0, max(0.55, ImageStat.Stat(light.convert("L")).mean[0] / 140))  # dark pictures keep their shapes
    light = light.point([round(255 * (i / 255) ** open_up) for i in range(256)] * 3)
    grey = ImageEnhance.Color(light).enhance(0.6)
    blue = blend_down([(44, 58, 118), (84, 104, 168), (62, 76, 128)], grey.size)
    before = ImageChops.multiply(grey, blue)
    canvas.image = before.copy()
    stars(canvas, rng, 0.55, MOON)
    canvas.image = Image.composite(canvas.image, before, sky)
    crescent(canvas, (canvas.width * rng.choice((0.16, 0.84)), canvas.height * 0.16), canvas.unit * 0.05, MOON)


def watercolour(canvas: Canvas, rng: random.Random) -> None:
    """Let colours run into flat washes on white paper, darker at their edges."""
    size = canvas.image.size
    wash = _smoothed(canvas)
    rim = ImageOps.invert(wash.convert("L").filter(ImageFilter.FIND_EDGES)).point(
        [min(255, i + 30) for i in range(256)]
    )
    wash = ImageChops.multiply(ImageEnhance.Color(wash).enhance(1.3), Image.merge("RGB", [rim] * 3))
    wash = ImageChops.screen(wash, Image.new("RGB", wash.size, (52, 50, 46))).resize(size, Image.Resampling.BICUBIC)
    blooms = _clouds(rng, size, (11, 9), 176)
    paper = ImageChops.multiply(_clouds(rng, size, (420, 310), 232), blooms.point([i // 3 + 170 for i in range(256)]))
    wash = ImageChops.screen(wash, Image.merge("RGB", [ImageOps.invert(paper)] * 3))
    canvas.image = Image.composite(wash, Image.new("RGB", size, PAPER), _ragged(canvas, blooms))


def oil(canvas: Canvas, rng: random.Random) -> None:
    """Put thick strokes side by side, with a sheen on each."""
    paint = _smoothed(canvas)
    paint = ImageEnhance.Color(paint).enhance(1.3).resize(canvas.image.size, Image.Resampling.BICUBIC)
    bristles = _clouds(rng, canvas.image.size, (70, 260), 0)
    relief = Image.blend(paint.convert("L"), bristles, 0.35).filter(ImageFilter.EMBOSS)
    canvas.image = ImageChops.overlay(paint, Image.merge("RGB", [relief] * 3))


def comic(canvas: Canvas, rng: random.Random) -> None:
    """Print few flat colours, dots in the shade and black lines."""
    size = canvas.image.size
    flat = _smoothed(canvas)
    edges = flat.convert("L").filter(ImageFilter.FIND_EDGES).filter(ImageFilter.MaxFilter(3))
    lines = edges.resize(size, Image.Resampling.BICUBIC).point([max(0, min(255, 330 - 6 * i)) for i in range(256)])
    inks = flat.resize((48, 48), Image.Resampling.BOX).quantize(14, method=Image.Quantize.MEDIANCUT)
    few = flat.quantize(palette=inks, dither=Image.Dither.NONE).convert("RGB")
    few = ImageOps.autocontrast(ImageEnhance.Color(few).enhance(1.7), cutoff=1).resize(size, Image.Resampling.BILINEAR)
    step = max(4, round(canvas.unit * 0.0125))
    dot = Image.radial_gradient("L").resize((step, step)).point([min(255, 2 * i) for i in range(256)])
    shade = canvas.image.convert("L").point([min(255, 120 + i) for i in range(256)])
    ink = ImageChops.multiply(lines, ImageChops.lighter(_tiled(dot, size), shade))
    canvas.image = ImageChops.multiply(few, Image.merge("RGB", [ink] * 3))


def pencil(canvas: Canvas, rng: random.Random) -> None:
    """Draw outlines and hatch the shade, in graphite on paper."""
    grey = ImageOps.autocontrast(canvas.image.convert("L"), cutoff=1)
    soft = grey.filter(ImageFilter.GaussianBlur(canvas.unit * 0.004))
    lines = ImageChops.subtract(grey, soft, scale=0.16, offset=255)
    lines = ImageChops.multiply(lines, soft.point([min(255, 166 + i // 2) for i in range(256)]))
    tone = soft.point([min(255, 90 + i) for i in range(256)])
    step = max(4, round(canvas.unit * 0.009))
    for angle, shade in ((1, tone), (-1, tone.point([min(255, i + 70) for i in range(256)]))):
        lines = ImageChops.multiply(lines, ImageChops.lighter(_hatching(step, angle, grey.size), shade))
    canvas.image = ImageOps.colorize(lines, GRAPHITE, PAPER)


def pixels(canvas: Canvas, rng: random.Random) -> None:
    """Leave large squares of few colours."""
    grid = (PIXELS, max(1, round(PIXELS * canvas.height / canvas.width)))
    few = canvas.image.resize(grid, Image.Resampling.BOX).quantize(32, dither=Image.Dither.NONE)
    canvas.image = few.convert("RGB").resize(canvas.image.size, Image.Resampling.NEAREST)


def black_and_white(canvas: Canvas, rng: random.Random) -> None:
    """Keep only light and shade."""
    canvas.image = ImageOps.autocontrast(canvas.image.convert("L"), cutoff=1).convert("RGB")


def sepia(canvas: Canvas, rng: random.Random) -> None:
    """Print it brown, as an old photograph, darker in the corners."""
    grey = ImageOps.autocontrast(canvas.image.convert("L"), cutoff=1)
    corners = Image.radial_gradient("L").resize(grey.size).point([255 - round(90 * (i / 255) ** 2) for i in range(256)])
    grey = ImageChops.multiply(grey, corners)
    canvas.image = ImageOps.colorize(grey, (38, 22, 12), (252, 238, 208), (168, 124, 82))


EDITS: dict[Edit, str] = {  # in the order in which they are done: how it is drawn, then in which light and tone
    autumn: "autumn, fall colours, fall colors, automne",
    oil: "oil painting, oil paint, oils, impressionist, van gogh, monet, peinture à l'huile, huile",
    watercolour: "watercolour, watercolor, aquarelle, gouache",
    comic: "comic, comic book, cartoon, manga, anime, pop art, bande dessinée, bd, dessin animé",
    pencil: "pencil, sketch, sketched, charcoal, graphite, line art, line drawing, botanical drawing, crayon, croquis, "
    "esquisse, fusain",
    pixels: "pixel, pixel art, 8 bit, 8bit",
    day: "day, daylight, daytime, noon, brighter, sunny, jour, midi, plus clair, ensoleillé",
    sunset: "sunset, sunrise, dusk, dawn, evening, golden hour, warmer, soir, aube, crépuscule, coucher de soleil, "
    "coucher du soleil, lever du soleil",
    night: f"{NIGHT}, nighttime, darker, plus sombre",
    winter: "winter, wintry, snow, snowy, snowing, icy, frozen, christmas, hiver, neige, enneigé, enneigée, noël",
    black_and_white: "black and white, black white, monochrome, grayscale, greyscale, noir et blanc, b w, bw",
    sepia: "sepia, vintage, old photo, old photograph, retro, vieille photo, ancien, ancienne",
}
LIGHTS = (autumn, day, sunset, night)  # a scene painted from words has them already, by its palette
TINTS: dict[Colour, str] = {
    (214, 48, 44): "red, rouge",
    (238, 132, 36): "orange",
    (240, 198, 52): "yellow, gold, golden, jaune, doré, dorée",
    (52, 150, 74): "green, vert, verte",
    (44, 104, 210): "blue, bleu, bleue",
    (126, 66, 176): "purple, violet, violette, mauve",
    (236, 110, 164): "pink, rose",
}


def edit_scene(canvas: Canvas, words: Words, rng: random.Random) -> None:
    """Do to a painted scene what its prompt says beyond the subject and the light."""
    for edit, vocabulary in EDITS.items():
        if edit not in LIGHTS and words.hits(vocabulary):
            edit(canvas, rng)


def edit_input(canvas: Canvas, words: Words, rng: random.Random) -> bool:
    """Do to an input what the words say; False if they say nothing known, which gives it another light all the same."""
    asked = [edit for edit, vocabulary in EDITS.items() if words.hits(vocabulary)]
    for edit in asked:
        edit(canvas, rng)
    tints = [colour for colour, vocabulary in TINTS.items() if words.hits(vocabulary)]
    if tints:
        _tint(canvas, tints[0])
    elif not asked:
        _relight(canvas, rng)
    return bool(asked or tints)


def _relight(canvas: Canvas, rng: random.Random) -> None:
    """Give a picture the colours of a palette far from its own."""
    own = _hue(ImageStat.Stat(canvas.image).mean)
    far = sorted(DUSKS, key=lambda palette: -math.dist(own, _hue(palette.sky[2])))
    palette = rng.choice(far[:3])
    toned = ImageOps.colorize(canvas.image.convert("L"), palette.near, palette.sun, palette.sky[2])
    canvas.image = Image.blend(canvas.image, toned, 0.75)


def _hue(colour: Sequence[float]) -> list[float]:
    """Return how far each channel is from the colour's grey."""
    return [part - sum(colour) / 3 for part in colour]


def _tint(canvas: Canvas, colour: Colour) -> None:
    dark: Colour = (colour[0] // 6, colour[1] // 6, colour[2] // 6)
    toned = ImageOps.colorize(canvas.image.convert("L"), dark, PAPER, colour)
    canvas.image = Image.blend(canvas.image, toned, 0.6)


def _smoothed(canvas: Canvas) -> Image.Image:
    scale = min(1.0, REDUCED_SIDE / canvas.unit)
    size = (max(1, round(canvas.width * scale)), max(1, round(canvas.height * scale)))
    return canvas.image.resize(size, Image.Resampling.BOX).filter(SMOOTH).filter(SMOOTH)


def _bright_above(canvas: Canvas) -> Image.Image:
    light = ImageOps.autocontrast(canvas.image.convert("L").filter(ImageFilter.BoxBlur(canvas.unit * 0.006)))
    fade = Image.linear_gradient("L").resize(light.size).point([max(0, 255 - round(i * 1.8)) for i in range(256)])
    return ImageChops.multiply(light.point([max(0, min(255, 5 * (i - 110))) for i in range(256)]), fade)


def _clouds(rng: random.Random, size: tuple[int, int], cells: tuple[int, int], darkest: int) -> Image.Image:
    """Return soft clouds of grey, so many of them across and down."""
    grain = Image.frombytes("L", cells, rng.randbytes(cells[0] * cells[1]))
    return grain.point([darkest + i * (255 - darkest) // 255 for i in range(256)]).resize(
        size, Image.Resampling.BICUBIC
    )


def _ragged(canvas: Canvas, clouds: Image.Image) -> Image.Image:
    """Return a mask that leaves an uneven white margin."""
    edge = canvas.unit * 0.035
    inner = Image.new("L", canvas.image.size)
    inner.paste(255, (round(edge), round(edge), round(canvas.width - edge), round(canvas.height - edge)))
    soft = ImageChops.add(inner.filter(ImageFilter.BoxBlur(edge)), clouds, 1, -215)
    return soft.point([max(0, min(255, 8 * (i - 116))) for i in range(256)])


def _hatching(step: int, angle: int, size: tuple[int, int]) -> Image.Image:
    tile = Image.new("L", (step, step), 255)
    for x in range(step):
        tile.putpixel((x, x * angle % step), 60)
        tile.putpixel(((x + 1) % step, x * angle % step), 170)
    return _tiled(tile, size)


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size)
    sheet.paste(tile)
    wide, high = tile.size
    while wide < size[0]:
        sheet.paste(sheet.crop((0, 0, wide, high)), (wide, 0))
        wide *= 2
    while high < size[1]:
        sheet.paste(sheet.crop((0, 0, size[0], high)), (0, high))
        high *= 2
    return sheet
