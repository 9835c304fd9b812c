//! What is asked: an implementation of the library.
//!
//! Questions and answers are JSON, so that one runner tries every build: the
//! Rust library here, another one behind a pipe.

mod ask;
mod bytes;
mod law;
mod ledger;
mod process;
mod proof;
mod signed;
mod small;
mod travel;

pub use process::Process;

use ask::Answer;
use serde_json::Value as Json;

/// An implementation that can be asked.
pub trait Subject {
    /// The answer to `task` on `input`; `None` if the subject does not do the
    /// task at all.
    fn answer(&mut self, task: &str, input: &Json) -> Option<Json>;
}

/// The Rust library.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rust;

impl Subject for Rust {
    fn answer(&mut self, task: &str, input: &Json) -> Option<Json> {
        let answer = self.ask(task, input)?;
        Some(answer.unwrap_or_else(|failure| failure.0))
    }
}

impl Rust {
    fn ask(self, task: &str, input: &Json) -> Option<Answer> {
        Some(match task {
            "level.read" => small::read_level(input),
            "level.print" => small::print_level(input),
            "level.roll-up" => small::roll_up_levels(input),
            "date.read" => small::read_date(input),
            "part-date.read" => small::read_part_date(input),
            "time.read" => small::read_time(input),
            "date.plus" => small::plus(input),
            "until.roll-up" => small::roll_up_until(input),
            "copy.read" => small::read_copy(input),
            "copy.duplicate" => small::duplicate(input),
            "id.read" => small::read_id(input),
            "pack.on" => law::pack_on(input),
            "pack.provision" => law::provision(input),
            "term.resolve" => law::resolve(input),
            "term.of" => law::term(input),
            "status.on" => law::status_on(input),
            "act.decide" => law::decide_act(input),
            "mark.print" => law::mark(input),
            "cbor.decode" => bytes::decode(input),
            "cbor.encode" => bytes::encode(input),
            "act.to-cbor" => bytes::act_to_cbor(input),
            "act.to-json" => bytes::act_to_json(input),
            "sealed.commit" => bytes::commit(input),
            "sealed.places" => bytes::sealed_places(input),
            "key.read" => signed::read_key(input),
            "signature.check" => signed::check_signature(input),
            "statement.check" => signed::check_statement(input),
            "cosignature.check" => signed::check_cosignature(input),
            "entry.read" => signed::read_entry(input),
            "checkpoint.read" => signed::read_checkpoint(input),
            "checkpoint.check" => signed::check_checkpoint(input),
            "tree.root" => proof::root(input),
            "tree.inclusion" => proof::inclusion(input),
            "tree.consistency" => proof::consistency(input),
            "proof.check" => proof::check(input),
            "consistency.check" => travel::consistency(input),
            "receipt.inclusion" => travel::receipt_of_inclusion(input),
            "receipt.consistency" => travel::receipt_of_consistency(input),
            "verifier-key.read" => travel::verifier_key(input),
            "note.witnessed" => travel::witnessed(input),
            "fork.check" => travel::fork(input),
            "slip.verify" => travel::slip(input),
            "ledger.verify" => ledger::verify(input),
            "registry.verify" => ledger::verify_registry(input),
            _ => return None,
        })
    }
}
