// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The clusters one below the other: the graph of the centre as a small picture, mark, name, size, engines and quality.
/// Several can be chosen (to merge them). GUI thread.

#include <QAbstractListModel>
#include <QListView>
#include <vector>

#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/cluster_marks.h"

namespace streamtune::ui {

enum class ClusterOrder { Size, Silhouette, Name };

/// One row; `id` empty = the jobs that are in no cluster.
struct ClusterRow {
    std::string id;
    QString title;
    ClusterMark mark;
    QStringList facts; ///< three lines
    layout::Layout picture;
    int jobs = 0;
    double silhouette = 0;
};
[[nodiscard]] std::vector<ClusterRow> clusterRows(const ClusterScene& scene);

class ClusterListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] const ClusterRow& row(int at) const { return m_rows[static_cast<std::size_t>(at)]; }
    [[nodiscard]] int find(const std::string& id) const; ///< -1 = none
    void setRows(std::vector<ClusterRow> rows, ClusterOrder order);

private:
    std::vector<ClusterRow> m_rows;
};

class ClusterList final : public QListView {
    Q_OBJECT
public:
    explicit ClusterList(QWidget* parent = nullptr);
    void setScene(const ClusterFlow::Scene& scene);
    void setOrder(ClusterOrder order);
    void setChosen(const std::vector<std::string>& ids);
    [[nodiscard]] const ClusterListModel& rows() const { return *m_model; }

Q_SIGNALS:
    void chosen(const std::vector<std::string>& ids);

private:
    void fill();

    ClusterListModel* m_model;
    ClusterFlow::Scene m_scene;
    ClusterOrder m_order = ClusterOrder::Size;
    bool m_showing = false;
};

} // namespace streamtune::ui
