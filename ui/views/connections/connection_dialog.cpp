// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/connections/connection_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>

#include "core/review/change_window.h"
#include "ui/session/text.h"
#include "ui/views/connections/certificate_dialog.h"
#include "ui/views/connections/timely_page.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

/// A path field with a button that browses.
QWidget* pathField(QLineEdit* edit, const QString& what, QWidget* parent) {
    auto* box = new QWidget(parent);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    auto* browse = new QToolButton;
    browse->setText(QStringLiteral("…"));
    browse->setAccessibleName(ConnectionDialog::tr("Browse for %1").arg(what));
    row->addWidget(edit, 1);
    row->addWidget(browse);
    QObject::connect(browse, &QToolButton::clicked, edit, [edit, what] {
        const QString file = QFileDialog::getOpenFileName(edit->window(), what);
        if (!file.isEmpty())
            edit->setText(file);
    });
    box->setFocusProxy(edit);
    return box;
}

constexpr int kRestartTab = 2, kTimelyTab = 3;
constexpr std::string_view kArgs = "args.";

/// "name = arguments" by line; a line without "=" has no name.
std::vector<std::pair<QString, QString>> operatorArguments(const QString& typed) {
    std::vector<std::pair<QString, QString>> result;
    for (const QString& line : typed.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty())
            continue;
        const auto equals = line.indexOf(QStringLiteral(" = ")) >= 0 ? line.indexOf(QStringLiteral(" = ")) + 1
                                                                     : line.indexOf(QLatin1Char('='));
        result.emplace_back(equals < 0 ? QString() : line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
    }
    return result;
}

QLineEdit* field(const QString& name, const QString& placeholder = {}) {
    auto* edit = new QLineEdit;
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    return edit;
}

} // namespace

ConnectionDialog::ConnectionDialog(Session& session, const std::optional<engines::Profile>& profile, QWidget* parent)
    : QDialog(parent), m_session(session), m_isNew(!profile) {
    setWindowTitle(m_isNew ? tr("Connect to a cluster") : tr("Connection %1").arg(text(profile->name)));
    setObjectName(QStringLiteral("connectionDialog"));
    auto* layout = new QVBoxLayout(this);
    m_tabs = new QTabWidget;
    m_tabs->addTab(makeBasics(), tr("Cluster"));
    m_tabs->addTab(makeSecurity(), tr("Security and network"));
    m_tabs->addTab(makeSavepoint(), tr("Restart"));
    m_timely = new TimelyPage;
    m_tabs->addTab(m_timely, tr("Timely job"));
    layout->addWidget(m_tabs);

    m_steps = new QTreeWidget;
    m_steps->setAccessibleName(tr("Steps of the connection test"));
    m_steps->setColumnCount(3);
    m_steps->setHeaderLabels({tr("Step"), tr("Result"), tr("Time")});
    m_steps->setRootIsDecorated(false);
    m_steps->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_steps->header()->setStretchLastSection(false);
    m_steps->setMinimumHeight(fontMetrics().height() * 13); // all steps of a test at once
    m_steps->setWordWrap(true);
    layout->addWidget(m_steps, 1);

    m_message = plainLabel();
    m_message->setMinimumHeight(fontMetrics().lineSpacing() * 2);
    layout->addWidget(m_message);

    m_showCertificate = new QPushButton(tr("Show certi&ficate…"));
    m_showCertificate->setObjectName(QStringLiteral("showCertificate"));
    m_showCertificate->hide();
    layout->addWidget(m_showCertificate, 0, Qt::AlignLeft); // not in the box of buttons: that shows all it has
    m_buttons = new QDialogButtonBox;
    m_test = m_buttons->addButton(tr("&Test"), QDialogButtonBox::ActionRole);
    m_copy = m_buttons->addButton(tr("&Copy report"), QDialogButtonBox::ActionRole);
    m_copy->setEnabled(false);
    m_copy->setToolTip(tr("Test the connection first."));
    auto* ok = m_buttons->addButton(m_isNew ? tr("&Add connection") : tr("&Save"), QDialogButtonBox::AcceptRole);
    ok->setObjectName(QStringLiteral("saveConnection"));
    ok->setProperty("kind", QStringLiteral("primary"));
    m_test->setObjectName(QStringLiteral("testConnection"));
    m_buttons->addButton(QDialogButtonBox::Cancel);
    layout->addWidget(m_buttons);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(m_showCertificate, &QPushButton::clicked, this, &ConnectionDialog::showCertificate);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QString report;
        for (int i = 0; i < m_steps->topLevelItemCount(); ++i) {
            const auto* item = m_steps->topLevelItem(i);
            report += item->text(0) + QLatin1Char('\t') + item->text(1) + QLatin1Char('\t') + item->text(2) +
                      QLatin1Char('\n');
        }
        QGuiApplication::clipboard()->setText(report);
    });
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ConnectionDialog::save);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    if (profile) {
        m_original = *profile;
    } else {
        m_original.readOnly = true;
        m_original.type = engines::ConnectionType::Prod;
    }
    for (const auto signal : {&Session::workspaceOpened, &Session::workspaceClosed})
        connect(&session, signal, this, &ConnectionDialog::react);
    fill(m_original);
    react();
    askSecretPlace();
    resize(fontMetrics().height() * 40, fontMetrics().height() * 38);
}

