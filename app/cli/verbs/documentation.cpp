// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/context.h"
#include "app/cli/help.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

Result<int> printCompletion(Context& context, const Arguments& arguments) {
    ST_ASSIGN(const std::string text, completion(arguments.text("shell")));
    context.out.print(text);
    return Done;
}

Result<int> printManual(Context& context, const Arguments&) {
    context.out.print(manPage());
    return Done;
}

} // namespace

std::vector<Verb> documentationVerbs() {
    return {
        {"completion",
         "Print the completion script of a shell",
         "",
         {{"SHELL", "Which shell.", true, false, {"bash", "zsh", "fish"}}},
         {},
         "streamtune completion bash > ~/.local/share/bash-completion/completions/streamtune",
         printCompletion},
        {"manual", "Print the manual page (roff)", "", {}, {}, "streamtune manual | man -l -", printManual},
    };
}

} // namespace streamtune::cli
