// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Result<T>: a value or a domain error with a sentence for a person.
/// Threads: plain values. Exceptions of third-party libraries stop at the wrapper that calls them and become an Error.

#include <expected>
#include <map>
#include <string>
#include <utility>

namespace streamtune {

/// What happened, where, why, and what to do next.
struct Error {
    std::string code;     ///< stable, dotted, for tests and scripts, e.g. "plan.stale", "engine.unreachable"
    std::string sentence; ///< one full sentence: what, where, why. Never empty, never a stack trace.
    std::string hint;     ///< what to do next; may be empty
    std::map<std::string, std::string>
        details; ///< everything else worth keeping (raw reply, path, row); secrets redacted

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(std::string code, std::string sentence, std::string hint = {},
                                                 std::map<std::string, std::string> details = {}) {
    return std::unexpected(Error{std::move(code), std::move(sentence), std::move(hint), std::move(details)});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
    return std::unexpected(std::move(error));
}

} // namespace streamtune

/// Returns the error of `expr` from the calling function, or goes on.
#define ST_TRY(expr)                                                                                                   \
    do {                                                                                                               \
        if (auto stTried_ = (expr); !stTried_)                                                                         \
            return std::unexpected(std::move(stTried_).error());                                                       \
    } while (false)

#define ST_CONCAT_INNER(a, b) a##b
#define ST_CONCAT(a, b) ST_CONCAT_INNER(a, b)

/// `ST_ASSIGN(auto x, f());` binds the value of a Result or returns its error.
#define ST_ASSIGN(declaration, expr)                                                                                   \
    auto ST_CONCAT(stResult_, __LINE__) = (expr);                                                                      \
    if (!ST_CONCAT(stResult_, __LINE__))                                                                               \
        return std::unexpected(std::move(ST_CONCAT(stResult_, __LINE__)).error());                                     \
    declaration = std::move(*ST_CONCAT(stResult_, __LINE__))
