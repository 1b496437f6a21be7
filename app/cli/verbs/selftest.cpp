// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <unistd.h>

#include "app/cli/context.h"
#include "app/cli/graph_svg.h"
#include "app/cli/picture.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "app/composition/composition.h"
#include "core/history/exchange.h"
#include "core/layout/layout.h"
#include "core/learn/heads.h"
#include "core/learn/model.h"
#include "core/workbench/cluster_desk.h"
#include "core/workbench/demo.h"

namespace streamtune::cli {
namespace {

namespace fs = std::filesystem;
constexpr const char* kJob = "nexmark-q5"; // overloaded in the demo

struct Finding {
    std::string name;
    std::optional<bool> ok; ///< nullopt = not built or not installed
    std::string sentence;
    double seconds = 0;
};

std::optional<bool> absent() {
    return std::nullopt;
}

fs::path besideProgram(const char* name) {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path() / name;
}

/// One run of the checks on a workspace of its own.
class Selftest {
public:
    explicit Selftest(Context& context) : m_context(context) {}
    ~Selftest() {
        m_bench.reset();
        std::error_code ignored;
        if (!m_folder.empty())
            fs::remove_all(m_folder, ignored);
    }
    Selftest(const Selftest&) = delete;
    Selftest& operator=(const Selftest&) = delete;

    std::vector<Finding> run() {
        check("workspace", [this] { return makeWorkspace(); });
        if (m_bench) {
            check("jobs", [this] { return listJobs(); });
            check("recommend", [this] { return recommend(); });
            check("review and apply", [this] { return reviewAndApply(); });
            check("rollback", [this] { return rollBack(); });
            check("audit", [this] { return verifyAudit(); });
            check("export and import", [this] { return exchange(); });
            check("layout", [this] { return layOut(); });
            check("picture", [this] { return draw(); });
            check("similar jobs", [this] { return similarJobs(); });
        }
        check("secrets",
              [] { return Result<std::string>("Secrets go to " + composition::secretStore()->place() + "."); });
        check("libraries", [] { return libraries(); });
        program("window", "streamtune-workbench");
        check("models", [] { return models(); });
        check("training", [] { return training(); });
        return std::move(m_findings);
    }

private:
    void check(const char* name, const std::function<Result<std::string>()>& what) {
        if (m_context.stop.stop_requested())
            return;
        m_context.out.progress({.stage = name, .done = 0, .total = 0, .text = {}, .cancellable = true});
        const auto begin = std::chrono::steady_clock::now();
        const Result<std::string> result = what();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        const bool missing =
            !result && (result.error().code == "selftest.absent" || result.error().code == "train.module");
        m_findings.push_back({name, missing ? absent() : std::optional(result.has_value()),
                              result ? *result : result.error().sentence, took.count()});
    }

    void program(const char* name, const char* file) {
        const fs::path path = besideProgram(file);
        const bool there = access(path.c_str(), X_OK) == 0;
        m_findings.push_back({name, there ? std::optional(true) : absent(),
                              fmt::format("{} is {}beside this program.", file, there ? "" : "not "), 0});
    }

    static Result<std::string> models() {
        const auto model = learn::shippedModel();
        if (!model)
            return fail("selftest.absent", "This program was built without a model.");
        return fmt::format("\"{}\": one encoder for all jobs, {} clusters, from {} jobs.", model->card.id,
                           model->clusters.size(), model->card.history.jobs);
    }

    static Result<std::string> training() {
        std::vector<std::string> libraries;
        ST_ASSIGN(learn::TorchRoom* const room, learn::torchRoom());
        libraries.push_back("LibTorch " + room->version());
        ST_TRY(learn::makeTreesHead());
        libraries.push_back("XGBoost");
        return fmt::format("{} load and answer.", fmt::join(libraries, " and "));
    }

