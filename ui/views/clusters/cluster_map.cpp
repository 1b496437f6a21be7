// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/cluster_map.h"

#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/session/text.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr double kReach = 9; ///< pixels around the cursor
constexpr double kMostScale = 400;
constexpr double kLeastScale = 0.5;
constexpr double kLoopStep = 4; ///< pixels between corners of a lasso
constexpr int kMargin = 34;

bool modified(const QInputEvent* event, Qt::KeyboardModifier modifier) {
    return event->modifiers().testFlag(modifier);
}

} // namespace

ClusterMap::ClusterMap(QWidget* parent) : PanZoomWidget(kLeastScale, kMostScale, parent) {
    setObjectName(QStringLiteral("clusterMap"));
    setAccessibleName(tr("Map of past jobs"));
    setAccessibleDescription(tr("Points that are near each other are jobs of similar shape. The table of jobs has the "
                                "same selection."));
    setMinimumSize(160, 120);
    m_sharpen.setSingleShot(true);
    m_sharpen.setInterval(0);
    connect(&m_sharpen, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

QRectF ClusterMap::plotArea() const {
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin - 22);
}

void ClusterMap::setScene(MapScene scene, ClusterFlow::Scene jobs, bool fitIt) {
    m_scene = std::move(scene);
    m_jobs = std::move(jobs);
    forgetGround();
    if (m_cursor >= static_cast<int>(m_scene.at.size()))
        m_cursor = -1;
    if (fitIt || fitted())
        fit();
    setChosenClusters({});
    update();
}

void ClusterMap::clearView() {
    m_scene = {};
    m_jobs.reset();
    m_chosen.clear();
    m_moving.clear();
    m_clusters.clear();
    m_dim.clear();
    m_cursor = -1;
    forgetGround();
    update();
}

void ClusterMap::setChosen(const std::vector<int>& jobs) {
    m_chosen = jobs;
    if (!jobs.empty())
        m_cursor = jobs.back();
    update();
}

/// What was kept of the picture shows something else.
void ClusterMap::forgetGround() {
    m_layer.clear();
    m_stamped.reset();
    m_outlinedAt = 0;
}

void ClusterMap::setChosenClusters(const std::vector<std::string>& ids) {
    m_layer.invalidate();
    m_stamped.reset();
    m_outlinedAt = 0;
    m_clusters.clear();
    m_dim.clear();
    if (m_jobs) {
        for (const std::string& id : ids)
            if (const int c = m_jobs->clusterIndex(id); c >= 0)
                m_clusters.insert(c);
        if (!m_clusters.empty()) {
            m_dim.resize(m_jobs->jobs.size());
            for (std::size_t j = 0; j < m_dim.size(); ++j)
                m_dim[j] = !m_clusters.contains(m_jobs->jobs[j].cluster);
        }
    }
    update();
}

void ClusterMap::setMoving(std::vector<int> jobs) {
    m_moving = std::move(jobs);
    update();
}

void ClusterMap::setPairDistance(const QString& words) {
    m_pairWords = words;
    update();
}

void ClusterMap::setLasso(bool on) {
    if (m_lasso == on)
        return;
    m_lasso = on;
    setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
    Q_EMIT lassoChanged(on);
}

void ClusterMap::fit() {
    fitTo(m_scene.bounds, plotArea(), kMostScale);
}

int ClusterMap::jobAt(QPointF view) const {
    int best = -1;
    double nearest = kReach * kReach;
    for (std::size_t j = 0; j < m_scene.at.size(); ++j) {
        if (!m_scene.shown[j])
            continue;
        const QPointF d = m_view.toView(m_scene.at[j]) - view;
        const double distance = QPointF::dotProduct(d, d);
        const bool dim = !m_dim.empty() && m_dim[j];
        if (distance + (dim ? 1 : 0) < nearest) {
            nearest = distance + (dim ? 1 : 0);
            best = static_cast<int>(j);
        }
    }
    return best;
}

std::vector<int> ClusterMap::jobsInside(const QPolygonF& view) const {
    std::vector<int> inside;
    const QRectF bounds = view.boundingRect();
    for (std::size_t j = 0; j < m_scene.at.size(); ++j) {
        if (!m_scene.shown[j])
            continue;
        const QPointF p = m_view.toView(m_scene.at[j]);
        if (bounds.contains(p) && view.containsPoint(p, Qt::OddEvenFill))
            inside.push_back(static_cast<int>(j));
    }
    return inside;
}

QString ClusterMap::tipAt(QPointF view) const {
    const int at = jobAt(view);
    if (at < 0 || !m_jobs)
        return {};
    const ClusterJob& job = m_jobs->jobs[static_cast<std::size_t>(at)];
    QStringList lines{text(job.job.jobName)};
    lines << (job.job.engine.empty() ? text(job.job.connection)
                                     : tr("%1 on %2").arg(text(job.job.engine), text(job.job.connection)));
    if (job.cluster >= 0) {
        const QString title = clusterTitle(m_jobs->clusters()[static_cast<std::size_t>(job.cluster)]);
        lines << (job.centre ? tr("centre of cluster %1").arg(title)
                             : tr("cluster %1, %2 from its centre").arg(title, distanceText(job.toCentre)));
    } else {
        lines << tr("in no cluster yet");
    }
    lines << tr("%n operator(s)", nullptr, job.operators) + QStringLiteral(" · ") +
                 tr("%n run(s)", nullptr, static_cast<int>(job.job.runs)) + QStringLiteral(" · ") +
                 tr("last seen %1").arg(clockTime(job.job.lastSeen));
    const int more = static_cast<int>(m_jobs->ofGraph.at(job.job.graph).size()) - 1;
    if (more > 0)
        lines << tr("%n other job(s) ran the same graph", nullptr, more);
    return lines.join(QLatin1Char('\n'));
}

bool ClusterMap::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) { // its own keys go before those of the window
        const auto* key = static_cast<QKeyEvent*>(event);
        static constexpr int kOwn[]{Qt::Key_F, Qt::Key_L, Qt::Key_0, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_Escape};
        if ((key->modifiers() & ~Qt::KeypadModifier) == 0 && std::ranges::find(kOwn, key->key()) != std::end(kOwn))
            event->accept();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = tipAt(help->pos());
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), plainTip(tip), this);
        return true;
    }
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange ||
        event->type() == QEvent::StyleChange) {
        m_layer.clear();
        m_stamped.reset();
        m_pictures.clear();
    }
    return PanZoomWidget::event(event);
}

