// bmnn in C++17: what bmnn.h declares, owned by objects and thrown as errors.
//
//     bmnn::Host host = bmnn::Host::with_passphrase(passphrase);
//     bmnn::Registry registry = bmnn::Registry::open(folder, ledger_key, host);
//     std::string done = registry.perform(act, clerk);
//
// Texts are UTF-8; acts and answers are JSON, in the form of acts.schema.json.
// Each object owns what it was made of and moves; it is not copied. Threads: as
// bmnn.h says of the functions. With BMNN_NO_EXCEPTIONS defined, what would be
// thrown ends the program with its message.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef BMNN_HPP
#define BMNN_HPP

#include "bmnn.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bmnn {

// What went wrong in a call.
class Error : public std::runtime_error {
public:
    explicit Error(bmnn_error *error)
        : std::runtime_error(bmnn_error_message_en(error)),
          status_(bmnn_error_status(error)),
          vi_(bmnn_error_message_vi(error)),
          article_(bmnn_error_article_vi(error) ? bmnn_error_article_vi(error) : ""),
          article_en_(bmnn_error_article_en(error) ? bmnn_error_article_en(error) : ""),
          detail_(bmnn_error_detail_json(error)),
          offset_(bmnn_error_offset(error)) {}

    bmnn_status status() const noexcept { return status_; }
    // BMNN_E_REFUSED, and so on.
    const char *name() const noexcept { return bmnn_status_name(status_); }
    const std::string &vi() const noexcept { return vi_; }
    // Where the law says so, in Vietnamese; empty where no law is at issue.
    const std::string &article() const noexcept { return article_; }
    // The same in English.
    const std::string &article_en() const noexcept { return article_en_; }
    // A JSON object.
    const std::string &detail() const noexcept { return detail_; }
    // The byte at which a text is wrong, or -1.
    int64_t offset() const noexcept { return offset_; }

private:
    bmnn_status status_;
    std::string vi_, article_, article_en_, detail_;
    int64_t offset_;
};

namespace detail {

// What a function of the program's threw while the library called it on this
// thread. Nothing is thrown through the library: it comes out of the call.
inline std::exception_ptr &thrown() {
    static thread_local std::exception_ptr kept;
    return kept;
}

// Runs a function of the program's; `failed` is what the library is told if it
// throws.
template <class F>
int32_t caught(F work, int32_t failed = -1) noexcept {
#ifdef BMNN_NO_EXCEPTIONS
    (void)failed;
    return work();
#else
    try {
        return work();
    } catch (...) {
        if (!thrown()) thrown() = std::current_exception();
        return failed;
    }
#endif
}

// Throws what a call left in its last argument, or what a function of the
// program's threw within it.
class Call {
public:
    bmnn_error **error() noexcept { return &error_; }

    void operator()(bmnn_status status) {
        if (status == BMNN_OK) return;
        std::unique_ptr<bmnn_error, void (*)(bmnn_error *)> owned(error_, bmnn_error_free);
        error_ = nullptr;
#ifdef BMNN_NO_EXCEPTIONS
        std::fprintf(stderr, "bmnn: %s\n", bmnn_error_message_en(owned.get()));
        std::abort();
#else
        if (std::exception_ptr kept = std::exchange(thrown(), nullptr)) std::rethrow_exception(kept);
        throw Error(owned.get());
#endif
    }

private:
    bmnn_error *error_ = nullptr;
};

template <class T, void (*Free)(T *)>
struct Freed {
    void operator()(T *object) const noexcept { Free(object); }
};

template <class T, void (*Free)(T *)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

inline std::string taken(bmnn_buf *buf) {
    Owned<bmnn_buf, bmnn_buf_free> owned(buf);
    return std::string(reinterpret_cast<const char *>(bmnn_buf_data(buf)), bmnn_buf_len(buf));
}

inline const uint8_t *bytes(std::string_view text) {
    return reinterpret_cast<const uint8_t *>(text.data());
}

}  // namespace detail

using Key = std::array<uint8_t, 32>;
// A leaf hash, a root, a ledger-id, a salt, a commitment.
using Hash = std::array<uint8_t, 32>;

// Fails unless the library that was found is one that this header was made for.
inline void check_abi() {
    detail::Call call;
    call(bmnn_abi_check(BMNN_ABI_VERSION, call.error()));
}

// The library's version, 0.1.0; it says nothing of the ABI.
inline std::string version() { return bmnn_version(); }

// The version of the ledger's format that the library reads and writes.
inline uint32_t format_version() { return bmnn_format_version(); }

// Whether this build can do something: `verify`, `registry`.
inline bool has_feature(std::string_view name) {
    return bmnn_has_feature(name.data(), name.size()) == 1;
}

