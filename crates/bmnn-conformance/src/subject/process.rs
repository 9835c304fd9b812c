//! A subject behind a pipe: any program, in any language.
//!
//! It reads lines of `{"do": …, "input": …}` and answers each with one line: the
//! answer as the vectors write it, or `null` if it does not do the task.

use super::Subject;
use serde_json::{Value as Json, json};
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

/// A program that answers over its standard input and output.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// None once it was told that nothing more is asked.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Process {
    /// Starts a program. It is ended when this is dropped.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if it cannot be started.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => Ok(Self {
                child,
                questions: Some(questions),
                answers: BufReader::new(answers),
            }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Tells it that nothing more is asked, and waits until it has ended.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if it cannot be waited for.
    pub fn finish(mut self) -> io::Result<ExitStatus> {
        self.questions = None;
        self.child.wait()
    }

    fn ask(&mut self, task: &str, input: &Json) -> io::Result<Json> {
        let question = json!({"do": task, "input": input});
        let questions = self.questions.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(questions, "{question}")?;
        questions.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }
}

impl Subject for Process {
    /// A program that ends or answers no JSON fails with `Broken`.
    fn answer(&mut self, task: &str, input: &Json) -> Option<Json> {
        match self.ask(task, input) {
            Ok(Json::Null) => None,
            Ok(answer) => Some(answer),
            Err(_) => Some(json!({"failure": "Broken"})),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody to tell of a failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
