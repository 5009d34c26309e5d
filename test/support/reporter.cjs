/**
 * Mocha's spec reporter, and at the end what was skipped, why, and one plain line of counts.
 * CommonJS: Mocha loads reporters with require.
 */
const { reporters } = require('mocha');

/** Where test/support/skip.ts leaves its reasons. */
const REASONS = Symbol.for('guesthouse.skipped');

class Reporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const reasons = globalThis[REASONS] ?? [];
    if (reasons.length > 0) console.log('Skipped here:');
    for (const reason of reasons) console.log(`  - ${reason}`);
    const { passes, failures, pending } = this.stats;
    console.log(`\n${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}

module.exports = Reporter;
