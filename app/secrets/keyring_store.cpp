// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/QCoreApplication>
#include <QtCore/QObject>
#include <QtCore/QThread>
#include <chrono>
#include <future>
#include <keychain.h>

#include "app/secrets/secret_store.h"

namespace streamtune::secrets {
namespace {

constexpr const char* kService = "streamtune-workbench";
// A locked keyring asks its user for a password, and a person needs time to type it.
constexpr std::chrono::seconds kReadLimit{30};
constexpr std::chrono::seconds kProbeLimit{3};

struct Answer {
    QKeychain::Error error = QKeychain::NoError;
    std::string message;
    std::string value;
};

/// QtKeychain answers through an event loop; this is one of its own, so that any thread may wait for an answer.
class KeyringThread {
public:
    KeyringThread() {
        m_worker.moveToThread(&m_thread);
        m_thread.start();
    }
    ~KeyringThread() {
        m_thread.quit();
        m_thread.wait();
    }
    KeyringThread(const KeyringThread&) = delete;
    KeyringThread& operator=(const KeyringThread&) = delete;

    /// `make` runs in the keyring thread and returns the job; `take` reads its result there.
    template <typename Make, typename Take>
    std::optional<Answer> ask(Make make, Take take, std::chrono::milliseconds limit) {
        auto promise = std::make_shared<std::promise<Answer>>();
        auto future = promise->get_future();
        QMetaObject::invokeMethod(&m_worker, [promise, make, take] {
            QKeychain::Job* job = make(); // deletes itself when it has finished
            job->setInsecureFallback(false);
            QObject::connect(job, &QKeychain::Job::finished, job, [promise, take](QKeychain::Job* done) {
                promise->set_value({done->error(), done->errorString().toStdString(), take(done)});
            });
            job->start();
        });
        if (future.wait_for(limit) != std::future_status::ready)
            return std::nullopt;
        return future.get();
    }

private:
    QThread m_thread;
    QObject m_worker;
};

std::unexpected<Error> toError(const std::optional<Answer>& answer, const std::string& key) {
    if (!answer)
        return fail("secret.timeout", "The desktop keyring did not answer within its time limit.",
                    "Unlock it and try again, or use --token-from env:VAR.");
    switch (answer->error) {
    case QKeychain::EntryNotFound:
        return fail("secret.missing", "The desktop keyring holds nothing under \"" + key + "\".",
                    "Enter the secret again in the connection's settings.");
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return fail("secret.locked", "The desktop keyring refused access to \"" + key + "\".",
                    "Unlock it and try again.", {{"reply", answer->message}});
    default:
        return fail("secret.unavailable", "The desktop keyring could not be used: " + answer->message,
                    "Use --token-from env:VAR, or start a Secret Service such as gnome-keyring.");
    }
}

class KeyringStore final : public SecretStore {
public:
    KeyringStore() {
        if (QCoreApplication::instance()) // the window has one
            return;
        static int argc = 1;
        static char name[] = "streamtune";
        static char* argv[] = {name, nullptr};
        m_application = std::make_unique<QCoreApplication>(argc, argv);
    }

    Result<std::string> read(const std::string& key) override {
        if (auto* memory = fallback())
            return memory->read(key);
        const auto answer = askRead(key, kReadLimit);
        if (!answer || answer->error != QKeychain::NoError)
            return toError(answer, key);
        return answer->value;
    }

    Status write(const std::string& key, const std::string& value) override {
        if (auto* memory = fallback())
            return memory->write(key, value);
        const auto answer = thread().ask(
            [key, value]() -> QKeychain::Job* {
                auto* job = new QKeychain::WritePasswordJob(kService);
                job->setKey(QString::fromStdString(key));
                job->setTextData(QString::fromStdString(value));
                return job;
            },
            [](QKeychain::Job*) { return std::string(); }, kReadLimit);
        if (!answer || answer->error != QKeychain::NoError)
            return toError(answer, key);
        return {};
    }

    Status remove(const std::string& key) override {
        if (auto* memory = fallback())
            return memory->remove(key);
        const auto answer = thread().ask(
            [key]() -> QKeychain::Job* {
                auto* job = new QKeychain::DeletePasswordJob(kService);
                job->setKey(QString::fromStdString(key));
                return job;
            },
            [](QKeychain::Job*) { return std::string(); }, kReadLimit);
        if (!answer || (answer->error != QKeychain::NoError && answer->error != QKeychain::EntryNotFound))
            return toError(answer, key);
        return {};
    }

    std::string place() const override {
        auto* memory = const_cast<KeyringStore*>(this)->fallback();
        return memory ? memory->place() : "the desktop keyring";
    }

private:
    KeyringThread& thread() {
        const std::lock_guard lock(m_mutex);
        if (!m_thread)
            m_thread = std::make_unique<KeyringThread>();
        return *m_thread;
    }

    std::optional<Answer> askRead(const std::string& key, std::chrono::milliseconds limit) {
        return thread().ask(
            [key]() -> QKeychain::Job* {
                auto* job = new QKeychain::ReadPasswordJob(kService);
                job->setKey(QString::fromStdString(key));
                return job;
            },
            [](QKeychain::Job* job) { return static_cast<QKeychain::ReadPasswordJob*>(job)->textData().toStdString(); },
            limit);
    }

    /// Memory where no keyring service answers, asked once; nullptr where one does.
    MemoryStore* fallback() {
        std::call_once(m_probed, [this] {
            const auto answer = askRead("probe", kProbeLimit);
            if (!answer)
                m_memory = std::make_unique<MemoryStore>("the keyring service does not answer");
            else if (answer->error != QKeychain::NoError && answer->error != QKeychain::EntryNotFound &&
                     answer->error != QKeychain::AccessDenied && answer->error != QKeychain::AccessDeniedByUser)
                m_memory = std::make_unique<MemoryStore>("no keyring service is running");
        });
        return m_memory.get();
    }

    std::unique_ptr<QCoreApplication> m_application; // event loops need one; outlives the thread
    std::mutex m_mutex;
    std::once_flag m_probed;
    std::unique_ptr<KeyringThread> m_thread;
    std::unique_ptr<MemoryStore> m_memory;
};

} // namespace

std::shared_ptr<SecretStore> makeSecretStore() {
    return std::make_shared<KeyringStore>();
}

} // namespace streamtune::secrets
