// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/batch.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "core/ged/arena.h"

namespace streamtune::ged {
namespace {

constexpr std::chrono::milliseconds kPatience{
    20}; ///< answers are told at the latest after this, be the block done or not

/// The pairs in order, by number.
class Pairs {
public:
    Pairs(const Corpus& corpus, bool all)
        : m_listed(corpus.pairs), m_all(all || corpus.pairs.empty()), m_graphs(std::ssize(corpus.graphs)) {}

    [[nodiscard]] std::int64_t size() const { return m_all ? m_graphs * (m_graphs - 1) / 2 : std::ssize(m_listed); }
    [[nodiscard]] CorpusPair at(std::int64_t number) const {
        if (!m_all)
            return m_listed[static_cast<std::size_t>(number)];
        // Rows 0 .. i-1 hold i * (2n - i - 1) / 2 pairs.
        const auto n = static_cast<double>(m_graphs);
        auto i = static_cast<std::int64_t>(
            n - 0.5 - std::sqrt(std::max(0.0, (n - 0.5) * (n - 0.5) - 2 * static_cast<double>(number))));
        while (i > 0 && before(i) > number)
            --i;
        while (before(i + 1) <= number)
            ++i;
        return {static_cast<std::size_t>(i), static_cast<std::size_t>(i + 1 + number - before(i)), std::nullopt};
    }

private:
    const std::vector<CorpusPair>& m_listed;
    bool m_all;
    std::int64_t m_graphs;

    [[nodiscard]] std::int64_t before(std::int64_t row) const { return row * (2 * m_graphs - row - 1) / 2; }
};

/// Hands out blocks of pairs and passes their texts on in order, of the first open block as they come. A thread that is
/// far ahead waits, so that the texts in memory stay few.
class Queue {
public:
    Queue(std::int64_t blocks, const Sink& sink) : m_blocks(blocks), m_sink(sink) {}

    /// -1 when there is nothing left to do.
    std::int64_t next() {
        constexpr std::int64_t kAhead = 4096;
        std::unique_lock lock(m_mutex);
        m_progress.wait(lock, [&] { return m_ended || m_next >= m_blocks || m_next < m_passedOn + kAhead; });
        return m_ended || m_next >= m_blocks ? -1 : m_next++;
    }
    /// More of a block; false when nobody wants more.
    bool put(std::int64_t block, std::string text, bool whole) {
        const std::lock_guard lock(m_mutex);
        Part& part = m_parts[block];
        part.text += text;
        part.whole = whole;
        for (auto it = m_parts.begin(); !m_ended && it != m_parts.end() && it->first == m_passedOn;) {
            m_ended = !it->second.text.empty() && !m_sink(std::exchange(it->second.text, {}));
            if (!it->second.whole)
                break;
            it = m_parts.erase(it);
            ++m_passedOn;
        }
        if (m_ended)
            m_nobody.request_stop();
        m_progress.notify_all();
        return !m_ended;
    }
    void end(Error error) {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_ended, true))
            m_error = std::move(error);
        m_nobody.request_stop();
        m_progress.notify_all();
    }
    /// Ends the searches under way when nobody wants more.
    [[nodiscard]] std::stop_source& nobody() { return m_nobody; }
    [[nodiscard]] Status status() const { return m_error.code.empty() ? Status() : fail(m_error); }

private:
    struct Part {
        std::string text;
        bool whole = false;
    };

    const std::int64_t m_blocks;
    const Sink& m_sink;
    std::mutex m_mutex;
    std::condition_variable m_progress;
    std::map<std::int64_t, Part> m_parts;
    std::stop_source m_nobody;
    std::int64_t m_next = 0;
    std::int64_t m_passedOn = 0;
    bool m_ended = false;
    Error m_error;
};

} // namespace

Status solveCorpus(const Corpus& corpus, const Batch& batch, const Writer& write, const Sink& sink,
                   const std::stop_token& stop) {
    ST_ASSIGN(Vocabulary vocabulary, Vocabulary::make(batch.definition, batch.costs));
    std::vector<Compiled> graphs;
    graphs.reserve(corpus.graphs.size());
    for (const JobGraph& graph : corpus.graphs) {
        ST_ASSIGN(Compiled compiled, vocabulary.compile(graph));
        graphs.push_back(std::move(compiled));
    }
    const Pairs pairs(corpus, batch.allPairs);
    const std::int64_t perBlock = std::clamp<std::int64_t>(pairs.size() / (64 * batch.threads), 1, 64);
    Queue queue((pairs.size() + perBlock - 1) / perBlock, sink);
    const std::stop_callback forward(stop, [&] { queue.nobody().request_stop(); });
    const std::stop_token ended = queue.nobody().get_token();
    const auto work = [&] {
        Arena scratch;
        bool warm = false;
        for (std::int64_t block = queue.next(); block >= 0; block = queue.next()) {
            if (!std::exchange(warm, true)) { // memory and code that is met first is no time of the first pair
                const CorpusPair pair = pairs.at(block * perBlock);
                (void)distance(vocabulary, graphs[pair.a], graphs[pair.b], {{Millis{1}, batch.budget.memoryBytes}, {}},
                               ended, &scratch);
            }
            std::string text;
            auto told = std::chrono::steady_clock::now();
            const std::int64_t end = std::min(pairs.size(), (block + 1) * perBlock);
            for (std::int64_t number = block * perBlock; number < end; ++number) {
                CorpusPair pair = pairs.at(number);
                pair.tau = pair.tau ? pair.tau : batch.tau;
                const auto answer =
                    distance(vocabulary, graphs[pair.a], graphs[pair.b], {batch.budget, pair.tau}, ended, &scratch);
                if (!answer)
                    return queue.end(answer.error());
                write(text, pair, *answer);
                if (const auto now = std::chrono::steady_clock::now(); now - told > kPatience) {
                    told = now;
                    if (!queue.put(block, std::exchange(text, {}), false))
                        return;
                }
            }
            queue.put(block, std::move(text), true);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < batch.threads; ++i)
            helpers.emplace_back(work);
        work();
    }
    return queue.status();
}

} // namespace streamtune::ged
