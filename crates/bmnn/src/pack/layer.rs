//! Lays an agency's own pack over the one that it extends.

use super::{Amendment, Pack, PackError, PackFault};

impl Pack {
    /// The whole pack that `child` makes of `parent`: what the child states
    /// replaces what the parent says of the same id, and all else stays.
    ///
    /// # Errors
    ///
    /// [`PackError`] if the child extends another pack, if its period is not
    /// within the parent's, or if the parent itself still wants its parent.
    pub fn layer(parent: &Self, child: Self) -> Result<Self, PackError> {
        let wanted = child.extends.clone().unwrap_or_default();
        if wanted != parent.id || !parent.is_complete() {
            let found = parent.id.clone();
            return Err(child.refused(PackFault::Parent { wanted, found }));
        }
        let ends_within = match (child.ends, parent.ends) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(child), Some(parent)) => child <= parent,
        };
        if child.starts < parent.starts || !ends_within {
            let fault = format!("its period is not within that of `{}`", parent.id);
            return Err(child.refused(PackFault::Unsound(fault)));
        }
        let mut whole = Self {
            provisions: parent.provisions.clone(),
            instruments: over(&parent.instruments, child.instruments, |i| i.key.clone()),
            posts: over(&parent.posts, child.posts, |post| post.id.clone()),
            hands: over(&parent.hands, child.hands, |hand| {
                format!("{} {}", hand.act, hand.field)
            }),
            transitions: over(&parent.transitions, child.transitions, |t| t.id.clone()),
            registers: over(&parent.registers, child.registers, |r| r.kind.clone()),
            marks: over(&parent.marks, child.marks, |mark| mark.id.clone()),
            doc_types: over(&parent.doc_types, child.doc_types, |d| d.id.clone()),
            labels: over(&parent.labels, child.labels, |l| l.list.clone()),
            amendments: Vec::new(),
            extends: None,
            ..child
        };
        whole.provisions.extend(child.provisions);
        for Amendment { id, enforce, note } in child.amendments {
            if let Some(provision) = whole.provisions.get_mut(id) {
                provision.enforce = Some(enforce);
                provision.note = note.or(provision.note.take());
            }
        }
        Ok(whole)
    }
}

/// The parent's items in their order, each replaced by the child's of the same
/// key, then what the child adds.
fn over<T: Clone>(parent: &[T], child: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let mut items = parent.to_vec();
    for new in child {
        match items.iter_mut().find(|old| key(old) == key(&new)) {
            Some(old) => *old = new,
            None => items.push(new),
        }
    }
    items
}