QWidget* ConnectionDialog::makeBasics() {
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    m_name = field(tr("Name"), tr("flink-prod"));
    m_engine = new QComboBox;
    m_engine->setAccessibleName(tr("Engine"));
    m_engine->addItem(tr("Apache Flink"), static_cast<int>(engines::EngineKind::Flink));
    m_engine->addItem(tr("Timely Dataflow"), static_cast<int>(engines::EngineKind::Timely));
    m_engine->addItem(tr("Simulated"), static_cast<int>(engines::EngineKind::Simulated));
    m_url = field(tr("Address"), QStringLiteral("http://jobmanager:8081"));
    m_type = new QComboBox;
    m_type->setAccessibleName(tr("Type"));
    m_type->addItem(tr("Production: changes need the typed job name"), static_cast<int>(engines::ConnectionType::Prod));
    m_type->addItem(tr("Test"), static_cast<int>(engines::ConnectionType::Test));
    m_type->addItem(tr("Development"), static_cast<int>(engines::ConnectionType::Dev));
    m_readOnly = new QCheckBox(tr("&Read-only: look and advise, never change"));
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Engine"), m_engine);
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("T&ype"), m_type);
    form->addRow(QString(), m_readOnly);
    m_changeWindow = field(tr("Change window"), tr("any time; e.g. mon-fri 20:00-06:00, sat, sun"));
    m_changeWindow->setToolTip(tr("Local times at which plans may be applied; a rollback may always."));
    form->addRow(tr("Change &window"), m_changeWindow);
    connect(m_changeWindow, &QLineEdit::textChanged, this, &ConnectionDialog::react);
    connect(m_name, &QLineEdit::textChanged, this, &ConnectionDialog::react);
    connect(m_url, &QLineEdit::textChanged, this, &ConnectionDialog::react);
    connect(m_engine, &QComboBox::currentIndexChanged, this, &ConnectionDialog::react);
    return page;
}

QWidget* ConnectionDialog::makeSecurity() {
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    m_auth = new QComboBox;
    m_auth->setAccessibleName(tr("Authentication"));
    m_auth->addItem(tr("None"), QString());
    m_auth->addItem(tr("Bearer token"), QStringLiteral("bearer"));
    m_auth->addItem(tr("User and password"), QStringLiteral("basic"));
    m_auth->addItem(tr("Extra header"), QStringLiteral("header"));
    m_user = field(tr("User"));
    m_header = field(tr("Header name"), QStringLiteral("X-Api-Key"));
    m_env = field(tr("Environment variable"), tr("name of a variable; empty = type the secret below"));
    m_secret = field(tr("Secret"), m_isNew ? QString() : tr("unchanged"));
    m_secret->setEchoMode(QLineEdit::Password);
    m_secretPlace = plainLabel({}, TextKind::Caption);
    m_ca = field(tr("CA file"), tr("system certificates"));
    m_pin = field(tr("Pinned key"), QStringLiteral("sha256//…"));
    m_certificate = field(tr("Client certificate"));
    m_key = field(tr("Client key"));
    m_proxy = field(tr("Proxy"), QStringLiteral("http://proxy:3128"));
    m_timeout = new QSpinBox;
    m_timeout->setAccessibleName(tr("Time limit of one request"));
    m_timeout->setRange(1, 600);
    m_timeout->setSuffix(tr(" s"));
    form->addRow(tr("A&uthentication"), m_auth);
    form->addRow(tr("U&ser"), m_user);
    form->addRow(tr("&Header name"), m_header);
    form->addRow(tr("En&vironment variable"), m_env);
    form->addRow(tr("Se&cret"), m_secret);
    form->addRow(QString(), m_secretPlace);
    form->addRow(tr("CA &file"), pathField(m_ca, tr("CA file"), page));
    form->addRow(tr("P&inned key"), m_pin);
    form->addRow(tr("C&lient certificate"), pathField(m_certificate, tr("Client certificate"), page));
    form->addRow(tr("Client &key"), pathField(m_key, tr("Client key"), page));
    form->addRow(tr("Pr&oxy"), m_proxy);
    form->addRow(tr("Time li&mit"), m_timeout);
    connect(m_auth, &QComboBox::currentIndexChanged, this, &ConnectionDialog::react);
    connect(m_env, &QLineEdit::textChanged, this, &ConnectionDialog::react);
    return page;
}

