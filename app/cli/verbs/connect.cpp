// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <termios.h>
#include <unistd.h>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "app/composition/composition.h"
#include "app/secrets/secret_store.h"

namespace streamtune::cli {
namespace {

using engines::Profile;

/// One line from stdin, without echo where it is a terminal.
Result<std::string> readSecret(const std::string& what) {
    termios before{};
    const bool terminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
        std::cerr << what << ": " << std::flush;
    }
    std::string secret;
    std::getline(std::cin, secret);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::cerr << "\n";
    }
    if (secret.empty())
        return fail("secret.missing", "No secret was given on standard input.",
                    "Pipe it in, or type it when asked; it never stands on the command line.");
    return secret;
}

/// In the keyring, which must outlive this command.
Status keepSecret(const Profile& profile) {
    const auto store = composition::secretStore();
    const std::string what = profile.auth == "basic" ? "password" : profile.auth == "header" ? "header" : "token";
    if (!secrets::isLasting(*store))
        return fail("secret.unavailable", fmt::format("A {} would be kept in {}.", what, store->place()),
                    "Use --token-from env:VAR instead.");
    ST_ASSIGN(const std::string secret, readSecret("Secret of " + profile.name));
    return store->write(profile.name + "/" + what, secret);
}

Json listed(const Profile& p) {
    return {{"name", p.name},
            {"engine", toString(p.kind)},
            {"url", p.url},
            {"type", toString(p.type)},
            {"read_only", p.readOnly}};
}

Result<int> add(Context& context, const Arguments& arguments) {
    Profile profile;
    profile.name = arguments.text("name");
    ST_ASSIGN(profile.kind, engines::engineKindFromString(arguments.text("engine")));
    ST_ASSIGN(profile.type, engines::connectionTypeFromString(arguments.text("type", "prod")));
    profile.url = arguments.text("url");
    profile.readOnly = context.common.readOnly;
    profile.caFile = arguments.text("ca");
    profile.pin = arguments.text("pin");
    profile.proxy = arguments.text("proxy");
    profile.user = arguments.text("user");
    profile.headerName = arguments.text("header");
    profile.tokenFrom = arguments.text("token-from");
    profile.clientCertificate = arguments.text("client-certificate");
    profile.clientKey = arguments.text("client-key");
    profile.timeout = arguments.duration("request-timeout", profile.timeout);
    profile.window = arguments.duration("window", profile.window);
    profile.settle = arguments.duration("settle", profile.settle);
    if (!profile.tokenFrom.empty()) {
        if (profile.tokenFrom != "keyring" && !(profile.tokenFrom.starts_with("env:") && profile.tokenFrom.size() > 4))
            return fail("usage.value", "--token-from does not take \"" + printable(profile.tokenFrom) + "\".",
                        "It takes env:VAR or keyring.");
        profile.auth = !profile.user.empty() ? "basic" : !profile.headerName.empty() ? "header" : "bearer";
    }
    for (const std::string& option : arguments.all("set")) {
        const auto at = option.find('=');
        if (at == std::string::npos || at == 0)
            return fail("usage.value", "--set does not take \"" + printable(option) + "\".", "It takes KEY=VALUE.");
        profile.options[option.substr(0, at)] = option.substr(at + 1);
    }
    // --read-only stands for the connection here; the workspace must be written to keep it.
    CommonOptions common = context.common;
    common.readOnly = false;
    Context writable(context.out, common, context.stop);
    ST_ASSIGN(auto* bench, writable.workbench());
    ST_TRY(bench->addConnection(profile));
    if (profile.tokenFrom == "keyring")
        if (Status kept = keepSecret(profile); !kept) {
            (void)bench->removeConnection(profile.name); // half a connection helps nobody
            return std::unexpected(std::move(kept).error());
        }
    ST_ASSIGN(profile, bench->connection(profile.name)); // as it is kept: its address in full
    if (context.out.json())
        context.out.document(listed(profile));
    else
        context.out.print(fmt::format("Added {} ({}, {}{}).\n", printable(profile.name), toString(profile.kind),
                                      toString(profile.type), profile.readOnly ? ", read-only" : ""));
    return Done;
}

Result<int> list(Context& context, const Arguments&) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto profiles, bench->connections());
    if (context.out.lines()) {
        for (const Profile& profile : profiles)
            context.out.document(listed(profile));
    } else if (context.out.json()) {
        Json document{{"connections", Json::array()}};
        for (const Profile& profile : profiles)
            document["connections"].push_back(listed(profile));
        context.out.document(document);
    } else {
        Table table({"NAME", "ENGINE", "TYPE", "ACCESS", "URL"});
        for (const Profile& p : profiles)
            table.add({printable(p.name), toString(p.kind), toString(p.type), p.readOnly ? "read-only" : "read-write",
                       printable(p.url, 100)});
        context.out.print(table.empty() ? "No connections yet. Add one with: streamtune connect add\n"
                                        : table.text(context.out));
    }
    return Done;
}

