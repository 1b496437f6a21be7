// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/module.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fmt/format.h>
#include <mutex>
#include <vector>

#include "core/learn/encoder_training.h"

namespace streamtune::learn {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> moduleFolders() {
    std::vector<fs::path> folders;
    if (const char* given = std::getenv("STREAMTUNE_MODULES"); given && *given == '/')
        folders.emplace_back(given);
    std::error_code unknown;
    if (const fs::path program = fs::read_symlink("/proc/self/exe", unknown); !unknown) {
        folders.push_back(program.parent_path());
        folders.push_back(program.parent_path().parent_path() / "lib" / "streamtune");
    }
    return folders;
}

} // namespace

Result<void*> moduleSymbol(const std::string& name, const char* symbol) {
    std::string reasons;
    for (const fs::path& folder : moduleFolders()) {
        const fs::path file = folder / ("lib" + name + ".so");
        std::error_code unknown;
        if (!fs::exists(file, unknown))
            continue;
        void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (void* found = handle ? ::dlsym(handle, symbol) : nullptr)
            return found;
        const char* reason = ::dlerror();
        reasons += (reasons.empty() ? "" : "; ") + std::string(reason ? reason : "it lacks what is looked for");
    }
    return fail(
        "train.module",
        reasons.empty()
            ? fmt::format("The module \"{}\" is not installed beside this program, so this cannot be done here.", name)
            : fmt::format("The module \"{}\" could not be loaded: {}.", name, reasons),
        "Install the whole package, or build with LibTorch, OpenBLAS and XGBoost present.");
}

Result<TorchRoom*> torchRoom() {
    static std::mutex mutex;
    static TorchRoom* room = nullptr;
    const std::lock_guard lock(mutex);
    if (room)
        return room;
    // Before the libraries start: their threads would spin against each other (see core/learn/torch).
    ::setenv("OMP_NUM_THREADS", "1", 0);
    ::setenv("OPENBLAS_NUM_THREADS", "1", 0);
    ::setenv("OMP_WAIT_POLICY", "passive", 0);
    // A processor that is younger than OpenBLAS gets its oldest kernels, four times slower; what it can do is asked
    // here.
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        ::setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        ::setenv("OPENBLAS_CORETYPE", "Haswell", 0);
    ST_ASSIGN(void* const symbol, moduleSymbol("streamtune-torch", "streamtune_torch_room"));
    room = reinterpret_cast<TorchRoom* (*)(int)>(symbol)(kTorchRoomVersion);
    if (!room)
        return fail("train.module", "The LibTorch module is of another version of this program.",
                    "Install program and module from the same package.");
    return room;
}

} // namespace streamtune::learn
