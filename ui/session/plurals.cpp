// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/plurals.h"

namespace streamtune::ui {

QString EnglishPlurals::translate(const char*, const char* source, const char*, int n) const {
    if (n < 0)
        return {}; // not a counted text: it stays as it is
    QString words = QString::fromUtf8(source);
    if (!words.contains(QStringLiteral("(s)")))
        return {};
    return words.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

} // namespace streamtune::ui
