// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A graph on the screen, laid out at once, and what tests ask of its picture. GUI thread.

#include <QCoreApplication>
#include <QDir>
#include <QImage>
#include <QSet>
#include <utility>

#include "dag_samples.h"
#include "ui/theme/colours.h"
#include "ui/views/dag/dag_view.h"

namespace streamtune::ui::dag {

inline constexpr QSize kSize(960, 480);

/// Quick layout, given: nothing depends on the helper or on time.
inline DagModel laidOut(DagModel model) {
    model.layout = layout::quickLayout(model.graph, {});
    return model;
}

inline int coloursIn(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

/// Where $ST_SHOTS names a folder.
inline void keep(const QImage& image, const QString& name) {
    const QString folder = qEnvironmentVariable("ST_SHOTS");
    if (!folder.isEmpty())
        image.save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

class Shown {
public:
    explicit Shown(DagModel model, bool dark = false, QSize size = kSize) {
        view.setPalette(theme::palette(dark));
        view.resize(size);
        view.show();
        view.setModel(std::move(model));
        QCoreApplication::processEvents();
    }
    QImage grab() { return view.grab().toImage(); }
    DagView view;
};

} // namespace streamtune::ui::dag
