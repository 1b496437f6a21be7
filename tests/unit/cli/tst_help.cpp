// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>

#include "app/cli/help.h"
#include "app/cli/spec.h"
#include "tests/unit/cli/golden.h"

using namespace streamtune;
using namespace streamtune::cli;

TEST_CASE("help texts are as reviewed") {
    test::compareWithGolden("help/streamtune.txt", helpText("").value());
    for (const Verb& verb : verbs()) {
        std::string name = verb.path;
        std::ranges::replace(name, ' ', '-');
        test::compareWithGolden("help/" + name + ".txt", helpText(verb.path).value());
    }
}

TEST_CASE("every verb says units, defaults and one example that parses") {
    for (const Verb& verb : verbs()) {
        INFO(verb.path);
        CHECK(verb.example.find("streamtune") != std::string::npos);
        CHECK_FALSE(verb.summary.empty());
        CHECK((verb.run != nullptr));
        for (const Option& option : verb.options) {
            INFO(option.name);
            CHECK_FALSE(option.help.empty());
            CHECK((option.kind == Kind::Flag) == option.value.empty());
            CHECK((option.kind == Kind::Choice) == !option.choices.empty());
        }
    }
}

TEST_CASE("help lines fit a terminal") {
    for (const Verb& verb : verbs()) {
        const std::string text = helpText(verb.path).value();
        std::size_t start = 0;
        while (start < text.size()) {
            const std::size_t end = text.find('\n', start);
            const std::string line = text.substr(start, end - start);
            if (!line.starts_with("Usage:") && !line.starts_with("  streamtune"))
                CHECK_MESSAGE(line.size() <= 100, verb.path << ": " << line);
            start = end + 1;
        }
    }
}

TEST_CASE("groups list their second words") {
    const std::string text = helpText("plan").value();
    for (const char* second : {"plan show", "plan diff", "plan edit", "plan check"})
        CHECK(text.find(second) != std::string::npos);
    CHECK_FALSE(helpText("nothing").has_value());
}

TEST_CASE("completions know every verb and option") {
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const std::string text = completion(shell).value();
        for (const Verb& verb : verbs()) {
            INFO(shell << " " << verb.path);
            CHECK(text.find(verb.path.substr(verb.path.rfind(' ') + 1)) != std::string::npos);
        }
        CHECK(text.find("workspace") != std::string::npos);
    }
    CHECK_FALSE(completion("csh").has_value());
}

TEST_CASE("the bash completion is valid bash") {
    const test::Sandbox box;
    test::writeTo(box.path("c.bash"), completion("bash").value());
    CHECK(std::system(("bash -n " + box.path("c.bash").string()).c_str()) == 0);
    // What it offers, asked as a shell would.
    test::writeTo(box.path("ask.bash"),
                  "source " + box.path("c.bash").string() +
                      "\nask() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); "
                      "_streamtune; echo \"${COMPREPLY[*]}\"; }\n"
                      "ask streamtune sel; ask streamtune plan ch; "
                      "ask streamtune recommend demo q5 --meth; ask streamtune export --what b\n");
    CHECK(std::system(("bash " + box.path("ask.bash").string() + " > " + box.path("answer").string()).c_str()) == 0);
    CHECK(test::contentOf(box.path("answer")) == "selftest\ncheck\n--method\nbundle\n");
}

TEST_CASE("the manual page is valid roff") {
    const std::string page = manPage();
    CHECK(page.starts_with(".TH STREAMTUNE 1"));
    for (const Verb& verb : verbs())
        CHECK(page.find(".SS " + verb.path) != std::string::npos);
    const test::Sandbox box;
    test::writeTo(box.path("streamtune.1"), page);
    if (std::system("command -v man >/dev/null 2>&1") == 0) {
        const std::string command = "LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 -Z " +
                                    box.path("streamtune.1").string() + " >/dev/null 2>" +
                                    box.path("warnings").string();
        CHECK(std::system(command.c_str()) == 0);
        CHECK(test::contentOf(box.path("warnings")).empty());
    }
}
