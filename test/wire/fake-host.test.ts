/**
 * The program of the simulated hypervisor: there is one for each folder, its state survives drivers and kills, and its
 * time runs by itself or in steps. Each test has its own host.
 */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { setMaxListeners } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../backends/backend.js';
import { FakeBackend } from '../../backends/fake/backend.js';
import type { ControlCalls, OutsideChange } from '../../backends/fake/host/control-calls.js';
import { listenOn } from '../../backends/fake/host/fleet.js';
import { hostPaths } from '../../backends/fake/paths.js';
import type { HostCall, RefusalCode } from '../../backends/fake/wire/protocol.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { EventLog } from '../contract/event-log.js';
import { eventually } from '../support/eventually.js';
import { FakeHostControl } from '../support/fake-host-control.js';
import type * as control from '../support/fake-host-control.js';
import { FakeHarness } from '../contract/fake-harness.js';

const { signal } = new AbortController();

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

type Same<A, B> = [A, B] extends [B, A] ? true : false;
/** Does not compile if the words of the tests' control differ from those of the host. */
export const WORDS_ARE_THE_SAME: [
  Same<control.HostCall, HostCall>,
  Same<control.RefusalCode, RefusalCode>,
  Same<control.OutsideChange, OutsideChange>,
  Same<Partial<control.Durations>, ControlCalls['durations']['params']>,
  Same<control.Inspection, ControlCalls['inspect']['reply']>,
] = [true, true, true, true, true];

// One signal for thousands of calls.
setMaxListeners(0, signal);

