// A morning in C++: what a registry takes, what it refuses, and what is
// thrown. Takes a folder that is not there.

#include "bmnn.hpp"

#include <cstring>
#include <fstream>
#include <iostream>

#define CHECK(what)                                                              \
    do {                                                                         \
        if (!(what)) {                                                           \
            std::cerr << __FILE__ << ":" << __LINE__ << ": " << #what << "\n";   \
            return 1;                                                            \
        }                                                                        \
    } while (0)

static bmnn::Signer key(uint8_t seed) {
    bmnn::Key bytes;
    bytes.fill(seed);
    return bmnn::Signer::from_seed(bytes);
}

static std::string hex(const bmnn::Key &key) {
    std::string text;
    for (uint8_t byte : key) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", byte);
        text += digits;
    }
    return text;
}

// The status of what is thrown, or BMNN_OK.
template <class F>
static bmnn_status thrown(F work) {
    try {
        work();
        return BMNN_OK;
    } catch (const bmnn::Error &error) {
        return error.status();
    }
}

// Clock, randomness, log and signer of the program's own.
static int services(const std::string &folder, const std::string &opening) {
    bmnn::Signer root = key(1), ledger = key(2), clerk = key(3);
    int64_t now = INT64_C(1772413200000);
    uint8_t drawn = 0;
    bool broken = false;
    std::vector<std::string> lines;
    bmnn::Services ours;
    ours.clock = [&] { return now; };
    ours.randomness = [&](uint8_t *bytes, size_t len) {
        if (broken) throw std::logic_error("no chance");
        for (size_t i = 0; i < len; i++) bytes[i] = drawn++;
    };
    ours.log = [&](int32_t, std::string_view line) {
        lines.emplace_back(line);
        throw std::logic_error("dropped");
    };
    bmnn::Registry registry = [&] {
        bmnn::Host host = bmnn::Host::for_tests(0, bmnn::Key{7}).with_services(ours);
        return bmnn::Registry::create(folder, opening, {&root}, ledger, host);
    }();
    const std::string enrol =
        R"({"act": "person.enrol", "on": "2026-03-02", "person": "lan", "name": "Trần Thị Lan", "party": "self"})";
    broken = true;
    try {
        registry.perform(enrol, clerk);
        return 1;
    } catch (const std::logic_error &error) {
        CHECK(std::strcmp(error.what(), "no chance") == 0);
    }
    broken = false;
    bmnn::Signer card = bmnn::Signer::of_host(
        clerk.public_key(), [](bmnn::Bytes) -> bmnn::Signature { throw std::logic_error("no card"); });
    try {
        registry.perform(enrol, card);
        return 1;
    } catch (const std::logic_error &error) {
        CHECK(std::strcmp(error.what(), "no card") == 0);
    }
    bmnn::Signer wrong = bmnn::Signer::of_host(clerk.public_key(),
                                               [](bmnn::Bytes) { return bmnn::Signature{}; });
    CHECK(thrown([&] { registry.perform(enrol, wrong); }) == BMNN_E_KEY);
    registry.perform(enrol, clerk);
    CHECK(lines.front().rfind("opened with 2 entries", 0) == 0);
    CHECK(lines.back() == "entry 2: person.enrol");
    return 0;
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    const std::string folder = argv[1];
    bmnn::check_abi();
    bmnn::Signer root = key(1), ledger = key(2), clerk = key(3);
    bmnn::Host host = bmnn::Host::for_tests(INT64_C(1772413200000), bmnn::Key{7});
    const std::string opening = R"({"agency": "CƠ QUAN THỬ NGHIỆM", "clerk": {"person": "lan", "key": ")" +
                                hex(clerk.public_key()) + R"("}})";
    {
        bmnn::Registry registry = bmnn::Registry::create(folder, opening, {&root}, ledger, host);
        // Nothing is replaced.
        CHECK(thrown([&] { bmnn::Registry::create(folder, opening, {&root}, ledger, host); }) ==
              BMNN_E_EXISTS);
        const std::string enrol =
            R"({"act": "person.enrol", "on": "2026-03-02", "person": "lan", "name": "Trần Thị Lan", "party": "self"})";
        const std::string done = registry.perform(enrol, clerk);
        CHECK(done.find("\"seq\":2") != std::string::npos);
        CHECK(registry.size() == 3);
        CHECK(registry.entry(2).find("person.enrol") != std::string::npos);
        CHECK(registry.receipt(2).rfind("c2sp.org/tlog-proof@v1\n", 0) == 0);

        // The same key by key, and what is refused when it is set.
        bmnn::Act act("party.enrol");
        act.set("on", "2026-03-02").set("party", std::string("bo-a")).set("kind", "agency");
        CHECK(thrown([&] { act.json(); }) == BMNN_E_ACT);
        act.set("name", "Bộ A");
        CHECK(act.json() == R"({"act":"party.enrol","kind":"agency","name":"Bộ A","on":"2026-03-02","party":"bo-a"})");
        CHECK(bmnn::act_json_from_cbor(act.cbor()) == act.json());
        CHECK(bmnn::Act::from_json(act.json()).cbor() == act.cbor());
        try {
            act.set("name", 7);
            return 1;
        } catch (const bmnn::Error &error) {
            CHECK(error.status() == BMNN_E_ACT);
            CHECK(error.detail().find("\"path\":\"name\"") != std::string::npos);
        }
        CHECK(thrown([&] { act.set("name", true); }) == BMNN_E_ACT);
        CHECK(registry.perform(act, clerk).find("\"seq\":3") != std::string::npos);
        CHECK(bmnn::act_schema().find("party.enrol") != std::string::npos);

        bmnn::Act issue_act("document.issue");
        issue_act.set("pages", 3).set("pages", 4u).set("pages", int64_t{5}).set("digitised", true);
        CHECK(thrown([&] { issue_act.set("pages", UINT64_MAX); }) == BMNN_E_ACT);
        CHECK(thrown([&] { issue_act.set("pages", -1); }) == BMNN_E_ACT);
        CHECK(thrown([&] { issue_act.set_bytes("digest", "abc", 3); }) == BMNN_E_ACT);
        CHECK(thrown([&] { issue_act.set_empty("pages"); }) == BMNN_E_ACT);

        CHECK(registry.all("party").find("\"id\":\"bo-a\"") != std::string::npos);
        CHECK(registry.since(3, 9).find("party.enrol") != std::string::npos);
        CHECK(registry.books() == "[]" && registry.search("phương án") == "[]");
        CHECK(thrown([&] { registry.document("doc-1"); }) == BMNN_E_NOT_FOUND);
        CHECK(thrown([&] { registry.copy("doc-1#1"); }) == BMNN_E_NOT_FOUND);
        CHECK(thrown([&] { registry.rows("di-2026"); }) == BMNN_E_NOT_FOUND);
        registry.refresh();

        // No pack is adopted yet: the law cannot be asked, and the act not taken.
        const std::string issue =
            R"({"act": "document.cancel", "on": "2026-03-02", "document": "doc-1", "reason": "x"})";
        CHECK(thrown([&] { registry.perform(issue, clerk); }) != BMNN_OK);
        CHECK(thrown([&] { registry.perform("{", clerk); }) == BMNN_E_JSON);
        CHECK(thrown([&] { registry.perform("\xff", clerk); }) == BMNN_E_UTF8);
        try {
            registry.status(std::string_view("a\0b", 3), 20260302);
            return 1;
        } catch (const bmnn::Error &error) {
            CHECK(std::strcmp(error.name(), "BMNN_E_UTF8") == 0);
            CHECK(error.offset() == 1);
            CHECK(error.detail().find("\"document\"") != std::string::npos);
        }
        bmnn::Registry moved = std::move(registry);
        CHECK(moved.size() == 4);
        CHECK(thrown([&] { registry.size(); }) == BMNN_E_NULL);
    }
    CHECK(thrown([&] { bmnn::Registry::open(folder, clerk, host); }) == BMNN_E_KEY);
    CHECK(bmnn::Registry::open(folder, ledger, host).size() == 4);

    bmnn::Report report = bmnn::Report::folder(folder);
    CHECK(report.holds() && report.size() == 4);
    CHECK(report.json().find("\"holds\":true") != std::string::npos);
    CHECK(report.findings().empty() && report.root() != bmnn::Hash{});
    {
        // A tail that was never acknowledged.
        const std::string cut = folder + " cut.bmnn";
        std::ofstream(cut, std::ios::binary) << std::ifstream(folder + "/ledger.bmnn", std::ios::binary).rdbuf() << "x";
        const std::vector<bmnn::Finding> found = bmnn::Report::file(cut).findings();
        CHECK(found.size() >= 1 && found[0].kind == "TornTail" && !found[0].detail.empty());
        CHECK(found[0].about == BMNN_POSITION_BYTE && found[0].position > 0);
    }
    CHECK(bmnn::version().find('.') != std::string::npos && bmnn::format_version() == 1);
    CHECK(bmnn::has_feature("registry") && !bmnn::has_feature("flying"));
    CHECK(thrown([&] { bmnn::Report::folder(folder, [](auto...) { return false; }); }) ==
          BMNN_E_CANCELLED);
    try {
        bmnn::Report::folder(folder, [](auto...) -> bool { throw std::logic_error("mine"); });
        return 1;
    } catch (const std::logic_error &error) {
        CHECK(std::strcmp(error.what(), "mine") == 0);
    }
    CHECK(bmnn::pack_digest("vn-2025").size() == 64);

    // A bookmark, what others hold, and a proof by itself.
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    options.keeps_bookmark = 1;
    const std::string bookmark = bmnn::Report::folder(folder, nullptr, &options).bookmark();
    CHECK(bmnn::Report::since(folder, bookmark).holds());
    CHECK(bmnn::Report::against(folder, R"({"checkpoints": []})").holds());
    CHECK(thrown([&] { bmnn::Report::against(folder, "[]"); }) == BMNN_E_JSON);
    {
        // With other chance than before, or it would make the same ids again.
        bmnn::Host later = bmnn::Host::for_tests(INT64_C(1772413200000), bmnn::Key{8});
        bmnn::Registry registry = bmnn::Registry::open(folder, ledger, later);
        const std::string known = R"({"keys": [")" + registry.verifier_key() + R"("]})";
        const std::string proof = registry.prove(2), entry = registry.entry_bytes(2);
        CHECK(bmnn::check_proof(proof, known, entry).find("\"holds\":true") != std::string::npos);
        CHECK(bmnn::check_proof(proof, known).find("\"holds\":null") != std::string::npos);
        CHECK(bmnn::check_proof(registry.cose_receipt(2), known, entry).find("\"holds\":true") !=
              std::string::npos);
        CHECK(registry.consistency(2).rfind("old 2\n", 0) == 0);
        CHECK(registry.checkpoint_at(registry.size()) == registry.checkpoint());
        CHECK(registry.cose_consistency(2).size() > 100);
        CHECK(registry.since(1, 1).find("\"next\":2") != std::string::npos);
        CHECK(bmnn::check_proof(registry.slip(2), known).find("slip") != std::string::npos);
        CHECK(thrown([&] { registry.slip_read(registry.slip(2)); }) == BMNN_E_STATE);
        CHECK(thrown([&] { registry.slip_accept("x", 20260302); }) == BMNN_E_PROOF);
        const std::string cosigned =
            bmnn::witness_cosign(folder + " witness", "so-y-te.example", clerk,
                                 registry.verifier_key(), registry.checkpoint(), 1772413200);
        CHECK(cosigned.find("\"cosignature\"") != std::string::npos);
        CHECK(thrown([&] {
                  bmnn::witness_cosign(folder + " witness", "so-y-te.example", clerk, "x",
                                       registry.checkpoint(), 1772413200);
              }) == BMNN_E_KEY);
        CHECK(thrown([&] { registry.fork_evidence(folder); }) == BMNN_E_NOT_FOUND);
        CHECK(thrown([&] { registry.fork_evidence_by(cosigned); }) == BMNN_E_PROOF);
        CHECK(thrown([&] { registry.rotate_ledger_key(clerk, {}); }) == BMNN_E_KEY);
        const std::string file = folder + ".zip";
        CHECK(registry.export_to(file).find("\"withheld\":0") != std::string::npos);
        CHECK(bmnn::Report::file(file).size() == 4);
        CHECK(thrown([&] { registry.export_to(file); }) == BMNN_E_EXISTS);
        CHECK(thrown([&] { registry.export_to(folder + "-.zip", R"({"withheld": [0]})"); }) ==
              BMNN_E_STATE);
        const bmnn::Signer successor = key(9);
        CHECK(registry.rotate_ledger_key(successor, {&root}).find("key.enrol") != std::string::npos);
        registry.close();
        CHECK(thrown([&] { registry.size(); }) == BMNN_E_NULL);
        CHECK(bmnn::Registry::open(folder, successor, later).size() == 5);
    }
    const std::string ring = folder + " keys";
    CHECK(bmnn::Ring::create(ring, "bốn từ").generate("root-1").find("kid") != std::string::npos);
    CHECK(bmnn::Ring::open(ring, "bốn từ").list().find("root-1") != std::string::npos);
    CHECK(bmnn::Ring::open(ring, "bốn từ").signer("root-1").public_key() !=
          root.public_key());
    return services(folder + " 2", opening);
}
