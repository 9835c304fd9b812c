// JSON as questions and answers have it: read, looked into, put together, and
// written as the library writes it, keys in order and no spaces. What is read is
// well formed: a JSON library wrote it.
#ifndef CONFORM_JSON_HPP
#define CONFORM_JSON_HPP

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

class Json {
public:
    struct Member;
    using Array = std::vector<Json>;
    // By key, none twice.
    using Object = std::vector<Member>;

    Json() = default;
    Json(bool truth) : value_(truth) {}
    Json(std::string text) : value_(std::move(text)) {}
    Json(const char *text) : value_(std::string(text)) {}
    Json(Array items) : value_(std::move(items)) {}
    Json(std::initializer_list<Member> members);

    static Json empty() { return Json(Object()); }
    static Json number(int64_t number) { return Json(Digits{std::to_string(number)}); }
    static Json read(std::string_view text);

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_truth() const { return std::holds_alternative<bool>(value_); }
    bool is_number() const { return std::holds_alternative<Digits>(value_); }
    bool is_text() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    bool truth() const { return std::get<bool>(value_); }
    const std::string &text() const { return std::get<std::string>(value_); }
    const Array &items() const { return std::get<Array>(value_); }
    const Object &members() const { return std::get<Object>(value_); }
    // The greatest of an int64_t for what is greater.
    int64_t integer() const { return std::strtoll(std::get<Digits>(value_).text.c_str(), nullptr, 10); }

    // The value at a key of an object; null if there is none.
    const Json &operator[](std::string_view key) const;
    // Puts a value at a key of an object.
    void put(std::string key, Json value);

    std::string written() const;

private:
    // A number as it stands.
    struct Digits {
        std::string text;
    };

    explicit Json(Digits digits) : value_(std::move(digits)) {}
    explicit Json(Object members) : value_(std::move(members)) {}

    class Reader;
    std::variant<std::monostate, bool, Digits, std::string, Array, Object> value_;
};

struct Json::Member {
    std::string key;
    Json value;
};

inline Json::Json(std::initializer_list<Member> members) : value_(Object()) {
    for (const Member &member : members) put(member.key, member.value);
}

inline const Json &Json::operator[](std::string_view key) const {
    static const Json none;
    if (!is_object()) return none;
    for (const Member &member : members())
        if (member.key == key) return member.value;
    return none;
}

inline void Json::put(std::string key, Json value) {
    Object &members = std::get<Object>(value_);
    const auto at = std::lower_bound(members.begin(), members.end(), key,
                                     [](const Member &member, const std::string &wanted) {
                                         return member.key < wanted;
                                     });
    if (at != members.end() && at->key == key)
        at->value = std::move(value);
    else
        members.insert(at, {std::move(key), std::move(value)});
}

// Goes through a text once.
class Json::Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    Json value() {
        switch (peek()) {
        case '{': return object();
        case '[': return array();
        case '"': return string();
        case 't': return word("true", true);
        case 'f': return word("false", false);
        case 'n': return word("null", Json());
        default: return digits();
        }
    }

private:
    // What comes after spaces.
    char peek() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
        if (rest_.empty()) throw std::runtime_error("JSON ends too early");
        return rest_.front();
    }

    bool took(char wanted) {
        if (peek() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void take(char wanted) {
        if (!took(wanted)) throw std::runtime_error("no JSON");
    }

    Json word(std::string_view wanted, Json means) {
        if (rest_.substr(0, wanted.size()) != wanted) throw std::runtime_error("no JSON");
        rest_.remove_prefix(wanted.size());
        return means;
    }

    Json digits() {
        const size_t length = std::min(rest_.find_first_not_of("-+.0123456789eE"), rest_.size());
        if (length == 0) throw std::runtime_error("no JSON");
        Digits number{std::string(rest_.substr(0, length))};
        rest_.remove_prefix(length);
        return Json(std::move(number));
    }

    Json array() {
        Array items;
        take('[');
        while (!took(']')) {
            if (!items.empty()) take(',');
            items.push_back(value());
        }
        return items;
    }

    Json object() {
        Json all = Json::empty();
        take('{');
        while (!took('}')) {
            if (!all.members().empty()) take(',');
            peek();
            std::string key = string();
            take(':');
            all.put(std::move(key), value());
        }
        return all;
    }

    std::string string() {
        std::string said;
        take('"');
        for (;;) {
            const size_t plain = rest_.find_first_of("\"\\");
            if (plain == std::string_view::npos) throw std::runtime_error("JSON ends too early");
            said += rest_.substr(0, plain);
            const char stop = rest_[plain];
            rest_.remove_prefix(plain + 1);
            if (stop == '"') return said;
            escaped(said);
        }
    }

    void escaped(std::string &said) {
        static const std::string_view letters = "bfnrt", means = "\b\f\n\r\t";
        const char letter = peek();
        rest_.remove_prefix(1);
        if (letter != 'u') {
            const size_t known = letters.find(letter);
            said += known == std::string_view::npos ? letter : means[known];
            return;
        }
        unsigned long code = hex4();
        if (code >= 0xD800 && code < 0xDC00) {
            take('\\');
            take('u');
            code = 0x10000 + ((code - 0xD800) << 10) + (hex4() - 0xDC00);
        }
        add_utf8(said, code);
    }

    unsigned long hex4() {
        const std::string four(rest_.substr(0, 4));
        if (four.size() < 4) throw std::runtime_error("JSON ends too early");
        rest_.remove_prefix(4);
        return std::stoul(four, nullptr, 16);
    }

    static void add_utf8(std::string &said, unsigned long code) {
        const auto more = [&](int shift) { said += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
        if (code < 0x80) {
            said += static_cast<char>(code);
        } else if (code < 0x800) {
            said += static_cast<char>(0xC0 | code >> 6);
            more(0);
        } else if (code < 0x10000) {
            said += static_cast<char>(0xE0 | code >> 12);
            more(6);
            more(0);
        } else {
            said += static_cast<char>(0xF0 | code >> 18);
            more(12);
            more(6);
            more(0);
        }
    }

    std::string_view rest_;
};

inline Json Json::read(std::string_view text) { return Reader(text).value(); }

inline std::string quoted(const std::string &text) {
    static const std::string_view means = "\b\f\n\r\t\"\\", letters = "bfnrt\"\\";
    std::string said = "\"";
    for (const char byte : text) {
        const size_t known = means.find(byte);
        if (known != std::string_view::npos) {
            said += '\\';
            said += letters[known];
        } else if (static_cast<unsigned char>(byte) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
            said += escape;
        } else {
            said += byte;
        }
    }
    return said + '"';
}

inline std::string Json::written() const {
    if (is_null()) return "null";
    if (is_truth()) return truth() ? "true" : "false";
    if (is_number()) return std::get<Digits>(value_).text;
    if (is_text()) return quoted(text());
    std::string said;
    if (is_array()) {
        for (const Json &item : items()) said += (said.empty() ? "" : ",") + item.written();
        return "[" + said + "]";
    }
    for (const Member &member : members())
        said += (said.empty() ? "" : ",") + quoted(member.key) + ":" + member.value.written();
    return "{" + said + "}";
}

#endif
