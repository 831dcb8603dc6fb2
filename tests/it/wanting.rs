//! What a test does that lacks a tool: it says so by name and passes, but not where all tests are asked for
//! (CI). It never looks for a tool.

use std::io::Write;

/// Set where a test that leaves itself out is a failure.
const ALL: &str = "JIANFAN_ALL_TESTS";

/// Tells that a test was left out, and what it wants.
pub(crate) fn wanting(what: &str) {
    assert!(
        std::env::var_os(ALL).is_none(),
        "{what} is missing; .ci/setup installs what tests need"
    );
    // Past the test runner, which keeps what passing tests print to itself.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what} is missing; .ci/setup installs it");
}
