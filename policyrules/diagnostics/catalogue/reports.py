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
