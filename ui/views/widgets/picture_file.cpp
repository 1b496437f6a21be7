// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/picture_file.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QWidget>

#include "ui/session/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/fonts.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr double kMillimetresPerPixel = 25.4 / 96;
constexpr double kPngScale = 2;
constexpr double kTitleHeight = 40;

bool paintOn(QPaintDevice& device, const Picture& picture) {
    QPainter painter(&device);
    if (!painter.isActive())
        return false;
    painter.scale(device.width() / picture.size.width(), device.height() / picture.size.height());
    picture.paint(painter, QRectF(QPointF(), picture.size));
    return painter.end();
}

QByteArray png(const Picture& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QImage image((picture.size * kPngScale).toSize(), QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return {};
    image.fill(Qt::transparent);
    image.setText(QStringLiteral("Title"), picture.title);
    return paintOn(image, picture) && buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG") ? bytes
                                                                                                      : QByteArray();
}

QByteArray svg(const Picture& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(picture.size.toSize());
    generator.setViewBox(QRectF(QPointF(), picture.size));
    generator.setTitle(picture.title);
    return paintOn(generator, picture) ? bytes : QByteArray();
}

QByteArray pdf(const Picture& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return {};
    QPdfWriter writer(&buffer);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize(picture.size * kMillimetresPerPixel, QPageSize::Millimeter));
    writer.setTitle(picture.title);
    return paintOn(writer, picture) ? bytes : QByteArray();
}

} // namespace

Status writePicture(const QString& file, const Picture& picture) {
    const QString form = QFileInfo(file).suffix().toLower();
    const bool known = form == QLatin1String("png") || form == QLatin1String("svg") || form == QLatin1String("pdf");
    if (!known)
        return fail("export.form", "The picture cannot be written as \"" + utf8(form) + "\".",
                    "End the name with .png, .svg or .pdf.");
    const QByteArray bytes = picture.size.isEmpty()         ? QByteArray()
                             : form == QLatin1String("png") ? png(picture)
                             : form == QLatin1String("svg") ? svg(picture)
                                                            : pdf(picture);
    QSaveFile out(file);
    if (bytes.isEmpty())
        return fail("export.write", "The picture " + utf8(file) + " would be empty.", "Show the view first.");
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return fail("export.write", "The picture " + utf8(file) + " was not written: " + utf8(out.errorString()) + ".",
                    "Choose another place, or free some space.");
    return {};
}

Picture pictureOf(QWidget& widget, const QString& title) {
    Picture picture;
    picture.title = title;
    picture.size = QSizeF(widget.width(), widget.height() + kTitleHeight);
    picture.paint = [&widget, title](QPainter& painter, const QRectF& target) {
        painter.fillRect(target, theme::colour(Token::Panel, isDark()));
        painter.setFont(theme::pixelFont(13, QFont::DemiBold));
        painter.setPen(theme::colour(Token::Text, isDark()));
        painter.drawText(QRectF(12, 0, target.width() - 24, kTitleHeight), Qt::AlignVCenter | Qt::AlignLeft, title);
        painter.translate(0, kTitleHeight);
        widget.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    };
    return picture;
}

} // namespace streamtune::ui
