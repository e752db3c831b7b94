import os
import sys

import typst
from serve import serve

# The compiler is kept, because it keeps the fonts: a new one for each report is far slower.
COMPILER = typst.Compiler(
    sys.argv[1],
    root="/",
    font_paths=[os.environ["FONTS"]],
    ignore_system_fonts=True,
)


def make(source, target):
    COMPILER.compile(output=target, format="pdf", sys_inputs={"report": source}, pdf_standards="a-2b")


serve(make)
