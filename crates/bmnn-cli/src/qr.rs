//! A checkpoint as a QR code, for the paper book.
//!
//! The code holds the whole note, byte for byte: whoever scans it years later
//! has the text that any verifier of signed notes takes, and needs no program
//! of ours to read it.

use qrcode::{
    EcLevel, QrCode,
    render::{svg, unicode::Dense1x2},
};

use crate::failure::Failure;

/// The code in half blocks, for a dark terminal, quiet zone included.
pub(crate) fn text(note: &str) -> Result<String, Failure> {
    // Blocks are drawn light on a dark terminal, so what is dark is left out.
    Ok(code(note)?
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build())
}

/// The code as a picture, dark on light, quiet zone included.
pub(crate) fn svg(note: &str) -> Result<String, Failure> {
    let picture = code(note)?
        .render::<svg::Color<'_>>()
        .min_dimensions(600, 600)
        .build();
    Ok(picture)
}

/// A page in a book is handled: a seventh of the code may be lost.
fn code(note: &str) -> Result<QrCode, Failure> {
    QrCode::with_error_correction_level(note.as_bytes(), EcLevel::M).map_err(|fault| {
        Failure::new(
            format!("điểm kiểm tra không vừa một mã QR: {fault}"),
            format!("the checkpoint does not fit a QR code: {fault}"),
        )
    })
}
