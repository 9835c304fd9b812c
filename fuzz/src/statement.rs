//! Statements: one form, and a signature that holds for one thing alone.

use crate::{bytes32, signer};
use bmnn::ledger::{PublicKey, Scope, Signer, Statement, cbor};
use bmnn::value::Value;

/// Reading bytes as a statement: what is taken is its own encoding, and is
/// signed by nobody who did not sign it. Read as an act's bytes, they are
/// signed, and the signature holds for that key and that ledger alone.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    if let Ok(statement) = Statement::decode(data) {
        assert_eq!(statement.encode(), data, "one encoding");
        if let Ok(act) = statement.act() {
            let payload = cbor::encode_map(&act);
            assert_eq!(payload.as_deref(), Ok(statement.payload()));
        }
    }
    if let Ok(Value::Map(act)) = cbor::decode(data) {
        let (by, other) = (signer(1), signer(2));
        let (here, there) = (Scope::Ledger(bytes32(1)), Scope::Ledger(bytes32(2)));
        let signed = Statement::sign(&act, here, by);
        assert!(signed.is_ok(), "what is read can be signed");
        let Ok(statement) = signed else { return };
        assert_eq!(statement.payload(), data);
        assert_eq!(statement.act().as_ref(), Ok(&act));
        let again = Statement::decode(&statement.encode());
        assert_eq!(again.as_ref(), Ok(&statement));
        let holds = |who: &dyn Signer, scope| {
            PublicKey::parse(&who.public_key()).is_ok_and(|key| statement.is_signed_by(&key, scope))
        };
        assert!(holds(by, here));
        assert!(!holds(by, there) && !holds(by, Scope::Opening) && !holds(other, here));
        // A cosignature is no statement, nor the reverse.
        let Ok(cosigned) = statement.cosign(here, other) else {
            return;
        };
        let Ok(key) = PublicKey::parse(&other.public_key()) else {
            return;
        };
        assert!(cosigned.is_signed_by(&key, here, data));
        assert!(!cosigned.is_signed_by(&key, there, data));
        let posed = Statement::sign(&act, here, other);
        assert!(posed.is_ok_and(|posed| !posed.encode().ends_with(&cosigned.signature)));
    }
}
