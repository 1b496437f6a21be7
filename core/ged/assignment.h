// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Linear assignment by shortest augmenting paths, and the tiny maximum-weight matchings of a pair of nodes.

#include <cstddef>
#include <span>
#include <vector>

namespace streamtune::ged {

/// Keeps its buffers. rows <= columns; costs row-major, any sign.
class Assignment {
public:
    static constexpr double kForbidden = 1e9;

    /// Minimum cost; rowDual + columnDual <= cost, columnDual <= 0 and 0 on free columns.
    double solve(std::span<const double> cost, std::size_t rows, std::size_t columns);

    std::vector<int> columnOf; ///< per row
    std::vector<double> rowDual;
    std::vector<double> columnDual;

private:
    std::vector<int> m_rowOf, m_previous;
    std::vector<double> m_distance;
    std::vector<char> m_done;

    void augment(std::span<const double> cost, std::size_t columns, int row);
};

/// Maximum-weight matching (nobody must be matched) of `rows` x `columns` weights; negative weights are never taken.
/// `picked`, when given, receives the column of each row or -1.
double matchingWeight(std::span<const double> weight, std::size_t rows, std::size_t columns, int* picked);

} // namespace streamtune::ged
