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

/// Shortest digits that read back as the same number, written as Python's repr does ("1.0", "1e-05", "1e+16"), so that
/// other tools find the same hash. nlohmann's own writer is not always shortest.
void writeNumber(double value, std::string& out) {
    if (!std::isfinite(value)) { // has no JSON form
        out += "null";
        return;
    }
    std::array<char, 40> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
    std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    if (text.front() == '-') {
        out += '-';
        text.remove_prefix(1);
    }
    const std::size_t e = text.find('e');
    int exponent = 0;
    const std::size_t digitsOfExponent = text[e + 1] == '+' ? e + 2 : e + 1;
    std::from_chars(text.data() + digitsOfExponent, text.data() + text.size(), exponent);
    std::string digits(text.substr(0, 1));
    if (e > 2)
        digits += text.substr(2, e - 2);
    const int count = static_cast<int>(digits.size());
    if (exponent < -4 || exponent >= 16) {
        out += digits.substr(0, 1);
        if (count > 1)
            out += '.' + digits.substr(1);
        out += text.substr(e);
    } else if (exponent < 0) {
        out += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    } else if (count <= exponent + 1) {
        out += digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0') + ".0";
    } else {
        const auto whole = static_cast<std::size_t>(exponent + 1);
        out += digits.substr(0, whole) + '.' + digits.substr(whole);
    }
}

void writeCanonical(const Json& value, std::string& out) {
    if (value.is_object()) { // nlohmann::json objects are std::map: keys are sorted
        out += '{';
        bool first = true;
        for (const auto& [key, child] : value.items()) {
            out += first ? "" : ",";
            out += dump(Json(key), -1) + ':';
            writeCanonical(child, out);
            first = false;
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            out += i == 0 ? "" : ",";
            writeCanonical(value[i], out);
        }
        out += ']';
    } else if (value.is_number_float()) {
        writeNumber(value.get<double>(), out);
    } else {
        out += dump(value, -1);
    }
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
    std::string text;
    writeCanonical(value, text);
    return text;
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
