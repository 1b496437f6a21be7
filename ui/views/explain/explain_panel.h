// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Why the chosen operator gets its number: what was measured, what is predicted from it and by whom, the way from the
/// model to the number, past runs of jobs like this with what became of them, and how often such advice was right. In
/// one column, or in as many as there is room for. GUI thread.

#include <QScrollArea>
#include <memory>

#include "ui/commands/commands.h"
#include "ui/session/explain_flow.h"
#include "ui/views/explain/explain_model.h"
#include "ui/views/widgets/basics.h"

class QHBoxLayout;
class QVBoxLayout;

namespace streamtune::ui {

class CalibrationView;
class PairGraph;
class ProbabilityChart;
class Waterfall;

class ExplainPanel final : public QWidget {
    Q_OBJECT
public:
    ExplainPanel(ExplainFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    [[nodiscard]] ProbabilityChart* chart() { return m_chart; }
    [[nodiscard]] RowsView* past() { return m_past; }
    [[nodiscard]] PairGraph* pairGraph() { return m_pair; }
    [[nodiscard]] QString verdict() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Section {
        QWidget* frame = nullptr;
        QVBoxLayout* body = nullptr;
        Chip* chip = nullptr;
    };
    [[nodiscard]] Section section(const QString& title);
    void makeMeasured();
    void makeCurve();
    void makeWay();
    void makeDrivers();
    void makePast();
    void makeCalibration();
    void arrange();
    void refresh();
    void refreshPair();
    void fill(const Explained& explained);
    void fillCurve(const Explained& explained);
    void fillDrivers(const tune::Explanation* explanation);

    ExplainFlow& m_flow;
    CommandRegistry& m_commands;
    EmptyStack* m_stack = nullptr;
    QScrollArea* m_scroll = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_note = nullptr;
    QHBoxLayout* m_columns = nullptr;
    int m_columnCount = 0;
    std::vector<QWidget*> m_sections; ///< in reading order
    QLabel* m_measured = nullptr;
    ProbabilityChart* m_chart = nullptr;
    QLabel* m_curveBy = nullptr;
    QLabel* m_stairs = nullptr;
    QLabel* m_noCurve = nullptr;
    Waterfall* m_waterfall = nullptr;
    QLabel* m_way = nullptr;
    QLabel* m_guards = nullptr;
    QVBoxLayout* m_drivers = nullptr;
    std::unique_ptr<PastModel> m_pastModel;
    RowsView* m_past = nullptr;
    QLabel* m_noPast = nullptr;
    QLabel* m_edits = nullptr;
    PairGraph* m_pair = nullptr;
    CalibrationView* m_calibration = nullptr;
    QLabel* m_calibrationWords = nullptr;
};

} // namespace streamtune::ui
