// What questions are made of, and how they fail.
#ifndef CONFORM_ASKED_HPP
#define CONFORM_ASKED_HPP

#include "bmnn_pieces.hpp"
#include "json.hpp"

#include <functional>
#include <map>

// The tasks that are done, by name. `folder` is one in which files may be written.
struct Place {
    const bmnn::Packs &packs;
    std::string folder;
};
using Task = std::function<Json(const Place &, const Json &input)>;
using Tasks = std::map<std::string, Task, std::less<>>;

// An answer that names a kind of failure.
struct Failure {
    Json said;

    explicit Failure(Json kind) : said{{"failure", std::move(kind)}} {}
    Failure(Json kind, const char *key, Json value)
        : said{{"failure", std::move(kind)}, {key, std::move(value)}} {}
};

// The failure that an error names, with what it knows of the place, else this one.
inline Failure fault(const bmnn::Error &error, const char *otherwise) {
    const Json detail = Json::read(error.detail());
    if (detail["kind"].is_null()) return Failure(otherwise);
    Failure failure(detail["kind"]);
    for (const char *key : {"fault", "line"})
        if (!detail[key].is_null()) failure.said.put(key, detail[key]);
    if (error.offset() >= 0) failure.said.put("offset", Json::number(error.offset()));
    return failure;
}

// What a call gives, or the failure that it names, else this one.
template <class F>
auto failing(F call, const char *otherwise) {
    try {
        return call();
    } catch (const bmnn::Error &error) {
        throw fault(error, otherwise);
    }
}

// What a call gives that reads acts.
template <class F>
auto reading(F call) {
    try {
        return call();
    } catch (const bmnn::Error &error) {
        const Json detail = Json::read(error.detail());
        if (error.status() == BMNN_E_REFUSED) throw Failure("Setting", "act", detail["index"]);
        if (detail["kind"].is_null()) throw Failure("Field", "path", detail["path"]);
        throw fault(error, "");
    }
}

// A level by its name, and by no other spelling.
inline bmnn_level level_named(const Json &name) {
    const bmnn_level level = failing([&] { return bmnn::level(name.text()); }, "Level");
    if (bmnn::level_text(level, BMNN_LEVEL_AS_NAME) != name.text()) throw Failure("Level");
    return level;
}

inline bmnn_date day(const Json &text) { return bmnn::date(text.text()); }

// A count that is as great as it can be where it is greater.
inline uint32_t few(int64_t count) { return static_cast<uint32_t>(std::min<int64_t>(count, UINT32_MAX)); }

inline std::string bytes_of(const Json &hex) {
    std::string bytes;
    for (size_t i = 0; i + 1 < hex.text().size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.text().substr(i, 2), nullptr, 16));
    return bytes;
}

// Just so many bytes.
template <class T>
T sized(const Json &hex) {
    const std::string bytes = bytes_of(hex);
    T made;
    if (bytes.size() != made.size()) throw std::runtime_error("bytes of another length");
    std::copy(bytes.begin(), bytes.end(), made.begin());
    return made;
}

inline std::string hex_of(std::string_view bytes) {
    std::string hex;
    for (const char byte : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(byte));
        hex += digits;
    }
    return hex;
}

template <size_t N>
std::string hex_of(const std::array<uint8_t, N> &bytes) {
    return hex_of({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
}

// Of an object, these keys.
inline Json of(const Json &object, std::initializer_list<const char *> keys) {
    Json some = Json::empty();
    for (const char *key : keys) some.put(key, object[key]);
    return some;
}

// What is made of each member of an array.
template <class F>
Json each(const Json &array, F made) {
    Json::Array all;
    for (const Json &one : array.items()) all.push_back(made(one));
    return all;
}

// What a report found.
inline Json findings(const Json &report) {
    return each(report["findings"], [](const Json &found) {
        return Json{{"kind", found["kind"]},
                    {"place", found["position"]},
                    {"severity", found["severity"]}};
    });
}

// What it says that is not proven.
inline Json not_proven(const Json &report) {
    return each(report["not-proven"], [](const Json &one) { return one["kind"]; });
}

#endif
