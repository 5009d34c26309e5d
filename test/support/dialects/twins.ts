/**
 * Twins: an operation of a dialect and its native twin leave the same rows, operations and events. Each of the two
 * calls is about a resource of its own, made in the same way. A trace consists of the rows of all tables that the call
 * added, changed or removed, without what differs each time: new ids, times, numbers and the ids of requests.
 */
import { expect } from 'chai';
import pg from 'pg';
import { uniqueName, type Api } from '../api.js';
import { eventually } from '../eventually.js';
import type { Service } from '../service.js';

export interface TwinCalls<Thing> {
  /** Makes what the call is about, before its trace begins. The trace does not contain the name. */
  readonly make: (name: string) => Promise<Thing>;
  readonly native: (thing: Thing) => Promise<unknown>;
  readonly dialect: (thing: Thing) => Promise<unknown>;
}

/** Tables that change by themselves. */
const WITHOUT_TRACE = ['host_leases', 'event_numbers'];
/** Members that differ each time. */
const WITHOUT_MEANING: ReadonlySet<string> = new Set([
  'version',
  'seq',
  'mark',
  'request_id',
  'traceparent',
  'last_used_at',
]);
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d(?::?\d\d)?)?/g;
const MAC = /52(?::[0-9a-f]{2}){5}/g;

export class Twins {
  readonly #api: Api;
  readonly #sql: pg.Client;

  private constructor(api: Api, sql: pg.Client) {
    this.#api = api;
    this.#sql = sql;
  }

  /** `api` must be that of an administrator. */
  static async open(service: Service, api: Api): Promise<Twins> {
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    return new Twins(api, sql);
  }

  close(): Promise<void> {
    return this.#sql.end();
  }

  /** Fails if the traces of the two calls differ. Returns the trace, which is empty for calls that only read. */
  async expectAlike<Thing>({ make, native, dialect }: TwinCalls<Thing>): Promise<readonly string[]> {
    const ofNative = await this.#traceOf(make, native);
    const ofDialect = await this.#traceOf(make, dialect);
    expect(ofDialect).to.deep.equal(ofNative);
    return ofNative;
  }

  async #traceOf<Thing>(
    make: (name: string) => Promise<Thing>,
    call: (thing: Thing) => Promise<unknown>,
  ): Promise<readonly string[]> {
    const known = new Set([...(await this.#rows()).join('\n').matchAll(ID)].map(([id]) => id));
    const name = uniqueName('twin');
    const thing = await make(name);
    await this.#settled();
    const before = await this.#rows();
    await call(thing);
    await this.#settled();
    const after = await this.#rows();
    const plainly = (rows: readonly string[], others: readonly string[]): string[] => {
      const unchanged = new Set(others);
      return rows.filter((row) => !unchanged.has(row)).map((row) => plain(row, name, known));
    };
    const removed = plainly(before, after);
    const added = plainly(after, before);
    return [
      ...without(removed, added).map((row) => `- ${row}`),
      ...without(added, removed).map((row) => `+ ${row}`),
    ].sort();
  }

  /** Waits until no operation is open, and all events have their numbers. */
  async #settled(): Promise<void> {
    await this.#api.noneUnderWay();
    await eventually(async () => (await this.#sql.query('select from events where id is null')).rowCount === 0);
  }

  /** Every row of every table, as the name of the table and JSON. */
  async #rows(): Promise<string[]> {
    const tables = await this.#sql.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      if (WITHOUT_TRACE.includes(name)) continue;
      const found = await this.#sql.query<{ row: object }>(`select to_jsonb(t) as row from ${name} t`);
      rows.push(...found.rows.map(({ row }) => `${name} ${JSON.stringify(row)}`));
    }
    return rows;
  }
}

function plain(row: string, name: string, known: ReadonlySet<string>): string {
  const start = row.indexOf(' ') + 1;
  const members: unknown = JSON.parse(row.slice(start), (key, value: unknown) => {
    if (WITHOUT_MEANING.has(key)) return undefined;
    // The number of an event.
    return key === 'id' && typeof value === 'number' ? null : value;
  });
  return (row.slice(0, start) + JSON.stringify(members))
    .replaceAll(ID, (id) => (known.has(id) ? id : '<id>'))
    .replaceAll(TIME, '<time>')
    .replaceAll(MAC, '<mac>')
    .replaceAll(name, '<name>');
}

/** The rows of `rows` that are not in `others`; a row that is in `others` once is left out once. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return rows.filter((row) => {
    const at = left.indexOf(row);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
