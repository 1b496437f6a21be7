// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/zip_file.h"

#include <array>
#include <memory>
#include <minizip/unzip.h>
#include <minizip/zip.h>

namespace streamtune::history {
namespace {

constexpr std::size_t kMaxParts = 64;
constexpr std::size_t kMaxBytes = std::size_t{512} << 20;
constexpr std::size_t kMaxName = 512;

std::unexpected<Error> notWritten(const std::filesystem::path& file) {
    return fail("export.write", "The archive \"" + file.string() + "\" could not be written.",
                "Check that there is space and that you may write there.");
}

std::unexpected<Error> notRead(const std::filesystem::path& file, const std::string& why) {
    return fail("import.read", "The archive \"" + file.string() + "\" cannot be read: " + why + ".",
                "Check that the file is whole; export it again.");
}

Status addPart(zipFile zip, const std::filesystem::path& file, const std::string& name, const std::string& bytes) {
    zip_fileinfo info{};
    info.tmz_date.tm_mday = 1; // the same bytes for the same content, whenever it is written
    info.tmz_date.tm_year = 1980;
    if (zipOpenNewFileInZip(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                            Z_DEFAULT_COMPRESSION) != ZIP_OK)
        return notWritten(file);
    constexpr std::size_t kChunk = std::size_t{1} << 20; // the library counts in unsigned int
    for (std::size_t at = 0; at < bytes.size(); at += kChunk)
        if (zipWriteInFileInZip(zip, bytes.data() + at, static_cast<unsigned>(std::min(kChunk, bytes.size() - at))) !=
            ZIP_OK)
            return notWritten(file);
    if (zipCloseFileInZip(zip) != ZIP_OK)
        return notWritten(file);
    return {};
}

/// The open entry, at most `limit` bytes of it.
Result<std::string> readPart(unzFile zip, const std::filesystem::path& file, std::size_t limit) {
    if (unzOpenCurrentFile(zip) != UNZ_OK)
        return notRead(file, "a part is damaged");
    std::string bytes;
    std::array<char, 65'536> buffer{};
    int got = 0;
    while ((got = unzReadCurrentFile(zip, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
        if (bytes.size() > limit) {
            unzCloseCurrentFile(zip);
            return notRead(file, "it unpacks to more than 512 MiB");
        }
    }
    if (unzCloseCurrentFile(zip) != UNZ_OK || got < 0) // closing checks the CRC
        return notRead(file, "a part is damaged");
    return bytes;
}

struct CloseUnzip {
    void operator()(void* zip) const { unzClose(zip); }
};

} // namespace

Status writeZip(const std::filesystem::path& file, const ZipParts& parts) {
    zipFile zip = zipOpen64(file.c_str(), APPEND_STATUS_CREATE);
    if (!zip)
        return notWritten(file);
    Status done;
    for (const auto& [name, bytes] : parts)
        if (done = addPart(zip, file, name, bytes); !done)
            break;
    if (zipClose(zip, nullptr) != ZIP_OK && done)
        done = notWritten(file);
    return done;
}

Result<ZipParts> readZip(const std::filesystem::path& file) {
    const std::unique_ptr<void, CloseUnzip> zip(unzOpen64(file.c_str()));
    if (!zip)
        return notRead(file, "it is not a zip archive or is cut off");
    ZipParts parts;
    std::size_t total = 0;
    for (int more = unzGoToFirstFile(zip.get()); more == UNZ_OK; more = unzGoToNextFile(zip.get())) {
        std::array<char, kMaxName + 1> name{};
        if (unzGetCurrentFileInfo64(zip.get(), nullptr, name.data(), kMaxName, nullptr, 0, nullptr, 0) != UNZ_OK)
            return notRead(file, "its list of parts is damaged");
        ST_ASSIGN(std::string bytes, readPart(zip.get(), file, kMaxBytes - total));
        total += bytes.size();
        parts[name.data()] = std::move(bytes);
        if (parts.size() > kMaxParts)
            return notRead(file, "it has more than 64 parts");
    }
    return parts;
}

} // namespace streamtune::history
