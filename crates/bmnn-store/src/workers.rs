//! Threads that check signatures together while the next records are judged.

use bmnn::ledger::bulk::Bulk;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Scope, ScopedJoinHandle};

/// Work for whoever is free.
#[derive(Default)]
pub(crate) struct Jobs {
    queue: Mutex<Queue>,
    ready: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    over: bool,
}

struct Job {
    bulk: Bulk,
    answer: SyncSender<bool>,
}

impl Job {
    fn run(self) {
        // Nobody may be waiting for the answer any more.
        let _ = self.answer.send(self.bulk.holds());
    }
}

/// Whether signatures hold, now or soon.
pub(crate) enum Answer {
    Known(bool),
    Coming(Receiver<bool>),
}

impl Answer {
    /// The answer, if it is there.
    pub(crate) fn ready(&mut self) -> Option<bool> {
        if let Self::Coming(coming) = self {
            *self = match coming.try_recv() {
                Ok(holds) => Self::Known(holds),
                Err(TryRecvError::Empty) => return None,
                // Whoever was to answer is gone: single checks will tell.
                Err(TryRecvError::Disconnected) => Self::Known(false),
            };
        }
        match self {
            Self::Known(holds) => Some(*holds),
            Self::Coming(_) => None,
        }
    }
}

/// The threads of one verification: the caller's, and others that begin when
/// there is work for them.
pub(crate) struct Workers<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    jobs: &'env Jobs,
    /// How many may still be begun.
    spare: usize,
    running: Vec<ScopedJoinHandle<'scope, ()>>,
}

/// However the verification ends, its threads do first: who called it finds
/// none of them still on its way out.
impl Drop for Workers<'_, '_> {
    fn drop(&mut self) {
        self.jobs.close();
        for thread in self.running.drain(..) {
            // What it could not answer, single checks did.
            let _ = thread.join();
        }
    }
}

impl<'scope, 'env> Workers<'scope, 'env> {
    pub(crate) fn new(
        scope: &'scope Scope<'scope, 'env>,
        jobs: &'env Jobs,
        threads: usize,
    ) -> Self {
        Self {
            scope,
            jobs,
            spare: threads.saturating_sub(1),
            running: Vec::new(),
        }
    }

    /// Lets signatures be checked: here, if nobody else is there to do it.
    pub(crate) fn check(&mut self, bulk: Bulk) -> Answer {
        if bulk.is_empty() {
            return Answer::Known(true);
        }
        if self.spare + self.running.len() == 0 {
            return Answer::Known(bulk.holds());
        }
        let (answer, coming) = sync_channel(1);
        let mut queue = self.jobs.lock();
        queue.jobs.push_back(Job { bulk, answer });
        let first = (queue.jobs.len() > self.running.len() + self.spare)
            .then(|| queue.jobs.pop_front())
            .flatten();
        drop(queue);
        self.jobs.ready.notify_one();
        if self.spare > 0 {
            self.begin();
        }
        if let Some(job) = first {
            job.run();
        }
        Answer::Coming(coming)
    }

    /// Waits for an answer, and does work meanwhile.
    pub(crate) fn wait(&self, answer: &mut Answer) -> bool {
        loop {
            if let Some(holds) = answer.ready() {
                return holds;
            }
            let job = self.jobs.lock().jobs.pop_front();
            match (job, &answer) {
                (Some(job), _) => job.run(),
                (None, Answer::Coming(coming)) => return coming.recv().unwrap_or(false),
                (None, Answer::Known(holds)) => return *holds,
            }
        }
    }

    /// Forgets what nobody has begun to check.
    pub(crate) fn forget(&self) {
        self.jobs.lock().jobs.clear();
    }

    /// Begins one more thread, if the system gives one.
    fn begin(&mut self) {
        let jobs = self.jobs;
        let thread = std::thread::Builder::new();
        let begun = thread.spawn_scoped(self.scope, move || {
            while let Some(job) = jobs.next() {
                job.run();
            }
        });
        match begun {
            Ok(thread) => {
                self.spare -= 1;
                self.running.push(thread);
            }
            // What cannot be given away is done here.
            Err(_) => self.spare = 0,
        }
    }
}

impl Jobs {
    /// Forgets what is not yet begun, and lets the threads end.
    pub(crate) fn close(&self) {
        let mut queue = self.lock();
        queue.jobs.clear();
        queue.over = true;
        drop(queue);
        self.ready.notify_all();
    }

    /// The next job, once there is one.
    fn next(&self) -> Option<Job> {
        let mut queue = self.lock();
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.over {
                return None;
            }
            queue = (self.ready.wait(queue)).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
