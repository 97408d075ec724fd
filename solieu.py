"""The command line: one thin function a verb; the work is done in ``jobs`` and the stages."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from jobs.settings import Settings

OK, SOME_FAILED, USAGE, NOTHING_DONE, LOCKED = range(5)

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Verb(click.Command):
    """A verb whose help ends in its example, printed as written."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.example:
            with formatter.section("Example"):
                for line in self.example.splitlines():
                    formatter.write_text(line)


class _Group(click.Group):
    command_class = _Verb

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work, not of the alphabet."""
        return list(self.commands)


@click.group(cls=_Group, context_settings=_CONTEXT)
@click.version_option(package_name="solieu")
@click.option("--config", type=click.Path(path_type=Path), help="Configuration file; solieu.toml here when absent.")
@click.option("--data", "data_dir", type=click.Path(path_type=Path), help="Data folder; overrules the configuration.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def cli(ctx: click.Context, config: Path | None, data_dir: Path | None, quiet: bool) -> None:
    """Collect Vietnam's provincial news and read its figures into DuckDB, each with its receipt.

    Exit codes: 0 all well, 1 some sources failed (the rest is loaded and published), 2 wrong usage or configuration,
    3 nothing could be done, 4 another run holds the lock.
    """
    ctx.obj = {"config": config, "data_dir": data_dir, "quiet": quiet}


def _settings(ctx: click.Context) -> Settings:
    from jobs.settings import load_settings

    overrides = {"data_dir": ctx.obj["data_dir"]} if ctx.obj["data_dir"] else {}
    return load_settings(ctx.obj["config"], **overrides)


def _print_json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        _print_json(rows)
        return
    columns = list(rows[0]) if rows else []
    table = [columns, *([str(row.get(column, "")) for column in columns] for row in rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(columns))]
    for line in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


_DAY = click.DateTime(["%Y-%m-%d"])
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")
_sources = click.option("--source", "sources", multiple=True, help="Only this source (repeatable).")
_since = click.option("--since", type=_DAY, help="Walk lists back to this day.")


@cli.command(example="solieu init && $EDITOR solieu.toml")
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def init(force: bool) -> None:
    """Write a commented solieu.toml here."""
    from jobs.settings import CONFIG_NAME, ConfigurationError, example_config

    target = Path(CONFIG_NAME)
    if target.exists() and not force:
        raise ConfigurationError(f"{target} is there already; --force overwrites it")
    target.write_text(example_config(), encoding="utf-8")
    click.echo(f"wrote {target}")


@cli.command(example="solieu run --source baonamdinh-vn --since 2022-04-01")
@_sources
@_since
@_json
@click.pass_context
def run(ctx: click.Context, sources: tuple[str, ...], since: datetime | None, as_json: bool) -> None:
    """One complete run: crawl, refine, load, check, publish, report."""
    from jobs.run import complete_run

    _finish(ctx, as_json, complete_run, sources=list(sources) or None, since=_day(since))


@cli.command(example="solieu crawl --source baonamdinh-vn")
@_sources
@_since
@_json
@click.pass_context
def crawl(ctx: click.Context, sources: tuple[str, ...], since: datetime | None, as_json: bool) -> None:
    """Fetch what is new into the archive."""
    from jobs.run import crawl_only

    _finish(ctx, as_json, crawl_only, sources=list(sources) or None, since=_day(since))


@cli.command(name="import", example="solieu import articles/*.txt --province 36 --published 2022-04-08")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--province", help="GSO code of the province on the day of publication.")
@click.option("--source", help="Source id the articles belong to; 'import' when absent.")
@click.option("--published", help="Day or time of publication (ISO), where the files do not say it.")
@click.option("--host", "hosts", multiple=True, help="From WARC files take only pages of this host (repeatable).")
@_json
@click.pass_context
def import_(
    ctx: click.Context,
    paths: tuple[Path, ...],
    province: str | None,
    source: str | None,
    published: str | None,
    hosts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Take articles without a crawl: HTML, WARC and text files, or folders of them.

    They go the same way as fetched pages: archived first, then refined, loaded and published.
    """
    from jobs.importing import Given
    from jobs.run import import_run

    given = Given(province=province, source=source, published=published, hosts=hosts)
    _finish(ctx, as_json, import_run, paths=list(paths), given=given)


@cli.command(example="solieu refine")
@_json
@click.pass_context
def refine(ctx: click.Context, as_json: bool) -> None:
    """Read what is archived and not yet read by the present rules."""
    from jobs.run import refine_only

    _finish(ctx, as_json, refine_only)


