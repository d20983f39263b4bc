"""The pytest plugin: every check under `cases/` of a ruleset's folder is a test.

Nothing but pytest is imported here until such a folder is met, so that the plugin costs other projects nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from policyrules.compiler.cases import Case, CaseSet
    from policyrules.diagnostics.core import Diagnostic
    from policyrules.model.ruleset import Ruleset

    Loaded = tuple[Ruleset | None, tuple[CaseSet, ...], tuple[Diagnostic, ...]]

_LOADED = pytest.StashKey[dict[Path, "Loaded"]]()
_LANGUAGES = ("zh", "en")


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option: the language in which failures are told."""
    group = parser.getgroup("policyrules")
    help = "language of failing cases of policyrules (zh)"
    group.addoption("--policy-lang", choices=_LANGUAGES, default="zh", help=help)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """A YAML file that stands under `cases/` of a folder with a `ruleset.yaml`."""
    folder = ruleset_folder(file_path) if file_path.suffix == ".yaml" else None
    return None if folder is None else CaseFile.from_parent(parent, path=file_path, folder=folder)


def ruleset_folder(file: Path) -> Path | None:
    """The folder of the ruleset whose cases a file holds, if it does."""
    for folder in file.parents:
        if folder.name == "cases":
            return folder.parent if (folder.parent / "ruleset.yaml").is_file() else None
    return None


class CaseFile(pytest.File):
    """A file of cases."""

    def __init__(self, *, folder: Path, **more: Any) -> None:
        """Hold the folder of the ruleset."""
        super().__init__(**more)
        self.folder = folder

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The checks of each rule; where the ruleset or the file is wrong, what is wrong with it."""
        from policyrules.diagnostics.core import has_errors

        ruleset, sets, problems = self._load(self.folder)
        if ruleset is None:
            yield Broken.from_parent(self, name="ruleset", diagnostics=problems)
            return
        name = self.path.relative_to(self.folder).as_posix()
        own = tuple(p for p in problems if p.place is not None and p.place.file == name)
        if has_errors(own):
            yield Broken.from_parent(self, name="cases", diagnostics=own)
        by_rule: dict[str, list[Case]] = {}
        for case in (case for one in sets if one.file == name for case in one.cases):
            by_rule.setdefault(case.rule, []).append(case)
        for rule, cases in by_rule.items():
            yield RuleCases.from_parent(self, name=rule, cases=cases, ruleset=ruleset)

    def _load(self, folder: Path) -> Loaded:
        """The ruleset and its cases, read once a run."""
        from policyrules.compiler import load_ruleset
        from policyrules.compiler.cases import load_cases

        loaded = self.config.stash.setdefault(_LOADED, {})
        if folder not in loaded:
            ruleset, problems = load_ruleset(folder)
            sets, more = ((), ()) if ruleset is None else load_cases(folder, ruleset)
            loaded[folder] = ruleset, sets, (*problems, *more)
        return loaded[folder]


class RuleCases(pytest.Collector):
    """The checks of one rule: a level of its own, so that a test can be asked for as it was named when it failed."""

    def __init__(self, *, cases: list[Case], ruleset: Ruleset, **more: Any) -> None:
        """Hold the checks and the ruleset they are about."""
        super().__init__(**more)
        self.cases, self.ruleset = cases, ruleset

    def collect(self) -> Iterable[pytest.Item]:
        """One item for each check."""
        told: Counter[str] = Counter()
        for case in self.cases:
            title = case.name.get(self.config.getoption("--policy-lang"))
            told[title] += 1
            number = "" if told[title] == 1 else f" ({told[title]})"
            yield CaseItem.from_parent(self, name=title + number, case=case, ruleset=self.ruleset)


class Failed(Exception):
    """A case that came out otherwise, or files that cannot be used; its text is the report."""


class CaseItem(pytest.Item):
    """One check."""

    def __init__(self, *, case: Case, ruleset: Ruleset, **more: Any) -> None:
        """Hold the case and the ruleset it is about."""
        super().__init__(**more)
        self.case, self.ruleset = case, ruleset

    def runtest(self) -> None:
        """Judge, and tell the whole tree where the verdict is another."""
        from policyrules.testing.failure import failure_lines
        from policyrules.testing.trial import try_case

        outcome = try_case(self.ruleset, self.case)
        if not outcome.right:
            lang = self.config.getoption("--policy-lang")
            raise Failed("\n".join(line.text for line in failure_lines(outcome, self.ruleset, lang)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is expected, what came out and why; a defect of ours with its traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line (from 0) and name of the check."""
        return self.path, self.case.place.line - 1, f"{self.case.rule}: {self.name}"


class Broken(pytest.Item):
    """Files that cannot be used, as a failing test."""

    def __init__(self, *, diagnostics: tuple[Diagnostic, ...], **more: Any) -> None:
        """Hold what is wrong."""
        super().__init__(**more)
        self.diagnostics = diagnostics

    def runtest(self) -> None:
        """Fail with the diagnostics."""
        from policyrules.diagnostics.render import render

        raise Failed(render(self.diagnostics, self.config.getoption("--policy-lang")))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The diagnostics, with their places."""
        return str(excinfo.value) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file they were found with."""
        return self.path, 0, self.name
