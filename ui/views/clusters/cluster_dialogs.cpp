// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/cluster_dialogs.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

constexpr int kMostName = 60;

struct ClusterDialogsWords {
    Q_DECLARE_TR_FUNCTIONS(ClusterDialogsWords)
};

/// A title, a sentence, fields, the reason, and the button that names what will be done.
class EditDialog final : public QDialog {
public:
    EditDialog(const QString& title, const QString& sentence, const QString& doIt, bool needsReason, QWidget* parent)
        : QDialog(parent), m_needsReason(needsReason) {
        setObjectName(QStringLiteral("clusterDialog"));
        setAttribute(Qt::WA_DeleteOnClose);
        setWindowTitle(title);
        auto* layout = new QVBoxLayout(this);
        layout->setSpacing(10);
        layout->addWidget(plainLabel(sentence));
        m_form = new QFormLayout;
        layout->addLayout(m_form);
        m_reason = new QLineEdit;
        m_reason->setObjectName(QStringLiteral("clusterReason"));
        m_reason->setMaxLength(500);
        m_reason->setPlaceholderText(needsReason ? ClusterDialogsWords::tr("kept with the change")
                                                 : ClusterDialogsWords::tr("may be left out"));
        auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
        m_do = buttons->addButton(doIt, QDialogButtonBox::AcceptRole);
        m_do->setObjectName(QStringLiteral("clusterDo"));
        m_do->setProperty("kind", QStringLiteral("primary"));
        m_do->setDefault(true);
        layout->addWidget(buttons);
        connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
        connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
        connect(m_reason, &QLineEdit::textChanged, this, [this] { check(); });
        setMinimumWidth(fontMetrics().height() * 28);
    }
    void addField(const QString& name, QWidget* field) {
        field->setAccessibleName(name);
        m_form->addRow(name, field);
    }
    /// `whyNot`: empty when everything but the reason is there.
    void start(std::function<QString()> whyNot = {}) {
        addField(ClusterDialogsWords::tr("Reason"), m_reason);
        m_whyNot = std::move(whyNot);
        check();
        open();
    }
    void check() {
        QString why = m_whyNot ? m_whyNot() : QString();
        if (why.isEmpty() && m_needsReason && reason().isEmpty())
            why = ClusterDialogsWords::tr("Say why; it is kept with the change.");
        m_do->setEnabled(why.isEmpty());
        m_do->setToolTip(why);
    }
    [[nodiscard]] QString reason() const { return m_reason->text().trimmed(); }

private:
    bool m_needsReason;
    std::function<QString()> m_whyNot;
    QFormLayout* m_form = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_do = nullptr;
};

/// Jobs of one graph go together: says how many that are.
QString whoGoes(const ClusterFlow& flow) {
    const auto graphs = flow.graphsOf(flow.chosen());
    std::size_t jobs = 0;
    for (const std::string& graph : graphs)
        jobs += flow.scene()->ofGraph.at(graph).size();
    QString words = jobs == 1 ? text(flow.scene()->jobs[static_cast<std::size_t>(flow.chosen().front())].job.jobName)
                              : ClusterDialogsWords::tr("%n job(s)", nullptr, static_cast<int>(jobs));
    if (jobs > flow.chosen().size())
        words += QLatin1Char(' ') + ClusterDialogsWords::tr("(jobs that ran the same graph go together)");
    return words;
}

QLineEdit* nameField(EditDialog& dialog) {
    auto* name = new QLineEdit;
    name->setObjectName(QStringLiteral("clusterName"));
    name->setMaxLength(kMostName);
    QObject::connect(name, &QLineEdit::textChanged, &dialog, [&dialog] { dialog.check(); });
    return name;
}

} // namespace

void openMoveDialog(ClusterFlow& flow, QWidget* parent) {
    if (!flow.scene() || flow.chosen().empty())
        return;
    auto* dialog =
        new EditDialog(ClusterDialogsWords::tr("Move to another cluster"),
                       ClusterDialogsWords::tr("%1 will belong to another cluster, now and after every new clustering.")
                           .arg(whoGoes(flow)),
                       ClusterDialogsWords::tr("Move"), true, parent);
    auto* to = new QComboBox;
    to->setObjectName(QStringLiteral("clusterTarget"));
    const int from = flow.scene()->jobs[static_cast<std::size_t>(flow.chosen().front())].cluster;
    for (std::size_t c = 0; c < flow.scene()->clusters().size(); ++c) {
        const auto& cluster = flow.scene()->clusters()[c];
        if (static_cast<int>(c) != from || flow.chosen().size() > 1)
            to->addItem(clusterTitle(cluster) + QStringLiteral(" · ") +
                            elideMiddle(text(flow.scene()->board.centreName(cluster)), 40),
                        text(cluster.id));
    }
    dialog->addField(ClusterDialogsWords::tr("Cluster"), to);
    QObject::connect(dialog, &QDialog::accepted, &flow, [&flow, dialog, to, jobs = flow.chosen()] {
        flow.move(jobs, utf8(to->currentData().toString()), dialog->reason());
    });
    dialog->start([to] { return to->count() > 0 ? QString() : ClusterDialogsWords::tr("There is no other cluster."); });
}

