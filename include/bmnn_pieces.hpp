// What a ledger is made of, piece by piece, in C++17: for those who read or write
// one with a program of their own, and ask where the two differ.
//
//     const std::string entry = bmnn::read_entry(bytes);
//     const bmnn::Hash root = bmnn::tree_root(leaves);
//     bmnn::check_inclusion(leaf, 7, size, path, root);
//
// Bytes of any length are std::string_view, what is read is JSON. A function whose
// name begins with check_ returns where it holds, and throws an Error where it does
// not, with the fault's `kind` in its detail: which, bmnn.h says of the function
// that is called. Threads: any.
//
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef BMNN_PIECES_HPP
#define BMNN_PIECES_HPP

#include "bmnn.hpp"

namespace bmnn {

// The id of an act.
using ActId = std::array<uint8_t, 16>;
// The id of a key, by which statements name it: its kid.
using KeyId = std::array<uint8_t, 8>;

namespace detail {

// Hashes one behind the other, as the library takes them.
inline const uint8_t *flat(const std::vector<Hash> &hashes) {
    static_assert(sizeof(Hash) == 32, "an array of bytes has room for nothing else");
    return hashes.empty() ? nullptr : hashes.front().data();
}

inline const uint8_t *scope(const Hash *ledger) { return ledger ? ledger->data() : nullptr; }

}  // namespace detail

// ---- the encoding

// What bytes in the ledger's encoding say: `{"bytes": hex}`, `{"map": [[key, value], …]}`,
// and all else as itself.
inline std::string cbor_json(std::string_view cbor) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_cbor_json(detail::bytes(cbor), cbor.size(), &out, call.error()));
    return detail::taken(out);
}

// The bytes of a value in that form.
inline std::string cbor_from_json(std::string_view item) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_cbor_from_json(item.data(), item.size(), &out, call.error()));
    return detail::taken(out);
}

// ---- sealed values

// The commitment that stands in an act in place of a value, which is JSON in the
// form of cbor_json: a text is a JSON string.
inline Hash sealed_commitment(const Hash &salt, const ActId &act, std::string_view value) {
    detail::Call call;
    Hash out;
    call(bmnn_sealed_commitment(salt.data(), act.data(), value.data(), value.size(), out.data(),
                                call.error()));
    return out;
}

// That a value which was revealed is the one that was committed to.
inline void check_sealed(const Hash &commitment, const Hash &salt, const ActId &act,
                         std::string_view value) {
    detail::Call call;
    call(bmnn_sealed_check(commitment.data(), salt.data(), act.data(), value.data(), value.size(),
                           call.error()));
}

// The paths of an act's sealed places, as a JSON array; `corrected` is the name of
// the act that an `entry.correct` corrects.
inline std::string sealed_places(std::string_view act, std::string_view corrected = {}) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_sealed_places(act.data(), act.size(), corrected.data(), corrected.size(), &out,
                            call.error()));
    return detail::taken(out);
}

// ---- the tree

// The leaf hash of an entry.
inline Hash tree_leaf(std::string_view entry) {
    detail::Call call;
    Hash out;
    call(bmnn_tree_leaf(detail::bytes(entry), entry.size(), out.data(), call.error()));
    return out;
}

// The root over leaf hashes.
inline Hash tree_root(const std::vector<Hash> &leaves) {
    detail::Call call;
    Hash out;
    call(bmnn_tree_root(detail::flat(leaves), leaves.size(), out.data(), call.error()));
    return out;
}

// That a leaf hash is at a position, from 0, of the tree of this size and root.
inline void check_inclusion(const Hash &leaf, uint64_t index, uint64_t size,
                            const std::vector<Hash> &path, const Hash &root) {
    detail::Call call;
    call(bmnn_tree_check_inclusion(leaf.data(), index, size, detail::flat(path), path.size(),
                                   root.data(), call.error()));
}

// That one tree is the beginning of another.
inline void check_consistency(uint64_t old_size, const Hash &old_root, uint64_t new_size,
                              const Hash &new_root, const std::vector<Hash> &path) {
    detail::Call call;
    call(bmnn_tree_check_consistency(old_size, old_root.data(), new_size, new_root.data(),
                                     detail::flat(path), path.size(), call.error()));
}

