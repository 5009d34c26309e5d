/**
 * The steps that shut a service down, in the reverse order of its start. If a step fails, the failure is logged and the
 * remaining steps still run.
 */
import type { Log } from './domain/log.js';

export class Endings {
  readonly #endings: { readonly what: string; readonly end: () => Promise<void> }[] = [];

  add(what: string, end: () => Promise<void>): void {
    this.#endings.push({ what, end });
  }

  async run(log: Log): Promise<void> {
    for (const { what, end } of this.#endings.splice(0).reverse()) {
      try {
        await end();
        log.debug({}, `stopped: ${what}`);
      } catch (error) {
        log.error({ err: error }, `failed to stop cleanly: ${what}`);
      }
    }
  }
}
