/**
 * Three measurements of the backend `libvirt`: the time from the start call until the driver reports success, compared
 * with `virsh start` of the same domain; one poll of 1,000 guests of libvirt's mock driver; and the time from a change
 * by another client until the driver's event. Needs root and libvirt. The guest has a blank disk and a NIC and boots
 * nothing, under TCG.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Backend, GuestDefinition } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import type { LibvirtConfig } from '../../backends/libvirt/backend.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { EventLog } from '../contract/event-log.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { median, spread } from './median.js';

const START_ROUNDS = 11;
const SETTLE_MS = 300;
const POLL_ROUNDS = 21;
const EVENT_ROUNDS = 21;
const GUESTS = 1000;

export async function benchLibvirtStart(): Promise<void> {
  const reason = await whyNoLibvirtd();
  if (reason !== null) {
    console.log(`libvirt: not measured, ${reason}\n`);
    return;
  }
  const libvirtd = await Libvirtd.start();
  const config = {
    poolPath: path.join(libvirtd.folder, 'pool'),
    accel: 'tcg',
    room: new DiskRoom({ share: 0, bytes: 0 }),
    log: SILENT_LOG,
  } as const;
  try {
    await measureStartAndEvents(libvirtd, { ...config, uri: libvirtd.uri('qemu') });
    await measurePoll({ ...config, uri: libvirtd.uri('test') });
  } finally {
    await libvirtd.stop();
  }
}

async function measureStartAndEvents(libvirtd: Libvirtd, config: LibvirtConfig): Promise<void> {
  const { signal } = new AbortController();
  const backend = await libvirtFactory.open(config, { signal });
  const guest = bareGuest({
    disks: [{ device: 'vda', media: 'disk', sizeMib: 64, image: null, bus: 'virtio', format: 'qcow2' }],
    nics: [{ device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:00:00:01' }],
  });
  const { id } = guest;
  const domain = `guesthouse-${id}`;
  const byBackend: number[] = [];
  const byVirsh: number[] = [];
  try {
    await backend.defineGuest(guest, { disks: 'make', signal });
    for (let round = 0; round < START_ROUNDS; round++) {
      const ways = [
        async () => {
          byVirsh.push(await timed(promisify(execFile)('virsh', ['-q', '-c', libvirtd.uri(), 'start', domain])));
        },
        async () => {
          byBackend.push(await timed(backend.startGuest(id, { signal })));
        },
      ];
      // The way that goes first alternates between rounds.
      for (const way of round % 2 === 0 ? ways : ways.reverse()) {
        await backend.poweroffGuest(id, { signal });
        // The daemon still cleans up after its response, which would delay an immediate start.
        await sleep(SETTLE_MS);
        await way();
      }
    }
    const ratios = byBackend.map((ms, round) => ms / (byVirsh[round] ?? NaN));
    console.log(`libvirt: start, ${START_ROUNDS} rounds in turn, milliseconds until \`running\``);
    console.log(`  driver: ${spread(byBackend, 0)}; \`virsh start\`: ${spread(byVirsh, 0)}`);
    console.log(`  ratio: ${median(ratios).toFixed(2)} (median of the rounds' ratios); aim: not slower`);
    console.log(
      `  a change by another client until our event: ${spread(await eventDelays(backend, config, id), 1)} ms; aim: under 100\n`,
    );
  } finally {
    await backend.removeGuest(id, { signal });
    await backend.close();
  }
}

async function timed(work: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work;
  return performance.now() - begun;
}

/**
 * The times from the response to the client that paused or resumed the guest until the driver's event; 0 if the event
 * comes first.
 */
async function eventDelays(backend: Backend, config: LibvirtConfig, id: GuestId): Promise<number[]> {
  const { signal } = new AbortController();
  const other = await libvirtFactory.open(config, { signal });
  const events = new EventLog(backend);
  const delays: number[] = [];
  try {
    await events.until(({ kind }) => kind === 'observe_everything');
    for (let round = 0; round < EVENT_ROUNDS; round++) {
      const received = events
        .next((event) => event.kind === 'guest_changed' && event.guest === id)
        .then(() => performance.now());
      await (round % 2 === 0 ? other.suspendGuest(id, { signal }) : other.startGuest(id, { signal }));
      const done = performance.now();
      delays.push(Math.max(0, (await received) - done));
    }
  } finally {
    await events.end();
    await other.close();
  }
  return delays;
}

async function measurePoll(config: LibvirtConfig): Promise<void> {
  const { signal } = new AbortController();
  const backend = await libvirtFactory.open(config, { signal });
  try {
    const ids: GuestId[] = [];
    while (ids.length < GUESTS) {
      const guest = bareGuest({});
      await backend.defineGuest(guest, { disks: 'make', signal });
      ids.push(guest.id);
    }
    const polls: number[] = [];
    for (let round = 0; round <= POLL_ROUNDS; round++) {
      const begun = performance.now();
      const seen = await backend.observeGuests('all', { signal });
      polls.push(performance.now() - begun);
      if (seen.size !== GUESTS) throw new Error(`${seen.size} guests were seen instead of ${GUESTS}`);
    }
    const [first = NaN, ...later] = polls;
    console.log(`libvirt: one poll of ${GUESTS} guests of test:///default, milliseconds`);
    console.log(
      `  the first, which reads which domains are managed: ${first.toFixed(0)}; each later one, one call: ${spread(later, 1)}; aim: under 50\n`,
    );
  } finally {
    await backend.close();
  }
}

function bareGuest(more: Partial<GuestDefinition>): GuestDefinition {
  return {
    ...{ id: newId<GuestId>(), name: 'bench', vcpus: 1, memoryMib: 128, firmware: 'bios', boot: null },
    ...{ disks: [], nics: [], ...more },
  };
}
