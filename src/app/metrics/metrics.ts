/**
 * The metrics for operators, in the text format of Prometheus: counters that the parts of the service report, and
 * gauges whose values each scrape reads.
 *
 * Each service has its own registry instead of prom-client's global one, because a process can have several services,
 * and because the global registry can contain metrics that Guesthouse does not define. No label comes from clients,
 * except the names of guests (guest-metrics.ts) and of hosts (host-series.ts). A scrape never fails because a value is
 * missing: if the database or a host is away, its figures are left out, and `guesthouse_database_up` or
 * `guesthouse_host_up` is 0. A scrape waits for the database and all hosts in parallel, at most `RESPONSE_TIMEOUT_MS`.
 * Invariant: a scrape sends at most one query for the counts of the database and all hosts, and at most one for the
 * guests of each host (test/http/prometheus.test.ts).
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { GUEST_STATES } from '../../domain/words.js';
import type { OperationKind, OperationState } from '../../domain/words.js';
import type { Database } from '../../store/database.js';
import type { DatabasePools } from '../../store/database-pools.js';
import { countForMetrics } from '../../store/metrics.js';
import type { Counts } from '../../store/metrics.js';
import { query } from '../../store/transaction.js';
import { deadlineOf } from './deadline.js';
import type { GuestMetricsReader } from './guest-metrics.js';
import { HOSTS_MAX, hostSeries } from './host-series.js';

/** Below the scrape timeout of Prometheus, which is 10 s by default. */
const RESPONSE_TIMEOUT_MS = 2_000;

/** Buckets for requests: the fastest have a cached token, the slowest wait for an operation. */
const REQUEST_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Buckets for calls to the driver: the fastest are queries over a socket, the slowest copy a disk. */
const CALL_BUCKETS_S = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];
/** Buckets for operations: the shortest time is an immediate claim, the longest a slow shutdown of a guest. */
const OPERATION_BUCKETS_S = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800];

/**
 * Metrics of prom-client that are left out: they are gauges, but their names end in `_total` like those of counters, so
 * the checker of Prometheus rejects them.
 */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** A request in progress. */
export interface OpenRequest {
  /** Whether its response is an event stream that has started. */
  readonly isStream: boolean;
}

/** The sources that a scrape reads in addition to the reported figures. */
export interface MetricsSources {
  readonly db: DatabasePools;
  /** The requests that wait for an operation. */
  readonly endings: { readonly size: number };
  readonly guestMetrics: GuestMetricsReader;
}

