// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The one place where trouble is listed: an error by its key, with a way back from it. GUI thread.

#include <QObject>
#include <QString>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace streamtune::ui {

struct Trouble {
    QString key;  ///< one entry a key: "jobs:flink-prod"
    QString what; ///< what was being done
    Error error;
    TimePoint since{};
    int times = 1;
    QString retryText; ///< empty = nothing to press
    std::function<void()> retry;
};

class Troubles final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void raise(const QString& key, const QString& what, const Error& error, const QString& retryText = {},
               std::function<void()> retry = {});
    void settle(const QString& key); ///< it works again, or was dismissed
    void settlePrefix(const QString& prefix);
    void settleAll();
    [[nodiscard]] const std::vector<Trouble>& list() const { return m_list; } ///< newest last
    [[nodiscard]] const Trouble* find(const QString& key) const;

Q_SIGNALS:
    void changed();

private:
    std::vector<Trouble> m_list;
};

/// Everything of an error as text, for the clipboard.
[[nodiscard]] QString errorText(const QString& what, const Error& error);

} // namespace streamtune::ui
