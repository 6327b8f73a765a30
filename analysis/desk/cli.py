"""The commands a person types; each loads only what it needs, and says in one line what is wrong."""

import argparse
import csv
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import Any, NoReturn

from analysis.errors import TifaError

COMMANDS = Path(__file__).with_name("commands.csv")
SEEDS = "seeds"  # the folder that is read where none is named
OK, BAD_INPUT, SOME_FILES_FAILED, INTERRUPTED = 0, 2, 3, 130


def main(argv: Sequence[str] | None = None, *, private: bool = False) -> int:
    """Run one command: 0 done, 2 bad input, 3 done but for some files, 130 Ctrl-C.

    private : settings of our own for the libraries, before anything else."""
    argv = sys.argv[1:] if argv is None else list(argv)
    # Help, and an option that is wrong, are told in the language asked for beside them.
    lang = "zh" if re.search(r"--lang[= ]zh\b", " ".join(argv)) else "en"
    try:
        return _answered(_parsed(argv, lang), private)
    except TifaError as error:
        _tell(str(error), lang)
        return BAD_INPUT
    except KeyboardInterrupt:
        _tell("stopped", lang)
        return INTERRUPTED
    except OSError as error:
        if sys.stdout is sys.__stdout__:
            # What is still unwritten would be tried, and told, again at the end of the program.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader of a pipe (head, less) has gone
            return OK
        where = error.filename or "standard output"
        _tell(f"{where}: {error.strerror or error}", lang)
        return BAD_INPUT


def _tell(text: str, lang: str) -> None:
    from analysis.wording.labels import error_said

    print(f"tifa: {error_said(text, lang)}", file=sys.stderr)


def _answered(args: argparse.Namespace, private: bool) -> int:
    """The exit status of a command; --help needs none of this, and no time for it."""
    from analysis.page.settings import use_private_settings

    if private:
        use_private_settings()
    _there(getattr(args, "corpus", ""))
    if "lang" in args:  # in force for this command alone
        from analysis.desk.terminal import LANG

        return copy_context().run(lambda: LANG.set(args.lang) and _run_command(args))
    return _run_command(args)


def _run_command(args: argparse.Namespace) -> int:
    from analysis.table.store import NAME, stored_in

    # What `run` has kept: beside its results, and for the other commands here.
    beside = Path(getattr(args, "out", "") if args.command is _run else "", NAME)
    with stored_in(beside if beside.is_dir() else None):
        status = args.command(args)
    sys.stdout.flush()
    return status


def _there(corpus: str) -> str:
    if corpus == SEEDS and not os.path.exists(SEEDS):
        raise TifaError(f"no folder {SEEDS} here; name the folder of your pages")
    return corpus


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, and which word may have been meant."""

    words: dict[str, str]  # argparse's own, in the language of the help

    def error(self, message: str) -> NoReturn:
        given = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        near = _meant(given[1], re.findall(r"[\w-]+", given[2])) if given else ""
        raise TifaError(f"{message}{near}; {self.prog} --help tells more")

    def format_help(self) -> str:
        """The help, argparse's own words in the language of the parser."""
        text = super().format_help()
        for own, said in self.words.items():
            text = text.replace(own, said, 1)
        return text


