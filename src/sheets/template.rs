//! placeholder
pub(crate) const NOTES: &str = "填写说明";
/// x
pub fn workbook() {}
