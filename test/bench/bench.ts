/**
 * `make bench`: what the service costs compared with the smallest program that does the same work. Prints ratios;
 * asserts nothing.
 *
 * Rounds are interleaved and short, and the result is the median of several, because the machine may be shared: ratios
 * within one run are meaningful, absolute figures are not. README.md in this folder holds the figures of the last
 * recorded run.
 */
import { cpus, loadavg, totalmem, release } from 'node:os';
import { benchCredentials } from './credentials.js';
import { benchEvents } from './events.js';
import { benchFailingHosts } from './failing-hosts.js';
import { benchFirstPoll } from './first-poll.js';
import { benchFleet } from './fleet.js';
import { benchHttp } from './http.js';
import { benchLibvirtRpc } from './libvirt-rpc.js';
import { benchLibvirtStart } from './libvirt-start.js';
import { benchMemory } from './memory.js';
import { benchMetrics } from './metrics.js';
import { benchOlderApis } from './older-apis.js';
import { benchOperations } from './operations.js';
import { benchPaging } from './paging.js';
import { benchStart } from './start.js';

const SECTIONS = {
  http: benchHttp,
  credentials: benchCredentials,
  paging: benchPaging,
  operations: benchOperations,
  events: benchEvents,
  'first-poll': benchFirstPoll,
  fleet: benchFleet,
  'failing-hosts': benchFailingHosts,
  memory: benchMemory,
  metrics: benchMetrics,
  'older-apis': benchOlderApis,
  start: benchStart,
  'libvirt-rpc': benchLibvirtRpc,
  'libvirt-start': benchLibvirtStart,
} as const;

const wanted = process.argv.slice(2);
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, ` +
    `Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`,
);
for (const [name, run] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const before = load();
  await run();
  console.log(`  (${name}: load ${before} before, ${load()} after)\n`);
}

/** The load average of the last minute: other work on the machine, plus the section itself. */
function load(): string {
  return (loadavg()[0] ?? NaN).toFixed(1);
}
