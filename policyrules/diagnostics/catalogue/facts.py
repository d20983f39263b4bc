"""PR7xx: facts. An error makes a table unusable; a warning leaves something unknown and the rest usable."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
NO_FOLDER = Code(
    "PR701",
    ERROR,
    message=Sentence(
        "`{path}` 不是可读的文件夹或工作簿", "`{path}` is neither a folder nor a workbook that can be read"
    ),
    reason=Sentence(
        "事实是一个文件夹，每种实体一张表（如 teacher.csv），或一个工作簿（.xlsx），每种实体一张工作表",
        "facts are a folder with a table for each kind of thing (teacher.csv), or a workbook with a sheet for each",
    ),
    help=Sentence(
        "检查路径，写出装有这些表的文件夹或工作簿",
        "check the path and name the folder or workbook that holds the tables",
    ),
)
UNKNOWN_TABLE = Code(
    "PR702",
    WARNING,
    message=Sentence("`{file}` 不对应任何实体，没有读入", "`{file}` names no kind of thing and was not read"),
    reason=Sentence(
        "表须以词汇表中的实体命名；这里有：{known}",
        "a table is named after an entity of the vocabulary; there are: {known}",
    ),
    help=Sentence("{meant}改用上面的名称之一，或移走这个文件", "{meant}rename it to one of these, or move it away"),
)
UNKNOWN_FORMAT = Code(
    "PR703",
    ERROR,
    message=Sentence("`{file}` 的格式无法读取", "`{file}` is of a kind that is not read"),
    reason=Sentence("可读的格式：{known}", "the kinds that are read: {known}"),
    help=Sentence(
        "在表格软件中另存为“Excel 工作簿（.xlsx）”",
        "save it as .xlsx in the spreadsheet program",
    ),
)
TWO_TABLES = Code(
    "PR704",
    ERROR,
    message=Sentence(
        "`{file}` 与 `{other}` 都是“{entity}”的表", "`{file}` and `{other}` are both the table of {entity}"
    ),
    reason=Sentence(
        "每种实体只能有一张表，否则不知以哪张为准", "a kind of thing has one table, else nobody knows which one counts"
    ),
    help=Sentence("合并为一张表，或移走其中一张", "merge them into one, or move one away"),
)
NOT_UTF8 = Code(
    "PR705",
    ERROR,
    message=Sentence(
        "`{file}` 的编码认不出来：第 {line} 行有无法解读的字节 `{bytes}`",
        "`{file}` is in an unknown encoding: line {line} holds bytes that cannot be read, `{bytes}`",
    ),
    reason=Sentence(
        "它不是 UTF-8，也不像 GB18030；编码猜错会把汉字读成别的字",
        "it is no UTF-8 and does not look like GB18030; a wrong guess would turn characters into others",
    ),
    help=Sentence("在表格软件中另存为“CSV UTF-8（逗号分隔）”", "save it as `CSV UTF-8 (comma delimited)`"),
)
NUL_CHARACTER = Code(
    "PR706",
    ERROR,
    message=Sentence(
        "`{file}` 第 {line} 行含有空字符（NUL），不是文本表格",
        "`{file}` holds a NUL character in line {line}; it is no text",
    ),
    reason=Sentence(
        "文件可能损坏，或者其实是改了扩展名的 Excel 文件",
        "the file may be damaged, or be a spreadsheet under another name",
    ),
    help=Sentence("重新导出这张表", "export the table again"),
)
TOO_LARGE = Code(
    "PR707",
    ERROR,
    message=Sentence("`{file}` 有 {size} MB，太大", "`{file}` has {size} MB, which is too much"),
    reason=Sentence("一张表最多 {limit} MB", "a table has {limit} MB at most"),
    help=Sentence("去掉用不到的列，或按地区拆开分别评估", "leave out columns no rule needs, or judge region by region"),
)
BROKEN_CSV = Code(
    "PR708",
    ERROR,
    message=Sentence(
        "`{file}` 从第 {line} 行起不是正确的 CSV（{detail}）",
        "`{file}` is not correct CSV from line {line} on ({detail})",
    ),
    reason=Sentence(
        "引号没有成对，或一个单元格过长，后面的行列因此无法确定",
        "a quote is not closed or a cell is far too long, so rows and columns after it cannot be told apart",
    ),
    help=Sentence(
        "含逗号或换行的单元格整格加英文双引号，格内的双引号写两个",
        "put a cell with commas or line breaks in double quotes, and write a quote inside it twice",
    ),
)
BROKEN_JSON = Code(
    "PR709",
    ERROR,
    message=Sentence(
        "`{file}` 第 {line} 行不是正确的 JSON：{detail}", "`{file}` is not correct JSON in line {line}: {detail}"
    ),
    reason=Sentence("读不准的文件不猜", "a file that cannot be read for certain is not guessed at"),
    help=Sentence("{help}", "{help}"),
)
NOT_A_TABLE = Code(
    "PR710",
    ERROR,
    message=Sentence("`{file}` 不是一张表，而是{found}", "`{file}` is not a table but {found}"),
    reason=Sentence(
        "JSON 表是记录的列表，或编号到记录的对照", "a JSON table is a list of records, or an object from id to record"
    ),
    help=Sentence(
        '写成 [{{"id": "T001", ...}}] 或 {{"T001": {{...}}}}', 'write [{{"id": "T001", ...}}] or {{"T001": {{...}}}}'
    ),
)
NO_TABLES = Code(
    "PR711",
    ERROR,
    message=Sentence("`{path}` 里没有一张可读的表", "`{path}` holds no table that can be read"),
    reason=Sentence("没有事实就什么也判不了", "without facts nothing can be judged"),
    help=Sentence(
        "放入以实体命名的表，例如 `{example}.csv`；这里认得：{known}",
        "put in tables named after entities, such as `{example}.csv`; known here: {known}",
    ),
)
UNREADABLE = Code(
    "PR712",
    ERROR,
    message=Sentence("文件 `{file}` 打不开", "file `{file}` cannot be opened"),
    reason=Sentence("它不是普通文件，或没有读取的权限", "it is no ordinary file, or reading it is not permitted"),
    help=Sentence("检查文件的权限，或换一份副本", "check its permissions, or put a copy in its place"),
)
UNKNOWN_COLUMN = Code(
    "PR720",
    WARNING,
    message=Sentence(
        "“{entity}”没有 `{column}` 这一列，整列未读", "{entity} has no `{column}`; the column was not read"
    ),
    reason=Sentence(
        "列名须是词汇表中的字段名或它的中英文名称", "a column is named by a field's id or its Chinese or English label"
    ),
    help=Sentence(
        "{meant}检查列名；用不到的列可以删去", "{meant}check the name; a column no rule needs can be deleted"
    ),
)
COLUMN_TWICE = Code(
    "PR721",
    ERROR,
    message=Sentence(
        "`{column}` 与 `{other}` 两列都是字段 `{field}`", "columns `{column}` and `{other}` both are field `{field}`"
    ),
    reason=Sentence(
        "同一事实出现两次，不知以哪列为准", "one fact stands in two columns and nobody knows which one counts"
    ),
    help=Sentence("删去其中一列", "delete one of them"),
)
NO_ID_COLUMN = Code(
    "PR722",
    ERROR,
    message=Sentence(
        "“{entity}”的表没有编号列（`id` 或 `编号`）；这一行是 `{header}`",
        "the table of {entity} has no id column (`id` or `编号`); this row is `{header}`",
    ),
    reason=Sentence(
        "每条记录都要有编号，别的表靠它指过来", "every record needs an id: it is what other tables refer to"
    ),
    help=Sentence(
        "把记编号的那一列改名为 `编号`，或在 headers.yaml 里写明它的列名；表头要占一行，一格一个列名",
        "call the column of the ids `id`, or say in headers.yaml what it is called; the header is a row of its own, "
        "a name in each cell",
    ),
)
NAMELESS_COLUMN = Code(
    "PR723",
    WARNING,
    message=Sentence(
        "第 {number} 列没有列名却有内容，整列未读", "column {number} has no name but has content; it was not read"
    ),
    reason=Sentence("没有列名就不知道记的是什么", "without a name nobody knows what it records"),
    help=Sentence("在第一行补上列名，或清空这一列", "name it in the first row, or empty it"),
)
NO_ID = Code(
    "PR730",
    ERROR,
    message=Sentence("这一行没有编号", "this row has no id"),
    reason=Sentence(
        "没有编号的记录不能判定，漏掉它又会使人数出错",
        "it cannot be judged without one, and leaving it out would make counts wrong",
    ),
    help=Sentence(
        "填上编号；若是合计行或说明行，请删去", "fill it in; if it is a line of totals or remarks, delete it"
    ),
)
ID_NOT_TEXT = Code(
    "PR736",
    ERROR,
    message=Sentence("编号 `{value}` 不是文字", "id `{value}` is not text"),
    reason=Sentence(
        "编号按文字比较，`007` 与 `7` 是两个人，写成数字会丢掉前面的零",
        "ids are compared as text: `007` and `7` are two people, and a number loses its leading zeros",
    ),
    help=Sentence(
        "写成文字：JSON 里给编号加引号，表格里把这一列设为“文本”",
        "make it text: put the id in quotes in JSON, format the column as text in a spreadsheet",
    ),
)
ID_LOST = Code(
    "PR737",
    ERROR,
    message=Sentence("编号 `{value}` 用不了", "id `{value}` is of no use"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence("{help}", "{help}"),
)
ID_TWICE = Code(
    "PR731",
    ERROR,
    message=Sentence(
        "编号 `{id}` 用了两次，第 {other} 行是另一条记录", "id `{id}` is used twice; line {other} is another record"
    ),
    reason=Sentence(
        "同一编号两条不同的记录，不知以哪条为准", "two different records under one id: nobody knows which one counts"
    ),
    help=Sentence("改正其中一个编号，或删去一行", "correct one of the ids, or delete one of the rows"),
)
ROW_TWICE = Code(
    "PR732",
    WARNING,
    message=Sentence(
        "编号 `{id}` 的记录与第 {other} 行相同，只算一次",
        "the record of id `{id}` repeats line {other}; it counts once",
    ),
    reason=Sentence("重复的行不应使人数变多", "a repeated row must not raise a count"),
    help=Sentence("删去这一行", "delete this row"),
)
TOO_MANY_CELLS = Code(
    "PR733",
    ERROR,
    message=Sentence(
        "这一行有 {cells} 格，列名只有 {columns} 个", "this row has {cells} cells, but there are {columns} column names"
    ),
    reason=Sentence(
        "格子可能错位，这一行的内容不可信", "cells may have slipped sideways, so nothing in this row can be trusted"
    ),
    help=Sentence(
        "检查这一行是否多了逗号；内容里的逗号要用英文双引号括住整格",
        "look for a surplus comma; a cell that contains a comma goes in double quotes",
    ),
)
TOO_FEW_CELLS = Code(
    "PR734",
    WARNING,
    message=Sentence(
        "这一行只有 {cells} 格，列名有 {columns} 个；缺的按未登记",
        "this row has only {cells} cells for {columns} column names; the rest is not recorded",
    ),
    reason=Sentence("行可能被截断", "the row may have been cut off"),
    help=Sentence("补齐这一行；没有的内容留空格子", "complete the row; leave cells empty where nothing is recorded"),
)
NOT_A_RECORD = Code(
    "PR735",
    ERROR,
    message=Sentence("第 {number} 条不是一条记录，而是 `{value}`", "item {number} is not a record but `{value}`"),
    reason=Sentence("一条记录是字段名到值的对照", "a record is a mapping from field names to values"),
    help=Sentence(
        '写成 {{"id": "T001", ...}} 的样子，或给出模型对象',
        'write it like {{"id": "T001", ...}}, or pass a model object',
    ),
)
BAD_CELL = Code(
    "PR740",
    WARNING,
    message=Sentence(
        "`{column}` 的值 `{value}` 读不懂，按未登记", "`{value}` cannot be read as `{column}`; taken as not recorded"
    ),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence("{meant}应填 {expected}；没有登记就留空", "{meant}write {expected}, or leave the cell empty"),
)
OUT_OF_RANGE = Code(
    "PR741",
    WARNING,
    message=Sentence(
        "`{column}` 的值 `{value}` 超出范围，按未登记",
        "`{value}` is out of range for `{column}`; taken as not recorded",
    ),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence("应填 {expected}；没有登记就留空", "write {expected}, or leave the cell empty"),
)
BAD_PERSONAL_CELL = Code(
    "PR742",
    WARNING,
    message=Sentence(
        "`{column}` 的值读不懂，按未登记；这一列是个人信息，不显示原值",
        "the value of `{column}` cannot be read and is taken as not recorded; being personal it is not shown",
    ),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence("应填 {expected}；没有登记就留空", "write {expected}, or leave the cell empty"),
)
DANGLING = Code(
    "PR750",
    WARNING,
    message=Sentence(
        "{count} 条“{entity}”记录的 `{column}` 指向不存在的“{target}”：{examples}",
        "`{column}` of {count} {entity} record(s) names a {target} that does not exist: {examples}",
    ),
    reason=Sentence(
        "指不到的记录不算在任何“{target}”名下", "a record that points nowhere is counted under no {target}"
    ),
    help=Sentence(
        "{meant}改正编号，或在“{target}”的表里补上这条记录",
        "{meant}correct the id, or add the record to the table of {target}",
    ),
)
UNPLACED = Code(
    "PR751",
    WARNING,
    message=Sentence(
        "{count} 条“{entity}”记录没有登记 `{column}`：{examples}",
        "`{column}` is not recorded for {count} {entity} record(s): {examples}",
    ),
    reason=Sentence("没有登记的记录不算在任何“{target}”名下", "a record without it is counted under no {target}"),
    help=Sentence("补上所属“{target}”的编号", "fill in the id of its {target}"),
)
