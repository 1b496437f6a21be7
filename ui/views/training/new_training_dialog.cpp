// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/training/new_training_dialog.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/lists.h"
#include "ui/session/text.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

enum What { AllClusters, SomeClusters, OneJob };

struct KnownJob {
    std::string connection, job, engine;
    bool operator==(const KnownJob&) const = default;
};

class TrainingDialog final : public QDialog {
public:
    TrainingDialog(TrainingFlow& flow, const Session& session, workbench::TrainingRequest start, QWidget* parent)
        : QDialog(parent), m_flow(flow), m_request(std::move(start)) {
        setObjectName(QStringLiteral("trainingDialog"));
        setAttribute(Qt::WA_DeleteOnClose);
        setWindowTitle(TrainingFlow::tr("New training"));
        auto* column = new QVBoxLayout(this);
        column->setSpacing(10);
        column->addWidget(plainLabel(TrainingFlow::tr(
            "Encoders learn from the quiet windows recorded in this workspace. The work goes on in the background at "
            "lower priority; nothing is put into use before you promote the model.")));
        m_form = new QFormLayout;
        column->addLayout(m_form);
        addWhat(session);
        addSettings();
        auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
        m_train = buttons->addButton(TrainingFlow::tr("Train"), QDialogButtonBox::AcceptRole);
        m_train->setObjectName(QStringLiteral("startTraining"));
        m_train->setProperty("kind", QStringLiteral("primary"));
        m_train->setDefault(true);
        column->addWidget(buttons);
        connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
        connect(buttons, &QDialogButtonBox::accepted, this, [this] {
            m_flow.enqueue(asked());
            accept();
        });
        setMinimumWidth(fontMetrics().height() * 30);
        check();
    }

private:
    template <class Field>
    Field* add(const QString& name, const char* id, Field* field) {
        field->setObjectName(QLatin1String(id));
        QString plain = name;
        field->setAccessibleName(plain.remove(QLatin1Char('&')));
        m_form->addRow(name, field);
        return field;
    }

    void addWhat(const Session& session) {
        m_engine = add(TrainingFlow::tr("&History of"), "trainingEngine", new QComboBox);
        for (const TrainingSource& source : m_flow.sources())
            m_engine->addItem(text(source.engine), text(source.engine));
        m_engine->setCurrentIndex(std::max(0, m_engine->findData(text(m_request.engine))));
        m_what = new QButtonGroup(this);
        auto* ways = new QWidget;
        auto* column = new QVBoxLayout(ways);
        column->setContentsMargins(0, 0, 0, 0);
        const QString words[]{TrainingFlow::tr("&All clusters and the global encoder"),
                              TrainingFlow::tr("&Some clusters anew, the others as they are"),
                              TrainingFlow::tr("&One job: fine-tune the model in use")};
        for (int i = 0; i < 3; ++i) {
            auto* way = new QRadioButton(words[i]);
            way->setObjectName(QStringLiteral("trainingWhat%1").arg(i));
            m_what->addButton(way, i);
            column->addWidget(way);
        }
        m_form->addRow(TrainingFlow::tr("What"), ways);
        m_clusters = add(TrainingFlow::tr("&Clusters"), "trainingClusters", new QListWidget);
        m_clusters->setMaximumHeight(fontMetrics().height() * 7);
        m_job = add(TrainingFlow::tr("&Job"), "trainingJob", new QComboBox);
        m_job->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_job->setMinimumContentsLength(24);
        for (const JobRow& row : jobRows(session))
            m_jobs.push_back({row.connection, row.job.name, engines::toString(row.profile.kind)});
        const KnownJob wanted{m_request.connection, m_request.job, m_request.engine};
        if (!wanted.job.empty() && std::ranges::find(m_jobs, wanted) == m_jobs.end())
            m_jobs.push_back(wanted); // it does not run any more, its windows are there
        for (const KnownJob& job : m_jobs) {
            m_job->addItem(elideMiddle(text(job.job), 48) + QStringLiteral("   ") + text(job.connection));
            if (job == wanted)
                m_job->setCurrentIndex(m_job->count() - 1);
        }
        m_what->button(!m_request.job.empty()       ? OneJob
                       : m_request.clusters.empty() ? AllClusters
                                                    : SomeClusters)
            ->setChecked(true);
        fillClusters();
        connect(m_engine, &QComboBox::currentIndexChanged, this, [this] { fillClusters(), check(); });
        connect(m_what, &QButtonGroup::idClicked, this, [this] { check(); });
        connect(m_clusters, &QListWidget::itemChanged, this, [this] { check(); });
    }

