// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/storage_panel.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/history/exchange.h"
#include "ui/views/history/store_work.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

constexpr int kUsualDays = 90;

struct Sizes {
    history::StoreStats stats;
    std::vector<history::TableSize> tables;
};

QString numbered(std::int64_t n) {
    return QLocale().toString(static_cast<qlonglong>(n));
}

} // namespace

StoragePanel::StoragePanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(makeTableSizesModel()) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(4);
    auto* left = new Panel(tr("Size of the workspace"));
    m_size = plainLabel();
    m_size->setObjectName(QStringLiteral("storeSize"));
    m_size->setContentsMargins(12, 8, 12, 4);
    m_view = new RowsView(tr("Tables of the workspace"));
    m_view->setSource(m_model.get(), 2, Qt::DescendingOrder);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    left->body()->addWidget(m_size);
    left->body()->addWidget(m_view, 1);
    row->addWidget(left, 1);

    auto* right = new Panel(tr("Forget old windows"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(8);
    column->addWidget(plainLabel(tr("Windows that ended before this moment leave the workspace. Runs with their "
                                    "summaries, graphs, labels that people gave, plans and the audit trail always "
                                    "stay.")));
    auto* when = new QHBoxLayout;
    auto* whenName = plainLabel(tr("&Before"));
    whenName->setTextFormat(Qt::AutoText);
    whenName->setWordWrap(false);
    m_before = new QDateTimeEdit(QDateTime::currentDateTime().addDays(-kUsualDays));
    m_before->setObjectName(QStringLiteral("forgetBefore"));
    m_before->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_before->setCalendarPopup(true);
    m_before->setAccessibleName(tr("Forget windows that ended before"));
    whenName->setBuddy(m_before);
    when->addWidget(whenName);
    when->addWidget(m_before);
    for (const int days : {7, 30, kUsualDays, 365}) {
        auto* ago = new QToolButton;
        ago->setText(tr("%1 d").arg(days));
        ago->setAccessibleName(tr("%n day(s) ago", nullptr, days));
        ago->setToolTip(ago->accessibleName());
        connect(ago, &QToolButton::clicked, this,
                [this, days] { m_before->setDateTime(QDateTime::currentDateTime().addDays(-days)); });
        when->addWidget(ago);
    }
    when->addStretch(1);
    column->addLayout(when);
    m_keepTagged = new QCheckBox(tr("&Keep windows of tagged runs"));
    m_keepTagged->setChecked(true);
    column->addWidget(m_keepTagged);
    m_keepCopy = new QCheckBox(tr("Keep a &copy in a file beside the workspace"));
    m_keepCopy->setObjectName(QStringLiteral("forgetCopy"));
    m_keepCopy->setToolTip(tr("The copy can be brought back, here or by importing the file"));
    m_keepCopy->setChecked(true);
    column->addWidget(m_keepCopy);
    m_would = plainLabel({}, TextKind::Strong);
    m_would->setObjectName(QStringLiteral("wouldForget"));
    column->addWidget(m_would);
    m_reason = new QLineEdit;
    m_reason->setObjectName(QStringLiteral("forgetReason"));
    m_reason->setPlaceholderText(tr("Reason (kept in the audit trail)"));
    m_reason->setAccessibleName(tr("Reason for forgetting"));
    column->addWidget(m_reason);
    auto* last = new QHBoxLayout;
    last->addStretch(1);
    m_forget = new QPushButton;
    m_forget->setObjectName(QStringLiteral("forgetWindows"));
    m_forget->setProperty("kind", QStringLiteral("danger"));
    last->addWidget(m_forget);
    column->addLayout(last);
    m_backRow = new QWidget;
    auto* back = new QHBoxLayout(m_backRow);
    back->setContentsMargins(0, 8, 0, 0);
    m_gone = plainLabel();
    m_gone->setObjectName(QStringLiteral("forgottenCopy"));
    m_back = new QPushButton(tr("Bring back"));
    m_back->setObjectName(QStringLiteral("bringBack"));
    back->addWidget(m_gone, 1);
    back->addWidget(m_back);
    column->addWidget(m_backRow);
    column->addStretch(1);
    right->body()->addLayout(column);
    row->addWidget(right, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(250);
    connect(&m_soon, &QTimer::timeout, this, &StoragePanel::askPreview);
    const auto other = [this] {
        m_preview.reset();
        refreshButton();
        m_soon.start();
    };
    connect(m_before, &QDateTimeEdit::dateTimeChanged, this, other);
    connect(m_keepTagged, &QCheckBox::toggled, this, other);
    connect(m_reason, &QLineEdit::textChanged, this, &StoragePanel::refreshButton);
    connect(m_keepCopy, &QCheckBox::toggled, this, &StoragePanel::refreshButton);
    connect(m_forget, &QPushButton::clicked, this, &StoragePanel::forget);
    connect(m_back, &QPushButton::clicked, this, &StoragePanel::bringBack);
    confirm = [this](const QString& question) {
        QMessageBox box(QMessageBox::Warning, tr("Forget windows"), question, QMessageBox::NoButton, this);
        box.setTextFormat(Qt::PlainText);
        auto* go = box.addButton(tr("Forget them"), QMessageBox::DestructiveRole);
        box.setDefaultButton(box.addButton(QMessageBox::Cancel));
        box.exec();
        return box.clickedButton() == go;
    };
    refreshButton();
    refreshBack();
}

history::Retention StoragePanel::wanted(bool dryRun) const {
    history::Retention what{
        TimePoint{Millis{m_before->dateTime().toMSecsSinceEpoch()}}, m_keepTagged->isChecked(), dryRun, {}};
    if (!dryRun && m_keepCopy->isChecked()) {
        const auto& workspace = m_session.options().workspace;
        what.copy = workspace.parent_path() /
                    (workspace.stem().string() + "-forgotten-" +
                     utf8(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"))) + ".jsonl");
    }
    return what;
}

void StoragePanel::reload() {
    readStore<Sizes>(
        m_session, this, {tr("Measure the workspace"), "history.size"},
        [](const workbench::Workbench& bench, std::stop_token stop) -> Result<Sizes> {
            ST_ASSIGN(const auto store, bench.store());
            Sizes sizes;
            ST_ASSIGN(sizes.stats, store->stats());
            ST_ASSIGN(sizes.tables, store->tableSizes(stop));
            return sizes;
        },
        [this](const std::shared_ptr<const Sizes>& sizes) {
            const auto& s = sizes->stats;
            m_size->setText(tr("%1 in one file: %2 observations in %3 runs of %4 jobs, %5 graphs, %6 plans, %7 audit "
                               "rows.")
                                .arg(bytes(static_cast<double>(s.bytes)), numbered(s.observations), numbered(s.runs),
                                     numbered(s.jobs), numbered(s.graphs), numbered(s.plans), numbered(s.auditRows)));
            m_size->setToolTip(plainTip(text(m_session.options().workspace.string())));
            const bool first = m_model->rowCount() == 0;
            m_model->setRows(sizes->tables);
            if (first)
                m_view->resizeColumnsToContents();
        },
        [this] { reload(); });
    askPreview();
}

void StoragePanel::askPreview() {
    m_preview.reset();
    if (const QString why = whyNotWrite(m_session); !why.isEmpty()) {
        m_would->setText(why);
        return refreshButton();
    }
    m_would->setText(tr("Counting what would go…"));
    refreshButton();
    readStore<history::RetentionReport>(
        m_session, this, {tr("Count what would be forgotten"), "history.preview"},
        [what = wanted(true)](const workbench::Workbench& bench, std::stop_token stop) {
            auto store = bench.store();
            return store ? (*store)->forget(what, {}, {}, stop)
                         : Result<history::RetentionReport>(std::unexpected(store.error()));
        },
        [this](const std::shared_ptr<const history::RetentionReport>& report) {
            m_preview = *report;
            m_would->setText(report->windows == 0 ? tr("Nothing would go.")
                                                  : tr("Would forget %1 windows with %2 observations of %3 runs.")
                                                        .arg(numbered(report->windows), numbered(report->observations),
                                                             numbered(report->runs)));
            refreshButton();
        });
}

void StoragePanel::refreshButton() {
    QString why = whyNotWrite(m_session);
    if (why.isEmpty() && !m_preview)
        why = tr("What would go is being counted.");
    else if (why.isEmpty() && m_preview->windows == 0)
        why = tr("Nothing would go.");
    else if (why.isEmpty() && m_reason->text().trimmed().isEmpty())
        why = tr("Give a reason first.");
    m_forget->setText(m_keepCopy->isChecked() ? tr("Forget…") : tr("Forget for good…"));
    m_forget->setEnabled(why.isEmpty());
    m_forget->setToolTip(why);
    m_forget->setAccessibleDescription(why);
}

void StoragePanel::refreshBack() {
    m_backRow->setVisible(!m_lastCopy.empty());
    const QString name = text(m_lastCopy.filename().string());
    m_gone->setText(tr("What was forgotten last is in %1.").arg(name));
    m_gone->setToolTip(plainTip(text(m_lastCopy.string())));
    const QString why = whyNotWrite(m_session);
    m_back->setEnabled(why.isEmpty());
    m_back->setToolTip(why);
    m_back->setAccessibleName(tr("Bring back what was forgotten last"));
}

void StoragePanel::forget() {
    if (!m_preview)
        return;
    const history::Retention what = wanted(false);
    const QString windows = numbered(m_preview->windows), observations = numbered(m_preview->observations);
    const QString question =
        what.copy.empty()
            ? tr("Forget %1 windows with %2 observations for good? This cannot be undone.").arg(windows, observations)
            : tr("Forget %1 windows with %2 observations? A copy goes to %3.")
                  .arg(windows, observations, text(what.copy.filename().string()));
    if (!confirm(question))
        return;
    writeStore(
        m_session, this, {tr("Forget windows"), "history.forget", false},
        [what, who = utf8(m_session.actor()),
         reason = utf8(m_reason->text().trimmed())](const workbench::Workbench&, history::Store& store) -> Status {
            ST_TRY(store.forget(what, who, reason, {}));
            return {};
        },
        [this, copy = what.copy] {
            m_lastCopy = copy;
            m_reason->clear();
            refreshBack();
            reload();
            Q_EMIT forgotten();
        });
}

void StoragePanel::bringBack() {
    m_back->setEnabled(false);
    writeStore(
        m_session, this, {tr("Bring forgotten windows back"), "history.forget", false},
        [copy = m_lastCopy](const workbench::Workbench&, history::Store& store) -> Status {
            ST_TRY(history::importFile(store, copy, {}, {}));
            return {};
        },
        [this] {
            m_lastCopy.clear(); // the file stays
            refreshBack();
            reload();
            Q_EMIT forgotten();
        },
        [this](const Error&) { refreshBack(); });
}

} // namespace streamtune::ui
