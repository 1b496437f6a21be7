// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/model_in_use.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/tune/label_recommender.h"

namespace streamtune::workbench {

namespace fs = std::filesystem;

fs::path modelRoot(const fs::path& workspace) {
    return workspace.string() + ".models";
}

Result<std::shared_ptr<const learn::ModelSet>> modelById(const fs::path& workspace, const std::string& id) {
    if (const auto shipped = learn::shippedModel(); shipped && shipped->card.id == id)
        return shipped;
    const fs::path folder = modelRoot(workspace) / id;
    std::error_code unknown;
    if (!learn::goodModelId(id) || !fs::exists(folder / learn::kModelFile, unknown))
        return fail("model.unknown", fmt::format("There is no model \"{}\".", id.substr(0, 60)),
                    "List the models with `streamtune models list`.");
    ST_ASSIGN(auto model, learn::loadModel(folder));
    return std::make_shared<const learn::ModelSet>(std::move(model));
}

Result<std::shared_ptr<const learn::ModelSet>> modelInUse(history::Store& store, const std::string& engine,
                                                          const std::string& connection, const std::string& job) {
    std::vector<std::string> keys;
    if (!job.empty())
        keys.push_back("job:" + connection + "/" + job);
    keys.push_back(engine);
    for (const std::string& key : keys) {
        ST_ASSIGN(const auto text, store.document(kModelInUse, key));
        if (text) {
            ST_ASSIGN(const Json json, parseJson(*text, "model in use"));
            return modelById(store.file(), stringAt(json, "model"));
        }
    }
    return engine == "simulated" ? learn::shippedModel() : nullptr;
}

Result<std::unique_ptr<tune::Recommender>> recommenderFor(history::Store& store, const std::string& method,
                                                          const std::string& engine, const std::string& connection,
                                                          const std::string& job) {
    const auto at = method.find('@');
    const std::string head = method.substr(0, at);
    if (head != "st-svm" && head != "st-xgb" && head != "st-neural")
        return tune::makeRecommender(method);
    std::shared_ptr<const learn::ModelSet> model;
    if (at != std::string::npos) {
        ST_ASSIGN(model, modelById(store.file(), method.substr(at + 1)));
    } else if (!engine.empty()) {
        ST_ASSIGN(model, modelInUse(store, engine, connection, job));
    }
    return tune::makeLabelRecommender(head, std::move(model));
}

} // namespace streamtune::workbench
