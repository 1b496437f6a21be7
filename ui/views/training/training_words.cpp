// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/training/training_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/models/columns.h"
#include "ui/session/training_flow.h"

namespace streamtune::ui {

using workbench::RunState;
using workbench::TrainingCurve;
using workbench::TrainingRun;

namespace {

constexpr int kPatienceOfOneJob = 10; ///< fine-tuning stops at the latest then (core/workbench/training_work.cpp)
constexpr double kGentler = 1.0 / 3;  ///< of a learning rate that was too large
constexpr double kMostSmoothing = 0.99;

struct TrainingWords {
    Q_DECLARE_TR_FUNCTIONS(TrainingWords)
};

QString fixed(double value, int digits) {
    return QLocale().toString(value, 'f', digits);
}

bool anyValidation(const TrainingCurve& curve) {
    return std::ranges::any_of(curve.epochs, [](const learn::Epoch& e) { return std::isfinite(e.validation); });
}

/// Places of the epochs on the lower axis.
std::vector<double> placesOf(const TrainingCurve& curve, ChartAxis x) {
    std::vector<double> places;
    double seconds = 0;
    for (const learn::Epoch& epoch : curve.epochs) {
        seconds += epoch.seconds;
        places.push_back(x == ChartAxis::Seconds ? seconds : epoch.number);
    }
    return places;
}

std::vector<QPointF> line(const std::vector<double>& places, const std::vector<double>& values) {
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < places.size(); ++i)
        points.emplace_back(places[i], values[i]);
    return points;
}

std::vector<double> valuesOf(const TrainingCurve& curve, double learn::Epoch::* field) {
    std::vector<double> values;
    for (const learn::Epoch& epoch : curve.epochs)
        values.push_back(epoch.*field);
    return values;
}

QString lastOf(const QString& name, const std::vector<double>& values) {
    const auto last = std::find_if(values.rbegin(), values.rend(), [](double v) { return std::isfinite(v); });
    return last == values.rend() ? name : name + QLatin1Char(' ') + fixed(*last, 3);
}

QString endWords(CurveEnd end) {
    switch (end) {
    case CurveEnd::Going:
        return TrainingWords::tr("in training");
    case CurveEnd::AllEpochs:
        return TrainingWords::tr("all epochs");
    case CurveEnd::EarlyStop:
        return TrainingWords::tr("early stop");
    case CurveEnd::NoNumber:
        return TrainingWords::tr("no number");
    }
    return {};
}

} // namespace

const TrainingCurve* curveOf(const TrainingRun& run, const std::string& cluster) {
    const auto found = std::ranges::find(run.curves, cluster, &TrainingCurve::cluster);
    return found == run.curves.end() ? nullptr : &*found;
}

int withoutGain(const TrainingCurve& curve) {
    return curve.epochs.empty() ? 0 : curve.epochs.back().number - curve.bestEpoch;
}

int patienceOf(const TrainingRun& run) {
    return run.job.empty() ? run.settings.patience : std::min(run.settings.patience, kPatienceOfOneJob);
}

CurveEnd curveEnd(const TrainingRun& run, const TrainingCurve& curve) {
    if (!curve.done)
        return CurveEnd::Going;
    if (!curve.epochs.empty() && curve.epochs.back().number >= run.epochs)
        return CurveEnd::AllEpochs;
    // Training ends by itself in three ways; what is neither of the others is a loss that became no number.
    return withoutGain(curve) >= patienceOf(run) ? CurveEnd::EarlyStop : CurveEnd::NoNumber;
}

Number bestLoss(const TrainingCurve& curve) {
    const auto best = std::ranges::find(curve.epochs, curve.bestEpoch, &learn::Epoch::number);
    if (best == curve.epochs.end())
        return {};
    return std::isfinite(best->validation) ? best->validation : best->training;
}

