/**
 * The program of the hostile member and the hostile viewer. It runs in a separate process, so that the latency that the
 * honest member measures is not that of this program. It attacks until its standard input ends, then prints a report.
 * During the attack, it prints a line whenever the service has rejected an upload for lack of room.
 * It must not use the tests' client, whose checks of a response take longer than the service needs to send it.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { UPLOAD_BYTES, UPLOAD_REFUSED, type AttackPlan, type AttackReport } from './plan.js';

/** Each loop below pauses this long after a response, so that this process is not the bottleneck of the attack. */
const PAUSE_MS = 5;
/** Pause after a refusal with 429 or 507, which attackers would not wait out either. */
const REFUSED_PAUSE_MS = 50;

const plan = JSON.parse(process.env['ATTACK'] ?? '') as AttackPlan;
const statuses: Record<string, Record<string, number>> = {};
const found = new Set<string>();
const stop = new AbortController();

interface Sent {
  readonly method?: string;
  readonly token?: string;
  readonly json?: unknown;
  readonly body?: Buffer<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Received {
  readonly status: number;
  readonly text: string;
}

async function send(kind: string, path: string, sent: Sent = {}): Promise<Received> {
  const { method = 'GET', token = plan.memberToken, json, body, headers } = sent;
  const type = json !== undefined ? 'application/json' : 'application/octet-stream';
  const hasBody = json !== undefined || body !== undefined;
  let received: Received = { status: 0, text: '' };
  try {
    const response = await fetch(plan.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(hasBody ? { 'content-type': type } : {}), ...headers },
      ...(hasBody ? { body: json === undefined ? (body ?? '') : JSON.stringify(json) } : {}),
      signal: stop.signal,
    });
    received = { status: response.status, text: await response.text() };
  } catch {
    // The service closed the connection, or the attack is over.
  }
  if (stop.signal.aborted) return received;
  const counts = (statuses[kind] ??= {});
  counts[received.status] = (counts[received.status] ?? 0) + 1;
  if (received.text.includes(plan.marker)) found.add(`${method} ${path}: ${received.status} shows the honest project`);
  if (received.text.includes('"INTERNAL"')) found.add(`${method} ${path.slice(0, 200)}: ${received.text}`);
  await wait([429, 507, 503, 0].includes(received.status) ? REFUSED_PAUSE_MS : PAUSE_MS);
  return received;
}

/** Runs `attack` in `parallel` loops until the end. */
function loops(parallel: number, attack: (turn: number) => Promise<unknown>): Promise<unknown> {
  let turn = 0;
  const one = async (): Promise<void> => {
    while (!stop.signal.aborted) await attack(turn++);
  };
  return Promise.all(Array.from({ length: parallel }, one));
}

/** Like `loops`, but for at most `plan.rowsMax` turns. */
function rows(parallel: number, attack: (turn: number) => Promise<unknown>): Promise<unknown> {
  return loops(parallel, (turn) => (turn < plan.rowsMax ? attack(turn) : once(stop.signal, 'abort')));
}

const content = Buffer.alloc(UPLOAD_BYTES, 1);
const large = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`key-${index}`, 'ä'.repeat(250)]));
/** The search with the most criteria that the database must evaluate for every row. */
const costly = (field: string): string =>
  encodeURIComponent(Array.from({ length: 60 }, (_, index) => `x${index}*y*z or ${field}=*q${index}*`).join(' or '));
const SEARCHES: readonly string[] = [
  `/v1/events?limit=1000&search=${costly('user.name')}`,
  `/v1/operations?limit=1000&search=${costly('user.name')}`,
  `/v1/guests?limit=1000&search=${costly('metadata.key-1')}`,
  `/v1/images?limit=1000&search=${costly('description')}`,
];
const DEEP = '/v1/events?limit=1000&search=page%2090';

let uploaded = 0;
const member: readonly (() => Promise<unknown>)[] = [
  // Fills the disk.
  () =>
    loops(3, async () => {
      if (uploaded + content.length > plan.uploadMaxBytes) {
        await once(stop.signal, 'abort');
        return;
      }
      uploaded += content.length;
      const json = { name: `fill-${randomUUID()}`, kind: 'disk', format: 'raw' };
      const made = await send('announce', '/v1/images', { method: 'POST', json });
      if (made.status !== 201) return;
      const { id } = JSON.parse(made.text) as { id: string };
      const { status } = await send('upload', `/v1/images/${id}/content`, { method: 'PUT', body: content });
      if (status === 507) process.stdout.write(`${UPLOAD_REFUSED}\n`);
    }),
  // Fills tables.
  () =>
    rows(2, (turn) =>
      send('guest', '/v1/guests', {
        method: 'POST',
        json: { name: `many-${randomUUID()}`, vcpus: 1, memory_mib: 64, metadata: large, disks: [{ size_mib: 1 }] },
        headers: { 'idempotency-key': `key-${turn}-${randomUUID()}` },
      }),
    ),
  () => rows(2, () => send('token', '/v1/tokens', { method: 'POST', json: { name: 'many' } })),
  () => rows(2, () => send('forbidden', '/v1/users', { method: 'POST', json: { name: randomUUID() } })),
  // Makes many transactions wait for one row, and the only thread fold text.
  () =>
    loops(12, (turn) =>
      send('patch', plan.guestHref, {
        method: 'PATCH',
        json: { metadata: { ...large, turn: String(turn) } },
        headers: { 'content-type': 'application/merge-patch+json' },
      }),
    ),
  () => loops(2, (turn) => send('foreign', plan.foreignHrefs[turn % plan.foreignHrefs.length] ?? '')),
];

const viewer: readonly (() => Promise<unknown>)[] = [
  () => loops(12, (turn) => send('search', SEARCHES[turn % SEARCHES.length] ?? '', { token: plan.viewerToken })),
  () => loops(4, () => send('deep', DEEP, { token: plan.viewerToken })),
  () =>
    loops(12, () =>
      send('stream', '/v1/events?kind=project.deleted', {
        token: plan.viewerToken,
        headers: { accept: 'text/event-stream', 'last-event-id': '1' },
      }),
    ),
];

/** From the address that all clients here share. */
const guesser = (): Promise<unknown> =>
  loops(4, (turn) =>
    send('guess', '/v1/guests', {
      token:
        turn % 2 === 0
          ? `gh_${randomBytes(32).toString('base64url')}`
          : `eyJhbGciOiJSUzI1NiJ9.${randomBytes(40).toString('base64url')}.${randomBytes(40).toString('base64url')}`,
    }),
  );

process.stdin.resume().once('end', () => stop.abort());
await Promise.all([...member, ...viewer, guesser].map((attack) => attack()));
process.stdout.write(JSON.stringify({ statuses, found: [...found] } satisfies AttackReport));