// The digest of a pack that comes with the library.
inline std::string pack_digest(std::string_view id) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_pack_digest(id.data(), id.size(), &out, call.error()));
    return detail::taken(out);
}

using Signature = std::array<uint8_t, 64>;

// Bytes of somebody else's.
struct Bytes {
    const uint8_t *data;
    size_t size;
};

// Rule packs in the order of their adoption. Answers are JSON.
class Packs {
public:
    static Packs built_in() {
        detail::Call call;
        bmnn_packs *out;
        call(bmnn_packs_built_in(&out, call.error()));
        return Packs(out);
    }

    // These and one more, read from its TOML.
    Packs with(std::string_view name, std::string_view toml) const {
        detail::Call call;
        bmnn_packs *out;
        call(bmnn_packs_with(get(), name.data(), name.size(), toml.data(), toml.size(), &out,
                             call.error()));
        return Packs(out);
    }

    std::string list() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_list(get(), &out, call.error()));
        return detail::taken(out);
    }

    // The one in force on a day.
    std::string on(bmnn_date on) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_on(get(), on, &out, call.error()));
        return detail::taken(out);
    }

    // A whole one: provisions, posts, marks.
    std::string pack(std::string_view id) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_pack(get(), id.data(), id.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string provision(bmnn_date on, std::string_view id) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_provision(get(), on, id.data(), id.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string mark(bmnn_date on, std::string_view id) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_mark(get(), on, id.data(), id.size(), &out, call.error()));
        return detail::taken(out);
    }

    // The last protected day of a document, with nothing but its level stated.
    bmnn_date term_end(bmnn_level level, bmnn_date determined) const {
        detail::Call call;
        bmnn_date end;
        call(bmnn_packs_term_end(get(), level, determined, &end, call.error()));
        return end;
    }

    std::string term(std::string_view protection) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_term(get(), protection.data(), protection.size(), &out, call.error()));
        return detail::taken(out);
    }

    // What a stated protection comes to under one pack.
    std::string resolve(std::string_view pack, std::string_view until, bmnn_date start,
                        bmnn_level level) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_resolve(get(), pack.data(), pack.size(), until.data(), until.size(), start,
                                level, &out, call.error()));
        return detail::taken(out);
    }

    // A document's secrecy on a day, from the acts on it alone.
    std::string status(std::string_view acts, bmnn_date on) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_status(get(), acts.data(), acts.size(), on, &out, call.error()));
        return detail::taken(out);
    }

    // What the law says of an act after others; `recorded` 0 for its own day.
    std::string decide(std::string_view before, std::string_view act, bmnn_date recorded = 0) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_packs_decide(get(), before.data(), before.size(), act.data(), act.size(), recorded,
                               &out, call.error()));
        return detail::taken(out);
    }

    const bmnn_packs *get() const noexcept { return owned_.get(); }

private:
    explicit Packs(bmnn_packs *packs) : owned_(packs) {}
    detail::Owned<bmnn_packs, bmnn_packs_free> owned_;
};

// The protection of a whole whose parts have these, in JSON.
inline std::string latest(std::string_view untils) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_until_latest(untils.data(), untils.size(), &out, call.error()));
    return detail::taken(out);
}

// What a copy's name, `doc-17#3/2.1`, says.
inline std::string copy_name(std::string_view copy) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_copy_parse(copy.data(), copy.size(), &out, call.error()));
    return detail::taken(out);
}

// The name of a duplicate made from a copy.
inline std::string copy_duplicate(std::string_view copy, uint32_t occasion, uint32_t number) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_copy_duplicate(copy.data(), copy.size(), occasion, number, &out, call.error()));
    return detail::taken(out);
}

// A level as people write it; `liberties` gets which ones the writer took,
// BMNN_LIBERTY_… added up. Throws an Error with BMNN_E_LEVEL where it is none.
inline bmnn_level level(std::string_view text, uint32_t *liberties = nullptr) {
    detail::Call call;
    bmnn_level out;
    call(bmnn_level_parse(text.data(), text.size(), &out, liberties, call.error()));
    return out;
}

// A level as one of BMNN_LEVEL_AS_… has it.
inline std::string level_text(bmnn_level level, int32_t form = BMNN_LEVEL_AS_VI) {
    detail::Call call;
    const char *out;
    call(bmnn_level_text(level, form, &out, call.error()));
    return out;
}

// The highest of some levels, at least one: the one that wins where they meet.
inline bmnn_level highest(const std::vector<bmnn_level> &levels) {
    detail::Call call;
    bmnn_level out;
    call(bmnn_level_highest(levels.data(), levels.size(), &out, call.error()));
    return out;
}

