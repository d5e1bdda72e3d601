"""The command ``bricoleur-eval``: split, check, run, score, compare, report, tables and more."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from assistant.build import build_assistant, build_embedder, build_retriever
from assistant.engine import Assistant
from assistant.judgement import Thresholds, read_thresholds
from assistant.settings import Settings, read_settings
from corpus.problem import Problem
from corpus.reader import load
from eval import calibration, danger, grounding, scoring, split, tables
from eval.bench import WARM_UP, speed
from eval.cases import FOLDER, Case, read_cases, units_of
from eval.independence import COSINE, copies
from eval.lab import CachedEmbedder, Lab, open_lab
from eval.load import ask_at_once, over_api, over_page
from eval.perturb import KINDS
from eval.records import RUNS, Run, find_run, new_folder, read_run, write_run
from eval.report import page
from eval.running import OURS, Bench, describe, perturbations_of, run_cases
from eval.split import Part
from eval.systems import SYSTEMS

THRESHOLDS: Final = Path(__file__).parents[1] / "assistant" / "thresholds.json"
DANGER: Final = THRESHOLDS.with_name("danger.json")
README: Final = Path(__file__).parent / "README.md"

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
RunName = Annotated[str, typer.Argument(help="A run: its name, its folder, or 'last'.")]
PartOption = Annotated[str, typer.Option("--split", help="dev, test or all.")]


def main() -> None:
    """Run the command; a problem is one sentence, not a traceback."""
    try:
        app()
    except Problem as problem:
        typer.echo(problem.en, err=True)
        sys.exit(1)


@app.command("split")
def split_command() -> None:
    """Give each new case its half, dev or test; one that has a half keeps it."""
    cases = _cases()
    known = split.read()
    halves = split.assign(cases, known)
    split.write(halves)
    gone = len(set(known) - {case.id for case in cases})
    typer.echo(f"{len(halves) - len(known)} new cases, {len(known)} stayed, {gone} no longer exist")


@app.command()
def check(
    cosine: Annotated[float, typer.Option(help="Likeness from which a case is a copy.")] = COSINE,
) -> None:
    """Read all cases strictly, and name those that copy a title or a situation of a tip."""
    cases = _cases()
    settings = read_settings()
    embedder = build_embedder(settings)
    lab = open_lab(settings.index_dir, embedder)
    pairs = copies(cases, lab.contents.views, lab.vectors, embedder, cosine)
    for pair in pairs:
        typer.echo(f"{pair.case} {pair.sign} {pair.value:.3f} {pair.view}\n"
                   f"    {pair.question}\n    {pair.text}")  # fmt: skip
    typer.echo(f"{len(cases)} cases; {len({p.case for p in pairs})} copy a title or situation")
    if pairs:
        raise typer.Exit(1)


@app.command()
def run(
    part: PartOption = "dev",
    system: Annotated[
        list[str] | None, typer.Option(help=f"ours, all, or: {', '.join(SYSTEMS)}. Repeatable.")
    ] = None,
    perturb: Annotated[
        str | None, typer.Option(help=f"all, or one of: {', '.join(KINDS)}.")
    ] = None,
    runs: Annotated[Path, typer.Option(help="Where runs are kept.")] = RUNS,
) -> None:
    """Put the cases to the assistant and the systems, and keep everything that came back."""
    names = _systems(system or [OURS])
    if perturb not in (None, "all", *KINDS):
        raise typer.BadParameter(f"unknown perturbation '{perturb}'")
    cases = split.select(_cases(), split.read(), _part(part))
    settings = read_settings()
    bench, thresholds = _bench(settings, names)
    progress = _progress()
    rows = list(run_cases(bench, cases, perturbations_of(perturb), progress))
    meta = describe(
        bench.retriever,
        thresholds,
        split=part,
        systems=[OURS, *names],
        command=shlex.join(["bricoleur-eval", *sys.argv[1:]]),
    )
    folder = new_folder(runs, date.today())
    write_run(folder, meta, rows)
    bench.retriever.close()
    typer.echo(f"\n{len(rows)} rows in {folder}")
    _score(folder)


@app.command()
def score(name: RunName = "last") -> None:
    """Count a run again, without asking anything, and write its metrics.json."""
    _score(find_run(name))


@app.command()
def compare(first: RunName, second: RunName) -> None:
    """Compare two runs case by case; NAME:SYSTEM takes another system than ours."""
    cases = _by_id()
    one, other = (_values(name, cases) for name in (first, second))
    codes = {_found(name).meta.get("code") for name in (first, second)}
    if len(codes) > 1:
        typer.echo("Note: the engine itself differs between these runs.", err=True)
    typer.echo(tables.change_table(scoring.compare(one, other)))


@app.command()
def calibrate(
    name: RunName = "last",
    write: Annotated[bool, typer.Option(help="Write assistant/thresholds.json.")] = True,
) -> None:
    """Choose the thresholds on the dev half of a run, and say how they do on held-out cases."""
    cases = _by_id()
    halves = split.read()
    found = read_run(find_run(name))
    rows = [row for row in found.of(OURS) if halves.get(row.case) == "dev"]
    chosen = calibration.calibrate(calibration.samples(rows, cases))
    if write:
        text = json.dumps(asdict(chosen.thresholds), indent=2) + "\n"
        THRESHOLDS.write_text(text, encoding="utf-8")
    typer.echo(json.dumps(asdict(chosen), indent=2))


@app.command("danger")
def danger_command(
    write: Annotated[bool, typer.Option(help="Write assistant/danger.json.")] = True,
) -> None:
    """Choose when a message worries, on the corpus's messages with each fifth held out in turn."""
    settings = read_settings()
    lab = open_lab(settings.index_dir, build_embedder(settings))
    chosen = danger.choose(danger.held_out(lab))
    if write:
        text = json.dumps(asdict(chosen.weights), indent=2) + "\n"
        DANGER.write_text(text, encoding="utf-8")
    typer.echo(json.dumps(asdict(chosen), indent=2))