void ClusterMap::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return PanZoomWidget::mousePressEvent(event);
    beginDrag(event->position());
    m_drawing = event->button() == Qt::LeftButton && (m_lasso || modified(event, Qt::ShiftModifier));
    m_loop.clear();
    if (m_drawing)
        m_loop << event->position();
}

void ClusterMap::mouseMoveEvent(QMouseEvent* event) {
    if (!dragging()) {
        if (!m_lasso)
            setCursor(jobAt(event->position()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    const QPointF at = event->position();
    if (m_drawing) {
        if (QLineF(m_loop.back(), at).length() >= kLoopStep)
            m_loop << at;
        return update();
    }
    dragTo(at);
}

void ClusterMap::mouseReleaseEvent(QMouseEvent* event) {
    if (!dragging())
        return;
    const bool still = endDrag();
    const bool more = modified(event, Qt::ControlModifier);
    if (m_drawing && m_loop.size() > 2) {
        const QPolygonF loop = std::exchange(m_loop, {});
        m_drawing = false;
        auto jobs = jobsInside(loop);
        if (more)
            for (const int job : m_chosen)
                if (std::ranges::find(jobs, job) == jobs.end())
                    jobs.push_back(job);
        setLasso(false);
        Q_EMIT chosen(jobs);
        return update();
    }
    m_drawing = false;
    m_loop.clear();
    if (!still)
        return;
    const int job = jobAt(event->position());
    if (job >= 0) {
        m_cursor = job;
        if (more)
            Q_EMIT toggled(job);
        else
            Q_EMIT chosen({job});
        return;
    }
    if (!more)
        Q_EMIT chosen({});
    update();
}

void ClusterMap::goTo(int job, bool second) {
    m_cursor = job;
    const QPointF at = placeOf(job);
    if (!QRectF(rect()).adjusted(20, 20, -20, -20).contains(at)) {
        moveBy(QRectF(rect()).center() - at);
    }
    if (second && !m_chosen.empty() && m_chosen.front() != job)
        Q_EMIT chosen({m_chosen.front(), job});
    else
        Q_EMIT chosen({job});
}

/// To the point that lies ahead with the least way, sideways counting double.
void ClusterMap::step(QPointF direction, bool second) {
    if (m_cursor < 0) {
        const auto first = std::ranges::find(m_scene.shown, true);
        if (first != m_scene.shown.end())
            goTo(static_cast<int>(first - m_scene.shown.begin()), false);
        return;
    }
    const QPointF from = placeOf(m_cursor);
    int best = -1;
    double least = 1e18;
    for (std::size_t j = 0; j < m_scene.at.size(); ++j) {
        if (!m_scene.shown[j] || static_cast<int>(j) == m_cursor)
            continue;
        const QPointF d = m_view.toView(m_scene.at[j]) - from;
        const double ahead = QPointF::dotProduct(d, direction);
        const double aside = std::abs(d.x() * direction.y() - d.y() * direction.x());
        if (ahead > 0.5 && ahead + 2 * aside < least) {
            least = ahead + 2 * aside;
            best = static_cast<int>(j);
        }
    }
    if (best >= 0)
        goTo(best, second);
}

void ClusterMap::keyPressEvent(QKeyEvent* event) {
    const bool second = modified(event, Qt::ControlModifier);
    switch (event->key()) {
    case Qt::Key_Left:
        return step({-1, 0}, second);
    case Qt::Key_Right:
        return step({1, 0}, second);
    case Qt::Key_Up:
        return step({0, -1}, second);
    case Qt::Key_Down:
        return step({0, 1}, second);
    case Qt::Key_Home:
        m_cursor = -1;
        return step({}, false);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(1.25);
    case Qt::Key_Minus:
        return zoomBy(0.8);
    case Qt::Key_F:
    case Qt::Key_0:
        return fit();
    case Qt::Key_L:
        return setLasso(!m_lasso);
    case Qt::Key_Escape:
        if (m_drawing || m_lasso) {
            m_drawing = false;
            endDrag();
            m_loop.clear();
            setLasso(false);
            return update();
        }
        Q_EMIT chosen({});
        return;
    default:
        PanZoomWidget::keyPressEvent(event);
    }
}

} // namespace streamtune::ui
