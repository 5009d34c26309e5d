/**
 * The backend `qmp` on real QEMU processes whose guests have nothing to boot: the driver's behavior when something
 * around it fails. These tests are quick, because none waits for an operating system. Guests that boot are in
 * qmp-guest.test.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend, GuestDefinition } from '../../backends/backend.js';
import { qmpFactory } from '../../backends/qmp/backend.js';
import type { QmpConfig } from '../../backends/qmp/installation.js';
import { markOf } from '../../backends/qmp/guest-process.js';
import { isGuesthouseError, type ErrorKind, type GuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { findUserNetworks } from '../../backends/qmp/user-network.js';
import { EventLog } from '../contract/event-log.js';
import { eventually } from '../support/eventually.js';
import { QmpHarness } from '../contract/qmp-harness.js';
import { skip } from '../support/skip.js';

const IS_ROOT = process.getuid?.() === 0;

describe('The qmp driver', function () {
  this.timeout(120_000);

  const { signal } = new AbortController();
  const harness = new QmpHarness();
  let backend: Backend;
  let made: GuestId[];

  before(async function () {
    this.timeout(300_000); // the first run builds the test guest
    const reason = await harness.whyNot();
    if (reason !== null) skip(this, 'qmp', reason);
    await harness.setUp();
  });

  after(async () => {
    if (harness.dataFolder !== '') await harness.tearDown();
  });

  beforeEach(async () => {
    made = [];
    backend = await harness.open();
  });

  afterEach(async () => {
    for (const guest of made) {
      await backend.removeGuest(guest, { signal });
      expect(await harness.findLeftovers(guest)).to.deep.equal([]);
    }
    await backend.close();
  });

  /** Defines a guest without an operating system. */
  async function define(more: Partial<GuestDefinition> = {}, by = backend): Promise<GuestDefinition> {
    const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
    const guest = await harness.makeDefinition({ boot: null, disks: [disk], memoryMib: 16, ...more });
    made.push(guest.id);
    await by.defineGuest(guest, { signal, disks: 'make' });
    return guest;
  }

  async function start(more: Partial<GuestDefinition> = {}): Promise<GuestId> {
    const { id } = await define(more);
    await backend.startGuest(id, { signal });
    return id;
  }

  const folderOf = (guest: GuestId): string => join(harness.dataFolder, 'qmp', `guesthouse-${guest}`);
  const recordOf = async (guest: GuestId): Promise<{ phase: string; mark: { pid: number; startTicks: string } }> =>
    JSON.parse(await readFile(join(folderOf(guest), 'process.json'), 'utf8')) as Awaited<ReturnType<typeof recordOf>>;
  const stateOf = async (guest: GuestId, by = backend): Promise<string | undefined> =>
    (await by.observeGuests([guest], { signal })).get(guest)?.state;

  describe('for a guest that an older version made', () => {
    const definitionOf = async (guest: GuestId): Promise<GuestDefinition> =>
      JSON.parse(await readFile(join(folderOf(guest), 'definition.json'), 'utf8')) as GuestDefinition;
    const withoutHardware = async (guest: GuestId): Promise<void> => {
      const { cpuModel: _cpu, machineType: _machine, ...older } = await definitionOf(guest);
      await writeFile(join(folderOf(guest), 'definition.json'), JSON.stringify(older));
    };

    it('finds out the machine type while the guest runs, and does not change it at the next start', async () => {
      const guest = await define({ machineType: 'pc-q35-7.0' });
      await backend.startGuest(guest.id, { signal });
      await withoutHardware(guest.id);
      const { found } = (await backend.inspectGuest(guest.id, { signal, expected: guest })) ?? {};
      expect(found).to.include({ cpuModel: 'max', machineType: 'pc-q35-7.0' });
      await backend.poweroffGuest(guest.id, { signal });
      const { machineType } = found ?? {};
      await backend.startGuest(guest.id, { signal, machine: { cpuModel: 'max', machineType: machineType ?? null } });
      expect(await definitionOf(guest.id)).to.include({ cpuModel: 'max', machineType: 'pc-q35-7.0' });
      const command = await readFile(`/proc/${await harness.pidOf(guest.id)}/cmdline`, 'utf8');
      expect(command).to.contain('\0pc-q35-7.0,').and.to.contain('\0-cpu\0max\0');
    });

    it('chooses the newest machine type at the next start of a stopped guest, and that is no difference', async () => {
      const guest = await define();
      await withoutHardware(guest.id);
      const before = await backend.inspectGuest(guest.id, { signal, expected: guest });
      expect(before?.found).to.include({ cpuModel: 'max', machineType: null });
      const expected = before?.found ?? guest;
      await backend.startGuest(guest.id, { signal });
      const after = await backend.inspectGuest(guest.id, { signal, expected });
      expect(after?.differences).to.deep.equal([]);
      expect(after?.found.cpuModel).to.equal('max');
      expect(after?.found.machineType).to.match(/^pc-q35-\d/);
    });

    it('keeps what it has when its size changes', async () => {
      const guest = await define();
      await withoutHardware(guest.id);
      const { found: expected = null } = (await backend.inspectGuest(guest.id, { signal, expected: guest })) ?? {};
      const after = await backend.defineGuest({ ...guest, vcpus: 2 }, { signal, disks: 'keep', expected });
      expect(after.cpuModel).to.equal('max');
    });
  });

  describe('for a QEMU process', () => {
    it('uses a separate user, a separate session and the sandbox, and passes nothing of the service’s environment', async function () {
      process.env['GUESTHOUSE_TEST_SECRET'] = 'secret';
      const guest = await start();
      const pid = await harness.pidOf(guest);
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1] ?? '';
      expect(field('Seccomp')).to.equal('2');
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      expect(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]).to.equal(String(pid));
      expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.to.contain('secret');
      if (!IS_ROOT) return;
      const [, owner] = field('Uid').split('\t');
      const postgres = /^postgres:[^:]*:(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'))?.[1];
      expect([...field('Uid').split('\t')].every((uid) => uid === owner)).to.equal(true);
      expect(['0', '65534', postgres]).not.to.include(owner);
      expect(field('Groups').trim()).to.equal('');
      expect(field('CapBnd')).to.match(/^0+$/);
      expect(field('CapEff')).to.match(/^0+$/);
      expect(field('NoNewPrivs')).to.equal('1');
    });

    it('runs the network `user` of each NIC as the QEMU user, and none of its processes outlives QEMU', async function () {
      if (!backend.capabilities.userNetworkIsolation) skip(this, 'passt', 'passt is not installed or cannot run here');
      const nic = { device: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:12:34:56' } as const;
      const guest = await start({ nics: [nic, { ...nic, device: 'net1', mac: '52:54:00:12:34:57' }] });
      const qemu = await stat(`/proc/${await harness.pidOf(guest)}`);
      // The namespace of pasta needs a moment until it runs passt.
      await eventually(() => findUserNetworks(guest).length === 4);
      for (const pid of findUserNetworks(guest)) {
        const status = await readFile(`/proc/${pid}/status`, 'utf8');
        expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).to.equal(String(qemu.uid));
      }
      await backend.close();
      backend = await harness.open();
      expect(findUserNetworks(guest)).to.have.length(4);
      await harness.crashGuest(guest);
      await eventually(() => findUserNetworks(guest).length === 0);
    });

    it('allows writes only to the disks and the console of its guest', async function () {
      if (!IS_ROOT) skip(this, 'root', 'not root: QEMU runs as the user of the tests');
      const guest = await start();
      const uid = (await stat(`/proc/${await harness.pidOf(guest)}`)).uid;
      const folder = await stat(folderOf(guest));
      expect(folder.uid).to.equal(0);
      expect(folder.mode & 0o777).to.equal(0o710);
      for (const name of ['definition.json', 'process.json']) {
        const file = await stat(join(folderOf(guest), name));
        expect([file.uid, file.mode & 0o777], name).to.deep.equal([0, 0o600]);
      }
      const own = await stat(join(folderOf(guest), 'own'));
      expect([own.uid, own.mode & 0o777]).to.deep.equal([uid, 0o700]);
    });

    it('allows no other user to connect to the sockets of its guest, even if the umask is 0', async () => {
      const umask = process.umask(0);
      try {
        const guest = await start();
        for (const name of ['qmp.sock', 'qmp-spare.sock', 'agent.sock']) {
          const socket = await stat(join(folderOf(guest), name));
          expect([socket.uid, socket.mode & 0o777], name).to.deep.equal([process.getuid?.(), 0o600]);
        }
      } finally {
        process.umask(umask);
      }
    });

    it('treats a reused pid as a crash, and does not touch the unrelated process', async () => {
      const guest = await start();
      const before = await recordOf(guest);
      await harness.crashGuest(guest);
      await eventually(async () => (await stateOf(guest)) === 'crashed');
      const stranger = spawn('sleep', ['1000'], { stdio: 'ignore' });
      await once(stranger, 'spawn');
      const mark = markOf(stranger.pid ?? 0);
      // Tries the start time of the unrelated process, and then that of the guest's dead process.
      for (const startTicks of [mark?.startTicks, before.mark.startTicks]) {
        const record = { ...before, mark: { ...mark, startTicks } };
        await writeFile(join(folderOf(guest), 'process.json'), JSON.stringify(record));
        expect(await stateOf(guest)).to.equal('crashed');
        await backend.poweroffGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('stopped');
      }
      expect(markOf(stranger.pid ?? 0)).to.deep.equal(mark);
      stranger.kill('SIGKILL');
      await once(stranger, 'exit');
    });

    it('treats a record from before a reboot of the machine as a crash, after which a start works', async () => {
      const { id } = await define();
      const mark = { ...markOf(process.pid), bootId: 'another' };
      await writeFile(join(folderOf(id), 'process.json'), JSON.stringify({ phase: 'running', mark, isKvm: false }));
      expect(await stateOf(id)).to.equal('crashed');
      await backend.startGuest(id, { signal });
      expect(await stateOf(id)).to.equal('running');
    });

    it('finds the process by name if the service died before it recorded the pid', async () => {
      const guest = await start();
      const pid = await harness.pidOf(guest);
      await backend.close();
      await writeFile(join(folderOf(guest), 'process.json'), '{"phase":"starting"}');
      backend = await harness.open();
      expect(await stateOf(guest)).to.equal('running');
      await backend.startGuest(guest, { signal });
      expect(await harness.pidOf(guest)).to.equal(pid);
    });

    it('reports no crash if the service died before it started the process', async () => {
      const { id } = await define();
      await writeFile(join(folderOf(id), 'process.json'), '{"phase":"starting"}');
      expect(await stateOf(id)).to.equal('stopped');
      await backend.startGuest(id, { signal });
      expect(await stateOf(id)).to.equal('running');
    });

    it('finds the process by name if its record is damaged, and can power off and remove the guest', async () => {
      for (const end of ['poweroff', 'remove'] as const) {
        const guest = await start();
        const pid = await harness.pidOf(guest);
        await writeFile(join(folderOf(guest), 'process.json'), '{"phase":"runn');
        expect(await stateOf(guest)).to.equal('running');
        await writeFile(join(folderOf(guest), 'process.json'), '{"phase":"runn');
        if (end === 'poweroff') await backend.poweroffGuest(guest, { signal });
        else await backend.removeGuest(guest, { signal });
        expect(markOf(pid)).to.equal(null);
      }
    });

    it('can power off the guest if its definition is damaged', async () => {
      const guest = await start();
      await writeFile(join(folderOf(guest), 'definition.json'), '{');
      await backend.poweroffGuest(guest, { signal });
      expect(await stateOf(guest)).to.equal('stopped');
      await failure('backend_refused', backend.startGuest(guest, { signal }));
    });

    it('reports no crash after a poweroff if the service died before it saw the process end', async () => {
      const guest = await start();
      await backend.close();
      await writeFile(
        join(folderOf(guest), 'process.json'),
        JSON.stringify({ ...(await recordOf(guest)), phase: 'ending' }),
      );
      await harness.crashGuest(guest);
      backend = await harness.open();
      await eventually(async () => (await stateOf(guest)) === 'stopped');
    });

    it('rejects a start that QEMU refuses, with QEMU’s own message, and leaves nothing of the start', async () => {
      const missing = await harness.addImage('soon-missing', Buffer.alloc(512));
      const { id } = await define({ boot: { kernel: missing, initrd: null, cmdline: '' } });
      await rm(missing.path);
      const error = await failure('backend_refused', backend.startGuest(id, { signal }));
      expect(error.message).to.contain('could not open kernel file');
      expect(error.message).not.to.contain(harness.dataFolder);
      expect(await stateOf(id)).to.equal('stopped');
      expect(await readdir(folderOf(id))).to.have.members(['definition.json', 'own']);
      await eventually(async () => (await harness.findLeftovers(id)).every((each) => each.startsWith('folder')));
    });

    it('reports the death of the process by an event, and clears its remains at the next start', async () => {
      const guest = await start();
      const events = new EventLog(backend);
      await events.until(({ kind }) => kind === 'observe_everything');
      await harness.crashGuest(guest);
      await events.until((event) => event.kind === 'guest_changed' && event.guest === guest);
      await eventually(async () => (await stateOf(guest)) === 'crashed');
      await events.end();
      await backend.startGuest(guest, { signal });
      expect(await stateOf(guest)).to.equal('running');
    });
  });

  describe('for a QEMU that hangs', () => {
    it('delays no other guest, reports its guest as unresponsive, and can power it off (B6)', async () => {
      const [hung, well] = [await start(), await start()];
      const pid = await harness.pidOf(hung);
      process.kill(pid, 'SIGSTOP');
      const all = await backend.observeGuests('all', { signal });
      expect(all.get(well)?.state).to.equal('running');
      expect(all.get(hung)?.state).to.equal('unresponsive');
      const named = await backend.observeGuests([hung, well], { signal });
      expect([named.get(hung)?.state, named.get(well)?.state]).to.deep.equal(['unresponsive', 'running']);
      await failure('guest_unresponsive', backend.measureGuests([hung], { signal }));
      expect((await backend.measureGuests([well], { signal })).has(well)).to.equal(true);
      await backend.poweroffGuest(hung, { signal });
      expect(await stateOf(hung)).to.equal('stopped');
      expect(markOf(pid)).to.equal(null);
    });

    it('observes its guest again when QEMU continues', async () => {
      const guest = await start();
      const pid = await harness.pidOf(guest);
      process.kill(pid, 'SIGSTOP');
      expect(await stateOf(guest)).to.equal('unresponsive');
      process.kill(pid, 'SIGCONT');
      expect(await stateOf(guest)).to.equal('running');
    });
  });

  describe('beside other drivers', () => {
    it('shares a guest with one other driver, and a third driver gets no monitor until one of them closes', async () => {
      const guest = await start();
      const second = await harness.open();
      const third = await harness.open();
      try {
        expect(await stateOf(guest, second)).to.equal('running');
        expect(await stateOf(guest, third)).to.equal('unresponsive');
        await failure('guest_unresponsive', third.restartGuest(guest, { signal }));
        await second.close();
        expect(await stateOf(guest, third)).to.equal('running');
      } finally {
        await second.close();
        await third.close();
      }
    });
  });

  describe('for disks', () => {
    it('does not use incomplete disks, and creates them again', async () => {
      const { id } = await define();
      const own = join(folderOf(id), 'own');
      await rm(join(own, 'vda.qcow2'));
      await writeFile(join(own, 'vda.qcow2.making'), 'half of it');
      const guest = await harness.makeDefinition({
        id,
        boot: null,
        disks: [{ device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null }],
      });
      await failure('backend_refused', backend.defineGuest(guest, { signal, disks: 'keep' }));
      await backend.defineGuest(guest, { signal, disks: 'make' });
      expect(await readdir(own)).to.deep.equal(['vda.qcow2']);
    });

    it('reports progress while it copies a disk from an image', async () => {
      const { disks, ...rest } = await harness.makeDefinition({ boot: null });
      const guest = { ...rest, disks: disks.map((disk) => ({ ...disk, format: 'raw' as const })) };
      made.push(guest.id);
      const percents: number[] = [];
      await backend.defineGuest(guest, { signal, disks: 'make', onProgress: (percent) => percents.push(percent) });
      expect(percents.at(-1)).to.equal(100);
      expect(percents.length).to.be.greaterThan(1);
    });

    it('creates no disk of a definition that this host can never run', async () => {
      const disks = Array.from({ length: 5 }, (_none, index) => ({
        ...{ device: `hd${'abcde'[index]}`, media: 'disk', sizeMib: 1, bus: 'ide', format: 'raw', image: null },
      })) as unknown as GuestDefinition['disks'];
      const guest = await harness.makeDefinition({ boot: null, disks });
      made.push(guest.id);
      await failure('unsupported_by_backend', backend.defineGuest(guest, { signal, disks: 'make' }));
      expect(await harness.findLeftovers(guest.id)).to.deep.equal([]);
    });

    it('runs guests with every bus and medium, and with every NIC model', async () => {
      const iso = await harness.addImage('data.iso', Buffer.alloc(65_536));
      const { diskBuses, nicModels } = backend.capabilities;
      const disks = diskBuses.flatMap((bus, index) => [
        {
          device: `d${index}`,
          media: 'disk',
          sizeMib: 1,
          bus,
          format: index % 2 === 0 ? 'raw' : 'qcow2',
          image: null,
        } as const,
        {
          device: `c${index}`,
          media: 'cdrom',
          sizeMib: 1,
          bus,
          format: 'raw',
          image: index === 0 ? null : iso,
        } as const,
      ]);
      const nics = nicModels.map((model, index) => ({
        ...{ device: `net${index}`, network: 'user', model, mac: `52:54:00:00:00:0${index}` },
      }));
      for (const each of [disks, disks.filter(({ bus }) => bus !== 'ide')]) {
        const guest = await start({ disks: each, nics });
        const metrics = (await backend.measureGuests([guest], { signal })).get(guest);
        expect(metrics?.disks.map(({ device }) => device)).to.deep.equal(each.map(({ device }) => device));
        for (const { device, readOps } of metrics?.disks ?? []) {
          if (device !== 'c0') expect(readOps, device).to.be.a('number');
        }
      }
    });
  });

  describe('for a NIC on a bridge', () => {
    const bridge = `ghtest${process.pid}`.slice(0, 15);

    it('keeps a tap while the guest is powered, and rejects the start if the bridge does not exist', async function () {
      await harness.ip('link', 'add', bridge, 'type', 'bridge').catch(() => undefined);
      try {
        const networks = await backend.listNetworks({ signal });
        if (!networks.some(({ name }) => name === bridge)) {
          skip(this, 'qmp', 'no taps can be made here (root, and a /dev/net/tun that others may open, are needed)');
        }
        const { id } = await define({
          nics: [{ device: 'net0', network: bridge, model: 'virtio', mac: '52:54:00:ab:cd:ef' }],
        });
        expect(await harness.findTaps(id)).to.deep.equal([]);
        await backend.startGuest(id, { signal });
        const [tap = ''] = await harness.findTaps(id);
        expect(await readdir(`/sys/class/net/${bridge}/brif`)).to.deep.equal([tap]);
        await backend.poweroffGuest(id, { signal });
        expect(await harness.findTaps(id)).to.deep.equal([]);

        await backend.startGuest(id, { signal });
        await harness.crashGuest(id);
        await eventually(async () => (await stateOf(id)) === 'crashed');
        await backend.startGuest(id, { signal });
        expect(await harness.findTaps(id)).to.deep.equal([tap]);
        await backend.poweroffGuest(id, { signal });
      } finally {
        await harness.ip('link', 'delete', bridge).catch(() => undefined);
      }
      const lost = await define({
        nics: [{ device: 'net0', network: bridge, model: 'virtio', mac: '52:54:00:ab:cd:ef' }],
      });
      await failure('backend_refused', backend.startGuest(lost.id, { signal }));
      expect(await stateOf(lost.id)).to.equal('stopped');
    });
  });

  describe('for its host', () => {
    const config = (more: Partial<QmpConfig>): QmpConfig => ({ ...harness.config, ...more });
    let elsewhere: string;

    beforeEach(async () => {
      elsewhere = await mkdtemp(join(tmpdir(), 'guesthouse-elsewhere-'));
    });
    afterEach(() => rm(elsewhere, { recursive: true, force: true }));

    it('rejects a data folder that the QEMU user cannot reach, and names the folder and the setting', async function () {
      if (!IS_ROOT) skip(this, 'root', 'not root: QEMU runs as the user of the tests');
      const closed = join(elsewhere, 'closed');
      await chmod(elsewhere, 0o755);
      await mkdir(join(closed, 'data'), { recursive: true });
      await chmod(closed, 0o700);
      const error = await failure(
        'backend_refused',
        qmpFactory.open(config({ dataFolder: join(closed, 'data') }), { signal }),
      );
      expect(error.message).to.contain(`chmod o+x ${closed},`).and.to.contain('GUESTHOUSE_DATA');
    });

    it('rejects a user under which QEMU must never run', async function () {
      if (!IS_ROOT) skip(this, 'root', 'not root: QEMU runs as the user of the tests');
      for (const qemuUser of ['root', '0', 'nobody', '65534', '64901', '64902', 'no-such-user']) {
        const error = await failure('backend_refused', qmpFactory.open(config({ qemuUser }), { signal }));
        expect(error.message, qemuUser).to.contain('GUESTHOUSE_QEMU_USER');
      }
    });

    it('runs guests as a numeric user without an account', async function () {
      if (!IS_ROOT) skip(this, 'root', 'not root: QEMU runs as the user of the tests');
      await chmod(elsewhere, 0o755);
      const other = await qmpFactory.open(config({ dataFolder: elsewhere, qemuUser: '64999' }), { signal });
      await bootNothing(other, async (id) => {
        const record = await readFile(join(elsewhere, 'qmp', `guesthouse-${id}`, 'process.json'), 'utf8');
        const { mark } = JSON.parse(record) as { mark: { pid: number } };
        expect(await readFile(`/proc/${mark.pid}/status`, 'utf8')).to.match(/^Uid:\t64999\t64999\t64999\t64999$/m);
      });
    });

    it('accepts a data folder whose path is longer than that of a socket can be', async () => {
      await chmod(elsewhere, 0o755);
      const deep = join(elsewhere, 'a-folder-with-a-rather-long-name'.repeat(4));
      await mkdir(deep);
      const other = await qmpFactory.open(config({ dataFolder: deep }), { signal });
      await bootNothing(other, async () => undefined);
    });

    it('fails with host_unreachable once closed', async () => {
      const { id } = await define();
      const other = await qmpFactory.open(harness.config, { signal });
      await other.close();
      await failure('host_unreachable', other.startGuest(id, { signal }));
    });

    /** Runs an empty guest with another driver, and checks that nothing remains. */
    async function bootNothing(other: Backend, whileRunning: (guest: GuestId) => Promise<void>): Promise<void> {
      const id = newId<GuestId>();
      try {
        const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
        const guest = {
          id,
          name: 'g',
          vcpus: 1,
          memoryMib: 16,
          firmware: 'bios',
          boot: null,
          disks: [disk],
          nics: [],
        } as const;
        await other.defineGuest(guest, { signal, disks: 'make' });
        await other.startGuest(id, { signal });
        expect(await stateOf(id, other)).to.equal('running');
        await whileRunning(id);
      } finally {
        await other.removeGuest(id, { signal });
        await other.close();
      }
      expect(await harness.findLeftovers(id)).to.deep.equal([]);
    }
  });

  async function failure(kind: ErrorKind, call: Promise<unknown>): Promise<GuesthouseError> {
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (isGuesthouseError(error, kind)) return error;
    throw new Error(`${kind} was expected, not ${String(error)}`, { cause: error });
  }
});
