"""PR95x: reports that cannot be written as asked."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ERROR = Severity.ERROR
NOT_INSTALLED = Code(
    "PR950",
    ERROR,
    message=Sentence(
        "输出格式 `{form}` 需要的 `{package}` 没有安装", "the form `{form}` needs `{package}`, which is not installed"
    ),
    reason=Sentence(
        "它是可选的部分，不随基本安装带来", "it is an optional part that the plain installation leaves out"
    ),
    help=Sentence("运行 `pip install 'policyrules[{extra}]'`", "run `pip install 'policyrules[{extra}]'`"),
)
NEEDS_FILE = Code(
    "PR951",
    ERROR,
    message=Sentence("输出格式 `{form}` 要写入文件", "the form `{form}` needs a file to be written to"),
    reason=Sentence("它不是文字，不能显示在屏幕上", "it is no text that a screen could show"),
    help=Sentence("加上 `-o 报告.{form}`", "add `-o report.{form}`"),
)
NOBODY = Code(
    "PR952",
    ERROR,
    message=Sentence("不知道该隐去谁", "nobody knows whom to redact"),
    reason=Sentence(
        "规则集的词汇表没有把任何一种实体或字段标为个人的，因此没有一种实体算作人",
        "the vocabulary of the ruleset marks nothing as personal, so that no kind of record counts as a person",
    ),
    help=Sentence(
        "在词汇表中给这种实体（如教师）或它的字段（如姓名）加上 `personal: true`",
        "add `personal: true` in the vocabulary to that kind of record, or to a field of it such as a name",
    ),
)
SHORT_KEY = Code(
    "PR953",
    ERROR,
    message=Sentence(
        "隐去身份用的密钥太短：{length} 个字符", "the key for redaction is too short: {length} characters"
    ),
    reason=Sentence(
        "短的密钥可以逐个试出来，试出来就能认出是谁",
        "a short key can be found by trying, and then everybody can be told again",
    ),
    help=Sentence(
        "把 POLICYRULES_REDACTION_KEY 设为至少 {least} 个字符的秘密文字，或不设它（每次用一个随机的密钥）",
        "set POLICYRULES_REDACTION_KEY to a secret of {least} characters or more, or leave it out for a random one",
    ),
)
NO_LINE = Code(
    "PR954",
    ERROR,
    message=Sentence("`{value}` 不是一条记录", "`{value}` is no record"),
    reason=Sentence(
        "通报按 `per` 分行，每条记录要算在某个对象那一行；这里是{type}",
        "a bulletin has a line for each record that `per` leads to; this is {type}",
    ),
    help=Sentence(
        "写一个引用，或一串引用，如 `school.county`", "write a reference, or a path of them such as `school.county`"
    ),
)
NO_AMOUNT = Code(
    "PR955",
    ERROR,
    message=Sentence("`{value}` 不能作比率的分子", "`{value}` cannot be the part of a rate"),
    reason=Sentence(
        "比率数的是满足条件的记录，或者把数加起来；这里是{type}",
        "a rate counts records of which a condition holds, or adds up numbers; this is {type}",
    ),
    help=Sentence(
        "写一个条件，如 `completed`，或一个数，如 `selected`",
        "write a condition such as `completed`, or a number such as `selected`",
    ),
)
NO_BULLETIN = Code(
    "PR956",
    ERROR,
    message=Sentence("规则集 `{ruleset}` 没有通报", "the ruleset `{ruleset}` has no bulletin"),
    reason=Sentence(
        "通报数什么、按谁分行，由规则集的 `bulletins` 说明，命令不能自己定",
        "what a bulletin counts, and in whose lines, is said under `bulletins` in the ruleset, not by the command",
    ),
    help=Sentence(
        "在规则集里加上 `bulletins`（见 docs/language.md）", "add `bulletins` to the ruleset (see docs/language.md)"
    ),
)
WHICH_BULLETIN = Code(
    "PR957",
    ERROR,
    message=Sentence("{asked}", "{asked}"),
    reason=Sentence("这套规则集有这些通报：{known}", "the ruleset has these bulletins: {known}"),
    help=Sentence("加上 `--bulletin {first}` 这样的一项", "add one of them: `--bulletin {first}`"),
)
BAD_PERIOD = Code(
    "PR958",
    ERROR,
    message=Sentence("时段 `{period}` 不能用", "the period `{period}` cannot be used"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence(
        "写成 `2023`、`2023-10`、`2023-09..2023-12`、`2023年`，或一个阶段的编号",
        "write it as `2023`, `2023-10`, `2023-09..2023-12`, or the id of a phase",
    ),
)
NO_SUFFIX = Code(
    "PR959",
    ERROR,
    message=Sentence("从文件名 `{name}` 看不出要写成哪种格式", "the file name `{name}` does not tell the form"),
    reason=Sentence("格式由后缀决定", "the form is told by the suffix"),
    help=Sentence("后缀用 {suffixes} 之一", "use one of these suffixes: {suffixes}"),
)
