//! The codes of findings: a row for each, with severity, meaning and remedy.

use std::fmt;

use super::Severity;

/// Declares every code once: name, text, severity and meaning.
macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident $meaning:literal $remedy:literal;)*) => {
        /// The stable code of a finding; `docs/errors.md` lists them all.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $meaning] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The text of the code; it never changes.
            pub fn text(self) -> &'static str {
                match self { $(Code::$variant => $code,)* }
            }

            /// The code of that text.
            pub fn of(text: &str) -> Option<Self> {
                match text { $($code => Some(Code::$variant),)* _ => None }
            }

            /// How serious findings of this code are.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What the code means, in Chinese.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }

            /// What to do about it, in Chinese.
            pub fn remedy(self) -> &'static str {
                match self { $(Code::$variant => $remedy,)* }
            }
        }
    };
}

codes! {
    FileUnreadable "file/unreadable" Error "数据文件读不出来" "检查文件是否存在、是否有读取权限、是否被别的程序占用";
    FileEncoding "file/encoding" Warning "文件不是 UTF-8 编码，已按国标编码（GB18030）或 UTF-16 读取" "用记事本另存为 UTF-8 编码";
    FileNotText "file/not-text" Error "文件内容不是文字" "确认文件没有损坏，也没有把别的文件改名成数据文件";
    FileTooLarge "file/too-large" Error "数据文件太大" "一个数据文件不超过 16 MB";
    FileFormat "file/format" Error "不认识的数据文件格式" "数据文件用 .yaml、.yml、.toml 或 .json";
    FileIgnored "file/ignored" Advice "文件夹里有一个没有读取的文件" "确认它不是数据文件；数据文件用 .yaml、.yml、.toml 或 .json";
    FolderLoop "file/folder-loop" Warning "文件夹的链接指回它的上级，或者文件夹套得太深" "删掉这个链接，或者把文件移到上层的文件夹";
    FileDuplicate "file/duplicate-name" Error "两个数据文件会写出同名的结果" "给其中一个文件改名";
    FileName "file/name" Error "文件名不是 UTF-8 编码" "给文件改名";
    FileUnwritable "file/unwritable" Error "结果写不进去" "检查输出文件夹的写入权限和磁盘空间，关闭正在打开这个文件的 Word 或 WPS";
    Syntax "data/syntax" Error "数据文件的写法有错，读不下去" "按提示的行和列检查缩进、引号、冒号和括号";
    DuplicateField "data/duplicate-field" Error "同一个字段写了两次" "删掉其中一个";
    TooDeep "data/too-deep" Error "嵌套层数太多" "减少嵌套，数据最多 64 层";
    TooMany "data/too-many" Error "字段、列表项或者引用展开后的内容太多" "一个文件最多 20 万项，一组字段最多 5000 个；分成几个文件，少用“*”引用";
    TooLong "data/too-long" Error "一段文字太长" "一段文字最多 10 万字；分成几段写";
    TooManyFindings "data/too-many-findings" Advice "问题太多，没有全部列出" "改正列出的问题，再检查一次";
    MissingField "data/missing-field" Error "缺少必填的字段" "补上这个字段";
    MissingPart "data/missing-part" Warning "缺少这种报告应有的部分" "补上这一部分；确实没有的，说明原因";
    PartAdvised "data/part-advised" Advice "没有写这种报告一般都有的部分" "没有内容的，写明没有；确实不用写的，可以不改";
    UnknownField "data/unknown-field" Error "有不认识的字段" "改正字段名，或者删掉它";
    WrongType "data/wrong-type" Error "字段的内容类型不对" "按要求的类型填写";
    EmptyField "data/empty-field" Error "字段是空的" "填上内容，或者删掉这个字段";
    EmptyList "data/empty-list" Error "应有内容的列表是空的" "至少写一项，或者删掉这个字段";
    BadDate "data/bad-date" Error "不是真实存在的公历日期" "写成 2025-03-27 或 2025年3月27日";
    BadQuantity "data/bad-quantity" Error "不是数量" "写成数字加单位，例如 30件、150余家、272.2万元、100%";
    OutOfRange "data/out-of-range" Error "数值或个数超出范围" "改到允许的范围内";
    NotAllowed "data/not-allowed" Error "不是允许的写法" "按要求的写法填写";
    TableShape "data/table-shape" Error "表格的格数对不上" "让每一行的格数、列宽和对齐的个数都和表头相同；合并的格要合成长方形";
    Placeholder "data/placeholder" Warning "还有没有填写的内容" "把“（请填写：…）”换成自己的内容，或者删掉这个字段";
    FileExists "file/exists" Error "文件已经存在，没有改动它" "换一个文件名，或者先把原来的文件移走";
    Reserved "data/reserved-field" Error "数据文件里写了由程序填写的字段" "删掉这个字段";
    TwoLastYears "data/two-last-years" Error "同一个单位、同一种报告的上年数据文件有两个" "只留一个，另一个移到别的文件夹";
    LastYearUnreadable "data/last-year-unreadable" Warning "上年的数据文件有错，没有用它" "改正上年的数据文件，再做一次";
    LastYearDiffers "data/last-year-differs" Warning "写的上年数和上年报告里的数不一样" "核对两个数；上年报告有误、数已经更正的，可以不改";
    BadForm "data/bad-form" Error "内容的形式不合要求" "按要求的形式填写";
    ControlCharacter "text/control-character" Error "文字里有看不见的控制字符" "删掉这个字符，重新输入这一处";
    StraySpace "text/stray-space" Warning "文字的开头、结尾或者汉字旁边有空格" "删掉空格；段首缩进由程序加，长文字写成一行，不要折行";
    Lookalike "text/lookalike" Error "文字里有部首、兼容字一类字形相近的字符，不是汉字本身" "改成汉字本身；从 PDF 复制的文字，重新输入一遍更稳妥";
    FullWidth "text/full-width" Warning "数字、字母写成了全角" "改成半角";
    WrongMark "text/wrong-mark" Warning "中文里用了半角标点，或者标点重复" "改成全角标点，多写的删掉";
    TypedNumber "text/typed-number" Warning "标题、附件、列举的序号由程序编，文字里又写了" "删掉文字里的序号";
    TypedHeading "text/typed-heading" Advice "一段文字像是手写了序号的标题" "是标题的，写成“标题: ……”，序号由程序编";
    TypedMark "text/typed-mark" Warning "写了由程序加的字或标点，或者这个要素不用的标点" "删掉它";
    DoubledUnit "text/doubled-unit" Warning "引用的数已经带单位，后面又写了一遍" "删掉后面写的单位";
    ElementExpected "document/expected" Warning "缺少按规定应当有的要素" "补上这个要素";
    ElementDoubtful "document/doubtful" Advice "几个要素放在一起不合常例" "核对这几个要素";
    Implausible "data/implausible" Warning "数不像真的" "核对这个数、它的单位和小数点；没有错的，可以不改";
    NameDiffers "data/name-differs" Warning "单位全称和文件名不是同一个单位" "从别的单位复制来的，改正全称；文件名不对的，给文件改名";
    YearDiffers "data/year-differs" Warning "写的年份和报告的年度不同" "从上年的报告复制来的，改正年份";
    SameAsLastYear "data/same-as-last-year" Warning "有的文字和上年的报告一字不差" "核对是不是忘了改；确实没有变化的，可以不改";
    TwoFiles "data/two-files" Warning "同一个单位、同一年度、同一种报告的数据文件有几个" "只留一个，另外的移到别的文件夹或者删掉";
    FileCopy "file/copy" Warning "一个数据文件像是另一个的副本" "只留要用的一个，另外的移到别的文件夹或者删掉";
    Orphan "batch/orphan" Warning "输出文件夹里有以前做的结果，现在没有它的数据文件" "改了名的、不要了的，自己删掉这些结果";
    DateDoubtful "document/date" Warning "日期和别的日期、年度对不上" "核对日期";
    BracesInText "text/braces" Error "花括号的写法有错" "引用指标写成 {{指标.组.名称}}；要印出花括号本身，在前面加反斜线";
    PictureUnusable "picture/unusable" Error "图片不能用" "用 PNG 或 JPEG 图片，路径从写它的数据文件所在的文件夹算起";
    PictureOpaque "picture/opaque" Advice "图片没有透明底" "印章和签名章用透明底的 PNG 图片，才会盖在文字上面";
    MissingGlyph "font/missing-glyph" Error "所有字体里都没有这个字" "换一个字，或者用 --font-dir 加入有这个字的字体";
    FallbackGlyph "font/fallback-glyph" Advice "首选字体里没有这个字，用了后备字体" "有官方字体的，用 --font-dir 加入";
    FontUnreadable "font/unreadable" Error "字体文件读不出来" "换一个完好的 TrueType 或 OpenType 字体文件";
    FontMissing "font/missing" Error "没有可用的字体" "用 --font-dir 指定字体文件夹，或者使用带字体的版本";
    SummaryAbsent "summary/absent" Warning "应当报送的单位没有报送" "催报；确实不用报送的，从应报单位里删掉";
    SummaryUnlisted "summary/unlisted" Warning "报送的单位不在应报单位的名单里" "把它写进应报单位，名称和数据文件里的单位全称相同";
    SummaryTwice "summary/twice" Error "一个单位有几个数据文件" "只留一个，另一个移到别的文件夹";
    SummaryUnusable "summary/unusable" Error "单位的数据文件有错，没有算进汇总" "先改正这个单位的数据文件";
    SummaryFigure "summary/figure" Error "数不能汇总" "写准确的数，单位和汇总的单位相同";
    SummaryNotFilled "summary/not-filled" Warning "有的单位没有填写要汇总的数" "请这些单位补填；没有的写 0";
    SummaryEmpty "summary/empty" Error "没有可以汇总的数据文件" "检查数据所在的文件夹、年度和报告种类";
    UnknownKind "kind/unknown" Error "没有这种报告的模板" "改正“报告种类”，或者用 --templates 指定模板文件夹";
    BadKind "kind/broken" Error "报告模板有错" "请模板的编写人按提示改正";
    KindFolderName "kind/folder-name" Advice "文件夹的名称和种类的名称不同" "把文件夹改成种类的名称，便于查找";
    KindUndescribed "kind/undescribed" Warning "数据的规定里有字段没有写名称或说明" "写上 title 和 description，它们会出现在提示、编辑器和 yinfa new 写出的文件里";
    KindUnusedField "kind/unused-field" Warning "有要人填写、模板却没有用到的字段" "在 body.hbs 里用它，或者从 schema.json 里删掉";
    KindNoSample "kind/no-sample" Warning "没有样例" "写一份填满的 sample.yaml，内容是编造的要注明";
    KindNoTests "kind/no-tests" Advice "没有测试" "写 tests.yaml：改样例的一处，写明应当得到的信息";
    KindTestSyntax "kind/test-syntax" Error "tests.yaml 的写法有错" "按 docs/templates.md 的写法改正";
    KindTestFailed "kind/test-failed" Error "测试得到的信息和写明的不同" "改正模板、勾稽或者测试";
    ElementMissing "kind/element-missing" Error "缺少这种报告必须有的要素" "在数据文件里补上；确实不要的，改 kind.yaml 的“要素”";
    ElementUnused "kind/element-unused" Error "有这种报告不用的要素" "在数据文件里删掉；确实要用的，改 kind.yaml 的“要素”";
    RuleUnequal "rule/unequal" Error "勾稽关系不成立" "核对参加计算的各个数";
    RuleTextDiffers "rule/text-differs" Error "文字里的数和表里算出来的不一样" "改正文字里的数，或者核对表里的数";
    RuleDirection "rule/direction" Error "文字里增加、减少的说法和数相反" "改正说法，或者核对表里的数";
    RuleUnsaid "rule/unsaid" Warning "文字里没有应当写的一句" "补上这一句";
    RuleNoLastYear "rule/no-last-year" Advice "没有上年的数据，跨年的勾稽没有核对" "上年的数据文件放在同一个文件夹，或者旁边上一年的文件夹里，单位全称和报告种类要相同";
    RuleNoFigure "rule/no-figure" Error "参加勾稽的不是准确的数" "写成准确的数，不写“约”“余”“以上”";
    RuleUnits "rule/units" Error "参加勾稽的数单位不同" "写成同样的单位";
    RuleCannotCompute "rule/cannot-compute" Warning "勾稽算不出来" "核对参加计算的各个数";
    UnknownName "template/unknown-name" Error "模板或文字里引用的名称不存在" "改正名称，或者在数据文件里补上";
    UnknownHelper "template/unknown-helper" Error "模板里用了不存在的写法" "改正名称；可用的写法见 docs/templates.md";
    HelperValue "template/helper-value" Error "模板的写法用在了不合适的内容上" "按这个写法的要求填写";
    TemplateLimit "template/limit" Error "模板要做的太多，没有做完" "减少嵌套的循环；数据太多的分成几份报告";
    TemplateSyntax "template/syntax" Error "模板的写法有错" "按提示的位置改正";
    Markup "template/markup" Error "模板排出的文稿不合规则" "请模板的编写人改正";
    HeadingSkip "template/heading-skip" Error "标题的层次跳级" "一级标题之下先用二级标题";
    NoBody "template/no-body" Error "报告没有正文" "补上正文内容";
    SettingsUnknown "settings/unknown" Error "设置文件里有不认识的设置" "改正名称，或者删掉它；用 yinfa settings 看全部设置";
    SettingsValue "settings/bad-value" Error "设置文件里的值写得不对" "按要求的写法填写";
    ProfileUnknown "profile/unknown-item" Error "版式文件里有不认识的项目" "改正项目的名称，或者删掉它；全部名称见 docs/profiles.md";
    ProfileValue "profile/bad-value" Error "版式文件里的值写得不对" "按要求的单位或写法填写";
    ProfileComputed "profile/computed" Error "版式文件里写了由别的项目算出来的一项" "删掉这一项，改天头、订口、版心高度、版心宽度";
    ProfileImpossible "profile/impossible" Error "版式文件里的值排不出来" "改其中一项的值";
    ProfileDeviation "profile/deviation" Advice "版式和 GB/T 9704-2012 不同" "要按标准排的，删掉版式文件里的这一项";
    TitleTooLong "layout/title-too-long" Error "标题的一行放不下" "把标题分成几行写，一行不超过 20 个字";
    TitlePair "layout/title-pair" Advice "标题里书名号、引号或括号中间的文字一行放不下，在中间换了行" "看一下换行的地方；要在别处换行的，把标题分成几行写";
    TitleShape "layout/title-shape" Advice "标题各行排成了中间短、两头长的形状，或者一样长" "改变换行的地方，排成梯形或者菱形；或者写成一行，由程序换行";
    TableTooWide "layout/table-too-wide" Error "表格的一列太窄，放不下一个字" "减少列数或者调整列宽";
    RowTooTall "layout/row-too-tall" Error "表格的一行比一页还高" "把这一行分成几行写，或者把这一列放宽";
    NumberBroken "layout/number-broken" Warning "表格里的一个数一行放不下，断成了几行" "把这一列放宽，减小表的字号，或者把表横排";
    TableUnsettled "layout/table-unsettled" Warning "跨页的合并单元格没有排定在哪一行断开，两个文件可能断得不一样" "减少合并的行数，或者把表分成几个";
    ChartTooTall "layout/chart-too-tall" Error "图比一页还高" "减少类别，或者分成几个图";
    SignatureMoved "layout/signature-moved" Advice "署名和成文日期会单独占一页，最后一段已移到同一页" "看一下末页；想改变分页的，增减几个字";
    PitchAdjusted "layout/pitch-adjusted" Advice "署名和成文日期会单独占一页，已调整行距（GB/T 9704-2012 第 7.3.5.5 条）" "看一下末页；想用标准行距的，增减几个字";
    SignatureAlone "layout/signature-alone" Warning "署名和成文日期单独占了一页" "增减几个字，让正文和署名在同一页";
    AddresseesMoved "layout/addressees-moved" Advice "主送机关太多，已移到版记" "看一下版记；想留在首页的，写简称或者统称";
    NoTextOnFirstPage "layout/no-text-on-first-page" Warning "首页没有正文" "缩短标题或者版头，让首页显示正文";
    SmallMark "layout/small-mark" Warning "发文机关标志太长，排得比标题小" "用规范化简称";
    MarkMoved "layout/mark-moved" Warning "发文机关标志排不到规定的位置" "减少左上角的份号、密级、紧急程度";
    LetterMark "layout/letter-mark" Advice "信函格式只印主办机关的标志" "只写主办机关的名称";
    LetterImprint "layout/letter-imprint" Advice "信函格式的版记不印印发机关和印发日期" "删掉印发机关和印发日期，或者改用文件格式";
    LineTooLong "layout/line-too-long" Error "只能写一行的文字一行放不下" "写短一些，例如用规范化简称";
    Typst "backend/typst" Error "PDF 排版失败" "把数据文件和这条信息交给程序维护人";
    WholeFonts "backend/whole-fonts" Advice "PDF 的字形改由排版引擎嵌入" "文件可以照常使用；把数据文件和这条信息交给程序维护人";
    Docx "backend/docx" Error "Word 文件生成失败" "把数据文件和这条信息交给程序维护人";
    TwinText "twins/text" Error "Word 和 PDF 的文字不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinHeading "twins/heading" Error "Word 和 PDF 的标题不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinTable "twins/table" Error "Word 和 PDF 的表格不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinChart "twins/chart" Error "Word 和 PDF 的图不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinPicture "twins/picture" Error "Word 和 PDF 的图片不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinPageNumber "twins/page-number" Error "Word 和 PDF 的页码不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinMetadata "twins/metadata" Error "Word 和 PDF 的文件属性不一样" "重新生成这一对文件；刚生成就不一样的，把数据文件和这条信息交给程序维护人";
    TwinUnreadable "twins/unreadable" Error "刚做好的文件读不回来" "把数据文件和这条信息交给程序维护人";
    TwinUntagged "twins/untagged" Error "PDF 没有标签，分不出标题、段落和表格，不能逐项比对" "比对本程序生成的 PDF，或者导出时选“带标签的 PDF”";
    NoResources "run/no-resources" Error "系统的线程、内存或者打开的文件不够" "关掉别的程序，或者用 -j 1 再运行一次";
    Internal "internal/bug" Error "程序内部出错" "把数据文件和这条信息交给程序维护人";
    InspectFormat "inspect/format" Error "不是能测量的文件" "inspect 测量 .docx 和 .pdf；旧的 .doc 先另存为 .docx";
    InspectRenamed "inspect/renamed" Error "文件的扩展名和内容不符" "确认没有改错扩展名，按内容改回来";
    InspectDamaged "inspect/damaged" Error "文件已损坏，读不出内容" "用原来的程序打开，重新保存或导出";
    InspectEncrypted "inspect/encrypted" Error "文件加了密" "去掉密码和权限限制，另存一份再测量";
    InspectTooLarge "inspect/too-large" Error "文件太大，或者展开以后太大" "把文件拆小，或者用原来的程序重新导出";
    InspectTooSlow "inspect/too-slow" Error "文件的结构过于复杂，没有在限定的时间内读完" "用原来的程序重新导出，或者打印成新的 PDF";
    InspectNoText "inspect/no-text" Error "文件里没有可以测量的文字" "测量由文字处理软件导出的 PDF；扫描件只有图像，没有文字";
    NothingToCompare "twins/nothing" Error "没有找到要比对的文件" "写出文件或文件夹；Word 和 PDF 放在一起，名称相同";
    SheetFormat "sheet/format" Error "不是能读的表格文件" "表格用 .xlsx、.xls、.ods 或 .csv；别的格式用 Excel 或 WPS 打开，另存为 .xlsx";
    SheetDamaged "sheet/damaged" Error "表格文件已损坏，读不出内容" "用 Excel 或 WPS 打开，重新保存";
    SheetEncrypted "sheet/encrypted" Error "表格文件加了密" "去掉密码，另存一份";
    SheetTooLarge "sheet/too-large" Error "表格文件太大，或者展开以后太大" "只留下填数的工作表，删掉空白的行和列，重新保存";
    SheetTooSlow "sheet/too-slow" Error "表格文件没有在限定的时间内读完" "用 Excel 或 WPS 打开，重新保存";
    SheetSetting "sheet/setting" Error "“数据表”的写法有错" "写成“数据表: 指标.xlsx”，几个文件的写成列表；路径从写它的文件所在的文件夹算起";
    SheetNoMapping "sheet/no-mapping" Error "这种报告没有写怎样从表格取数" "删掉“数据表”，或者请模板的编写人加上 sheets.yaml";
    SheetMissing "sheet/missing-sheet" Error "表格文件里没有应有的工作表" "改正工作表的名称";
    SheetHidden "sheet/hidden" Warning "取数的单元格在隐藏的工作表、行或列里" "取消隐藏，看一下是不是要用的数";
    SheetHeader "sheet/missing-header" Error "工作表里没有应有的表头" "照模板补上这一列或这一行；用 yinfa new 种类 --xlsx 可以做出空白的表";
    SheetHeaderUnknown "sheet/unknown-header" Warning "工作表里有不认识的表头，这些数没有读" "改正表头；不用的列可以删掉";
    SheetHeaderTwice "sheet/duplicate-header" Error "同一个表头出现了两次" "删掉其中一个，或者改正表头";
    SheetRowTwice "sheet/duplicate-row" Error "同一个单位填了两行" "合成一行，或者改正单位名称";
    SheetNoRow "sheet/no-row" Error "表格里没有这个单位" "在表格里补上这个单位，单位名称写全称";
    SheetRowUnused "sheet/unused-row" Warning "表格里有一个单位，没有它的数据文件" "补上它的数据文件；不用再写别的内容的，在共用文件里写“逐行成文: true”";
    SheetRowEmpty "sheet/empty-row" Warning "表格里这个单位没有填数" "填上，或者删掉这一行";
    SheetTotalRow "sheet/total-row" Advice "表格里的合计行没有当作单位" "确认它是合计，不是单位";
    SheetNoteRow "sheet/note-row" Advice "表格里的说明、签名行没有当作单位" "确认它不是单位；说明写在表外，不要占用填数的列";
    SheetNothing "sheet/nothing" Error "写了逐行成文，表格里却没有读出一个单位" "按另外的提示改正表格；不再逐行成文的，删掉共用文件里的“逐行成文”";
    SheetExample "sheet/example-row" Warning "表格里的示例行没有删掉，没有读取" "删掉示例行";
    SheetNameGuess "sheet/name-guess" Warning "表格里的单位名称不是全称，按简称或者去掉空格以后认出" "改成全称";
    SheetConflict "sheet/conflict" Error "表格和数据文件里同一项的内容不一样" "改成一样，或者只留一处";
    SheetCell "sheet/bad-cell" Error "单元格的内容不能用在这一项" "按要求改正单元格";
    SheetUnit "sheet/unit" Error "单元格里的单位和表头规定的不一样" "换算成规定的单位，只填数字";
    SheetErrorCell "sheet/error-value" Error "单元格里是公式出错的标记" "改正公式";
    SheetNoResult "sheet/no-result" Error "单元格里的公式没有存下结果" "用 Excel 或 WPS 打开，重新计算以后保存";
    SheetTextNumber "sheet/text-number" Advice "数字是以文字存放的，或者带有全角数字、千分位、空格、单位" "确认读出的数；可以改成数字格式";
    SheetDateGuess "sheet/date-guess" Advice "日期的写法是猜出来的" "确认读出的日期；可以写成 2025-03-27";
    SheetRounded "sheet/rounded" Advice "单元格里存的小数比显示的多，按显示的取数" "确认读出的数";
    SheetMerged "sheet/merged" Warning "合并的单元格跨了几个单位或几列，每一处都取了这个值" "取消合并，各填各的";
    SheetBlank "sheet/blank-mark" Advice "单元格里写的是横线、“无”一类的字，按没有填处理" "确认没有这个数；是零的填 0";
    SheetGuess "sheet/guess" Advice "单元格的内容换了一种写法" "确认读出的内容";
    Busy "batch/busy" Error "另一个 yinfa 正在写同一个输出文件夹" "等它结束，或者换一个输出文件夹";
    EditedHeld "batch/edited" Warning "结果做好以后被人改过，新的没有覆盖它" "要留下改过的，把改动也写进数据文件；要用新的，加 --overwrite-edited，改过的会另外留下";
    EditedKept "batch/edited-kept" Advice "结果做好以后被人改过，数据没有变，没有动它" "不用做什么；改动也写进数据文件，以后重做才不会丢";
    EditedSaved "batch/edited-saved" Advice "改过的结果按要求覆盖了，原来的另外留下了" "确认不再需要的，自己删掉";
    ForeignHeld "batch/unknown-file" Warning "要写的地方已经有一个不知道来历的文件，没有覆盖" "要留下它，移到别处；要用新的，加 --overwrite-edited，原来的会另外留下";
    JournalUnusable "batch/journal-unusable" Error "输出文件夹里的日志不能用" "换一个输出文件夹；确定不要日志的，删掉输出文件夹里的 .yinfa 文件夹";
    JournalDamaged "batch/journal-damaged" Warning "输出文件夹里的日志有几行损坏" "检查磁盘；来历不明的结果不会被覆盖，要覆盖的加 --overwrite-edited";
    NothingSelected "batch/nothing-selected" Error "没有一份报告符合选择的条件" "检查 --bureau、--kind、--year、--county、--only 的内容";
    RunReport "batch/report" Error "运行报告不能用" "写出 yinfa batch 做出的 report.json，或者它所在的文件夹";
    MergeDoubt "batch/merge" Warning "合并的运行报告缺片，或者各片的条件不同" "补上缺的片，各片用同一个程序、版式和字体，再合并一次";
    NothingToDo "batch/nothing" Error "没有找到数据文件" "检查文件夹；数据文件用 .yaml、.yml、.toml 或 .json";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
