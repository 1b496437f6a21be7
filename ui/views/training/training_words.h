// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A training in words and lines: how its encoders ended and what to do about it, its curves, its figures beside those
/// of other runs. Pure functions.

#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/learn/model.h"
#include "core/workbench/training_desk.h"
#include "ui/models/table_model.h"
#include "ui/views/inspect/time_chart.h"

namespace streamtune::ui {

enum class CurveEnd { Going, AllEpochs, EarlyStop, NoNumber };
[[nodiscard]] CurveEnd curveEnd(const workbench::TrainingRun& run, const workbench::TrainingCurve& curve);
/// Epochs since the best one.
[[nodiscard]] int withoutGain(const workbench::TrainingCurve& curve);
/// Epochs without gain after which the encoder stops.
[[nodiscard]] int patienceOf(const workbench::TrainingRun& run);
/// The validation loss that decides, of the best epoch; the training loss where no job could be held out.
[[nodiscard]] Number bestLoss(const workbench::TrainingCurve& curve);
[[nodiscard]] const workbench::TrainingCurve* curveOf(const workbench::TrainingRun& run, const std::string& cluster);

/// What became of a run, why, and what to try.
struct RunStory {
    QString title;
    QStringList sentences;
    QString advice;                     ///< empty = nothing to do
    std::optional<double> learningRate; ///< to try again with
    bool bad = false;
};
[[nodiscard]] RunStory storyOf(const workbench::TrainingRun& run);

/// Exponential mean that starts without a pull to zero; NaN stays a gap. Weight 0 changes nothing, up to 0.99.
[[nodiscard]] std::vector<double> smoothed(const std::vector<double>& values, double weight);

struct CurveLook {
    double smoothing = 0;
    ChartAxis x = ChartAxis::Epochs;
};
/// Training and validation loss of one encoder.
[[nodiscard]] std::vector<ChartSeries> curveSeries(const workbench::TrainingCurve& curve, const CurveLook& look);
/// The loss that decides, of another run beside it.
[[nodiscard]] ChartSeries otherSeries(const workbench::TrainingRun& run, const workbench::TrainingCurve& curve,
                                      std::size_t number, const CurveLook& look);
[[nodiscard]] std::vector<ChartMark> curveMarks(const workbench::TrainingCurve& curve, ChartAxis x);
/// One line above the chart: pace, and how far an early stop is away.
[[nodiscard]] QString paceWords(const workbench::TrainingRun& run, const workbench::TrainingCurve& curve);

/// An encoder of a run, as a row.
struct EncoderRow {
    std::string cluster;
    int epochs = 0, bestEpoch = 0;
    Number loss; ///< of the best epoch
    QString state;
    bool bad = false;
};
using EncodersModel = TableModel<EncoderRow>;
[[nodiscard]] std::unique_ptr<EncodersModel> makeEncodersModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<EncoderRow> encoderRows(const workbench::TrainingRun& run);

/// A figure of several things side by side: runs, or models.
struct FigureRow {
    QString name;
    QStringList values;
    int best = -1; ///< column of the best one, where one is better
    bool differs = false;
};
using FiguresModel = TableModel<FigureRow>;
[[nodiscard]] std::unique_ptr<FiguresModel> makeFiguresModel(const QStringList& columns, QObject* parent = nullptr);
/// Collects rows; the smallest or largest of known numbers is the best one.
class FigureRows {
public:
    void words(const QString& name, const QStringList& values);
    enum Better { Neither, Smaller, Larger };
    void numbers(const QString& name, const std::vector<Number>& values, Better better, int digits = 3);
    /// `first`: what differs stands above.
    [[nodiscard]] std::vector<FigureRow> take(bool differencesFirst);

private:
    std::vector<FigureRow> m_rows;
};

using ModelCards = std::map<std::string, std::shared_ptr<const learn::ModelSet>>; ///< by id; null = being read
[[nodiscard]] std::vector<FigureRow> runFigures(const std::vector<const workbench::TrainingRun*>& runs,
                                                const std::string& cluster, const ModelCards& cards,
                                                bool differencesFirst);

} // namespace streamtune::ui
