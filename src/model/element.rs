//! Every element of a 公文, in the order of GB/T 9704-2012 clause 7.

/// Declares the elements once: name, Chinese term, clause.
macro_rules! elements {
    ($($variant:ident $term:literal $clause:literal;)*) => {
        /// An element of a 公文.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Element { $(#[doc = $term] $variant,)* }

        impl Element {
            /// Every element, in the standard's order.
            pub const ALL: &'static [Element] = &[$(Element::$variant,)*];

            /// The term of the standard.
            pub fn term(self) -> &'static str {
                match self { $(Element::$variant => $term,)* }
            }

            /// The clause of GB/T 9704-2012.
            pub fn clause(self) -> &'static str {
                match self { $(Element::$variant => $clause,)* }
            }
        }
    };
}

elements! {
    CopyNumber "份号" "7.2.1";
    Secrecy "密级和保密期限" "7.2.2";
    Urgency "紧急程度" "7.2.3";
    IssuerMark "发文机关标志" "7.2.4";
    DocumentNumber "发文字号" "7.2.5";
    Signers "签发人" "7.2.6";
    HeadRule "版头中的分隔线" "7.2.7";
    Title "标题" "7.3.1";
    Addressees "主送机关" "7.3.2";
    Text "正文" "7.3.3";
    AttachmentNote "附件说明" "7.3.4";
    Signature "发文机关署名" "7.3.5";
    Date "成文日期" "7.3.5";
    Seal "印章" "7.3.5";
    Stamp "签发人签名章" "7.3.5.3";
    Remarks "附注" "7.3.6";
    Roster "出席、请假、列席" "10.3";
    Attachments "附件" "7.3.7";
    ImprintRules "版记中的分隔线" "7.4.1";
    CopiedTo "抄送机关" "7.4.2";
    PrintedBy "印发机关" "7.4.3";
    PrintedOn "印发日期" "7.4.3";
    PageNumber "页码" "7.5";
    LandscapeTable "横排表格" "8";
    LetterRules "信函格式的双线" "10.1";
}
