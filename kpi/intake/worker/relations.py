"""Which part of a package is what: by its relationships, whatever the parts are called."""

import posixpath
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from kpi.intake.worker import guard
from kpi.intake.worker.guard import Archive, Refusal, local, markup_parser, pairs


class Relation(NamedTuple):
    """One line of a list of relationships.

    `part` is the part meant, `named` where the value reader looks for it; `type` is the whole name,
    whose beginning differs in strict files.
    """

    id: str
    type: str
    part: str
    named: str

    @property
    def kind(self) -> str:
        """worksheet, styles, sharedStrings, officeDocument."""
        return self.type.rpartition("/")[2]


def relations(archive: Archive, source: str = "") -> list[Relation]:
    """What a part, or the package itself, is related to inside the package."""
    folder, _, name = source.rpartition("/")
    found: list[Relation] = []

    def start(tag: str, attributes: list[str]) -> None:
        given = pairs(attributes)
        if local(tag) == "Relationship" and given.get("TargetMode") != "External":
            part, named = _resolved(archive, given.get("Target", ""), folder)
            found.append(Relation(given.get("Id", ""), given.get("Type", ""), part, named))

    parse(archive, f"{folder}/_rels/{name}.rels".removeprefix("/"), start)
    return found


def parse(archive: Archive, part: str, start: Callable[[str, list[str]], None]) -> None:
    """Call `start` for every tag of a part, if there is such a part."""
    if part in archive.parts:
        parser = markup_parser()
        parser.StartElementHandler = start
        archive.parse(part, parser)


def root(archive: Archive, part: str) -> str:
    """The name of a part's first tag; empty where it has none."""
    found: list[str] = []
    parser = markup_parser()
    parser.StartElementHandler = lambda tag, attributes: found.append(local(tag))
    try:
        for chunk in archive.chunks(part):
            parser.Parse(chunk, False)
            if found:
                break
    except (expat.ExpatError, ValueError, Refusal):
        return ""
    return found[0] if found else ""


def _resolved(archive: Archive, target: str, folder: str) -> tuple[str, str]:
    """The part that a target means, and the name by which the value reader looks for it.

    The standard counts from the folder of the list, or from the top after a slash. Some writers
    count from the top without one, or escape what needs no escape.
    """
    named = _below(target.lower(), folder)
    target = guard.part_name(target)
    written = (posixpath.normpath(_below(target, folder)), target)
    tried = (*written, *map(unquote, written))
    return next((name for name in tried if name in archive.parts), named), named


def _below(target: str, folder: str) -> str:
    return target[1:] if target.startswith("/") else f"{folder}/{target}".removeprefix("/")
