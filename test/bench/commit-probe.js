/**
 * Preloaded into the built service (`node --import`) by operations.ts: records, by that process's own clock, when the
 * transaction that queues an operation sends its COMMIT, when the response arrives, and when the worker calls the
 * operation's handler. Reports to its parent process. It changes nothing else in the service.
 */
import pg from 'pg';
import { HANDLERS } from '../../dist/src/operations/handlers.js';

const TELL_EVERY_MS = 100;

/** Keyed by guest: a client of the bench has only one operation open for each guest. */
const commits = new Map();
/** Keyed by connection: the guest whose operation the connection's transaction has queued. */
const queuing = new Map();
let told = [];

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (statement, ...rest) {
  const { name, values, text = statement } = typeof statement === 'string' ? {} : statement;
  // Its parameters: id, kind, host, guest…
  if (name === 'insert-operation') queuing.set(this, values[3]);
  else if (queuing.has(this) && typeof text === 'string' && /^(commit|rollback)/i.test(text)) {
    const commit = { sentMs: performance.now(), answeredMs: NaN };
    commits.set(queuing.get(this), commit);
    queuing.delete(this);
    const onAnswer = () => (commit.answeredMs = performance.now());
    const callback = rest.at(-1) ?? statement.callback;
    if (typeof callback !== 'function') throw new Error('the probe cannot see the response to this COMMIT');
    rest = [
      ...rest.slice(0, -1),
      (...answer) => {
        onAnswer();
        callback(...answer);
      },
    ];
  }
  return query.call(this, statement, ...rest);
};

for (const handler of Object.values(HANDLERS)) {
  const { run } = handler;
  handler.run = (work) => {
    const calledMs = performance.now();
    const commit = commits.get(work.guestId);
    commits.delete(work.guestId);
    // Copied later, so that a response read after this call counts too.
    if (commit !== undefined) told.push({ ...{ kind: handler.kind, calledMs }, commit });
    return run.call(handler, work);
  };
}

setInterval(() => {
  if (told.length === 0) return;
  process.send(told.map(({ kind, calledMs, commit }) => ({ kind, calledMs, ...commit })));
  told = [];
}, TELL_EVERY_MS).unref();
