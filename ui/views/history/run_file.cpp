// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/run_file.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

#include "core/history/run_archive.h"
#include "ui/session/core_words.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr int kMostWindows = 2'000;
/// A run that began within this time after a plan was applied came from it.
constexpr Millis kAfterPlan{10 * 60'000};

struct RunFileWords {
    Q_DECLARE_TR_FUNCTIONS(RunFileWords)
};

Result<std::optional<PlanMark>> planBefore(const workbench::Workbench& bench, const history::RunRecord& run) {
    ST_ASSIGN(const auto marks, readMarks(bench, run.connection, run.jobName));
    std::optional<PlanMark> found;
    for (const PlanMark& mark : marks)
        if (mark.at <= run.started + Millis{1'000} && run.started - mark.at <= kAfterPlan &&
            (mark.target.empty() || mark.target == run.parallelism))
            found = mark;
    return found;
}

Number meanOf(const RunFile& file, const std::function<Number(const Observation&)>& value) {
    double sum = 0;
    int n = 0;
    for (const auto& recorded : file.windows)
        if (const Number v = value(recorded.window); isKnown(v)) {
            sum += *v;
            ++n;
        }
    return n > 0 ? Number(sum / n) : Number();
}

Number nodeMean(const RunFile& file, const std::string& node, Number NodeObservation::* field) {
    return meanOf(file, [&](const Observation& w) {
        const auto* seen = w.find(node);
        return seen ? seen->*field : Number();
    });
}

Number sourceMean(const RunFile& file, Number SourceObservation::* field) {
    return meanOf(file, [&](const Observation& w) {
        double sum = 0;
        bool any = false;
        for (const auto& source : w.sources)
            if (isKnown(source.*field)) {
                sum += *(source.*field);
                any = true;
            }
        return any ? Number(sum) : Number();
    });
}

/// The operator of run `i` that was `first` in the first run, or the operator itself where `first` names one of run i.
std::string operatorOf(const RunComparison& c, std::size_t i, const std::string& first) {
    for (const auto& [mine, was] : c.toFirst[i])
        if (was == first)
            return mine;
    return {};
}

/// Rows of one comparison are put together here.
class Lines {
public:
    explicit Lines(const RunComparison& comparison) : m_comparison(comparison) {}

    void add(const QString& group, const QString& fact, const std::string& node,
             const std::function<QString(std::size_t)>& value) {
        CompareRow row{QString::number(m_rows.size()), group, fact, node, {}, false};
        for (std::size_t i = 0; i < m_comparison.runs.size(); ++i)
            row.values.push_back(value(i));
        row.differs = std::ranges::any_of(row.values, [&](const QString& v) { return v != row.values.front(); });
        m_rows.push_back(std::move(row));
    }
    std::vector<CompareRow> take() { return std::move(m_rows); }

private:
    const RunComparison& m_comparison;
    std::vector<CompareRow> m_rows;
};

void addFacts(Lines& lines, const RunComparison& c) {
    const QString group = RunFileWords::tr("Run");
    const auto fact = [&](const QString& name, const std::function<QString(const RunFile&)>& value) {
        lines.add(group, name, {}, [&](std::size_t i) { return value(c.runs[i]); });
    };
    fact(RunFileWords::tr("job"), [](const RunFile& f) { return text(f.row.run.jobName); });
    fact(RunFileWords::tr("connection"), [](const RunFile& f) { return text(f.row.run.connection); });
    fact(RunFileWords::tr("engine"), [](const RunFile& f) { return text(f.row.run.engine); });
    fact(RunFileWords::tr("began"), [](const RunFile& f) { return clockTime(f.row.run.started); });
    fact(RunFileWords::tr("seen for"), [](const RunFile& f) {
        return duration(static_cast<double>((f.row.run.lastSeen - f.row.run.started).count()) / 1000);
    });
    fact(RunFileWords::tr("windows"), [](const RunFile& f) { return QString::number(f.row.run.windows); });
    fact(RunFileWords::tr("graph"), [](const RunFile& f) { return text(f.row.run.graphHash).left(12); });
    fact(RunFileWords::tr("subtasks"), [](const RunFile& f) {
        int sum = 0;
        for (const auto& [id, p] : f.row.run.parallelism)
            sum += p;
        return QString::number(sum);
    });
    fact(RunFileWords::tr("slots"),
         [](const RunFile& f) { return QString::number(f.graph.slotsNeeded(f.row.run.parallelism)); });
    fact(RunFileWords::tr("offered"),
         [](const RunFile& f) { return rate(sourceMean(f, &SourceObservation::offered)); });
    fact(RunFileWords::tr("accepted"),
         [](const RunFile& f) { return rate(sourceMean(f, &SourceObservation::accepted)); });
    fact(RunFileWords::tr("outcome"), [](const RunFile& f) { return outcomeSentence(f.row); });
    fact(RunFileWords::tr("came from"), [](const RunFile& f) {
        return f.cameFrom ? RunFileWords::tr("plan %1").arg(planLabel(f.cameFrom->plan))
                          : RunFileWords::tr("no plan of this workspace");
    });
    fact(RunFileWords::tr("tags"), [](const RunFile& f) {
        QStringList tags;
        for (const auto& tag : f.row.tags)
            tags << text(tag);
        return tags.isEmpty() ? QStringLiteral("–") : tags.join(QStringLiteral(", "));
    });
}

void addOperator(Lines& lines, const RunComparison& c, const QString& name, const std::string& first,
                 const std::function<std::string(std::size_t)>& mine) {
    const auto fact = [&](const QString& words, const std::function<QString(const RunFile&, const std::string&)>& v) {
        lines.add(name, words, first, [&](std::size_t i) {
            const std::string id = mine(i);
            return id.empty() ? RunFileWords::tr("not there") : v(c.runs[i], id);
        });
    };
    const auto summaryOf = [](const RunFile& f, const std::string& id) -> const history::RunNodeSummary* {
        const auto found = std::ranges::find(f.nodes, id, &history::RunNodeSummary::id);
        return found == f.nodes.end() ? nullptr : &*found;
    };
    fact(RunFileWords::tr("parallelism"), [](const RunFile& f, const std::string& id) {
        const auto p = f.row.run.parallelism.find(id);
        return p == f.row.run.parallelism.end() ? QStringLiteral("–") : QString::number(p->second);
    });
    fact(RunFileWords::tr("in"),
         [](const RunFile& f, const std::string& id) { return rate(nodeMean(f, id, &NodeObservation::inRate)); });
    fact(RunFileWords::tr("out"),
         [](const RunFile& f, const std::string& id) { return rate(nodeMean(f, id, &NodeObservation::outRate)); });
    fact(RunFileWords::tr("busy, mean"), [&](const RunFile& f, const std::string& id) {
        const auto* s = summaryOf(f, id);
        return percent(s ? s->busyMean : Number());
    });
    fact(RunFileWords::tr("back-pressured, mean"), [&](const RunFile& f, const std::string& id) {
        const auto* s = summaryOf(f, id);
        return percent(s ? s->backpressuredMean : Number());
    });
    fact(RunFileWords::tr("bottleneck in"), [&](const RunFile& f, const std::string& id) {
        const auto* s = summaryOf(f, id);
        return s ? RunFileWords::tr("%1 of %2 windows").arg(s->bottleneck).arg(s->windows) : QStringLiteral("–");
    });
}

} // namespace

const history::RecordedWindow* RunFile::window(std::int64_t number) const {
    const auto found = std::ranges::find(windows, number, &history::RecordedWindow::number);
    return found == windows.end() ? nullptr : &*found;
}

std::vector<Observation> RunFile::observations() const {
    std::vector<Observation> all;
    all.reserve(windows.size());
    for (const auto& recorded : windows)
        all.push_back(recorded.window);
    return all;
}

Result<RunFile> readRunFile(const workbench::Workbench& bench, std::int64_t run, std::stop_token stop) {
    ST_ASSIGN(const auto store, bench.store());
    history::RunFilter only;
    only.run = run;
    ST_ASSIGN(const auto archive, history::RunArchive::beside(*store));
    ST_ASSIGN(auto page, archive->runs(only, 1, "", stop));
    ST_ASSIGN(auto graph, store->graphOfRun(run));
    if (page.rows.empty() || !graph)
        return fail("history.run", "There is no run " + std::to_string(run) + " in this workspace.",
                    "Choose one in the list of runs.");
    RunFile file;
    file.row = std::move(page.rows.front());
    file.graph = std::move(*graph);
    ST_ASSIGN(file.nodes, store->summary(run));
    const std::int64_t from = std::max<std::int64_t>(0, file.row.run.windows - kMostWindows);
    ST_ASSIGN(file.windows, store->windowsOfRun(run, from, kMostWindows, stop));
    ST_ASSIGN(file.overrides, store->overrides(run));
    ST_ASSIGN(file.notes, store->notes("run:" + std::to_string(run)));
    ST_ASSIGN(file.cameFrom, planBefore(bench, file.row.run));
    return file;
}

Result<RunComparison> readComparison(const workbench::Workbench& bench, const std::vector<std::int64_t>& runs,
                                     std::stop_token stop) {
    RunComparison c;
    for (const std::int64_t run : runs) {
        ST_ASSIGN(auto file, readRunFile(bench, run, stop));
        c.runs.push_back(std::move(file));
    }
    for (const RunFile& file : c.runs) {
        std::map<std::string, std::string> toFirst;
        c.sameGraph = c.sameGraph && file.row.run.graphHash == c.runs.front().row.run.graphHash;
        if (&file == &c.runs.front()) {
            for (const Operator& op : file.graph.nodes)
                toFirst[op.id] = op.id;
        } else {
            ST_ASSIGN(const auto match, workbench::matchRuns(bench, c.runs.front().id(), file.id(), stop));
            for (const auto& one : match.operators.matches)
                if (!one.to.empty() && !one.from.empty())
                    toFirst[one.to] = one.from;
        }
        c.toFirst.push_back(std::move(toFirst));
    }
    return c;
}

std::optional<int> LabelCase::inForce() const {
    return person ? std::optional(person->label) : recorded;
}

LabelSheet labelSheet(const RunFile& file, const history::RecordedWindow& window) {
    const tune::Labels labels = tune::labelWindow(file.graph, window.window, {});
    LabelSheet sheet{window.number, coreText(labels.why), {}};
    for (const Operator& op : file.graph.nodes) {
        LabelCase one;
        one.node = op.id;
        one.name = text(op.name);
        one.parallelism = op.parallelism;
        if (const auto* seen = window.window.find(op.id)) {
            one.busy = seen->busyMax;
            one.backPressured = seen->backpressuredMax;
            one.parallelism = seen->parallelism;
        }
        if (const auto label = labels.nodes.find(op.id); label != labels.nodes.end()) {
            one.computed = label->second.label;
            one.why = coreText(label->second.why);
        }
        if (const auto label = window.labels.find(op.id); label != window.labels.end())
            one.recorded = label->second;
        for (const auto& person : file.overrides)
            if (person.window == window.number && person.node == op.id)
                one.person = person; // the last one holds
        sheet.cases.push_back(std::move(one));
    }
    return sheet;
}

QString labelWord(const std::optional<int>& label) {
    if (!label)
        return QStringLiteral("–");
    return *label == 1   ? RunFileWords::tr("bottleneck")
           : *label == 0 ? RunFileWords::tr("fine")
                         : RunFileWords::tr("unknown");
}

std::vector<CompareRow> compareRows(const RunComparison& c) {
    Lines lines(c);
    addFacts(lines, c);
    for (const Operator& op : c.runs.front().graph.nodes)
        addOperator(lines, c, text(op.name), op.id, [&](std::size_t i) { return operatorOf(c, i, op.id); });
    // What later runs have and the first has not.
    for (std::size_t k = 1; k < c.runs.size(); ++k)
        for (const Operator& op : c.runs[k].graph.nodes)
            if (!c.toFirst[k].contains(op.id))
                addOperator(lines, c, text(op.name), op.id,
                            [&](std::size_t i) { return i == k ? op.id : std::string(); });
    return lines.take();
}

QString runTitle(const history::RunRecord& run) {
    return QStringLiteral("%1 · %2 · %3").arg(run.id).arg(elideMiddle(text(run.jobName), 40), clockTime(run.started));
}

QString outcomeSentence(const history::RunRow& row) {
    if (row.bottleneck > 0)
        return RunFileWords::tr("%1 was the bottleneck in %2 of %3 windows")
            .arg(elideMiddle(text(row.worst), 40))
            .arg(row.bottleneck)
            .arg(row.run.windows);
    return RunFileWords::tr("nothing was a bottleneck in %n window(s)", nullptr, static_cast<int>(row.run.windows));
}

} // namespace streamtune::ui
