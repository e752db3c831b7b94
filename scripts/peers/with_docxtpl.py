import json
import sys

from docxtpl import DocxTemplate
from jinja2 import Environment
from serve import serve

# One environment for all, so that it is not set up for each report.
ENVIRONMENT = Environment(autoescape=True)


def make(source, target):
    with open(source, encoding="utf-8") as file:
        report = json.load(file)
    template = DocxTemplate(sys.argv[1])
    template.render(report, ENVIRONMENT, autoescape=True)
    template.save(target)


serve(make)