QWidget* ConnectionDialog::makeSavepoint() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(plainLabel(tr("Where the cluster cannot rescale in place, a job is stopped with a savepoint and "
                                    "run again with other numbers. For that its jar, "
                                    "entry class and arguments must be known."),
                                 TextKind::Muted));
    auto* form = new QFormLayout;
    m_jar = field(tr("Jar"), tr("id of an uploaded jar, or a file"));
    m_entry = field(tr("Entry class"), QStringLiteral("org.example.Job"));
    m_args = field(tr("Program arguments"));
    m_savepoints = field(tr("Savepoint folder"), QStringLiteral("s3://bucket/savepoints"));
    form->addRow(tr("&Jar"), m_jar);
    form->addRow(tr("&Entry class"), m_entry);
    form->addRow(tr("&Arguments"), m_args);
    m_operatorArgs = new QPlainTextEdit;
    m_operatorArgs->setAccessibleName(tr("Arguments of single operators"));
    m_operatorArgs->setPlaceholderText(QStringLiteral("window = --p-window {p}\nsink = --p-sink {p}"));
    m_operatorArgs->setTabChangesFocus(true);
    m_operatorArgs->setToolTip(tr("One operator a line: its name or id, =, and the program arguments that set its "
                                  "parallelism. {p} stands for the number."));
    m_operatorArgs->setFixedHeight(fontMetrics().lineSpacing() * 4 + 14);
    m_stateLoss = new QCheckBox(tr("Jobs without chec&kpoints may be restarted: their state is lost"));
    form->addRow(tr("&Savepoint folder"), m_savepoints);
    form->addRow(tr("&Operators"), m_operatorArgs);
    form->addRow(QString(), m_stateLoss);
    layout->addLayout(form);
    layout->addWidget(plainLabel(tr("Operators: one a line, name = the arguments that set its parallelism, {p} for the "
                                    "number. Needed where the program itself fixes the numbers."),
                                 TextKind::Caption));
    connect(m_operatorArgs, &QPlainTextEdit::textChanged, this, &ConnectionDialog::react);
    layout->addStretch(1);
    return page;
}

void ConnectionDialog::fill(const engines::Profile& p) {
    m_name->setText(text(p.name));
    m_name->setReadOnly(!m_isNew);
    m_engine->setCurrentIndex(m_engine->findData(static_cast<int>(p.kind)));
    m_url->setText(text(p.url));
    m_type->setCurrentIndex(m_type->findData(static_cast<int>(p.type)));
    m_readOnly->setChecked(p.readOnly);
    m_auth->setCurrentIndex(std::max(0, m_auth->findData(text(p.auth))));
    m_user->setText(text(p.user));
    m_header->setText(text(p.headerName));
    if (p.tokenFrom.starts_with("env:"))
        m_env->setText(text(p.tokenFrom.substr(4)));
    m_ca->setText(text(p.caFile));
    m_pin->setText(text(p.pin));
    m_certificate->setText(text(p.clientCertificate));
    m_key->setText(text(p.clientKey));
    m_proxy->setText(text(p.proxy));
    m_timeout->setValue(static_cast<int>(p.timeout.count() / 1000));
    const auto option = [&p](const char* key) {
        const auto found = p.options.find(key);
        return found == p.options.end() ? QString() : text(found->second);
    };
    m_jar->setText(option("jar"));
    m_entry->setText(option("entryClass"));
    m_args->setText(option("programArgs"));
    m_savepoints->setText(option("savepointDir"));
    m_changeWindow->setText(option(review::kChangeWindow));
    QStringList lines;
    for (const auto& [key, value] : p.options)
        if (key.starts_with(kArgs))
            lines << text(key.substr(kArgs.size())) + QStringLiteral(" = ") + text(value);
    m_operatorArgs->setPlainText(lines.join(QLatin1Char('\n')));
    m_stateLoss->setChecked(option("acceptStateLoss") == QLatin1String("true"));
    m_timely->fill(p);
}

