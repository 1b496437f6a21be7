// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The picture of a job: pan, zoom at the cursor, fit, selection, walk by keyboard along edges, search, tool tips,
/// legend and minimap. Lays out by itself: dot in the background, the quick layout until it is done. GUI thread.
///
/// Keys: arrows walk (with the flow: readers and writers; across it: neighbours), Home the first source, Enter
/// activates,
/// + - 0 zoom, F fits, Esc ends search or selection.

#include <QGraphicsView>
#include <filesystem>
#include <memory>
#include <thread>

#include "ui/views/dag/dag_model.h"

class QTimer;

namespace streamtune::ui::dag {

class DagItem;

class DagView : public QGraphicsView {
    Q_OBJECT
public:
    explicit DagView(QWidget* parent = nullptr);
    ~DagView() override;

    /// Same nodes and edges as before: only numbers change, nothing moves, view and selection stay.
    void setModel(DagModel model);
    [[nodiscard]] const DagModel& model() const { return m_model; }
    void setDirection(layout::Direction direction);
    void setHelper(std::filesystem::path helper) { m_helper = std::move(helper); }
    void setLegendVisible(bool visible);

    void fit();
    void zoomBy(double factor);
    void resetZoom();
    [[nodiscard]] double zoom() const;

    /// Selects and brings into view; an unknown id selects nothing.
    void selectNode(const QString& id);
    [[nodiscard]] QString selectedNode() const;
    /// Marks nodes whose name contains the text; returns how many. Empty text ends the search.
    int find(const QString& text);
    void findNext(bool backwards = false);

    [[nodiscard]] const DagItem& item() const { return *m_item; }
    [[nodiscard]] QString layoutEngine() const { return m_layoutEngine; } ///< "dot", "quick", "" before the first
    /// In viewport coordinates.
    [[nodiscard]] QRect nodeRectInView(int node) const;
    void selectIndex(int node, bool bringIntoView);

Q_SIGNALS:
    void nodeSelected(const QString& id); ///< empty = none; only when a person or selectNode changed it
    void nodeActivated(const QString& id);
    void zoomChanged(double zoom);
    void layoutChanged(const QString& engine);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    DagModel m_model;
    DagItem* m_item; ///< owned by the scene
    std::filesystem::path m_helper;
    layout::Options m_options;
    QString m_layoutEngine;
    bool m_dark = false;
    bool m_legend = true;
    bool m_userView = false; ///< a person has zoomed or moved: resizing no longer fits
    QPoint m_pressed;
    QPoint m_dragged;
    bool m_dragging = false;
    bool m_focusFrame = false; ///< reached by keyboard: show where the keys go
    bool m_down = false;
    std::vector<int> m_matches;
    std::size_t m_match = 0;
    quint64 m_generation = 0;
    QTimer* m_quickTimer;
    layout::Layout m_quick;
    std::jthread m_worker;

    void startLayout();
    void takeLayout(const layout::Layout& layout);
    void setZoom(double zoom, QPoint anchor);
    void walk(int key);
    [[nodiscard]] int legendHeight() const;
    void paintMinimap(QPainter& painter) const;
};

} // namespace streamtune::ui::dag
