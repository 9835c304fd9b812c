//! The batch equation: many signatures hold if one sum over the curve is nothing.
//!
//! ```text
//! 8 · ( Σ zᵢ·Rᵢ  +  Σ (Σ zᵢ·kᵢ)·A  −  (Σ zᵢ·sᵢ)·B ) = 0
//!
//! Rᵢ ‖ sᵢ  signature i, sᵢ < L            A  a key, once for all its signatures
//! kᵢ       SHA-512(Rᵢ ‖ A ‖ message)      B  the base point
//! zᵢ       drawn from ±1 … ±2^127, once all else is fixed
//! ```
//!
//! Where a signature does not hold, at most one draw in 2^128 makes the sum
//! nothing (D. J. Bernstein et al., High-speed high-security signatures, §5).
//! Points are taken as ZIP 215 takes them.
//!
//! Three things keep it cheap. Sums of products are integers, and reduced once,
//! not term by term. A sign makes 2^128 weights out of 127 bits, which are 16
//! digits of a byte where 128 would be 17. And a point is unpacked only on its way
//! into the sum.

use crate::ledger::key::PublicKey;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use sha2::{Digest, Sha512};
use std::collections::HashMap;
use std::iter::once;

/// Signatures that are to hold together.
#[derive(Default)]
pub(super) struct Equation {
    terms: Vec<Term>,
    keys: Vec<([u8; 32], EdwardsPoint)>,
    /// Where each key stands among them.
    places: HashMap<[u8; 32], usize>,
    /// Whether an S was L or more: a second spelling, which the sum does not see.
    refused: bool,
    /// Room for what is hashed.
    text: Vec<u8>,
}

/// Most ledgers have few signers at a time: that many are compared before one is
/// looked up.
const FEW: usize = 8;

/// One signature.
struct Term {
    key: usize,
    r: [u8; 32],
    s: [u8; 32],
    k: [u8; 64],
}

impl Equation {
    /// Adds a signature over what `message` appends.
    pub(super) fn add(
        &mut self,
        key: &PublicKey,
        signature: &[u8; 64],
        message: impl FnOnce(&mut Vec<u8>),
    ) {
        let (halves, _) = signature.as_chunks::<32>();
        let [r, s] = halves else {
            // There are two; what cannot be read would not hold.
            self.refused = true;
            return;
        };
        self.text.clear();
        self.text.extend_from_slice(r);
        self.text.extend_from_slice(&key.to_bytes().0);
        message(&mut self.text);
        let k = Sha512::digest(&self.text).into();
        let key = self.place_of(key);
        self.refused |= !is_reduced(s);
        let (r, s) = (*r, *s);
        self.terms.push(Term { key, r, s, k });
    }

    fn place_of(&mut self, key: &PublicKey) -> usize {
        let bytes = key.to_bytes().0;
        let mut few = self.keys.iter().take(FEW);
        let known = few.position(|(known, _)| *known == bytes);
        known.unwrap_or_else(|| {
            *self.places.entry(bytes).or_insert_with(|| {
                self.keys.push((bytes, key.point()));
                self.keys.len() - 1
            })
        })
    }

    /// How many signatures there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// An equation of nothing yet, with room for as many signatures again.
    pub(super) fn next(&mut self) -> Self {
        Self {
            terms: Vec::with_capacity(self.terms.len()),
            text: std::mem::take(&mut self.text),
            ..Self::default()
        }
    }

