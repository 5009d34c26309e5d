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
      await end().catch((error: unknown) => log.error({ err: error }, `${what} did not end cleanly`));
      log.debug({}, `${what} ended`);
    }
  }
}
