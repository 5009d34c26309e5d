/** Use cases of the service's own health: alive says nothing but that; ready means that requests will be answered. */
import type { Host } from '../domain/host.js';
import { listEveryHost } from '../store/hosts.js';
import { query } from '../store/transaction.js';
import type { App } from './app.js';

export interface Readiness {
  readonly isReady: boolean;
  /** Migrations are done before the service listens, so they are whenever it can be asked. */
  readonly isDatabaseReachable: boolean;
  /** Of every host that this service drives. */
  readonly isFirstLookTried: boolean;
  /** A host that is away does not make the service unready: it still answers. */
  readonly hosts: readonly Host[];
}

export async function getReadiness(app: App): Promise<Readiness> {
  const isFirstLookTried = app.hosts.list().every(({ keeper }) => keeper.isFirstLookTried);
  try {
    const hosts = await query(app.db, listEveryHost);
    return { isReady: isFirstLookTried, isDatabaseReachable: true, isFirstLookTried, hosts };
  } catch {
    // Whatever it was, the database did not answer, which is what is asked here.
    return { isReady: false, isDatabaseReachable: false, isFirstLookTried, hosts: [] };
  }
}

/** The figures for operators, as text in the format of Prometheus. */
export function getMetrics(app: App): Promise<string> {
  return app.metrics.scrape(app);
}