@app.command()
def report(
    name: RunName = "last",
    against: Annotated[str | None, typer.Option(help="Another run to compare with.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file; by default in the run.")] = None,
) -> None:
    """Write a run as one page that a trainer can read, without anything from outside."""
    folder = find_run(name)
    cases = _by_id()
    other = read_run(find_run(against)) if against else None
    target = out or folder / "report.html"
    titles = _titles()
    target.write_text(page(read_run(folder), cases, titles, other), encoding="utf-8")
    typer.echo(str(target))


@app.command("tables")
def tables_command(
    name: RunName = "last",
    write: Annotated[bool, typer.Option(help="Put them in eval/README.md.")] = False,
) -> None:
    """Print the tables of a run in Markdown, or put them in the README."""
    found = read_run(find_run(name))
    text = tables.all_tables(scoring.metrics(found, _by_id()), found.meta["command"])
    if write:
        readme = tables.insert(README.read_text(encoding="utf-8"), text)
        README.write_text(readme, encoding="utf-8")
    typer.echo(text)


@app.command()
def worst(
    name: RunName = "last",
    most: Annotated[int, typer.Option(help="How many.")] = 25,
) -> None:
    """Print the worst cases of the dev half, with what was found."""
    cases = _by_id()
    halves = split.read()
    found = read_run(find_run(name))
    dev = Run(found.name, found.meta, tuple(r for r in found.rows if halves.get(r.case) == "dev"))
    rows = {row.case: row for row in dev.of(OURS)}
    for case, _ in scoring.worst(dev, cases, scoring.values_of(dev, cases), most):
        row = rows[case.id]
        status = (row.answer or {}).get("status", "-")
        wanted = ", ".join(f"{unit}={grade}" for unit, grade in case.grades.items()) or case.expect
        top = ", ".join(f"{r.unit} {r.score:.2f}/{r.cosine:.3f}" for r in row.ranked[:3])
        typer.echo(f"{case.id} [{status}] {case.question}\n   wanted: {wanted}\n   found:  {top}")


def _cases() -> tuple[Case, ...]:
    return read_cases(FOLDER, units_of(load()))


def _by_id() -> dict[str, Case]:
    return {case.id: case for case in _cases()}


def _titles() -> dict[str, str]:
    corpus = load()
    tips = {f"tip:{name}": tip.texts["nl"].title for name, tip in corpus.tips.items()}
    return tips | {f"chapter:{n}": c.texts["nl"].title for n, c in corpus.chapters.items()}


def _part(name: str) -> Part:
    for part in ("dev", "test", "all"):
        if name == part:
            return part
    raise typer.BadParameter(f"'{name}' is not dev, test or all")


@app.command()
def bench() -> None:
    """Measure how fast one process answers the in-scope cases: median and 95th percentile."""
    questions = [case.question for case in _cases() if case.expect == "answered"]
    for part, (middle, slow) in speed(build_assistant(read_settings()), questions).items():
        typer.echo(f"{part:8} {middle:6.1f} ms {slow:6.1f} ms")


