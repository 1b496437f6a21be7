// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/operator_box.h"

#include <QSignalBlocker>
#include <algorithm>

#include "ui/session/text.h"

namespace streamtune::ui {

OperatorBox::OperatorBox(QWidget* parent) : QComboBox(parent) {
    setAccessibleName(tr("Operator"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(18);
}

void OperatorBox::setGraph(const JobGraph& graph) {
    const QSignalBlocker quiet(this);
    const QString before = currentData().toString();
    clear();
    addItem(tr("whole job"), QString());
    for (const Operator& op : graph.nodes)
        addItem(elideMiddle(text(op.name), 60), text(op.id));
    setCurrentIndex(std::max(0, findData(before)));
}

std::string OperatorBox::node() const {
    return utf8(currentData().toString());
}

} // namespace streamtune::ui
