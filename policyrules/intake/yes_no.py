"""Yes and no as people tick them: a mark, or the column's own name said again."""

from __future__ import annotations

_YES, _NO = "√✓✔☑", "×✗✘✕☒"


def spoken_words(label: str) -> dict[str, bool]:
    """What stands for yes and no in a column called `label`, besides 是, 否, true and false.

    >>> words = spoken_words("已结业")
    >>> words["√"], words["已结业"], words["结业"], words["未结业"]
    (True, True, True, False)
    >>> spoken_words("有学习任务")["无"], spoken_words("在岗")["不在岗"]
    (False, False)
    """
    words = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
    words[label] = True
    words |= dict.fromkeys((f"不{label}", f"未{label}", f"没{label}"), False)
    core = label[1:]
    if core and label[0] == "已":
        words |= {core: True, f"未{core}": False, f"没{core}": False}
    elif core and label[0] == "有":
        words |= {"有": True, "无": False, "没有": False, f"无{core}": False}
    return words