    void addSettings() {
        const auto whole = [this](const QString& name, const char* id, int low, int high, int value) {
            auto* field = add(name, id, new QSpinBox);
            field->setRange(low, high);
            field->setValue(value);
            return field;
        };
        const auto& s = m_request.settings;
        m_epochs = whole(TrainingFlow::tr("&Epochs at most"), "trainingEpochs", 1, 5'000, s.epochs);
        m_patience = whole(TrainingFlow::tr("&Patience, epochs"), "trainingPatience", 1, 5'000, s.patience);
        m_hidden = whole(TrainingFlow::tr("H&idden width"), "trainingHidden", 1, 512, static_cast<int>(s.shape.hidden));
        m_layers = whole(TrainingFlow::tr("&Layers"), "trainingLayers", 1, 8, static_cast<int>(s.shape.layers));
        m_rate = add(TrainingFlow::tr("Learning &rate"), "trainingRate", new QDoubleSpinBox);
        m_rate->setDecimals(6);
        m_rate->setRange(0.000001, 1);
        m_rate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        m_rate->setValue(s.learningRate);
        m_seed = whole(TrainingFlow::tr("See&d"), "trainingSeed", 0, 2'000'000'000, static_cast<int>(s.seed));
        m_threads = whole(TrainingFlow::tr("&Threads"), "trainingThreads", 1, std::max(1, QThread::idealThreadCount()),
                          s.threads);
        m_threads->setToolTip(TrainingFlow::tr("The result does not depend on it"));
        m_name = add(TrainingFlow::tr("&Name of the model"), "trainingName", new QLineEdit);
        m_name->setPlaceholderText(TrainingFlow::tr("made from engine and date"));
        m_name->setMaxLength(60);
        connect(m_name, &QLineEdit::textChanged, this, [this] { check(); });
    }

    [[nodiscard]] const TrainingSource* source() const {
        const auto at = static_cast<std::size_t>(std::max(0, m_engine->currentIndex()));
        return at < m_flow.sources().size() ? &m_flow.sources()[at] : nullptr;
    }

    void fillClusters() {
        m_clusters->clear();
        if (!source())
            return;
        std::vector<std::string> ids{"global"};
        ids.insert(ids.end(), source()->clusters.begin(), source()->clusters.end());
        for (const std::string& id : ids) {
            auto* item = new QListWidgetItem(encoderTitle(id), m_clusters);
            item->setData(Qt::UserRole, text(id));
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            item->setCheckState(std::ranges::find(m_request.clusters, id) != m_request.clusters.end() ? Qt::Checked
                                                                                                      : Qt::Unchecked);
        }
    }

    [[nodiscard]] QString whyNot() const {
        if (m_flow.sources().empty())
            return TrainingFlow::tr("This workspace holds no recorded window yet.");
        if (m_what->checkedId() == OneJob && m_job->count() == 0)
            return TrainingFlow::tr("No job is known to fine-tune for.");
        if (m_what->checkedId() != AllClusters && (!source() || source()->model.empty()))
            return TrainingFlow::tr("There is no model in use to start from: train all clusters first, and promote.");
        if (m_what->checkedId() == SomeClusters && checked().empty())
            return TrainingFlow::tr("Tick the clusters to train anew.");
        if (const std::string name = utf8(m_name->text().trimmed()); !name.empty() && !learn::goodModelId(name))
            return TrainingFlow::tr("A name has letters, digits, \"-\", \"_\" and \".\".");
        return {};
    }

    void check() {
        const QString why = whyNot();
        m_train->setEnabled(why.isEmpty());
        m_train->setToolTip(why);
        m_form->setRowVisible(m_clusters, m_what->checkedId() == SomeClusters);
        m_form->setRowVisible(m_job, m_what->checkedId() == OneJob);
        m_form->setRowVisible(m_engine, m_what->checkedId() != OneJob);
        // A job goes on with the network of its cluster.
        m_form->setRowVisible(m_hidden, m_what->checkedId() != OneJob);
        m_form->setRowVisible(m_layers, m_what->checkedId() != OneJob);
    }

    [[nodiscard]] std::vector<std::string> checked() const {
        std::vector<std::string> ids;
        for (int i = 0; i < m_clusters->count(); ++i)
            if (m_clusters->item(i)->checkState() == Qt::Checked)
                ids.push_back(utf8(m_clusters->item(i)->data(Qt::UserRole).toString()));
        return ids;
    }

    [[nodiscard]] workbench::TrainingRequest asked() const {
        workbench::TrainingRequest r = m_request;
        r.engine = utf8(m_engine->currentData().toString());
        r.clusters.clear();
        r.connection.clear();
        r.job.clear();
        if (m_what->checkedId() == SomeClusters)
            r.clusters = checked();
        if (m_what->checkedId() == OneJob) {
            const KnownJob& job = m_jobs[static_cast<std::size_t>(m_job->currentIndex())];
            r.engine = job.engine;
            r.connection = job.connection;
            r.job = job.job;
        }
        r.settings.epochs = m_epochs->value();
        r.settings.patience = m_patience->value();
        r.settings.shape.hidden = static_cast<std::size_t>(m_hidden->value());
        r.settings.shape.layers = static_cast<std::size_t>(m_layers->value());
        r.settings.learningRate = m_rate->value();
        r.settings.seed = static_cast<std::uint64_t>(m_seed->value());
        r.settings.threads = m_threads->value();
        r.name = utf8(m_name->text().trimmed());
        return r;
    }

    TrainingFlow& m_flow;
    workbench::TrainingRequest m_request;
    std::vector<KnownJob> m_jobs;
    QFormLayout* m_form = nullptr;
    QComboBox* m_engine = nullptr;
    QButtonGroup* m_what = nullptr;
    QListWidget* m_clusters = nullptr;
    QComboBox* m_job = nullptr;
    QSpinBox* m_epochs = nullptr;
    QSpinBox* m_patience = nullptr;
    QSpinBox* m_hidden = nullptr;
    QSpinBox* m_layers = nullptr;
    QDoubleSpinBox* m_rate = nullptr;
    QSpinBox* m_seed = nullptr;
    QSpinBox* m_threads = nullptr;
    QLineEdit* m_name = nullptr;
    QPushButton* m_train = nullptr;
};

} // namespace

void openTrainingDialog(TrainingFlow& flow, const Session& session, const workbench::TrainingRequest& start,
                        QWidget* parent) {
    auto* dialog = new TrainingDialog(flow, session, start, parent);
    dialog->open();
}

} // namespace streamtune::ui
