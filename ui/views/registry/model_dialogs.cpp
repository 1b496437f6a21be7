// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/registry/model_dialogs.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

struct ModelDialogsWords {
    Q_DECLARE_TR_FUNCTIONS(ModelDialogsWords)
};

/// What will be done, the reason for it, and a tick where it is against the advice.
class ReasonDialog final : public QDialog {
public:
    ReasonDialog(const QString& title, const QString& sentence, const QString& doIt, const QString& insist,
                 QWidget* parent)
        : QDialog(parent) {
        setObjectName(QStringLiteral("modelDialog"));
        setAttribute(Qt::WA_DeleteOnClose);
        setWindowTitle(title);
        auto* column = new QVBoxLayout(this);
        column->setSpacing(10);
        column->addWidget(plainLabel(sentence));
        if (!insist.isEmpty()) {
            m_insist = new QCheckBox(insist);
            m_insist->setObjectName(QStringLiteral("modelInsist"));
            column->addWidget(m_insist);
            connect(m_insist, &QCheckBox::toggled, this, [this] { check(); });
        }
        auto* form = new QFormLayout;
        m_reason = new QLineEdit;
        m_reason->setObjectName(QStringLiteral("modelReason"));
        m_reason->setAccessibleName(ModelDialogsWords::tr("Reason, kept in the audit trail"));
        m_reason->setPlaceholderText(ModelDialogsWords::tr("kept in the audit trail"));
        m_reason->setMaxLength(500);
        form->addRow(ModelDialogsWords::tr("&Reason"), m_reason);
        column->addLayout(form);
        auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
        m_do = buttons->addButton(doIt, QDialogButtonBox::AcceptRole);
        m_do->setObjectName(QStringLiteral("modelDo"));
        m_do->setProperty("kind", insist.isEmpty() ? QStringLiteral("primary") : QStringLiteral("danger"));
        m_do->setDefault(true);
        column->addWidget(buttons);
        connect(m_reason, &QLineEdit::textChanged, this, [this] { check(); });
        connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
        connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
        setMinimumWidth(fontMetrics().height() * 28);
        check();
    }
    [[nodiscard]] QString reason() const { return m_reason->text().trimmed(); }

private:
    void check() {
        const QString why = m_insist && !m_insist->isChecked()
                                ? ModelDialogsWords::tr("Tick that you want it all the same.")
                            : reason().isEmpty() ? ModelDialogsWords::tr("Say why; it is kept in the audit trail.")
                                                 : QString();
        m_do->setEnabled(why.isEmpty());
        m_do->setToolTip(why);
    }
    QCheckBox* m_insist = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_do = nullptr;
};

} // namespace

void openPromoteDialog(ModelFlow& flow, QWidget* parent) {
    const auto* model = flow.current();
    if (!model)
        return;
    const auto& comparison = flow.comparison();
    const bool worse = comparison && flow.chosen().size() == 1 && !comparison->better;
    QString sentence =
        model->job.empty()
            ? ModelDialogsWords::tr("Advice for jobs of engine \"%1\" will come from \"%2\".")
                  .arg(text(model->engine), text(model->id))
            : ModelDialogsWords::tr("Advice for \"%1\" will come from \"%2\".").arg(text(model->job), text(model->id));
    if (comparison && flow.chosen().size() == 1)
        sentence += QStringLiteral("\n\n") + text(comparison->sentence);
    auto* dialog = new ReasonDialog(
        ModelDialogsWords::tr("Promote a model"), sentence,
        worse ? ModelDialogsWords::tr("Promote all the same") : ModelDialogsWords::tr("Promote"),
        worse ? ModelDialogsWords::tr("Although it is worse on the jobs it did not learn from") : QString(), parent);
    QObject::connect(dialog, &QDialog::accepted, &flow,
                     [&flow, dialog, id = model->id, worse] { flow.promote(id, dialog->reason(), worse); });
    dialog->open();
}

void openRemoveModelDialog(ModelFlow& flow, QWidget* parent) {
    const auto* model = flow.current();
    if (!model)
        return;
    auto* dialog = new ReasonDialog(
        ModelDialogsWords::tr("Remove a model"),
        ModelDialogsWords::tr("\"%1\" is deleted with its file; this cannot be undone. Export it first to keep it.")
            .arg(text(model->id)),
        ModelDialogsWords::tr("Remove"), ModelDialogsWords::tr("Delete it for good"), parent);
    QObject::connect(dialog, &QDialog::accepted, &flow,
                     [&flow, dialog, id = model->id] { flow.remove(id, dialog->reason()); });
    dialog->open();
}

} // namespace streamtune::ui
