// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/registry/model_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/columns.h"
#include "ui/session/training_flow.h"

namespace streamtune::ui {

namespace {

constexpr std::int64_t kFewJobs = 8;
constexpr double kRareLabel = 0.05; ///< share of bottlenecks below which they are called rare

struct ModelsWords {
    Q_DECLARE_TR_FUNCTIONS(ModelsWords)
};

QString fixed(double value, int digits = 3) {
    return std::isfinite(value) ? QLocale().toString(value, 'f', digits) : QStringLiteral("–");
}

/// A figure of which some model may have none.
template <class Row>
Column<Row> figureColumn(const QString& title, const QString& tip, std::function<double(const Row&)> value,
                         bool share = false) {
    return {title, tip, ColumnKind::Number, [value = std::move(value), share](const Row& row, int role) -> QVariant {
                const double v = value(row);
                switch (role) {
                case Qt::DisplayRole:
                    return share && std::isfinite(v) ? percent(v) : fixed(v);
                case NumberRole:
                case SortRole:
                    return std::isfinite(v) ? QVariant(v) : QVariant();
                default:
                    return {};
                }
            }};
}

} // namespace

QString madeWords(const std::string& created) {
    // What ships is made without a clock, so that it is the same bytes every time.
    return created.starts_with("1970-") ? ModelsWords::tr("with the program")
                                        : text(created).left(16).replace(u'T', u' ');
}

QString modelState(const workbench::ModelSummary& model) {
    if (!model.broken.empty())
        return ModelsWords::tr("broken");
    if (model.active)
        return model.shipped ? ModelsWords::tr("in use, shipped") : ModelsWords::tr("in use");
    return model.shipped ? ModelsWords::tr("shipped") : ModelsWords::tr("candidate");
}

std::unique_ptr<ModelsModel> makeModelsModel(QObject* parent) {
    using Row = ModelRow;
    const auto figure = [](const QString& title, const QString& tip, double learn::Figures::* field,
                           bool share = false) {
        return figureColumn<Row>(
            title, tip,
            [field](const Row& r) { return r.model.broken.empty() ? r.model.heldOut.*field : learn::kUnknown; }, share);
    };
    std::vector<Column<Row>> columns{
        {ModelsWords::tr("model"),
         {},
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return elideMiddle(text(r.model.id), 60);
             if (role == Qt::ToolTipRole)
                 return text(r.model.id + (r.model.broken.empty() ? "\n" + r.model.origin : "\n" + r.model.broken));
             return role == EmphasisRole ? QVariant(r.model.active) : QVariant();
         }},
        {ModelsWords::tr("state"), ModelsWords::tr("A candidate is used by nothing until it is promoted"),
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return modelState(r.model);
             return role == WarnRole ? QVariant(!r.model.broken.empty()) : QVariant();
         }},
        textColumn<Row>(
            ModelsWords::tr("for"),
            [](const Row& r) { return text(r.model.job.empty() ? r.model.engine : r.model.job); }, 40),
        figure(ModelsWords::tr("log loss"), ModelsWords::tr("On jobs that it did not learn from: smaller is better"),
               &learn::Figures::loss),
        figure(ModelsWords::tr("Brier"), ModelsWords::tr("Mean squared error of the probabilities, held-out jobs"),
               &learn::Figures::brier),
        figure(ModelsWords::tr("right"), ModelsWords::tr("Share of labels right at 0.5, held-out jobs"),
               &learn::Figures::accuracy, true),
        figure(ModelsWords::tr("found"), ModelsWords::tr("Share of the bottlenecks found, held-out jobs"),
               &learn::Figures::recall, true),
        figure(ModelsWords::tr("capacity error"),
               ModelsWords::tr("Median |log predicted / measured capacity|, held-out jobs"),
               &learn::Figures::capacityError),
        countColumn<Row>(ModelsWords::tr("jobs"), ModelsWords::tr("It learned from"),
                         [](const Row& r) { return r.model.jobs; }),
        countColumn<Row>(ModelsWords::tr("windows"), ModelsWords::tr("It learned from"),
                         [](const Row& r) { return r.model.windows; }),
        countColumn<Row>(ModelsWords::tr("clusters"), {}, [](const Row& r) { return r.model.clusters; }),
        {ModelsWords::tr("size"), ModelsWords::tr("Of its file"), ColumnKind::Number,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return r.bytes ? bytes(static_cast<double>(*r.bytes)) : QStringLiteral("–");
             if (role == SortRole || role == NumberRole)
                 return r.bytes ? QVariant(static_cast<qulonglong>(*r.bytes)) : QVariant();
             return {};
         }},
        textColumn<Row>(ModelsWords::tr("made"), [](const Row& r) { return madeWords(r.model.created); })};
    return std::make_unique<ModelsModel>(std::move(columns), [](const Row& r) { return text(r.model.id); }, parent);
}