describe('The fake host', () => {
  let harness: FakeHarness;
  let backend: Backend;

  beforeEach(async () => {
    harness = new FakeHarness();
    await harness.setUp();
    backend = await harness.open();
  });

  afterEach(async () => {
    await backend.close();
    await harness.tearDown();
  });

  async function makeGuest(): Promise<GuestId> {
    const definition = await harness.makeDefinition();
    await backend.defineGuest(definition, { signal, disks: 'make' });
    return definition.id;
  }

  const stateOf = async (guest: GuestId) =>
    (await backend.observeGuests([guest], { signal })).get(guest)?.state ?? 'absent';

  /** Kills the program, like a power cut of the hypervisor's machine. */
  async function kill(): Promise<void> {
    const { pid } = await harness.control.inspect();
    process.kill(pid, 'SIGKILL');
    await eventually(() => !isAlive(pid));
  }

  it('outlives its drivers, and serves several drivers concurrently', async () => {
    const guest = await makeGuest();
    const other = await harness.open();
    await other.startGuest(guest, { signal });
    expect(await stateOf(guest)).to.equal('running');
    await Promise.all([other.close(), backend.close()]);
    backend = await harness.open();
    expect(await stateOf(guest)).to.equal('running');
  });

  it('is restarted by the next call after a kill, with all of its guests stopped', async () => {
    const [running, stopped] = [await makeGuest(), await makeGuest()];
    await backend.startGuest(running, { signal });
    await kill();
    expect(await stateOf(running)).to.equal('stopped');
    expect(await stateOf(stopped)).to.equal('stopped');
    await harness.reopenControl();
    const log = (await backend.readConsoleLog(running, { signal, bytes: 10_000 })).toString();
    expect(log).to.contain('Linux version').and.not.to.contain('GUEST-DOWN');
  });

  it('keeps everything that it has acknowledged, at whatever moment it is killed', async () => {
    const acknowledged = new Set<GuestId>();
    let isKilled = false;
    const definers = [1, 2, 3, 4].map(async () => {
      while (!isKilled) {
        try {
          acknowledged.add(await makeGuest());
        } catch (error) {
          expect(isGuesthouseError(error, 'outcome_unknown', 'host_unreachable')).to.equal(true);
          return;
        }
      }
    });
    while (acknowledged.size < 50) await backend.describe({ signal });
    await kill();
    isKilled = true;
    await Promise.all(definers);
    const seen = await backend.observeGuests('all', { signal });
    expect([...acknowledged].filter((guest) => !seen.has(guest))).to.deep.equal([]);
    await harness.reopenControl();
  });

  it('cuts off a torn last line of its journal', async () => {
    const guest = await makeGuest();
    const { journal } = hostPaths(harness.dataFolder);
    await kill();
    await appendFile(journal, '{"at":12,"place":{"name":"guesthouse-');
    expect(await stateOf(guest)).to.equal('stopped');
    expect(await readFile(journal, 'utf8')).to.match(/}\n$/);
    await harness.reopenControl();
  });

  it('does not start with a journal that is broken in the middle, and reports where', async () => {
    await makeGuest();
    const { journal, log } = hostPaths(harness.dataFolder);
    await kill();
    const good = await readFile(journal, 'utf8');
    await appendFile(journal, `rubbish\n${good}`);
    const error: unknown = await backend.describe({ signal }).catch((thrown: unknown) => thrown);
    expect(isGuesthouseError(error, 'host_unreachable')).to.equal(true);
    expect(await readFile(log, 'utf8')).to.match(/line \d+ of .*journal\.jsonl cannot be read/);
    await rm(journal);
    await backend.describe({ signal });
    await harness.reopenControl();
  });

  it('ends when no driver has been connected for some time, and its guests continue at the next start', async () => {
    const guest = await makeGuest();
    await backend.startGuest(guest, { signal });
    await backend.suspendGuest(guest, { signal });
    const other = await makeGuest();
    await backend.startGuest(other, { signal });
    await harness.waitUntilBooted(backend, other);
    await harness.control.setIdleEnd(10);
    // Connects a driver, because the control connection does not count.
    await harness.control.inspect();
    const { pid } = await harness.control.inspect();
    await backend.close();
    await eventually(() => !isAlive(pid));
    backend = await harness.open();
    await harness.reopenControl();
    expect(await stateOf(guest)).to.equal('suspended');
    expect(await stateOf(other)).to.equal('running');
    await backend.shutdownGuest(other, { signal });
  });

  it('does not end while a driver is connected', async () => {
    await harness.control.setIdleEnd(1);
    const { pid } = await harness.control.inspect();
    await harness.control.setTime('step');
    await harness.control.slow('info', 50);
    await backend.describe({ signal });
    expect((await harness.control.inspect()).pid).to.equal(pid);
  });

  it('runs only once, however many drivers start it at the same time', async () => {
    const guest = await makeGuest();
    await kill();
    const config = harness.config;
    const drivers = [1, 2, 3].map(() => new FakeBackend(config));
    await Promise.all(drivers.map((driver) => driver.startGuest(guest, { signal })));
    const observations = await Promise.all(drivers.map((driver) => driver.observeGuests('all', { signal })));
    const seen = { state: 'running', addresses: { net0: ['10.0.2.15'] } };
    for (const observed of observations) expect([...observed]).to.deep.equal([[guest, seen]]);
    await Promise.all(drivers.map((driver) => driver.close()));
    await harness.reopenControl();
    const log = await readFile(hostPaths(harness.dataFolder).log, 'utf8');
    const { pid } = await harness.control.inspect();
    const serving = log.split('\n').filter((line) => line.includes('serving'));
    expect(serving).to.have.lengthOf(2);
    expect(serving[1]).to.contain(`[${pid}]`);
  });

  it('is replaced by another host while it ends, and new drivers wait for that host', async () => {
    const guest = await makeGuest();
    await backend.startGuest(guest, { signal });
    const { pid } = await harness.control.inspect();
    process.kill(pid, 'SIGTERM');
    const drivers = Array.from({ length: 5 }, () => new FakeBackend(harness.config));
    for (const driver of drivers) {
      const error: unknown = await driver.describe({ signal }).catch((thrown: unknown) => thrown);
      // A call that was sent to the old host just before its end may be lost, but the host is never unreachable.
      if (error instanceof Error) expect(isGuesthouseError(error, 'outcome_unknown'), String(error)).to.equal(true);
    }
    await harness.control.whenEnded();
    expect(await stateOf(guest)).to.equal('running');
    await Promise.all(drivers.map((driver) => driver.close()));
    expect((await (await harness.reopenControl()).inspect()).pid).not.to.equal(pid);
  });

  it('allows only its own user to connect', async () => {
    const { socket, controlSocket, journal, folder } = hostPaths(harness.dataFolder);
    for (const path of [socket, controlSocket, journal, folder])
      expect((await stat(path)).mode & 0o077, path).to.equal(0);
  });

  it('uses a short socket path if the path of its folder is too long for a socket', async () => {
    const dataFolder = join(await mkdtemp(join(tmpdir(), 'guesthouse-long-')), 'x'.repeat(100));
    const { socket } = hostPaths(dataFolder);
    expect(Buffer.byteLength(socket)).to.be.at.most(107);
    const long = new FakeBackend({ dataFolder, log: SILENT_LOG });
    await long.describe({ signal });
    expect((await stat(join(socket, '..'))).mode & 0o777).to.equal(0o700);
    const control = await FakeHostControl.open(dataFolder);
    await long.close();
    await control.end();
    await rm(join(dataFolder, '..'), { recursive: true });
    await rm(join(socket, '..'), { recursive: true });
  });

  it('gets no connection through a folder in the temporary folder that other users can enter', async () => {
    const dataFolder = join(harness.dataFolder, 'a-long-name'.repeat(12));
    await mkdir(dataFolder);
    const { socket } = hostPaths(dataFolder);
    // Another user has made the folder first, and impersonates the host.
    await mkdir(join(socket, '..'), { mode: 0o755 });
    let connections = 0;
    const impostor = createServer((connection) => {
      connections += 1;
      connection.destroy();
    });
    try {
      await listenOn(impostor, socket);
      const driver = new FakeBackend({ dataFolder, log: SILENT_LOG });
      const error = await driver.describe({ signal }).catch((reason: unknown) => reason);
      expect(isGuesthouseError(error, 'host_unreachable'), String(error)).to.equal(true);
      await driver.close();
      expect(connections).to.equal(0);
    } finally {
      impostor.close();
      await rm(join(socket, '..'), { recursive: true });
    }
  });

  it('holds a lock that no other user can take, on a file that only its user can open', async () => {
    const lock = join(harness.dataFolder, 'fake', 'lock');
    for (const [file, mode] of [
      [join(lock, '..'), 0o700],
      [lock, 0o600],
    ] as const) {
      const found = await stat(file);
      expect([found.uid, found.mode & 0o777], file).to.deep.equal([process.getuid?.(), mode]);
    }
    const canTake = (): boolean => spawnSync('flock', ['--nonblock', lock, 'true']).status === 0;
    expect(canTake()).to.equal(false);
    await harness.control.end();
    expect(canTake()).to.equal(true);
    await backend.describe({ signal });
    await harness.reopenControl();
  });

  it('is a new host if its folder was removed and created again', async () => {
    const guest = await makeGuest();
    const { control } = harness;
    await rm(join(harness.dataFolder, 'fake'), { recursive: true });
    await backend.close();
    backend = await harness.open();
    expect(await stateOf(guest)).to.equal('absent');
    await control.end();
    await harness.reopenControl();
    expect(await stateOf(guest)).to.equal('absent');
  });

  it('advances its time only on request, and guests boot and shut down exactly when their time has come', async () => {
    const { control } = harness;
    const guest = await makeGuest();
    await control.setTime('step');
    await control.setDurations({ bootMs: 60_000, shutdownMs: 5_000 });
    await backend.startGuest(guest, { signal });
    await control.advance(59_999);
    expect((await control.inspectGuest(guest)).isUp).to.equal(false);
    await control.advance(1);
    expect((await control.inspectGuest(guest)).isUp).to.equal(true);

    const events = new EventLog(backend);
    await events.next(({ kind }) => kind === 'observe_everything');
    let isDown = false;
    const shutdown = backend.shutdownGuest(guest, { signal }).then(() => (isDown = true));
    await backend.describe({ signal });
    await control.advance(4_999);
    expect(await stateOf(guest)).to.equal('running');
    expect(isDown).to.equal(false);
    await control.advance(1);
    await shutdown;
    await events.next((event) => event.kind === 'guest_changed' && event.guest === guest);
    expect(await stateOf(guest)).to.equal('stopped');
    await events.end();
  });

  it('makes a guest crash at its simulated time', async () => {
    const { control } = harness;
    const guest = await makeGuest();
    await control.setTime('step');
    await backend.startGuest(guest, { signal });
    await control.crashAfter(guest, 1_000);
    await control.advance(999);
    expect(await stateOf(guest)).to.equal('running');
    await control.advance(1);
    expect(await stateOf(guest)).to.equal('crashed');
  });

  it('holds many guests, which can be defined in parallel, observed and measured in one call each, and survive a kill', async () => {
    const many = 3_000;
    const template = await harness.makeDefinition();
    const definitions = await Promise.all(Array.from({ length: many }, () => harness.makeDefinition()));
    const ids = definitions.map(({ id }) => id);
    await Promise.all(ids.map((id) => backend.defineGuest({ ...template, id, name: id }, { signal, disks: 'make' })));
    await Promise.all(ids.map((id) => backend.startGuest(id, { signal })));
    const seen = await backend.observeGuests('all', { signal });
    expect(seen.size).to.equal(many);
    expect(new Set([...seen.values()].map(({ state }) => state))).to.deep.equal(new Set(['running']));
    expect((await backend.measureGuests('all', { signal })).size).to.equal(many);
    expect((await backend.observeGuests(ids, { signal })).size).to.equal(many);
    await kill();
    expect((await backend.observeGuests('all', { signal })).size).to.equal(many);
    await harness.reopenControl();
  });
});
