// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Reading and writing the workspace in the background; what goes wrong is told once, with a way to try again.

#include <QObject>
#include <functional>
#include <memory>

#include "ui/session/session.h"

namespace streamtune::ui {

/// What is read or done, and the lane in which an older answer is dropped.
struct StoreWork {
    QString title;
    const char* lane;
    bool quiet = true;
};

/// `expected` says whether an error is no trouble but an answer, and shows it.
template <typename Value>
void readStore(Session& session, QObject* context, const StoreWork& work,
               std::function<Result<Value>(const workbench::Workbench&, std::stop_token)> read,
               std::function<void(const std::shared_ptr<const Value>&)> show, std::function<void()> again = {},
               std::function<bool(const Error&)> expected = {}) {
    if (!session.isOpen())
        return;
    session.runner().start<Value>(
        {.title = work.title, .lane = work.lane, .quiet = work.quiet}, context,
        [bench = session.bench(), read = std::move(read)](std::stop_token stop, const ProgressSink&) {
            return read(*bench, stop);
        },
        [&session, lane = work.lane, show = std::move(show)](const std::shared_ptr<const Value>& value) {
            session.troubles().settle(QLatin1String(lane));
            show(value);
        },
        [&session, work, again, expected = std::move(expected)](const Error& error) {
            if (!error.code.ends_with(".cancelled") && !(expected && expected(error)))
                session.troubles().raise(QLatin1String(work.lane), work.title, error,
                                         again ? QObject::tr("Try again") : QString(), again);
        });
}

/// `done` runs when it is written.
inline void writeStore(Session& session, QObject* context, const StoreWork& work,
                       std::function<Status(const workbench::Workbench&, history::Store&)> write,
                       std::function<void()> done, std::function<void(const Error&)> failed = {}) {
    if (!session.isOpen())
        return;
    session.runner().run(
        {.title = work.title, .lane = {}, .quiet = work.quiet, .mustFinish = true}, context,
        [bench = session.bench(), write = std::move(write)](std::stop_token, const ProgressSink&) -> Status {
            ST_ASSIGN(const auto store, bench->store());
            return write(*bench, *store);
        },
        [&session, lane = work.lane, done = std::move(done)] {
            session.troubles().settle(QLatin1String(lane));
            if (done)
                done();
        },
        [&session, work, failed = std::move(failed)](const Error& error) {
            session.troubles().raise(QLatin1String(work.lane), work.title, error);
            if (failed)
                failed(error);
        });
}

/// Why nothing can be written now; empty when it can.
[[nodiscard]] inline QString whyNotWrite(const Session& session) {
    if (!session.isOpen())
        return QObject::tr("No workspace is open.");
    return session.readOnly() ? QObject::tr("This window was opened read-only.") : QString();
}

} // namespace streamtune::ui
