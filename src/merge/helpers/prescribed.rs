//! 规定的表: cells that are always printed, whether the data has them or not.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::super::leaf::Leaf;
use super::{Args, Fault, Function, fail};
use crate::data::numeral::fixed;
use crate::data::quantity::Quantity;

pub(super) const HELPERS: &[(&str, Function)] = &[
    ("零", |args| {
        if args.count() == 0 {
            return Err(fail("“零”后面缺一项内容".to_owned()));
        }
        let form = Form::of(args)?;
        form.cell(args.optional(0))
    }),
    ("格", |args| {
        let names = args.text(1)?;
        let form = Form::of(args)?;
        let row = args.optional(0);
        if let Some(row) = row
            && row.object().is_none()
        {
            return Err(fail(format!("“{}”没有下级字段，不能用“格”", row.name)));
        }
        let cell = |name: &str| {
            let json = row.and_then(|row| row.object()?.get(name));
            form.cell(json.map(|json| Leaf::named(name, json)).as_ref())
        };
        let cells: Result<Vec<_>, _> = names.split([',', '，']).map(str::trim).map(cell).collect();
        Ok(cells?.join("|"))
    }),
    ("科目", |args| {
        let (code, name) = (args.text(1)?, args.text(2)?);
        let form = Form::of(args)?;
        let row = args.optional(0).map(|rows| row_of(rows, &code)).transpose()?.flatten();
        let json = row.and_then(|row| row.get(&name));
        form.cell(json.map(|json| Leaf::named(&name, json)).as_ref())
    }),
];

/// The row of a list whose 编码 is `code`.
fn row_of<'a>(rows: &Leaf<'a>, code: &str) -> Result<Option<&'a Json>, Fault> {
    let list = rows.json().as_array();
    let list = list.ok_or_else(|| fail(format!("“{}”不是列表，不能用“科目”", rows.name)))?.iter();
    let has_code = |row: &&Json| {
        let field = row.get("编码").map(|field| Leaf::named("编码", field));
        field.and_then(|field| field.text()).as_deref() == Some(code)
    };
    let mut found = list.filter(has_code);
    let row = found.next();
    match found.next() {
        None => Ok(row),
        Some(_) => Err(fail(format!("“{}”里编码“{code}”写了两次", rows.name))),
    }
}

/// How the cells of one call are printed.
struct Form {
    decimals: Option<u32>,
    /// What stands in a cell that the data does not have.
    missing: String,
}

impl Form {
    fn of(args: &Args<'_>) -> Result<Self, Fault> {
        let decimals =
            args.option("小数").map(|_| args.whole("小数", 0)).transpose()?.map(|n| n.min(12));
        let zero = fixed(Decimal::ZERO, decimals.unwrap_or(0));
        Ok(Self { decimals, missing: args.words("缺").unwrap_or(zero) })
    }

    fn cell(&self, leaf: Option<&Leaf<'_>>) -> Result<String, Fault> {
        let Some(leaf) = leaf.filter(|leaf| !matches!(leaf.json(), Json::Null)) else {
            return Ok(self.missing.clone());
        };
        let text = leaf.text().unwrap_or_default();
        let figure = Quantity::parse(&text)
            .filter(|figure| !figure.is_approximate() && figure.unit.is_empty())
            .ok_or_else(|| fail(format!("“{}”的内容“{text}”不是一个数", leaf.name)))?;
        let Some(decimals) = self.decimals else { return Ok(leaf.rewritten(&figure.digits)) };
        // A table must not show another figure than the one that was checked.
        if figure.number.normalize().scale() > decimals {
            let name = &leaf.name;
            return Err(fail(format!("“{name}”的内容“{text}”多于 {decimals} 位小数，印不下")));
        }
        Ok(leaf.rewritten(&fixed(figure.number, decimals)))
    }
}
