// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trouble/trouble_banner.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/widgets/paint.h"

namespace streamtune::ui {

TroubleBanner::TroubleBanner(Troubles& troubles, QWidget* parent) : QFrame(parent), m_troubles(troubles) {
    setProperty("kind", QStringLiteral("trouble"));
    setObjectName(QStringLiteral("troubleBanner"));
    setAccessibleName(tr("Trouble"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    m_sentence = plainLabel({}, TextKind::Strong);
    m_hint = plainLabel();
    words->addWidget(m_sentence);
    words->addWidget(m_hint);
    m_more = plainLabel({}, TextKind::Caption);
    m_more->setWordWrap(false);
    m_retry = new QPushButton;
    m_details = new QToolButton;
    m_details->setText(tr("Details"));
    m_details->setCheckable(true);
    m_copy = new QToolButton;
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the whole error"));
    m_dismiss = new QToolButton;
    m_dismiss->setText(QStringLiteral("✕"));
    m_dismiss->setToolTip(tr("Hide this; it comes back if it happens again"));
    m_dismiss->setAccessibleName(tr("Hide this trouble"));
    row->addLayout(words, 1);
    row->addWidget(m_more);
    row->addWidget(m_retry);
    row->addWidget(m_details);
    row->addWidget(m_copy);
    row->addWidget(m_dismiss);
    layout->addLayout(row);
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Details of the trouble"));
    m_text->setMaximumHeight(fontMetrics().lineSpacing() * 8);
    m_text->setFont(monoFont(font()));
    m_text->hide();
    layout->addWidget(m_text);

    connect(m_details, &QToolButton::toggled, m_text, &QWidget::setVisible);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        if (const auto* trouble = m_troubles.find(m_key))
            QGuiApplication::clipboard()->setText(errorText(trouble->what, trouble->error));
    });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (const auto* trouble = m_troubles.find(m_key); trouble && trouble->retry) {
            const auto retry = trouble->retry;
            m_troubles.settle(m_key);
            retry();
        }
    });
    connect(m_dismiss, &QToolButton::clicked, this, [this] { m_troubles.settle(m_key); });
    connect(&troubles, &Troubles::changed, this, &TroubleBanner::refresh);
    refresh();
}

void TroubleBanner::refresh() {
    const auto& list = m_troubles.list();
    setVisible(!list.empty());
    if (list.empty())
        return;
    const Trouble& trouble = list.back();
    if (m_key != trouble.key)
        m_details->setChecked(false);
    m_key = trouble.key;
    m_sentence->setText(elideMiddle(coreSentence(trouble.error.sentence), 400));
    m_hint->setText(elideMiddle(text(trouble.error.hint), 400));
    m_hint->setVisible(!trouble.error.hint.empty());
    m_retry->setText(trouble.retryText);
    m_retry->setVisible(!trouble.retryText.isEmpty());
    QString more;
    if (trouble.times > 1)
        more = tr("since %1, %n time(s)", nullptr, trouble.times).arg(clockTime(trouble.since));
    if (list.size() > 1)
        more += (more.isEmpty() ? QString() : QStringLiteral(" · ")) +
                tr("%n more", nullptr, static_cast<int>(list.size()) - 1);
    m_more->setText(more);
    QString all;
    for (auto it = list.rbegin(); it != list.rend(); ++it)
        all += errorText(it->what, it->error) + QStringLiteral("\n\n");
    m_text->setPlainText(all.trimmed());
}

} // namespace streamtune::ui
