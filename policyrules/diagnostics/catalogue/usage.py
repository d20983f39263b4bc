"""PR9xx: the command line and the Python interface, asked for something that is not there."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ERROR = Severity.ERROR
UNKNOWN_RULE = Code(
    "PR901",
    ERROR,
    message=Sentence("规则集 `{ruleset}` 中没有规则 `{rule}`", "ruleset `{ruleset}` has no rule `{rule}`"),
    reason=Sentence("规则按编号称呼；这里有 {count} 条", "rules go by their ids; there are {count} here"),
    help=Sentence(
        "{meant}用 `policyrules clauses {ruleset}` 看所有规则的编号",
        "{meant}see all ids with `policyrules clauses {ruleset}`",
    ),
)
UNKNOWN_SUBJECT = Code(
    "PR902",
    ERROR,
    message=Sentence("“{entity}”的表里没有编号 `{id}`", "the table of {entity} has no id `{id}`"),
    reason=Sentence("表里共有 {count} 条记录；编号按文字比较", "it holds {count} record(s); ids are compared as text"),
    help=Sentence("{meant}检查编号，前面的零也算", "{meant}check the id; leading zeros count"),
)
NO_TABLE = Code(
    "PR903",
    ERROR,
    message=Sentence("没有给出“{entity}”的表", "the table of {entity} was not given"),
    reason=Sentence("要说明 `{id}`，先要有它的记录", "to explain `{id}` its record is needed"),
    help=Sentence("在事实文件夹里放入 `{file}.csv`", "put `{file}.csv` into the folder of facts"),
)
UNKNOWN_ENTITY = Code(
    "PR904",
    ERROR,
    message=Sentence("没有实体 `{entity}`", "there is no entity `{entity}`"),
    reason=Sentence("词汇表中的实体：{known}", "the vocabulary has: {known}"),
    help=Sentence("{meant}换成其中之一", "{meant}name one of these"),
)
BAD_SUBJECT = Code(
    "PR905",
    ERROR,
    message=Sentence("`{subject}` 不是 `实体:编号` 的写法", "`{subject}` is not of the form `entity:id`"),
    reason=Sentence(
        "不同实体的记录可以用同一个编号，所以两者都要写",
        "different kinds of things may share an id, so both are needed",
    ),
    help=Sentence("写成例如 `teacher:T001` 或 `教师:T001`", "write for example `teacher:T001` or `教师:T001`"),
)
BAD_DAY = Code(
    "PR906",
    ERROR,
    message=Sentence("`{value}` 不是日期", "`{value}` is not a date"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence("写成例如 `2023-12-31`", "write for example `2023-12-31`"),
)
OTHER_RULE = Code(
    "PR907",
    ERROR,
    message=Sentence(
        "规则 `{rule}` 说的是“{expected}”，不是“{entity}”", "rule `{rule}` speaks of {expected}, not of {entity}"
    ),
    reason=Sentence("一条规则只判定一种实体", "a rule judges one kind of thing"),
    help=Sentence("换成 `{example}:编号`，或换一条规则", "name a subject `{example}:id`, or another rule"),
)
UNWRITABLE = Code(
    "PR908",
    ERROR,
    message=Sentence("无法写入 `{path}`", "`{path}` cannot be written"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence(
        "检查文件夹是否存在、能否写入，或换一个位置",
        "check that the folder exists and may be written to, or name another",
    ),
)
UNKNOWN_OPTION = Code(
    "PR909",
    ERROR,
    message=Sentence("没有选项 `{option}`", "there is no option `{option}`"),
    reason=Sentence("`{command}` 认得：{known}", "`{command}` knows: {known}"),
    help=Sentence("{meant}用 `{command} --help` 看用法", "{meant}see `{command} --help`"),
)
UNKNOWN_COMMAND = Code(
    "PR910",
    ERROR,
    message=Sentence("没有命令 `{name}`", "there is no command `{name}`"),
    reason=Sentence("有这些命令：{known}", "the commands are: {known}"),
    help=Sentence("{meant}用 `{command} --help` 看用法", "{meant}see `{command} --help`"),
)
MISSING_ARGUMENT = Code(
    "PR911",
    ERROR,
    message=Sentence("缺少 `{name}`", "`{name}` is missing"),
    reason=Sentence("它是{what}", "it is {what}"),
    help=Sentence("写成 `{usage}`", "write `{usage}`"),
)
BAD_CHOICE = Code(
    "PR912",
    ERROR,
    message=Sentence("`{option}` 不能是 `{value}`", "`{option}` cannot be `{value}`"),
    reason=Sentence("可以是：{known}", "it can be: {known}"),
    help=Sentence("{meant}换成其中之一", "{meant}choose one of them"),
)
SURPLUS_ARGUMENT = Code(
    "PR913",
    ERROR,
    message=Sentence("多出了 `{value}`", "`{value}` is one too many"),
    reason=Sentence("`{command}` 的用法是 `{usage}`", "`{command}` is used as `{usage}`"),
    help=Sentence("去掉多出的部分；含空格的路径要加引号", "leave it out; a path with blanks goes in quotes"),
)
NO_VALUE = Code(
    "PR914",
    ERROR,
    message=Sentence("选项 `{option}` 用得不对", "option `{option}` is not used correctly"),
    reason=Sentence("它{rule}", "it {rule}"),
    help=Sentence("用 `{command} --help` 看用法", "see `{command} --help`"),
)
BAD_NAME = Code(
    "PR915",
    ERROR,
    message=Sentence("`{name}` 不能作规则集的编号", "`{name}` cannot be the id of a ruleset"),
    reason=Sentence(
        "编号以小写字母开头，只含小写字母、数字和 `-`，最多 40 个字符",
        "an id starts with a small letter and has small letters, digits and `-`, at most 40 of them",
    ),
    help=Sentence("写成例如 `hubei`", "write for example `hubei`"),
)
FOLDER_EXISTS = Code(
    "PR916",
    ERROR,
    message=Sentence("`{path}` 已经存在", "`{path}` exists already"),
    reason=Sentence("新建不会覆盖已有的内容", "what stands there is never overwritten"),
    help=Sentence("换一个编号，或用 --dir 换一个位置", "choose another id, or another place with --dir"),
)
WRONG_KIND = Code(
    "PR917",
    ERROR,
    message=Sentence("`{argument}` 不能是 `{given}` 一类的值", "`{argument}` cannot be a value of type `{given}`"),
    reason=Sentence("这里要{needed}", "{needed} is needed here"),
    help=Sentence("写成例如 `{example}`", "pass for example `{example}`"),
)
TAKEN_NAME = Code(
    "PR918",
    ERROR,
    message=Sentence("编号 `{name}` 已有自带的规则集在用", "the id `{name}` is that of a ruleset of the library"),
    reason=Sentence(
        "命令里写 `{name}` 指的总是自带的那一套，新建的就分不清了",
        "in a command `{name}` always means that one, so nobody could tell them apart",
    ),
    help=Sentence("换一个编号，例如 `{name}-new`", "choose another id, such as `{name}-new`"),
)
EMPTY_VALUE = Code(
    "PR919",
    ERROR,
    message=Sentence("`{name}` 的值是空的", "the value of `{name}` is empty"),
    reason=Sentence(
        "空值不当作当前文件夹，也不当作没有写", "it stands neither for the current folder nor for something left out"
    ),
    help=Sentence(
        "写出值，当前文件夹写 `.`；写的若是变量，先看它有没有值",
        "write a value, `.` for the current folder; if it comes from a variable, see whether that has one",
    ),
)
