"""Every address of the site and the methods that it answers to, read from the resolver."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLResolver, get_resolver
from django.views.generic import RedirectView
from ninja.operation import PathView

# Served by Django or whitenoise alone and open to all: nothing of ours stands behind them.
OPEN_TO_ALL: set[str] = set()


def addresses() -> set[tuple[str, str]]:
    """Pairs of name and method; an address without a name stands under its route."""
    return set(_walk(get_resolver(), namespace="", route=""))


def routes() -> dict[str, str]:
    """The route of each name."""
    return {name: route for name, _method, route in _rows(get_resolver(), namespace="", route="")}


def _walk(resolver: URLResolver, *, namespace: str, route: str) -> Iterator[tuple[str, str]]:
    for name, method, _route in _rows(resolver, namespace=namespace, route=route):
        yield name, method


def _rows(resolver: URLResolver, *, namespace: str, route: str) -> Iterator[tuple[str, str, str]]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _rows(pattern, namespace=inner, route=here)
        elif not _only_redirects(pattern.callback):
            name = f"{namespace}{pattern.name}" if pattern.name else here
            for method in methods(pattern.callback):
                yield name, method, here


def _only_redirects(view: Callable[..., Any]) -> bool:
    return getattr(view, "view_class", None) is RedirectView


def methods(view: Callable[..., Any]) -> set[str]:
    """The methods a view answers to: as declared; one that declares none answers to GET and POST."""
    kind = getattr(view, "view_class", None)
    if kind is not None:
        return {method for method in ("get", "post", "put", "patch", "delete") if _answers(kind, method)}
    for cell in _cells(view):
        if isinstance(cell, PathView):
            return {method.lower() for operation in cell.operations for method in operation.methods}
        if isinstance(cell, list | tuple) and cell and set(cell) <= {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}:
            return {method.lower() for method in cell if method != "HEAD"}
    return {"get", "post"}


def _answers(kind: type, method: str) -> bool:
    function = getattr(kind, method, None)
    # Django's form views call `post` for PUT: the same door.
    return function is not None and (method != "put" or not function.__module__.startswith("django."))


def _cells(view: Callable[..., Any]) -> Iterator[object]:
    """What a view's decorators closed over, outermost first."""
    seen: set[int] = set()
    waiting: list[Any] = [view]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        owner = getattr(one, "__self__", None)
        if isinstance(owner, PathView):
            yield owner
        for cell in getattr(one, "__closure__", None) or ():
            content = cell.cell_contents
            if callable(content):
                waiting.append(content)
            else:
                yield content