export class Metrics {
  /** Maintained by src/http. */
  readonly requestsOpen = new Set<OpenRequest>();
  readonly #registry = new Registry();
  readonly #requests = this.#counter('http_requests', 'Finished requests.', ['operation', 'status']);
  readonly #requestSeconds = this.#histogram(
    'http_request_duration_seconds',
    'Time from the arrival of the headers to the end of the response; event streams are not timed.',
    ['operation'],
    REQUEST_BUCKETS_S,
  );
  readonly #operations = this.#counter('operations', 'Operations that this service has ended.', ['kind', 'result']);
  readonly #queueSeconds = this.#histogram(
    'operation_queue_duration_seconds',
    'Time from the request to the start of the first attempt.',
    ['kind'],
    OPERATION_BUCKETS_S,
  );
  readonly #runSeconds = this.#histogram(
    'operation_run_duration_seconds',
    'Time from the start of the first attempt to the end of the operation.',
    ['kind'],
    OPERATION_BUCKETS_S,
  );
  readonly #calls = this.#counter('hypervisor_calls', 'Calls to the driver.', ['call', 'outcome']);
  readonly #callSeconds = this.#histogram(
    'hypervisor_call_duration_seconds',
    'Duration of calls to the driver, whatever their outcome.',
    ['call'],
    CALL_BUCKETS_S,
  );
  readonly #openRequests = this.#gauge('http_requests_open', 'Requests in progress.');
  readonly #requestsWaiting = this.#gauge('http_requests_waiting', 'Requests that wait for the end of an operation.');
  readonly #streams = this.#gauge('event_streams_open', 'Open event streams.');
  readonly #connections = this.#gauge('database_connections', 'Database connections of the pools.', ['state']);
  readonly #connectionsPending = this.#gauge(
    'database_connections_pending',
    'Tasks that wait for a connection of a pool.',
  );
  readonly #databaseUp = this.#gauge('database_up', 'Whether the database responded to this scrape in time.');
  readonly #openOperations = this.#gauge('operations_open', 'Operations in the database that have not ended.', [
    'state',
  ]);
  readonly #guests = this.#gauge('guests', 'Guests in the database.', ['state']);
  readonly #hostsLeftOut = this.#gauge('hosts_left_out', 'Hosts that are not shown, because they exceed the maximum.');
  readonly #dataFree = this.#gauge('data_free_bytes', 'Free space on the file system of the data folder.');
  readonly #dataReserved = this.#gauge(
    'data_reserved_bytes',
    'Free space that uploads and new disks must leave (GUESTHOUSE_DISK_RESERVE).',
  );
  #counting: Promise<Counts> | null = null;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    for (const name of MISNAMED) this.#registry.removeSingleMetric(name);
  }

  /** `operation` is the operationId of the request; `durationMs` is null if the request was not timed. */
  requestEnded(operation: string, status: string, durationMs: number | null): void {
    this.#requests.inc({ operation, status });
    if (durationMs !== null) this.#requestSeconds.observe({ operation }, durationMs / 1_000);
  }

  operationBegan(kind: OperationKind, queuedMs: number): void {
    this.#queueSeconds.observe({ kind }, queuedMs / 1_000);
  }

  operationEnded(kind: OperationKind, result: Exclude<OperationState, 'queued' | 'running'>, runMs: number): void {
    this.#operations.inc({ kind, result });
    this.#runSeconds.observe({ kind }, runMs / 1_000);
  }

  /** Counts operations that a request, not a worker, has ended as cancelled. */
  operationsCancelled(kinds: readonly OperationKind[]): void {
    for (const kind of kinds) this.#operations.inc({ kind, result: 'cancelled' });
  }

  driverCalled({ call, outcome, durationMs }: { call: string; outcome: string; durationMs: number }): void {
    this.#calls.inc({ call, outcome });
    this.#callSeconds.observe({ call }, durationMs / 1_000);
  }

  dataDiskSeen({ freeBytes, reservedBytes }: { freeBytes: number; reservedBytes: number }): void {
    this.#dataFree.set(freeBytes);
    this.#dataReserved.set(reservedBytes);
  }

  /** All metrics, as text. */
  async scrape({ db, endings, guestMetrics }: MetricsSources): Promise<string> {
    const [counts, ofGuests] = await Promise.all([this.#count(db.own), guestMetrics.read()]);
    this.#show(counts);
    this.#openRequests.set(this.requestsOpen.size);
    this.#streams.set([...this.requestsOpen].filter(({ isStream }) => isStream).length);
    this.#requestsWaiting.set(endings.size);
    const { used, free, pending } = db.usage;
    this.#connections.set({ state: 'used' }, used);
    this.#connections.set({ state: 'free' }, free);
    this.#connectionsPending.set(pending);
    const ofHosts = counts === null ? [] : [hostSeries(counts.hosts)];
    return [await this.#registry.metrics(), ...ofHosts, ofGuests].join('\n');
  }

  /** Null if the database does not respond in time. While a query hangs, no second query is sent. */
  async #count(db: Database): Promise<Counts | null> {
    this.#counting ??= query(db, (sql) => countForMetrics(sql, HOSTS_MAX)).finally(() => (this.#counting = null));
    const deadline = deadlineOf(RESPONSE_TIMEOUT_MS);
    try {
      return await Promise.race([this.#counting, deadline.passed]);
    } catch {
      // Not logged here: requests that need the database fail too, and log the reason.
      return null;
    } finally {
      deadline.forget();
    }
  }

  #show(counts: Counts | null): void {
    this.#databaseUp.set(counts === null ? 0 : 1);
    this.#openOperations.reset();
    this.#guests.reset();
    this.#hostsLeftOut.reset();
    if (counts === null) return;
    this.#hostsLeftOut.set(counts.hostsLeftOut);
    for (const state of ['queued', 'running'] as const) {
      this.#openOperations.set({ state }, counts.openOperations[state] ?? 0);
    }
    for (const state of GUEST_STATES) this.#guests.set({ state }, counts.guests[state] ?? 0);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `guesthouse_${name}_total`, help, labelNames, registers: [this.#registry] });
  }

  #gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name: `guesthouse_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name: `guesthouse_${name}`, help, labelNames, buckets, registers: [this.#registry] });
  }
}
