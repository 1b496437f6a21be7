// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/dense.h"

#include <algorithm>
#include <cmath>

namespace streamtune::learn {

Cholesky::Cholesky(Matrix a) : m_l(std::move(a)) {
    const std::size_t n = m_l.size();
    for (std::size_t j = 0; j < n; ++j) {
        double* const rowJ = m_l.row(j);
        double pivot = rowJ[j];
        for (std::size_t k = 0; k < j; ++k)
            pivot -= rowJ[k] * rowJ[k];
        rowJ[j] = std::sqrt(std::max(pivot, 1e-12 * std::max(1.0, m_l(j, j))));
        for (std::size_t i = j + 1; i < n; ++i) {
            double* const rowI = m_l.row(i);
            double sum = rowI[j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= rowI[k] * rowJ[k];
            rowI[j] = sum / rowJ[j];
        }
    }
}

std::vector<double> Cholesky::forward(std::span<const double> b) const {
    std::vector<double> x(b.begin(), b.end());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double* const row = m_l.row(i);
        for (std::size_t k = 0; k < i; ++k)
            x[i] -= row[k] * x[k];
        x[i] /= row[i];
    }
    return x;
}

std::vector<double> Cholesky::backward(std::span<const double> b) const {
    std::vector<double> x(b.begin(), b.end());
    for (std::size_t i = x.size(); i-- > 0;) {
        x[i] /= m_l(i, i);
        const double* const row = m_l.row(i);
        for (std::size_t k = 0; k < i; ++k)
            x[k] -= row[k] * x[i];
    }
    return x;
}

std::vector<double> Cholesky::solve(std::span<const double> b) const {
    return backward(forward(b));
}

double Cholesky::quadratic(std::span<const double> b) const {
    double sum = 0;
    for (const double x : forward(b))
        sum += x * x;
    return sum;
}

} // namespace streamtune::learn
