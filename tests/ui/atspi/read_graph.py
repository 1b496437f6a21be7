#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the running window over AT-SPI, as a screen reader does: the graph is a list whose items are the operators,
each with its state in words; pressing one selects it. Argument: the program and its arguments."""
import subprocess
import sys
import time

import pyatspi

WAIT_SECONDS = 120


def find(node, wanted, depth=0):
    """The first accessible for which wanted() holds, depth first."""
    if node is None or depth > 40:
        return None
    try:
        if wanted(node):
            return node
        children = [node.getChildAtIndex(i) for i in range(min(node.childCount, 400))]
    except Exception:  # an object may go while it is looked at
        return None
    for child in children:
        found = find(child, wanted, depth + 1)
        if found is not None:
            return found
    return None


def graph_of(program):
    desktop = pyatspi.Registry.getDesktop(0)
    for application in desktop:
        if application is not None and program in (application.name or ""):
            return find(application, lambda n: n.getRole() == pyatspi.ROLE_LIST and n.name == "Graph of the job")
    return None


def main():
    process = subprocess.Popen(sys.argv[1:])
    try:
        end = time.time() + WAIT_SECONDS
        graph = None
        while time.time() < end and (graph is None or graph.childCount == 0):
            time.sleep(0.5)
            if process.poll() is not None:
                sys.exit("the program ended with %d" % process.returncode)
            graph = graph_of("streamtune-workbench")
        if graph is None or graph.childCount == 0:
            sys.exit("the graph has no nodes over AT-SPI")
        names = []
        for i in range(graph.childCount):
            item = graph.getChildAtIndex(i)
            if item.getRole() != pyatspi.ROLE_LIST_ITEM:
                sys.exit("node %d is no list item but %s" % (i, item.getRoleName()))
            names.append(item.name)
            if "parallelism" not in item.name:
                sys.exit("node %d does not say its parallelism: %s" % (i, item.name))
        if not any(word in name for name in names for word in ("busy", "back-pressured", "idle", "ok", "no data")):
            sys.exit("no node says its state: %s" % names)
        target = graph.getChildAtIndex(graph.childCount - 1)
        action = target.queryAction()
        action.doAction(0)
        selected = False
        while time.time() < end and not selected:
            time.sleep(0.2)
            selected = graph.getChildAtIndex(graph.childCount - 1).getState().contains(pyatspi.STATE_SELECTED)
        if not selected:
            sys.exit("pressing a node did not select it")
        print("\n".join(names))
    finally:
        process.terminate()
        process.wait(30)


main()