RunStory storyOf(const TrainingRun& run) {
    RunStory e;
    e.title = trainingTitle(run) + QStringLiteral(" · ") + stateWord(run.state);
    if (!run.sentence.empty())
        e.sentences << text(run.sentence);
    QStringList early, broken;
    for (const TrainingCurve& curve : run.curves) {
        const CurveEnd end = curveEnd(run, curve);
        if (end == CurveEnd::EarlyStop)
            early << text(curve.cluster);
        if (end == CurveEnd::NoNumber)
            broken << text(curve.cluster);
    }
    if (!early.isEmpty())
        e.sentences << TrainingWords::tr(
                           "Stopped early, as it should be: %1. The loss on jobs kept from training had not become "
                           "better for %2 epochs, so going on would only learn the training jobs by heart. The weights "
                           "of the best epoch are used.")
                           .arg(early.join(QStringLiteral(", ")))
                           .arg(patienceOf(run));
    if (!broken.isEmpty()) {
        e.bad = true;
        e.learningRate = run.settings.learningRate * kGentler;
        e.sentences
            << TrainingWords::tr(
                   "The loss became no number (NaN): %1. A step of this size threw the weights out of the range "
                   "of numbers. The weights of the best epoch before it are kept.")
                   .arg(broken.join(QStringLiteral(", ")));
        e.advice = TrainingWords::tr(
                       "Train again with a smaller learning rate, such as %1 instead of %2; if it happens again, look "
                       "for windows with absurd rates in the history.")
                       .arg(*e.learningRate, 0, 'g', 2)
                       .arg(run.settings.learningRate, 0, 'g', 2);
    }
    switch (run.state) {
    case RunState::Failed:
        e.bad = true;
        if (e.advice.isEmpty())
            e.advice = TrainingWords::tr("Mend what is named, then resume it; what was reached before is kept.");
        break;
    case RunState::Paused:
    case RunState::Interrupted:
        e.advice = TrainingWords::tr(
            "Resume goes on from the last checkpoint and ends with the same model as a run that was never "
            "stopped.");
        break;
    case RunState::Cancelled:
        e.advice = TrainingWords::tr(
            "Nothing is lost: its checkpoint is kept until you remove it. Resume goes on from there.");
        break;
    case RunState::Queued:
        e.advice = TrainingWords::tr("It begins when the trainings before it are done.");
        break;
    default:
        break;
    }
    return e;
}

std::vector<double> smoothed(const std::vector<double>& values, double weight) {
    weight = std::clamp(weight, 0.0, kMostSmoothing);
    std::vector<double> result;
    result.reserve(values.size());
    double sum = 0, share = 0; // of what was seen: divides the pull to zero out
    for (const double value : values) {
        if (!std::isfinite(value)) {
            result.push_back(std::numeric_limits<double>::quiet_NaN());
            continue;
        }
        sum = weight * sum + (1 - weight) * value;
        share = weight * share + (1 - weight);
        result.push_back(sum / share);
    }
    return result;
}

std::vector<ChartSeries> curveSeries(const TrainingCurve& curve, const CurveLook& look) {
    std::vector<ChartSeries> all;
    const auto places = placesOf(curve, look.x);
    const auto add = [&](const QString& name, double learn::Epoch::* field, Token colour, bool dashed) {
        const auto values = valuesOf(curve, field);
        if (look.smoothing > 0)
            all.push_back({{}, colour, false, false, line(places, values), true});
        all.push_back({lastOf(name, values), colour, dashed, false, line(places, smoothed(values, look.smoothing))});
    };
    add(TrainingWords::tr("training"), &learn::Epoch::training, Token::Measured, false);
    if (anyValidation(curve))
        add(TrainingWords::tr("validation"), &learn::Epoch::validation, Token::BackPressured, true);
    return all;
}

ChartSeries otherSeries(const TrainingRun& run, const TrainingCurve& curve, std::size_t number, const CurveLook& look) {
    static constexpr Token kColours[]{Token::SeriesGreen, Token::Accent, Token::Demo};
    const auto values = valuesOf(curve, anyValidation(curve) ? &learn::Epoch::validation : &learn::Epoch::training);
    return {lastOf(text(run.id), values), kColours[number % std::size(kColours)], number % 2 == 0, false,
            line(placesOf(curve, look.x), smoothed(values, look.smoothing))};
}

std::vector<ChartMark> curveMarks(const TrainingCurve& curve, ChartAxis x) {
    const auto best = std::ranges::find(curve.epochs, curve.bestEpoch, &learn::Epoch::number);
    if (best == curve.epochs.end())
        return {};
    return {{placesOf(curve, x)[static_cast<std::size_t>(best - curve.epochs.begin())], ChartMarkKind::Verified,
             TrainingWords::tr("best %1").arg(curve.bestEpoch)}};
}

