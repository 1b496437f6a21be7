// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <map>

#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_view.h"

namespace streamtune::ui::dag {
namespace {

class NodeAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    NodeAccessible(DagView* view, int node) : m_view(view), m_node(node) {}

    [[nodiscard]] bool isValid() const override {
        return m_view && m_node < static_cast<int>(m_view->item().nodes().size());
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        const NodeView& node = m_view->item().nodes()[static_cast<std::size_t>(m_node)];
        if (kind == QAccessible::Name)
            return spokenOf(m_view->model(), node, static_cast<std::size_t>(m_node));
        return kind == QAccessible::Description && node.badge ? node.badge->text : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QRect rect() const override {
        if (!isValid())
            return {};
        const QRect local = m_view->nodeRectInView(m_node);
        return {m_view->viewport()->mapToGlobal(local.topLeft()), local.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = state.focusable = true;
        state.selected = m_view->item().selected() == m_node;
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->nodeRectInView(m_node));
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }

    [[nodiscard]] QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString& name) override {
        if (!isValid())
            return;
        m_view->selectIndex(m_node, true);
        if (name == pressAction())
            Q_EMIT m_view->nodeActivated(m_view->selectedNode());
        else
            m_view->setFocus();
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<DagView> m_view;
    int m_node;
};

class DagAccessible final : public QAccessibleWidget {
public:
    explicit DagAccessible(DagView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~DagAccessible() override { forget(); }

    [[nodiscard]] int childCount() const override { return static_cast<int>(view()->item().nodes().size()); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount())
            return nullptr;
        if (const auto it = m_children.find(index); it != m_children.end())
            return QAccessible::accessibleInterface(it->second);
        auto* made = new NodeAccessible(view(), index);
        m_children[index] = QAccessible::registerAccessibleInterface(made); // owns it
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
        for (const auto& [index, id] : m_children)
            if (QAccessible::accessibleInterface(id) == child)
                return index;
        return -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
        const QPoint local = view()->viewport()->mapFromGlobal(QPoint(x, y));
        return child(view()->item().nodeAt(view()->mapToScene(local)));
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override { return child(view()->item().selected()); }
    void forget() {
        for (const auto& [index, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
        m_children.clear();
    }

private:
    mutable std::map<int, QAccessible::Id> m_children;
    [[nodiscard]] DagView* view() const { return static_cast<DagView*>(widget()); }
};

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* view = qobject_cast<DagView*>(object);
    return view == nullptr ? nullptr : new DagAccessible(view);
}

} // namespace

void installDagAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(installed);
}

void dagNodesChanged(DagView* view) {
    if (!QAccessible::isActive())
        return;
    if (auto* made = dynamic_cast<DagAccessible*>(QAccessible::queryAccessibleInterface(view)))
        made->forget();
    QAccessibleEvent event(view, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

void dagFocusChanged(DagView* view, int node) {
    if (!QAccessible::isActive() || node < 0)
        return;
    QAccessibleEvent event(view, QAccessible::Focus);
    event.setChild(node);
    QAccessible::updateAccessibility(&event);
}

} // namespace streamtune::ui::dag
