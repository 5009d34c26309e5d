/**
 * A probe that operations.ts loads into the built service (`node --import tsx --import …`). It records by that
 * process's own clock when the transaction that queues an operation sends its COMMIT, when the result arrives, and when
 * the worker runs the operation. It sends the records to the parent process, and changes nothing else in the service.
 */
import pg from 'pg';
import type { AnyKind } from '../../src/operations/kind.js';
import type * as Kinds from '../../src/operations/kinds.js';

/** The built modules, which the service runs. The types of the source check their use. */
const { KINDS } = (await import(new URL('../../dist/src/operations/kinds.js', import.meta.url).href)) as typeof Kinds;

const REPORT_EVERY_MS = 100;

/** The position of the subject's id in the parameters of the statement `insert-operation`. */
const SUBJECT_ID_AT = 4;

interface Commit {
  readonly sentMs: number;
  respondedMs: number;
}

/** Keyed by subject: a client of the bench has only one open operation for each guest. */
const commits = new Map<string, Commit>();
/** Keyed by connection: the subject of the operation that the connection's transaction has queued. */
const queuing = new Map<unknown, string>();
let observed: { readonly kind: string; readonly calledMs: number; readonly commit: Commit }[] = [];

interface Statement {
  readonly name?: string;
  readonly text?: string;
  readonly values?: readonly unknown[];
  readonly callback?: unknown;
}
type Query = (this: unknown, statement: string | Statement, ...rest: unknown[]) => unknown;

const client = pg.Client.prototype as unknown as { query: Query };
const { query } = client;
client.query = function (statement, ...rest) {
  const { name, values, callback, text }: Statement = typeof statement === 'string' ? { text: statement } : statement;
  const subject = queuing.get(this);
  if (name === 'insert-operation') {
    const id = values?.[SUBJECT_ID_AT];
    if (typeof id !== 'string') throw new Error('the statement insert-operation has other parameters than expected');
    queuing.set(this, id);
  } else if (subject !== undefined && /^(commit|rollback)/i.test(text ?? '')) {
    const commit: Commit = { sentMs: performance.now(), respondedMs: NaN };
    commits.set(subject, commit);
    queuing.delete(this);
    const onResponse = rest.at(-1) ?? callback;
    if (typeof onResponse !== 'function') throw new Error('COMMIT was sent without a callback');
    rest = [
      ...rest.slice(0, -1),
      (...result: unknown[]): void => {
        commit.respondedMs = performance.now();
        Reflect.apply(onResponse, undefined, result);
      },
    ];
  }
  return query.call(this, statement, ...rest);
};

for (const definition of Object.values<AnyKind>(KINDS)) {
  const run = definition.run.bind(definition);
  Object.assign(definition, {
    run: ((work) => {
      const calledMs = performance.now();
      const { id } = work.subject as { readonly id: string };
      const commit = commits.get(id);
      commits.delete(id);
      // The record of the commit is copied only when it is sent to the parent, because the response to COMMIT may still
      // be unread here.
      if (commit !== undefined) observed.push({ kind: definition.kind, calledMs, commit });
      return run(work);
    }) satisfies AnyKind['run'],
  });
}

setInterval(() => {
  if (observed.length === 0) return;
  process.send?.(observed.map(({ kind, calledMs, commit }) => ({ kind, calledMs, ...commit })));
  observed = [];
}, REPORT_EVERY_MS).unref();