engines::Profile ConnectionDialog::profile() const {
    engines::Profile p = m_original;
    p.name = utf8(m_name->text().trimmed());
    p.kind = static_cast<engines::EngineKind>(m_engine->currentData().toInt());
    QString url = m_url->text().trimmed();
    while (url.endsWith(QLatin1Char('/')))
        url.chop(1);
    p.url = utf8(url);
    p.type = static_cast<engines::ConnectionType>(m_type->currentData().toInt());
    p.readOnly = m_readOnly->isChecked();
    p.auth = utf8(m_auth->currentData().toString());
    p.user = utf8(m_user->text());
    p.headerName = utf8(m_header->text().trimmed());
    const QString variable = m_env->text().trimmed();
    p.tokenFrom = p.auth.empty() ? "" : variable.isEmpty() ? "keyring" : "env:" + utf8(variable);
    p.caFile = utf8(m_ca->text());
    p.pin = utf8(m_pin->text().trimmed());
    p.clientCertificate = utf8(m_certificate->text());
    p.clientKey = utf8(m_key->text());
    p.proxy = utf8(m_proxy->text().trimmed());
    p.timeout = Millis(m_timeout->value() * 1000);
    const auto option = [&p](const char* key, const QLineEdit* edit) {
        if (edit->text().isEmpty())
            p.options.erase(key);
        else
            p.options[key] = utf8(edit->text());
    };
    option("jar", m_jar);
    option("entryClass", m_entry);
    option("programArgs", m_args);
    option("savepointDir", m_savepoints);
    option(review::kChangeWindow, m_changeWindow);
    std::erase_if(p.options, [](const auto& entry) { return entry.first.starts_with(kArgs); });
    for (const auto& [name, args] : operatorArguments(m_operatorArgs->toPlainText()))
        p.options[std::string(kArgs) + utf8(name)] = utf8(args);
    if (m_stateLoss->isChecked())
        p.options["acceptStateLoss"] = "true";
    else
        p.options.erase("acceptStateLoss");
    if (p.kind == engines::EngineKind::Timely)
        m_timely->read(p);
    return p;
}

QString ConnectionDialog::whyIncomplete() const {
    if (!m_session.isOpen())
        return m_session.isOpening() ? tr("The workspace is still being opened.") : tr("No workspace is open.");
    const QString name = m_name->text().trimmed(), url = m_url->text().trimmed();
    if (name.isEmpty())
        return tr("Give the connection a name.");
    if (m_isNew && m_session.connection(utf8(name)))
        return tr("A connection named %1 exists already; choose another name.").arg(elideMiddle(name));
    if (url.isEmpty())
        return tr("Give the address of the cluster.");
    const auto kind = static_cast<engines::EngineKind>(m_engine->currentData().toInt());
    if (kind == engines::EngineKind::Flink) {
        if (!url.startsWith(QLatin1String("http://")) && !url.startsWith(QLatin1String("https://")))
            return tr("The address of a Flink cluster starts with http:// or https://.");
        if (!QUrl(url, QUrl::StrictMode).isValid() || QUrl(url).host().isEmpty())
            return tr("The address has no host.");
    }
    if (kind == engines::EngineKind::Flink)
        for (const auto& [operatorName, args] : operatorArguments(m_operatorArgs->toPlainText()))
            if (operatorName.isEmpty() || !args.contains(QLatin1String("{p}")))
                return tr("Under Restart, a line of Operators is not \"name = arguments with {p}\": %1")
                    .arg(elideMiddle(operatorName.isEmpty() ? args : operatorName, 60));
    if (kind == engines::EngineKind::Timely) {
        if (const QString why = TimelyPage::whyNotAddress(url); !why.isEmpty())
            return why;
        if (const QString auth = m_auth->currentData().toString(); !auth.isEmpty() && auth != QLatin1String("bearer"))
            return tr("The agent of a Timely job knows bearer tokens only.");
    }
    if (!review::ChangeWindows::parse(utf8(m_changeWindow->text())))
        return tr("The change window is not like this: mon-fri 20:00-06:00, sat, sun");
    if (kind == engines::EngineKind::Simulated && !url.startsWith(QLatin1String("sim:")))
        return tr("The address of a simulated cluster is sim:demo, or sim: and a job file or folder.");
    return {};
}

