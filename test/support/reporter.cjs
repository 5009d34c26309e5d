/**
 * Mocha's spec reporter, followed by a list of skips with their reasons, a list of failures, and one plain line of
 * counts.
 * CommonJS, because Mocha loads reporters with require.
 */
const { reporters } = require('mocha');

/** Where test/support/skip.ts stores its reasons. */
const REASONS = Symbol.for('guesthouse.skipped');

/** Enough of a failure to identify it; the full text is above. */
const MESSAGE_CHARACTERS = 300;

class Reporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const reasons = globalThis[REASONS] ?? [];
    if (reasons.length > 0) console.log('Skipped here:');
    for (const reason of reasons) console.log(`  - ${reason}`);
    if (this.failures.length > 0) console.log('Failed here:');
    for (const test of this.failures) {
      const message = String(test.err?.message ?? test.err).replaceAll(/\s+/g, ' ');
      console.log(`  - ${test.fullTitle()}: ${message.slice(0, MESSAGE_CHARACTERS)}`);
    }
    const { passes, failures, pending } = this.stats;
    console.log(`\n${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}

module.exports = Reporter;
