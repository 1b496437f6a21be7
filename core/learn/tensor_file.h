// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Named tensors in a file that does not depend on any library's version: magic, JSON text about them, a table of names
/// and shapes, float32 little-endian values, SHA-256 of everything before. What a file announces is checked against its
/// size before anything is allocated for it.
///
///   "STWGHT1\n"  u32 bytes of meta, meta   u32 tensors   tensor: u16 bytes of name, name, u8 rank, u32 per dimension
///   values of all tensors in the order of the table   32 bytes SHA-256

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace streamtune::learn {

struct Tensor {
    std::string name;
    std::vector<std::uint32_t> shape;
    std::vector<float> values; ///< row-major
};

struct TensorFile {
    std::string meta; ///< JSON text, may be empty
    std::vector<Tensor> tensors;

    [[nodiscard]] const Tensor* find(std::string_view name) const;
};

[[nodiscard]] std::string tensorBytes(const TensorFile& file);

/// Error "model.weights": what is wrong, with `where` as the name of the file.
[[nodiscard]] Result<TensorFile> tensorsFromBytes(std::string_view bytes, std::string_view where);

/// At most 64 MiB. Errors "model.read", "model.weights".
[[nodiscard]] Result<std::string> readModelFile(const std::filesystem::path& file);
/// Written beside, synced and renamed: after a crash or on a full disk the old file is still whole. Error
/// "model.write".
[[nodiscard]] Status writeModelFile(const std::filesystem::path& file, std::string_view bytes);

} // namespace streamtune::learn