@cli.command(example="solieu load")
@_json
@click.pass_context
def load(ctx: click.Context, as_json: bool) -> None:
    """Put refined batches into the warehouse, each once."""
    from jobs.run import load_only

    _finish(ctx, as_json, load_only)


@cli.command(example="solieu publish")
@click.option("--explain-drop", help="Why there may be much less than before; recorded in the published file.")
@_json
@click.pass_context
def publish(ctx: click.Context, explain_drop: str | None, as_json: bool) -> None:
    """Check the warehouse and move a finished snapshot into place for the analysts."""
    from jobs.run import publish_only

    _finish(ctx, as_json, publish_only, explain_drop=explain_drop)


@cli.command(example="solieu report 2022-Q1 --area 36")
@click.argument("period")
@click.option("--area", "areas", multiple=True, help="GSO code or slug of a province (repeatable); all when absent.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the files; the data folder's reports/ when absent."
)
@_json
@click.pass_context
def report(ctx: click.Context, period: str, areas: tuple[str, ...], out: Path | None, as_json: bool) -> None:
    """Render the report of a PERIOD (2022-03, 2022-Q1, 2022-S1, 2022) as HTML and XLSX."""
    from jobs.telling import render

    paths = render(_settings(ctx), period, areas=list(areas) or None, out_dir=out)
    if as_json:
        _print_json({"files": paths})
        return
    for path in paths:
        click.echo(path)


@cli.command(example="echo 'Thu ngân sách quý I-2022 ước tăng 93% so với cùng kỳ.' | solieu extract --province 36 -")
@click.argument("file", default="-", type=click.File("rb"))
@click.option("--province", help="GSO code of the province on the day of publication.")
@click.option("--published", help="Day or time of publication (ISO).")
@click.option("--title", help="Title of the article.")
@click.option("--explain", is_flag=True, help="Show how each numeral was read, and why.")
@click.option("--jsonl", is_flag=True, help="Answer JSON lines: one article a line in, its observations a line out.")
@_json
def extract(
    file: Any, province: str | None, published: str | None, title: str | None, explain: bool, jsonl: bool, as_json: bool
) -> None:
    """Print the observations found in a text (FILE, or - for standard input)."""
    from jobs import extracting

    if jsonl:
        extracting.serve_jsonl(file, sys.stdout.buffer)
        return
    request = extracting.Request(file.read(), province, published, title)
    if explain:
        click.echo(extracting.explained(request, as_json=as_json))
    elif as_json:
        _print_json(extracting.observations(request))
    else:
        click.echo(extracting.table(request))


@cli.command(
    example="""echo '{"id": 1, "phrase": "quý I-2022", "reference": "2022-04-08"}' | solieu normalize --jsonl"""
)
@click.argument("phrases", nargs=-1)
@click.option("--reference", help="The clock of the page (ISO) for relative dates.")
@click.option("--kind", help="What the phrases are (instant, interval, money, ...); guessed when absent.")
@click.option("--jsonl", is_flag=True, help="Answer JSON lines: one phrase a line in, its reading a line out.")
def normalize(phrases: tuple[str, ...], reference: str | None, kind: str | None, jsonl: bool) -> None:
    """Read dates, periods, numbers, money and comparisons as they stand in the news."""
    from etl.normalize import answer

    if jsonl:
        from jobs.pipe import serve

        serve(answer, "id", sys.stdin.buffer, sys.stdout.buffer)
        return
    if not phrases:
        raise click.UsageError("name a phrase, or give --jsonl")
    for number, phrase in enumerate(phrases):
        _print_json(answer({"id": number, "phrase": phrase, "reference": reference, "kind": kind}) | {"id": phrase})


@cli.command(example="solieu article --url https://example.vn/tin-1.html page.html")
@click.argument("file", default="-", type=click.File("rb"))
@click.option("--url", default="", help="Address of the page.")
@click.option("--jsonl", is_flag=True, help="Answer JSON lines: one page a line in, its article a line out.")
def article(file: Any, url: str, jsonl: bool) -> None:
    """Read an article's parts from its page (FILE, or - for standard input)."""
    from etl.article import answer

    if jsonl:
        from jobs.pipe import serve

        serve(answer, "url", file, sys.stdout.buffer)
        return
    from etl.encodings import decode

    _print_json(answer({"url": url, "html": decode(file.read(), None)[0]}))


@cli.command(example="""solieu sql "select * from indicator_series where indicator = 'iip'" """)
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_context
def sql(ctx: click.Context, query: str, form: str) -> None:
    """Ask the published warehouse (read only)."""
    from jobs.asking import answer_sql

    click.echo(answer_sql(_settings(ctx).published_path, query, form), nl=False)


