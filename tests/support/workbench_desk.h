// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A workbench on a workspace of its own with one simulated cluster ("sim") of the reference jobs.

#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <string>

#include "core/workbench/engine_house.h"
#include "core/workbench/workbench.h"
#include "tests/support/review_desk.h"

namespace streamtune::test {

struct Hall {
    TempFolder folder;
    std::shared_ptr<workbench::Workbench> bench;

    explicit Hall(bool readOnly = false) { open(readOnly); }

    std::filesystem::path file() const { return folder.path() / "workspace.db"; }

    void open(bool readOnly = false) {
        workbench::Options options;
        options.workspace = file();
        options.readOnly = readOnly;
        options.actor = "ann";
        auto opened = workbench::Workbench::open(options);
        REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().sentence));
        bench = *opened;
    }

    static engines::Profile simulated(const std::string& name, engines::ConnectionType type) {
        engines::Profile profile;
        profile.name = name;
        profile.kind = engines::EngineKind::Simulated;
        profile.url = "sim:" + (std::filesystem::path(ST_TEST_DATA) / "simulator" / "bench").string();
        profile.type = type;
        profile.options = {{"physics", "calm"}};
        return profile;
    }

    engines::Profile connect(const std::string& name = "sim",
                             engines::ConnectionType type = engines::ConnectionType::Dev) {
        const engines::Profile profile = simulated(name, type);
        const Status added = bench->addConnection(profile);
        REQUIRE_MESSAGE(added, (added ? "" : added.error().sentence));
        return profile;
    }

    std::shared_ptr<engines::simulated::StateKeeper> keeper() const { return workbench::workspaceKeeper(file()); }

    ParallelismVector now(const std::string& job) const {
        const auto view = bench->show("sim", job, {});
        REQUIRE_MESSAGE(view, (view ? "" : view.error().sentence));
        return view->snapshot.graph.parallelism();
    }
};

} // namespace streamtune::test
