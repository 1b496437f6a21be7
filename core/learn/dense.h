// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Small dense symmetric systems: Cholesky with a floor on the pivots, so that rounding never ends a fit.

#include <cstddef>
#include <span>
#include <vector>

namespace streamtune::learn {

/// Row-major square matrix.
class Matrix {
public:
    explicit Matrix(std::size_t n = 0) : m_n(n), m_values(n * n, 0.0) {}
    [[nodiscard]] std::size_t size() const { return m_n; }
    double& operator()(std::size_t i, std::size_t j) { return m_values[i * m_n + j]; }
    double operator()(std::size_t i, std::size_t j) const { return m_values[i * m_n + j]; }
    double* row(std::size_t i) { return m_values.data() + i * m_n; }
    const double* row(std::size_t i) const { return m_values.data() + i * m_n; }

private:
    std::size_t m_n;
    std::vector<double> m_values;
};

/// Factor of a symmetric positive matrix: A = L L^T.
class Cholesky {
public:
    explicit Cholesky(Matrix a);
    /// A^-1 b.
    [[nodiscard]] std::vector<double> solve(std::span<const double> b) const;
    /// L^-1 b: its squared length is b^T A^-1 b.
    [[nodiscard]] std::vector<double> forward(std::span<const double> b) const;
    /// L^-T b: with a standard normal b, a draw with covariance A^-1.
    [[nodiscard]] std::vector<double> backward(std::span<const double> b) const;
    /// b^T A^-1 b.
    [[nodiscard]] double quadratic(std::span<const double> b) const;
    [[nodiscard]] std::size_t size() const { return m_l.size(); }

private:
    Matrix m_l;
};

} // namespace streamtune::learn