@cli.command(example="solieu search sản xuất công nghiệp")
@click.argument("words", nargs=-1, required=True)
@click.option("--figures", is_flag=True, help="Search the sentences of the figures instead of the articles.")
@click.option("--exact", is_flag=True, help="Tell accents apart: by default san finds sản.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@_json
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], figures: bool, exact: bool, limit: int, as_json: bool) -> None:
    """Published articles or figures that say all WORDS, in any order, the best first."""
    from jobs.asking import search as find

    _print_rows(find(_settings(ctx).published_path, " ".join(words), figures, exact, limit), as_json)


@cli.command(example="solieu show 4f0c1d2e3a5b6c7d")
@click.argument("observation")
@_json
@click.pass_context
def show(ctx: click.Context, observation: str, as_json: bool) -> None:
    """The receipt of an OBSERVATION (its id or the beginning of it)."""
    from jobs.asking import receipt, receipt_text

    found = receipt(_settings(ctx), observation)
    if as_json:
        _print_json(found)
    else:
        click.echo(receipt_text(found))


@cli.command(example="solieu status --json")
@_json
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Last runs, the verdict of each source, counts, and what is due."""
    from jobs.status import status as read_status
    from jobs.status import status_text

    found = read_status(_settings(ctx))
    if as_json:
        _print_json(found)
    else:
        click.echo(status_text(found))


@cli.group(cls=_Group)
def source() -> None:
    """The publishers: what is known of each, whether it still holds, a draft for a new one."""


@source.command(name="list", example="solieu source list --on")
@click.option("--on", "only_on", is_flag=True, help="Only those that a run crawls.")
@_json
@click.pass_context
def source_list(ctx: click.Context, only_on: bool, as_json: bool) -> None:
    """Every source with its province, family and state."""
    from jobs import sources

    rows = sources.rows(_settings(ctx), only_on=only_on)
    _print_rows(rows, as_json)


@source.command(name="show", example="solieu source show baonamdinh-vn")
@click.argument("source_id")
@click.pass_context
def source_show(ctx: click.Context, source_id: str) -> None:
    """All that is known of one source."""
    from jobs import sources

    click.echo("\n".join(sources.shown(_settings(ctx), source_id)))


@source.command(name="check", example="solieu source check baonamdinh-vn")
@click.argument("source_id", required=False)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Read this saved page instead; needs --url."
)
@click.option("--url", help="The address of the saved page.")
@click.option("--golden", type=click.Path(path_type=Path, dir_okay=False), help="Hold the reading against this golden.")
@click.pass_context
def source_check(
    ctx: click.Context, source_id: str | None, html: Path | None, url: str | None, golden: Path | None
) -> None:
    """Fetch a few pages and show, field by field, what was read and from where; a pass turns the source on here."""
    from jobs import sources
    from spiders.checking import report_lines

    settings = _settings(ctx)
    if golden is not None:
        faults = sources.check_golden(settings, golden)
        click.echo("\n".join(faults) or f"{golden}: as noted")
        ctx.exit(SOME_FAILED if faults else OK)
    if html is not None and url:
        report = sources.check_saved(settings, html, url)
    elif source_id and html is None:
        report = sources.check(settings, source_id)
    else:
        raise click.UsageError("name a source, or give --html with --url, or --golden")
    click.echo("\n".join(report_lines(report)))
    ctx.exit(OK if report.passed else SOME_FAILED)


@source.command(name="new", example="solieu source new https://baothu.vn/")
@click.argument("url")
@click.option("--out", type=click.Path(path_type=Path), default=Path("sources"), show_default=True, help="Folder.")
@click.pass_context
def source_new(ctx: click.Context, url: str, out: Path) -> None:
    """Look at a site and write a draft of its source file, with a golden that fails until somebody looked at it."""
    from jobs import sources

    found = sources.new(_settings(ctx), url, out)
    click.echo(f"wrote {found.file}" + (f" and {found.golden}" if found.golden else ""))
    if found.trouble:
        click.echo(f"no golden: {found.trouble}")


@cli.group(cls=_Group)
def catalogue() -> None:
    """The indicators that the reader knows, and those that it should learn."""


@catalogue.command(name="list", example="solieu catalogue list --json")
@_json
def catalogue_list(as_json: bool) -> None:
    """Every indicator of the catalogue."""
    from etl.indicators import catalogue_rows

    columns = ("code", "tier", "domain", "unit", "name_vi", "name_en")
    _print_rows([{column: row[column] for column in columns} for row in catalogue_rows()], as_json)


@catalogue.command(name="suggest", example="solieu catalogue suggest --limit 50")
@click.option("--limit", default=30, show_default=True, help="How many subjects.")
@_json
@click.pass_context
def catalogue_suggest(ctx: click.Context, limit: int, as_json: bool) -> None:
    """The most frequent subjects of figures that the catalogue has no indicator for, with an example each."""
    from jobs.asking import suggestions

    _print_rows(suggestions(_settings(ctx).published_path, limit), as_json)


@cli.group(cls=_Group)
def archive() -> None:
    """The raw pages: WARC segments."""


@archive.command(name="list", example="solieu archive list --url https://baonamdinh.vn/kinh-te/202204/tin-2541627/")
@click.option("--url", help="The captures of this address instead of the segments.")
@_json
@click.pass_context
def archive_list(ctx: click.Context, url: str | None, as_json: bool) -> None:
    """The segments, or the captures of an address."""
    from jobs import archiving

    _print_rows(archiving.rows(_settings(ctx), url), as_json)


@archive.command(name="verify", example="solieu archive verify")
@click.argument("segment", required=False)
@_json
@click.pass_context
def archive_verify(ctx: click.Context, segment: str | None, as_json: bool) -> None:
    """Read every record and check lengths and digests."""
    from jobs import archiving

    rows = archiving.verified(_settings(ctx), segment)
    _print_rows(rows, as_json)
    ctx.exit(SOME_FAILED if any(row["problems"] for row in rows) else OK)


@archive.command(name="extract", example="solieu archive extract solieu-20260101T000000Z-1a2b3c4d-00000.warc.gz 153058")
@click.argument("segment")
@click.argument("offset", type=int)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File; standard output when absent.")
@click.pass_context
def archive_extract(ctx: click.Context, segment: str, offset: int, out: Path | None) -> None:
    """The page of one record, as `solieu show` names it."""
    from jobs import archiving

    body = archiving.page(_settings(ctx), segment, offset)
    if out is None:
        sys.stdout.buffer.write(body)
    else:
        out.write_bytes(body)


@archive.command(name="prune", example="solieu archive prune --before 2020-01-01 --yes")
@click.option("--before", type=_DAY, required=True, help="Delete segments fetched wholly before this day.")
@click.option("--yes", is_flag=True, help="Delete; without it the segments are only named.")
@click.pass_context
def archive_prune(ctx: click.Context, before: datetime, yes: bool) -> None:
    """Delete old segments. Figures read from them stay, but their pages can no longer be opened or read again."""
    from jobs import archiving

    for name in archiving.prune(_settings(ctx), before, delete=yes):
        click.echo(f"{'deleted' if yes else 'would delete'} {name}")


@cli.group(name="warehouse", cls=_Group)
def warehouse_group() -> None:
    """The writer's DuckDB file: checks, copies, generations."""


