// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <doctest/doctest.h>
#include <string>

#include "app/composition/composition.h"
#include "tests/unit/cli/program.h"

using namespace streamtune;

TEST_CASE("desktop file, metainfo and icon are valid and mean the same program") {
    if (std::system("command -v desktop-file-validate appstreamcli >/dev/null 2>&1") != 0) {
        MESSAGE("desktop-file-validate or appstreamcli is not installed; skipped");
        return;
    }
    CHECK(std::system((std::string(ST_SOURCE_DIR) + "/packaging/desktop/check.sh >/dev/null").c_str()) == 0);
}

TEST_CASE("the metainfo names this version") {
    const std::string text =
        test::contentOf(std::string(ST_SOURCE_DIR) + "/packaging/metainfo/org.streamtune.Workbench.metainfo.xml");
    CHECK(text.find("<release version=\"" + composition::programVersion() + "\"") != std::string::npos);
}

TEST_CASE("scripts are valid bash") {
    for (const char* script : {"deb/build.sh", "desktop/check.sh", "appimage/build.sh"}) {
        INFO(script);
        CHECK(std::system(("bash -n " + std::string(ST_SOURCE_DIR) + "/packaging/" + script).c_str()) == 0);
    }
}
