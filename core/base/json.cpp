// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <openssl/sha.h>

namespace streamtune {
namespace {

constexpr int kMaxDepth = 200;

/// nlohmann's parser is recursive-free, but its destructor and our walkers are not: refuse silly depth first.
bool tooDeep(std::string_view text) {
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMaxDepth)
                return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

std::string dump(const Json& value, int indent) {
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace

Result<Json> parseJson(std::string_view text, std::string_view where) {
    if (tooDeep(text))
        return fail("json.depth", std::string(where) + " is nested deeper than 200 levels.",
                    "This is not a file that the workbench or an engine writes.");
    try {
        return Json::parse(text);
    } catch (const Json::exception& e) {
        return fail("json.syntax", std::string(where) + " is not valid JSON.", "Check that the file or reply is whole.",
                    {{"parser", e.what()}, {"begins", std::string(text.substr(0, 200))}});
    }
}

std::string canonicalJson(const Json& value) {
    return dump(value, -1); // nlohmann::json objects are std::map: keys are sorted
}

std::string prettyJson(const Json& value) {
    return dump(value, 2);
}

std::string compactJson(const Json& value) {
    return dump(value, -1);
}

Json numberToJson(const Number& number) {
    if (!number)
        return nullptr;
    if (std::isnan(*number))
        return "NaN";
    if (std::isinf(*number))
        return *number > 0 ? Json("Infinity") : Json("-Infinity");
    return *number;
}

Number numberFromJson(const Json& value) {
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (text == "-Infinity")
        return -std::numeric_limits<double>::infinity();
    double parsed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return parsed;
}

const Json& childAt(const Json& object, const char* key) {
    static const Json null;
    if (!object.is_object())
        return null;
    const auto it = object.find(key);
    return it == object.end() ? null : *it;
}

std::string stringAt(const Json& object, const char* key, std::string fallback) {
    const Json& child = childAt(object, key);
    return child.is_string() ? child.get<std::string>() : std::move(fallback);
}

Number numberAt(const Json& object, const char* key) {
    return numberFromJson(childAt(object, key));
}

std::int64_t integerAt(const Json& object, const char* key, std::int64_t fallback) {
    const Json& child = childAt(object, key);
    if (child.is_number_unsigned() &&
        child.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return fallback;
    if (child.is_number_integer())
        return child.get<std::int64_t>();
    if (child.is_number_float()) {
        const double v = child.get<double>();
        if (std::abs(v) < 9e15)
            return static_cast<std::int64_t>(v);
    }
    return fallback;
}

bool boolAt(const Json& object, const char* key, bool fallback) {
    const Json& child = childAt(object, key);
    return child.is_boolean() ? child.get<bool>() : fallback;
}

Json errorToJson(const Error& error) {
    return Json{
        {"error",
         {{"code", error.code}, {"sentence", error.sentence}, {"hint", error.hint}, {"details", error.details}}}};
}

std::string sha256Hex(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    static constexpr char kHex[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char byte : digest) {
        hex.push_back(kHex[byte >> 4]);
        hex.push_back(kHex[byte & 15]);
    }
    return hex;
}

} // namespace streamtune
