// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/filter_bar.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/theme/icons.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/widgets/chip_row.h"

namespace streamtune::ui {

namespace {

constexpr const char* kKind = "history_filter";

/// "tag:x" -> "tag:", "busy>0.9" -> "busy>", "word" and "/expression/" -> "".
QString fieldOf(const QString& term) {
    if (term.startsWith(QLatin1Char('/')) || term.startsWith(QLatin1String("!/")))
        return {};
    for (qsizetype i = 0; i < term.size() && term[i] != QLatin1Char('"'); ++i)
        if (term[i] == QLatin1Char(':') || term[i] == QLatin1Char('>'))
            return term.left(i + 1);
    return {};
}

bool manyFit(const QString& field) {
    return field.isEmpty() || field == QLatin1String("tag:") || field == QLatin1String("!tag:") ||
           field == QLatin1String("has:");
}

std::string joinedTerms(const QStringList& terms) {
    return utf8(terms.join(QLatin1Char(' ')));
}

} // namespace

FilterBar::FilterBar(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_edit = new QLineEdit;
    m_edit->setObjectName(QStringLiteral("historyFilter"));
    m_edit->setPlaceholderText(tr("Filter: nexmark  engine:flink  busy>0.9  label:bottleneck  tag:incident  since:2h"));
    m_edit->setAccessibleName(tr("Filter the history"));
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    row->addWidget(m_edit, 1);
    const auto button = [row](const QString& words, const QString& tip) {
        auto* b = new QToolButton;
        b->setText(words);
        b->setToolTip(tip);
        b->setAccessibleName(tip);
        row->addWidget(b);
        return b;
    };
    m_saved = button(tr("Saved"), tr("Saved filters"));
    m_saved->setPopupMode(QToolButton::InstantPopup);
    m_saved->setMenu(new QMenu(m_saved));
    auto* words = button(QStringLiteral("?"), tr("Words that filter"));
    m_clear = button(tr("Clear all"), tr("Take all filters away"));
    column->addLayout(row);
    m_chips = new ChipRow;
    m_chips->hide();
    column->addWidget(m_chips);
    m_trouble = plainLabel({}, TextKind::Caption);
    m_trouble->setObjectName(QStringLiteral("filterTrouble"));
    m_trouble->hide();
    column->addWidget(m_trouble);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterBar::take);
    connect(m_edit, &QLineEdit::textChanged, m_trouble, &QLabel::hide);
    connect(m_clear, &QToolButton::clicked, this, [this] { setTerms({}); });
    connect(words, &QToolButton::clicked, this, &FilterBar::showHelp);
    connect(m_saved->menu(), &QMenu::aboutToShow, this, &FilterBar::fillSaved);
    connect(m_chips, &ChipRow::removeWanted, this, [this](int at) {
        QStringList terms = m_terms;
        terms.removeAt(at);
        setTerms(terms);
        m_edit->setFocus();
    });
    connect(m_chips, &ChipRow::chosen, this, [this](int at) { // to be changed
        m_edit->setText(m_terms.value(at));
        m_edit->setFocus();
    });
    connect(&session, &Session::workspaceOpened, this, &FilterBar::loadSaved);
    showChips();
    loadSaved();
}

QString FilterBar::trouble() const {
    return m_trouble->isHidden() ? QString() : m_trouble->text();
}

bool FilterBar::apply(const QStringList& terms) {
    const auto filter = history::runFilterOf(joinedTerms(terms), wallClock());
    if (!filter) {
        m_trouble->setText(text(filter.error().sentence) + QLatin1Char(' ') + text(filter.error().hint));
        m_trouble->show();
        return false;
    }
    m_trouble->hide();
    const bool changed = terms != m_terms;
    m_terms = terms;
    m_filter = *filter;
    showChips();
    if (changed)
        Q_EMIT filterChanged();
    return true;
}

void FilterBar::setTerms(const QStringList& terms) {
    (void)apply(terms);
}

void FilterBar::addTerm(const QString& term) {
    const QString field = fieldOf(term);
    QStringList terms = m_terms;
    if (!manyFit(field))
        terms.removeIf([&](const QString& known) { return fieldOf(known) == field; });
    terms.removeAll(term);
    (void)apply(terms << term);
}

void FilterBar::replaceField(const QString& field, const QString& term) {
    QStringList terms = m_terms;
    terms.removeIf([&](const QString& known) { return fieldOf(known) == field; });
    if (!term.isEmpty())
        terms << term;
    (void)apply(terms);
}

void FilterBar::take() {
    QStringList terms = m_terms;
    for (const auto& word : history::filterTerms(utf8(m_edit->text()))) {
        const QString term = text(word), field = fieldOf(term);
        if (!manyFit(field))
            terms.removeIf([&](const QString& known) { return fieldOf(known) == field; });
        terms.removeAll(term);
        terms << term;
    }
    if (apply(terms))
        m_edit->clear();
}

