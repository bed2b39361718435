"""Drawn landscapes for the articles of the demo: mountains, terraces, rivers. No photo of a real place or person."""

from __future__ import annotations

import io
import math
import random

from PIL import Image, ImageDraw

WIDE, HIGH = 1200, 750
# Sky above, sky below, and the ridges from the farthest to the nearest.
MOODS = (
    ((233, 225, 208), (246, 238, 224), ((178, 184, 176), (138, 153, 144), (98, 121, 108), (63, 88, 74), (38, 58, 48))),
    ((222, 205, 186), (244, 222, 196), ((196, 164, 146), (170, 126, 110), (134, 88, 78), (96, 60, 56), (60, 40, 40))),
    ((206, 217, 224), (233, 236, 232), ((168, 184, 194), (130, 152, 166), (92, 118, 134), (62, 88, 104), (38, 58, 72))),
    ((240, 228, 196), (248, 240, 220), ((206, 194, 146), (176, 168, 110), (138, 142, 84), (98, 112, 62), (62, 78, 46))),
)


def landscape(number: int) -> bytes:
    """A drawing as JPEG, the same for the same number."""
    chance = random.Random(f"landscape {number}")  # noqa: S311 - a drawing, nothing secret
    above, below, ridges = MOODS[number % len(MOODS)]
    picture = _sky(above, below)
    pen = ImageDraw.Draw(picture)
    _sun(pen, chance, below)
    for place, colour in enumerate(ridges):
        level = HIGH * (0.42 + 0.13 * place)
        _ridge(pen, chance, level, HIGH * (0.13 - 0.018 * place), colour)
        if place >= 2:
            _terraces(pen, chance, level, colour)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _sky(above: tuple[int, ...], below: tuple[int, ...]) -> Image.Image:
    column = Image.new("RGB", (1, HIGH))
    for y in range(HIGH):
        share = min(1.0, y / (HIGH * 0.6))
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True)))
    return column.resize((WIDE, HIGH))


def _sun(pen: ImageDraw.ImageDraw, chance: random.Random, colour: tuple[int, ...]) -> None:
    x, y, radius = chance.uniform(0.2, 0.8) * WIDE, chance.uniform(0.18, 0.3) * HIGH, chance.uniform(46, 70)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tuple(min(255, part + 14) for part in colour))


def _ridge(
    pen: ImageDraw.ImageDraw, chance: random.Random, level: float, height: float, colour: tuple[int, ...]
) -> None:
    waves = [(chance.uniform(0.6, 3.2) * turn, chance.uniform(0, math.tau), 1 / turn) for turn in (1, 2, 4, 9)]
    points = [(0.0, float(HIGH))]
    for x in range(0, WIDE + 9, 8):
        rise = sum(part * math.sin(pace * x / WIDE * math.tau + shift) for pace, shift, part in waves)
        points.append((float(x), level - height * rise))
    pen.polygon([*points, (float(WIDE), float(HIGH))], fill=colour)


def _terraces(pen: ImageDraw.ImageDraw, chance: random.Random, level: float, colour: tuple[int, ...]) -> None:
    """Fields in steps: thin light lines that follow the slope."""
    light = tuple(min(255, part + 22) for part in colour)
    shift, pace = chance.uniform(0, math.tau), chance.uniform(0.8, 1.6)
    for step in range(6):
        base = level + 46 + step * 24
        line = [(x, base + 16 * math.sin(pace * x / WIDE * math.tau + shift + step * 0.18)) for x in range(0, WIDE, 12)]
        pen.line(line, fill=light, width=2)
