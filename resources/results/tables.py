# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the tables of README.md from the JSON files beside it. Usage: tables.py FOLDER README.md"""
import json
import pathlib
import re
import sys


def rows_of(folder, name):
    return json.loads((folder / f"{name}.json").read_text())["rows"]


def totals(folder, name):
    return {row["method"]: row for row in rows_of(folder, name) if row["job"] == "*"}


def table(head, lines):
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *lines])


def running(row):
    if row is None:
        return "-"
    whole = row["final_sum"] / row["oracle_sum"]
    return (f"{row['reconfigurations_mean']:.3f} / {row['parallelism_ratio']:.3f} ({whole:.3f})"
            f" / {row['backpressured_after']}")


def comparison(folder):
    columns = {"standard": "standard", "cold (p = 1)": "cold", "calm": "calm", "rough": "rough",
               "40 unseen jobs": "unseen"}
    judged = {title: totals(folder, name) for title, name in columns.items()}
    return table(["method", *columns], [[method, *(running(judged[title].get(method)) for title in columns)]
                                        for method in judged["standard"]])


def spread(value):
    return f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})"


WAYS = {"p=1": "one instance everywhere", "averages": "averages of each class", "history": "history with its doubt",
        "history, cluster's encoder": "the same, hearing the cluster's encoder", "history, global encoder":
        "… the global encoder", "history, another cluster's": "… another cluster's encoder", "oracle": "oracle"}


def first(folder):
    made = totals(folder, "first")
    past = [row for fold in range(5) for row in rows_of(folder, f"first-fold{fold}") if row["job"] != "*"]
    lines = []
    for way, words in WAYS.items():
        rows = [row for row in past if row["method"] == f"first: {way}"]
        cell = "-"
        if rows:
            cell = (f"{sum(row['sufficient'] for row in rows) / len(rows):.3f}"
                    f" / {sum(row['final_sum'] for row in rows) / sum(row['oracle_sum'] for row in rows):.3f}"
                    f" / {sum(row['changes'] for row in rows) / len(rows):.3f}")
        row = made[f"first: {way}"]
        lines.append([words, cell, " / ".join(spread(row[key])
                                              for key in ("sufficient", "parallelism_ratio", "changes"))])
    against = made["first: history"]["against_averages"]
    lines.append(["history against averages: more sufficient / nearer to the oracle / fewer changes", "-",
                  " / ".join(spread(against[key]) for key in ("sufficient_more", "nearer_to_oracle", "fewer_changes"))])
    jobs = made["first: history"]["jobs"]
    return table(["", f"{len(rows)} past jobs, each judged by the other four fifths (first-fold*.json)",
                  f"{jobs} made jobs (`--unseen {jobs} --seed 2`)"], lines)


def worth(folder):
    judged = totals(folder, "worth")
    ways = {"st-cap": "without an encoder", "st-cap, cluster's encoder": "the encoder of the job's cluster",
            "st-cap, global encoder": "one global encoder", "st-cap, another cluster's":
            "the encoder of another cluster"}
    return table(["", "changes / parallelism, mean over the jobs (sum over sum) / windows with back-pressure afterwards"],
                 [[words, running(judged[way])] for way, words in ways.items()])


NAMES = {"linear": "linear", "join2": "2-way join", "join3": "3-way join"}


def timely(folder):
    """Real Timely jobs are not run again with the rest: their figures lie beside the README."""
    steps = json.loads((folder / "timely.json").read_text())["steps"]
    jobs = list(dict.fromkeys(step["job"] for step in steps))

    def line(words, job):
        def of(method):
            return [step for step in steps if step["method"] == method and job in (None, step["job"])]

        def total(method, key):
            return sum(step[key] for step in of(method))

        def cell(method):
            return (f"{total(method, 'reconfigurations') / len(of(method)):.2f}"
                    f" / {total(method, 'parallelism') / total(method, 'oracle'):.3f}")

        saved = 1 - total("streamtune", "parallelism") / total("streamtune", "every_operator_on_all_workers")
        return [words, cell("streamtune"), cell("ds2"), f"{100 * saved:.1f} %"]

    lines = [line(NAMES.get(job, f"Nexmark {job}"), job) for job in jobs]
    lines.append(line(f"all {sum(step['method'] == 'streamtune' for step in steps)} tunings", None))
    return table(["job", "streamtune", "ds2 (with its band)", "streamtune saves, against every operator on all workers"],
                 lines)


def main():
    folder, readme = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    text = readme.read_text()
    for name, make, of in (("comparison", comparison, folder), ("first", first, folder), ("worth", worth, folder),
                           ("timely", timely, readme.parent)):
        block = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.S)
        if not block.search(text):
            sys.exit(f"{readme}: there is no place for the table \"{name}\".")
        text = block.sub(lambda found: found[1] + make(of) + found[2], text)
    readme.write_text(text)


main()
