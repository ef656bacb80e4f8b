"""What one warm process needs that reads lists all day."""

from __future__ import annotations

from benchmarks.measuring import MIB, Benchmark, Options, Table, corpus, corpus_name, python

ROUNDS = 10


def measure(options: Options) -> list[Table]:
    """Peak memory of one process over the lists, again and again."""
    files = [str(path) for path in corpus()]
    rounds = 2 if options.quick else ROUNDS
    found = python("-m", "benchmarks.child", "memory", str(rounds), *files).data
    peaks = [found["imported"], found["warm"], found["rounds"][0], found["rounds"][-1]]
    names = ("after the imports", "with the vocabulary", "after the first round", f"after {rounds} rounds")
    rows = tuple((name, round(peak / MIB, 1)) for name, peak in zip(names, peaks, strict=True))
    note = (
        f"A round reads all {len(files)} {corpus_name()}. What does not rise from round to round is not lost."
    )
    return [Table("Memory of one warm process", ("when", "peak MiB"), rows, (note,))]


BENCHMARK = Benchmark("memory", "memory of one warm process over many lists", measure)
