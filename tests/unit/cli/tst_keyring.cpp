// SPDX-License-Identifier: GPL-3.0-or-later
// The store of secrets over keyrings that behave badly.
#include <doctest/doctest.h>
#include <map>
#include <thread>
#include <vector>

#include "app/secrets/keyring.h"

using namespace streamtune;
using namespace streamtune::secrets;
using Kind = KeyringAnswer::Kind;

namespace {

struct Behaviour {
    bool silent = false;              ///< never answers, keeps the question
    bool silentAfterFirst = false;    ///< answers the first question only
    std::optional<Kind> always;       ///< one answer for everything
    std::map<std::string, Kind> keys; ///< answers for single keys
    std::map<std::string, std::string> entries;
    std::vector<Keyring::Take> unanswered;
    int reads = 0, writes = 0;
};

class FakeKeyring final : public Keyring {
public:
    explicit FakeKeyring(std::shared_ptr<Behaviour> how) : m_how(std::move(how)) {}
    void read(const std::string& key, Take take) override {
        ++m_how->reads;
        answer(key, std::move(take), [this, key]() -> KeyringAnswer {
            const auto found = m_how->entries.find(key);
            return found == m_how->entries.end() ? KeyringAnswer{Kind::NoEntry, "no entry", {}}
                                                 : KeyringAnswer{Kind::Done, {}, found->second};
        });
    }
    void write(const std::string& key, const std::string& value, Take take) override {
        ++m_how->writes;
        answer(key, std::move(take), [this, key, value]() -> KeyringAnswer {
            m_how->entries[key] = value;
            return {};
        });
    }
    void remove(const std::string& key, Take take) override {
        answer(key, std::move(take), [this, key]() -> KeyringAnswer {
            return m_how->entries.erase(key) > 0 ? KeyringAnswer{} : KeyringAnswer{Kind::NoEntry, "no entry", {}};
        });
    }

private:
    void answer(const std::string& key, Take take, const std::function<KeyringAnswer()>& honest) {
        if (m_how->silent || (m_how->silentAfterFirst && m_asked++ > 0)) {
            m_how->unanswered.push_back(std::move(take));
            return;
        }
        if (const auto one = m_how->keys.find(key); one != m_how->keys.end())
            return take({one->second, "the keyring says so", {}});
        if (m_how->always)
            return take({*m_how->always, "the keyring says so", {}});
        // From another thread, as a desktop answers.
        std::thread([take = std::move(take), reply = honest()] { take(reply); }).join();
    }

    std::shared_ptr<Behaviour> m_how;
    int m_asked = 0;
};

KeyringStore storeOver(const std::shared_ptr<Behaviour>& how) {
    using namespace std::chrono_literals;
    return KeyringStore(std::make_unique<FakeKeyring>(how), {.answer = 60ms, .first = 40ms});
}

} // namespace

TEST_CASE("a keyring that works keeps, gives back and forgets") {
    const auto how = std::make_shared<Behaviour>();
    auto store = storeOver(how);
    CHECK(store.place() == "the desktop keyring");
    CHECK(isLasting(store));
    CHECK(store.read("a/token").error().code == "secret.missing");
    REQUIRE(store.write("a/token", "t0p"));
    CHECK(*store.read("a/token") == "t0p");
    REQUIRE(store.write("a/token", "n3w")); // one that can be read may be renewed
    CHECK(how->entries["a/token"] == "n3w");
    REQUIRE(store.remove("a/token"));
    REQUIRE(store.remove("a/token")); // nothing left to remove is no failure
    CHECK(how->entries.empty());
}

TEST_CASE("a locked keyring says so, and what it holds is not overwritten") {
    const auto how = std::make_shared<Behaviour>();
    how->entries["a/token"] = "old";
    how->keys["a/token"] = Kind::Denied;
    auto store = storeOver(how);
    const auto read = store.read("a/token");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "secret.locked");
    CHECK(read.error().sentence.find("locked") != std::string::npos);
    CHECK_FALSE(read.error().hint.empty());
    CHECK(store.write("a/token", "new").error().code == "secret.locked");
    CHECK(how->writes == 0);
    CHECK(how->entries["a/token"] == "old");
    CHECK(store.place() == "the desktop keyring"); // it is there, only locked
}

TEST_CASE("a keyring that never answers holds nobody for longer than its limit") {
    const auto how = std::make_shared<Behaviour>();
    how->silent = true;
    auto store = storeOver(how);
    REQUIRE(store.write("a/token", "t0p")); // memory of this session, and that is said
    CHECK(store.place() == "memory, for this session only (the keyring service does not answer)");
    CHECK(*store.read("a/token") == "t0p");
    CHECK(how->reads == 1); // asked once, not again for every secret
    CHECK(how->writes == 0);
    REQUIRE(how->unanswered.size() == 1);
    how->unanswered.front()({Kind::Done, {}, "late"}); // an answer that comes too late changes nothing
    CHECK(*store.read("a/token") == "t0p");
}

TEST_CASE("a keyring that falls silent later is a time-out, not a lost secret") {
    const auto how = std::make_shared<Behaviour>();
    how->silentAfterFirst = true;
    auto store = storeOver(how);
    CHECK(store.place() == "the desktop keyring");
    CHECK(store.read("a/token").error().code == "secret.timeout");
    CHECK(store.write("a/token", "t0p").error().code == "secret.timeout");
    CHECK(how->writes == 0); // what is there could not be looked at first
    CHECK(store.remove("a/token").error().code == "secret.timeout");
}

TEST_CASE("without a keyring service secrets live in memory and the place says why") {
    const auto how = std::make_shared<Behaviour>();
    how->always = Kind::Unavailable;
    auto store = storeOver(how);
    CHECK(store.place() == "memory, for this session only (no keyring service is running)");
    CHECK_FALSE(isLasting(store));
    REQUIRE(store.write("a/token", "t0p"));
    CHECK(*store.read("a/token") == "t0p");
    CHECK(how->entries.empty());
}