// A day that is written 2026-03-01. Throws an Error with BMNN_E_DATE where it is
// none.
inline bmnn_date date(std::string_view text) {
    detail::Call call;
    bmnn_date out;
    call(bmnn_date_parse(text.data(), text.size(), &out, call.error()));
    return out;
}

// The day so many days later, earlier if negative; the calendar's ends stop it.
inline bmnn_date plus_days(bmnn_date date, int64_t days) {
    detail::Call call;
    bmnn_date out;
    call(bmnn_date_plus_days(date, days, &out, call.error()));
    return out;
}

// The last day of a period of so many months, as the Civil Code counts it.
inline bmnn_date plus_months(bmnn_date date, uint32_t months) {
    detail::Call call;
    bmnn_date out;
    call(bmnn_date_plus_months(date, months, &out, call.error()));
    return out;
}

// How many days from one day to another, negative if that is earlier.
inline int64_t days_until(bmnn_date from, bmnn_date to) {
    detail::Call call;
    int64_t out;
    call(bmnn_date_days_until(from, to, &out, call.error()));
    return out;
}

// The days between which a date of an old paper lies.
struct PartDate {
    bmnn_date earliest, latest;
};

// Reads `2014-05-31`, `2014-05` or `2014`.
inline PartDate part_date(std::string_view text) {
    detail::Call call;
    PartDate out;
    call(bmnn_part_date_parse(text.data(), text.size(), &out.earliest, &out.latest, call.error()));
    return out;
}

// A time of day in Vietnam.
struct TimeOfDay {
    int32_t hour, minute;
};

// Reads `14:05`.
inline TimeOfDay time_of_day(std::string_view text) {
    detail::Call call;
    TimeOfDay out;
    call(bmnn_time_parse(text.data(), text.size(), &out.hour, &out.minute, call.error()));
    return out;
}

// That a text can be an id, else an Error is thrown; and whether it is the one of
// every registry's own agency, `self`.
inline bool check_id(std::string_view id) {
    detail::Call call;
    int32_t own;
    call(bmnn_id_check(id.data(), id.size(), &own, call.error()));
    return own == 1;
}

// A day as it is written in Vietnamese: 01/03/2026.
inline std::string date_vi(bmnn_date date) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_date_vi(date, &out, call.error()));
    return detail::taken(out);
}

// Whoever signs with one key.
class Signer {
public:
    using SignFunction = std::function<Signature(Bytes message)>;

    static Signer from_seed(const Key &seed) {
        detail::Call call;
        bmnn_signer *out;
        call(bmnn_signer_from_seed(seed.data(), &out, call.error()));
        return Signer(out);
    }

    static Signer from_ring(std::string_view folder, std::string_view name,
                            std::string_view passphrase) {
        detail::Call call;
        bmnn_signer *out;
        call(bmnn_signer_from_ring(folder.data(), folder.size(), name.data(), name.size(),
                                   passphrase.data(), passphrase.size(), &out, call.error()));
        return Signer(out);
    }

    // A signer of the program's own: a card, a module. What `sign` throws comes
    // out of the call that wanted a signature.
    static Signer of_host(const Key &public_key, SignFunction sign) {
        bmnn_signer_functions functions = BMNN_SIGNER_FUNCTIONS_INIT;
        functions.user = new SignFunction(std::move(sign));
        functions.destroy = [](void *user) { delete static_cast<SignFunction *>(user); };
        functions.sign = [](void *user, const uint8_t *message, size_t message_len,
                            uint8_t *signature, size_t capacity, size_t *signature_len) {
            return detail::caught([&]() -> int32_t {
                const Signature made =
                    (*static_cast<SignFunction *>(user))({message, message_len});
                if (made.size() > capacity) return -1;
                std::copy(made.begin(), made.end(), signature);
                *signature_len = made.size();
                return 0;
            });
        };
        std::copy(public_key.begin(), public_key.end(), functions.public_key);
        detail::Call call;
        bmnn_signer *out;
        call(bmnn_signer_of_host(&functions, &out, call.error()));
        return Signer(out);
    }

    Key public_key() const {
        detail::Call call;
        Key key;
        call(bmnn_signer_public_key(get(), key.data(), call.error()));
        return key;
    }

    const bmnn_signer *get() const noexcept { return owned_.get(); }

private:
    friend class Ring;
    explicit Signer(bmnn_signer *signer) : owned_(signer) {}
    detail::Owned<bmnn_signer, bmnn_signer_free> owned_;
};

