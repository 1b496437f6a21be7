// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A connection profile as a form; Test says which step failed. Secrets go to the secret store, never into the profile.

#include <QDialog>
#include <functional>
#include <optional>
#include <vector>

#include "ui/session/session.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QTabWidget;
class QTreeWidget;
class QFormLayout;

namespace streamtune::ui {

class TimelyPage;

class ConnectionDialog final : public QDialog {
    Q_OBJECT
public:
    /// `profile` empty = a new connection.
    ConnectionDialog(Session& session, const std::optional<engines::Profile>& profile, QWidget* parent);
    [[nodiscard]] engines::Profile profile() const;

private:
    [[nodiscard]] QWidget* makeBasics();
    [[nodiscard]] QWidget* makeSecurity();
    [[nodiscard]] QWidget* makeSavepoint();
    void fill(const engines::Profile& profile);
    void react();
    [[nodiscard]] QString whyIncomplete() const;
    [[nodiscard]] std::string secretKey() const;
    /// A keyring may be locked or slow: it is asked in the background, then what is to be done with it goes on.
    void withSecretStored(std::function<void()> then);
    void askSecretPlace();
    void showSecretPlace();
    void test();
    void runTest();
    void showCertificate();
    void trust(const std::string& pem);
    void say(const Error& error);
    void setWorking(bool on);
    void showSteps(const std::vector<engines::ProbeStep>& steps);
    void save();
    void keep();

    Session& m_session;
    bool m_isNew = true;
    engines::Profile m_original;
    QLineEdit* m_name = nullptr;
    QComboBox* m_engine = nullptr;
    QLineEdit* m_url = nullptr;
    QComboBox* m_type = nullptr;
    QCheckBox* m_readOnly = nullptr;
    QLineEdit* m_changeWindow = nullptr;
    QComboBox* m_auth = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_header = nullptr;
    QLineEdit* m_env = nullptr;
    QLineEdit* m_secret = nullptr;
    QLabel* m_secretPlace = nullptr;
    QLineEdit* m_ca = nullptr;
    QLineEdit* m_pin = nullptr;
    QLineEdit* m_certificate = nullptr;
    QLineEdit* m_key = nullptr;
    QLineEdit* m_proxy = nullptr;
    QSpinBox* m_timeout = nullptr;
    QLineEdit* m_jar = nullptr;
    QLineEdit* m_entry = nullptr;
    QLineEdit* m_args = nullptr;
    QLineEdit* m_savepoints = nullptr;
    QPlainTextEdit* m_operatorArgs = nullptr;
    QCheckBox* m_stateLoss = nullptr;
    TimelyPage* m_timely = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTreeWidget* m_steps = nullptr;
    QLabel* m_message = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_showCertificate = nullptr; ///< after a test that failed at TLS
    QString m_place;                          ///< where secrets go; empty = not known yet
    bool m_working = false;
    QDialogButtonBox* m_buttons = nullptr;
};

} // namespace streamtune::ui