void ConnectionDialog::react() {
    if (!m_buttons)
        return;
    const QString auth = m_auth->currentData().toString();
    m_user->setEnabled(auth == QLatin1String("basic"));
    m_header->setEnabled(auth == QLatin1String("header"));
    m_env->setEnabled(!auth.isEmpty());
    m_secret->setEnabled(!auth.isEmpty() && m_env->text().trimmed().isEmpty());
    showSecretPlace();
    const auto kind = static_cast<engines::EngineKind>(m_engine->currentData().toInt());
    m_url->setPlaceholderText(kind == engines::EngineKind::Simulated ? QStringLiteral("sim:demo")
                              : kind == engines::EngineKind::Timely  ? QStringLiteral("http://127.0.0.1:4600")
                                                                     : QStringLiteral("http://jobmanager:8081"));
    m_tabs->setTabVisible(kRestartTab, kind != engines::EngineKind::Timely);
    m_tabs->setTabEnabled(kRestartTab, kind == engines::EngineKind::Flink);
    m_tabs->setTabVisible(kTimelyTab, kind == engines::EngineKind::Timely);
    const QString why = whyIncomplete();
    for (QAbstractButton* button : m_buttons->buttons()) {
        if (button == m_copy || button == m_showCertificate ||
            m_buttons->standardButton(button) == QDialogButtonBox::Cancel)
            continue;
        button->setEnabled(why.isEmpty() && !m_working);
        button->setToolTip(plainTip(why));
    }
    if (!m_working)
        m_message->setText(why);
}

void ConnectionDialog::showSecretPlace() {
    const auto& secrets = m_session.options().secrets;
    m_secretPlace->setText(!m_secret->isEnabled() ? QString()
                           : !secrets             ? tr("No secret store here; name an environment variable.")
                           : m_place.isEmpty()    ? tr("Asking the keyring of this desktop…")
                                                  : tr("The secret goes to %1, never into a file.").arg(m_place));
}

