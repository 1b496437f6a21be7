// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_legend.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include "core/base/format.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_words.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr double kPadding = 12;
constexpr double kScale = 170;
constexpr double kHeight = 66;
constexpr double kFarHeight = 34;
constexpr double kFarStates = 290; ///< four states with their words
constexpr double kStates = 280;    ///< the same in the near legend

bool showsMeasured(const DagModel& model) {
    return model.show != Show::Predicted;
}

/// Where nothing is predicted the legend says what the hatch means.
bool showsPredicted(const DagModel& model) {
    return model.show != Show::Measured;
}

QString measuredTitle(const DagModel& model) {
    return model.show == Show::Both ? DagWords::tr("Left half: measured") : DagWords::tr("Measured");
}

QString predictedTitle(const DagModel& model) {
    if (model.predicted.empty())
        return model.show == Show::Both ? DagWords::tr("Right half: no model yet")
                                        : DagWords::tr("Predicted: no model yet");
    if (model.show == Show::Difference)
        return DagWords::tr("Predicted %1 minus measured busy")
            .arg(model.predictedBusy.empty() ? model.predictedName : DagWords::tr("busy"));
    return (model.show == Show::Both ? DagWords::tr("Right half: predicted %1") : DagWords::tr("Predicted %1"))
        .arg(model.predictedName);
}

QString howToPredict() {
    return DagWords::tr("ask for advice to fill it by arithmetic");
}

QString windowText(const DagModel& model) {
    if (!model.observation)
        return DagWords::tr("nothing measured yet");
    QString text = (model.meanOfSubtasks ? DagWords::tr("%1, mean of subtasks") : DagWords::tr("%1, max over subtasks"))
                       .arg(theme::text(formatSeconds(model.observation->seconds)));
    if (!model.age.isEmpty())
        text += QStringLiteral(" \u00b7 ") + model.age;
    return text;
}

double widthOf(const QString& text, const QFont& font) {
    return QFontMetricsF(font).horizontalAdvance(text);
}

QFont strongFont() {
    return theme::pixelFont(11, QFont::DemiBold);
}

double leftWidth(const DagModel& model) {
    if (!showsMeasured(model))
        return 0;
    const double title =
        widthOf(measuredTitle(model), strongFont()) + 24 + widthOf(windowText(model), theme::pixelFont(11));
    return std::max(title, kStates) + 2 * kPadding;
}

double rightWidth(const DagModel& model) {
    if (!showsPredicted(model))
        return 0;
    const double title = widthOf(predictedTitle(model), strongFont()) + 24;
    const double below = model.predicted.empty() ? widthOf(howToPredict(), theme::pixelFont(11)) + 24
                                                 : kScale + 12 + widthOf(model.predictedBy, theme::pixelFont(11));
    return std::max(title, below) + 2 * kPadding;
}

/// In a narrow view the words about the window give way to what is predicted.
double leftWidthIn(const DagModel& model, double width) {
    const double all = leftWidth(model);
    return showsPredicted(model) && all > 0 ? std::clamp(width - rightWidth(model), kStates + 2 * kPadding, all) : all;
}

class Pen {
public:
    Pen(QPainter& painter, bool dark) : m_painter(painter), m_dark(dark) {}
    double text(double x, double y, const QString& text, const QFont& font, Colour c) {
        m_painter.setFont(font);
        m_painter.setPen(colour(c, m_dark));
        const double width = QFontMetricsF(font).horizontalAdvance(text);
        m_painter.drawText(QRectF(x, y - 8, width + 2, 16), Qt::AlignLeft | Qt::AlignVCenter, text);
        return x + width;
    }
    /// One state as the bars show it, or as the far level outlines it.
    double swatch(double x, double y, NodeState state, const QString& word, bool outlined) {
        const QRectF box(x, y - 5, 10, 10);
        m_painter.setBrushOrigin(box.topLeft());
        if (outlined)
            theme::paintMark(m_painter, QRectF(x - 1, y - 6, 12, 12), markOf(state), m_dark);
        else if (state == NodeState::NoData)
            theme::paintHeat(m_painter, box, std::nullopt, {}, theme::pixelFont(10), m_dark);
        else
            theme::paintShares(m_painter, box, state == NodeState::Busy ? 1.0 : 0.0,
                               state == NodeState::BackPressured ? 1.0 : 0.0, m_dark);
        return text(x + 15, y, word, theme::pixelFont(11), Colour::Muted) + 14;
    }

private:
    QPainter& m_painter;
    bool m_dark;
};

