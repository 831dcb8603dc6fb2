//! Tells what is wrong as it is met, since a text that comes through a pipe may never end. It decides
//! how the command ends, and nothing else.

use crate::command::{Ending, Report};
use crate::diagnostic::Diagnostic;

/// See the module.
pub(super) struct Faults<'r> {
    report: &'r Report,
    told: usize,
    left_out: usize,
    errors: usize,
}

impl<'r> Faults<'r> {
    pub(super) fn new(report: &'r Report) -> Self {
        Self { report, told: 0, left_out: 0, errors: 0 }
    }

    pub(super) fn tell(&mut self, fault: Diagnostic) {
        self.errors += usize::from(fault.is_error());
        if self.told < self.report.most() {
            self.told += 1;
            self.report.diagnostics(&[fault]);
        } else {
            self.left_out += 1;
        }
    }

    pub(super) fn finish(self) -> Ending {
        self.report.left_out(self.left_out);
        if self.errors > 0 { Ending::Faults } else { Ending::Done }
    }
}
