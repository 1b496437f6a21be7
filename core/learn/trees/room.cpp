// SPDX-License-Identifier: GPL-3.0-or-later
// The module around XGBoost. What trees see of parallelism is the demand of one instance, so that they hold beyond what
// they have seen; rising with it and with demand they fall with parallelism.
#include <cmath>
#include <fmt/format.h>
#include <xgboost/c_api.h>

#include "core/learn/heads.h"

namespace streamtune::learn {
namespace {

constexpr int kRounds = 40;

/// What the library says of the last failed call on this thread.
std::unexpected<Error> failed() {
    const std::string text = XGBGetLastError();
    return fail("train.failed", "XGBoost reports: " + text.substr(0, text.find('\n')).substr(0, 300));
}

/// Demand, demand of one instance, class.
std::vector<float> matrixOf(std::span<const HeadRow> rows, std::size_t kinds) {
    std::vector<float> matrix;
    matrix.reserve(rows.size() * (2 + kinds));
    for (const HeadRow& row : rows) {
        matrix.push_back(row.demand);
        matrix.push_back(row.demand - row.logP);
        for (std::size_t k = 0; k < kinds; ++k)
            matrix.push_back(std::cmp_equal(row.kind, k) ? 1.0F : 0.0F);
    }
    return matrix;
}

struct MatrixOwner {
    DMatrixHandle handle = nullptr;
    MatrixOwner() = default;
    MatrixOwner(const MatrixOwner&) = delete;
    MatrixOwner& operator=(const MatrixOwner&) = delete;
    ~MatrixOwner() {
        if (handle)
            XGDMatrixFree(handle);
    }
    bool fill(std::span<const HeadRow> rows, std::size_t kinds) {
        const std::vector<float> values = matrixOf(rows, kinds);
        return XGDMatrixCreateFromMat(values.data(), rows.size(), 2 + kinds, std::nanf(""), &handle) == 0;
    }
};

class Forest final : public TreesRoom::Trees {
public:
    explicit Forest(std::size_t kinds) : m_kinds(kinds) {}
    ~Forest() override {
        if (m_booster)
            XGBoosterFree(m_booster);
    }

    Status grow(std::span<const HeadRow> rows) {
        MatrixOwner matrix;
        if (!matrix.fill(rows, m_kinds))
            return failed();
        std::vector<float> labels, weights;
        for (const HeadRow& row : rows) {
            labels.push_back(static_cast<float>(row.label));
            weights.push_back(row.weight);
        }
        if (XGDMatrixSetFloatInfo(matrix.handle, "label", labels.data(), labels.size()) != 0 ||
            XGDMatrixSetFloatInfo(matrix.handle, "weight", weights.data(), weights.size()) != 0 ||
            XGBoosterCreate(&matrix.handle, 1, &m_booster) != 0)
            return failed();
        std::string signs = "(1,1";
        for (std::size_t k = 0; k < m_kinds; ++k)
            signs += ",0";
        signs += ")";
        for (const auto& [name, value] : {std::pair<const char*, std::string>{"objective", "binary:logistic"},
                                          {"monotone_constraints", signs},
                                          {"tree_method", "exact"},
                                          {"max_depth", "4"},
                                          {"eta", "0.3"},
                                          {"min_child_weight", "1"},
                                          {"lambda", "1"},
                                          {"nthread", "1"},
                                          {"seed", "1"},
                                          {"verbosity", "0"}})
            if (XGBoosterSetParam(m_booster, name, value.c_str()) != 0)
                return failed();
        for (int round = 0; round < kRounds; ++round)
            if (XGBoosterUpdateOneIter(m_booster, round, matrix.handle) != 0)
                return failed();
        return {};
    }

    std::vector<double> answer(std::span<const HeadRow> rows) const override {
        MatrixOwner matrix;
        bst_ulong count = 0;
        const float* values = nullptr;
        if (!matrix.fill(rows, m_kinds) || XGBoosterPredict(m_booster, matrix.handle, 0, 0, 0, &count, &values) != 0)
            return std::vector<double>(rows.size(), std::nan(""));
        return {values, values + count};
    }

private:
    std::size_t m_kinds;
    BoosterHandle m_booster = nullptr;
};

class Room final : public TreesRoom {
public:
    Result<std::unique_ptr<Trees>> fit(std::span<const HeadRow> rows, std::size_t kinds) override {
        auto forest = std::make_unique<Forest>(kinds);
        ST_TRY(forest->grow(rows));
        return forest;
    }
    std::string version() const override {
        int major = 0, minor = 0, patch = 0;
        XGBoostVersion(&major, &minor, &patch);
        return fmt::format("{}.{}.{}", major, minor, patch);
    }
};

} // namespace
} // namespace streamtune::learn

extern "C" __attribute__((visibility("default"))) streamtune::learn::TreesRoom* streamtune_trees_room(int version) {
    if (version != streamtune::learn::kTreesRoomVersion)
        return nullptr;
    static auto* room = new streamtune::learn::Room; // lives as long as the process
    return room;
}
