// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/help/help_window.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QSplitter>
#include <QTextBrowser>
#include <QTextTable>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/views/widgets/basics.h"

// Outside of any namespace: a static library's resources are linked in only where this is called.
static void initHelp() {
    Q_INIT_RESOURCE(ui_help);
}

namespace streamtune::ui {

QStringList helpPages() {
    initHelp();
    QStringList names;
    for (const QString& file :
         QDir(QStringLiteral(":/help")).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name))
        names << file.chopped(3);
    names.removeAll(QStringLiteral("welcome"));
    names.prepend(QStringLiteral("welcome"));
    return names;
}

QString helpPage(const QString& name) {
    initHelp();
    QFile file(QStringLiteral(":/help/") + name + QStringLiteral(".md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

HelpWindow::HelpWindow(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("helpWindow"));
    setWindowTitle(tr("Help"));
    auto* layout = new QVBoxLayout(this);
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Pages"));
    m_text = new QTextBrowser;
    m_text->setAccessibleName(tr("Help page"));
    m_text->setOpenLinks(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(16);
    for (const QString& name : helpPages()) {
        QString title = helpPage(name).section(QLatin1Char('\n'), 0, 0);
        title.remove(QStringLiteral("# "));
        auto* item = new QListWidgetItem(title, m_list);
        item->setData(Qt::UserRole, name);
    }
    auto* split = new QSplitter;
    split->addWidget(m_list);
    split->addWidget(m_text);
    split->setStretchFactor(1, 1);
    const int em = fontMetrics().height();
    split->setSizes({em * 13, em * 40});
    layout->addWidget(split, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item)
            showPage(item->data(Qt::UserRole).toString());
    });
    connect(m_text, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& url) { showPage(url.path().section(QLatin1Char('.'), 0, 0)); });
    resize(em * 54, em * 38);
}

void HelpWindow::showPage(const QString& name) {
    const QString wanted = helpPage(name).isEmpty() ? QStringLiteral("welcome") : name;
    if (m_page == wanted)
        return;
    m_page = wanted;
    m_text->document()->setDefaultStyleSheet(
        QStringLiteral("a { color: %1 }").arg(palette().color(QPalette::Link).name()));
    m_text->setMarkdown(helpPage(wanted));
    for (QTextFrame* frame : m_text->document()->rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorder(0);
            format.setCellSpacing(0);
            format.setCellPadding(4);
            table->setFormat(format);
        }
    for (int i = 0; i < m_list->count(); ++i)
        if (m_list->item(i)->data(Qt::UserRole).toString() == wanted)
            m_list->setCurrentRow(i);
}

} // namespace streamtune::ui
