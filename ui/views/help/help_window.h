// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The help pages, one a panel, from resources/help; works offline. And About: versions, licences.

#include <QDialog>
#include <QString>
#include <map>
#include <string>

class QListWidget;
class QTextBrowser;

namespace streamtune::ui {

/// Names of all pages, "welcome" first, without ".md".
[[nodiscard]] QStringList helpPages();
/// Markdown; empty for a name that is no page.
[[nodiscard]] QString helpPage(const QString& name);

class HelpWindow final : public QDialog {
    Q_OBJECT
public:
    explicit HelpWindow(QWidget* parent = nullptr);
    /// A name that is no page shows "welcome".
    void showPage(const QString& name);
    [[nodiscard]] QString page() const { return m_page; }

private:
    QListWidget* m_list = nullptr;
    QTextBrowser* m_text = nullptr;
    QString m_page;
};

/// `libraries`: name -> version, as built.
class AboutWindow final : public QDialog {
    Q_OBJECT
public:
    AboutWindow(const QString& version, const std::map<std::string, std::string>& libraries, QWidget* parent = nullptr);
    [[nodiscard]] QString asText() const { return m_text; }

private:
    QString m_text;
};

} // namespace streamtune::ui
