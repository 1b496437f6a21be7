// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The first page: the demo in one click, a cluster, past runs, recent workspaces, first steps; takes dropped files.

#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/views/widgets/basics.h"

class QListWidget;
class QGridLayout;

namespace streamtune::ui {

struct RecentFile {
    QString file;
    QDateTime opened;
    QString whyNot; ///< e.g. "file is missing"
};

class WelcomePage final : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePage(CommandRegistry& commands, QWidget* parent = nullptr);
    /// The line that leads to the first steps.
    void setTourVisible(bool visible) { m_tour->setVisible(visible); }
    void setRecent(const std::vector<RecentFile>& files);

Q_SIGNALS:
    void fileChosen(const QString& file);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Picture;
    class Card;
    QWidget* m_column = nullptr;
    QWidget* m_tour = nullptr;
    QListWidget* m_recent = nullptr;
    QLabel* m_noRecent = nullptr;
};

} // namespace streamtune::ui
