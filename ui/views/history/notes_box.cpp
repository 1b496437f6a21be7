// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/notes_box.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/history/run_archive.h"
#include "ui/session/text.h"
#include "ui/views/history/store_work.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/widgets/chip_row.h"

namespace streamtune::ui {

namespace {
const std::string kStar = "star";

struct Written {
    std::vector<std::string> tags;
    std::vector<history::Note> notes;
};
} // namespace

NotesBox::NotesBox(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_star = new QToolButton;
    m_star->setCheckable(true);
    m_star->setText(tr("Star"));
    m_star->setToolTip(tr("Mark it, as the tag star"));
    m_tag = new QLineEdit;
    m_tag->setObjectName(QStringLiteral("newTag"));
    m_tag->setPlaceholderText(tr("New tag, Enter"));
    m_tag->setAccessibleName(tr("New tag"));
    m_tag->setMaxLength(60);
    m_tag->setMaximumWidth(fontMetrics().averageCharWidth() * 26);
    row->addWidget(m_star);
    row->addWidget(m_tag);
    m_chips = new ChipRow;
    row->addWidget(m_chips, 1);
    column->addLayout(row);
    m_notes = new QVBoxLayout;
    m_notes->setSpacing(4);
    column->addLayout(m_notes);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("newNote"));
    m_text->setPlaceholderText(tr("Write a note: what happened, what to remember"));
    m_text->setAccessibleName(tr("Note"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(fontMetrics().height() * 3 + 14);
    column->addWidget(m_text);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    m_leave = new QPushButton(tr("Leave as it was"));
    m_leave->hide();
    m_keep = new QPushButton(tr("Keep note"));
    m_keep->setObjectName(QStringLiteral("keepNote"));
    buttons->addWidget(m_leave);
    buttons->addWidget(m_keep);
    column->addLayout(buttons);

    connect(m_text, &QPlainTextEdit::textChanged, this, &NotesBox::refreshButtons);
    connect(m_tag, &QLineEdit::returnPressed, this, [this] {
        const std::string tag = utf8(m_tag->text().trimmed());
        m_tag->clear();
        if (!tag.empty())
            write(tr("Add a tag"), [subject = m_subject, tag](history::Store& s) { return s.addTag(subject, tag); });
    });
    connect(m_star, &QToolButton::clicked, this, [this](bool on) { setStar(on); });
    connect(m_chips, &ChipRow::removeWanted, this, [this](int at) {
        if (at < static_cast<int>(m_tags.size()))
            write(tr("Take a tag away"), [subject = m_subject, tag = m_tags[static_cast<std::size_t>(at)]](
                                             history::Store& s) { return s.removeTag(subject, tag); });
    });
    connect(m_leave, &QPushButton::clicked, this, [this] {
        m_changing = 0;
        m_text->clear();
        refreshButtons();
    });
    connect(m_keep, &QPushButton::clicked, this, [this] {
        const std::string words = utf8(m_text->toPlainText().trimmed()), who = utf8(m_session.actor());
        write(m_changing ? tr("Change a note") : tr("Keep a note"),
              [subject = m_subject, id = m_changing, words, who](history::Store& s) -> Status {
                  if (id != 0) {
                      ST_ASSIGN(const auto archive, history::RunArchive::beside(s));
                      return archive->changeNote(id, words, who);
                  }
                  ST_TRY(s.addNote({0, subject, words, who, {}}));
                  return {};
              });
        m_changing = 0;
        m_text->clear();
    });
    refreshButtons();
}

void NotesBox::setSubject(const std::string& subject) {
    if (m_subject != subject) {
        m_subject = subject;
        m_changing = 0;
        m_text->clear();
        m_tag->clear();
        m_tags.clear();
        m_chips->setChips({}, {});
        showNotes({});
    }
    if (!subject.empty())
        reload();
    refreshButtons();
}

void NotesBox::reload() {
    readStore<Written>(
        m_session, this, {tr("Read notes"), "history.notes"},
        [subject = m_subject](const workbench::Workbench& bench, std::stop_token) -> Result<Written> {
            ST_ASSIGN(const auto store, bench.store());
            Written found;
            ST_ASSIGN(found.tags, store->tags(subject));
            ST_ASSIGN(found.notes, store->notes(subject));
            return found;
        },
        [this](const std::shared_ptr<const Written>& found) {
            m_tags = found->tags;
            QStringList words;
            for (const auto& tag : m_tags)
                words << text(tag);
            m_chips->setChips(words, m_session.readOnly() ? QString() : tr("Take the tag %1 away"));
            showNotes(found->notes);
            refreshButtons();
        },
        [this] { reload(); });
}

void NotesBox::showNotes(const std::vector<history::Note>& notes) {
    while (QLayoutItem* item = m_notes->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const QString why = whyNotWrite(m_session);
    for (const auto& note : notes) {
        auto* box = new QWidget;
        auto* row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, 0, 0);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        auto* body = plainLabel(text(note.text));
        body->setTextInteractionFlags(Qt::TextSelectableByMouse);
        words->addWidget(body);
        auto* head = plainLabel(tr("%1, %2").arg(text(note.who), clockTime(note.at)), TextKind::Caption);
        head->setToolTip(absoluteTime(note.at));
        words->addWidget(head);
        row->addLayout(words, 1);
        const auto tool = [&](const QString& name, const QString& tip, const std::function<void()>& run) {
            auto* button = new QToolButton;
            button->setText(name);
            button->setAccessibleName(tip);
            button->setToolTip(why.isEmpty() ? tip : why);
            button->setEnabled(why.isEmpty());
            row->addWidget(button, 0, Qt::AlignTop);
            connect(button, &QToolButton::clicked, this, run);
        };
        tool(tr("Change"), tr("Change this note"), [this, note] {
            m_changing = note.id;
            m_text->setPlainText(text(note.text));
            m_text->setFocus();
            refreshButtons();
        });
        tool(tr("Remove"), tr("Remove this note"), [this, id = note.id] {
            write(tr("Remove a note"), [id](history::Store& s) { return s.removeNote(id); });
        });
        m_notes->addWidget(box);
    }
}

void NotesBox::refreshButtons() {
    const QString why = m_subject.empty() ? tr("Choose a run first.") : whyNotWrite(m_session);
    const bool words = !m_text->toPlainText().trimmed().isEmpty();
    m_keep->setText(m_changing ? tr("Keep change") : tr("Keep note"));
    m_keep->setEnabled(why.isEmpty() && words);
    m_keep->setToolTip(!why.isEmpty() ? why : words ? QString() : tr("Write something first."));
    m_leave->setVisible(m_changing != 0);
    for (QWidget* one : {static_cast<QWidget*>(m_tag), static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_star)}) {
        one->setEnabled(why.isEmpty());
        if (!why.isEmpty())
            one->setToolTip(why);
    }
    m_star->setChecked(hasStar());
    m_star->setAccessibleName(hasStar() ? tr("Starred, press to take the star away") : tr("Star"));
}

bool NotesBox::hasStar() const {
    return std::ranges::find(m_tags, kStar) != m_tags.end();
}

void NotesBox::setStar(bool on) {
    if (m_subject.empty() || on == hasStar())
        return;
    write(on ? tr("Star") : tr("Take the star away"), [subject = m_subject, on](history::Store& s) {
        return on ? s.addTag(subject, kStar) : s.removeTag(subject, kStar);
    });
}

void NotesBox::write(const QString& title, std::function<Status(history::Store&)> what) {
    writeStore(
        m_session, this, {title, "history.notes"},
        [what = std::move(what)](const workbench::Workbench&, history::Store& store) { return what(store); },
        [this] {
            reload();
            Q_EMIT written();
        });
}

} // namespace streamtune::ui
