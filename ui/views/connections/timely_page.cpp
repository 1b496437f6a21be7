// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/connections/timely_page.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/theme/fonts.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

/// The port of a job in short; core/engines/timely/agent/README.md has a whole one that compiles.
const char* const kLines = R"(# Cargo.toml
streamtune-timely = { path = "core/engines/timely/agent" }

// before timely starts: number of this process, processes
let agent = Agent::from_env(0, 1);
let job = agent.clone();
timely::execute_from_args(args, move |worker| {
    agent.install(worker);  // first in every worker
    // where the dataflow is built
    let (driver, control) = agent.control(scope, Options::default());
    // instead of exchange + unary: an operator that can be moved
    let counts = control.keyed(stream, "count", key, logic);
    // in every turn of the loop, false: asked to drain
    while driver.drive(now, &probe) { … }
    driver.close();
});
std::process::exit(job.exit_code())  // 75 after a drain

# how it is started
STREAMTUNE_LISTEN=127.0.0.1:4600 STREAMTUNE_TOKEN=secret ./job -w 8
)";

constexpr const char* kSupervisor = "supervisor";

} // namespace

TimelyPage::TimelyPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(
        plainLabel(tr("Timely has no interface of its own, so the job carries the crate streamtune-timely. "
                      "Observing takes two lines; an operator that can be moved to other workers takes "
                      "one more. Without its variable in the environment the crate does nothing."),
                   TextKind::Muted));
    m_lines = new QPlainTextEdit(QString::fromUtf8(kLines));
    m_lines->setReadOnly(true);
    m_lines->setAccessibleName(tr("Lines that a job needs"));
    m_lines->setFont(theme::monoFont());
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setTabChangesFocus(true);
    layout->addWidget(m_lines, 1);
    auto* copy = new QPushButton(tr("Copy &lines"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_lines->toPlainText()); });
    layout->addWidget(copy, 0, Qt::AlignLeft);
    auto* form = new QFormLayout;
    m_supervisor = new QLineEdit;
    m_supervisor->setAccessibleName(tr("Supervisor command"));
    m_supervisor->setPlaceholderText(QStringLiteral("systemd-run --user ./job -w $STREAMTUNE_WORKERS"));
    form->addRow(tr("&Supervisor command"), m_supervisor);
    layout->addLayout(form);
    layout->addWidget(plainLabel(tr("Starts the job again with $STREAMTUNE_WORKERS workers and the placement in "
                                    "$STREAMTUNE_PLACEMENT, in the background. Empty: operators can be moved, the "
                                    "number of workers stays."),
                                 TextKind::Caption));
}

void TimelyPage::fill(const engines::Profile& profile) {
    const auto known = profile.options.find(kSupervisor);
    m_supervisor->setText(known == profile.options.end() ? QString() : text(known->second));
}

void TimelyPage::read(engines::Profile& profile) const {
    const QString command = m_supervisor->text().trimmed();
    if (command.isEmpty())
        profile.options.erase(kSupervisor);
    else
        profile.options[kSupervisor] = utf8(command);
}

QString TimelyPage::whyNotAddress(const QString& addresses) {
    const QStringList all = addresses.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& one : all) {
        const QUrl url(one.trimmed(), QUrl::StrictMode);
        const bool http = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
        if (!http || !url.isValid() || url.host().isEmpty() || url.port() <= 0)
            return tr("The address of a Timely job is http://host:port, as its agent prints it; one for each process, "
                      "separated by commas, process 0 first.");
    }
    return all.isEmpty() ? tr("Give the address that the agent prints when the job starts.") : QString();
}

} // namespace streamtune::ui
