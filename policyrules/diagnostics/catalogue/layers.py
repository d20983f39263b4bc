"""PR5xx: finding a ruleset's folders and files, and what a lower layer may do to an upper one."""

from __future__ import annotations

from policyrules.diagnostics.core import Code, Sentence, Severity

NO_RULESET = Code(
    "PR501",
    Severity.ERROR,
    message=Sentence("找不到规则集 `{name}`", "there is no ruleset `{name}`"),
    reason=Sentence(
        "它既不是随库提供的规则集的名称，也不是现有的文件夹",
        "it is neither the name of a ruleset of the library nor an existing folder",
    ),
    help=Sentence("{hint}", "{hint}"),
)

NO_HEADER = Code(
    "PR502",
    Severity.ERROR,
    message=Sentence("文件夹 `{name}` 中没有 `ruleset.yaml`", "the folder `{name}` has no `ruleset.yaml`"),
    reason=Sentence(
        "规则集由 `ruleset.yaml` 说明它代表哪一级、依据哪些文件",
        "`ruleset.yaml` says whom a ruleset speaks for and which documents it rests on",
    ),
    help=Sentence(
        "请指定含有 `ruleset.yaml` 的文件夹{instead}，或在其中新建该文件",
        "name the folder that holds `ruleset.yaml`{instead}, or write that file",
    ),
)

ID_IS_NOT_FOLDER = Code(
    "PR503",
    Severity.ERROR,
    message=Sentence(
        "规则集编号 `{id}` 与文件夹名 `{folder}` 不一致", "the id `{id}` is not the folder's name `{folder}`"
    ),
    reason=Sentence(
        "上下层规则集按文件夹名互相查找，编号就是文件夹名",
        "layers find each other by folder, so a ruleset's id is its folder's name",
    ),
    help=Sentence("请修改 `id`，或重命名文件夹", "change `id`, or rename the folder"),
)

UNKNOWN_LAYER = Code(
    "PR504",
    Severity.ERROR,
    message=Sentence("找不到上层规则集 `{name}`", "there is no ruleset `{name}` to extend"),
    reason=Sentence(
        "`extends` 先在同一根文件夹下查找，再在随库提供的规则集中查找，两处都没有",
        "`extends` is looked up beside this ruleset and then among the library's, and neither has it",
    ),
    help=Sentence("{hint}", "{hint}"),
)

LAYER_CYCLE = Code(
    "PR505",
    Severity.ERROR,
    message=Sentence("上下层成环：`{path}`", "the layers run in a circle: `{path}`"),
    reason=Sentence("规则集不能直接或间接以自己为上层", "a ruleset cannot stand above itself"),
    help=Sentence("请删去其中一处 `extends`", "take out one `extends` of the circle"),
)

TOO_MANY_LAYERS = Code(
    "PR506",
    Severity.ERROR,
    message=Sentence("`{name}` 之上层数超过 {limit} 层", "`{name}` is one layer too many: the limit is {limit}"),
    reason=Sentence("层数有上限，以免无休止地读取", "the number of layers is bounded, so that reading always ends"),
    help=Sentence("请合并一些层", "merge some of the layers"),
)

TOO_LARGE = Code(
    "PR507",
    Severity.ERROR,
    message=Sentence("读到 `{name}` 时规则集已超过 {limit}", "with `{name}` the ruleset exceeds {limit}"),
    reason=Sentence(
        "一套规则集连同上面各层的大小有上限，检查才总能很快结束",
        "a ruleset and the layers above it are bounded together, so that checking them always ends soon",
    ),
    help=Sentence(
        "请检查是否指错了文件夹，或误放了数据文件；规则太多就拆成几套规则集",
        "check that this is the folder you mean, and that no data file has strayed into it; split what is too large",
    ),
)

