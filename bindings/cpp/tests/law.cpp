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

    uint32_t liberties = 0;
    CHECK(bmnn::level("toi mat", &liberties) == BMNN_LEVEL_TOI_MAT);
    CHECK(liberties == (BMNN_LIBERTY_CASE | BMNN_LIBERTY_DIACRITICS));
    CHECK(bmnn::level_text(BMNN_LEVEL_MAT) == "Mật" &&
          bmnn::level_text(BMNN_LEVEL_MAT, BMNN_LEVEL_AS_LETTER) == "C");
    CHECK(bmnn::highest({BMNN_LEVEL_MAT, BMNN_LEVEL_TUYET_MAT}) == BMNN_LEVEL_TUYET_MAT);
    CHECK(bmnn::date("2026-03-01") == 20260301 && bmnn::date_vi(20260301) == "01/03/2026");
    CHECK(bmnn::plus_days(20260301, -1) == 20260228 && bmnn::plus_months(20260131, 1) == 20260228);
    CHECK(bmnn::days_until(20260301, 20260401) == 31 && bmnn::days_until(20260301, 20260228) == -1);

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
    CHECK(thrown([&] { bmnn::level("Secret"); }) == BMNN_E_LEVEL);
    CHECK(thrown([&] { bmnn::level_text(9); }) == BMNN_E_RANGE);
    CHECK(thrown([&] { bmnn::highest({}); }) == BMNN_E_RANGE);
    CHECK(thrown([&] { bmnn::date("2026-02-30"); }) == BMNN_E_DATE);
    CHECK(thrown([&] { bmnn::plus_days(20260230, 1); }) == BMNN_E_DATE);
    CHECK(thrown([&] { bmnn::plus_months(0, 1); }) == BMNN_E_DATE);
    CHECK(thrown([&] { bmnn::days_until(20260301, 0); }) == BMNN_E_DATE);
    return 0;
}