QString paceWords(const TrainingRun& run, const TrainingCurve& curve) {
    if (curve.done)
        return text(curve.ending);
    QStringList words;
    double seconds = 0;
    for (const learn::Epoch& epoch : curve.epochs)
        seconds += epoch.seconds;
    if (!curve.epochs.empty())
        words << TrainingWords::tr("%1 per epoch").arg(duration(seconds / static_cast<double>(curve.epochs.size())));
    words << TrainingWords::tr("stops after %1 epochs without gain (%2 so far)")
                 .arg(patienceOf(run))
                 .arg(withoutGain(curve));
    return words.join(QStringLiteral(" · "));
}

std::vector<EncoderRow> encoderRows(const TrainingRun& run) {
    std::vector<EncoderRow> rows;
    for (const TrainingCurve& curve : run.curves) {
        const CurveEnd end = curveEnd(run, curve);
        rows.push_back({curve.cluster, curve.epochs.empty() ? 0 : curve.epochs.back().number, curve.bestEpoch,
                        bestLoss(curve), endWords(end), end == CurveEnd::NoNumber});
    }
    return rows;
}

std::unique_ptr<EncodersModel> makeEncodersModel(QObject* parent) {
    using Row = EncoderRow;
    std::vector<Column<Row>> columns{
        textColumn<Row>(TrainingWords::tr("encoder"), [](const Row& r) { return encoderName(r.cluster); }),
        countColumn<Row>(TrainingWords::tr("epochs"), TrainingWords::tr("Done so far"),
                         [](const Row& r) { return std::int64_t{r.epochs}; }),
        countColumn<Row>(TrainingWords::tr("best"),
                         TrainingWords::tr("Epoch with the smallest loss on jobs kept from training"),
                         [](const Row& r) { return std::int64_t{r.bestEpoch}; }),
        {TrainingWords::tr("loss"), TrainingWords::tr("Of the best epoch, on jobs kept from training"),
         ColumnKind::Number,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return isKnown(r.loss) ? fixed(*r.loss, 3) : QStringLiteral("–");
             if (role == NumberRole || role == SortRole)
                 return isKnown(r.loss) ? QVariant(*r.loss) : QVariant();
             return {};
         }},
        {TrainingWords::tr("ended"), {}, ColumnKind::Text, [](const Row& r, int role) -> QVariant {
             return role == Qt::DisplayRole ? QVariant(r.state) : role == WarnRole ? QVariant(r.bad) : QVariant();
         }}};
    return std::make_unique<EncodersModel>(std::move(columns), [](const Row& r) { return text(r.cluster); }, parent);
}

std::unique_ptr<FiguresModel> makeFiguresModel(const QStringList& names, QObject* parent) {
    using Row = FigureRow;
    std::vector<Column<Row>> columns{
        textColumn<Row>(TrainingWords::tr("figure"), [](const Row& r) { return r.name; }, 60)};
    for (qsizetype i = 0; i < names.size(); ++i)
        columns.push_back({names[i], {}, ColumnKind::Text, [i](const Row& r, int role) -> QVariant {
                               const QString value = i < r.values.size() ? r.values[i] : QString();
                               switch (role) {
                               case Qt::DisplayRole:
                                   return r.best == i ? value + QStringLiteral(" ✓") : value;
                               case Qt::ToolTipRole:
                                   return value;
                               case EmphasisRole:
                                   return r.best == i;
                               case FaintRole:
                                   return !r.differs;
                               default:
                                   return {};
                               }
                           }});
    return std::make_unique<FiguresModel>(std::move(columns), [](const Row& r) { return r.name; }, parent);
}

void FigureRows::words(const QString& name, const QStringList& values) {
    const bool differs = std::ranges::any_of(values, [&](const QString& v) { return v != values.constFirst(); });
    m_rows.push_back({name, values, -1, differs});
}

void FigureRows::numbers(const QString& name, const std::vector<Number>& values, Better better, int digits) {
    QStringList shown;
    int best = -1;
    for (std::size_t i = 0; i < values.size(); ++i) {
        shown << (isKnown(values[i]) ? fixed(*values[i], digits) : QStringLiteral("–"));
        if (better == Neither || !isKnown(values[i]))
            continue;
        const Number& top = best < 0 ? values[i] : values[static_cast<std::size_t>(best)];
        if (best < 0 || (better == Smaller ? *values[i] < *top : *values[i] > *top))
            best = static_cast<int>(i);
    }
    words(name, shown);
    const auto known = std::ranges::count_if(values, [](const Number& v) { return isKnown(v); });
    m_rows.back().best = m_rows.back().differs && known > 1 ? best : -1; // one alone is no winner
}