void openMergeDialog(ClusterFlow& flow, QWidget* parent) {
    if (!flow.scene())
        return;
    auto* dialog = new EditDialog(
        ClusterDialogsWords::tr("Merge clusters"),
        ClusterDialogsWords::tr(
            "The ticked clusters become one, now and after every new clustering. It gets the centre that "
            "is most similar to all of its jobs."),
        ClusterDialogsWords::tr("Merge"), true, parent);
    auto* list = new QListWidget;
    list->setObjectName(QStringLiteral("clusterTicks"));
    const auto& chosen = flow.chosenClusters();
    for (std::size_t c = 0; c < flow.scene()->clusters().size(); ++c) {
        const auto& cluster = flow.scene()->clusters()[c];
        auto* item = new QListWidgetItem(clusterTitle(cluster) + QStringLiteral(" · ") +
                                             ClusterDialogsWords::tr("%n job(s)", nullptr, flow.scene()->sizes[c]) +
                                             QStringLiteral(" · ") +
                                             elideMiddle(text(flow.scene()->board.centreName(cluster)), 40),
                                         list);
        item->setData(Qt::UserRole, text(cluster.id));
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(std::ranges::find(chosen, cluster.id) != chosen.end() ? Qt::Checked : Qt::Unchecked);
    }
    const auto ticked = [list] {
        std::vector<std::string> ids;
        for (int i = 0; i < list->count(); ++i)
            if (list->item(i)->checkState() == Qt::Checked)
                ids.push_back(utf8(list->item(i)->data(Qt::UserRole).toString()));
        return ids;
    };
    dialog->addField(ClusterDialogsWords::tr("Clusters"), list);
    QObject::connect(list, &QListWidget::itemChanged, dialog, [dialog] { dialog->check(); });
    QObject::connect(dialog, &QDialog::accepted, &flow,
                     [&flow, dialog, ticked] { flow.merge(ticked(), dialog->reason()); });
    dialog->start(
        [ticked] { return ticked().size() < 2 ? ClusterDialogsWords::tr("Tick two clusters or more.") : QString(); });
}

void openSplitDialog(ClusterFlow& flow, QWidget* parent) {
    if (!flow.scene() || flow.chosen().empty())
        return;
    auto* dialog =
        new EditDialog(ClusterDialogsWords::tr("Split into a cluster of its own"),
                       ClusterDialogsWords::tr("%1 will be a cluster of its own, now and after every new clustering.")
                           .arg(whoGoes(flow)),
                       ClusterDialogsWords::tr("Split"), true, parent);
    auto* name = nameField(*dialog);
    dialog->addField(ClusterDialogsWords::tr("Name"), name);
    QObject::connect(dialog, &QDialog::accepted, &flow,
                     [&flow, dialog, name, jobs = flow.chosen()] { flow.split(jobs, name->text(), dialog->reason()); });
    dialog->start();
}

void openRenameDialog(ClusterFlow& flow, QWidget* parent) {
    if (!flow.scene() || flow.chosenClusters().size() != 1)
        return;
    const auto* cluster = flow.scene()->board.find(flow.chosenClusters().front());
    if (!cluster)
        return;
    auto* dialog =
        new EditDialog(ClusterDialogsWords::tr("Rename %1").arg(text(cluster->id)),
                       ClusterDialogsWords::tr("The name stays with the cluster after every new clustering."),
                       ClusterDialogsWords::tr("Rename"), false, parent);
    auto* name = nameField(*dialog);
    name->setText(text(cluster->name));
    name->selectAll();
    dialog->addField(ClusterDialogsWords::tr("Name"), name);
    QObject::connect(dialog, &QDialog::accepted, &flow,
                     [&flow, dialog, name, id = cluster->id] { flow.rename(id, name->text(), dialog->reason()); });
    dialog->start([name, before = text(cluster->name)] {
        return name->text().trimmed() == before ? ClusterDialogsWords::tr("It has this name.") : QString();
    });
}

} // namespace streamtune::ui
