// Keys, signatures, statements, entries, checkpoints, witnesses.
#ifndef CONFORM_SIGNED_HPP
#define CONFORM_SIGNED_HPP

#include "asked.hpp"

#include <optional>

inline Json key_read(const Place &, const Json &input) {
    const auto key = sized<bmnn::Key>(input["key"]);
    return {{"kid", hex_of(failing([&] { return bmnn::key_id(key); }, "BadKey"))}};
}

inline Json signature_check(const Place &, const Json &input) {
    failing(
        [&] {
            bmnn::check_signature(sized<bmnn::Key>(input["key"]), bytes_of(input["message"]),
                                  sized<bmnn::Signature>(input["signature"]));
        },
        "BadSignature");
    return {{"verifies", true}};
}

// The ledger that a signature is for; none before it is opened.
class Scope {
public:
    explicit Scope(const Json &ledger) {
        if (!ledger.is_null()) id_ = sized<bmnn::Hash>(ledger);
    }
    const bmnn::Hash *get() const { return id_ ? &*id_ : nullptr; }

private:
    std::optional<bmnn::Hash> id_;
};

inline Json statement_check(const Place &, const Json &input) {
    const Json said = Json::read(failing(
        [&] {
            return bmnn::check_statement(bytes_of(input["statement"]), Scope(input["ledger"]).get(),
                                         sized<bmnn::Key>(input["key"]));
        },
        "BadSignature"));
    return {{"act", said["name"]}, {"kid", said["kid"]}};
}

inline Json cosignature_check(const Place &, const Json &input) {
    failing(
        [&] {
            bmnn::check_cosignature(bytes_of(input["statement"]), Scope(input["ledger"]).get(),
                                    sized<bmnn::KeyId>(input["kid"]),
                                    sized<bmnn::Signature>(input["signature"]),
                                    sized<bmnn::Key>(input["key"]));
        },
        "BadSignature");
    return {{"kid", input["kid"]}};
}

inline Json entry_read(const Place &, const Json &input) {
    const Json entry = Json::read(
        failing([&] { return bmnn::read_entry(bytes_of(input["entry"])); }, "BadEncoding"));
    Json said = of(entry, {"leaf", "prev", "received", "seq"});
    said.put("cosigned", entry["cosigners"]);
    said.put("kid", entry["signer"]);
    return said;
}

inline Json checkpoint_read(const Place &, const Json &input) {
    return Json::read(
        failing([&] { return bmnn::read_checkpoint(input["note"].text()); }, "Malformed"));
}

inline Json checkpoint_check(const Place &, const Json &input) {
    failing(
        [&] {
            bmnn::check_checkpoint(input["note"].text(), sized<bmnn::Hash>(input["ledger"]),
                                   static_cast<uint64_t>(input["size"].integer()),
                                   sized<bmnn::Hash>(input["root"]), sized<bmnn::Key>(input["key"]));
        },
        "Malformed");
    return {{"signed", true}};
}

inline Json verifier_key_read(const Place &, const Json &input) {
    const Json said = Json::read(
        failing([&] { return bmnn::read_verifier_key(input["text"].text()); }, "Malformed"));
    return of(said, {"key", "name", "type"});
}

inline Json note_witnessed(const Place &, const Json &input) {
    const bmnn::Witnessed seen = failing(
        [&] { return bmnn::check_witness(input["note"].text(), input["witness"].text()); },
        "NotWitnessed");
    return {{"size", Json::number(static_cast<int64_t>(seen.size))}};
}

inline const Tasks signed_things = {
    {"key.read", key_read},
    {"signature.check", signature_check},
    {"statement.check", statement_check},
    {"cosignature.check", cosignature_check},
    {"entry.read", entry_read},
    {"checkpoint.read", checkpoint_read},
    {"checkpoint.check", checkpoint_check},
    {"verifier-key.read", verifier_key_read},
    {"note.witnessed", note_witnessed},
};

#endif
