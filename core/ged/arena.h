// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Memory of one search: blocks that only grow, up to a limit, and are freed at once. A caller with many searches keeps
/// one per thread, so that the first block is used again.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace streamtune::ged {

/// One thread at a time. Alignment is that of a cache line, for vector instructions.
class Arena {
public:
    explicit Arena(std::size_t limit = 0) : m_limit(limit) {}

    /// Everything taken so far is void. Keeps one block of moderate size.
    void reset(std::size_t limit) {
        constexpr std::size_t kKept = std::size_t{1} << 20;
        m_limit = limit;
        while (m_blocks.size() > 1 || (!m_blocks.empty() && (m_firstSize > kKept || m_firstSize > limit)))
            m_blocks.pop_back();
        m_reserved = m_left = m_blocks.empty() ? 0 : m_firstSize;
        m_next = m_blocks.empty() ? nullptr : m_blocks.front().get();
    }

    /// Uninitialised; nullptr when the limit would be passed.
    template <typename T>
    [[nodiscard]] T* take(std::size_t count) {
        return static_cast<T*>(bytes(count * sizeof(T)));
    }

    /// Several lines in one block: `lay(give)` calls give(pointer, count) for each of them, always the same. False when
    /// the limit would be passed.
    template <typename Lay>
    [[nodiscard]] bool takeLines(const Lay& lay) {
        std::size_t size = 0;
        lay([&](auto*& line, std::size_t count) { size += aligned(count * sizeof(*line)); });
        auto* at = static_cast<std::byte*>(bytes(size));
        if (!at)
            return false;
        lay([&]<typename T>(T*& line, std::size_t count) {
            line = reinterpret_cast<T*>(at);
            at += aligned(count * sizeof(T));
        });
        return true;
    }

    [[nodiscard]] std::size_t reserved() const { return m_reserved; }
    [[nodiscard]] std::size_t limit() const { return m_limit; }

private:
    static constexpr std::size_t kAlign = 64;
    static constexpr std::size_t kFirst = std::size_t{128} << 10;

    struct Free {
        void operator()(std::byte* block) const { ::operator delete[](block, std::align_val_t{kAlign}); }
    };

    std::size_t m_limit;
    std::size_t m_reserved = 0;
    std::size_t m_firstSize = 0;
    std::vector<std::unique_ptr<std::byte[], Free>> m_blocks;
    std::byte* m_next = nullptr;
    std::size_t m_left = 0;

    static constexpr std::size_t aligned(std::size_t size) { return (size + kAlign - 1) / kAlign * kAlign; }

    void* bytes(std::size_t wanted) {
        wanted = std::max(aligned(wanted), kAlign);
        if (wanted > m_left) {
            std::size_t size = std::max(wanted, std::max(kFirst, m_reserved / 2));
            if (m_reserved + size > m_limit)
                size = wanted;
            if (m_reserved + size > m_limit)
                return nullptr;
            m_blocks.emplace_back(static_cast<std::byte*>(::operator new[](size, std::align_val_t{kAlign})));
            m_firstSize = m_blocks.size() == 1 ? size : m_firstSize;
            m_reserved += size;
            m_next = m_blocks.back().get();
            m_left = size;
        }
        void* const taken = m_next;
        m_next += wanted;
        m_left -= wanted;
        return taken;
    }
};

} // namespace streamtune::ged
