"""The command `kiungo`: parses, prints, sets the exit code; decides nothing.

Each command imports what it needs, so that `serve` starts at once and its processes hold no SHACL engine.
Exit codes: 0 fine; 1 refused or a failed check; 2 could not tell.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiungo import __version__, settings
from kiungo.errors import BuildRefused, KiungoError, ReleaseError, SourceError
from kiungo.messages import LANGUAGES
from kiungo.rdf.languages import matches
from kiungo.settings import SETTINGS

if TYPE_CHECKING:
    from kiungo.checks import ValidationReport
    from kiungo.sources import Sources

_root = click.option("--root", type=click.Path(path_type=Path), default=Path(),
                     help="The folder of the publication, where kiungo.toml is. Default: here.")


class _Commands(click.Group):
    """The group whose commands turn our errors into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (BuildRefused, SourceError, ReleaseError) as error:
            click.echo(f"kiungo: {error}", err=True)
            ctx.exit(1)
        except KiungoError as error:
            click.echo(f"kiungo: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiungo")
def main() -> None:
    """Publish a public body as Linked Open Data: check its sources, build a release, serve it."""


@main.command()
@_root
@click.option("--json", "form", flag_value="json", help="Print the report as JSON.")
@click.option("--turtle", "form", flag_value="turtle", help="Print the report as an sh:ValidationReport in Turtle.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language of the report. Default: that of $LANG.")
@click.option("--score", is_flag=True, help="Print how portals will rate the catalogue, ours or FILE, and which facts they miss.")
@click.option("--catalog", type=click.Path(path_type=Path), metavar="FILE",
              help="Check this DCAT catalogue, anybody's, instead of the sources; its suffix tells the RDF format.")
@click.option("--release", "folder", type=click.Path(path_type=Path),
              help="The release that FILE speaks of: sizes and digests are compared with its files.")
def check(root: Path, form: str | None, lang: str | None, score: bool, catalog: Path | None, folder: Path | None) -> None:
    """Check the sources. Exit 1 when they are refused."""
    from kiungo import checks, release, sources

    language, publication = lang or _language(), None
    if folder and not catalog:
        raise click.UsageError("--release says of which release the --catalog FILE speaks: name that, too.")
    if score:
        rated = checks.score(catalog or sources.load(root))
        click.echo(rated.json() if form == "json" else rated.text(language), nl=False)
        return
    if catalog:
        report = checks.examine(catalog, release.open_release(folder) if folder else None)
    else:
        found = sources.load(root)
        report, publication = _checked(found), found.publication
    if form == "json":
        click.echo(report.json(), nl=False)
    elif form == "turtle":
        click.echo(report.turtle(), nl=False)
    else:
        click.echo(report.text(language, publication), nl=False)
    sys.exit(0 if report.conforms else 1)


@main.command()
@_root
@click.option("--base", help="Publish a copy under this base IRI (ends in a slash). Default: the canonical base.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("releases"), show_default=True,
              help="The folder that holds releases.")
def build(root: Path, base: str | None, out: Path) -> None:
    """Check the sources and build a release of them; print its path. `current` is not moved."""
    from kiungo import builder, sources

    found = sources.load(root)
    report = _checked(found)
    if not report.conforms:
        click.echo(report.text(_language(), found.publication), nl=False, err=True)
    else:
        _progress("Building a release …")
    click.echo(builder.build(found, report, out, base))


@main.command()
@click.argument("folder", metavar="RELEASE", type=click.Path(path_type=Path))
def verify(folder: Path) -> None:
    """Compare every byte of a release with its manifest, and its store with what was built."""
    from kiungo import release

    opened = release.verify(folder)
    click.echo(f"{opened.path}: whole; {opened.manifest.quads} quads in {len(opened.manifest.graphs)} graphs.")


@main.command()
@click.argument("folder", metavar="RELEASE", type=click.Path(path_type=Path))
def publish(folder: Path) -> None:
    """Verify a release and make it the current one."""
    from kiungo import release

    opened = release.publish(folder)
    click.echo(f"{opened.path.parent / 'current'} -> {opened.name}")


def _setting_options(command: Any) -> Any:
    """One flag for each setting."""
    for each in reversed(SETTINGS):
        command = click.option(
            f"--{each.name.replace('_', '-')}", each.name, type=type(each.default),
            help=f"{each.help} Default: {each.default}.",
        )(command)
    return command


@main.command()
@_setting_options
def serve(**flags: Any) -> None:
    """Serve a release over HTTP. Each flag can be given as KIUNGO_NAME in the environment, too."""
    from kiungo import server

    server.run(settings.load(os.environ, flags))


@main.command()
@click.argument("folder", metavar="RELEASE", type=click.Path(path_type=Path))
@click.option("--url", required=True, help="Where the server is reached; ends in a slash.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("registration"), show_default=True,
              help="The folder for the texts.")
def register(folder: Path, url: str, out: Path) -> None:
    """Write what is submitted to w3id.org, LOV, prefix.cc and the LOD Cloud; say what each of them lacks. Nothing is sent."""
    from kiungo import registration, release

    for each in registration.write(release.open_release(folder), url, out):
        click.echo(f"{each.registry}: {', '.join(str(out / name) for name in each.files)}".rstrip(": "))
        for sentence in each.lacking:
            click.echo(f"  {sentence}")


@main.command(name="doctor")
@click.argument("thing", metavar="URL")
@click.option("--document", help="The document about the thing. Default: where the thing redirects to.")
@click.option("--ontology", help="The document of the vocabulary. Default: found from the terms that the document uses.")
@click.option("--sparql", help="The SPARQL endpoint. Default: what VoID names.")
@click.option("--withdrawn", help="The IRI of something withdrawn, which has to answer 410.")
@click.option("--json", "form", flag_value="json", help="Print the findings as JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print the findings as a table in Markdown.")
def examine(thing: str, form: str | None, **given: str | None) -> None:
    """Examine any Linked Data server, given the URL of a thing. Exit 1 where a rule does not hold, 2 where nothing answers."""
    from kiungo import doctor

    found = doctor.examine(thing, {name: url for name, url in given.items() if url})
    click.echo({"json": found.json, "markdown": found.markdown}.get(form or "", found.text)(), nl=False)
    sys.exit(found.code)


def _checked(found: Sources) -> ValidationReport:
    """What the checks find in the sources."""
    from kiungo import checks

    _progress(f"Checking {len(found.quads)} statements in {len(found.files)} files …")
    return checks.run(found)


def _progress(words: str) -> None:
    """Tell a person who waits at a terminal; say nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(words, err=True)


def _language() -> str:
    """The catalogue's language that fits the locale of the terminal."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return next((each for each in LANGUAGES if matches(locale.replace("_", "-").partition(".")[0], each)), LANGUAGES[0])
