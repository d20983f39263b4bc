"""policyrules: provincial education policy as evaluable rules.

    import policyrules as pr
    rules = pr.load("henan")
    report = pr.evaluate(rules, "examples/henan", as_of=date(2023, 12, 31))

Everything public stands in `policyrules.api` and is imported from there when it is first used, so that importing the
package costs next to nothing. Nothing is imported here, not even `typing`: the command line cannot answer an interrupt
before this file has been read.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as type checkers read it
if TYPE_CHECKING:
    from policyrules.api import *  # noqa: F403  one list of public names, and it stands there
else:

    def __getattr__(name: str) -> object:
        """What `policyrules.api` offers, `__all__` among it."""
        from importlib import import_module

        api = import_module("policyrules.api")
        if name in ("__all__", *api.__all__):
            return getattr(api, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        from importlib import import_module

        return sorted([*globals(), *import_module("policyrules.api").__all__])
