/**
 * Mocha's spec reporter, and at the end what was skipped, why, what failed, and one plain line of counts.
 * CommonJS: Mocha loads reporters with require.
 */
const { reporters } = require('mocha');

/** Where test/support/skip.ts leaves its reasons. */
const REASONS = Symbol.for('guesthouse.skipped');

/** So much of a failure tells it from others; the whole is above. */
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