// ---- keys and signatures

// The kid of a public key; throws where no ledger takes such a key.
inline KeyId key_id(const Key &key) {
    detail::Call call;
    KeyId out;
    call(bmnn_key_id(key.data(), out.data(), call.error()));
    return out;
}

// That an Ed25519 signature is of a key and over a message, as a ledger's are
// checked.
inline void check_signature(const Key &key, std::string_view message, const Signature &signature) {
    detail::Call call;
    call(bmnn_key_check(key.data(), detail::bytes(message), message.size(), signature.data(),
                        call.error()));
}

// That a statement is of a key and for a ledger, and what it says: `kid`, `name`,
// `act`. `ledger` is null for the act that opens one.
inline std::string check_statement(std::string_view statement, const Hash *ledger, const Key &key) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_statement_check(detail::bytes(statement), statement.size(), detail::scope(ledger),
                              key.data(), &out, call.error()));
    return detail::taken(out);
}

// That a cosignature is of a key with this kid, over the act of a statement.
inline void check_cosignature(std::string_view statement, const Hash *ledger, const KeyId &kid,
                              const Signature &signature, const Key &key) {
    detail::Call call;
    call(bmnn_cosignature_check(detail::bytes(statement), statement.size(), detail::scope(ledger),
                                kid.data(), signature.data(), key.data(), call.error()));
}

// ---- entries and checkpoints

// What an entry says: `seq`, `prev`, `leaf`, `received`, `signer`, `cosigners`,
// `cosignatures`, `statement`, `act`. No signature is checked.
inline std::string read_entry(std::string_view entry) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_entry_json(detail::bytes(entry), entry.size(), &out, call.error()));
    return detail::taken(out);
}

// What a checkpoint says: `ledger`, `size`, `root`. Its signature is not checked.
inline std::string read_checkpoint(std::string_view note) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_checkpoint_json(note.data(), note.size(), &out, call.error()));
    return detail::taken(out);
}

// That a note is just this checkpoint, signed by this key.
inline void check_checkpoint(std::string_view note, const Hash &ledger, uint64_t size,
                             const Hash &root, const Key &key) {
    detail::Call call;
    call(bmnn_checkpoint_check(note.data(), note.size(), ledger.data(), size, root.data(),
                               key.data(), call.error()));
}

// What a verifier key says: `name`, `type`, `key`, `ledger`.
inline std::string read_verifier_key(std::string_view text) {
    detail::Call call;
    bmnn_buf *out;
    call(bmnn_verifier_key_json(text.data(), text.size(), &out, call.error()));
    return detail::taken(out);
}

// What a witness saw: a checkpoint of this size, at this time in Unix seconds.
struct Witnessed {
    uint64_t size, time;
};

// That a witness, whose verifier key is given, cosigned the checkpoint in a note.
inline Witnessed check_witness(std::string_view note, std::string_view witness) {
    detail::Call call;
    Witnessed out;
    call(bmnn_note_check_witness(note.data(), note.size(), witness.data(), witness.size(), &out.size,
                                 &out.time, call.error()));
    return out;
}

// ---- COSE receipts

// That a receipt proves of an entry that it is in a tree whose root a key signed;
// that root.
inline Hash check_receipt_of_inclusion(std::string_view receipt, std::string_view entry,
                                       const Key &key) {
    detail::Call call;
    Hash out;
    call(bmnn_receipt_check_inclusion(detail::bytes(receipt), receipt.size(), detail::bytes(entry),
                                      entry.size(), key.data(), out.data(), call.error()));
    return out;
}

// That a receipt proves of a tree whose root a key signed that it only adds to an
// earlier one; the later root.
inline Hash check_receipt_of_consistency(std::string_view receipt, const Hash &old_root,
                                         const Key &key) {
    detail::Call call;
    Hash out;
    call(bmnn_receipt_check_consistency(detail::bytes(receipt), receipt.size(), old_root.data(),
                                        key.data(), out.data(), call.error()));
    return out;
}

}  // namespace bmnn

#endif
