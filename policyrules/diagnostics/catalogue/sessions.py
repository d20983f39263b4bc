"""PR94x: live sessions, their snapshots and their events."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

ERROR = Severity.ERROR
OTHER_RULESET = Code(
    "PR940",
    ERROR,
    message=Sentence(
        "快照 `{path}` 属于规则集 `{was}`，不是现在的 `{now}`",
        "snapshot `{path}` belongs to ruleset `{was}`, not to the present `{now}`",
    ),
    reason=Sentence(
        "规则的内容变了，快照里的判定就不再成立；内容摘要当时是 `{old}`，现在是 `{new}`",
        "where the rules have changed, what was judged no longer holds; their digest was `{old}` and is `{new}`",
    ),
    help=Sentence(
        "用当时的规则集继续，或换一个快照文件名，从事实重新开始",
        "go on with the ruleset of that time, or name another snapshot file and start again from the facts",
    ),
)
BAD_SNAPSHOT = Code(
    "PR941",
    ERROR,
    message=Sentence(
        "`{path}` 不是会话的快照，或已损坏：第 {line} 行",
        "`{path}` is no snapshot of a session, or is damaged: line {line}",
    ),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence(
        "给出由 `policyrules watch --snapshot` 或 `snapshot()` 写成的文件，或从事实重新开始",
        "name a file written by `policyrules watch --snapshot` or `snapshot()`, or start again from the facts",
    ),
)
NO_DURABLE = Code(
    "PR942",
    ERROR,
    message=Sentence("这台机器上没有 `durable` 引擎", "engine `durable` is not available on this machine"),
    reason=Sentence(
        "它需要 durable-rules，要用 C 编译器安装，只支持 Python 3.11 和 3.12：{why}",
        "it needs durable-rules, which takes a C compiler to install and runs on Python 3.11 and 3.12 only: {why}",
    ),
    help=Sentence(
        '运行 `pip install "policyrules[durable]"`，或用 `direct` 引擎，判定完全相同',
        'run `pip install "policyrules[durable]"`, or use engine `direct`, which judges exactly alike',
    ),
)
BAD_EVENT = Code(
    "PR943",
    ERROR,
    message=Sentence("不是一个事件：`{value}`", "this is not an event: `{value}`"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence(
        '写成 `{{"put": {{"entity": "teacher", "record": {{"id": "T001"}}}}}}`、'
        '`{{"remove": {{"entity": "teacher", "id": "T001"}}}}` 或 `{{"advance": "2023-11-10"}}`',
        'write `{{"put": {{"entity": "teacher", "record": {{"id": "T001"}}}}}}`, '
        '`{{"remove": {{"entity": "teacher", "id": "T001"}}}}` or `{{"advance": "2023-11-10"}}`',
    ),
)
OTHER_EVENTS = Code(
    "PR944",
    ERROR,
    message=Sentence(
        "`{path}` 不是快照 `{snapshot}` 读过的那个事件文件",
        "`{path}` is not the file of events that snapshot `{snapshot}` was reading",
    ),
    reason=Sentence(
        "快照已经读过 {count} 行，这个文件开头的 {count} 行与之不同",
        "the snapshot has read {count} line(s), and the first {count} of this file are others",
    ),
    help=Sentence(
        "给出同一个文件（后面可以续写），或换一个快照文件名，从事实重新开始",
        "name the same file (it may have grown), or name another snapshot file and start again from the facts",
    ),
)
NO_EVENTS = Code(
    "PR945",
    ERROR,
    message=Sentence("无法读取事件文件 `{path}`", "the file of events `{path}` cannot be read"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence(
        "检查文件名和权限，或用 `-` 从标准输入读取", "check its name and permissions, or read standard input with `-`"
    ),
)
NO_SNAPSHOT = Code(
    "PR946",
    ERROR,
    message=Sentence("无法读取快照 `{path}`", "snapshot `{path}` cannot be read"),
    reason=Sentence("{reason}", "{reason}"),
    help=Sentence(
        "检查文件名和权限；还没有快照时，从事实开始，再用 `snapshot()` 写一个",
        "check its name and permissions; where there is none yet, begin with facts and write one with `snapshot()`",
    ),
)
CLOSED = Code(
    "PR947",
    ERROR,
    message=Sentence("会话已经结束", "the session is closed"),
    reason=Sentence(
        "结束后再来的事件不会记入日志，也不经第二个引擎核对",
        "what came now would be in no journal and checked by no second engine",
    ),
    help=Sentence(
        "在 `with` 之内或 `close()` 之前写；或用 `rules.session(resume=...)` 从快照继续",
        "write within the `with`, before `close()`; or go on from a snapshot with `rules.session(resume=...)`",
    ),
)
RESUMED = Code(
    "PR948",
    ERROR,
    message=Sentence("`resume` 不能同时给出 `{argument}`", "`resume` and `{argument}` cannot both be given"),
    reason=Sentence("快照里已有事实和判定日", "a snapshot holds its own facts and its own day"),
    help=Sentence(
        "只给 `resume`；要换判定日，继续以后用 `advance(day)`",
        "give `resume` alone; for another day call `advance(day)` on the session that goes on",
    ),
)
