// Ledgers, verified.
#ifndef CONFORM_LEDGERS_HPP
#define CONFORM_LEDGERS_HPP

#include "asked.hpp"

#include <filesystem>
#include <fstream>

namespace files = std::filesystem;

inline void write_file(const files::path &path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
        throw std::runtime_error("cannot write `" + path.string() + "`");
}

// The folder that a question is about, with nothing of the one before.
inline files::path folder_of(const Place &place, const Json &input) {
    const files::path folder = files::path(place.folder) / "asked";
    files::remove_all(folder);
    files::create_directories(folder / "packs");
    write_file(folder / "ledger.bmnn", bytes_of(input["ledger"]));
    if (!input["tip"].is_null()) write_file(folder / "tip", input["tip"].text());
    if (!input["vault"].is_null()) write_file(folder / "vault.db", bytes_of(input["vault"]));
    if (!input["packs"].is_null())
        for (const Json::Member &pack : input["packs"].members())
            write_file(folder / "packs" / pack.key, pack.value.text());
    return folder;
}

// What the caller expects, as the library takes it.
inline bmnn_verify_options expected(const Json &known) {
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    const Json &id = known["ledger-id"];
    if (!id.is_null()) {
        const std::string bytes = bytes_of(id);
        options.has_ledger_id = bytes.size() == sizeof options.ledger_id;
        if (options.has_ledger_id) std::copy(bytes.begin(), bytes.end(), options.ledger_id);
    }
    options.is_export = known["export"].is_truth() && known["export"].truth();
    return options;
}

// What others hold of the ledger, as the library takes it.
inline std::string held(const Json &known) {
    Json held = Json::empty();
    for (const char *key : {"roots", "checkpoints"})
        if (!known[key].is_null()) held.put(key, known[key]);
    return held.written();
}

// A report as the vectors have it.
inline Json reported(const Json &report) {
    Json said = of(report, {"holds", "root", "size"});
    said.put("findings", findings(report));
    said.put("not-proven", not_proven(report));
    return said;
}

inline Json ledger_verify(const Place &place, const Json &input) {
    const Json &known = input["known"];
    const files::path folder = folder_of(place, input);
    const files::path verified = input["tip"].is_null() ? folder / "ledger.bmnn" : folder;
    const bmnn_verify_options options = expected(known);
    return reported(Json::read(failing(
        [&] {
            return bmnn::Report::format(verified.string(), held(known), nullptr, &options).json();
        },
        "NoLedger")));
}

inline Json registry_verify(const Place &place, const Json &input) {
    const std::string folder = folder_of(place, input).string();
    const bmnn_verify_options options = expected(input["known"]);
    const Json report = Json::read(failing(
        [&] {
            if (input["vault"].is_null())
                return bmnn::Report::folder(folder, nullptr, &options).json();
            const auto key = sized<bmnn::Key>(input["vault-key"]);
            return bmnn::Report::unlocked(folder, key, nullptr, &options).json();
        },
        "NoLedger"));
    Json said = reported(report);
    said.put("hands", report["hands"]);
    said.put("replayed", report["not-replayed"].is_null());
    return said;
}

inline const Tasks ledgers = {
    {"ledger.verify", ledger_verify},
    {"registry.verify", registry_verify},
};

#endif
