/**
 * A module that a service loads before all others (`node --import`): its wall clock is ahead of the real one by as many
 * milliseconds as the file in `SHIFTED_CLOCK` says, which a test can change at any time. The monotonic clock is not
 * affected. Nothing else may be changed here.
 */
const { readFileSync } = require('node:fs');

const REREAD_AFTER_MS = 20;

const RealDate = Date;
// Programs that the service starts inherit the module, but not the file.
const file = process.env['SHIFTED_CLOCK'];
let shiftMs = 0;
let readAtMs = -Infinity;

function now() {
  const atMs = performance.now();
  if (file !== undefined && atMs - readAtMs > REREAD_AFTER_MS) {
    readAtMs = atMs;
    // The file is empty for a moment while a test writes it.
    shiftMs = Number(readFileSync(file, 'utf8')) || shiftMs;
  }
  return RealDate.now() + shiftMs;
}

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }

  static now() {
    return now();
  }
};