@app.command("grounding")
def grounding_command(
    half: Annotated[str, typer.Option(help="tune, test, all or fresh.")] = "tune",
    show: Annotated[bool, typer.Option("--mistakes", help="Print what went wrong.")] = False,
    write: Annotated[bool, typer.Option(help="Put the table in eval/README.md.")] = False,
) -> None:
    """Put the pairs of sentence and source to the citation gate: precision, recall, by kind."""
    if half not in ("tune", "test", "all", "fresh"):
        raise typer.BadParameter(f"'{half}' is not tune, test, all or fresh")
    corpus = load()
    folder = grounding.FRESH if half == "fresh" else grounding.FOLDER
    pairs = grounding.read_pairs(grounding.texts_of(corpus), folder)
    rows = grounding.judge([p for p in pairs if half in ("all", "fresh", p.half)], corpus)
    table = grounding.table(rows)
    if write:
        found = README.read_text(encoding="utf-8")
        text = f"`bricoleur-eval grounding --half {half}`, {len(rows)} pairs:\n\n{table}"
        marked = tables.insert(found, text, grounding.START, grounding.END)
        README.write_text(marked, encoding="utf-8")
    typer.echo(table)
    if show:
        typer.echo(grounding.mistakes(rows))


@app.command("load")
def load_server(
    url: Annotated[str, typer.Argument(help="Address of a running server.")],
    users: Annotated[int, typer.Option(help="How many ask at once.", min=1)] = 50,
    count: Annotated[int, typer.Option("--questions", help="How many are asked.", min=1)] = 500,
    key: Annotated[str | None, typer.Option(help="API key.", envvar="BRICOLEUR_API_KEY")] = None,
    page: Annotated[bool, typer.Option("--page", help="Ask as the chat page does.")] = False,
) -> None:
    """Ask a running server many questions at once; give it a high QUESTIONS_PER_MINUTE first."""
    import anyio
    import httpx

    asked = [case.question for case in _cases() if case.expect == "answered"]
    questions = [asked[number % len(asked)] for number in range(count)]
    headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def run() -> None:
        limits = httpx.Limits(max_connections=users)
        async with httpx.AsyncClient(base_url=url, headers=headers, limits=limits) as client:
            door = over_page if page else over_api
            await ask_at_once(client, asked[:WARM_UP], 1, door)
            for line in (await ask_at_once(client, questions, users, door)).lines():
                typer.echo(line)

    anyio.run(run)


@app.command("slack")
def load_slack(
    rate: Annotated[float, typer.Option(help="Events a second.", min=0.1)] = 20,
    count: Annotated[int, typer.Option("--events", help="How many are sent.", min=2)] = 1000,
) -> None:
    """Start a server, bring it mentions at a steady pace as Slack does, and measure."""
    import anyio

    from eval.slack import keep_pace

    asked = [case.question for case in _cases() if case.expect == "answered"]
    questions = [asked[number % len(asked)] for number in range(WARM_UP + count)]

    async def run() -> None:
        for line in (await keep_pace(questions, rate, WARM_UP)).lines():
            typer.echo(line)

    anyio.run(run)


def _systems(asked: list[str]) -> list[str]:
    names = list(SYSTEMS) if "all" in asked else [name for name in asked if name != OURS]
    for name in names:
        if name not in SYSTEMS:
            raise typer.BadParameter(f"unknown system '{name}'")
    return names


def _bench(settings: Settings, names: list[str]) -> tuple[Bench, Thresholds]:
    embedder = CachedEmbedder(build_embedder(settings))
    searches: dict[str, Any] = {}
    if names:
        lab: Lab = open_lab(settings.index_dir, embedder)
        searches = {name: SYSTEMS[name](lab) for name in names}
    retriever = build_retriever(settings, embedder)
    thresholds = read_thresholds()
    assistant = Assistant(lambda: retriever, settings.language, thresholds)
    return Bench(assistant, retriever, searches), thresholds


def _values(name: str, cases: dict[str, Case]) -> dict[str, dict[str, float]]:
    return scoring.values_of(_found(name), cases, name.partition(":")[2] or OURS)


def _found(name: str) -> Run:
    return read_run(find_run(name.partition(":")[0]))


def _score(folder: Path) -> None:
    found = scoring.metrics(read_run(folder), _by_id())
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (folder / "metrics.json").write_text(text, encoding="utf-8")
    typer.echo(tables.search_table(found))
    typer.echo(tables.answer_table(found))


def _progress() -> Callable[[str], None]:
    quiet = not sys.stderr.isatty()
    return lambda text: None if quiet else typer.echo(f"\r{text}   ", nl=False, err=True)
