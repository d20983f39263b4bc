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
        "规则集的词汇表没有把任何字段标为个人信息，因此没有一类对象算作人",
        "the vocabulary of the ruleset marks no field as personal, so that no kind of record counts as a person",
    ),
    help=Sentence(
        "在词汇表中给这类对象的字段（如姓名）加上 `personal: true`",
        "add `personal: true` to a field (such as a name) of that kind of record in the vocabulary",
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