// What a program supplies itself; what it leaves out, the host has. What they
// throw comes out of the call that asked, but for the log, where it is dropped.
struct Services {
    // Milliseconds since 1970 (UTC).
    std::function<int64_t()> clock;
    // Fills so many bytes with what nobody can guess.
    std::function<void(uint8_t *bytes, size_t len)> randomness;
    // Is told BMNN_LOG_… and a line in English.
    std::function<void(int32_t level, std::string_view line)> log;
};

// A folder of keys that one passphrase opens.
class Ring {
public:
    static Ring create(std::string_view folder, std::string_view passphrase) {
        detail::Call call;
        bmnn_ring *out;
        call(bmnn_ring_create(folder.data(), folder.size(), passphrase.data(), passphrase.size(),
                              &out, call.error()));
        return Ring(out);
    }

    static Ring open(std::string_view folder, std::string_view passphrase) {
        detail::Call call;
        bmnn_ring *out;
        call(bmnn_ring_open(folder.data(), folder.size(), passphrase.data(), passphrase.size(),
                            &out, call.error()));
        return Ring(out);
    }

    // A new key: its `name`, `kid` and `public-key`.
    std::string generate(std::string_view name) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_ring_generate(owned_.get(), name.data(), name.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string list() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_ring_list(owned_.get(), &out, call.error()));
        return detail::taken(out);
    }

    Signer signer(std::string_view name) const {
        detail::Call call;
        bmnn_signer *out;
        call(bmnn_ring_signer(owned_.get(), name.data(), name.size(), &out, call.error()));
        return Signer(out);
    }

private:
    explicit Ring(bmnn_ring *ring) : owned_(ring) {}
    detail::Owned<bmnn_ring, bmnn_ring_free> owned_;
};

// A clock, randomness, and what opens a registry's vault.
class Host {
public:
    static Host with_passphrase(std::string_view passphrase) {
        detail::Call call;
        bmnn_host *out;
        call(bmnn_host_with_passphrase(passphrase.data(), passphrase.size(), &out, call.error()));
        return Host(out);
    }

    static Host with_key(const Key &key) {
        detail::Call call;
        bmnn_host *out;
        call(bmnn_host_with_key(key.data(), &out, call.error()));
        return Host(out);
    }

    static Host for_tests(int64_t unix_millis, const Key &seed) {
        detail::Call call;
        bmnn_host *out;
        call(bmnn_host_for_tests(unix_millis, seed.data(), &out, call.error()));
        return Host(out);
    }

    void advance(int64_t millis) {
        detail::Call call;
        call(bmnn_host_advance(get(), millis, call.error()));
    }

    // A host like this one, with services of the program's own.
    Host with_services(const Services &services) const {
        bmnn_clock_functions clock = BMNN_CLOCK_FUNCTIONS_INIT;
        bmnn_randomness_functions randomness = BMNN_RANDOMNESS_FUNCTIONS_INIT;
        bmnn_log_functions log = BMNN_LOG_FUNCTIONS_INIT;
        const auto destroy = [](void *user) { delete static_cast<Services *>(user); };
        clock.destroy = randomness.destroy = log.destroy = destroy;
        clock.now = [](void *user, int64_t *unix_millis) {
            return detail::caught([&]() -> int32_t {
                *unix_millis = static_cast<Services *>(user)->clock();
                return 0;
            });
        };
        randomness.fill = [](void *user, uint8_t *bytes, size_t len, size_t *filled) {
            return detail::caught([&]() -> int32_t {
                static_cast<Services *>(user)->randomness(bytes, len);
                *filled = len;
                return 0;
            });
        };
        log.line = [](void *user, int32_t level, const char *text, size_t text_len) {
            // What another function threw is what the call comes to.
            const std::exception_ptr before = detail::thrown();
            detail::caught([&]() -> int32_t {
                static_cast<Services *>(user)->log(level, {text, text_len});
                return 0;
            });
            detail::thrown() = before;
        };
        if (services.clock) clock.user = new Services(services);
        if (services.randomness) randomness.user = new Services(services);
        if (services.log) log.user = new Services(services);
        detail::Call call;
        bmnn_host *out;
        call(bmnn_host_with_services(get(), services.clock ? &clock : nullptr,
                                     services.randomness ? &randomness : nullptr,
                                     services.log ? &log : nullptr, &out, call.error()));
        return Host(out);
    }

    const bmnn_host *get() const noexcept { return owned_.get(); }

private:
    explicit Host(bmnn_host *host) : owned_(host) {}
    detail::Owned<bmnn_host, bmnn_host_free> owned_;
};

