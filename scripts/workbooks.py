#!/usr/bin/env python3
"""Writes workbooks with other people's libraries, for tests/sheets.rs.

Reads a JSON list from standard input; each item has a path, the name of the writer
(openpyxl, xls or ods) and a sheet: name, hidden, cells, merged areas, hidden rows and columns.
The writer "filled" fills in a template instead.
A cell is [row, column, kind, value, extra], rows and columns from 0.
"""

import datetime
import json
import sys


def main():
    writers = {"openpyxl": openpyxl_book, "xls": xls_book, "ods": ods_book}
    for item in json.load(sys.stdin):
        if item["writer"] == "filled":
            fill(item)
        else:
            writers[item["writer"]](item["path"], item["sheet"])


def fill(item):
    """Fills in a template as a clerk would: a row below the example, a copy of the table."""
    import openpyxl

    book = openpyxl.load_workbook(item["template"])
    page = book[item["sheet"]]
    headers = {page.cell(1, column).value: column for column in range(1, page.max_column + 1)}
    for header, value in item["values"].items():
        page.cell(3, headers[header]).value = value
    if item["delete_example"]:
        page.delete_rows(2)
    table = book.copy_worksheet(book[item["table"]])
    table.title = item["table"].replace("单位全称", item["values"]["单位名称"])
    for row in range(3, table.max_row + 1):
        for column in range(3, table.max_column + 1):
            table.cell(row, column).value = row * 10 + column
    book.save(item["path"])


def date_of(text):
    return datetime.date.fromisoformat(text)


def openpyxl_book(path, sheet):
    import openpyxl
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet["name"]
    for row, column, kind, value, extra in sheet["cells"]:
        cell = page.cell(row=row + 1, column=column + 1)
        if kind == "date":
            cell.value = date_of(value)
            cell.number_format = "yyyy-mm-dd"
        elif kind == "formula":
            cell.value = "=" + value
        elif kind == "error":
            cell.value = value
            cell.data_type = "e"
        else:
            cell.value = value
            if kind == "text":
                cell.data_type = "s"
            if kind == "number" and extra:
                cell.number_format = extra
    for top, left, bottom, right in sheet["merged"]:
        page.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )
    for row in sheet["hidden_rows"]:
        page.row_dimensions[row + 1].hidden = True
    for column in sheet["hidden_columns"]:
        page.column_dimensions[get_column_letter(column + 1)].hidden = True
    book.save(path)


def xls_book(path, sheet):
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet["name"])
    merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet["merged"]}
    for row, column, kind, value, extra in sheet["cells"]:
        style = xlwt.XFStyle()
        if kind == "date":
            value = date_of(value)
            style.num_format_str = "yyyy-mm-dd"
        elif kind == "number" and extra:
            style.num_format_str = extra
        if kind == "error":
            page.row(row).set_cell_error(column, value)
        elif (row, column) in merged:
            bottom, right = merged[(row, column)]
            page.write_merge(row, bottom, column, right, value, style)
        else:
            page.write(row, column, value, style)
    for row in sheet["hidden_rows"]:
        page.row(row).hidden = True
    for column in sheet["hidden_columns"]:
        page.col(column).hidden = True
    book.save(path)


def ods_book(path, sheet):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableColumn, TableRow

    book = OpenDocumentSpreadsheet()
    table = Table(name=sheet["name"])
    book.spreadsheet.addElement(table)
    rows = 1 + max(cell[0] for cell in sheet["cells"])
    columns = 1 + max(cell[1] for cell in sheet["cells"])
    for column in range(columns):
        hidden = column in sheet["hidden_columns"]
        table.addElement(TableColumn(visibility="collapse") if hidden else TableColumn())
    cells = {(row, column): rest for row, column, *rest in sheet["cells"]}
    merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet["merged"]}
    for row in range(rows):
        line = TableRow(visibility="collapse") if row in sheet["hidden_rows"] else TableRow()
        table.addElement(line)
        for column in range(columns):
            line.addElement(ods_cell(cells.get((row, column)), merged, row, column))
    book.save(path)


def ods_cell(cell, merged, row, column):
    from odf.table import CoveredTableCell, TableCell
    from odf.text import P

    for (top, left), (bottom, right) in merged.items():
        if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
            return CoveredTableCell()
    span = {}
    if (row, column) in merged:
        bottom, right = merged[(row, column)]
        span = {"numberrowsspanned": bottom - row + 1, "numbercolumnsspanned": right - column + 1}
    if cell is None:
        return TableCell(**span)
    kind, value, extra = cell
    shown = str(value)
    if kind == "number":
        percent = extra and extra.endswith("%")
        if extra:
            decimals = len(extra.rstrip("%").partition(".")[2])
            shown = f"{value * (100 if percent else 1):.{decimals}f}" + ("%" if percent else "")
        made = TableCell(valuetype="percentage" if percent else "float", value=value, **span)
    elif kind == "date":
        made = TableCell(valuetype="date", datevalue=value, **span)
    elif kind == "bool":
        made = TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **span)
        shown = str(value).upper()
    elif kind == "error":
        made = TableCell(valuetype="string", formula="of:=" + value, **span)
    elif kind == "formula" and extra is None:
        return TableCell(formula="of:=" + value, **span)
    elif kind == "formula":
        made = TableCell(valuetype="float", value=extra, formula="of:=" + value, **span)
        shown = extra
    else:
        made = TableCell(valuetype="string", **span)
    for line in shown.split("\n"):
        made.addElement(P(text=line))
    return made


if __name__ == "__main__":
    main()
