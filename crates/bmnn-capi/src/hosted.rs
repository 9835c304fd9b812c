//! Functions of the host's: copied, called, and destroyed once.

use crate::arg::given;
use crate::error::Fault;
use std::ffi::c_void;

/// A struct of functions that the host fills.
pub(crate) trait Functions: Copy {
    /// What errors call it.
    const NAME: &'static str;
    /// One without any function.
    const NONE: Self;
    /// What must be 0.
    fn reserved(&self) -> u32;
    /// What every function is given.
    fn user(&self) -> *mut c_void;
    /// What is called in the end.
    fn destroy(&self) -> Option<unsafe extern "C" fn(user: *mut c_void)>;
    /// The function that is missing, if one is.
    fn missing(&self) -> Option<&'static str>;
}

/// Such functions, which are destroyed with this.
pub(crate) struct Hosted<F: Functions>(F);

// SAFETY: `user` is the host's, and the header says that its functions may be
// called on whatever thread uses what was made of them.
unsafe impl<F: Functions> Send for Hosted<F> {}
// SAFETY: as above; and calls of one registry come one after the other.
unsafe impl<F: Functions> Sync for Hosted<F> {}

impl<F: Functions> Hosted<F> {
    /// The functions, which are destroyed whatever becomes of them, as soon as
    /// their size was found to be right.
    ///
    /// # Safety
    ///
    /// As [`given`].
    pub(crate) unsafe fn new(name: &'static str, functions: *const F) -> Result<Self, Fault> {
        // SAFETY: the caller's word.
        let given = unsafe { given(name, functions, size_of::<F>(), F::NONE) }?;
        let hosted = Self(given.known);
        given.understood(name, given.known.reserved())?;
        match given.known.missing() {
            None => Ok(hosted),
            Some(function) => Err(Fault::null(function)),
        }
    }

    /// As [`new`](Self::new), where the host may not want to give any.
    ///
    /// # Safety
    ///
    /// As [`given`].
    pub(crate) unsafe fn wanted(
        name: &'static str,
        functions: *const F,
    ) -> Result<Option<Self>, Fault> {
        if functions.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's word.
        unsafe { Self::new(name, functions) }.map(Some)
    }

    pub(crate) fn functions(&self) -> &F {
        &self.0
    }
}

impl<F: Functions> Drop for Hosted<F> {
    fn drop(&mut self) {
        if let Some(destroy) = self.0.destroy() {
            // SAFETY: the host's function, called once, with its own pointer.
            unsafe { destroy(self.0.user()) }
        }
    }
}
