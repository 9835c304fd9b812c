// Acts as JSON, key by key, and as bytes.
#ifndef CONFORM_ACTS_HPP
#define CONFORM_ACTS_HPP

#include "asked.hpp"

inline void set(bmnn::Act &act, const std::string &path, const Json &value) {
    if (value.is_object() && !value.members().empty()) {
        for (const Json::Member &member : value.members()) set(act, path + "/" + member.key, member.value);
    } else if (value.is_array() && !value.items().empty()) {
        for (size_t i = 0; i < value.items().size(); i++)
            set(act, path + "/" + std::to_string(i), value.items()[i]);
    } else if (value.is_text()) {
        act.set(path, value.text());
    } else if (value.is_number()) {
        act.set(path, value.integer());
    } else if (value.is_truth()) {
        act.set(path, value.truth());
    } else {
        act.set_empty(path);
    }
}

// The same act key by key.
inline std::string by_paths(const Json &json, const std::string &corrected) {
    const std::string &name = json["act"].text();
    bmnn::Act act = name == "entry.correct" ? bmnn::Act::correction(corrected) : bmnn::Act(name);
    for (const Json::Member &member : json.members())
        if (member.key != "act") set(act, member.key, member.value);
    return act.cbor();
}

inline Json act_to_cbor(const Place &, const Json &input) {
    const Json &json = input["act"];
    const std::string corrected = input["corrected"].is_null() ? "" : input["corrected"].text();
    const std::string cbor =
        reading([&] { return bmnn::Act::from_json(json.written(), corrected).cbor(); });
    if (by_paths(json, corrected) != cbor) throw Failure("Paths");
    return {{"cbor", hex_of(cbor)}};
}

inline Json act_to_json(const Place &, const Json &input) {
    const std::string cbor = bytes_of(input["cbor"]);
    return {{"act", Json::read(reading([&] { return bmnn::act_json_from_cbor(cbor); }))}};
}

inline const Tasks acts = {{"act.to-cbor", act_to_cbor}, {"act.to-json", act_to_json}};

#endif
