// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/QCoreApplication>
#include <QtCore/QObject>
#include <QtCore/QThread>
#include <keychain.h>

#include "app/secrets/keyring.h"

namespace streamtune::secrets {
namespace {

constexpr const char* kService = "streamtune-workbench";

KeyringAnswer::Kind kindOf(QKeychain::Error error) {
    using Kind = KeyringAnswer::Kind;
    switch (error) {
    case QKeychain::NoError:
        return Kind::Done;
    case QKeychain::EntryNotFound:
        return Kind::NoEntry;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return Kind::Denied;
    default:
        return Kind::Unavailable;
    }
}

/// The desktop's keyring. QtKeychain answers through an event loop; the thread is one of its own, so that any thread
/// may ask.
class QtKeyring final : public Keyring {
public:
    QtKeyring() {
        if (!QCoreApplication::instance()) { // the window has one
            static int argc = 1;
            static char name[] = "streamtune";
            static char* argv[] = {name, nullptr};
            m_application = std::make_unique<QCoreApplication>(argc, argv);
        }
        m_worker.moveToThread(&m_thread);
    }
    ~QtKeyring() override {
        m_thread.quit();
        m_thread.wait();
    }

    void read(const std::string& key, Take take) override {
        ask([] { return new QKeychain::ReadPasswordJob(kService); }, key, std::move(take),
            [](QKeychain::Job* job) {
                return static_cast<QKeychain::ReadPasswordJob*>(job)->textData().toStdString();
            });
    }

    void write(const std::string& key, const std::string& value, Take take) override {
        ask(
            [value] {
                auto* job = new QKeychain::WritePasswordJob(kService);
                job->setTextData(QString::fromStdString(value));
                return job;
            },
            key, std::move(take));
    }

    void remove(const std::string& key, Take take) override {
        ask([] { return new QKeychain::DeletePasswordJob(kService); }, key, std::move(take));
    }

private:
    using Value = std::function<std::string(QKeychain::Job*)>;

    template <typename Make>
    void ask(Make make, const std::string& key, Take take, Value value = {}) {
        std::call_once(m_started, [this] { m_thread.start(); });
        QMetaObject::invokeMethod(&m_worker, [make, key, take, value] {
            QKeychain::Job* job = make(); // deletes itself when it has finished
            job->setKey(QString::fromStdString(key));
            job->setInsecureFallback(false);
            QObject::connect(job, &QKeychain::Job::finished, job, [take, value](QKeychain::Job* done) {
                take({kindOf(done->error()), done->errorString().toStdString(), value ? value(done) : std::string()});
            });
            job->start();
        });
    }

    std::unique_ptr<QCoreApplication> m_application; // event loops need one; outlives the thread
    std::once_flag m_started;
    QThread m_thread;
    QObject m_worker;
};

} // namespace

std::shared_ptr<SecretStore> makeSecretStore() {
    return std::make_shared<KeyringStore>(std::make_unique<QtKeyring>());
}

} // namespace streamtune::secrets
