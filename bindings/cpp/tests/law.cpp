// What the law says without a registry, in C++: each function once, what it
// gives and what it throws.

#include "bmnn.hpp"

#include <iostream>

#define CHECK(what)                                                              \
    do {                                                                         \
        if (!(what)) {                                                           \
            std::cerr << __FILE__ << ":" << __LINE__ << ": " << #what << "\n";   \
            return 1;                                                            \
        }                                                                        \
    } while (0)

static bool has(const std::string &text, const char *part) {
    return text.find(part) != std::string::npos;
}

template <class F>
static bmnn_status thrown(F work) {
    try {
        work();
        return BMNN_OK;
    } catch (const bmnn::Error &error) {
        return error.status();
    }
}

int main() {
    const bmnn::Packs packs = bmnn::Packs::built_in();
    CHECK(has(packs.list(), "\"vn-2000\"") && has(packs.on(20260301), "\"vn-2025\""));
    CHECK(has(packs.pack("vn-2018"), "\"marks\":["));
    CHECK(has(packs.provision(20210504, "extend.decide-before"), "{\"days\":60}"));
    CHECK(has(packs.mark(20210504, "mat"), "\"MẬT\""));
    CHECK(packs.term_end(BMNN_LEVEL_MAT, 20210504) == 20310504);
    CHECK(has(packs.term(R"({"carrier":"document","level":"Mat","determined":"2021-05-04"})"), "2031-05-04"));
    CHECK(has(packs.resolve("vn-2018", R"({"years":2})", 20210504, BMNN_LEVEL_MAT), "2023-05-04"));
    CHECK(has(packs.status("[]", 20260302), "\"not-yet\""));
    const char *enrol = R"({"act":"party.enrol","on":"2026-03-02","party":"bo-a","kind":"agency","name":"Bộ A",)"
                        R"("id":"00000000000000000000000000000001"})";
    CHECK(has(packs.decide("[]", enrol), "\"allowed\":true"));
    CHECK(bmnn::latest(R"([{"years":5},{"years":7}])") == "{\"years\":7}");
    CHECK(has(bmnn::copy_name("doc-17#3"), "\"number\":3"));
    CHECK(bmnn::copy_duplicate("doc-17#3", 2, 1) == "doc-17#3/2.1");
    CHECK(bmnn::date_vi(20260301) == "01/03/2026");

    const bmnn::Packs own = packs.with("own.toml", "[pack]\nid = \"own\"\nvi = \"Riêng\"\nen = \"Own\"\n"
                                                   "starts = \"2026-04-01\"\nextends = \"vn-2025\"\n");
    CHECK(has(own.on(20260401), "\"own\"") && !has(packs.on(20260401), "\"own\""));

    CHECK(thrown([&] { bmnn::Report::format("no such place"); }) == BMNN_E_NO_LEDGER);
    CHECK(thrown([&] { bmnn::Report::format("no such place", "x"); }) == BMNN_E_JSON);
    CHECK(thrown([&] { packs.with("x.toml", "x"); }) == BMNN_E_PACK);
    CHECK(thrown([&] { packs.on(19000101); }) == BMNN_E_NOT_FOUND);
    CHECK(thrown([&] { packs.term_end(9, 20210504); }) == BMNN_E_RANGE);
    CHECK(thrown([&] { packs.decide("[]", "{}"); }) == BMNN_E_ACT);
    CHECK(thrown([&] { bmnn::copy_name("doc-17"); }) == BMNN_E_RANGE);
    return 0;
}
