// SPDX-License-Identifier: GPL-3.0-or-later
// The program and its standard streams, as a shell connects them.
#ifdef ST_HAS_PROGRAM
#include <cstdlib>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/cli/program.h"

using namespace streamtune;
using test::Sandbox;

namespace {

/// Exit code of a line of bash in the sandbox, where $ST is the program on the demo workspace.
int shell(const Sandbox& box, const std::string& line) {
    const std::string program = std::string(ST_BIN_DIR) + "/streamtune --demo --workspace workspace.db";
    const std::string script = "cd '" + box.path(".").string() + "'; ST='" + program + "'; " + line;
    test::writeTo(box.path("script.sh"), script);
    const int status = std::system(("bash '" + box.path("script.sh").string() + "'").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("a file never takes the number of a closed standard stream") {
    const Sandbox box;
    REQUIRE(box.demo({"observe", "demo", "nexmark-q5"}).code == 0);
    CHECK(shell(box, "$ST export --out history.jsonl >&- 2>said") == 1); // the result could not be told
    CHECK(test::contentOf(box.path("said")).find("could not be written completely") != std::string::npos);
    const std::string history = test::contentOf(box.path("history.jsonl"));
    CHECK(history.starts_with("{"));
    CHECK(history.find("Wrote") == std::string::npos);
    CHECK(shell(box, "$ST jobs --json <&- 2>&- >jobs.json") == 0);
    CHECK(parseJson(test::contentOf(box.path("jobs.json")), "jobs"));
}

TEST_CASE("who has read enough ends what goes on for its sake") {
    const Sandbox box;
    // Without an end of its own each of these would outlast the test.
    CHECK(
        shell(box, "$ST observe demo nexmark-q5 --for 1000000h --json-lines | head -1 >first; exit ${PIPESTATUS[0]}") ==
        0);
    CHECK(parseJson(test::contentOf(box.path("first")), "window"));
}

TEST_CASE("a result may go to a device, which stays one") {
    const Sandbox box;
    CHECK(shell(box, "ln -s /dev/null hole; $ST recommend demo nexmark-q5 --out hole --quiet >told && test -c hole") ==
          0);
    CHECK(shell(box, "$ST recommend demo nexmark-q5 --out /dev/stdout --quiet >both && test -L /dev/stdout") == 0);
    CHECK(test::contentOf(box.path("both")).find("streamtune.plan/1") != std::string::npos);
}

TEST_CASE("a picture is drawn without a word, whatever the name of its file and the locale") {
    const Sandbox box;
    if (!std::filesystem::exists(std::filesystem::path(ST_BIN_DIR) / "streamtune-picture"))
        return; // a build without the window
    CHECK(shell(box, "export LC_ALL=C; unset XDG_RUNTIME_DIR; $ST show demo nexmark-q5 --png 'grün 1.png' --quiet "
                     ">shown 2>said") == 0);
    CHECK(test::contentOf(box.path("said")).empty());
    CHECK(test::contentOf(box.path("grün 1.png")).starts_with("\x89PNG"));
}

#endif
