/**
 * Skips a test with a reason. `GUESTHOUSE_REQUIRE` (a list such as qmp,libvirt) turns the skips for the listed needs
 * into failures. The reporter lists the reasons at the end of the run.
 */
import type { Context } from 'mocha';

const REASONS = Symbol.for('guesthouse.skipped');
const required = (process.env['GUESTHOUSE_REQUIRE'] ?? '').split(',').map((name) => name.trim());

export function skip(context: Context, need: string, reason: string): never {
  if (required.includes(need)) throw new Error(`${need} is required (GUESTHOUSE_REQUIRE) but: ${reason}`);
  const title = context.test?.fullTitle().replace(/ "before (all|each)" hook.*$/, '') ?? need;
  const store = globalThis as unknown as Record<symbol, string[] | undefined>;
  (store[REASONS] ??= []).push(`${title}: ${reason}`);
  return context.skip();
}
