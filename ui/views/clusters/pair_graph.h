// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Two job graphs, A above B, with the edit path marked: sign, line and colour together. Zoom by the wheel, move by
/// dragging, F fits; a click on an operator chooses the step that it belongs to. GUI thread.

#include "ui/views/clusters/pair_model.h"
#include "ui/views/clusters/pan_zoom_widget.h"

namespace streamtune::ui {

class PairGraph final : public PanZoomWidget {
    Q_OBJECT
public:
    explicit PairGraph(QWidget* parent = nullptr);
    void setModel(const PairModel& model);
    [[nodiscard]] const PairModel& model() const { return m_model; }
    void setStep(int step); ///< -1 = none
    [[nodiscard]] int step() const { return m_step; }
    void fit() override;
    void renderTo(QPainter& painter, const QRectF& target, const QString& title, bool dark);
    [[nodiscard]] QSizeF exportSize() const;
    /// In the widget; side 0 = A.
    [[nodiscard]] QRectF nodeRect(int side, int node) const;

Q_SIGNALS:
    void stepChosen(int step);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Hit {
        int side = -1;
        int node = -1;
    };
    [[nodiscard]] const PairSide& side(int s) const { return s == 0 ? m_model.a : m_model.b; }
    [[nodiscard]] QPointF sideOrigin(int s) const; ///< in units of the layout
    [[nodiscard]] QSizeF contentSize() const;
    [[nodiscard]] Hit nodeAt(QPointF view) const;
    [[nodiscard]] int stepOf(const Hit& hit) const;
    void paintAll(QPainter& painter, const PanZoom& view, bool dark) const;
    void paintSide(QPainter& painter, int s, bool dark) const;
    void paintEdge(QPainter& painter, const layout::EdgeSpline& spline, EditKind kind, bool chosen, bool dark) const;
    void paintNode(QPainter& painter, const QRectF& box, const Operator& op, EditKind kind, bool chosen,
                   bool dark) const;

    PairModel m_model;
    int m_step = -1;
};

} // namespace streamtune::ui
