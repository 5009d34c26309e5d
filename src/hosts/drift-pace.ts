/**
 * The pace of the comparisons of guests with their baselines in the regular rounds, for all hosts of a service
 * together. So what the rounds cost per second does not depend on the number of hosts and guests; they only take
 * longer.
 *
 * Comparisons after an event do not wait for their turn here.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** At most twenty guests a second. A round over 20,000 guests takes 17 minutes. */
const TURN_EVERY_MS = 50;

export class DriftPace {
  #nextAt = -Infinity;

  /** Resolves when it is the caller's turn, or when the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    // Half of the turns begin together with the regular work of the hosts (wake-slots.ts).
    const soonest = Math.ceil(now / TURN_EVERY_MS) * TURN_EVERY_MS;
    this.#nextAt = Math.max(this.#nextAt + TURN_EVERY_MS, soonest);
    await sleep(this.#nextAt - now, undefined, { signal }).catch(() => undefined);
  }
}
