// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The picture of a job: pan, zoom at the cursor, fit, selection, walk by keyboard along edges, search, tool tips,
/// legend and minimap. Lays out by itself: dot in the background, the quick layout until it is done. GUI thread.
///
/// Keys: arrows walk (with the flow: readers and writers; across it: neighbours), Home the first source, Enter
/// activates or unfolds, + - 0 zoom, F fits, X folds what feeds only the chosen operator, C shows what is chained in
/// it, Ctrl+C copies the graph, Esc ends search or selection. Dragging an operator moves it; dragging the ground, or
/// anything with Space or the middle button, moves the view.

#include <QGraphicsView>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "ui/views/dag/dag_minimap.h"
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
    /// As it is painted: with folded parts.
    [[nodiscard]] const DagModel& model() const { return m_model; }
    void setShow(Show show);
    void setFlinkColours(bool on);
    void setMeanOfSubtasks(bool on);
    /// Dims what matches none of the kinds; nothing is taken away.
    void setFilter(std::set<FilterKind> kinds);
    void setMinimapVisible(bool visible);
    /// What feeds only this operator becomes one node; false where that is fewer than two operators.
    bool fold(const QString& id);
    /// The folded part that has this operator, or stands in front of it, is shown again.
    bool unfold(const QString& id);
    void unfoldAll();
    [[nodiscard]] int foldedCount() const { return static_cast<int>(m_model.folded.size()); }
    void setDirection(layout::Direction direction);
    /// Filter, folded parts, direction, moved operators; setting it is no change by a person.
    [[nodiscard]] Arrangement arrangement() const;
    void setArrangement(const Arrangement& wanted);
    /// Moved operators go back to where the layout has them.
    void resetPlaces();
    void setHelper(std::filesystem::path helper) { m_helper = std::move(helper); }
    void setLegendVisible(bool visible);

    void fit();
    /// The chosen operator with its neighbours; when that is shown already, or nothing is chosen, the whole graph.
    void fitNext();
    /// After a helper that failed was mended.
    void layoutAgain();
    /// Stops the layout that is being made; what is shown stays.
    void cancelLayout();
    [[nodiscard]] bool isLayingOut() const { return m_layingOut; }
    void zoomBy(double factor);
    void resetZoom();
    [[nodiscard]] double zoom() const;

    /// Selects and brings into view; an unknown id selects nothing.
    void selectNode(const QString& id);
    /// Of a folded part: its worst operator.
    [[nodiscard]] QString selectedNode() const;
    /// Marks nodes whose name contains the text; returns how many. Empty text ends the search.
    int find(const QString& text);
    void findNext(bool backwards = false);

    /// The whole graph at its own size, with title and legend; for exports.
    [[nodiscard]] QSizeF exportSize() const;
    void renderTo(QPainter& painter, const QRectF& target, const QString& title, bool dark);

    [[nodiscard]] const DagItem& item() const { return *m_item; }
    [[nodiscard]] std::optional<QRectF> minimapPlace() const;
    [[nodiscard]] QString layoutEngine() const { return m_layoutEngine; } ///< "dot", "quick", "" before the first
    /// In viewport coordinates.
    [[nodiscard]] QRect nodeRectInView(int node) const;
    void selectIndex(int node, bool bringIntoView);

Q_SIGNALS:
    void nodeSelected(const QString& id); ///< empty = none; only when a person or selectNode changed it
    void nodeActivated(const QString& id);
    void zoomChanged(double zoom);
    void layoutChanged(const QString& engine);
    void foldsChanged();
    /// A person changed it; `before` is what it was.
    void rearranged(const streamtune::ui::dag::Arrangement& before, const QString& what);
    void layoutFailed(const QString& why); ///< the quick layout stays
    void layingOutChanged(bool on);        ///< dot works in the background; what is shown is what there was before

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
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
    DagModel m_given; ///< empty while nothing is folded
    DagModel m_model; ///< what is painted: m_given with its folded parts
    Show m_show = Show::Both;
    bool m_flink = false;
    bool m_mean = false;
    std::set<FilterKind> m_filter;
    std::set<std::string> m_folds;
    std::map<std::string, QPointF> m_moved;
    int m_dragged = -1;   ///< the operator under the mouse, while it is moved
    QPointF m_dragOffset; ///< from the mouse to its centre, scene units
    Arrangement m_beforeDrag;
    bool m_restoring = false; ///< what changes now is no change by a person
    DagItem* m_item;          ///< owned by the scene
    Minimap m_minimap;
    QTimer* m_sharpenTimer;
    bool m_stretching = false; ///< a person zooms a graph whose frames are dear: the last one is stretched
    int m_chainShown = -1;
    bool m_space = false;
    bool m_onMinimap = false;
    std::filesystem::path m_helper;
    layout::Options m_options;
    QString m_layoutEngine;
    bool m_dark = false;
    bool m_legend = true;
    bool m_userView = false; ///< a person has zoomed or moved: resizing no longer fits
    QPoint m_pressed;
    QPoint m_draggedTo;
    bool m_dragging = false;
    bool m_focusFrame = false; ///< reached by keyboard: show where the keys go
    bool m_down = false;
    std::vector<int> m_matches;
    std::size_t m_match = 0;
    quint64 m_generation = 0;
    QTimer* m_quickTimer;
    bool m_layingOut = false;
    bool m_fittedSelection = false; ///< the last fit was of the selection, and nothing moved since
    layout::Layout m_quick;
    layout::Layout m_laid; ///< what is shown, without what a person moved
    std::jthread m_worker;

    void display(DagModel painted);
    void setLayingOut(bool on);
    void fitRect(const QRectF& bounds);
    bool pinch(QEvent* event);
    void refold();
    void startLayout();
    void takeLayout(const layout::Layout& layout);
    void takeAnswer(quint64 generation, const Result<layout::Layout>& answer);
    void beginStretch();
    bool paintAhead();
    void sharpen();
    void placeMoved();
    void tellRearranged(const Arrangement& before, const QString& what);
    void dragNode(QPoint at);
    bool unfoldSelected();
    void toggleChain();
    void moveOnMinimap(QPoint at);
    [[nodiscard]] QRectF seenScene() const;
    [[nodiscard]] QRectF legendRect() const;
    [[nodiscard]] int indexOf(const QString& id) const;
    void paintChain(QPainter& painter) const;
    void setZoom(double zoom, QPoint anchor);
    void walk(int key);
    [[nodiscard]] int legendHeight() const;
};

} // namespace streamtune::ui::dag
