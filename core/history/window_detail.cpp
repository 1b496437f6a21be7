// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/window_detail.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace streamtune::history {
namespace {

constexpr char kLayout = 1;
constexpr std::uint64_t kMissingBits = 0x7FF4'0000'0000'0001;
constexpr std::uint64_t kNanBits = 0x7FF8'0000'0000'0000;
static_assert(std::endian::native == std::endian::little, "the blob is little endian");

class Writer {
public:
    void count(std::uint64_t value) {
        while (value >= 0x80) {
            m_bytes += static_cast<char>(value | 0x80);
            value >>= 7;
        }
        m_bytes += static_cast<char>(value);
    }
    void integer(int value) { count(static_cast<std::uint32_t>(value)); }
    void text(const std::string& value) {
        count(value.size());
        m_bytes += value;
    }
    void number(const Number& value) {
        const std::uint64_t bits =
            !value ? kMissingBits : (std::isnan(*value) ? kNanBits : std::bit_cast<std::uint64_t>(*value));
        m_bytes.append(reinterpret_cast<const char*>(&bits), sizeof bits);
    }
    void numbers(const std::vector<Number>& values) {
        count(values.size());
        for (const Number& value : values)
            number(value);
    }
    void byte(char value) { m_bytes += value; }
    [[nodiscard]] std::string take() { return std::move(m_bytes); }
    void reserve(std::size_t bytes) { m_bytes.reserve(bytes); }

private:
    std::string m_bytes;
};

/// Reads; after the first thing that does not fit, ok() is false and everything read is empty.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool finished() const { return m_ok && m_rest.empty(); }

    std::uint64_t count() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 63 && !m_rest.empty(); shift += 7) {
            const auto part = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(part & 0x7f) << shift;
            if ((part & 0x80) == 0)
                return value;
        }
        m_ok = false;
        return 0;
    }
    /// A count of things that need at least `each` bytes.
    std::size_t countOf(std::size_t each) {
        const std::uint64_t n = count();
        if (n > m_rest.size() / each)
            m_ok = false;
        return m_ok ? static_cast<std::size_t>(n) : 0;
    }
    int integer() { return static_cast<int>(static_cast<std::uint32_t>(count())); }
    std::string text() {
        const std::size_t size = countOf(1);
        std::string value(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        return value;
    }
    Number number() {
        std::uint64_t bits = 0;
        if (m_rest.size() < sizeof bits) {
            m_ok = false;
            return std::nullopt;
        }
        std::memcpy(&bits, m_rest.data(), sizeof bits);
        m_rest.remove_prefix(sizeof bits);
        if (bits == kMissingBits)
            return std::nullopt;
        return std::bit_cast<double>(bits);
    }
    std::vector<Number> numbers() {
        std::vector<Number> values(countOf(sizeof(double)));
        for (Number& value : values)
            value = number();
        return values;
    }
    char byte() {
        if (m_rest.empty()) {
            m_ok = false;
            return 0;
        }
        const char value = m_rest.front();
        m_rest.remove_prefix(1);
        return value;
    }

private:
    std::string_view m_rest;
    bool m_ok = true;
};

constexpr std::size_t kNodeBytes = 12 * 8 + 6; ///< least bytes of a node
constexpr std::size_t kSourceBytes = 4 * 8 + 2;
constexpr std::size_t kWorkerBytes = 4 * 8 + 1;

void writeNode(Writer& out, const NodeObservation& n) {
    out.integer(n.parallelism);
    out.integer(n.subtasksReporting);
    for (const Number* value :
         {&n.inRate, &n.outRate, &n.inBytes, &n.outBytes, &n.busyMean, &n.busyMax, &n.backpressuredMean,
          &n.backpressuredMax, &n.idleMean, &n.cpuLoad, &n.backlog, &n.watermark})
        out.number(*value);
    out.numbers(n.subtaskIn);
    out.numbers(n.subtaskBusy);
    out.numbers(n.subtaskBackpressured);
}