// An act put together key by key; a path is `decision/person`, `copies/0/to`.
//
//     bmnn::Act act("copy.transfer");
//     act.set("on", "2026-03-02").set("copies/0", "doc-1#1").set("to", "bo-a");
class Act {
public:
    explicit Act(std::string_view name) {
        detail::Call call;
        bmnn_act *out;
        call(bmnn_act_new(name.data(), name.size(), &out, call.error()));
        owned_.reset(out);
    }

    // An `entry.correct` of an act of this name; new values go below `changes/`.
    static Act correction(std::string_view corrected) {
        detail::Call call;
        bmnn_act *out;
        call(bmnn_act_correction(corrected.data(), corrected.size(), &out, call.error()));
        return Act(out);
    }

    // An act that is whole; `corrected` as above, for an `entry.correct` alone.
    static Act from_json(std::string_view json, std::string_view corrected = {}) {
        detail::Call call;
        bmnn_act *out;
        call(bmnn_act_from_json(json.data(), json.size(), corrected.data(), corrected.size(), &out,
                                call.error()));
        return Act(out);
    }

    // Text, or what JSON writes as text: ids, dates, levels, words.
    Act &set(std::string_view path, std::string_view text) {
        detail::Call call;
        call(bmnn_act_set_text(get(), path.data(), path.size(), text.data(), text.size(),
                               call.error()));
        return *this;
    }

    // A literal is a text, and not the truth value that a pointer turns into.
    Act &set(std::string_view path, const char *text) {
        return set(path, std::string_view(text));
    }

    // A truth value, or a whole number of any type.
    template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
    Act &set(std::string_view path, T value) {
        detail::Call call;
        if constexpr (std::is_same_v<T, bool>) {
            call(bmnn_act_set_bool(get(), path.data(), path.size(), value, call.error()));
        } else {
            // What no act holds anyway stays too great.
            const bool fits = std::is_signed_v<T> || static_cast<uint64_t>(value) <= INT64_MAX;
            call(bmnn_act_set_int(get(), path.data(), path.size(),
                                  fits ? static_cast<int64_t>(value) : INT64_MAX, call.error()));
        }
        return *this;
    }

    Act &set_bytes(std::string_view path, const void *bytes, size_t size) {
        detail::Call call;
        call(bmnn_act_set_bytes(get(), path.data(), path.size(),
                                static_cast<const uint8_t *>(bytes), size, call.error()));
        return *this;
    }

    // An array or a map without anything in it.
    Act &set_empty(std::string_view path) {
        detail::Call call;
        call(bmnn_act_set_empty(get(), path.data(), path.size(), call.error()));
        return *this;
    }

    // Throws an Error with BMNN_E_ACT while something is missing.
    std::string json() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_act_json(get(), &out, call.error()));
        return detail::taken(out);
    }

    // As the ledger writes it, before anything is sealed.
    std::string cbor() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_act_cbor(get(), &out, call.error()));
        return detail::taken(out);
    }

    bmnn_act *get() const noexcept { return owned_.get(); }

private:
    explicit Act(bmnn_act *act) : owned_(act) {}
    detail::Owned<bmnn_act, bmnn_act_free> owned_;
};

// What the bytes of an act say, in the JSON form.
inline std::string act_json_from_cbor(std::string_view cbor) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_act_json_from_cbor(reinterpret_cast<const uint8_t *>(cbor.data()), cbor.size(), &out,
                                 call.error()));
    return detail::taken(out);
}

// The JSON Schema of all acts that the library knows.
inline std::string act_schema() {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_act_schema(&out, call.error()));
    return detail::taken(out);
}

// An agency's registry in one folder.
class Registry {
public:
    static Registry create(std::string_view folder, std::string_view opening,
                           const std::vector<const Signer *> &roots, const Signer &ledger_key,
                           const Host &host) {
        detail::Call call;
        std::vector<const bmnn_signer *> signers;
        for (const Signer *root : roots) signers.push_back(root->get());
        bmnn_registry *out;
        call(bmnn_registry_create(folder.data(), folder.size(), opening.data(), opening.size(),
                                  signers.data(), signers.size(), ledger_key.get(), host.get(),
                                  &out, call.error()));
        return Registry(out);
    }

    static Registry open(std::string_view folder, const Signer &ledger_key, const Host &host) {
        detail::Call call;
        bmnn_registry *out;
        call(bmnn_registry_open(folder.data(), folder.size(), ledger_key.get(), host.get(), &out,
                                call.error()));
        return Registry(out);
    }

    static Registry open_to_read(std::string_view folder) {
        detail::Call call;
        bmnn_registry *out;
        call(bmnn_registry_open_to_read(folder.data(), folder.size(), &out, call.error()));
        return Registry(out);
    }