def _meant(word: str, words: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, words, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _parsed(argv: Sequence[str], lang: str) -> argparse.Namespace:
    args, strange = build_parser(lang).parse_known_args(argv)
    if strange:
        odd = strange[0].split("=")[0]
        near = _meant(odd, list(args.parser._option_string_actions))
        args.parser.error(f"no option {odd}{near}" if odd[0] == "-" else f"{odd} is one too many")
    return args


def build_parser(lang: str = "en") -> argparse.ArgumentParser:
    """The commands and their options, as commands.csv has them; what it says, in `lang`."""
    prog = "tifa" if Path(sys.argv[0]).stem == "tifa" else "python -m analysis"
    with COMMANDS.open(encoding="utf-8", newline="") as file:
        rows = [row | {"en": row["says"]} for row in csv.DictReader(file)]
    words = {row["says"]: row[lang] for row in rows if row["kind"] == "word"}
    about, more, head_of_examples = (row[lang] for row in rows if row["kind"] == "sentence")
    parser = Parser(prog=prog, description=about, epilog=f"{more} {prog} kwic --help")
    parser.words = words
    parser.add_argument("--lang", dest="before", choices=["en", "zh"], help=argparse.SUPPRESS)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for head in (row for row in rows if row["kind"] == "command"):
        name = head["commands"]
        own = [row for row in rows if name in row["commands"].split()]
        examples = [f"  {prog} {row['says']}" for row in own if row["kind"] == "example"]
        how = {"help": head[lang], "description": head[lang]}
        how["formatter_class"] = argparse.RawDescriptionHelpFormatter
        sub = commands.add_parser(name, epilog="\n".join([head_of_examples, *examples]), **how)
        sub.set_defaults(command=globals()[f"_{name}"], parser=sub)
        sub.words = words
        for row in own:
            if row["kind"] not in ("command", "example"):
                _add_option(sub, row, lang)
    return parser


def _add_option(sub: argparse.ArgumentParser, row: dict[str, str], lang: str) -> None:
    """One row of commands.csv; `=name` among the names is the option's name for the program."""
    names = [name for name in row["names"].split() if name[0] != "="]
    how: dict[str, Any] = {"help": row[lang]}
    if row["kind"] != "flag":
        default = lang if row["names"] == "--lang" else row["default"]
        how |= {"default": default, "metavar": row["metavar"] or None}
    how |= {"choices": row["choices"].split("|")} if row["choices"] else {}
    how |= KINDS[row["kind"]]
    if row["kind"] == "needed" and names[0].startswith("-"):
        how["required"] = True
    if row["kind"] == "whole":
        how["default"] = int(row["default"])
    if len(names) < len(row["names"].split()):
        how["dest"] = row["names"].rpartition("=")[2]
    sub.add_argument(*names, **how)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _columns(text: str) -> dict[str, str]:
    from analysis.read.article_tables import our_column

    pairs = [pair.partition("=") for pair in text.split(",")]
    for ours, is_, _ in pairs:
        if not is_:
            raise argparse.ArgumentTypeError(f"{ours!r} is not like text=正文")
    try:
        return {our_column(ours.strip()): name.strip() for ours, _, name in pairs if name.strip()}
    except TifaError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


KINDS: dict[str, dict[str, Any]] = {
    "text": {},
    "needed": {},
    "flag": {"action": "store_true"},
    "unset": {"default": None},
    "append": {"action": "append", "default": []},
    "whole": {"type": _positive},
    "columns": {"type": _columns, "default": None},
    "optional": {"nargs": "?"},
    "any": {"nargs": "*", "default": []},
    "some": {"nargs": "+"},
}


def _tell_failures(errors: Iterable[str], root: str) -> int:
    """Name the files that could not be read, and count those not read by kind; the exit status."""
    from analysis.desk.terminal import note
    from analysis.read.folders import list_folder, unread_line

    errors, others = list(errors), list_folder(Path(root)).others
    for error in errors:
        note(f"left out: {error}", "tifa: ")
    if others:
        note(unread_line(others), "tifa: ")
    return SOME_FILES_FAILED if errors or others else OK


def _run(args: argparse.Namespace) -> int:
    from analysis.desk.main_job import Asked, run_job

    choice = (args.place_a, args.place_b, args.term, args.lang, tuple((args.columns or {}).items()))
    asked = Asked(args.corpus, tuple(args.lexicon), args.by, *choice)
    return _tell_failures(run_job(asked, Path(args.out)), args.corpus)


def _tables(args: argparse.Namespace) -> int:
    from analysis.desk.tables_job import write_tables

    corpus, out = Path(args.corpus), Path(args.out)
    who = (args.workers, args.scheduler)
    failures = write_tables(corpus, out, args.format, args.lexicon, *who, columns=args.columns)
    return _tell_failures(failures["error"], args.corpus)


def _kwic(args: argparse.Namespace) -> int:
    from shlex import quote

    from analysis.desk.terminal import many, note, print_lines, print_table, said
    from analysis.measure.concordance import lines_in

    if args.corpus == SEEDS:
        _after_term([args.term], "kwic")
    how = {"regex": args.regex, "sort": args.sort}
    lines, failed = lines_in(args.corpus, args.term, args.place, args.columns, **how)
    if args.csv:
        print_table(lines, csv=True)
    else:
        print_lines(lines, args.width)
    n = lines["article_id"].nunique()
    about = {"term": args.term, "articles": many(n, "article"), "corpus": args.corpus}
    note(said("kwic.found", n=len(lines), **about))
    if lines.empty and not args.regex and set(args.term) & set("|*+?[]\\^$"):
        note(said("kwic.regex", term=args.term, quoted=quote(args.term)), "tifa: ")
    return _tell_failures(failed, args.corpus)


def _after_term(asked: list[str], command: str) -> str:
    """The corpus named last, after a term; a path that is not there is no term."""
    if len(asked) > 1 and (os.path.exists(asked[-1]) or asked[-1].isascii()):
        return asked.pop()
    if not asked[0].strip() or os.path.exists(asked[0]):
        raise TifaError(f"{command} wants a term before {asked[0] or 'the corpus'}")
    return SEEDS


def _tell_corpus(corpus: Any, path: str, args: argparse.Namespace) -> None:
    """Which corpus the numbers are of, and how many reprints are not counted again."""
    from analysis.desk.terminal import many, note, said
    from analysis.measure.counts import counted

    once, every = (len(counted(corpus.articles, reprints=r, by=[args.by])) for r in ("once", "all"))
    again = (
        said("corpus.reprints", n=every - once) if args.reprints == "once" and every > once else ""
    )
    note(said("corpus.of", corpus=path, articles=many(every, "article"), reprints=again))


def _compare(args: argparse.Namespace) -> int:
    from analysis.desk.terminal import print_groups, print_table
    from analysis.measure.compare import REST, compare
    from analysis.measure.occurrences import read_tables

    *groups, path = args.asked if len(args.asked) % 2 else [*args.asked, SEEDS]
    last = groups[-1] if groups else ""
    if path == SEEDS and last.isascii() and os.path.exists(last):
        raise TifaError(f"compare takes two groups, or one and {REST!r}, before {last}")
    if len(groups) > 2:
        raise TifaError(f"compare takes two groups and a corpus; {len(args.asked)} came")
    corpus, mentions = read_tables(_there(path), args.lexicon, args.columns)
    how = {"by": args.by, "unit": args.unit, "without": tuple(args.without)}
    how["reprints"] = args.reprints
    if args.within is not None:
        how["strata"] = [] if args.within == "none" else args.within.split(",")
    if groups:
        _compare_two(args, corpus, mentions, groups, how)
    else:
        panel = compare(corpus, getattr(mentions, args.what), **how)
        _tell_left_out(panel, args.by)
        if args.csv:
            print_table(panel, csv=True)
        else:
            print_groups(panel, args.by, args.what)
    _tell_corpus(corpus, path, args)
    return _tell_failures(corpus.failures["error"], path)


def _compare_two(args: argparse.Namespace, corpus, mentions, groups, how) -> None:
    from analysis.desk import terminal
    from analysis.measure.compare import REST, compare, confounds
    from analysis.measure.counts import counted
    from analysis.measure.groups import find_places, group_names
    from analysis.mention.mentions import inside_longer, with_own_names

    if args.by == "place":
        groups = [name if name == REST else find_places(corpus, name)[0] for name in groups]
    a, b = groups
    articles = counted(corpus.articles, reprints=args.reprints, by=[args.by])
    articles = articles[~articles["article_id"].isin(args.without)]
    group = dict(zip(articles["article_id"], group_names(articles, args.by), strict=True))
    rows, own = getattr(mentions, args.what), ""
    placed = rows.assign(place=rows["article_id"].map(group))
    inside = inside_longer(placed, mentions.suppressed, articles, a, b)
    if args.what == "bodies" and args.by == "place" and b != REST:
        rows = rows[rows["article_id"].isin(group)]
        rows, own = with_own_names(rows, corpus.places, (a, b))
    panel = compare(corpus, rows, a, b, **how)
    _tell_left_out(panel, args.by)
    named = [terminal.told(group) for group in (a, b)]
    if args.csv:
        parts = [f"{r.inside} {r.n_a}:{r.n_b}" for r in inside.itertuples()]
        also = inside.assign(also=parts).groupby("name")["also"].agg("; ".join)
        also = panel["feature"].map(also).fillna("")
        terminal.print_table(panel.assign(also_inside=also), csv=True)
        if own:
            terminal.note(own)
        return
    columns = terminal.columns_here(120, 120)
    terminal.print_text([*terminal.fold(terminal.answer(panel, *named, args.what), columns), ""])
    terminal.print_panel(panel, *named, args.what)
    terminal.print_text([own] if own else [])
    terminal.print_inside(inside, panel["feature"])
    terminal.print_confounds(confounds(corpus, a, b, by=args.by), *named)


def _trend(args: argparse.Namespace) -> int:
    from analysis.desk.terminal import print_table, print_trend
    from analysis.measure.occurrences import read_tables, rows_of_terms
    from analysis.measure.trend import lifespans, trend

    asked = list(dict.fromkeys(args.asked))
    path = _after_term(asked, "trend")
    corpus, found = read_tables(_there(path), args.lexicon, args.columns)
    rows = rows_of_terms(corpus, found.slogans, found.bodies, asked)
    how = {"every": args.every, "by": args.by, "reprints": args.reprints}
    table = trend(corpus, rows, asked, **how)
    _tell_left_out(table, args.by)
    if args.csv:
        print_table(table, csv=True)
    else:
        print_trend(table, lifespans(corpus, rows, asked, **how), args.every)
    _tell_corpus(corpus, path, args)
    return _tell_failures(corpus.failures["error"], path)


def _tell_left_out(table: Any, by: str) -> None:
    """Articles without a value of `by`, in words."""
    from analysis.desk.terminal import LANG, note
    from analysis.measure.compare import left_out_said

    if said := left_out_said(table.attrs["left_out"], by, LANG.get()).strip():
        note(said)


def _reuse(args: argparse.Namespace) -> int:
    from analysis.corpus import load_corpus
    from analysis.desk.terminal import many, note, print_reuse, print_table, said
    from analysis.measure.reuse import reprint_shares, reprints_of, reuse, with_reprints

    corpus = load_corpus(args.corpus, columns=args.columns)
    shared = reuse(corpus)
    first = reprints_of(corpus.articles, shared)
    if args.csv:
        print_table(shared, csv=True)
    else:
        marked = corpus._replace(articles=with_reprints(corpus.articles, first))
        print_reuse(shared, reprint_shares(marked), corpus.articles)
    about = {"pairs": many(len(shared), "pair"), "reprints": many(len(first), "reprint")}
    note(said("reuse.found", **about))
    return _tell_failures(corpus.failures["error"], args.corpus)


def _propose(args: argparse.Namespace) -> int:
    from analysis.desk.terminal import note, print_candidates, print_table, said
    from analysis.measure.occurrences import read_tables
    from analysis.mention.propose import propose_slogans
    from analysis.table.result_folders import check_new_file
    from analysis.table.write import write_new_table

    out = Path(args.out) if args.out else None
    if out:
        check_new_file(out, corpus=Path(args.corpus))
    corpus, mentions = read_tables(args.corpus, args.lexicon, args.columns)
    candidates = propose_slogans(corpus, mentions)
    if out:
        write_new_table(candidates, out)
    elif sys.stdout.isatty():
        print_candidates(candidates)
    else:
        print_table(candidates, csv=True)
    note(said("propose.found", n=len(candidates)))
    return _tell_failures(corpus.failures["error"], args.corpus)


def _new(args: argparse.Namespace) -> int:
    from analysis.desk.new_corpus import write_corpus_csv

    told, failed = write_corpus_csv(Path(args.folder), args.columns)
    print(told)
    print(
        "Correct it in a spreadsheet: a cell you change counts as given. A right guess "
        "becomes given when you empty its _basis cell."
    )
    return _tell_failures(failed, args.folder)


def _check(args: argparse.Namespace) -> int:
    from analysis.desk.check import print_check

    failures = print_check(Path(args.corpus), args.lexicon, args.columns, everything=args.all)
    return _tell_failures(failures["error"], args.corpus)
