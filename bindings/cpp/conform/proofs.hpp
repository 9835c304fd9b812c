// What travels between agencies: proofs, receipts, evidence of a fork, slips.
#ifndef CONFORM_PROOFS_HPP
#define CONFORM_PROOFS_HPP

#include "asked.hpp"

// What the library says of a proof, with what is known by another way.
inline Json checked(const std::string &proof, const Json &known, const std::string &entry = {}) {
    Json given = Json::empty();
    for (const Json::Member &member : known.members())
        if (!member.value.is_null()) given.put(member.key, member.value);
    return Json::read(
        failing([&] { return bmnn::check_proof(proof, given.written(), entry); }, "Malformed"));
}

// Why one does not hold. One that nobody's key was given for is not signed by one
// that is known.
inline Failure does_not_hold(const Json &said) {
    const Json &why = said["why"];
    if (why.is_null()) return Failure("OtherKey");
    return why["line"].is_null() ? Failure(why["kind"]) : Failure(why["kind"], "line", why["line"]);
}

inline Json holding(Json said) {
    if (!said["holds"].is_truth() || !said["holds"].truth()) throw does_not_hold(said);
    return said;
}

inline Json proof_check(const Place &, const Json &input) {
    const Json known{{"keys", Json::Array{input["key"]}}};
    const Json said = holding(checked(input["proof"].text(), known, bytes_of(input["entry"])));
    return {{"index", said["entry"]}, {"ledger", said["ledger"]}, {"size", said["size"]}};
}

inline Json consistency_check(const Place &, const Json &input) {
    const Json known{{"keys", Json::Array{input["key"]}}, {"since", input["earlier"]}};
    const Json said = holding(checked(input["proof"].text(), known));
    return {{"new", said["size"]}, {"old", said["since"]}};
}

inline Json fork_check(const Place &, const Json &input) {
    const Json said = holding(checked(input["evidence"].text(), {{"keys", input["keys"]}}));
    return {{"forked", true}, {"ledger", said["ledger"]}};
}

inline Json slip_verify(const Place &, const Json &input) {
    const Json known{{"ledger", input["ledger"]}, {"since", input["noted"]}};
    const Json said = checked(bytes_of(input["slip"]), known);
    const Json &report = said["report"];
    if (report.is_null()) throw does_not_hold(said);
    Json answer = of(report, {"about", "holds", "size", "standing"});
    answer.put("findings", findings(report));
    answer.put("not-proven", not_proven(report));
    return answer;
}

inline Json receipt_inclusion(const Place &, const Json &input) {
    return {{"root", hex_of(failing(
                         [&] {
                             return bmnn::check_receipt_of_inclusion(
                                 bytes_of(input["receipt"]), bytes_of(input["entry"]),
                                 sized<bmnn::Key>(input["key"]));
                         },
                         "Malformed"))}};
}

inline Json receipt_consistency(const Place &, const Json &input) {
    return {{"root", hex_of(failing(
                         [&] {
                             return bmnn::check_receipt_of_consistency(
                                 bytes_of(input["receipt"]), sized<bmnn::Hash>(input["old-root"]),
                                 sized<bmnn::Key>(input["key"]));
                         },
                         "Malformed"))}};
}

inline const Tasks proofs = {
    {"proof.check", proof_check},
    {"consistency.check", consistency_check},
    {"fork.check", fork_check},
    {"slip.verify", slip_verify},
    {"receipt.inclusion", receipt_inclusion},
    {"receipt.consistency", receipt_consistency},
};

#endif
