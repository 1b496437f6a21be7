// SPDX-License-Identifier: GPL-3.0-or-later
// streamtune-picture SVG PNG: draws one SVG file as PNG at twice its size. Needs no display.
#include <QtGui/QGuiApplication>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>
#include <algorithm>
#include <cstdio>

namespace {

/// What Qt misses on a machine without a desktop is no trouble of whoever asked for a picture.
void errorsOnly(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "streamtune-picture: %s\n", text.toLocal8Bit().constData());
}

} // namespace

int main(int argc, char** argv) {
    qInstallMessageHandler(errorsOnly);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    if (argc != 3)
        return 2;
    QSvgRenderer renderer(QString::fromLocal8Bit(argv[1]));
    if (!renderer.isValid())
        return 1;
    constexpr int kLargest = 16'000; // pixels a side
    QSize size = renderer.defaultSize() * 2;
    if (const int side = std::max(size.width(), size.height()); side > kLargest)
        size = size * (static_cast<double>(kLargest) / side);
    QImage image(size, QImage::Format_RGB32);
    if (image.isNull())
        return 1;
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter);
    painter.end();
    return image.save(QString::fromLocal8Bit(argv[2]), "PNG") ? 0 : 1;
}
