// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <limits>

#include "app/cli/graph_svg.h"
#include "app/cli/output.h"
#include "app/secrets/secret_store.h"
#include "core/layout/layout.h"

using namespace streamtune;
using namespace streamtune::cli;

TEST_CASE("a name cannot drive the terminal") {
    CHECK(printable("a\033[31mb\nc\td") == "a?[31mb?c?d");
    CHECK(printable("\xC2\x9B"
                    "31m") == "?31m"); // C1 CSI
    CHECK(printable("grüße 🚀") == "grüße 🚀");
    CHECK(printable(std::string(10'000, 'x'), 5) == "xxxxx…");
    CHECK(printable("äöüß", 4) == "äöüß");
}

TEST_CASE("missing, undefined and zero stay three things") {
    CHECK(rateText(std::nullopt) == "-");
    CHECK(rateText(std::numeric_limits<double>::quiet_NaN()) == "NaN");
    CHECK(rateText(0.0) == "0.00");
    CHECK(shareText(std::nullopt) == "-");
    CHECK(shareText(std::numeric_limits<double>::quiet_NaN()) == "NaN");
    CHECK(shareText(0.0) == "0 %");
    CHECK(numberText(std::nullopt) == "-");
}

TEST_CASE("rates keep three figures") {
    CHECK(rateText(12.0) == "12");
    CHECK(rateText(999.0) == "999");
    CHECK(rateText(80'000.0) == "80.0 k");
    CHECK(rateText(5'610'958.2) == "5.61 M");
}

TEST_CASE("columns line up by characters, not bytes") {
    const Output output;
    Table table({"NAME", "P"}, {false, true});
    table.add({"größe", "4"});
    table.add({"x", "12"});
    CHECK(table.text(output) == "NAME    P\ngröße   4\nx      12\n");
}

TEST_CASE("texts in a picture are escaped") {
    workbench::JobView view;
    view.snapshot.jobName = "<script>alert(\"x\")</script> & 'more'";
    Operator node;
    node.id = "n1";
    node.name = "a <b> \"c\" & \033 d";
    node.label = "map";
    view.snapshot.graph.nodes.push_back(node);
    layout::Layout layout;
    layout.nodes["n1"] = {{100, 60}, 188, 112};
    layout.width = 200;
    layout.height = 120;
    const std::string svg = graphSvg(view, layout);
    CHECK(svg.find("<script>") == std::string::npos);
    CHECK(svg.find("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;") != std::string::npos);
    CHECK(svg.find("a &lt;b&gt; &quot;c&quot; &amp; ? d") != std::string::npos);
    CHECK(svg.find("not measured yet") != std::string::npos);
}

TEST_CASE("memory keeps secrets for this session and says so") {
    secrets::MemoryStore store("no keyring service is running");
    CHECK(store.read("a/token").error().code == "secret.missing");
    REQUIRE(store.write("a/token", "t0p"));
    CHECK(*store.read("a/token") == "t0p");
    REQUIRE(store.remove("a/token"));
    CHECK_FALSE(store.read("a/token").has_value());
    CHECK(store.place() == "memory, for this session only (no keyring service is running)");
    CHECK_FALSE(secrets::isLasting(store));
}
