// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What every test of the window needs: an application that is offscreen unless told otherwise, with 96 dpi and folders
/// of its own, and a workspace with a simulated cluster.

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <memory>

#include "core/workbench/workbench.h"
#include "ui/main_window/main_window.h"

namespace streamtune::uitest {

/// Before QApplication: platform, dpi, temporary XDG folders, C locale.
void prepareEnvironment();
int runTest(QObject& test, int argc, char** argv);

/// A workspace file in a folder of its own, with connections to simulated jobs.
class TestSpace {
public:
    TestSpace();
    [[nodiscard]] workbench::Options options() const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    /// `type` prod asks for the typed name once it is no simulated connection; faults come from `options`.
    void addSimulated(const std::string& name, const std::string& url = {},
                      const std::map<std::string, std::string>& options = {});
    /// A Flink cluster of production behind which nobody listens.
    void addProduction(const std::string& name);
    [[nodiscard]] Result<std::shared_ptr<workbench::Workbench>> open() const;
    /// A folder with `count` copies of one job under the names given by `nameOf`.
    [[nodiscard]] std::string makeJobs(int count, const std::function<std::string(int)>& nameOf) const;

private:
    void addProfile(const engines::Profile& profile);

    QTemporaryDir m_folder;
};

/// A shown window on that workspace.
class WindowUnderTest {
public:
    explicit WindowUnderTest(const workbench::Options& options, const std::filesystem::path& demoFile = {});
    ui::MainWindow& window() { return *m_window; }
    ui::MainWindow* operator->() { return m_window.get(); }
    ui::MainWindow& operator*() { return *m_window; }
    /// Waits for a command to be possible, then for its button in the window, and clicks it.
    [[nodiscard]] bool click(const QString& command, int timeoutMs = 20'000);
    /// Clicks the demo on the welcome page and waits until its first job is there, measured.
    [[nodiscard]] bool openDemo();
    void close();

private:
    ui::LogHub m_hub;
    std::unique_ptr<ui::MainWindow> m_window;
};

/// A visible button of the window that stands for the command.
[[nodiscard]] QAbstractButton* buttonFor(QWidget& window, const QString& command);
/// Saves the window as a picture when $ST_UI_SHOTS names a folder.
void shoot(ui::MainWindow& window, const QString& name);
void clickRow(QAbstractItemView& view, int row);

} // namespace streamtune::uitest

#define ST_UI_TEST(TestClass)                                                                                          \
    int main(int argc, char** argv) {                                                                                  \
        streamtune::uitest::prepareEnvironment();                                                                      \
        TestClass test;                                                                                                \
        return streamtune::uitest::runTest(test, argc, argv);                                                          \
    }
