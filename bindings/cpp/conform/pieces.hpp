// What a ledger is made of: the encoding, sealed values, the tree.
#ifndef CONFORM_PIECES_HPP
#define CONFORM_PIECES_HPP

#include "asked.hpp"

inline Json cbor_decode(const Place &, const Json &input) {
    const std::string cbor = bytes_of(input["cbor"]);
    return {{"item", Json::read(failing([&] { return bmnn::cbor_json(cbor); }, "BadEncoding"))}};
}

inline Json cbor_encode(const Place &, const Json &input) {
    const std::string item = input["item"].written();
    return {{"cbor", hex_of(failing([&] { return bmnn::cbor_from_json(item); }, "Question"))}};
}

inline Json sealed_commit(const Place &, const Json &input) {
    const auto salt = sized<bmnn::Hash>(input["salt"]);
    const auto act = sized<bmnn::ActId>(input["act-id"]);
    const std::string item = input["item"].written();
    const bmnn::Hash made =
        failing([&] { return bmnn::sealed_commitment(salt, act, item); }, "Question");
    if (!input["commitment"].is_null()) {
        const auto known = sized<bmnn::Hash>(input["commitment"]);
        failing([&] { bmnn::check_sealed(known, salt, act, item); }, "SealMismatch");
    }
    return {{"commitment", hex_of(made)}};
}

inline Json sealed_places(const Place &, const Json &input) {
    const std::string corrected = input["corrected"].is_null() ? "" : input["corrected"].text();
    return {{"places", Json::read(reading([&] {
                 return bmnn::sealed_places(input["act"].written(), corrected);
             }))}};
}

inline std::vector<bmnn::Hash> hashes(const Json &array) {
    std::vector<bmnn::Hash> all;
    for (const Json &hex : array.items()) all.push_back(sized<bmnn::Hash>(hex));
    return all;
}

inline uint64_t count(const Json &number) { return static_cast<uint64_t>(number.integer()); }

inline Json tree_root(const Place &, const Json &input) {
    return {{"root", hex_of(bmnn::tree_root(hashes(input["leaves"])))}};
}

inline Json tree_inclusion(const Place &, const Json &input) {
    failing(
        [&] {
            bmnn::check_inclusion(sized<bmnn::Hash>(input["leaf"]), count(input["index"]),
                                  count(input["size"]), hashes(input["path"]),
                                  sized<bmnn::Hash>(input["root"]));
        },
        "NotProven");
    return {{"proven", true}};
}

inline Json tree_consistency(const Place &, const Json &input) {
    failing(
        [&] {
            bmnn::check_consistency(count(input["old"]), sized<bmnn::Hash>(input["old-root"]),
                                    count(input["new"]), sized<bmnn::Hash>(input["new-root"]),
                                    hashes(input["path"]));
        },
        "NotProven");
    return {{"proven", true}};
}

inline const Tasks pieces = {
    {"cbor.decode", cbor_decode},
    {"cbor.encode", cbor_encode},
    {"sealed.commit", sealed_commit},
    {"sealed.places", sealed_places},
    {"tree.root", tree_root},
    {"tree.inclusion", tree_inclusion},
    {"tree.consistency", tree_consistency},
};

#endif
