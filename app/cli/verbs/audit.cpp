// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

Json rowJson(const history::AuditRow& row) {
    Json detail = row.detail.empty() ? Json(nullptr) : Json(row.detail);
    if (auto parsed = parseJson(row.detail, "audit detail"); parsed)
        detail = *std::move(parsed);
    return {{"seq", row.seq},         {"at", toRfc3339(row.at)}, {"actor", row.actor},          {"action", row.action},
            {"subject", row.subject}, {"reason", row.reason},    {"detail", std::move(detail)}, {"prev", row.prev},
            {"hash", row.hash}};
}

Result<int> verify(Context& context, workbench::Workbench& bench) {
    ST_ASSIGN(const auto verdict, bench.verifyTrail(context.stop, context.progress()));
    const auto& chain = verdict.chain;
    const auto differing = static_cast<std::int64_t>(verdict.differing.size());
    if (context.out.json()) {
        context.out.document({{"ok", verdict.intact()},
                              {"intact", chain.intact},
                              {"rows", chain.rows},
                              {"sentence", chain.sentence},
                              {"recommendations",
                               {{"recomputed", verdict.recommendations},
                                {"equal", verdict.recommendations - differing},
                                {"without_evidence", verdict.withoutEvidence},
                                {"different", verdict.differing}}}});
    } else {
        std::string text = fmt::format(
            "{}  {} rows. {}\n", context.out.styled(chain.intact ? "intact" : "broken", chain.intact ? "green" : "red"),
            chain.rows, printable(chain.sentence, 1000));
        text +=
            fmt::format("{} recommendations computed again, {} differ; {} plans hold no evidence to compute from.\n",
                        verdict.recommendations, differing, verdict.withoutEvidence);
        for (const std::string& sentence : verdict.differing)
            text += printable(sentence, 1000) + "\n";
        context.out.print(text);
    }
    return verdict.intact() ? Done : BadInput;
}

Result<int> audit(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    if (arguments.has("verify"))
        return verify(context, *bench);
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto page, store->auditRows(arguments.text("job"), arguments.time("since", systemClock()->now()),
                                                arguments.integer("limit", 100), arguments.text("after")));
    Json rows = Json::array();
    Table table({"SEQ", "AT", "ACTOR", "ACTION", "SUBJECT", "REASON"}, {true, false, false, false, false, false});
    for (const history::AuditRow& row : page.rows) {
        rows.push_back(rowJson(row));
        table.add({std::to_string(row.seq), toRfc3339(row.at), printable(row.actor, 24), row.action,
                   printable(row.subject, 60), printable(row.reason, 80)});
    }
    if (context.out.lines()) {
        for (const Json& row : rows)
            context.out.document(row);
    } else if (context.out.json()) {
        context.out.document({{"rows", rows}, {"next", page.next.empty() ? Json(nullptr) : Json(page.next)}});
    } else {
        context.out.print(table.empty() ? "The audit trail is empty.\n" : table.text(context.out));
        if (!page.next.empty())
            context.out.note("More: --after " + page.next);
    }
    return Done;
}

} // namespace

std::vector<Verb> auditVerbs() {
    return {
        {"audit",
         "Show the audit trail, or verify it",
         "Every decision and every request is a row; rows are chained by SHA-256 and the head is kept apart, so that a "
         "changed, removed or cut row is seen. --verify also computes every stored recommendation again from its "
         "evidence; exit code 6 when anything differs.",
         {},
         {{"job", Kind::Text, "TEXT",
           "Only rows about this: the name or id of a job, or a part of a subject, such as a plan's id."},
          {"since", Kind::Time, "TIME", "Only rows at or after this time (or this long ago)."},
          {"limit", Kind::Integer, "N", "Rows of a page. Default: 100."},
          {"after", Kind::Text, "KEY", "Go on after this key (\"next\" of the page before)."},
          {"verify", Kind::Flag, "", "Compute the chain and every recommendation again."}},
         "streamtune audit --job nexmark-q5 --since 2d",
         audit}};
}

} // namespace streamtune::cli