NodeObservation readNode(Reader& in) {
    NodeObservation n;
    n.parallelism = in.integer();
    n.subtasksReporting = in.integer();
    for (Number* value : {&n.inRate, &n.outRate, &n.inBytes, &n.outBytes, &n.busyMean, &n.busyMax, &n.backpressuredMean,
                          &n.backpressuredMax, &n.idleMean, &n.cpuLoad, &n.backlog, &n.watermark})
        *value = in.number();
    n.subtaskIn = in.numbers();
    n.subtaskBusy = in.numbers();
    n.subtaskBackpressured = in.numbers();
    return n;
}

void writeSource(Writer& out, const SourceObservation& s) {
    out.text(s.id);
    out.byte(static_cast<char>(s.offeredFrom));
    for (const Number* value : {&s.offered, &s.accepted, &s.backlog, &s.backlogGrowth})
        out.number(*value);
}

SourceObservation readSource(Reader& in) {
    SourceObservation s;
    s.id = in.text();
    s.offeredFrom = static_cast<OfferedFrom>(std::clamp<int>(in.byte(), 0, static_cast<int>(OfferedFrom::LowerBound)));
    for (Number* value : {&s.offered, &s.accepted, &s.backlog, &s.backlogGrowth})
        *value = in.number();
    return s;
}

} // namespace

std::string encodeDetail(const Observation& window, const std::vector<std::int64_t>& positions) {
    Writer out;
    out.reserve(64 + window.nodes.size() * 4 * kNodeBytes);
    out.byte(kLayout);
    out.number(window.seconds);
    out.number(window.jobLag);
    out.text(window.whyNotQuiet);
    out.count(window.nodes.size());
    for (std::size_t i = 0; i < window.nodes.size(); ++i) {
        out.count(static_cast<std::uint64_t>(positions[i]));
        writeNode(out, window.nodes[i]);
    }
    out.count(window.sources.size());
    for (const SourceObservation& source : window.sources)
        writeSource(out, source);
    out.count(window.workers.size());
    for (const WorkerObservation& worker : window.workers) {
        out.integer(worker.worker);
        for (const Number* value : {&worker.load, &worker.runQueue, &worker.lag, &worker.lagSlope})
            out.number(*value);
    }
    out.count(window.notes.size());
    for (const auto& [key, value] : window.notes) {
        out.text(key);
        out.text(value);
    }
    return out.take();
}

Status decodeDetail(std::string_view blob, Observation& window, std::vector<std::int64_t>& positions) {
    Reader in(blob);
    if (in.byte() != kLayout)
        return fail("store.corrupt", "A stored window has a form that this version does not know.",
                    "Restore a copy of the workspace.");
    window.seconds = in.number().value_or(0);
    window.jobLag = in.number();
    window.whyNotQuiet = in.text();
    window.nodes.resize(in.countOf(kNodeBytes));
    positions.resize(window.nodes.size());
    for (std::size_t i = 0; i < window.nodes.size(); ++i) {
        positions[i] = static_cast<std::int64_t>(in.count());
        window.nodes[i] = readNode(in);
    }
    window.sources.resize(in.countOf(kSourceBytes));
    for (SourceObservation& source : window.sources)
        source = readSource(in);
    window.workers.resize(in.countOf(kWorkerBytes));
    for (WorkerObservation& worker : window.workers) {
        worker.worker = in.integer();
        for (Number* value : {&worker.load, &worker.runQueue, &worker.lag, &worker.lagSlope})
            *value = in.number();
    }
    const std::size_t notes = in.countOf(2);
    for (std::size_t i = 0; i < notes && in.ok(); ++i) {
        std::string key = in.text();
        window.notes[std::move(key)] = in.text();
    }
    if (!in.finished())
        return fail("store.corrupt", "A stored window is damaged.", "Restore a copy of the workspace.");
    return {};
}

} // namespace streamtune::history