std::unique_ptr<ClusterEncodersModel> makeClusterEncodersModel(QObject* parent) {
    using Row = learn::ClusterEncoder;
    std::vector<Column<Row>> columns{{ModelsWords::tr("encoder"),
                                      {},
                                      ColumnKind::Text,
                                      [](const Row& r, int role) -> QVariant {
                                          if (role == Qt::DisplayRole)
                                              return encoderName(r.id);
                                          if (role == Qt::ToolTipRole)
                                              return text(r.why);
                                          return role == FaintRole ? QVariant(!r.own) : QVariant();
                                      }},
                                     countColumn<Row>(ModelsWords::tr("jobs"), ModelsWords::tr("It learned from"),
                                                      [](const Row& r) { return r.jobs; }),
                                     countColumn<Row>(ModelsWords::tr("held out"),
                                                      ModelsWords::tr("Jobs kept from training, to judge it by"),
                                                      [](const Row& r) { return r.heldOutJobs; }),
                                     figureColumn<Row>(ModelsWords::tr("log loss"), ModelsWords::tr("On held-out jobs"),
                                                       [](const Row& r) { return r.heldOut.loss; }),
                                     figureColumn<Row>(
                                         ModelsWords::tr("found"), ModelsWords::tr("Share of the bottlenecks found"),
                                         [](const Row& r) { return r.heldOut.recall; }, true),
                                     {ModelsWords::tr("best epoch"), ModelsWords::tr("Of the epochs done"),
                                      ColumnKind::Text, [](const Row& r, int role) -> QVariant {
                                          if (role == Qt::DisplayRole)
                                              return r.own ? ModelsWords::tr("%1 of %2").arg(r.bestEpoch).arg(r.epochs)
                                                           : ModelsWords::tr("the global one stands in");
                                          if (role == SortRole)
                                              return r.bestEpoch;
                                          return role == Qt::ToolTipRole ? QVariant(text(r.why)) : QVariant();
                                      }}};
    return std::make_unique<ClusterEncodersModel>(std::move(columns), [](const Row& r) { return text(r.id); }, parent);
}

std::vector<learn::ClusterEncoder> encodersOf(const learn::ModelSet& model) {
    std::vector<learn::ClusterEncoder> all{model.global};
    all.insert(all.end(), model.clusters.begin(), model.clusters.end());
    for (learn::ClusterEncoder& encoder : all)
        encoder.encoder.weights.clear(); // a row shows none
    return all;
}

std::vector<GateCheck> gateChecks(const workbench::ModelSummary& model, const workbench::ModelComparison* comparison,
                                  bool comparing) {
    using enum GateCheck::Verdict;
    std::vector<GateCheck> checks;
    if (!model.broken.empty())
        return {{Failed, text(model.broken)}};
    if (comparing)
        checks.push_back({Waits, ModelsWords::tr("Judged on the jobs kept from its training…")});
    if (comparison) {
        const auto& mine = comparison->ofCandidate;
        const auto& was = comparison->ofPresent;
        if (comparison->present.empty()) {
            checks.push_back({None, ModelsWords::tr("No model is in use yet, so there is nothing to be worse than")});
        } else {
            checks.push_back({comparison->better ? Passed : Failed,
                              ModelsWords::tr("Held-out log loss %1, %2 has %3 (1 % more passes)")
                                  .arg(fixed(mine.loss), text(comparison->present), fixed(was.loss))});
            checks.push_back({None, ModelsWords::tr("Brier score %1, %2 has %3")
                                        .arg(fixed(mine.brier), text(comparison->present), fixed(was.brier))});
            checks.push_back({None, ModelsWords::tr("Bottlenecks found %1, %2 finds %3")
                                        .arg(std::isfinite(mine.recall) ? percent(mine.recall) : QStringLiteral("–"),
                                             text(comparison->present),
                                             std::isfinite(was.recall) ? percent(was.recall) : QStringLiteral("–"))});
        }
        checks.push_back(
            {comparison->jobs > 0 ? Passed : None,
             comparison->jobs > 0
                 ? ModelsWords::tr("Both judged on the same windows of %n held-out job(s)", nullptr,
                                   static_cast<int>(comparison->jobs))
                 : ModelsWords::tr("Each judged on the jobs kept from its own training: the same windows are not in "
                                   "this workspace")});
    }
    // modelFromBytes() refuses what fails either (core/learn/model.h).
    checks.push_back(
        {Passed, ModelsWords::tr("Its probability never rises with parallelism: swept when it was loaded")});
    checks.push_back(
        {Passed, ModelsWords::tr("Reads the features of this program, version %1").arg(learn::kEncodingVersion)});
    return checks;
}

QString calibrationWords(const std::vector<learn::CalibrationBin>& bins, double p) {
    for (const auto& bin : bins)
        if (bin.low <= p && p < bin.high && bin.count > 0)
            return ModelsWords::tr("When it said about %1, that came true in %2 of %3 cases.")
                .arg(fixed(bin.predicted, 2), percent(bin.observed))
                .arg(bin.count);
    return {};
}

Number calibrationError(const std::vector<learn::CalibrationBin>& bins) {
    double sum = 0, count = 0;
    for (const auto& bin : bins) {
        sum += static_cast<double>(bin.count) * std::abs(bin.predicted - bin.observed);
        count += static_cast<double>(bin.count);
    }
    return count > 0 ? Number(sum / count) : Number();
}

QStringList knownLimits(const learn::ModelSet& model) {
    QStringList limits;
    const auto& history = model.card.history;
    if (static_cast<std::int64_t>(history.jobs) < kFewJobs)
        limits << ModelsWords::tr("It learned from %n job(s) only; expect wide bands.", nullptr,
                                  static_cast<int>(history.jobs));
    const auto& f = model.global.heldOut;
    if (f.labels > 0 && static_cast<double>(f.ones) < kRareLabel * static_cast<double>(f.labels))
        limits << ModelsWords::tr("Bottlenecks are rare in what it was judged on: %1 of %2 labels.")
                      .arg(f.ones)
                      .arg(f.labels);
    int without = 0;
    for (const auto& cluster : model.clusters)
        without += cluster.own ? 0 : 1;
    if (without > 0)
        limits << ModelsWords::tr("%n cluster(s) had too little history; the global encoder stands in.", nullptr,
                                  without);
    if (model.card.engine == "simulated")
        limits << ModelsWords::tr("It learned on simulated jobs; on a real connection this is said with every answer.");
    limits << ModelsWords::tr("Jobs further than %1 from every centre are called unlike anything seen.")
                  .arg(model.card.novelty);
    return limits;
}

} // namespace streamtune::ui
