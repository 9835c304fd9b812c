// The C library as C++ sees it, by bmnn.hpp, as a subject of the conformance
// vectors.
//
// Reads questions, a line each, and answers each with a line; `null` says that the
// library has no function for it. The form of questions and answers is in
// crates/bmnn-conformance/README.md. Nothing is decided here: answers are made of
// what the library says, put into the form of the vectors. It is given a folder, in
// which it writes the ledgers of questions.
#include "acts.hpp"
#include "law.hpp"
#include "ledgers.hpp"
#include "pieces.hpp"
#include "proofs.hpp"
#include "signed.hpp"
#include "words.hpp"

#include <iostream>

static Json answer(const Place &place, const Json &question) {
    for (const Tasks *some : {&words, &law, &acts, &pieces, &signed_things, &proofs, &ledgers}) {
        const auto task = some->find(question["do"].text());
        if (task == some->end()) continue;
        try {
            return task->second(place, question["input"]);
        } catch (const Failure &failure) {
            return failure.said;
        }
    }
    return Json();
}

int main(int argc, char **argv) {
    if (argc != 2) {
        std::cerr << "conform FOLDER\n";
        return 2;
    }
    bmnn::check_abi();
    const bmnn::Packs packs = bmnn::Packs::built_in();
    const Place place{packs, argv[1]};
    for (std::string line; std::getline(std::cin, line);)
        std::cout << answer(place, Json::read(line)).written() << std::endl;
    return 0;
}
