"""PR76x to PR78x: tables as offices keep them. An error makes a file unusable; a note says what was assumed."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
BROKEN_BOOK = Code(
    "PR760",
    ERROR,
    message=Sentence("`{file}` 读不成工作簿：{detail}", "`{file}` cannot be read as a workbook: {detail}"),
    reason=Sentence("读不全的表会使人数出错", "a table read in part would make counts wrong"),
    help=Sentence(
        "在表格软件中打开它，另存为“Excel 工作簿（.xlsx）”", "open it in the spreadsheet program and save it as .xlsx"
    ),
)
LOCKED_BOOK = Code(
    "PR761",
    ERROR,
    message=Sentence("`{file}` 设了密码，或是旧的 .xls 格式", "`{file}` has a password, or is of the old .xls kind"),
    reason=Sentence("这两种文件都打不开", "neither kind can be opened here"),
    help=Sentence(
        "在表格软件中去掉密码，另存为“Excel 工作簿（.xlsx）”",
        "take the password off in the spreadsheet program and save it as .xlsx",
    ),
)
REFUSED_BOOK = Code(
    "PR762",
    ERROR,
    message=Sentence("`{file}` 没有打开：{detail}", "`{file}` was not opened: {detail}"),
    reason=Sentence("这样的文件会耗尽内存或时间", "such a file would use up memory or time"),
    help=Sentence(
        "若是正常的表，把内容复制到新的工作簿，再保存一次；来历不明的文件请删去",
        "if it is an honest table, copy its content to a new workbook; if you do not know whence it came, delete it",
    ),
)
UNKNOWN_SHEET = Code(
    "PR763",
    WARNING,
    message=Sentence(
        "工作表 `{sheet}` 不对应任何实体，没有读入", "sheet `{sheet}` names no kind of thing and was not read"
    ),
    reason=Sentence(
        "工作表须以词汇表中的实体命名；这里有：{known}",
        "a sheet is named after an entity of the vocabulary; there are: {known}",
    ),
    help=Sentence(
        "{meant}改用上面的名称之一，或删去这张工作表", "{meant}rename it to one of these, or delete the sheet"
    ),
)
HIDDEN_SHEET = Code(
    "PR764",
    WARNING,
    message=Sentence("工作表 `{sheet}` 是隐藏的，没有读入", "sheet `{sheet}` is hidden and was not read"),
    reason=Sentence("隐藏的往往是旧的一份", "what is hidden is often an old copy"),
    help=Sentence("要读它就取消隐藏，否则删去", "unhide it to have it read, else delete it"),
)
NUMBER_FOR_TEXT = Code(
    "PR765",
    WARNING,
    message=Sentence(
        "`{column}` 有 {count} 格是数字而不是文字，按显示的数字读作文字{example}",
        "{count} cell(s) of `{column}` hold numbers, not text; the digits were taken as text{example}",
    ),
    reason=Sentence(
        "表格软件把编号变成数字时会丢掉前面的零：`012` 成了 `12`",
        "a spreadsheet that makes a number of an id drops its leading zeros: `012` becomes `12`",
    ),
    help=Sentence(
        "核对前面的零；把这一列的格式设为“文本”后重新填写",
        "check the leading zeros; format the column as text and fill it in again",
    ),
)
COMPUTED = Code(
    "PR766",
    NOTE,
    message=Sentence(
        "`{column}` 有 {count} 格是公式，读的是上次算出的值",
        "{count} cell(s) of `{column}` are formulas; their last result was read",
    ),
    reason=Sentence("公式不会重新计算", "formulas are not computed again"),
    help=Sentence(
        "若改过别的格子，先在表格软件中打开并保存一次",
        "after changes elsewhere, open and save it in the spreadsheet program first",
    ),
)
NO_RESULT = Code(
    "PR767",
    WARNING,
    message=Sentence(
        "`{column}` 有 {count} 格是公式，却没有保存结果，按未登记",
        "{count} cell(s) of `{column}` are formulas without a saved result; taken as not recorded",
    ),
    reason=Sentence("生成这个文件的程序没有计算公式", "the program that wrote the file did not compute them"),
    help=Sentence(
        "在表格软件中打开并保存一次，再读", "open and save it in the spreadsheet program, then read it again"
    ),
)
DAY_NUMBER = Code(
    "PR768",
    WARNING,
    message=Sentence(
        "`{column}` 有 {count} 格是没有日期格式的数字，当作日期读{example}",
        "{count} cell(s) of `{column}` hold numbers without a date format; they were read as dates{example}",
    ),
    reason=Sentence(
        "表格软件把日期存成从 1900 年起的天数", "a spreadsheet keeps a date as the number of days since 1900"
    ),
    help=Sentence("核对后把这一列的格式设为“日期”", "check them, and format the column as dates"),
)
TIME_LEFT = Code(
    "PR769",
    NOTE,
    message=Sentence(
        "`{column}` 有 {count} 格带有钟点，只读了日期",
        "{count} cell(s) of `{column}` have a time of day; only the date was read",
    ),
    reason=Sentence("这里记的是日子", "what is recorded here is a day"),
    help=Sentence("不需要改", "nothing needs to be changed"),
)
LEFT_OUT = Code(
    "PR770",
    NOTE,
    message=Sentence("第 {lines} 行是{kind}，没有当作记录", "line {lines}: {kind}, not taken as a record"),
    reason=Sentence(
        "这样的行不是一条记录，算进去会使人数出错", "such a row is no record, and counting it would make counts wrong"
    ),
    help=Sentence("若它确是一条记录，请改它的编号", "if it is a record after all, change its id"),
)
OTHER_ENCODING = Code(
    "PR771",
    NOTE,
    message=Sentence("`{file}` 不是 UTF-8，按 {encoding} 读入", "`{file}` is not UTF-8 and was read as {encoding}"),
    reason=Sentence("编码是从内容认出来的", "the encoding was told from the content"),
    help=Sentence("看一眼人名、校名是否正确", "see whether names came out right"),
)
OTHER_SEPARATOR = Code(
    "PR772",
    NOTE,
    message=Sentence("`{file}` 以{separator}分列", "the columns of `{file}` are told apart by {separator}"),
    reason=Sentence("前几行按它分列最整齐", "its first lines fall into columns most evenly that way"),
    help=Sentence("不需要改", "nothing needs to be changed"),
)
FAR_CELLS = Code(
    "PR773",
    WARNING,
    message=Sentence(
        "表的右边没有列名的地方有 {count} 格内容，没有读入",
        "{count} cell(s) beside the table have no column name and were not read",
    ),
    reason=Sentence("没有列名就不知道记的是什么", "without a name nobody knows what they record"),
    help=Sentence("补上列名，或清空这些格子", "name the column, or empty the cells"),
)
NAME_TAKEN = Code(
    "PR774",
    NOTE,
    message=Sentence("`{name}` 当作“{known}”读", "`{name}` was read as {known}"),
    reason=Sentence(
        "去掉括号里的说明、年份、“是否”“花名册”之类，剩下的就是它的名称",
        "without the note in brackets, a year, or words such as 花名册, that is its name",
    ),
    help=Sentence(
        "若说的不是它，请改名，或在 headers.yaml 里写明",
        "if it means something else rename it, or say so in headers.yaml",
    ),
)
BAD_MAPPING = Code(
    "PR775",
    ERROR,
    message=Sentence(
        "列名对照表里的 `{word}` 用不上：{detail}", "`{word}` has no place in this mapping file: {detail}"
    ),
    reason=Sentence(
        "headers.yaml 有三部分：tables（表名: 实体）、columns（实体: 列名: 字段）、words（实体: 字段: 词: 选项）",
        "headers.yaml has three parts: tables (name: entity), columns (entity: column name: field) and words "
        "(entity: field: word: option)",
    ),
    help=Sentence("{meant}照 docs/tables.md 中的样子写", "{meant}write it as docs/tables.md shows"),
)
UNUSED_MAPPING = Code(
    "PR776",
    WARNING,
    message=Sentence("列名对照表提到 `{word}`，表里却没有", "the mapping file speaks of `{word}`, which no table has"),
    reason=Sentence("写错的列名会使一列不声不响地丢掉", "a misspelt name would lose a column in silence"),
    help=Sentence(
        "{meant}改成表里的列名，或删去这一行", "{meant}write the name as the table has it, or delete the line"
    ),
)
SIDEWAYS = Code(
    "PR777",
    ERROR,
    message=Sentence(
        "“{entity}”的表是横着的：列名竖着写在第一列（如 `{example}`）",
        "the table of {entity} lies on its side: the names of columns stand below each other (such as `{example}`)",
    ),
    reason=Sentence(
        "一行读作一条记录，这样读出来的都不对", "a row is read as a record, so nothing would come out right"
    ),
    help=Sentence(
        "复制整张表，“选择性粘贴”时勾选“转置”，使列名排成一行",
        "copy the table and paste it transposed, so that the names stand in one row",
    ),
)
LONE_CELL = Code(
    "PR778",
    WARNING,
    message=Sentence(
        "第 {lines} 行只有一格有内容，当作标题或说明，没有读入",
        "line {lines}: one cell only, taken for a heading or remark and not read",
    ),
    reason=Sentence(
        "它不像编号，别的列又都空着；当作记录会使人数出错",
        "it does not look like an id and all else is empty; as a record it would make counts wrong",
    ),
    help=Sentence(
        "若是标题或说明，不需要改；若是一条记录，请填上编号和别的内容",
        "a heading or remark needs no change; if it is a record fill in its id and the rest",
    ),
)
CITIZEN_NUMBER = Code(
    "PR779",
    WARNING,
    message=Sentence(
        "`{column}` 有 {count} 格像是身份证号", "{count} cell(s) of `{column}` look like citizens' identity numbers"
    ),
    reason=Sentence("编号会出现在报告里，身份证号不该出现", "ids appear in reports, and identity numbers must not"),
    help=Sentence(
        "改用工号之类的编号；一定要用时，出报告加 --redact",
        "use staff numbers or the like; where that cannot be, write reports with --redact",
    ),
)
MERGED = Code(
    "PR782",
    NOTE,
    message=Sentence(
        "`{column}` 有 {count} 格与上面的格合并，按合并后显示的值读{example}",
        "{count} cell(s) of `{column}` are merged with the one above and were read as what is shown{example}",
    ),
    reason=Sentence(
        "合并的格子只在第一格存值，下面的行看上去有、其实没有",
        "merged cells keep their value in the first one; the rows below only look filled",
    ),
    help=Sentence("若不是这个意思，请取消合并，逐行填写", "if that is not meant, unmerge them and fill in each row"),
)
MERGED_NUMBERS = Code(
    "PR783",
    WARNING,
    message=Sentence(
        "`{column}` 有 {count} 格与上面的格合并，是数，按未登记{example}",
        "{count} cell(s) of `{column}` are merged with the one above and hold a number; taken as not recorded{example}",
    ),
    reason=Sentence("分不清是各有这么多，还是共有这么多", "nobody can tell whether each has that much or all together"),
    help=Sentence("取消合并，逐行填写", "unmerge them and fill in each row"),
)
HIDDEN_ROWS = Code(
    "PR784",
    NOTE,
    message=Sentence(
        "有 {count} 行是隐藏的，也读入了（第一处在第 {line} 行）",
        "{count} hidden row(s) were read as well, the first of them row {line}",
    ),
    reason=Sentence("筛选或隐藏只是不显示，并没有删去", "a filter only keeps rows from being shown"),
    help=Sentence("不该算的行请删去", "delete rows that must not count"),
)
TIDIED = Code(
    "PR785",
    NOTE,
    message=Sentence(
        "`{column}` 有 {count} 格带多余的符号或全角字符，整理后读入{example}",
        "{count} cell(s) of `{column}` were read without stray or full-width characters{example}",
    ),
    reason=Sentence(
        "编号和数里的撇号、看不见的字符、全角字符会使两处对不上",
        "apostrophes, unseen and full-width characters keep ids and numbers from matching",
    ),
    help=Sentence("核对一下；原表最好也改过来", "check them, and best correct the table too"),
)
WORDY_IDS = Code(
    "PR786",
    WARNING,
    message=Sentence(
        "有 {count} 条记录只有编号，里面又没有数字和字母（如 `{example}`），仍当作记录",
        "{count} record(s) hold only an id without digit or letter (such as `{example}`); they count as records",
    ),
    reason=Sentence(
        "它们也许是分组的小标题；当作记录会使人数出错",
        "they may be headings between groups, and as records they would make counts wrong",
    ),
    help=Sentence(
        "若是小标题，删去这些行；若是记录，补上别的内容",
        "delete the rows if they are headings; fill in the rest if they are records",
    ),
)
UNTOUCHED = Code(
    "PR787",
    NOTE,
    message=Sentence(
        "没有填写的工作表按没有给出：{sheets}", "sheets that were not filled in count as not given: {sheets}"
    ),
    reason=Sentence(
        "只剩“示例”一行的工作表，分不清是一个也没有，还是还没有填",
        "where only the example row is left nobody can tell whether there are none or nobody has filled it in",
    ),
    help=Sentence(
        "若确实一个也没有，删去那张工作表的“示例”一行", "if there are none, delete the example row of that sheet"
    ),
)
BROKEN_PARQUET = Code(
    "PR780",
    ERROR,
    message=Sentence("`{file}` 读不成 Parquet 表：{detail}", "`{file}` cannot be read as a parquet table: {detail}"),
    reason=Sentence("读不全的表会使人数出错", "a table read in part would make counts wrong"),
    help=Sentence("重新导出这张表，或改用 CSV", "export the table again, or use CSV"),
)
MISSING_EXTRA = Code(
    "PR781",
    ERROR,
    message=Sentence("`{what}` 需要另装组件", "`{what}` needs a further package"),
    reason=Sentence("它不随基本安装一起装", "it does not come with the base installation"),
    help=Sentence('运行 pip install "policyrules[{extra}]"', 'run pip install "policyrules[{extra}]"'),
)
