"""Draw docs/pictures/{pages,tables,elements}.png anew: pictures.py DATA CASES

DATA and CASES are the output folders of `yinfa batch data` and `yinfa batch tests/acceptance`.
Needs poppler and Pillow (target/tools/venv, from scripts/test-tools.sh).
"""

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

TARGET = Path(__file__).parent.parent / "docs/pictures"
# Around each page.
GAP = 8
COLUMNS = 3
# Picture: ground, dots to the inch, files with their pages.
SHEETS = {
    "pages": ("#dddddd", 62, [
        ("data", "攸县/2024/株洲市生态环境局攸县分局", 1),
        ("data", "示例县/2024/示例县市场监督管理局", 4),
        ("data", "示例县/2024/示例县应急管理局", 9),
    ]),
    "tables": ("#dddddd", 62, [
        ("data", "示例县/2024/政府信息公开/示例县教育局", 3),
        ("data", "示例县/2024/部门决算/示例县水利局", 2),
        ("data", "示例县/2024汇总/示例县2024年度汇总", 2),
    ]),
    "elements": ("#e0e0e0", 56, [
        ("cases", "09-联合标志三", 1),
        ("cases", "14-签发人五", 1),
        ("cases", "36-联合印章四", 2),
        ("cases", "46-版记在第二面", 2),
        ("cases", "54-信函两面", 1),
        ("cases", "59-纪要", 1),
    ]),
}


def page(file, number, dots):
    command = ["pdftoppm", "-r", str(dots), "-f", str(number), "-l", str(number), "-png", file]
    done = subprocess.run(command, check=True, capture_output=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def sheet(ground, pages):
    width, height = (size + GAP for size in pages[0].size)
    rows = -(-len(pages) // COLUMNS)
    picture = Image.new("RGB", (COLUMNS * width + GAP, rows * height + GAP), ground)
    for index, drawn in enumerate(pages):
        row, column = divmod(index, COLUMNS)
        picture.paste(drawn, (GAP + column * width, GAP + row * height))
    return picture.quantize(64)


def main():
    folders = dict(zip(("data", "cases"), map(Path, sys.argv[1:3]), strict=True))
    for name, (ground, dots, files) in SHEETS.items():
        pages = [page(folders[kind] / f"{file}.pdf", number, dots) for kind, file, number in files]
        sheet(ground, pages).save(TARGET / f"{name}.png", optimize=True)


main()
