"""Lists per second, and milliseconds for one list, in one warm process."""

from __future__ import annotations

from benchmarks.measuring import Benchmark, Options, Table, corpus, corpus_name, middle, percentile, python

RUNS = 5
SLOWEST = 5


def measure(options: Options) -> list[Table]:
    """Each list read once in a warm process, in several processes; of each list the median counts."""
    files = [str(path) for path in corpus()]
    runs = [
        python("-m", "benchmarks.child", "read", *files).data["lists"]
        for _ in range(1 if options.quick else RUNS)
    ]
    names = [one["file"] for one in runs[0]]
    parts = {
        part: [middle([found[at][part] for found in runs]) for at in range(len(names))]
        for part in ("document", "register")
    }
    whole = [a + b for a, b in zip(parts["document"], parts["register"], strict=True)]
    entries = sum(one["entries"] for one in runs[0])
    summary = tuple(
        (
            what,
            round(middle(times), 1),
            round(percentile(times, 95), 1),
            round(max(times), 1),
            round(sum(times) / 1000, 3),
        )
        for what, times in (
            ("bytes to document", parts["document"]),
            ("document to register", parts["register"]),
            ("both", whole),
        )
    )
    order = sorted(range(len(names)), key=lambda at: -whole[at])[:SLOWEST]
    slowest = tuple(
        (
            names[at],
            runs[0][at]["entries"],
            *(round(times[at], 1) for times in (parts["document"], parts["register"])),
        )
        for at in order
    )
    rate = len(names) / sum(whole) * 1000
    notes = (
        f"{len(names)} {corpus_name()} with {entries} entries: {rate:.0f} lists and "
        f"{entries / sum(whole) * 1000:.0f} entries a second. Each list is read once in a process whose vocabulary is "
        f"loaded; {len(runs)} processes, of each list the median.",
    )
    return [
        Table("Lists in one warm process", ("", "median ms", "p95 ms", "max ms", "all, s"), summary, notes),
        Table("The slowest lists", ("list", "entries", "document ms", "register ms"), slowest, on_page=False),
    ]


BENCHMARK = Benchmark("lists", "lists a second in one warm process", measure)
