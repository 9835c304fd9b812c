// The header from C++11: what the other programs do, with owners that free.
#include "bmnn.h"

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace {

struct Free {
    void operator()(bmnn_buf *it) const { bmnn_buf_free(it); }
    void operator()(bmnn_error *it) const { bmnn_error_free(it); }
    void operator()(bmnn_packs *it) const { bmnn_packs_free(it); }
    void operator()(bmnn_report *it) const { bmnn_report_free(it); }
};
template <class T> using Owned = std::unique_ptr<T, Free>;

int failures = 0;

void check(bool holds, const char *what) {
    if (holds) return;
    failures++;
    std::printf("tour.cpp: %s\n", what);
}
#define CHECK(holds) check((holds), #holds)

std::int32_t counted(void *user, std::uint64_t, std::uint64_t, std::uint64_t) {
    ++*static_cast<int *>(user);
    return 0;
}

void law() {
    bmnn_packs *raw = nullptr;
    CHECK(bmnn_packs_built_in(&raw, nullptr) == BMNN_OK);
    Owned<bmnn_packs> packs(raw);

    bmnn_buf *found = nullptr;
    CHECK(bmnn_packs_provision(packs.get(), 20260301, "term.mat", BMNN_ZSTR, &found, nullptr) == 0);
    Owned<bmnn_buf> buf(found);
    std::string text(reinterpret_cast<const char *>(bmnn_buf_data(found)), bmnn_buf_len(found));
    CHECK(text.find("\"article\"") != std::string::npos);

    bmnn_error *why = nullptr;
    CHECK(bmnn_packs_provision(packs.get(), 20260301, "x", 1, &found, &why) == BMNN_E_NOT_FOUND);
    Owned<bmnn_error> error(why);
    CHECK(found == nullptr);
    CHECK(std::strcmp(bmnn_status_name(bmnn_error_status(why)), "BMNN_E_NOT_FOUND") == 0);
}

void ledger(const std::string &folder, bool holds) {
    int calls = 0;
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    bmnn_verify_options same;
    CHECK(bmnn_verify_options_init(&same, sizeof same, nullptr) == BMNN_OK);
    CHECK(std::memcmp(&options, &same, sizeof same) == 0);
    bmnn_report *raw = nullptr;
    CHECK(bmnn_verify_folder(folder.data(), folder.size(), &options, counted, &calls, &raw,
                             nullptr) == BMNN_OK);
    Owned<bmnn_report> report(raw);
    CHECK((bmnn_report_holds(raw) == 1) == holds);
    CHECK(calls > 0);
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    const std::string ledgers = argv[1];
    CHECK(bmnn_abi_check(BMNN_ABI_VERSION, nullptr) == BMNN_OK);
    law();
    ledger(ledgers + "/đúng", true);
    ledger(ledgers + "/trái luật", false);
    return failures;
}
