// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A made-up language: every text that goes through translation comes back in brackets, longer and with accents.

#include <QTranslator>

namespace streamtune::uitest {

class PseudoLanguage final : public QTranslator {
public:
    static constexpr QChar kOpen{0x27E6}, kClose{0x27E7};

    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int n) const override {
        QString words = QString::fromUtf8(source);
        if (words.isEmpty())
            return {};
        words.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
        // A third longer, as German is, in words that are long but can be told apart.
        constexpr int kLongWord = 14;
        QString more(words.size() / 3, QChar(0x00E9));
        for (int at = kLongWord; at < more.size() - 1; at += kLongWord + 1)
            more[at] = QLatin1Char(' ');
        return kOpen + words + more + kClose;
    }
};

} // namespace streamtune::uitest