UNREADABLE = Code(
    "PR508",
    Severity.ERROR,
    message=Sentence("无法读取 `{name}`", "`{name}` cannot be read"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("请把普通文件直接放进规则集的文件夹", "put an ordinary file into the ruleset's folder"),
)

WRONG_SUFFIX = Code(
    "PR509",
    Severity.ERROR,
    message=Sentence("`{name}` 的扩展名不是 `.yaml`", "`{name}` does not end in `.yaml`"),
    reason=Sentence(
        "只读取 `.yaml` 文件，否则其中的规则会被悄悄漏掉", "only `.yaml` is read, so its rules would be lost in silence"
    ),
    help=Sentence("请改名为 `{instead}`", "rename it to `{instead}`"),
)

NOT_BELOW = Code(
    "PR520",
    Severity.ERROR,
    message=Sentence(
        "`{level}` 不在上层 `{above}` 的级别 `{above_level}` 之下",
        "`{level}` is not below `{above_level}`, the level of `{above}`",
    ),
    reason=Sentence(
        "`extends` 指向上一级：国家、省、市、县、学校依次向下",
        "`extends` names a higher level: nation, province, city, county, school go downwards",
    ),
    help=Sentence("请修改 `layer` 或 `extends`", "change `layer` or `extends`"),
)

ALREADY_ABOVE = Code(
    "PR521",
    Severity.ERROR,
    message=Sentence(
        "`{id}` 在上层 `{layer}` 中已有，这里没有写 `action`",
        "`{id}` stands in the layer `{layer}` already, and no `action` is given",
    ),
    reason=Sentence(
        "下层对上层的内容要写明是收紧、替换、豁免还是废止，从不暗中合并",
        "a lower layer says what it does to an upper one; nothing is merged in silence",
    ),
    help=Sentence(
        "请写 `action: tighten`、`replace`、`exempt` 或 `repeal`，或换一个编号",
        "write `action: tighten`, `replace`, `exempt` or `repeal`, or take another id",
    ),
)

FIXED_ABOVE = Code(
    "PR522",
    Severity.ERROR,
    message=Sentence(
        "`{id}` 在上层 `{layer}` 中已有，不能重新定义",
        "`{id}` is defined by the layer `{layer}` and cannot be defined again",
    ),
    reason=Sentence(
        "词汇、文件、条款和阶段在各层含义相同，下层只能增加",
        "words, documents, clauses and phases mean the same in every layer; a lower one may only add",
    ),
    help=Sentence("请删去这一项，或换一个编号", "take it out, or choose another id"),
)

NOTHING_ABOVE = Code(
    "PR523",
    Severity.ERROR,
    message=Sentence("上层没有 `{id}`，无法 `{action}`", "no upper layer has `{id}` to {action}"),
    reason=Sentence("这个动作只能用于上层已有的内容", "this action needs something that stands in an upper layer"),
    help=Sentence("{hint}", "{hint}"),
)

WRONG_KIND = Code(
    "PR524",
    Severity.ERROR,
    message=Sentence("`{id}` 在上层写在 `{section}` 中", "`{id}` stands under `{section}` in the upper layer"),
    reason=Sentence(
        "对上层规则的动作要写在同名的部分里", "what is done to a rule is written in the rule's own section"
    ),
    help=Sentence("请移到 `{section}:` 之下", "move it under `{section}:`"),
)

NOT_TIGHTENABLE = Code(
    "PR525",
    Severity.ERROR,
    message=Sentence("`{id}` 不能 `{action}`", "`{id}` cannot be changed by `{action}`"),
    reason=Sentence("{why}", "{why}"),
    help=Sentence("{instead}", "{instead}"),
)

LOOSER = Code(
    "PR526",
    Severity.ERROR,
    message=Sentence(
        "`{id}` 在 {days} 为 `{value}`，比上层 `{layer}` 的 `{above}` 宽松",
        "`{id}` is `{value}` on {days}, looser than `{above}` in the layer `{layer}`",
    ),
    reason=Sentence(
        "下层只能收紧上层的规定，除非上层条款授权", "a lower layer may only tighten, unless a clause above allows more"
    ),
    help=Sentence(
        "请写不{way} `{above}` 的值；确有授权时写 `action: replace` 与 `authority`",
        "write a value no {way} than `{above}`; where a clause allows it, write `action: replace` with `authority`",
    ),
)

NO_STRICTER = Code(
    "PR527",
    Severity.ERROR,
    message=Sentence("参数 `{id}` 没有说明哪个方向更严", "the parameter `{id}` does not say which way is stricter"),
    reason=Sentence("没有 `stricter` 就无法核对是否收紧", "without `stricter` nobody can check that it is tightened"),
    help=Sentence(
        "请在上层参数写 `stricter: higher` 或 `lower`",
        "write `stricter: higher` or `stricter: lower` on the parameter above",
    ),
)

NEEDS_AUTHORITY = Code(
    "PR528",
    Severity.ERROR,
    message=Sentence("对上层的 `{id}` 作 `{action}` 需要授权", "`{action}` of `{id}` from above needs an authority"),
    reason=Sentence("这会放宽上层 `{layer}` 的规定", "it loosens what the layer `{layer}` demands"),
    help=Sentence(
        "请写 `authority:` 和上层允许这样做的条款编号",
        "write `authority:` with the clause of an upper layer that allows it",
    ),
)

BAD_AUTHORITY = Code(
    "PR529",
    Severity.ERROR,
    message=Sentence("`{clause}` 不是上层的条款", "`{clause}` is not a clause of an upper layer"),
    reason=Sentence("只有上层文件能授权下层放宽", "only a document from above can allow a lower layer to loosen"),
    help=Sentence("{hint}", "{hint}"),
)

FORCE_FALLS = Code(
    "PR530",
    Severity.ERROR,
    message=Sentence(
        "`{id}` 的力度由 `{above}` 降为 `{force}`", "the force of `{id}` falls from `{above}` to `{force}`"
    ),
    reason=Sentence(
        "收紧时力度只能上升：aim、may、should、must", "tightening may only raise the force: aim, may, should, must"
    ),
    help=Sentence("请写 `{above}` 或更强的力度，或删去 `force`", "write `{above}` or stronger, or leave `force` out"),
)

DUE_LATER = Code(
    "PR531",
    Severity.ERROR,
    message=Sentence(
        "`{id}` 的期限不早于上层的期限", "the deadline of `{id}` is not provably earlier than the one above"
    ),
    reason=Sentence(
        "收紧时期限只能提前，并且要能从写定的日期看出",
        "tightening may only bring a deadline forward, and the dates must show it",
    ),
    help=Sentence("请写早于 `{above}` 的日期", "write a date before `{above}`"),
)

TYPE_CHANGES = Code(
    "PR532",
    Severity.ERROR,
    message=Sentence(
        "`{id}` 替换后类型由 `{above}` 变为 `{type}`", "replacing `{id}` changes its type from `{above}` to `{type}`"
    ),
    reason=Sentence("上层的规则按原类型使用它", "rules of the upper layer use it with its first type"),
    help=Sentence("请保持类型 `{above}`，或换一个编号", "keep the type `{above}`, or choose another id"),
)

NOTHING_TIGHTENED = Code(
    "PR533",
    Severity.ERROR,
    message=Sentence("`{id}` 的收紧没有内容", "the tightening of `{id}` says nothing"),
    reason=Sentence(
        "收紧要给出更严的条件、力度或期限", "to tighten is to give a condition, a force or a deadline that is stricter"
    ),
    help=Sentence("请写 `must`、`force` 或 `due`", "write `must`, `force` or `due`"),
)
