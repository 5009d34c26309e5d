/** The use cases of the service itself: whether it is ready to serve requests, and its metrics. */
import { ANYONE } from '../store/database-pools.js';
import { ping } from '../store/statement.js';
import { query } from '../store/transaction.js';
import type { App } from './app.js';

export interface Readiness {
  readonly isReady: boolean;
  /** Implies that the migrations are done: they run before the service listens. */
  readonly isDatabaseReachable: boolean;
  /**
   * Whether this service has tried to poll every host that it drove at its start. Neither a host that is away nor a
   * host that is added later makes the service unready: it can still serve requests.
   */
  readonly isFirstPollTried: boolean;
}

/** Callers need no credential for this, so it must reveal nothing about the hosts. */
export async function getReadiness(app: App): Promise<Readiness> {
  const isFirstPollTried = app.hosts.isFirstPollTried;
  try {
    await query(app.db.of(ANYONE), ping);
    return { isReady: isFirstPollTried, isDatabaseReachable: true, isFirstPollTried };
  } catch {
    // The database did not respond. The reason is not part of the readiness.
    return { isReady: false, isDatabaseReachable: false, isFirstPollTried };
  }
}

/** The metrics for operators, in the text format of Prometheus. */
export function getMetrics(app: App): Promise<string> {
  return app.metrics.scrape(app);
}
