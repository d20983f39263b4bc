"""PR1xx: a file that cannot be read as the YAML this format allows."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

TOO_LARGE = Code(
    "PR101",
    Severity.ERROR,
    message=Sentence(
        "文件有 `{size}` 字节，超过上限 `{limit}` 字节", "the file has `{size}` bytes, more than the limit of `{limit}`"
    ),
    reason=Sentence(
        "规则文件按条款分开写；过大的文件多半不是规则",
        "rules are split by topic; a file this large is rarely one of rules",
    ),
    help=Sentence("按主题把它拆成几个文件", "split it into several files by topic"),
)

NOT_UTF8 = Code(
    "PR102",
    Severity.ERROR,
    message=Sentence("从字节 `{bytes}` 起不是 UTF-8 文字", "this is not UTF-8 from byte `{bytes}` on"),
    reason=Sentence(
        "规则文件只用 UTF-8 编码，别的编码（如 GBK）会读成另一些字",
        "rule files are UTF-8 only; other encodings (such as GBK) would be read as different characters",
    ),
    help=Sentence("在编辑器里“另存为”，编码选 UTF-8", "save the file again with the encoding set to UTF-8"),
)

FORBIDDEN_CHARACTER = Code(
    "PR103",
    Severity.ERROR,
    message=Sentence("不许用的字符 `{character}`（{name}）", "the character `{character}` ({name}) is not allowed"),
    reason=Sentence(
        "它看不见，或改变行和文字的次序：人读到的和机器读到的会不一样",
        "it is invisible or changes the order of lines and letters, so people and machines would read different things",
    ),
    help=Sentence(
        "删去这个字符；从网页或文档粘贴的文字，重新键入一遍",
        "delete it; if the text was pasted from elsewhere, type it anew",
    ),
)

SYNTAX = Code(
    "PR104",
    Severity.ERROR,
    message=Sentence("从 `{near}` 起读不懂这个文件的结构", "the structure of the file cannot be read from `{near}` on"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("{instead}", "{instead}"),
)

ALIGNED = Sentence(
    "同一层的键要左边对齐，每个键后面是半角冒号和一个空格",
    "keys of one level start in the same column, and each is followed by a colon and a blank",
)
CHECK_LINES = Sentence(
    "检查这一行和上一行的缩进、冒号和短横", "check indentation, colon and dash on this line and the one before"
)
INDENTED = Sentence(
    "这一行缩进 {here} 格，上一行缩进 {above} 格；同一层的键要左边对齐，下一层多缩进两格",
    "this line is indented by {here}, the one above by {above}; keys of one level start in the same column, those "
    "below them two further",
)
ALIGN = Sentence("让这一行与同层的键左对齐", "let the line start where the keys of its level do")
BEHIND_QUOTES = Sentence(
    "值以引号开头，到后一个引号就结束了，后面不能再有字",
    "a value that starts with a quotation mark ends with the next one, and nothing may follow",
)
QUOTE_ALL = Sentence(
    "去掉引号；需要引号时把整个值写在单引号 `'...'` 里",
    "leave the quotation marks out, or put all of the value in `'...'`",
)

ANCHOR = Code(
    "PR105",
    Severity.ERROR,
    message=Sentence("不许用锚点或别名 `{near}`", "anchors and aliases are not allowed: `{near}`"),
    reason=Sentence(
        "条款要在它所在之处就能读全，不从别处借用",
        "a rule must be readable where it stands, not borrow its text from another place",
    ),
    help=Sentence(
        "把内容写全；若 `&`、`*` 是文字的一部分，给整段文字加引号",
        "write the content out; if `&` or `*` belongs to a text, quote the text",
    ),
)

TAG = Code(
    "PR106",
    Severity.ERROR,
    message=Sentence("不许用标记 `{near}`", "tags are not allowed: `{near}`"),
    reason=Sentence(
        "值的类型由词汇表规定，不在文件里另写", "the vocabulary says which type a value has, the file does not"
    ),
    help=Sentence(
        "删去标记；若 `!` 是文字的一部分，给整段文字加引号", "delete the tag; if `!` belongs to a text, quote the text"
    ),
)

DIRECTIVE = Code(
    "PR107",
    Severity.ERROR,
    message=Sentence("不许用指令 `{near}`", "directives are not allowed: `{near}`"),
    reason=Sentence(
        "文件第一行写 `format: 1`，格式由它说明", "the line `format: 1` says which format this is, nothing else does"
    ),
    help=Sentence("删去以 `%` 开头的这一行", "delete the line that starts with `%`"),
)

SECOND_DOCUMENT = Code(
    "PR108",
    Severity.ERROR,
    message=Sentence("`{near}` 起又是一份文档", "a second document starts at `{near}`"),
    reason=Sentence(
        "一个文件只有一份文档，后面的会被漏读", "a file holds one document; what follows would be overlooked"
    ),
    help=Sentence(
        "删去这一行，或把后面的内容移到另一个文件", "delete this line, or move what follows to a file of its own"
    ),
)

DUPLICATE_KEY = Code(
    "PR109",
    Severity.ERROR,
    message=Sentence("键 `{key}` 写了两次", "the key `{key}` is written twice"),
    reason=Sentence(
        "同一处的同名键，后一个会盖掉前一个", "of two equal keys in one place, one would silently replace the other"
    ),
    help=Sentence(
        "删去一个，或给其中一个改名；不同实体的同名定义分写在两个文件里",
        "delete one of them, or rename one; definitions of one id for two entities stand in two files",
    ),
)

KEY_NOT_TEXT = Code(
    "PR110",
    Severity.ERROR,
    message=Sentence("键不能是列表或映射", "a key cannot be a list or a mapping"),
    reason=Sentence("键是一个名字，冒号左边只写一个词", "a key is a name: one word to the left of the colon"),
    help=Sentence(
        "写成 `名字: 值`；若 `{{`、`[` 或 `?` 是文字的一部分，加引号",
        "write `name: value`; if `{{`, `[` or `?` belongs to a text, quote it",
    ),
)

EMPTY_KEY = Code(
    "PR111",
    Severity.ERROR,
    message=Sentence("冒号前没有键", "there is no key before the colon"),
    reason=Sentence("每个值都要有名字，才知道它是什么", "every value needs a name that says what it is"),
    help=Sentence("在冒号前写上键名，或删去这一行", "write the key before the colon, or delete the line"),
)

MERGE_KEY = Code(
    "PR112",
    Severity.ERROR,
    message=Sentence("不许用合并键 `<<`", "the merge key `<<` is not allowed"),
    reason=Sentence(
        "合并会悄悄带入别处的键，读条款的人看不到",
        "a merge brings in keys from elsewhere that a reader of the rule cannot see",
    ),
    help=Sentence("把要用的键一一写出", "write out the keys you need"),
)

TOO_DEEP = Code(
    "PR113",
    Severity.ERROR,
    message=Sentence("嵌套超过 `{limit}` 层", "nested deeper than `{limit}` levels"),
    reason=Sentence(
        "规则最多只需几层；更深的多半是括号写错",
        "rules need a handful of levels; deeper nesting is mostly a stray bracket",
    ),
    help=Sentence("检查 `[`、`{{` 和缩进", "check `[`, `{{` and the indentation"),
)

TOO_MANY_NODES = Code(
    "PR114",
    Severity.ERROR,
    message=Sentence("这里的值超过 `{limit}` 个", "there are more than `{limit}` values here"),
    reason=Sentence(
        "一套规则集的所有文件合计，再多就无法在限定的时间和内存里读完",
        "all files of a ruleset count together, and more could not be read within the bounds of time and memory",
    ),
    help=Sentence(
        "请检查是否误放了数据文件：事实写在表格里，不写在规则集里",
        "check that no data file has strayed into it: facts belong into tables, not into a ruleset",
    ),
)

TEXT_TOO_LONG = Code(
    "PR115",
    Severity.ERROR,
    message=Sentence(
        "这段文字有 `{size}` 个字符，超过上限 `{limit}`",
        "this text has `{size}` characters, more than the limit of `{limit}`",
    ),
    reason=Sentence(
        "摘要和条件都是短文字；这么长多半是漏了引号",
        "summaries and conditions are short; a text this long is mostly a missing quote",
    ),
    help=Sentence("检查引号，或把文字缩短", "check the quotes, or shorten the text"),
)

EMPTY_FILE = Code(
    "PR116",
    Severity.ERROR,
    message=Sentence("文件 `{file}` 是空的", "the file `{file}` is empty"),
    reason=Sentence(
        "每个文件都以 `format: 1` 开头，后面是条目", "every file starts with `format: 1`, followed by its sections"
    ),
    help=Sentence("写上 `format: 1` 和内容，或删去这个文件", "write `format: 1` and the content, or delete the file"),
)

TAB = Code(
    "PR117",
    Severity.ERROR,
    message=Sentence("缩进里有{what} `{character}`", "there is {what} `{character}` in the indentation"),
    reason=Sentence(
        "它有多宽，各个编辑器不一样，层次就说不清",
        "editors draw it in different widths, so the level would be unclear",
    ),
    help=Sentence("缩进改用半角空格，每层两个", "indent with plain blanks, two a level"),
)
A_TAB = Sentence("制表符", "a tab")
A_WIDE_BLANK = Sentence("全角空格或不换行空格", "a wide or no-break blank")

OPEN_QUOTE = Code(
    "PR118",
    Severity.ERROR,
    message=Sentence("引号 {quote} 没有配上另一半", "the quote {quote} is never closed"),
    reason=Sentence("从这里到文件末尾都成了同一段文字", "everything from here to the end of the file became one text"),
    help=Sentence("在文字末尾补上 {quote}", "write {quote} at the end of the text"),
)

OPEN_BRACKET = Code(
    "PR119",
    Severity.ERROR,
    message=Sentence("从 `{bracket}` 开始的括号没有写完整", "what starts with `{bracket}` is not complete"),
    reason=Sentence(
        "括号里的各项用半角逗号分开，末尾要有 `{closing}`；读到 `{near}` 时对不上",
        "its items are separated by commas and `{closing}` stands at the end; at `{near}` this no longer holds",
    ),
    help=Sentence(
        "补上逗号或 `{closing}`；含括号、逗号或冒号的文字要加引号",
        "add the comma or `{closing}`; quote texts that contain brackets, commas or colons",
    ),
)

COLON_IN_VALUE = Code(
    "PR120",
    Severity.ERROR,
    message=Sentence("这一行的冒号 `:` 不该出现在这里", "the colon `:` cannot stand here"),
    reason=Sentence(
        "冒号加空格是键的记号：值里有它，或缩进比上一行深，就读不通",
        "a colon followed by a blank marks a key; inside a value, or below a finished value, it makes no sense",
    ),
    help=Sentence(
        "值里有冒号就给整个值加引号；否则让这一行与同层的键左对齐",
        "quote a value that holds a colon; else align the line with its sibling keys",
    ),
)

RESERVED_START = Code(
    "PR121",
    Severity.ERROR,
    message=Sentence("值不能以 `{character}` 开头", "a value cannot start with `{character}`"),
    reason=Sentence("这个字符在 YAML 里另有用途", "YAML gives this character a meaning of its own"),
    help=Sentence("给整个值加引号", "quote the whole value"),
)

MISSING_COLON = Code(
    "PR122",
    Severity.ERROR,
    message=Sentence("`{near}` 后面缺半角冒号加空格", "`{near}` lacks a colon and a blank after it"),
    reason=Sentence(
        "每一行是 `键: 值`；全角冒号 `：` 或冒号后不留空格都不算",
        "every line is `key: value`; a full-width colon `：`, or one without a blank, does not count",
    ),
    help=Sentence("写成 `{instead}`", "write `{instead}`"),
)

BAD_ESCAPE = Code(
    "PR123",
    Severity.ERROR,
    message=Sentence("双引号里的 `{near}` 读不懂", "`{near}` has no meaning within double quotes"),
    reason=Sentence(
        "双引号里的反斜杠表示转义，只有几种写法",
        "within double quotes a backslash starts an escape, and only a few exist",
    ),
    help=Sentence("改用单引号，反斜杠就是普通字符", "use single quotes, where a backslash is an ordinary character"),
)

DASH_IN_VALUE = Code(
    "PR124",
    Severity.ERROR,
    message=Sentence("短横 `-` 不该出现在这里", "the dash `-` cannot stand here"),
    reason=Sentence(
        "列表的每一项另起一行，不写在键的同一行",
        "each item of a list starts on a line of its own, not on its key's line",
    ),
    help=Sentence("换行后再写 `- `，或写成 `[甲, 乙]`", "start a new line before `- `, or write `[a, b]`"),
)

WIDE_SIGN = Code(
    "PR125",
    Severity.ERROR,
    message=Sentence("用了全角标点 `{character}`", "the full-width sign `{character}` stands here"),
    reason=Sentence(
        "括号、逗号、冒号和短横只认半角的；全角的会成为文字的一部分",
        "only half-width brackets, commas, colons and dashes count; a full-width sign becomes part of the text",
    ),
    help=Sentence(
        "换成半角标点，后面空一格；若它属于文字，给整段文字加引号",
        "use the half-width sign and a blank, or quote the text if the sign belongs to it",
    ),
)

GLUED_DASH = Code(
    "PR126",
    Severity.ERROR,
    message=Sentence("`{character}` 后面缺一个空格", "a blank is missing after `{character}`"),
    reason=Sentence(
        "列表的每一项以 `- ` 开头，没有空格，短横就成了文字的一部分",
        "an item of a list begins with `- `; without the blank the dash belongs to the text",
    ),
    help=Sentence("在它后面空一格", "write a blank behind it"),
)