    /// Whether all signatures hold, by weights that follow from `seed`.
    pub(super) fn holds(&self, seed: [u8; 32]) -> bool {
        let mut draws = ChaCha20Rng::from_seed(seed);
        let weights: Vec<Weight> = (self.terms.iter())
            .map(|_| Weight::draw(&mut draws))
            .collect();
        let mut of_base = Sum::default();
        let mut of_keys = vec![Sum::default(); self.keys.len()];
        for (term, weight) in self.terms.iter().zip(&weights) {
            of_base.add(weight, &term.s);
            if let Some(sum) = of_keys.get_mut(term.key) {
                sum.add(weight, &term.k);
            }
        }
        let scalars = weights.iter().map(|weight| Scalar::from(weight.size));
        let scalars = scalars.chain(of_keys.iter().map(Sum::scalar));
        let scalars = scalars.chain(once(-of_base.scalar()));
        let points = self.terms.iter().zip(&weights);
        let points = points.map(|(term, weight)| weight.signed(CompressedEdwardsY(term.r)));
        let points = points.chain(self.keys.iter().map(|(_, point)| Some(*point)));
        let points = points.chain(once(Some(ED25519_BASEPOINT_POINT)));
        let sum = EdwardsPoint::optional_multiscalar_mul(scalars, points);
        !self.refused && sum.is_some_and(|sum| sum.mul_by_cofactor().is_identity())
    }
}

/// Whether S < L: below 2^252 nobody need look.
fn is_reduced(s: &[u8; 32]) -> bool {
    let is_small = s.last().is_some_and(|high| *high < 0x10);
    is_small || Scalar::from_canonical_bytes(*s).is_some().into()
}

/// What a signature is multiplied by: any of 2^128 numbers, none of them 0.
struct Weight {
    is_negative: bool,
    /// From 1 to 2^127.
    size: u128,
}

impl Weight {
    fn draw(draws: &mut ChaCha20Rng) -> Self {
        let mut drawn = [0; 16];
        draws.fill_bytes(&mut drawn);
        let drawn = u128::from_le_bytes(drawn);
        Self {
            is_negative: drawn >> 127 == 1,
            size: (drawn & (u128::MAX >> 1)) + 1,
        }
    }

    /// The point, with the weight's sign.
    fn signed(&self, point: CompressedEdwardsY) -> Option<EdwardsPoint> {
        let point = point.decompress()?;
        Some(if self.is_negative { -point } else { point })
    }
}

/// A sum of weighted numbers.
#[derive(Clone, Default)]
struct Sum {
    plus: Natural,
    minus: Natural,
}

impl Sum {
    fn add<const N: usize>(&mut self, weight: &Weight, number: &[u8; N]) {
        let sum = match weight.is_negative {
            true => &mut self.minus,
            false => &mut self.plus,
        };
        sum.add(weight.size, number);
    }

    fn scalar(&self) -> Scalar {
        self.plus.scalar() - self.minus.scalar()
    }
}

/// A natural number below 2^768, least digit first: 2^127 times 2^512 has room in
/// it more often than there are bytes in a file.
#[derive(Clone, Default)]
struct Natural([u64; 12]);

impl Natural {
    /// Adds `weight` times the number in these bytes, at most 64.
    fn add<const N: usize>(&mut self, weight: u128, number: &[u8; N]) {
        let halves = [weight as u64, (weight >> 64) as u64];
        for (place, half) in halves.into_iter().enumerate() {
            let mut digits = self.0.iter_mut().skip(place);
            let mut carry = 0;
            let factors = number.as_chunks::<8>().0.iter();
            for (factor, digit) in factors.zip(digits.by_ref()) {
                let factor = u64::from_le_bytes(*factor);
                (*digit, carry) = half.carrying_mul_add(factor, carry, *digit);
            }
            for digit in digits {
                let (sum, over) = digit.overflowing_add(carry);
                (*digit, carry) = (sum, u64::from(over));
                if !over {
                    break;
                }
            }
        }
    }

    fn scalar(&self) -> Scalar {
        let shift = Scalar::from(1_u128 << 127) + Scalar::from(1_u128 << 127);
        let (pairs, _) = self.0.as_chunks::<2>();
        pairs.iter().rev().fold(Scalar::ZERO, |sum, [low, high]| {
            let pair = u128::from(*high) << 64 | u128::from(*low);
            sum * shift + Scalar::from(pair)
        })
    }
}

#[cfg(test)]
mod tests;
