// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QTest>
#include <limits>

#include "ui/theme/paint.h"

using namespace streamtune;
using namespace streamtune::ui::theme;

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsAndMarksAreReadable_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textsAndMarksAreReadable() {
        QFETCH(bool, dark);
        const auto c = [&](Colour what) { return colour(what, dark); };
        for (const Colour ground : {Colour::Panel, Colour::Raised, Colour::Canvas})
            for (const Colour text : {Colour::Text, Colour::Muted, Colour::Faint, Colour::Accent, Colour::Measured,
                                      Colour::BackPressured, Colour::NoData, Colour::Predicted, Colour::Applied,
                                      Colour::Ok, Colour::Warn, Colour::Danger, Colour::Prod, Colour::Demo}) {
                const double wanted = text == Colour::NoData ? 4.2 : 4.5; // a mark and a caption beside its hatch
                QVERIFY2(contrast(c(text), c(ground)) >= wanted, qPrintable(QStringLiteral("%1 on %2: %3")
                                                                                .arg(int(text))
                                                                                .arg(int(ground))
                                                                                .arg(contrast(c(text), c(ground)))));
            }
        QVERIFY(contrast(c(Colour::LineStrong), c(Colour::Panel)) >= 3);
        QVERIFY(contrast(c(Colour::Disabled), c(Colour::Panel)) >= 3);
        QVERIFY(contrast(c(Colour::Focus), c(Colour::Canvas)) >= 3);
        QVERIFY(contrast(c(Colour::OnAccent), c(Colour::Accent)) >= 4.5);
        QVERIFY(contrast(c(Colour::Text), c(Colour::Selection)) >= 4.5);
        QVERIFY(contrast(c(Colour::Muted), c(Colour::Selection)) >= 4.5);
        for (const auto& [text, soft] :
             {std::pair{Colour::Warn, Colour::WarnSoft}, std::pair{Colour::Danger, Colour::DangerSoft},
              std::pair{Colour::Prod, Colour::ProdSoft}, std::pair{Colour::Demo, Colour::DemoSoft}})
            QVERIFY(contrast(c(text), c(soft)) >= 4.5);
        QCOMPARE(isDark(palette(dark)), dark);
    }
    void heatIsOrderedAndReadable() {
        double before = -1;
        for (int i = 0; i <= 100; ++i) {
            const QColor fill = heat(i / 100.0);
            QVERIFY(contrast(textOn(fill), fill) >= 4.5);
            const double light = contrast(fill, Qt::black);
            QVERIFY(light > before);
            before = light;
        }
        QCOMPARE(heat(0).name(), QStringLiteral("#00224e"));
        QCOMPARE(heat(1).name(), QStringLiteral("#fee838"));
        QCOMPARE(heat(7), heat(1));
        QCOMPARE(heat(std::numeric_limits<double>::quiet_NaN()), heat(0));
    }
    void styleSheetHasNoOpenNames() {
        for (const bool dark : {false, true})
            QVERIFY(!styleSheet(dark).contains(QLatin1Char('@')));
    }
    void everyMarkDrawsItsOwnShape() {
        // Shapes must differ without colour: compare where ink is, not which.
        QList<QImage> shapes;
        for (int mark = 0; mark <= static_cast<int>(Mark::Down); ++mark) {
            QImage image(24, 24, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintMark(painter, QRectF(0, 0, 24, 24), static_cast<Mark>(mark), false);
            painter.end();
            const QImage ink = image.convertToFormat(QImage::Format_Alpha8);
            int inked = 0;
            for (int y = 0; y < 24; ++y)
                for (int x = 0; x < 24; ++x)
                    inked += ink.pixelColor(x, y).alpha() > 64 ? 1 : 0;
            QVERIFY2(inked > 10, qPrintable(QString::number(mark)));
            QVERIFY2(!shapes.contains(ink), qPrintable(QString::number(mark)));
            shapes.append(ink);
        }
    }
    void missingSharesAreHatchedAndZeroIsNot() {
        const auto painted = [](const Number& busy, const Number& bp) {
            QImage image(80, 8, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintShares(painter, QRectF(0, 0, 80, 8), busy, bp, false);
            return image;
        };
        QVERIFY(painted(std::nullopt, std::nullopt) != painted(0.0, 0.0));
        QVERIFY(painted(std::numeric_limits<double>::quiet_NaN(), std::nullopt) == painted(std::nullopt, std::nullopt));
        QCOMPARE(painted(0.0, 0.0).pixelColor(40, 4), colour(Colour::Idle, false));
        QCOMPARE(painted(0.6, 0.0).pixelColor(20, 4), colour(Colour::MeasuredBar, false));
        QVERIFY(painted(0.4, 0.6) != painted(1.0, 0.0)); // the hatch, not only the colour
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
