"""The server's settings; the only reader of the environment.

A flag wins over `KIUNGO_NAME` in the environment, which wins over the default. The base IRI is no
setting: it is a fact of the release.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NamedTuple

from kiungo.errors import SettingsError

CRAWLERS = ("allow", "limited", "deny")

Network = IPv4Network | IPv6Network


class Setting(NamedTuple):
    """A setting's name, its default, and what it does in one sentence. The default's type is its type."""

    name: str
    default: str | int | float
    help: str


SETTINGS = (
    Setting("release", "releases/current", "The release to serve: a folder, or a link to one."),
    Setting("public_url", "", "The URL of this server as others see it, ending in a slash; the release's base if empty."),
    Setting("mount", "", "The path below which a proxy passes requests on as they are, such as /data; empty where it strips it."),
    Setting("host", "127.0.0.1", "The address to listen on."),
    Setting("port", 8000, "The port to listen on."),
    Setting("workers", 2, "Server processes; each holds its own pool of query workers."),
    Setting("threads", 16, "Pages made at a time by each process; queries need no thread."),
    Setting("memory_quads", 200_000, "Releases of up to this many quads are held in memory, for pages and for queries."),
    Setting("cache_mb", 64, "Room for finished answers in each server process, in MiB."),
    Setting("query_workers", 4, "Processes that run public queries, for each server process."),
    Setting("query_seconds", 30.0, "How long a public query may run."),
    Setting("query_memory_mb", 512, "How much memory a public query may take, in MiB."),
    Setting("query_result_mb", 256, "How large an answer to a public query may grow, in MiB."),
    Setting("query_spool_mb", 1024, "Room on the disk for all long answers that their readers have not taken yet, in MiB."),
    Setting("query_queue", 32, "How many public queries may wait for a worker; the next one is told to come back."),
    Setting("client_seconds", 60.0, "Seconds of queries that one client may use in a minute; 0 for no limit."),
    Setting("client_errors", 30.0, "Queries that one client may ask in vain in a minute; 0 for no limit."),
    Setting("crawlers", "allow", "What robots.txt tells crawlers: allow, limited (documents, slowly) or deny."),
    Setting("trusted_proxies", "127.0.0.0/8,::1", "Proxies, as addresses or networks, whose X-Forwarded-For is believed."),
)


@dataclass(frozen=True)
class Settings:
    """The values in force, one attribute for each of SETTINGS."""

    release: Path
    public_url: str
    mount: str
    host: str
    port: int
    workers: int
    threads: int
    memory_quads: int
    cache_mb: int
    query_workers: int
    query_seconds: float
    query_memory_mb: int
    query_result_mb: int
    query_spool_mb: int
    query_queue: int
    client_seconds: float
    client_errors: float
    crawlers: str
    trusted_proxies: tuple[Network, ...]


def load(environ: Mapping[str, str], flags: Mapping[str, Any]) -> Settings:
    """The settings in force. Raises SettingsError for an unknown `KIUNGO_` name or an unusable value."""
    known = {f"KIUNGO_{each.name.upper()}": each for each in SETTINGS}
    ours = {name: value for name, value in environ.items() if name.startswith("KIUNGO_")}
    unknown = sorted(ours.keys() - known.keys() - {"KIUNGO_CONFORMANCE"})
    if unknown:
        raise SettingsError(f"Unknown setting {unknown[0]} in the environment. Known: {', '.join(sorted(known))}.")
    values: dict[str, Any] = {each.name: each.default for each in SETTINGS}
    values |= {known[name].name: _read(known[name], value) for name, value in ours.items() if name in known}
    values |= {name: value for name, value in flags.items() if value is not None}
    values["release"] = Path(values["release"])
    if not re.fullmatch(r"(https?://[^\s?#]+/)?", values["public_url"]):
        raise SettingsError(f"KIUNGO_PUBLIC_URL is {values['public_url']!r}: write it like https://data.example.org/ .")
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", values["mount"]):
        raise SettingsError(f"KIUNGO_MOUNT is {values['mount']!r}: write it like /data or /open/data, no slash at its end.")
    if values["crawlers"] not in CRAWLERS:
        raise SettingsError(f"KIUNGO_CRAWLERS is {values['crawlers']!r}, not one of {', '.join(CRAWLERS)}.")
    values["trusted_proxies"] = _networks(values["trusted_proxies"])
    return Settings(**{each.name: values[each.name] for each in fields(Settings)})


def _networks(text: str) -> tuple[Network, ...]:
    """The networks of a list such as `127.0.0.1, 10.0.0.0/8`."""
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as error:
        raise SettingsError(f"trusted_proxies: {error}. Write addresses or networks, with commas between them.") from error


def _read(setting: Setting, text: str) -> str | int | float:
    """The text of an environment variable as the type of the setting's default."""
    kind = type(setting.default)
    try:
        value = kind(text)
    except ValueError as error:
        raise SettingsError(
            f"KIUNGO_{setting.name.upper()} is {text!r}, which is no {kind.__name__}. {setting.help}"
        ) from error
    if kind is not str and value < 0:  # type: ignore[operator]
        raise SettingsError(f"KIUNGO_{setting.name.upper()} is {text}: it cannot be negative. {setting.help}")
    return value