void FilterBar::showChips() {
    m_chips->setChips(m_terms, tr("Take the filter %1 away"));
    m_chips->setVisible(!m_terms.isEmpty());
    m_clear->setEnabled(!m_terms.isEmpty());
}

/// Backspace in the empty line takes the last word back for changing.
bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::KeyPress && m_edit->text().isEmpty() && !m_terms.isEmpty() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Backspace) {
        const QString last = m_terms.back();
        setTerms(m_terms.mid(0, m_terms.size() - 1));
        m_edit->setText(last);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::loadSaved() {
    using Known = std::vector<std::pair<QString, QString>>;
    if (!m_session.isOpen())
        return;
    m_session.runner().start<Known>(
        {.title = tr("Read saved filters"), .lane = "history.filters", .quiet = true}, this,
        [bench = m_session.bench()](std::stop_token, const ProgressSink&) -> Result<Known> {
            ST_ASSIGN(const auto store, bench->store());
            ST_ASSIGN(const auto saved, store->documents(kKind));
            Known known;
            for (const auto& [name, json] : saved)
                known.emplace_back(text(name), QJsonDocument::fromJson(QByteArray::fromStdString(json))
                                                   .object()
                                                   .value(QStringLiteral("words"))
                                                   .toString());
            return known;
        },
        [this](const std::shared_ptr<const Known>& known) { m_known = *known; });
}

void FilterBar::fillSaved() {
    QMenu* menu = m_saved->menu();
    menu->clear();
    auto* save = menu->addAction(tr("Save these filters as…"), this, &FilterBar::saveAs);
    save->setEnabled(!m_terms.isEmpty() && !m_session.readOnly());
    menu->addSeparator();
    if (m_known.empty())
        menu->addAction(tr("Nothing saved yet"))->setEnabled(false);
    for (const auto& [name, words] : m_known) {
        const auto label = [](const QString& s) {
            return elideMiddle(s, 60).replace(QLatin1Char('&'), QStringLiteral("&&"));
        };
        QMenu* one = menu->addMenu(label(name));
        one->addAction(tr("Use: %1").arg(label(words)), this, [this, wanted = words] {
            QStringList terms;
            for (const auto& term : history::filterTerms(utf8(wanted)))
                terms << text(term);
            setTerms(terms);
        });
        one->addAction(tr("Remove"), this, [this, gone = name] { store(gone, {}); })->setEnabled(!m_session.readOnly());
    }
}

void FilterBar::saveAs() {
    bool given = false;
    const QString name =
        QInputDialog::getText(this, tr("Save filters"), tr("Name of these filters:"), QLineEdit::Normal, {}, &given)
            .trimmed();
    if (given && !name.isEmpty())
        store(name, text(joinedTerms(m_terms)));
}

void FilterBar::store(const QString& name, const QString& words) {
    if (!m_session.isOpen())
        return;
    const auto json =
        QJsonDocument(QJsonObject{{QStringLiteral("words"), words}}).toJson(QJsonDocument::Compact).toStdString();
    m_session.runner().run(
        {.title = tr("Keep filters"), .lane = {}}, this,
        [bench = m_session.bench(), key = utf8(name), json, gone = words.isEmpty()](std::stop_token,
                                                                                    const ProgressSink&) -> Status {
            ST_ASSIGN(const auto store, bench->store());
            return gone ? store->removeDocument(kKind, key) : store->putDocument(kKind, key, json);
        },
        [this] { loadSaved(); },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("history.filter"), tr("Keep filters"), error);
        });
}

void FilterBar::showHelp() {
    QMenu menu(this);
    const std::pair<const char*, QString> rows[]{{"nexmark", tr("a part of the job's name")},
                                                 {"!nexmark", tr("not in the job's name")},
                                                 {"/^nexmark-q[0-9]+$/", tr("a regular expression for it, or !/…/")},
                                                 {"job:\"nexmark q5\"", tr("exactly this job")},
                                                 {"on:demo", tr("connection")},
                                                 {"engine:flink", tr("engine")},
                                                 {"operator:join", tr("a part of an operator's name, or /…/")},
                                                 {"busy>0.9", tr("an operator was that busy")},
                                                 {"bp>0.1", tr("an operator was that back-pressured")},
                                                 {"label:bottleneck", tr("or fine, unknown")},
                                                 {"tag:incident", tr("or !tag:incident")},
                                                 {"has:note", tr("or has:correction, a label that a person gave")},
                                                 {"since:2h", tr("seen in the last two hours")},
                                                 {"until:2026-05-14T12:00:00Z", tr("had begun by then")},
                                                 {"graph:1f3a", tr("beginning of the graph's fingerprint")}};
    for (const auto& [word, says] : rows)
        menu.addAction(QString::fromLatin1(word) + QStringLiteral("    ") + says, this,
                       [this, w = QString::fromLatin1(word)] {
                           m_edit->setText(w);
                           m_edit->setFocus();
                       });
    menu.exec(mapToGlobal(QPoint(width() - menu.sizeHint().width(), m_edit->geometry().bottom() + 6)));
}

} // namespace streamtune::ui
