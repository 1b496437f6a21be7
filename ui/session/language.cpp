// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/language.h"

#include <QCoreApplication>
#include <QFile>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <algorithm>

#include "ui/session/plurals.h"

#ifdef ST_HAS_TRANSLATIONS
static void loadTranslations() { // outside of every namespace, as the macro asks
    Q_INIT_RESOURCE(ui_translations);
}
#else
static void loadTranslations() {}
#endif

namespace streamtune::ui {
namespace {

struct Spoken {
    EnglishPlurals plurals;
    QTranslator window;
    QTranslator qt; ///< buttons and dialogs of Qt itself, where the system has them
    QString applied;
    QLocale first; ///< as the program began
};

Spoken& spoken() {
    static Spoken now;
    return now;
}

QString fileOf(const QString& code) {
    return QStringLiteral(":/translations/streamtune_%1.qm").arg(code);
}

bool isKnownLanguage(const QString& code) {
    return std::ranges::find(languages(), code, &std::pair<QString, QString>::first) != languages().end();
}

} // namespace

const std::vector<std::pair<QString, QString>>& languages() {
    static const auto all = [] {
        loadTranslations();
        std::vector<std::pair<QString, QString>> known{{QStringLiteral("en"), QStringLiteral("English")}};
        for (const auto& [code, name] : {std::pair{QStringLiteral("de"), QStringLiteral("Deutsch")}})
            if (QFile::exists(fileOf(code)))
                known.emplace_back(code, name);
        return known;
    }();
    return all;
}

void applyLanguage(const QString& choice) {
    Spoken& now = spoken();
    QString code = choice;
    if (!isKnownLanguage(code)) {
        code = QLocale::system().name().section(QLatin1Char('_'), 0, 0);
        if (!isKnownLanguage(code))
            code = QStringLiteral("en");
    }
    const bool first = now.applied.isEmpty();
    if (first)
        QCoreApplication::installTranslator(&now.plurals);
    QCoreApplication::removeTranslator(&now.window);
    QCoreApplication::removeTranslator(&now.qt);
    now.applied = code;
    // Where the system speaks it, in the habits of its country.
    const bool systems = QLocale::system().name().startsWith(code + QLatin1Char('_'));
    if (isKnownLanguage(choice) && !systems)
        QLocale::setDefault(QLocale(code));
    else
        QLocale::setDefault(now.first);
    if (code == QLatin1String("en"))
        return;
    if (now.qt.load(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&now.qt);
    if (now.window.load(fileOf(code)))
        QCoreApplication::installTranslator(&now.window); // asked before the plurals of English
}

QString appliedLanguage() {
    return spoken().applied;
}

} // namespace streamtune::ui