Result<int> test(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const std::string name = arguments.text("name");
    ST_ASSIGN(const auto steps, bench->testConnection(name, context.stop));
    if (context.stop.stop_requested())
        return fail("cancelled", "The connection test was interrupted.");
    bool ok = !steps.empty();
    Json document{{"connection", name}, {"steps", Json::array()}};
    std::string text;
    for (const engines::ProbeStep& step : steps) {
        ok = ok && (step.ok || step.skipped);
        document["steps"].push_back({{"name", step.name},
                                     {"ok", step.ok},
                                     {"skipped", step.skipped},
                                     {"sentence", step.sentence},
                                     {"seconds", step.seconds}});
        const char* word = step.skipped ? "skip" : step.ok ? "ok" : "fail";
        text += fmt::format("{}  {:10}  {}\n",
                            context.out.styled(fmt::format("{:4}", word), step.skipped ? "dim"
                                                                          : step.ok    ? "green"
                                                                                       : "red"),
                            step.name, printable(step.sentence, 1000));
    }
    document["ok"] = ok;
    if (context.out.json())
        context.out.document(document);
    else
        context.out.print(text);
    return ok ? Done : EngineFailed;
}

Result<int> removeConnection(Context& context, const Arguments& arguments) {
    const std::string name = arguments.text("name");
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const Profile profile, bench->connection(name));
    if (isatty(STDIN_FILENO) == 1 && !confirmed(context, "Remove the connection " + printable(name) + "?"))
        return fail("refused", "The connection " + name + " was kept.", "Confirm, or say --yes.");
    ST_TRY(bench->removeConnection(name));
    if (profile.tokenFrom == "keyring")
        for (const char* what : {"token", "password", "header"})
            (void)composition::secretStore()->remove(name + "/" + what);
    if (context.out.json())
        context.out.document({{"removed", name}});
    else
        context.out.print("Removed " + printable(name) + "; its history stays.\n");
    return Done;
}

} // namespace

std::vector<Verb> connectVerbs() {
    const Positional name{"NAME", "Name of the connection."};
    return {
        {"connect add",
         "Add a connection to a cluster",
         "The profile goes into the workspace, a secret never does: it comes from an environment variable or the "
         "desktop keyring (then it is read from standard input once). With --read-only nothing is ever written to this "
         "cluster.",
         {{"NAME", "Short name, unique in the workspace."}},
         {{"engine", Kind::Choice, "KIND", "Kind of the engine.", {"flink", "timely", "simulated"}, false, true},
          {"url",
           Kind::Text,
           "URL",
           "Base URL without /v1, a path prefix is kept. Timely: that of every process, process 0 first, with commas "
           "between. Simulated: sim:demo, or sim: and a job file or folder.",
           {},
           false,
           true},
          {"type", Kind::Choice, "TYPE", "What is at stake. Default: prod.", {"dev", "test", "prod"}},
          {"token-from", Kind::Text, "WHERE", "env:VAR or keyring. Default: no authentication."},
          {"user", Kind::Text, "NAME", "Basic authentication with this user; the secret is the password."},
          {"header", Kind::Text, "NAME", "Send the secret in this header instead of a bearer token."},
          {"ca", Kind::File, "FILE", "Certificate authority (PEM). Default: that of the system."},
          {"pin", Kind::Text, "PIN", "Pin of the public key, sha256//BASE64."},
          {"client-certificate", Kind::File, "FILE", "Client certificate (PEM)."},
          {"client-key", Kind::File, "FILE", "Key of the client certificate (PEM)."},
          {"proxy", Kind::Text, "URL", "HTTP proxy, http://host:port. Default: none."},
          {"request-timeout", Kind::Duration, "TIME", "Limit of one request. Default: 10s."},
          {"window", Kind::Duration, "TIME", "Length of a quiet window. Default: 10s."},
          {"settle", Kind::Duration, "TIME", "Dropped after a restart. Default: 5s."},
          {"set",
           Kind::Text,
           "KEY=VALUE",
           "Setting of the engine. Flink: jar, entryClass, programArgs, savepointDir; args.VERTEX, the arguments that "
           "set "
           "one operator where the job takes its parallelism as an argument, e.g. args.count=--count-parallelism {p}; "
           "acceptStateLoss=true allows a change of a job without checkpoints. Timely: supervisor. Any engine: "
           "changeWindow, the local times at which plans may be applied, e.g. changeWindow=mon-fri 20:00-06:00, sat, "
           "sun; a rollback may always.",
           {},
           true}},
         "streamtune connect add flink-dev --engine flink --url http://localhost:8081 --type dev",
         add},
        {"connect list", "List the connections", "", {}, {}, "streamtune connect list --json", list},
        {"connect test",
         "Test a connection step by step",
         "DNS, TCP, TLS, authentication, version, rights; stops at the first step that fails and says which.",
         {name},
         {},
         "streamtune connect test flink-dev",
         test},
        {"connect remove",
         "Remove a connection; its history stays",
         "",
         {name},
         {},
         "streamtune connect remove flink-dev --yes",
         removeConnection},
    };
}

} // namespace streamtune::cli