    // Puts an act on record; throws an Error with BMNN_E_REFUSED where the law
    // does not allow it.
    std::string perform(std::string_view act, const Signer &signer,
                        const std::vector<const Signer *> &cosigners = {}) {
        detail::Call call;
        std::vector<const bmnn_signer *> further;
        for (const Signer *one : cosigners) further.push_back(one->get());
        bmnn_buf *out;
        call(bmnn_registry_perform(get(), act.data(), act.size(), signer.get(), further.data(),
                                   further.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string perform(const Act &act, const Signer &signer,
                        const std::vector<const Signer *> &cosigners = {}) {
        detail::Call call;
        std::vector<const bmnn_signer *> further;
        for (const Signer *one : cosigners) further.push_back(one->get());
        bmnn_buf *out;
        call(bmnn_registry_perform_act(get(), act.get(), signer.get(), further.data(),
                                       further.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string perform_all(std::string_view acts, const Signer &signer) {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_perform_all(get(), acts.data(), acts.size(), signer.get(), &out,
                                       call.error()));
        return detail::taken(out);
    }

    std::string decide(std::string_view act, const Signer &signer) {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_decide(get(), act.data(), act.size(), signer.get(), &out, call.error()));
        return detail::taken(out);
    }

    Hash ledger_id() const {
        detail::Call call;
        Hash id;
        call(bmnn_registry_ledger_id(get(), id.data(), call.error()));
        return id;
    }

    void confirm_clock() {
        detail::Call call;
        call(bmnn_registry_confirm_clock(get(), call.error()));
    }

    uint64_t size() const {
        detail::Call call;
        uint64_t size;
        call(bmnn_registry_size(get(), &size, call.error()));
        return size;
    }

    std::string entry(uint64_t seq) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_entry(get(), seq, &out, call.error()));
        return detail::taken(out);
    }

    std::string by_id(const std::array<uint8_t, 16> &id) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_by_id(get(), id.data(), &out, call.error()));
        return detail::taken(out);
    }