    Result<std::string> makeWorkspace() {
        std::string folder = (fs::temp_directory_path() / "streamtune-selftest-XXXXXX").string();
        if (!mkdtemp(folder.data()))
            return fail("file.write", "No temporary folder could be made.");
        m_folder = folder;
        const fs::path file = m_folder / "workspace.db";
        ST_TRY(workbench::Workbench::createDemo(file));
        workbench::Options options;
        options.workspace = file;
        options.secrets = composition::secretStore();
        options.actor = "selftest";
        ST_ASSIGN(m_bench, workbench::Workbench::open(options));
        ST_ASSIGN(const auto store, m_bench->store());
        ST_ASSIGN(const auto stats, store->stats());
        if (stats.runs == 0 || stats.observations == 0)
            return fail("selftest", "The demo workspace has no past runs.");
        return fmt::format("The demo workspace has {} graphs, {} runs and {} observations.", stats.graphs, stats.runs,
                           stats.observations);
    }

    Result<std::string> listJobs() {
        ST_ASSIGN(const auto jobs, m_bench->jobs(workbench::kDemoConnection, m_context.stop));
        if (jobs.empty())
            return fail("selftest", "The demo cluster has no jobs.");
        return fmt::format("The demo cluster runs {} jobs.", jobs.size());
    }

    Result<std::string> similarJobs() {
        ST_ASSIGN(const auto view, workbench::ClusterDesk(*m_bench).nearest(kJob, {}, 1, m_context.stop));
        if (view.jobs.empty())
            return fail("selftest", fmt::format("No past job is near {}.", kJob));
        return fmt::format("{} is in cluster {}; the nearest other job is {}.", kJob, view.cluster,
                           view.jobs.front().job.jobName);
    }

    Result<std::string> recommend() {
        workbench::RecommendRequest request;
        request.connection = workbench::kDemoConnection;
        request.job = kJob;
        ST_ASSIGN(const auto plan, m_bench->recommend(request, m_context.stop, {}));
        if (plan.changes.empty())
            return fail("selftest", fmt::format("Nothing was advised for {}, which is overloaded.", kJob));
        m_plan = plan.id;
        m_base = plan.base;
        return fmt::format("{} advises {} changes for {}.", plan.model, plan.changes.size(), kJob);
    }

    Result<std::string> reviewAndApply() {
        if (m_plan.empty())
            return fail("selftest", "There is no plan to apply.");
        if (m_bench->apply(m_plan, "", m_context.stop, {}, {}))
            return fail("selftest", "A plan that nobody approved was applied.");
        ST_TRY(m_bench->approve(m_plan, {"selftest", "selftest"}, m_context.stop));
        ST_ASSIGN(const auto outcome, m_bench->apply(m_plan, "", m_context.stop, {}, {}));
        if (outcome.kind != review::OutcomeKind::Achieved)
            return fail("selftest", "The plan was not achieved: " + outcome.sentence);
        m_applied = true;
        return fmt::format("Refused before approval, then applied and verified in {:.1f} s of the cluster's time.",
                           outcome.seconds);
    }

    Result<std::string> rollBack() {
        if (!m_applied)
            return fail("selftest", "There is no applied plan to roll back.");
        ST_ASSIGN(const auto outcome, m_bench->rollback(m_plan, {"selftest", "selftest"}, "", m_context.stop, {}, {}));
        if (outcome.kind != review::OutcomeKind::Achieved || outcome.reached != m_base)
            return fail("selftest", "The former parallelism did not come back: " + outcome.sentence);
        return std::string("The former parallelism is back.");
    }

    Result<std::string> verifyAudit() {
        ST_ASSIGN(const auto verdict, m_bench->verifyTrail(m_context.stop, {}));
        if (!verdict.intact())
            return fail("selftest", verdict.chain.intact ? verdict.differing.front() : verdict.chain.sentence);
        return fmt::format("{} audit rows are intact; {} recommendations come out again.", verdict.chain.rows,
                           verdict.recommendations);
    }

    Result<std::string> exchange() {
        ST_ASSIGN(const auto store, m_bench->store());
        history::ExportRequest request;
        request.file = m_folder / "history.jsonl";
        request.jobName = kJob;
        ST_ASSIGN(const auto rows, history::exportFile(*store, request, m_context.stop, {}));
        ST_ASSIGN(const auto other, history::Store::open(m_folder / "other.db", history::OpenMode::ReadWrite));
        ST_ASSIGN(const auto report, history::importFile(*other, request.file, m_context.stop, {}));
        if (report.skipped != 0 || rows == 0)
            return fail("selftest", "What was exported could not be imported: " + report.sentence);
        return fmt::format("{} rows went out and came in again.", rows);
    }

