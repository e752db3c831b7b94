"""Draws the sample seal and the sample signature of tests/acceptance: seals.py FOLDER

They are invented, carry the words 样章 and 样名, and have no other use."""

import pathlib
import sys

from PIL import Image, ImageDraw, ImageFont

RED = (230, 0, 18, 255)
CLEAR = (255, 255, 255, 0)
PIXELS_PER_MM = 6
FONTS = pathlib.Path(__file__).parents[2] / "templates/fonts"


def words(draw, box, text, font, size):
    font = ImageFont.truetype(FONTS / font, size)
    draw.text((box[0] / 2, box[1] / 2), text, font=font, fill=RED, anchor="mm")


def seal(path):
    size = 42 * PIXELS_PER_MM
    image = Image.new("RGBA", (size, size), CLEAR)
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, size - 1, size - 1), outline=RED, width=6)
    words(draw, (size, size), "样章", "NotoSerifSC-Regular.ttf", 48)
    image.save(path, dpi=(PIXELS_PER_MM * 25.4,) * 2, optimize=True)


def signature(path):
    size = 24 * PIXELS_PER_MM, 12 * PIXELS_PER_MM
    image = Image.new("RGBA", size, CLEAR)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=RED, width=2)
    words(draw, size, "样名", "FandolKai-Regular.ttf", 48)
    image.save(path, dpi=(PIXELS_PER_MM * 25.4,) * 2, optimize=True)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    seal(folder / "样章.png")
    signature(folder / "样名.png")