double states(Pen& pen, double x, double y, bool far) {
    x = pen.swatch(x, y, NodeState::Busy, DagWords::tr("busy"), far);
    x = pen.swatch(x, y, NodeState::BackPressured, DagWords::tr("back-pressured"), far);
    x = pen.swatch(x, y, NodeState::Idle, DagWords::tr("idle"), far);
    return pen.swatch(x, y, NodeState::NoData, DagWords::tr("no data"), far);
}

void scale(QPainter& painter, Pen& pen, const QRectF& rect, const DagModel& model, bool dark, bool numbers) {
    theme::paintHeatScale(painter, rect, dark);
    const double limit = rect.left() + rect.width() * model.predictedLimit;
    painter.setPen(QPen(colour(Colour::Text, dark), 2));
    painter.drawLine(QPointF(limit, rect.top() - 2), QPointF(limit, rect.bottom() + 2));
    if (!numbers)
        return;
    const QFont small = theme::pixelFont(10);
    const double y = rect.bottom() + 9;
    pen.text(rect.left(), y, QStringLiteral("0"), small, Colour::Muted);
    pen.text(rect.right() - 6, y, QStringLiteral("1"), small, Colour::Muted);
    const QString word = DagWords::tr("limit %1").arg(model.predictedLimit, 0, 'g', 2);
    // Between the two ends, whatever the limit is; where it stands at an end, it takes that end's place.
    const double width = QFontMetricsF(small).horizontalAdvance(word);
    const double x = std::clamp(limit - width / 2, rect.left() + 12, rect.right() - 12 - width);
    pen.text(x, y, word, small, Colour::Muted);
}

QString fillWord(const DagModel& model) {
    switch (model.show) {
    case Show::Predicted:
        return DagWords::tr("fill: nothing predicted");
    case Show::Difference:
        return DagWords::tr("fill: predicted minus measured");
    default:
        return model.flinkColours ? DagWords::tr("fill: Flink colours") : DagWords::tr("fill: busy share");
    }
}

void predictedPart(QPainter& painter, Pen& pen, const QRectF& part, const DagModel& model, bool dark) {
    const QFont plain = theme::pixelFont(11);
    const double next = pen.text(part.left(), part.top() + 15, predictedTitle(model), strongFont(), Colour::Text) + 8;
    theme::paintMark(painter, QRectF(next, part.top() + 9, 12, 12), theme::Mark::Predicted, dark);
    if (model.predicted.empty()) {
        const QRectF box(part.left(), part.top() + 27, 14, 12);
        painter.setBrushOrigin(box.topLeft());
        painter.fillRect(box, theme::hatch(Colour::Line, dark));
        pen.text(part.left() + 22, part.top() + 33, howToPredict(), plain, Colour::Muted);
    } else if (model.show == Show::Difference) {
        pen.text(part.left(), part.top() + 33, DagWords::tr("disc measured, ring predicted, in points of 100"), plain,
                 Colour::Muted);
        pen.text(part.left(), part.top() + 51, model.predictedBy, plain, Colour::Muted);
    } else {
        // In a narrow view the scale gives way to the name of what predicts, and that to its own end.
        constexpr double leastScale = 90, gap = 12;
        const double room = part.width() - kPadding - gap;
        const double wide = std::clamp(room - widthOf(model.predictedBy, plain), leastScale, kScale);
        scale(painter, pen, QRectF(part.left(), part.top() + 28, wide, 10), model, dark, true);
        pen.text(part.left() + wide + gap, part.top() + 33,
                 QFontMetricsF(plain).elidedText(model.predictedBy, Qt::ElideRight, room - wide), plain, Colour::Muted);
    }
}

