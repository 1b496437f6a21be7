// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "core/base/log.h"
#include "ui/theme/colours.h"

// Outside of any namespace: a static library's resources are linked in only where this is called.
static void initIcons() {
    Q_INIT_RESOURCE(ui_icons);
}

namespace streamtune::ui::theme {
namespace {

class SvgIcon final : public QIconEngine {
public:
    explicit SvgIcon(QByteArray svg, bool tinted) : m_svg(std::move(svg)), m_tinted(tinted) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QByteArray svg = m_svg;
        if (m_tinted) {
            const bool dark = isDark(QApplication::palette());
            const Colour tone = mode == QIcon::Disabled ? Colour::Disabled
                                : mode == QIcon::Active ? Colour::Text
                                                        : Colour::Muted;
            svg.replace("#000", colour(tone, dark).name().toLatin1());
        }
        QSvgRenderer(svg).render(painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        return pixmap(size, mode, state);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new SvgIcon(*this); }

private:
    QByteArray m_svg;
    bool m_tinted;
};

QIcon load(const QString& file, bool tinted) {
    initIcons();
    QFile source(QStringLiteral(":/icons/") + file);
    if (!source.open(QIODevice::ReadOnly)) {
        log(LogLevel::Warning, "ui/theme", "There is no icon " + file.toStdString() + ".");
        return {};
    }
    return QIcon(new SvgIcon(source.readAll(), tinted));
}

} // namespace

QIcon icon(const QString& name) {
    return load(name + QStringLiteral(".svg"), true);
}

QIcon programIcon() {
    return load(QStringLiteral("org.streamtune.Workbench.svg"), false);
}

} // namespace streamtune::ui::theme
