// What a ledger is made of, in C++: a registry taken apart, each function once,
// what it gives and what it throws. Takes a folder that is not there.

#include "bmnn_pieces.hpp"

#include <iostream>

#define CHECK(what)                                                              \
    do {                                                                         \
        if (!(what)) {                                                           \
            std::cerr << __FILE__ << ":" << __LINE__ << ": " << #what << "\n";   \
            return 1;                                                            \
        }                                                                        \
    } while (0)

static bool has(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

// The status of what is thrown, and the kind of the fault, or nothing.
template <class F>
static std::string thrown(F work) {
    try {
        work();
        return "";
    } catch (const bmnn::Error &error) {
        const std::string &detail = error.detail(), key = "\"kind\":\"";
        const size_t at = detail.find(key);
        if (at == std::string::npos) return error.name();
        const size_t from = at + key.size();
        return std::string(error.name()) + " " + detail.substr(from, detail.find('"', from) - from);
    }
}

static bmnn::Signer signer(uint8_t seed) {
    bmnn::Key bytes;
    bytes.fill(seed);
    return bmnn::Signer::from_seed(bytes);
}

template <class T>
static std::string hex(const T &bytes) {
    std::string text;
    for (uint8_t byte : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", byte);
        text += digits;
    }
    return text;
}

// The bytes that stand in JSON in hexadecimal, at a key.
static std::string bytes_at(const std::string &json, const std::string &key) {
    const size_t from = json.find("\"" + key + "\":\"") + key.size() + 4;
    std::string bytes;
    for (size_t at = from; json[at] != '"'; at += 2)
        bytes += static_cast<char>(std::stoi(json.substr(at, 2), nullptr, 16));
    return bytes;
}

static int words() {
    const bmnn::PartDate date = bmnn::part_date("2024-02");
    CHECK(date.earliest == 20240201 && date.latest == 20240229);
    CHECK(thrown([] { bmnn::part_date("2024-13"); }) == "BMNN_E_DATE");
    const bmnn::TimeOfDay time = bmnn::time_of_day("14:05");
    CHECK(time.hour == 14 && time.minute == 5);
    CHECK(thrown([] { bmnn::time_of_day("24:00"); }) == "BMNN_E_DATE");
    CHECK(bmnn::check_id("self") && !bmnn::check_id("bo-a"));
    CHECK(thrown([] { bmnn::check_id("bộ-a"); }) == "BMNN_E_RANGE");
    return 0;
}

static int encoding() {
    const std::string item = R"({"map":[["a",[1,true,"ă"]],["bc",{"bytes":"00ff"}]]})";
    CHECK(bmnn::cbor_json(bmnn::cbor_from_json(item)) == item);
    CHECK(thrown([] { bmnn::cbor_json(std::string_view("\x18\x01", 2)); }) ==
          "BMNN_E_ENCODING NotShortest");
    CHECK(thrown([] { bmnn::cbor_json({}); }) == "BMNN_E_ENCODING Truncated");
    CHECK(thrown([] { bmnn::cbor_from_json("1.5"); }) == "BMNN_E_JSON");

    const bmnn::Hash salt{1};
    const bmnn::ActId act{2};
    const bmnn::Hash made = bmnn::sealed_commitment(salt, act, R"("lý do")");
    bmnn::check_sealed(made, salt, act, R"("lý do")");
    CHECK(thrown([&] { bmnn::check_sealed(made, salt, act, R"("lý do khác")"); }) ==
          "BMNN_E_PROOF SealMismatch");
    const char *cancel = R"({"act":"document.cancel","on":"2026-03-02","document":"d","reason":"r",)"
                         R"("id":"00000000000000000000000000000001"})";
    CHECK(bmnn::sealed_places(cancel) == R"(["reason"])");
    CHECK(thrown([] { bmnn::sealed_places("{}"); }) == "BMNN_E_ACT");
    return 0;
}

static int signatures(const bmnn::Registry &registry, const bmnn::Signer &root) {
    const bmnn::Key key = root.public_key();
    const std::string entry = registry.entry_bytes(0), read = bmnn::read_entry(entry);
    const bmnn::Hash ledger = bmnn::tree_leaf(entry);
    CHECK(has(read, "\"seq\":0") && has(read, "\"leaf\":\"" + hex(ledger) + "\""));
    CHECK(has(read, "\"signer\":\"" + hex(bmnn::key_id(key)) + "\""));
    CHECK(thrown([&] { bmnn::read_entry(entry.substr(1)); }) == "BMNN_E_ENCODING BadEncoding");
    CHECK(thrown([] { bmnn::key_id(bmnn::Key{1}); }) == "BMNN_E_KEY SmallOrder");

    const std::string statement = bytes_at(read, "statement");
    CHECK(has(bmnn::check_statement(statement, nullptr, key), "\"name\":\"ledger.open\""));
    CHECK(thrown([&] { bmnn::check_statement(statement, &ledger, key); }) ==
          "BMNN_E_KEY BadSignature");
    const bmnn::KeyId kid = bmnn::key_id(key);
    CHECK(thrown([&] { bmnn::check_cosignature(statement, nullptr, kid, {}, key); }) ==
          "BMNN_E_KEY BadSignature");
    CHECK(thrown([&] { bmnn::check_cosignature(statement, nullptr, {}, {}, key); }) ==
          "BMNN_E_KEY UnknownKey");
    CHECK(thrown([&] { bmnn::check_signature(key, "x", {}); }) == "BMNN_E_KEY BadSignature");
    return 0;
}

static int tree(const bmnn::Registry &registry, const bmnn::Signer &ledger_key) {
    const bmnn::Key key = ledger_key.public_key();
    std::vector<bmnn::Hash> leaves;
    for (uint64_t seq = 0; seq < registry.size(); seq++)
        leaves.push_back(bmnn::tree_leaf(registry.entry_bytes(seq)));
    CHECK(leaves.size() == 3 && registry.ledger_id() == leaves[0]);
    const bmnn::Hash root = bmnn::tree_root(leaves), old = bmnn::tree_root({leaves[0], leaves[1]});
    CHECK(hex(bmnn::tree_root({})).rfind("e3b0c44298fc1c14", 0) == 0);
    bmnn::check_inclusion(leaves[2], 2, 3, {old}, root);
    CHECK(thrown([&] { bmnn::check_inclusion(leaves[2], 1, 3, {old}, root); }) ==
          "BMNN_E_PROOF NotProven");
    bmnn::check_consistency(2, old, 3, root, {leaves[2]});
    CHECK(thrown([&] { bmnn::check_consistency(2, old, 3, root, {}); }) == "BMNN_E_PROOF NotProven");

    const std::string note = registry.checkpoint();
    CHECK(bmnn::read_checkpoint(note) == "{\"ledger\":\"" + hex(leaves[0]) + "\",\"root\":\"" +
                                             hex(root) + "\",\"size\":3}");
    CHECK(thrown([] { bmnn::read_checkpoint("x"); }) == "BMNN_E_ENCODING Malformed");
    bmnn::check_checkpoint(note, leaves[0], 3, root, key);
    CHECK(thrown([&] { bmnn::check_checkpoint(note, leaves[0], 2, root, key); }) ==
          "BMNN_E_PROOF Mismatch");
    const std::string verifier = registry.verifier_key();
    CHECK(has(bmnn::read_verifier_key(verifier), "\"key\":\"" + hex(key) + "\""));
    CHECK(thrown([] { bmnn::read_verifier_key("x"); }) == "BMNN_E_ENCODING Malformed");
    const std::string witness =
        "example.com/witness+c1a50443+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY";
    CHECK(thrown([&] { bmnn::check_witness(note, witness); }) == "BMNN_E_NOT_FOUND NotWitnessed");

    const std::string entry = registry.entry_bytes(1);
    const std::string receipt = registry.cose_receipt(1), grown = registry.cose_consistency(2);
    CHECK(bmnn::check_receipt_of_inclusion(receipt, entry, key) == root);
    CHECK(thrown([&] { bmnn::check_receipt_of_inclusion(receipt, "x", key); }) ==
          "BMNN_E_KEY BadSignature");
    CHECK(bmnn::check_receipt_of_consistency(grown, old, key) == root);
    CHECK(thrown([&] { bmnn::check_receipt_of_consistency(receipt, old, key); }) ==
          "BMNN_E_PROOF OtherKind");
    return 0;
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    const std::string folder = argv[1];
    const bmnn::Signer root = signer(1), ledger = signer(2), clerk = signer(3);
    const bmnn::Host host = bmnn::Host::for_tests(INT64_C(1772413200000), bmnn::Key{7});
    const std::string opening = R"({"agency": "CƠ QUAN THỬ NGHIỆM", "clerk": {"person": "lan", "key": ")" +
                                hex(clerk.public_key()) + R"("}})";
    {
        bmnn::Registry registry = bmnn::Registry::create(folder, opening, {&root}, ledger, host);
        registry.perform(R"({"act": "person.enrol", "on": "2026-03-02", "person": "lan",)"
                         R"( "name": "Trần Thị Lan", "party": "self"})",
                         clerk);
        if (words() || encoding() || signatures(registry, root) || tree(registry, ledger)) return 1;
    }
    CHECK(thrown([&] { bmnn::Report::unlocked(folder, bmnn::Key{9}); }) == "BMNN_E_KEY");
    CHECK(thrown([&] { bmnn::Report::unlocked(folder, "bốn từ khó đoán nhé"); }) == "BMNN_E_KEY");
    return 0;
}