    std::string history(std::string_view about, uint64_t known_at = BMNN_NOW) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_history(get(), about.data(), about.size(), known_at, &out,
                                   call.error()));
        return detail::taken(out);
    }

    std::string status(std::string_view document, bmnn_date on, uint64_t known_at = BMNN_NOW) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_status(get(), document.data(), document.size(), on, known_at, &out,
                                  call.error()));
        return detail::taken(out);
    }

    std::string duties(bmnn_date on) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_duties(get(), on, &out, call.error()));
        return detail::taken(out);
    }

    // A document with its subject line, copies and open duties.
    std::string document(std::string_view id) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_document(get(), id.data(), id.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string copy(std::string_view name) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_copy(get(), name.data(), name.size(), &out, call.error()));
        return detail::taken(out);
    }

    std::string books() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_books(get(), &out, call.error()));
        return detail::taken(out);
    }

    std::string rows(std::string_view book) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_rows(get(), book.data(), book.size(), &out, call.error()));
        return detail::taken(out);
    }

    // Everything of a kind: `party`, `person`, `document`…
    std::string all(std::string_view kind) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_all(get(), kind.data(), kind.size(), &out, call.error()));
        return detail::taken(out);
    }

    // The subject lines that hold every word.
    std::string search(std::string_view words) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_search(get(), words.data(), words.size(), &out, call.error()));
        return detail::taken(out);
    }

    // Looks for what other processes have put on record since.
    void refresh() {
        detail::Call call;
        call(bmnn_registry_refresh(get(), call.error()));
    }

    std::string receipt(uint64_t seq) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_receipt(get(), seq, &out, call.error()));
        return detail::taken(out);
    }

    std::string checkpoint() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_checkpoint(get(), &out, call.error()));
        return detail::taken(out);
    }

    // A page of entries: `entries`, `next`, `size`.
    std::string since(uint64_t from, uint32_t most = BMNN_MOST_ENTRIES) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_since(get(), from, most, &out, call.error()));
        return detail::taken(out);
    }

    std::string prove(uint64_t seq, uint64_t size = BMNN_NOW) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_prove(get(), seq, size, &out, call.error()));
        return detail::taken(out);
    }

    std::string consistency(uint64_t old, uint64_t size = BMNN_NOW) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_consistency(get(), old, size, &out, call.error()));
        return detail::taken(out);
    }

    std::string cose_receipt(uint64_t seq) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_cose_receipt(get(), seq, &out, call.error()));
        return detail::taken(out);
    }

    std::string cose_consistency(uint64_t old) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_cose_consistency(get(), old, &out, call.error()));
        return detail::taken(out);
    }

    std::string checkpoint_at(uint64_t size) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_checkpoint_at(get(), size, &out, call.error()));
        return detail::taken(out);
    }

    std::string entry_bytes(uint64_t seq) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_entry_bytes(get(), seq, &out, call.error()));
        return detail::taken(out);
    }

    std::string verifier_key(uint64_t size = BMNN_NOW) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_verifier_key(get(), size, &out, call.error()));
        return detail::taken(out);
    }

    // The bytes of a slip, for a receiver who noted `since` entries last.
    std::string slip(uint64_t seq, uint64_t since = 0) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_slip(get(), seq, since, &out, call.error()));
        return detail::taken(out);
    }

    // Another ledger key; `on` 0 is the day of the host's clock.
    std::string rotate_ledger_key(const Signer &successor, const std::vector<const Signer *> &roots,
                                  bmnn_date on = 0, uint64_t since = BMNN_NOT_COMPROMISED) {
        detail::Call call;
        std::vector<const bmnn_signer *> signers;
        for (const Signer *root : roots) signers.push_back(root->get());
        bmnn_buf *out;
        call(bmnn_registry_rotate_ledger_key(get(), successor.get(), signers.data(), signers.size(),
                                             on, since, &out, call.error()));
        return detail::taken(out);
    }

    // The evidence that the ledger in another folder has two histories, if what
    // was noted of it shows so; BMNN_E_NOT_FOUND if not.
    std::string fork_evidence(std::string_view other) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_fork_evidence(get(), other.data(), other.size(), &out, call.error()));
        return detail::taken(out);
    }

    // The same from a consistency proof of the other ledger.
    std::string fork_evidence_by(std::string_view way) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_fork_evidence_by(get(), way.data(), way.size(), &out, call.error()));
        return detail::taken(out);
    }

    // One file for an inspector, as bmnn_registry_export makes it; an empty
    // `selection` stands for everything, and no sealed values.
    std::string export_to(std::string_view file, std::string_view selection = {}) const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_export(get(), file.data(), file.size(),
                                  selection.empty() ? nullptr : selection.data(), selection.size(),
                                  &out, call.error()));
        return detail::taken(out);
    }

    // What a slip proves, as bmnn_registry_slip_read says; an empty `from` stands
    // for whichever party has that ledger.
    std::string slip_read(std::string_view slip, std::string_view from = {},
                          std::string_view witnesses = "[]") const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_slip_read(get(), detail::bytes(slip), slip.size(),
                                     from.empty() ? nullptr : from.data(), from.size(),
                                     witnesses.data(), witnesses.size(), &out, call.error()));
        return detail::taken(out);
    }

    // The drafts that follow from a slip: `note`, `act`, `wanted`.
    std::string slip_accept(std::string_view slip, bmnn_date on, std::string_view from = {},
                            std::string_view witnesses = "[]") {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_registry_slip_accept(get(), detail::bytes(slip), slip.size(),
                                       from.empty() ? nullptr : from.data(), from.size(),
                                       witnesses.data(), witnesses.size(), on, &out, call.error()));
        return detail::taken(out);
    }

    // Ends the work, and throws where the end did not go well.
    void close() {
        detail::Call call;
        call(bmnn_registry_close(owned_.release(), call.error()));
    }

    bmnn_registry *get() const noexcept { return owned_.get(); }

private:
    explicit Registry(bmnn_registry *registry) : owned_(registry) {}
    detail::Owned<bmnn_registry, bmnn_registry_free> owned_;
};

// Whether a proof that came from elsewhere holds, as bmnn_proof_check says: what
// is known, a JSON object, and the entry's bytes, each where there is one.
inline std::string check_proof(std::string_view proof, std::string_view known = "{}",
                               std::string_view entry = {}) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_proof_check(detail::bytes(proof), proof.size(), known.data(), known.size(),
                          entry.empty() ? nullptr : detail::bytes(entry), entry.size(), &out,
                          call.error()));
    return detail::taken(out);
}

// Another ledger's checkpoint cosigned, as bmnn_witness_cosign says.
inline std::string witness_cosign(std::string_view folder, std::string_view name,
                                  const Signer &signer, std::string_view ledger_key,
                                  std::string_view shown, uint64_t unix_seconds) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_witness_cosign(folder.data(), folder.size(), name.data(), name.size(), signer.get(),
                             ledger_key.data(), ledger_key.size(), shown.data(), shown.size(),
                             unix_seconds, &out, call.error()));
    return detail::taken(out);
}

