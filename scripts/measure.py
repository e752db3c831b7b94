"""Print where things stand on the pages of PDF files: measure.py FILE.pdf... > JSON

The answer maps each file to its pages. All lengths are points from the page's
upper left corner, so baselines grow downwards.

  width, height  of the page
  ink            [left, top, right, bottom] of everything printed but the page number
  lines          from top to bottom: baseline, x0, x1 (advance widths), text without
                 white space, sizes (all that occur)
  number         page number or null: text, left, right (ink), dash (height of the
                 first dash's middle)
"""

import json
import sys
from multiprocessing import Pool

import pdfplumber
import pypdfium2
from PIL import ImageDraw, ImageOps

# Two cells in one row of a table need not share their baseline to the last digit;
# different lines are at least half a line apart.
SAME_LINE = 3.0
PAGE_SCALE = 2  # pixels per point: 0.18 mm each
NUMBER_SCALE = 12  # 0.03 mm each
DARK = 128
DASH = "—"


def characters(page):
    for char in page.chars:
        text = "".join(char["text"].split())
        if text:
            yield {
                "text": text,
                "size": round(char["size"], 2),
                "x0": char["x0"],
                "x1": char["x1"],
                # The text matrix, because top and bottom depend on what the font
                # claims about itself, which differs between writers of PDF.
                "baseline": float(page.height) - char["matrix"][5],
            }


def rows(chars):
    """Characters in rows of nearly the same baseline, each from left to right."""
    found = []
    for char in sorted(chars, key=lambda char: char["baseline"]):
        if found and char["baseline"] - found[-1][-1]["baseline"] < SAME_LINE:
            found[-1].append(char)
        else:
            found.append([char])
    return [sorted(row, key=lambda char: char["x0"]) for row in found]


def line(row):
    return {
        "baseline": row[-1]["baseline"],
        "x0": row[0]["x0"],
        "x1": max(char["x1"] for char in row),
        "text": "".join(char["text"] for char in row),
        "sizes": sorted({char["size"] for char in row}),
    }


def is_number(row):
    text = "".join(char["text"] for char in row)
    return text[:1] == DASH == text[-1:] and text.strip(DASH).isdigit()


def ink_box(image, scale, left=0.0, top=0.0):
    """The box around all dark pixels, in points."""
    dark = ImageOps.invert(image.convert("L")).point(lambda v: 255 if v > DARK else 0)
    box = dark.getbbox()
    if box is None:
        return None
    x0, y0, x1, y1 = (value / scale for value in box)
    return [left + x0, top + y0, left + x1, top + y1]


def band(row):
    """A box that surely holds the whole row."""
    size = max(char["size"] for char in row)
    baseline = row[0]["baseline"]
    return row[0]["x0"] - 2, baseline - size, row[-1]["x1"] + 2, baseline + size / 2


def page_ink(drawn, number):
    image = drawn.render(scale=PAGE_SCALE).to_pil()
    if number:
        box = [value * PAGE_SCALE for value in band(number)]
        ImageDraw.Draw(image).rectangle(box, fill="white")
    return ink_box(image, PAGE_SCALE)


def number_ink(drawn, row):
    left, top, right, bottom = band(row)
    width, height = drawn.get_size()
    crop = (left, height - bottom, width - right, top)
    image = drawn.render(scale=NUMBER_SCALE, crop=crop).to_pil()
    x0, _, x1, _ = ink_box(image, NUMBER_SCALE, left, top)
    dash_end = round((row[0]["x1"] - left) * NUMBER_SCALE)
    dash = ink_box(image.crop((0, 0, dash_end, image.height)), NUMBER_SCALE, left, top)
    return {
        "text": line(row)["text"],
        "left": x0,
        "right": x1,
        "dash": (dash[1] + dash[3]) / 2,
    }


def measure_page(page, drawn):
    found = rows(characters(page))
    number = found.pop() if found and is_number(found[-1]) else None
    return {
        "width": float(page.width),
        "height": float(page.height),
        "ink": page_ink(drawn, number),
        "lines": [line(row) for row in found],
        "number": number and number_ink(drawn, number),
    }


def measure(path):
    drawn = pypdfium2.PdfDocument(path)
    with pdfplumber.open(path) as pdf:
        return [measure_page(page, drawn[i]) for i, page in enumerate(pdf.pages)]


def main():
    paths = sys.argv[1:]
    with Pool() as pool:
        pages = pool.map(measure, paths, chunksize=1)
    json.dump(dict(zip(paths, pages)), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
