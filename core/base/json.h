// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// JSON at the border: parsing that never throws, canonical text for hashes, numbers that may be missing or NaN.
/// Include <nlohmann/json.hpp> only in .cpp files; headers use the forward declaration below.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/base/number.h"
#include "core/base/result.h"

namespace streamtune {

using Json = nlohmann::json;

/// Parses untrusted text. `where` names the source in the error ("plan.json", "GET /v1/jobs/…").
/// Errors: "json.syntax" (position in details), "json.depth" (more than 200 levels).
[[nodiscard]] Result<Json> parseJson(std::string_view text, std::string_view where);

/// Text with sorted keys, no white space, UTF-8 (invalid bytes replaced), numbers in shortest round-trip form:
/// equal values give equal text, so that its SHA-256 names them.
[[nodiscard]] std::string canonicalJson(const Json& value);

/// Pretty text for people and files (2 spaces), never throws on invalid UTF-8.
[[nodiscard]] std::string prettyJson(const Json& value);
/// One line, never throws on invalid UTF-8.
[[nodiscard]] std::string compactJson(const Json& value);

/// null = missing, "NaN" = undefined, number = value.
[[nodiscard]] Json numberToJson(const Number& number);
/// Anything that is neither number, numeric string nor "NaN" is missing.
[[nodiscard]] Number numberFromJson(const Json& value);

// Tolerant readers: the fallback where the key is absent or has another type.
[[nodiscard]] std::string stringAt(const Json& object, const char* key, std::string fallback = {});
[[nodiscard]] Number numberAt(const Json& object, const char* key);
[[nodiscard]] std::int64_t integerAt(const Json& object, const char* key, std::int64_t fallback);
[[nodiscard]] bool boolAt(const Json& object, const char* key, bool fallback);
/// A reference to the child or to a static null.
[[nodiscard]] const Json& childAt(const Json& object, const char* key);

/// The error as it stands in `--json` output: {"error":{"code","sentence","hint","details"}}.
[[nodiscard]] Json errorToJson(const Error& error);

/// Lower-case hex SHA-256 of the bytes.
[[nodiscard]] std::string sha256Hex(std::string_view bytes);

} // namespace streamtune
