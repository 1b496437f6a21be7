// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/theme/icons.h"
#include "ui/views/help/help_window.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

/// By the copyright files of the distribution; a part that is not named here is listed without one.
QString licenceOf(const QString& part) {
    static const std::pair<const char*, const char*> kLicences[]{{"qtcharts", "GPL-3"},
                                                                 {"qtkeychain", "BSD-3"},
                                                                 {"qt", "LGPL-3"},
                                                                 {"sqlitecpp", "MIT"},
                                                                 {"sqlite", "public domain"},
                                                                 {"curl", "curl"},
                                                                 {"fmt", "MIT"},
                                                                 {"json", "MIT"},
                                                                 {"graphviz", "EPL-1.0, in a program of its own"},
                                                                 {"gvc", "EPL-1.0, in a program of its own"},
                                                                 {"openssl", "Apache-2.0"},
                                                                 {"zlib", "zlib"},
                                                                 {"cli11", "BSD-3"},
                                                                 {"torch", "BSD-3"},
                                                                 {"xgboost", "Apache-2.0"},
                                                                 {"openblas", "BSD-3"}};
    const QString low = part.toLower();
    for (const auto& [name, licence] : kLicences)
        if (low.contains(QLatin1String(name)))
            return QLatin1String(licence);
    return QStringLiteral("–");
}

} // namespace

AboutWindow::AboutWindow(const QString& version, const std::map<std::string, std::string>& libraries, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("aboutWindow"));
    setWindowTitle(tr("About"));
    std::vector<std::pair<QString, QString>> parts{{QStringLiteral("Qt"), QLatin1String(qVersion())},
                                                   {QStringLiteral("QtCharts"), QLatin1String(qVersion())}};
    for (const auto& [name, number] : libraries)
        if (!text(name).startsWith(QLatin1String("qt"), Qt::CaseInsensitive) || text(name).size() > 3)
            parts.emplace_back(text(name), text(number));
    auto* layout = new QVBoxLayout(this);
    auto* head = new QHBoxLayout;
    auto* picture = new QLabel;
    picture->setPixmap(theme::programIcon().pixmap(64, 64));
    head->addWidget(picture, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->addWidget(plainLabel(tr("StreamTune Workbench %1").arg(version), TextKind::Title));
    words->addWidget(
        plainLabel(tr("Tunes the parallelism of stream processing jobs: looks first, explains, and changes "
                      "nothing before you approve it.")));
    words->addWidget(plainLabel(tr("GNU General Public License, version 3 or later. No telemetry, no look for updates: "
                                   "it talks to the clusters you connect, and to nothing else."),
                                TextKind::Muted));
    head->addLayout(words, 1);
    layout->addLayout(head);
    auto* table = new QTableWidget(static_cast<int>(parts.size()), 3);
    table->setAccessibleName(tr("Parts, versions and licences"));
    table->setHorizontalHeaderLabels({tr("Part"), tr("Version"), tr("Licence")});
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(std::max(24, fontMetrics().height() + 9));
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_text = tr("StreamTune Workbench %1").arg(version) + QStringLiteral(", GPL-3.0-or-later\n");
    int row = 0;
    for (const auto& [name, number] : parts) {
        const QString cells[]{name, number, licenceOf(name)};
        for (int c = 0; c < 3; ++c)
            table->setItem(row, c, new QTableWidgetItem(cells[c]));
        ++row;
        m_text += cells[0] + QLatin1Char(' ') + cells[1] + QStringLiteral(" (") + cells[2] + QStringLiteral(")\n");
    }
    layout->addWidget(table, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    const int em = fontMetrics().height();
    resize(em * 38, em * 32);
}

} // namespace streamtune::ui