QSizeF plainSize(const DagModel& model, Level level, double widest) {
    const bool heat = !model.predicted.empty() && showsPredicted(model) && model.show != Show::Difference;
    if (level == Level::Far)
        return {std::min(widest, kFarStates + (heat ? widthOf(model.predictedName, theme::pixelFont(11)) + 140
                                                    : widthOf(fillWord(model), theme::pixelFont(11)) + 24)),
                kFarHeight};
    return {std::min(widest, leftWidth(model) + rightWidth(model)), kHeight};
}

void paintPlain(QPainter& painter, const QRectF& rect, const DagModel& model, Level level, bool dark) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour(Colour::Line, dark), 1));
    painter.setBrush(colour(Colour::Panel, dark));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.setClipRect(rect.adjusted(4, 2, -4, -2));
    Pen pen(painter, dark);
    const QFont plain = theme::pixelFont(11);
    const double x = rect.left() + kPadding;
    if (level == Level::Far) {
        const double y = rect.center().y();
        double next = states(pen, x, y, true);
        if (!model.predicted.empty() && showsPredicted(model) && model.show != Show::Difference) {
            next = pen.text(next, y, model.predictedName, plain, Colour::Muted) + 8;
            scale(painter, pen, QRectF(next, y - 5, 110, 10), model, dark, false);
        } else {
            pen.text(next, y, fillWord(model), plain, Colour::Muted);
        }
        painter.restore();
        return;
    }
    double right = rect.left() + kPadding;
    if (showsMeasured(model)) {
        const double next = pen.text(x, rect.top() + 15, measuredTitle(model), strongFont(), Colour::Text) + 8;
        theme::paintMark(painter, QRectF(next, rect.top() + 9, 12, 12), theme::Mark::Measured, dark);
        const double left = leftWidthIn(model, rect.width()), end = x + left - 2 * kPadding;
        const auto words = [&](double from, double y, const QString& text) {
            pen.text(from, y, QFontMetricsF(plain).elidedText(text, Qt::ElideRight, end - from), plain, Colour::Muted);
        };
        words(next + 16, rect.top() + 15, windowText(model));
        states(pen, x, rect.top() + 33, false);
        words(x, rect.top() + 51,
              model.flinkColours
                  ? DagWords::tr("Flink colours: blue idle, red busy, grey back-pressured; edges: records/s")
                  : DagWords::tr("Edge label: records/s; width on a log scale"));
        right = rect.left() + left + kPadding;
    }
    if (showsPredicted(model)) {
        if (showsMeasured(model)) {
            painter.setPen(QPen(colour(Colour::Line, dark), 1));
            painter.drawLine(QPointF(right - kPadding, rect.top() + 8), QPointF(right - kPadding, rect.bottom() - 8));
        }
        predictedPart(painter, pen, QRectF(right, rect.top(), rect.right() - right, rect.height()), model, dark);
    }
    painter.restore();
}

} // namespace

QSizeF legendSize(const DagModel& model, Level level, double widest) {
    const double scale = theme::textScale();
    return plainSize(model, level, widest / scale) * scale;
}

void paintLegend(QPainter& painter, const QRectF& rect, const DagModel& model, Level level, bool dark) {
    const double scale = theme::textScale();
    painter.save();
    painter.translate(rect.topLeft());
    painter.scale(scale, scale);
    paintPlain(painter, QRectF(QPointF(), rect.size() / scale), model, level, dark);
    painter.restore();
}

} // namespace streamtune::ui::dag