void ConnectionDialog::setWorking(bool on) {
    m_working = on;
    m_showCertificate->setEnabled(!on);
    for (QAbstractButton* button : m_buttons->buttons())
        if (button == m_test || m_buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
            button->setEnabled(!on && whyIncomplete().isEmpty());
}

void ConnectionDialog::say(const Error& error) {
    m_message->setText(sentence(error.sentence) + QLatin1Char(' ') + text(error.hint));
}

std::string ConnectionDialog::secretKey() const {
    const QString auth = m_auth->currentData().toString();
    const char* what = auth == QLatin1String("basic")    ? "/password"
                       : auth == QLatin1String("header") ? "/header"
                                                         : "/token";
    return utf8(m_name->text().trimmed()) + what;
}

void ConnectionDialog::askSecretPlace() {
    const auto secrets = m_session.options().secrets;
    if (!secrets)
        return;
    m_session.runner().start<std::string>(
        {.title = tr("Ask the keyring"), .lane = "keyring", .quiet = true}, this,
        [secrets](std::stop_token, const ProgressSink&) -> Result<std::string> { return secrets->place(); },
        [this](const std::shared_ptr<const std::string>& place) {
            m_place = text(*place);
            showSecretPlace();
        });
}

void ConnectionDialog::withSecretStored(std::function<void()> then) {
    if (!m_secret->isEnabled() || m_secret->text().isEmpty())
        return then();
    const auto secrets = m_session.options().secrets;
    if (!secrets) {
        m_message->setText(tr("There is no secret store here. Name an environment variable instead."));
        return;
    }
    setWorking(true);
    m_message->setText(tr("Waiting for the keyring. If it is locked, your desktop asks for its password."));
    m_session.runner().run(
        {.title = tr("Keep the secret of %1").arg(m_name->text()), .lane = "secret"}, this,
        [secrets, key = secretKey(), value = utf8(m_secret->text())](std::stop_token, const ProgressSink&) {
            return secrets->write(key, value);
        },
        [this, then = std::move(then)] {
            setWorking(false);
            then();
        },
        [this](const Error& error) {
            setWorking(false);
            say(error);
        });
}

void ConnectionDialog::test() {
    withSecretStored([this] { runTest(); });
}

void ConnectionDialog::runTest() {
    m_showCertificate->hide();
    m_steps->clear();
    setWorking(true);
    m_message->setText(tr("Testing…"));
    using Steps = std::vector<engines::ProbeStep>;
    m_session.runner().start<Steps>(
        {.title = tr("Test connection %1").arg(m_name->text()), .lane = "test"}, this,
        [bench = m_session.bench(), p = profile()](std::stop_token stop, const ProgressSink&) -> Result<Steps> {
            return bench->testProfile(p, stop);
        },
        [this](const std::shared_ptr<const Steps>& steps) { showSteps(*steps); },
        [this](const Error& error) {
            setWorking(false);
            say(error);
        });
}

void ConnectionDialog::showSteps(const std::vector<engines::ProbeStep>& steps) {
    setWorking(false);
    QString failed;
    QString why;
    for (const auto& step : steps) {
        auto* item = new QTreeWidgetItem(m_steps);
        const QString mark = step.skipped ? QStringLiteral("– ")
                             : step.ok    ? QStringLiteral("✓ ")
                                          : QStringLiteral("✗ ");
        item->setText(0, mark + text(step.name));
        item->setText(1, text(step.sentence));
        item->setToolTip(1, plainTip(text(step.sentence)));
        item->setText(2, step.skipped || step.seconds == 0 ? QString() : duration(step.seconds)); // 0: not timed
        if (!step.ok && !step.skipped && failed.isEmpty())
            std::tie(failed, why) = std::pair(text(step.name), text(step.sentence));
    }
    m_steps->resizeColumnToContents(0);
    m_copy->setEnabled(!steps.empty());
    m_copy->setToolTip({});
    m_message->setText(failed.isEmpty()
                           ? tr("Every step of the test passed.")
                           : tr("The test failed at this step: %1. %2").arg(failed, elideMiddle(why, 400)));
    m_showCertificate->setVisible(failed == QLatin1String("TLS"));
}

void ConnectionDialog::showCertificate() {
    const engines::Profile p = profile();
    net::ClientOptions options;
    options.baseUrl = p.url;
    options.proxy = p.proxy;
    options.timeout = p.timeout;
    options.clientCertificate = p.clientCertificate;
    options.clientKey = p.clientKey;
    setWorking(true);
    m_session.runner().start<net::Certificate>(
        {.title = tr("Read the certificate of %1").arg(m_name->text()), .lane = "test"}, this,
        [options](std::stop_token stop, const ProgressSink&) { return net::shownCertificate(options, stop); },
        [this](const std::shared_ptr<const net::Certificate>& certificate) {
            setWorking(false);
            auto* dialog = new CertificateDialog(m_url->text().trimmed(), *certificate, this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &CertificateDialog::trusted, this, [this, pem = certificate->pem] { trust(pem); });
            dialog->open();
        },
        [this](const Error& error) {
            setWorking(false);
            say(error);
        });
}

/// The certificate becomes the connection's only authority, in a file beside the workspace; then the test runs again.
void ConnectionDialog::trust(const std::string& pem) {
    const QString folder = text(m_session.options().workspace.string()) + QStringLiteral(".certificates");
    const QString name = fingerprintOf(pem).remove(QLatin1Char(':')).left(32).toLower() + QStringLiteral(".pem");
    QSaveFile file(QDir(folder).filePath(name));
    const QByteArray bytes = QByteArray::fromStdString(pem);
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() ||
        !file.commit()) {
        m_message->setText(tr("The certificate cannot be kept in %1: %2. Is the folder of the workspace writable?")
                               .arg(folder, file.errorString()));
        return;
    }
    m_ca->setText(file.fileName());
    test();
}

void ConnectionDialog::save() {
    withSecretStored([this] { keep(); });
}

void ConnectionDialog::keep() {
    const auto answer = [self = QPointer<ConnectionDialog>(this)](const Status& status) {
        if (!self)
            return;
        if (status)
            self->accept();
        else
            self->say(status.error());
    };
    if (m_isNew)
        m_session.addConnection(profile(), answer);
    else
        m_session.updateConnection(profile(), answer);
}

} // namespace streamtune::ui
