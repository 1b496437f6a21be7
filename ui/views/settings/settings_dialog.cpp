// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/settings/settings_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/commands/keys.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

SettingsDialog::SettingsDialog(Preferences& preferences, CommandRegistry& commands, const Surroundings& surroundings,
                               QWidget* parent)
    : QDialog(parent), m_preferences(preferences), m_commands(commands) {
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    auto* layout = new QVBoxLayout(this);
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findSetting"));
    m_find->setPlaceholderText(tr("Search settings and keys"));
    m_find->setAccessibleName(tr("Search settings and keys"));
    m_find->setClearButtonEnabled(true);
    layout->addWidget(m_find);
    m_tabs = new QTabWidget;
    m_tabs->addTab(makeChoices(), tr("Settings"));
    m_keys = new KeysPage(commands);
    m_keys->layout()->setContentsMargins(8, 8, 8, 8);
    m_tabs->addTab(m_keys, tr("Keys"));
    m_tabs->addTab(makeSurroundings(surroundings), tr("Network and files"));
    layout->addWidget(m_tabs, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* reset = buttons->addButton(tr("&Reset everything…"), QDialogButtonBox::ResetRole);
    reset->setObjectName(QStringLiteral("resetEverything"));
    reset->setToolTip(tr("Settings, keys, layouts and the list of recent workspaces; workspaces themselves stay"));
    reset->setAutoDefault(false);
    connect(reset, &QPushButton::clicked, this, &SettingsDialog::resetEverythingWanted);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    connect(m_find, &QLineEdit::textChanged, this, &SettingsDialog::setFilter);
    const int em = fontMetrics().height();
    resize(em * 46, em * 38);
    m_find->setFocus();
}

QWidget* SettingsDialog::makeChoices() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(10);
    m_nothing = plainLabel(tr("No setting has these words. Keys are on the next page."), TextKind::Muted);
    m_nothing->hide();
    column->addWidget(m_nothing);
    QString group;
    for (const auto& preference : m_preferences.all()) {
        if (preference.group != group) {
            group = preference.group;
            auto* head = plainLabel(group, TextKind::Title);
            column->addSpacing(4);
            column->addWidget(head);
            m_heads.emplace_back(head, std::vector<QWidget*>{});
        }
        QWidget* row = makeRow(preference);
        column->addWidget(row);
        m_heads.back().second.push_back(row);
    }
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Settings"));
    scroll->setWidget(page);
    return scroll;
}

QWidget* SettingsDialog::makeRow(const Preference& preference) {
    auto* row = new QWidget;
    row->setObjectName(QStringLiteral("setting.") + preference.id);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(12);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    auto* title = plainLabel(preference.title);
    words->addWidget(title);
    words->addWidget(plainLabel(preference.tip, TextKind::Caption));
    line->addLayout(words, 1);
    QWidget* control = makeControl(preference);
    control->setAccessibleName(preference.title);
    control->setAccessibleDescription(preference.tip);
    control->setMinimumWidth(fontMetrics().height() * 10);
    title->setBuddy(control);
    line->addWidget(control, 0, Qt::AlignTop);
    auto* reset = new QToolButton;
    reset->setText(tr("Standard"));
    reset->setAutoRaise(true);
    reset->setAccessibleName(tr("Standard for %1").arg(preference.title));
    const auto show = [this, reset, id = preference.id] {
        reset->setEnabled(!m_preferences.isStandard(id));
        reset->setToolTip(reset->isEnabled() ? tr("Back to the standard") : tr("This is the standard already."));
    };
    show();
    connect(reset, &QToolButton::clicked, this, [this, id = preference.id] { m_preferences.reset(id); });
    connect(&m_preferences, &Preferences::changed, reset, [show, id = preference.id](const QString& what) {
        if (what == id)
            show();
    });
    line->addWidget(reset, 0, Qt::AlignTop);
    m_rows.emplace_back(row, QStringList{preference.group, preference.title, preference.tip}.join(QLatin1Char(' ')));
    return row;
}

QWidget* SettingsDialog::makeControl(const Preference& preference) {
    const QString id = preference.id;
    // Whatever changes the value, every control shows it.
    const auto follow = [this, id](QWidget* control, auto show) {
        show();
        connect(&m_preferences, &Preferences::changed, control, [show, id](const QString& what) {
            if (what == id)
                show();
        });
    };
    switch (preference.kind) {
    case PreferenceKind::Switch: {
        auto* box = new QCheckBox(tr("on"));
        follow(box, [this, box, id] { box->setChecked(m_preferences.on(id)); });
        connect(box, &QCheckBox::toggled, this, [this, id](bool on) { m_preferences.set(id, on); });
        return box;
    }
    case PreferenceKind::Choice: {
        auto* box = new QComboBox;
        for (const auto& [value, words] : preference.choices)
            box->addItem(words, value);
        follow(box, [this, box, id] { box->setCurrentIndex(box->findData(m_preferences.choice(id))); });
        connect(box, &QComboBox::activated, this,
                [this, box, id](int at) { m_preferences.set(id, box->itemData(at)); });
        return box;
    }
    case PreferenceKind::Number: {
        auto* box = new QDoubleSpinBox;
        box->setDecimals(preference.least == std::floor(preference.least) ? 0 : 1);
        box->setRange(preference.least, preference.most);
        box->setSuffix(QLatin1Char(' ') + preference.unit);
        box->setGroupSeparatorShown(true);
        box->setKeyboardTracking(false); // a half-typed number is none
        follow(box, [this, box, id] { box->setValue(m_preferences.number(id)); });
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, id](double n) { m_preferences.set(id, n); });
        return box;
    }
    }
    return new QWidget;
}

QWidget* SettingsDialog::makeSurroundings(const Surroundings& surroundings) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(6);
    column->addWidget(plainLabel(tr("What this program talks to"), TextKind::Title));
    column->addWidget(plainLabel(tr("Only the addresses of your connections. There is no telemetry and no look for "
                                    "updates; help and licences are part of the program."),
                                 TextKind::Muted));
    auto* hosts = plainLabel(surroundings.hosts.isEmpty() ? tr("Nothing: no workspace with connections is open.")
                                                          : surroundings.hosts.join(QLatin1Char('\n')),
                             TextKind::Mono);
    hosts->setObjectName(QStringLiteral("hosts"));
    column->addWidget(hosts);
    column->addSpacing(12);
    column->addWidget(plainLabel(tr("Where it keeps things"), TextKind::Title));
    for (const auto& [what, path] : surroundings.files) {
        column->addWidget(plainLabel(what, TextKind::Muted));
        column->addWidget(plainLabel(path, TextKind::Mono));
    }
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Network and files"));
    scroll->setWidget(page);
    return scroll;
}

void SettingsDialog::setFilter(const QString& words) {
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const auto& [row, found] : m_rows)
        row->setHidden(!std::ranges::all_of(
            wanted, [&found](const QString& word) { return found.contains(word, Qt::CaseInsensitive); }));
    for (const auto& [head, rows] : m_heads)
        head->setHidden(std::ranges::all_of(rows, [](const QWidget* row) { return row->isHidden(); }));
    m_nothing->setHidden(shownCount() > 0);
    m_keys->setFilter(words);
}

int SettingsDialog::shownCount() const {
    return static_cast<int>(std::ranges::count_if(m_rows, [](const auto& row) { return !row.first->isHidden(); }));
}

} // namespace streamtune::ui