    Result<std::string> layOut() {
        ST_ASSIGN(m_view, m_bench->show(workbench::kDemoConnection, kJob, m_context.stop));
        const fs::path helper = layout::defaultHelper();
        if (access(helper.c_str(), X_OK) != 0)
            return fail("selftest.absent", "streamtune-layout is not installed; the plain layout is used.");
        ST_ASSIGN(const auto layout, layout::dotLayout(m_view->snapshot.graph, {}, helper, m_context.stop));
        if (layout.nodes.size() != m_view->snapshot.graph.nodes.size())
            return fail("selftest", "The layout leaves out nodes.");
        return fmt::format("streamtune-layout placed {} nodes.", layout.nodes.size());
    }

    Result<std::string> draw() {
        if (!m_view)
            return fail("selftest", "There is no job to draw.");
        const std::string svg = graphSvg(*m_view, layout::quickLayout(m_view->snapshot.graph, {}));
        const Status drawn = writePng(svg, m_folder / "graph.png", m_context.stop);
        if (!drawn && drawn.error().code == "picture.helper")
            return fail("selftest.absent", drawn.error().sentence);
        ST_TRY(drawn);
        ST_ASSIGN(const std::string png, readFile(m_folder / "graph.png"));
        if (!png.starts_with("\x89PNG"))
            return fail("selftest", "streamtune-picture wrote something that is no PNG.");
        return fmt::format("Fonts, the offscreen and the SVG plug-in work: a PNG of {} bytes.", png.size());
    }

    static Result<std::string> libraries() {
        std::string text;
        for (const auto& [name, version] : composition::libraryVersions())
            text += (text.empty() ? "" : ", ") + name + " " + version;
        return text + ".";
    }

    Context& m_context;
    std::vector<Finding> m_findings;
    fs::path m_folder;
    std::shared_ptr<workbench::Workbench> m_bench;
    std::optional<workbench::JobView> m_view;
    std::string m_plan;
    ParallelismVector m_base;
    bool m_applied = false;
};

Result<int> selftest(Context& context, const Arguments&) {
    const std::vector<Finding> findings = Selftest(context).run();
    if (context.stop.stop_requested())
        return fail("cancelled", "The self-test was interrupted.");
    int passed = 0, failed = 0, notBuilt = 0;
    Json checks = Json::array();
    std::string text;
    for (const Finding& f : findings) {
        ++(!f.ok ? notBuilt : *f.ok ? passed : failed);
        checks.push_back({{"name", f.name},
                          {"ok", f.ok ? Json(*f.ok) : Json(nullptr)},
                          {"sentence", f.sentence},
                          {"seconds", f.seconds}});
        const char* word = !f.ok ? "absent" : *f.ok ? "ok" : "FAILED";
        text += fmt::format("{}  {:18} {}\n",
                            context.out.styled(fmt::format("{:6}", word), !f.ok   ? "dim"
                                                                          : *f.ok ? "green"
                                                                                  : "red"),
                            f.name, printable(f.sentence, 1000));
    }
    text += fmt::format("{} passed, {} failed, {} not built\n", passed, failed, notBuilt);
    if (context.out.json())
        context.out.document(
            {{"ok", failed == 0}, {"passed", passed}, {"failed", failed}, {"not_built", notBuilt}, {"checks", checks}});
    else
        context.out.print(text);
    return failed ? Internal : Done;
}

} // namespace

std::vector<Verb> selftestVerbs() {
    return {{"selftest",
             "Check this installation: the main job on a temporary demo workspace, helpers, libraries, fonts",
             "Needs no display and no network, takes seconds, and leaves nothing behind. What is not built or not "
             "installed is listed, not failed.",
             {},
             {},
             "streamtune selftest",
             selftest}};
}

} // namespace streamtune::cli
