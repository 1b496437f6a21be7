// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/tensor_file.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <system_error>
#include <unistd.h>

#include "core/base/json.h"

namespace streamtune::learn {
namespace {

constexpr std::string_view kMagic = "STWGHT1\n";
constexpr std::size_t kDigest = 32;
constexpr std::size_t kMostTensors = 10'000;
constexpr std::size_t kMostRank = 4;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20;

static_assert(std::endian::native == std::endian::little, "values are written as they lie in memory");

template <typename T>
void put(std::string& out, T value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

std::string digestOf(std::string_view bytes) {
    const std::string hex = sha256Hex(bytes);
    std::string digest;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        digest.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return digest;
}

/// Never reads beyond the end: what is not there is said by ok().
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}
    template <typename T>
    T number() {
        T value{};
        if (m_rest.size() < sizeof(T)) {
            m_ok = false;
            return value;
        }
        std::memcpy(&value, m_rest.data(), sizeof(T));
        m_rest.remove_prefix(sizeof(T));
        return value;
    }
    std::string_view text(std::size_t length) {
        if (m_rest.size() < length) {
            m_ok = false;
            return {};
        }
        const std::string_view taken = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return taken;
    }
    [[nodiscard]] std::size_t left() const { return m_rest.size(); }
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    std::string_view m_rest;
    bool m_ok = true;
};

std::unexpected<Error> unusable(std::string_view where, const std::string& what) {
    return fail("model.weights", fmt::format("The weights in \"{}\" cannot be used: {}.", where, what),
                "Make the model anew with `streamtune train`, or take the file from its source again.");
}

} // namespace

const Tensor* TensorFile::find(std::string_view name) const {
    const auto found = std::ranges::find(tensors, name, &Tensor::name);
    return found == tensors.end() ? nullptr : &*found;
}

std::string tensorBytes(const TensorFile& file) {
    std::string out(kMagic);
    put(out, static_cast<std::uint32_t>(file.meta.size()));
    out += file.meta;
    put(out, static_cast<std::uint32_t>(file.tensors.size()));
    for (const Tensor& tensor : file.tensors) {
        put(out, static_cast<std::uint16_t>(tensor.name.size()));
        out += tensor.name;
        put(out, static_cast<std::uint8_t>(tensor.shape.size()));
        for (const std::uint32_t extent : tensor.shape)
            put(out, extent);
    }
    for (const Tensor& tensor : file.tensors)
        if (!tensor.values.empty()) {
            const std::size_t at = out.size();
            out.resize(at + tensor.values.size() * sizeof(float));
            std::memcpy(out.data() + at, tensor.values.data(), tensor.values.size() * sizeof(float));
        }
    return out + digestOf(out);
}

Result<TensorFile> tensorsFromBytes(std::string_view bytes, std::string_view where) {
    if (bytes.size() < kMagic.size() + 2 * sizeof(std::uint32_t) + kDigest || !bytes.starts_with(kMagic))
        return unusable(where, "it is no file of weights, or it was cut short");
    const std::string_view body = bytes.substr(0, bytes.size() - kDigest);
    if (digestOf(body) != bytes.substr(body.size()))
        return unusable(where, "its checksum does not match, so it is damaged or was cut short");
    Reader reader(body.substr(kMagic.size()));
    TensorFile file;
    file.meta = reader.text(reader.number<std::uint32_t>());
    const auto count = reader.number<std::uint32_t>();
    if (!reader.ok() || count > kMostTensors)
        return unusable(where, "its table of tensors is broken");
    std::size_t values = 0;
    for (std::uint32_t t = 0; t < count; ++t) {
        Tensor tensor;
        tensor.name = reader.text(reader.number<std::uint16_t>());
        const auto rank = reader.number<std::uint8_t>();
        if (rank > kMostRank)
            return unusable(where, "a tensor has too many dimensions");
        std::size_t size = 1;
        for (std::uint8_t d = 0; d < rank; ++d) {
            tensor.shape.push_back(reader.number<std::uint32_t>());
            size *= std::max<std::size_t>(tensor.shape.back(), 1); // an extent of 0 must not hide a huge one
            if (size > kMostBytes / sizeof(float))
                return unusable(where, "a tensor is larger than any file may be");
        }
        values += std::ranges::count(tensor.shape, 0U) > 0 ? 0 : size;
        if (!reader.ok() || values > kMostBytes / sizeof(float))
            return unusable(where, "its table of tensors is broken");
        file.tensors.push_back(std::move(tensor));
    }
    if (reader.left() != values * sizeof(float))
        return unusable(where, "it holds another number of values than its table announces");
    for (Tensor& tensor : file.tensors) {
        std::size_t size = 1;
        for (const std::uint32_t extent : tensor.shape)
            size *= extent;
        tensor.values.resize(size);
        if (size > 0)
            std::memcpy(tensor.values.data(), reader.text(size * sizeof(float)).data(), size * sizeof(float));
        if (!std::ranges::all_of(tensor.values, [](float x) { return std::isfinite(x); }))
            return unusable(where, fmt::format("\"{}\" holds a value that is no number", tensor.name.substr(0, 60)));
    }
    return file;
}

Result<std::string> readModelFile(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error)
        return fail("model.read", fmt::format("\"{}\" cannot be read ({}).", file.string(), error.message()),
                    "Name the folder of a model.");
    if (size > kMostBytes)
        return unusable(file.string(), "it is larger than 64 MiB");
    std::ifstream in(file, std::ios::binary);
    std::string bytes(size, '\0');
    if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
        return fail("model.read", fmt::format("\"{}\" cannot be read to its end.", file.string()));
    return bytes;
}

Status writeModelFile(const std::filesystem::path& file, std::string_view bytes) {
    const std::filesystem::path beside = file.string() + ".part";
    const auto failed = [&](int reason) {
        ::unlink(beside.c_str());
        return fail("model.write",
                    fmt::format("\"{}\" could not be written ({}); what was there before is untouched.", file.string(),
                                std::generic_category().message(reason)),
                    "Make room on the disk, or name another folder.");
    };
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return failed(errno);
    const std::unique_ptr<const int, void (*)(const int*)> closer(&descriptor, [](const int* d) { ::close(*d); });
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed(written < 0 ? errno : ENOSPC);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(descriptor) != 0)
        return failed(errno);
    if (std::rename(beside.c_str(), file.c_str()) != 0)
        return failed(errno);
    return {};
}

} // namespace streamtune::learn
