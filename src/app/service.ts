/** The use cases of the service itself: whether it is ready to serve requests, and its metrics. */
import type { Host } from '../domain/host.js';
import { listEveryHost } from '../store/hosts.js';
import { ANYONE } from '../store/database-pools.js';
import { query } from '../store/transaction.js';
import type { App } from './app.js';

export interface Readiness {
  readonly isReady: boolean;
  /** Implies that the migrations are done: they run before the service listens. */
  readonly isDatabaseReachable: boolean;
  /** Whether this service has tried to poll every host that it drives. */
  readonly isFirstPollTried: boolean;
  /** A host that is away does not make the service unready: it can still serve requests. */
  readonly hosts: readonly Host[];
}

export async function getReadiness(app: App): Promise<Readiness> {
  const isFirstPollTried = app.hosts.list().every(({ keeper }) => keeper.isFirstPollTried);
  try {
    const hosts = await query(app.db.of(ANYONE), listEveryHost);
    return { isReady: isFirstPollTried, isDatabaseReachable: true, isFirstPollTried, hosts };
  } catch {
    // The database did not respond. The reason is not part of the readiness.
    return { isReady: false, isDatabaseReachable: false, isFirstPollTried, hosts: [] };
  }
}

/** The metrics for operators, in the text format of Prometheus. */
export function getMetrics(app: App): Promise<string> {
  return app.metrics.scrape(app);
}