std::vector<FigureRow> FigureRows::take(bool differencesFirst) {
    if (differencesFirst)
        std::ranges::stable_partition(m_rows, &FigureRow::differs);
    return std::move(m_rows);
}

std::vector<FigureRow> runFigures(const std::vector<const TrainingRun*>& runs, const std::string& cluster,
                                  const ModelCards& cards, bool differencesFirst) {
    FigureRows rows;
    const auto words = [&](const QString& name, const std::function<QString(const TrainingRun&)>& of) {
        QStringList values;
        for (const TrainingRun* run : runs)
            values << of(*run);
        rows.words(name, values);
    };
    const auto numbers = [&](const QString& name, FigureRows::Better better, int digits,
                             const std::function<Number(const TrainingRun&)>& of) {
        std::vector<Number> values;
        for (const TrainingRun* run : runs)
            values.push_back(of(*run));
        rows.numbers(name, values, better, digits);
    };
    const auto card = [&](const TrainingRun& run) -> const learn::ModelSet* {
        const auto found = cards.find(run.model);
        return found == cards.end() ? nullptr : found->second.get();
    };
    const auto heldOut = [&](const QString& name, FigureRows::Better better, double learn::Figures::* field) {
        numbers(name, better, 3, [&, field](const TrainingRun& run) -> Number {
            const learn::ModelSet* set = card(run);
            const learn::ClusterEncoder* encoder = !set                                      ? nullptr
                                                   : cluster == "global" || cluster == "job" ? &set->global
                                                                                             : set->find(cluster);
            return encoder && std::isfinite(encoder->heldOut.*field) ? Number(encoder->heldOut.*field) : Number();
        });
    };
    numbers(TrainingWords::tr("best loss"), FigureRows::Smaller, 3, [&](const TrainingRun& run) -> Number {
        const TrainingCurve* curve = curveOf(run, cluster);
        return curve ? bestLoss(*curve) : Number();
    });
    heldOut(TrainingWords::tr("log loss, held-out jobs"), FigureRows::Smaller, &learn::Figures::loss);
    heldOut(TrainingWords::tr("Brier score, held-out jobs"), FigureRows::Smaller, &learn::Figures::brier);
    heldOut(TrainingWords::tr("right at 0.5, held-out jobs"), FigureRows::Larger, &learn::Figures::accuracy);
    heldOut(TrainingWords::tr("bottlenecks found"), FigureRows::Larger, &learn::Figures::recall);
    words(TrainingWords::tr("state"), [](const TrainingRun& run) { return stateWord(run.state); });
    words(TrainingWords::tr("epochs"), [&](const TrainingRun& run) {
        const TrainingCurve* curve = curveOf(run, cluster);
        return curve && !curve->epochs.empty()
                   ? TrainingWords::tr("%1, best %2").arg(curve->epochs.back().number).arg(curve->bestEpoch)
                   : QStringLiteral("–");
    });
    words(TrainingWords::tr("spent"), [](const TrainingRun& run) { return duration(run.spent); });
    words(TrainingWords::tr("seed"), [](const TrainingRun& run) { return QString::number(run.settings.seed); });
    words(TrainingWords::tr("hidden × layers"), [](const TrainingRun& run) {
        return QStringLiteral("%1 × %2").arg(run.settings.shape.hidden).arg(run.settings.shape.layers);
    });
    words(TrainingWords::tr("learning rate"),
          [](const TrainingRun& run) { return QString::number(run.settings.learningRate); });
    words(TrainingWords::tr("weight decay"),
          [](const TrainingRun& run) { return QString::number(run.settings.weightDecay); });
    words(TrainingWords::tr("patience"), [](const TrainingRun& run) { return QString::number(patienceOf(run)); });
    words(TrainingWords::tr("data hash"), [&](const TrainingRun& run) {
        const learn::ModelSet* set = card(run);
        return set ? text(set->card.history.hash).left(12) : QStringLiteral("–");
    });
    words(TrainingWords::tr("model"),
          [](const TrainingRun& run) { return run.model.empty() ? QStringLiteral("–") : text(run.model); });
    words(TrainingWords::tr("who"), [](const TrainingRun& run) { return text(run.who); });
    return rows.take(differencesFirst);
}

} // namespace streamtune::ui