// One thing that a verification has to say.
struct Finding {
    // `BadSignature`, and so on.
    std::string kind;
    // BMNN_SEVERITY_…, and what it is about: BMNN_POSITION_….
    int32_t severity, about;
    // Where that is.
    uint64_t position;
    // The facts, in English. For a user, translate the kind.
    std::string detail;
};

// What a verification found.
class Report {
public:
    // Told how many bytes of how many were read, and how many entries; false
    // breaks the work off. What it throws comes out of `folder`.
    using Progress = std::function<bool(uint64_t done, uint64_t total, uint64_t entries)>;

    static Report folder(std::string_view folder, const Progress &progress = nullptr,
                         const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_folder(folder.data(), folder.size(), options, told, user, out, error);
        });
    }

    // A ledger's file by itself, or an export.
    static Report file(std::string_view file, const Progress &progress = nullptr,
                       const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_file(file.data(), file.size(), options, told, user, out, error);
        });
    }

    // A folder with the key that opens its vault: each sealed value is compared with
    // its commitment.
    static Report unlocked(std::string_view folder, const Key &key,
                           const Progress &progress = nullptr,
                           const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_unlocked(folder.data(), folder.size(), key.data(), options, told, user,
                                        out, error);
        });
    }

    // The same with the passphrase that opens it.
    static Report unlocked(std::string_view folder, std::string_view passphrase,
                           const Progress &progress = nullptr,
                           const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_unlocked_by_passphrase(folder.data(), folder.size(), passphrase.data(),
                                                      passphrase.size(), options, told, user, out,
                                                      error);
        });
    }

    // From where an earlier one ended that kept a bookmark.
    static Report since(std::string_view folder, std::string_view bookmark,
                        const Progress &progress = nullptr,
                        const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_since(folder.data(), folder.size(), detail::bytes(bookmark),
                                     bookmark.size(), options, told, user, out, error);
        });
    }

    // Against what others hold of the ledger, as bmnn_verify_against says.
    static Report against(std::string_view folder, std::string_view held,
                          const Progress &progress = nullptr,
                          const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_against(folder.data(), folder.size(), held.data(), held.size(),
                                       options, told, user, out, error);
        });
    }

    // A folder, or a ledger's file, by its format alone.
    static Report format(std::string_view place, std::string_view held = "{}",
                         const Progress &progress = nullptr,
                         const bmnn_verify_options *options = nullptr) {
        return made(progress, [&](auto told, void *user, bmnn_report **out, bmnn_error **error) {
            return bmnn_verify_format(place.data(), place.size(), held.data(), held.size(), options,
                                      told, user, out, error);
        });
    }

    // Where the next one can begin.
    std::string bookmark() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_report_bookmark(owned_.get(), &out, call.error()));
        return detail::taken(out);
    }

    bool holds() const noexcept { return bmnn_report_holds(owned_.get()) == 1; }
    uint64_t size() const noexcept { return bmnn_report_size(owned_.get()); }

    // The root over the entries that the last checkpoint covers.
    Hash root() const noexcept {
        Hash root;
        const uint8_t *bytes = bmnn_report_root(owned_.get());
        std::copy(bytes, bytes + root.size(), root.begin());
        return root;
    }

    // In the order of the ledger, a thousand of each kind at most.
    std::vector<Finding> findings() const {
        std::vector<Finding> all(bmnn_report_findings(owned_.get()));
        for (size_t i = 0; i < all.size(); i++) {
            detail::Call call;
            const char *kind, *detail;
            Finding &one = all[i];
            call(bmnn_report_finding(owned_.get(), i, &kind, &one.severity, &one.about, &one.position,
                                     &detail, call.error()));
            one.kind = kind;
            one.detail = detail;
        }
        return all;
    }

    std::string json() const {
        detail::Call call;
        bmnn_buf *out;
        call(bmnn_report_json(owned_.get(), &out, call.error()));
        return detail::taken(out);
    }

private:
    struct Watched {
        const Progress &progress;
    };

    template <class F>
    static Report made(const Progress &progress, F verify) {
        detail::Call call;
        bmnn_report *out;
        Watched watched{progress};
        call(verify(progress ? watch : nullptr, &watched, &out, call.error()));
        return Report(out);
    }

    static int32_t watch(void *user, uint64_t done, uint64_t total, uint64_t entries) {
        return detail::caught(
            [&]() -> int32_t {
                const Watched &watched = *static_cast<const Watched *>(user);
                return watched.progress(done, total, entries) ? 0 : BMNN_E_CANCELLED;
            },
            BMNN_E_CANCELLED);
    }

    explicit Report(bmnn_report *report) : owned_(report) {}
    detail::Owned<bmnn_report, bmnn_report_free> owned_;
};

}  // namespace bmnn

#endif
