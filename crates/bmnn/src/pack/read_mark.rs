//! Reads the marks of a pack.

use super::PackError;
use super::raw::{RawMark, RawMarkRow, RawSource};
use super::read::{Reader, Seen};
use crate::cite::{Citation, Confidence};
use crate::mark::{Border, Frame, Known, Lettering, Mark, MarkRow, Placement};
use toml::Spanned;

impl Reader<'_> {
    pub(super) fn marks(&self, raw: Vec<RawMark>) -> Result<Vec<Mark>, PackError> {
        let mut seen = Seen::new("mark");
        raw.into_iter()
            .map(|raw| {
                self.check_id(&raw.id, "an id of a mark")?;
                seen.note(self, &raw.id)?;
                self.mark(raw)
            })
            .collect()
    }

    fn mark(&self, raw: RawMark) -> Result<Mark, PackError> {
        let (citation, confidence) = self.source(&RawSource {
            cite: &raw.cite,
            confidence: &raw.confidence,
            inherited: raw.inherited.as_ref(),
        })?;
        let known = Values {
            reader: self,
            citation: &citation,
            confidence,
        };
        let rows = raw.rows.into_iter().map(|row| known.row(row));
        Ok(Mark {
            rows: rows.collect::<Result<_, _>>()?,
            row_gap: known.optional(raw.row_gap.map(|gap| (gap.mm, gap.cite, gap.confidence)))?,
            fields: known.optional(
                raw.fields
                    .map(|fields| (fields.names, fields.cite, fields.confidence)),
            )?,
            frame: known.optional(raw.frame.map(|frame| {
                let (width, height) = (frame.width, frame.height);
                (Frame { width, height }, frame.cite, frame.confidence)
            }))?,
            border: known.optional(raw.border.map(|border| {
                let (lines, gap) = (border.lines, border.gap);
                (Border { lines, gap }, border.cite, border.confidence)
            }))?,
            inset: known.optional(
                raw.inset
                    .map(|inset| (inset.mm, inset.cite, inset.confidence)),
            )?,
            ink: known.optional(raw.ink.map(|ink| (ink.colours, ink.cite, ink.confidence)))?,
            placement: raw
                .placement
                .into_iter()
                .map(|place| {
                    let (page, anchor) = (place.page, place.anchor);
                    known.value((Placement { page, anchor }, place.cite, place.confidence))
                })
                .collect::<Result<_, _>>()?,
            level: self.optional(raw.level.as_ref(), Self::level)?,
            id: raw.id.into_inner(),
            kind: raw.kind,
            vi: raw.vi,
            en: raw.en,
            note: raw.note,
            citation,
            confidence,
        })
    }
}

/// The values of one mark, which rest on its own source unless they name another.
struct Values<'a> {
    reader: &'a Reader<'a>,
    citation: &'a Citation,
    confidence: Confidence,
}

impl Values<'_> {
    fn row(&self, raw: RawMarkRow) -> Result<MarkRow, PackError> {
        Ok(MarkRow {
            text: self.optional(raw.text.map(|text| (text, raw.cite, raw.confidence)))?,
            fill: raw.fill,
            lettering: self.optional(raw.lettering.map(|raw| {
                let lettering = Lettering {
                    font: raw.font,
                    size: raw.size,
                    bold: raw.bold,
                    upright: raw.upright,
                    capitals: raw.capitals,
                };
                (lettering, raw.cite, raw.confidence)
            }))?,
        })
    }

    fn optional<T>(&self, raw: Option<Sourced<T>>) -> Result<Option<Known<T>>, PackError> {
        raw.map(|raw| self.value(raw)).transpose()
    }

    fn value<T>(&self, (value, cite, confidence): Sourced<T>) -> Result<Known<T>, PackError> {
        Ok(Known {
            value,
            confidence: match &confidence {
                Some(word) => self.reader.confidence(word)?,
                None => self.confidence,
            },
            citation: match &cite {
                Some(cite) => self.reader.citation(cite)?,
                None => self.citation.clone(),
            },
        })
    }
}

/// A value with the `cite` and `confidence` beside it, if any.
type Sourced<T> = (T, Option<Spanned<String>>, Option<Spanned<String>>);
