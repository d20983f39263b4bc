"""PR2xx: a file that is YAML but not the file format: wrong keys, wrong kinds of values, wrong words."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

A_TEXT = Sentence("一段文字", "a text")
A_LIST = Sentence("一个列表", "a list")
A_MAPPING = Sentence("一组键值", "a mapping")
NO_GUESS = Sentence("", "")
OR_CHANGE = Sentence(
    "；若要改上层的同名规定，写 `action`，如 `action: tighten`",
    "; to change what an upper layer says under this id, write an `action`, such as `action: tighten`",
)
PAIRS = Sentence("{键: 值, ...}", "{key: value, ...}")

UNKNOWN_KEY = Code(
    "PR201",
    Severity.ERROR,
    message=Sentence("{what}里没有 `{key}` 这个键", "`{key}` is not a key of {what}"),
    reason=Sentence("这里只认这些键：{keys}", "the keys here are {keys}"),
    help=Sentence("{meant}改用其中一个，或删去这一行", "{meant}use one of them, or delete the line"),
)

MISSING_KEY = Code(
    "PR202",
    Severity.ERROR,
    message=Sentence("{what}缺少 `{key}`（{title}）", "{what} lacks `{key}`"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("在这里补上 `{key}: ...`{instead}", "add `{key}: ...` here{instead}"),
)

WANTED_MAPPING = Code(
    "PR203",
    Severity.ERROR,
    message=Sentence("这里应是一组 `键: 值`，写的却是{found}", "a mapping `key: value` is wanted here, not {found}"),
    reason=Sentence("这一项由几个有名字的值组成", "this is made of several values, each with its name"),
    help=Sentence(
        "写成 `{instead}`，或换行缩进写 `键: 值`",
        "write `{instead}`, or indented lines of `key: value`",
    ),
)

WANTED_LIST = Code(
    "PR204",
    Severity.ERROR,
    message=Sentence("这里应是一个列表，写的却是{found}", "a list is wanted here, not {found}"),
    reason=Sentence("这一项可以有好几个，次序有意义", "there may be several of these, and their order counts"),
    help=Sentence("每一项另起一行，以 `- ` 开头", "write each on a line of its own that starts with `- `"),
)

WANTED_TEXT = Code(
    "PR205",
    Severity.ERROR,
    message=Sentence("这里应是一个值，写的却是{found}", "a single value is wanted here, not {found}"),
    reason=Sentence(
        "这个键只接一个词、一个数、一个日期或一个条件", "this key takes one word, number, date or condition"
    ),
    help=Sentence(
        "只写一个值；若 `{{` 或 `[` 是文字的一部分，给整个值加引号",
        "write one value; if `{{` or `[` belongs to it, quote the whole",
    ),
)

EMPTY = Code(
    "PR206",
    Severity.ERROR,
    message=Sentence("`{key}` 后面是空的", "nothing is written for `{key}`"),
    reason=Sentence(
        "空着看不出是“没有”还是“忘了写”", "an empty place does not say whether there is none or it was forgotten"
    ),
    help=Sentence("写上内容，或把 `{key}` 整个删去", "write its content, or delete `{key}`"),
)

BAD_WORD = Code(
    "PR207",
    Severity.ERROR,
    message=Sentence("`{key}` 不能是 `{value}`", "`{key}` cannot be `{value}`"),
    reason=Sentence("这里只认这些词：{words}", "the words here are {words}"),
    help=Sentence("{meant}写其中一个", "{meant}write one of them"),
)

BAD_ID = Code(
    "PR208",
    Severity.ERROR,
    message=Sentence("编号 `{id}` 的写法不对", "the id `{id}` is not spelled as ids are"),
    reason=Sentence(
        "编号要能在条件、报告和网址里照样写：{style}", "ids stand in conditions, reports and addresses: {style}"
    ),
    help=Sentence(
        "{meant}改编号；给人看的名称写在 `label` 里", "{meant}change the id; what people read belongs in `label`"
    ),
)

SEVERAL_IN_ONE = Code(
    "PR221",
    Severity.ERROR,
    message=Sentence("`{text}` 是几个编号写在了一起", "`{text}` is several ids in one text"),
    reason=Sentence("几个编号要写成列表", "several ids make a list; in one text they are no id at all"),
    help=Sentence("写成 `{list}`", "write `{list}`"),
)

BAD_VERSION = Code(
    "PR222",
    Severity.ERROR,
    message=Sentence("版本 `{version}` 的写法不对", "the version `{version}` is not spelled as versions are"),
    reason=Sentence(
        "版本是三个数，报告要写明用的是哪一版", "a version is three numbers; reports state which one they used"
    ),
    help=Sentence("写成 `{example}`", "write `{example}`"),
)

BAD_BOOLEAN = Code(
    "PR209",
    Severity.ERROR,
    message=Sentence("`{key}` 要写 `true` 或 `false`，不能是 `{value}`", "`{key}` is `true` or `false`, not `{value}`"),
    reason=Sentence(
        "是与否只有这一种写法，免得有歧义", "there is one spelling for yes and no, so that none is misread"
    ),
    help=Sentence("是写 `true`，否写 `false`", "write `true` for yes, `false` for no"),
)

BAD_DATE = Code(
    "PR210",
    Severity.ERROR,
    message=Sentence("`{value}` 读不成日期", "`{value}` is no date as dates are written here"),
    reason=Sentence("`{key}` 要的是一个确定的日子：{why}", "`{key}` wants one day: {why}"),
    help=Sentence("写成 `{example}`", "write it like `{example}`"),
)
NO_DAY = Sentence("年、月、日", "year, month and day")
OTHER_FORM = Sentence("年月日之间写 `-`", "year, month and day joined by `-`")

BAD_DECIMALS = Code(
    "PR211",
    Severity.ERROR,
    message=Sentence(
        "小数位数 `{value}` 不是 0 到 9 的整数", "the decimal places `{value}` are no whole number from 0 to 9"
    ),
    reason=Sentence(
        "`{key}` 说明这个单位的数最多写几位小数", "`{key}` says how many decimal places a number of this unit may have"
    ),
    help=Sentence("写 0 到 9 之间的一个数字，如 `decimals: 2`", "write one digit, such as `decimals: 2`"),
)

TOO_MANY_OF = Code(
    "PR212",
    Severity.ERROR,
    message=Sentence("`{key}` 和 `{other}` 只能写一个", "`{key}` and `{other}` cannot both be given"),
    reason=Sentence(
        "{keys} 各说各的，同时写就不知道听哪个", "{keys} each answer the same question, so only one can stand"
    ),
    help=Sentence("留下合适的一个，删去 `{key}` 或 `{other}`", "keep the one you mean: delete `{key}` or `{other}`"),
)

ONE_OF_NEEDED = Code(
    "PR213",
    Severity.ERROR,
    message=Sentence("{what}缺一个键：{keys} 之一", "{what} lacks one of {keys}"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("补上其中一个", "add one of them"),
)

KEY_NOT_HERE = Code(
    "PR214",
    Severity.ERROR,
    message=Sentence("`{key}` 不能写在这里：{given}", "`{key}` cannot stand here: {given}"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("删去 `{key}`，或改动 `{other}`", "delete `{key}`, or change `{other}`"),
)

KEY_NEEDED_HERE = Code(
    "PR215",
    Severity.ERROR,
    message=Sentence("这里还要写 `{key}`：{given}", "`{key}` is needed here: {given}"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("补上 `{key}: ...`", "add `{key}: ...`"),
)

NO_FORMAT = Code(
    "PR216",
    Severity.ERROR,
    message=Sentence("文件没有写 `format: 1`", "the file does not say `format: 1`"),
    reason=Sentence(
        "格式的版本写在每个文件里，以后格式变了也读得懂旧文件",
        "each file states its format, so that old files stay readable when the format changes",
    ),
    help=Sentence("在第一行写上 `format: 1`", "write `format: 1` on the first line"),
)

BAD_FORMAT = Code(
    "PR217",
    Severity.ERROR,
    message=Sentence("不认识格式 `{value}`", "the format `{value}` is not known"),
    reason=Sentence("这一版程序只读第 1 版格式", "this version reads format 1 only"),
    help=Sentence(
        "写 `format: 1`；若文件来自更新的程序，请升级",
        "write `format: 1`; if the file comes from a newer program, upgrade",
    ),
)

WRONG_FILE = Code(
    "PR218",
    Severity.ERROR,
    message=Sentence("`{section}` 不能写在文件 `{file}` 里", "`{section}` cannot stand in the file `{file}`"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("把 `{section}` 移到 `{right}`", "move `{section}` to `{right}`"),
)

UNKNOWN_SECTION = Code(
    "PR219",
    Severity.ERROR,
    message=Sentence("没有 `{key}` 这样的一节", "there is no section `{key}`"),
    reason=Sentence("文件最外层只有这些节：{keys}", "the sections of a file are {keys}"),
    help=Sentence(
        "{meant}改用其中一个；或许是缩进少了，它本属于上一节",
        "{meant}use one of them; or indent it, if it belongs to the section above",
    ),
)

WIDE_PUNCTUATION = Code(
    "PR220",
    Severity.ERROR,
    message=Sentence(
        "键 `{key}` 里有全角标点 `{character}`", "the key `{key}` holds the full-width sign `{character}`"
    ),
    reason=Sentence(
        "键与值之间、项与项之间只认半角的 `:` 和 `,`，全角的会成为键的一部分",
        "only the half-width `:` and `,` separate keys and values; a full-width sign becomes part of the key",
    ),
    help=Sentence("换成半角标点，冒号和逗号后面各空一格", "use the half-width sign and a blank after it"),
)
