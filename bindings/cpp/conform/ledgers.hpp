// Ledgers, verified.
#ifndef CONFORM_LEDGERS_HPP
#define CONFORM_LEDGERS_HPP

#include "asked.hpp"

#include <filesystem>
#include <fstream>

inline void write_file(const std::string &path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
        throw std::runtime_error("cannot write `" + path + "`");
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
    said.put("findings", each(report["findings"], [](const Json &found) {
                 return Json{{"kind", found["kind"]},
                             {"place", found["position"]},
                             {"severity", found["severity"]}};
             }));
    said.put("not-proven", each(report["not-proven"], [](const Json &one) { return one["kind"]; }));
    return said;
}

inline Json ledger_verify(const Place &place, const Json &input) {
    const Json &known = input["known"], &tip = input["tip"];
    const std::string file = place.folder + "/ledger.bmnn", beside = place.folder + "/tip";
    write_file(file, bytes_of(input["ledger"]));
    std::filesystem::remove(beside);
    if (!tip.is_null()) write_file(beside, tip.text());
    const bmnn_verify_options options = expected(known);
    return reported(Json::read(failing(
        [&] {
            const std::string &verified = tip.is_null() ? file : place.folder;
            return bmnn::Report::format(verified, held(known), nullptr, &options).json();
        },
        "NoLedger")));
}

inline const Tasks ledgers = {{"ledger.verify", ledger_verify}};

#endif
