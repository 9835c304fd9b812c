use super::*;
use crate::ledger::key::{PlainSigner, Signer as _};
use ed25519_zebra::{Signature, VerificationKeyBytes, batch};
use proptest::prelude::*;

/// A key, what it signed, and the signature.
#[derive(Clone)]
struct Signed(PublicKey, Vec<u8>, [u8; 64]);

/// `count` signatures by `keys` keys in turn.
fn signed(count: usize, keys: u8) -> Vec<Signed> {
    let signers: Vec<_> = (1..=keys)
        .map(|n| PlainSigner::from_seed(&[n; 32]))
        .collect();
    let sign = |(n, signer): (usize, &PlainSigner)| {
        let message = vec![n as u8; n];
        let signature = signer.sign(&message).unwrap();
        let key = PublicKey::parse(&signer.public_key()).unwrap();
        Signed(key, message, signature)
    };
    (0..count).zip(signers.iter().cycle()).map(sign).collect()
}

fn equation(signed: &[Signed]) -> Equation {
    let mut equation = Equation::default();
    for Signed(key, message, signature) in signed {
        equation.add(key, signature, |out| out.extend_from_slice(message));
    }
    equation
}

/// What another implementation says of the same signatures together.
fn judge(signed: &[Signed]) -> bool {
    let mut batch = batch::Verifier::new();
    for Signed(key, message, signature) in signed {
        let key = VerificationKeyBytes::from(key.to_bytes().0);
        batch.queue((key, Signature::from(*signature), message));
    }
    batch.verify(ChaCha20Rng::from_seed([9; 32])).is_ok()
}

/// Adds to the S of a signature.
fn bend(signature: &mut [u8; 64], by: Scalar) {
    let s = signature.last_chunk_mut::<32>().unwrap();
    *s = (Scalar::from_bytes_mod_order(*s) + by).to_bytes();
}

#[test]
fn good_signatures_hold_however_many() {
    // Below 190 terms the sum is made in another way than from there on.
    for (count, keys) in [(0, 1), (1, 1), (2, 1), (40, 40), (180, 3), (300, 20)] {
        let signed = signed(count, keys);
        let equation = equation(&signed);
        assert!(equation.holds([7; 32]), "{count} signatures, {keys} keys");
        assert_eq!(equation.len(), count);
        assert!(judge(&signed));
    }
}

#[test]
fn one_bit_anywhere_is_found() {
    let signed = signed(3, 2);
    for place in 0..64 {
        for bit in 0..8 {
            let mut bent = signed.clone();
            bent[1].2[place] ^= 1 << bit;
            assert!(!equation(&bent).holds([7; 32]), "bit {bit} of byte {place}");
            assert!(!judge(&bent));
        }
    }
    for n in 0..3 {
        let mut bent = signed.clone();
        bent[n].1.push(0);
        assert!(!equation(&bent).holds([7; 32]), "message {n}");
    }
}

#[test]
fn one_bad_signature_among_many_is_found_wherever_it_stands() {
    let signed = signed(200, 30);
    for n in [0, 1, 29, 100, 199] {
        let mut bent = signed.clone();
        bend(&mut bent[n].2, Scalar::ONE);
        assert!(!equation(&bent).holds([7; 32]), "signature {n}");
        assert!(!judge(&bent));
    }
}

#[test]
fn faults_do_not_cancel_out() {
    // By equal weights the first two would, by opposite ones the others.
    for second in [-Scalar::ONE, Scalar::ONE] {
        for seed in 0..16 {
            let mut bent = signed(2, 1);
            bend(&mut bent[0].2, Scalar::ONE);
            bend(&mut bent[1].2, second);
            assert!(!equation(&bent).holds([seed; 32]), "seed {seed}");
        }
    }
}

#[test]
fn a_second_spelling_of_s_is_refused() {
    let mut bent = signed(3, 1);
    let s = bent[2].2.last_chunk_mut::<32>().unwrap();
    // L = 2^252 + …, so that S + L has room in 32 bytes.
    let l_less_one = (-Scalar::ONE).to_bytes();
    let mut carry = 1;
    for (byte, add) in s.iter_mut().zip(l_less_one) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(carry, 0);
    assert!(!equation(&bent).holds([7; 32]));
    assert!(!judge(&bent));
}

#[test]
fn a_point_of_small_order_in_r_is_taken_as_the_cofactor_says() {
    use curve25519_dalek::constants::EIGHT_TORSION;
    let seed = [5; 32];
    let secret = ed25519_dalek::SigningKey::from_bytes(&seed).to_scalar();
    let bytes = PlainSigner::from_seed(&seed).public_key();
    let key = PublicKey::parse(&bytes).unwrap();
    let nonce = Scalar::from(77_u8);
    for torsion in EIGHT_TORSION {
        let r = (ED25519_BASEPOINT_POINT * nonce + torsion).compress();
        let hash = Sha512::new().chain_update(r.as_bytes());
        let hash = hash.chain_update(bytes.0).chain_update(b"message");
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(r.as_bytes());
        signature[32..].copy_from_slice((nonce + k * secret).as_bytes());
        let bent = [Signed(key.clone(), b"message".to_vec(), signature)];
        assert!(equation(&bent).holds([7; 32]));
        assert!(judge(&bent));
        let is_plain = torsion.compress() == EIGHT_TORSION[0].compress();
        assert_eq!(key.verifies(b"message", &signature), is_plain);
    }
}

#[test]
fn weights_follow_from_the_seed_and_are_never_nothing() {
    let draw = |seed: u8| {
        let mut draws = ChaCha20Rng::from_seed([seed; 32]);
        let weights = (0..1000).map(|_| Weight::draw(&mut draws));
        let weights = weights.map(|weight| (weight.is_negative, weight.size));
        weights.collect::<Vec<_>>()
    };
    let weights = draw(1);
    assert_eq!(weights, draw(1));
    assert_ne!(weights, draw(2));
    assert!(
        weights
            .iter()
            .all(|(_, size)| (1..=1 << 127).contains(size))
    );
    let high = weights.iter().filter(|(_, size)| *size > 1 << 126).count();
    let negative = weights.iter().filter(|(negative, _)| *negative).count();
    assert!((400..600).contains(&high), "{high}");
    assert!((400..600).contains(&negative), "{negative}");
    let mut distinct = weights.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), weights.len());
}

proptest! {
    #[test]
    fn sums_over_integers_are_sums_of_scalars(
        terms in proptest::collection::vec((any::<(bool, u128)>(), any::<[[u8; 32]; 2]>()), 0..40),
        full in any::<bool>(),
    ) {
        let mut sum = Sum::default();
        let mut expected = Scalar::ZERO;
        for ((is_negative, size), [low, high]) in terms {
            // Carries run furthest where all bits are set.
            let size = if full { 1 << 127 } else { size >> 1 };
            let mut number = [0xFF; 64];
            if !full {
                number[..32].copy_from_slice(&low);
                number[32..].copy_from_slice(&high);
            }
            let weight = Weight { is_negative, size };
            sum.add(&weight, &number);
            sum.add(&weight, &low);
            let term = Scalar::from(size)
                * (Scalar::from_bytes_mod_order_wide(&number) + Scalar::from_bytes_mod_order(low));
            expected += if is_negative { -term } else { term };
        }
        prop_assert_eq!(sum.scalar(), expected);
    }
}
