// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a person can choose about this program: every choice with its words, its standard and its bounds; kept in one
/// file. Nothing here belongs to a workspace. GUI thread.

#include <QObject>
#include <QSettings>
#include <QVariant>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace streamtune::ui {

enum class PreferenceKind { Switch, Choice, Number };

struct Preference {
    QString id;    ///< stable: "looks.theme"
    QString group; ///< as people read it
    QString title;
    QString tip; ///< what it changes, and for what unit
    PreferenceKind kind = PreferenceKind::Switch;
    QVariant standard;
    std::vector<std::pair<QString, QString>> choices; ///< value, words
    double least = 0;
    double most = 0;
    QString unit; ///< behind the number
};

class Preferences final : public QObject {
    Q_OBJECT
public:
    /// Without a store nothing outlives the program.
    explicit Preferences(std::unique_ptr<QSettings> store, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<Preference>& all() const { return m_all; }
    [[nodiscard]] const Preference& find(const QString& id) const; ///< asserted to be known
    /// What is stored, if it is a possible value; else the standard.
    [[nodiscard]] QVariant value(const QString& id) const;
    [[nodiscard]] bool on(const QString& id) const { return value(id).toBool(); }
    [[nodiscard]] double number(const QString& id) const { return value(id).toDouble(); }
    [[nodiscard]] QString choice(const QString& id) const { return value(id).toString(); }
    /// Numbers are brought into their bounds; an impossible value changes nothing.
    void set(const QString& id, const QVariant& value);
    void reset(const QString& id) { set(id, find(id).standard); }
    void resetAll();
    [[nodiscard]] bool isStandard(const QString& id) const { return value(id) == find(id).standard; }
    [[nodiscard]] QString file() const; ///< empty when nothing is kept

Q_SIGNALS:
    void changed(const QString& id);

private:
    [[nodiscard]] static QVariant possible(const Preference& preference,
                                           const QVariant& value); ///< invalid = it is not

    std::unique_ptr<QSettings> m_store;
    std::vector<Preference> m_all;
    std::map<QString, QVariant> m_values; ///< other than the standard
};

} // namespace streamtune::ui