@warehouse_group.command(name="check", example="solieu warehouse check")
@_json
@click.pass_context
def warehouse_check(ctx: click.Context, as_json: bool) -> None:
    """Run every gate; exit 1 where one fails."""
    from jobs import housekeeping

    rows = housekeeping.checks(_settings(ctx))
    _print_rows(rows, as_json)
    ctx.exit(SOME_FAILED if any(not row["ok"] and row["severity"] == "error" for row in rows) else OK)


@warehouse_group.command(name="compact", example="solieu warehouse compact")
@click.pass_context
def warehouse_compact(ctx: click.Context) -> None:
    """Write the file anew without the space that deleted rows left."""
    from jobs import housekeeping

    click.echo(housekeeping.compact(_settings(ctx)))


@warehouse_group.command(name="backup", example="solieu warehouse backup /srv/backups")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def warehouse_backup(ctx: click.Context, folder: Path) -> None:
    """Copy the file at rest into FOLDER."""
    from jobs import housekeeping

    click.echo(housekeeping.backup(_settings(ctx), folder))


@warehouse_group.command(
    name="restore", example="solieu warehouse restore /srv/backups/solieu-20260101T000000Z-1.duckdb"
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def warehouse_restore(ctx: click.Context, file: Path) -> None:
    """Put a backup (or a published snapshot) in the place of the writer's file."""
    from jobs import housekeeping

    click.echo(housekeeping.restore(_settings(ctx), file))


@warehouse_group.command(name="rebuild", example="solieu warehouse rebuild && solieu publish")
@click.pass_context
def warehouse_rebuild(ctx: click.Context) -> None:
    """Make the file anew from the archive alone."""
    from jobs import housekeeping
    from jobs.progress import reporter

    with reporter(ctx.obj["quiet"]) as progress:
        click.echo(housekeeping.rebuild(_settings(ctx), progress))


@warehouse_group.command(name="generations", example="solieu warehouse generations")
@_json
@click.pass_context
def warehouse_generations(ctx: click.Context, as_json: bool) -> None:
    """The readings of the archive that the file holds: one for each version of the rules."""
    from jobs import housekeeping

    _print_rows(housekeeping.generations(_settings(ctx)), as_json)


@warehouse_group.command(name="use", example="solieu warehouse use 3 && solieu publish")
@click.argument("generation")
@click.pass_context
def warehouse_use(ctx: click.Context, generation: str) -> None:
    """Make a GENERATION (its number or rule version) the current one."""
    from jobs import housekeeping

    click.echo(housekeeping.use(_settings(ctx), generation))


@warehouse_group.command(name="drop", example="solieu warehouse drop 2")
@click.argument("generation")
@click.pass_context
def warehouse_drop(ctx: click.Context, generation: str) -> None:
    """Forget a GENERATION that is not current."""
    from jobs import housekeeping

    click.echo(housekeeping.drop(_settings(ctx), generation))


@cli.command(example="solieu diff 2 3")
@click.argument("first")
@click.argument("second")
@_json
@click.pass_context
def diff(ctx: click.Context, first: str, second: str, as_json: bool) -> None:
    """Figures that generation SECOND added, changed or removed against FIRST, with their sentences."""
    from jobs import housekeeping

    rows = housekeeping.difference(_settings(ctx), first, second)
    if as_json:
        _print_json(rows)
    else:
        click.echo(housekeeping.difference_text(rows))


@cli.command(example="solieu export figures --format parquet --format sdmx")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "formats", multiple=True, help="parquet, csv, xlsx, sdmx (repeatable); all when absent.")
@click.pass_context
def export(ctx: click.Context, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the published figures into FOLDER as files, described by datapackage.json."""
    from jobs import housekeeping

    for path in housekeeping.export(_settings(ctx), folder, formats):
        click.echo(path)


@cli.command(example="solieu schedule")
@click.option("--once", is_flag=True, help="Print when the next runs are due and stop.")
@click.pass_context
def schedule(ctx: click.Context, once: bool) -> None:
    """Run on the configuration's cron expressions until stopped."""
    import scheduler
    from jobs.cron import upcoming

    settings = _settings(ctx)
    if once:
        for line in upcoming(settings):
            click.echo(line)
        return
    scheduler.serve(settings, config=ctx.obj["config"])


@cli.command(example="solieu demo --articles 150")
@click.option("--articles", default=150, show_default=True, help="Size of the press.")
@click.option("--seed", default=1, show_default=True, help="The same seed prints the same press.")
@click.option("--serve", is_flag=True, help="Only serve the press until interrupted.")
@_json
@click.pass_context
def demo(ctx: click.Context, articles: int, seed: int, serve: bool, as_json: bool) -> None:
    """Run the main job on an invented press on this machine and hold its figures against the truth.

    The data go to demo-data here, or where --data says.
    """
    from jobs import demonstration

    if serve:
        demonstration.serve(articles=articles, seed=seed)
        return
    data_dir = ctx.obj["data_dir"] or Path("demo-data")
    summary = demonstration.demonstrate(articles=articles, seed=seed, data_dir=data_dir, quiet=ctx.obj["quiet"])
    if as_json:
        _print_json(summary)
    else:
        click.echo(demonstration.summary_text(summary))
    ctx.exit(summary["exit_code"])


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _finish(ctx: click.Context, as_json: bool, job: Any, **arguments: Any) -> None:
    """Run a job under the lock with the fitting progress, print what came of it and leave with its exit code."""
    from jobs.progress import reporter
    from jobs.run import outcome_text

    settings = _settings(ctx)
    with reporter(ctx.obj["quiet"]) as progress:
        outcome = job(settings, progress, **arguments)
    if as_json:
        _print_json(outcome)
    elif not ctx.obj["quiet"]:
        click.echo(outcome_text(outcome))
    ctx.exit(outcome["exit_code"])


def main() -> None:
    """Entry point of the command ``solieu``: known errors become one line on standard error and an exit code."""
    try:
        cli(standalone_mode=True)
    except Exception as error:
        from jobs.errors import exit_code

        code = exit_code(error)
        if code is None:
            raise
        click.echo(f"solieu: {error}", err=True)
        sys.exit(code)


if __name__ == "__main__":
    main()
