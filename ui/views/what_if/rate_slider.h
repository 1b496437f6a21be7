// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A rate on a logarithmic scale: from a tenth of the slowest seen to ten times the fastest. What was never seen is
/// hatched, the rate of now has a tick. Arrow keys go by 1 %, pages by a tenth of the scale. GUI thread.

#include <QSlider>

#include "core/base/number.h"
#include "core/tune/what_if.h"

namespace streamtune::ui {

/// The scale between two rates, in steps of a slider.
struct RateScale {
    static constexpr int kSteps = 1'000;
    double low = 1, high = 1'000; ///< records/s

    [[nodiscard]] double rateAt(int step) const; ///< three significant figures
    [[nodiscard]] int stepOf(double rate) const; ///< clamped
    bool operator==(const RateScale&) const = default;
};
/// Around what was seen and the present rate; never empty.
[[nodiscard]] RateScale rateScale(const tune::SeenRange& seen, const Number& present);

class RateSlider final : public QSlider {
    Q_OBJECT
public:
    explicit RateSlider(const QString& accessibleName, QWidget* parent = nullptr);
    void setScale(const RateScale& scale, const tune::SeenRange& seen, const Number& present);
    [[nodiscard]] const RateScale& scale() const { return m_scale; }
    /// Moves the handle without telling.
    void showRate(double recordsPerSecond);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rateChosen(double recordsPerSecond); ///< by a person

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRectF groove() const;
    [[nodiscard]] double xOf(double rate) const;
    void goTo(double x);

    RateScale m_scale;
    tune::SeenRange m_seen;
    Number m_present;
    bool m_showing = false;
};

} // namespace streamtune::ui
