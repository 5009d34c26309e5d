/**
 * Each verb on both real drivers, with a hypervisor that confirms everything and carries out nothing, or whose guest
 * stalls: never do both the driver and the comparison with the observation afterwards call this a success.
 */
import { expect } from 'chai';
import type { Backend, GuestDefinition, Observation } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import type { ProcedureName } from '../../backends/libvirt/rpc/procedures.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import type { OperationKind } from '../../src/domain/words.js';
import { OPERATION_KINDS } from '../../src/domain/words.js';
import type { AnyKind } from '../../src/operations/kind.js';
import { KINDS } from '../../src/operations/kinds.js';
import { contradictionOf } from '../../src/operations/promised-state.js';
import { ScriptedQemu } from './scripted-qemu.js';
import { SimulatedLibvirt } from './simulated-libvirt.js';
import type { STATE } from './simulated-libvirt.js';

const { signal } = new AbortController();
const SEEN = ['running', 'stopped', 'suspended', 'crashed', 'absent', 'unresponsive', 'unsettled'] as const;

/** `null` if the verb and its observation are a success, otherwise the kind of the failure. */
async function failureOf(
  kind: OperationKind,
  call: Promise<unknown>,
  observe: () => Promise<Observation | null>,
): Promise<string | null> {
  try {
    await call;
  } catch (error) {
    if (!isGuesthouseError(error)) throw error;
    return error.kind;
  }
  const definition: AnyKind = KINDS[kind];
  return definition.contradiction(await observe(), definition.readParams({}))?.kind ?? null;
}

describe('The state that an operation promises', () => {
  it('is contradicted by exactly these observations', () => {
    const table = Object.fromEntries(
      (['running', 'stopped', 'suspended', 'defined', 'absent'] as const).map((promised) => [
        promised,
        SEEN.filter((state) => contradictionOf(promised, state === 'absent' ? null : { state }) !== null),
      ]),
    );
    expect(table).to.deep.equal({
      running: ['suspended', 'crashed', 'absent'],
      stopped: ['running', 'suspended', 'crashed', 'absent'],
      suspended: ['running', 'stopped', 'crashed', 'absent'],
      defined: ['absent'],
      absent: ['running', 'stopped', 'suspended', 'crashed'],
    });
  });

  it('is declared by every kind of operation: no kind succeeds on a guest that is in no state it can lead to', () => {
    for (const kind of OPERATION_KINDS) {
      const definition: AnyKind = KINDS[kind];
      // The driver call of another subject proves its own success, and there is nothing to observe afterwards.
      if (definition.subject.kind !== 'guest') {
        expect(definition.observation, kind).to.equal('none');
        continue;
      }
      const isKept = SEEN.slice(0, 5).every((state) => {
        const seen = state === 'absent' ? null : { state };
        return definition.contradiction(seen, definition.readParams({ start: true })) === null;
      });
      expect(isKept, kind).to.equal(false);
    }
  });
});

describe('A libvirt that confirms what it does not do', () => {
  let libvirt: SimulatedLibvirt;
  let backend: Backend;
  let guest: GuestId;

  beforeEach(async () => {
    libvirt = await SimulatedLibvirt.listen();
    const room = new DiskRoom({ share: 0, bytes: 0 });
    const config = { uri: libvirt.uri, poolPath: '/pool', accel: 'tcg', room, log: SILENT_LOG } as const;
    backend = await libvirtFactory.open(config, { signal });
    guest = newId<GuestId>();
    const sizes = { vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null, disks: [], nics: [] } as const;
    const definition: GuestDefinition = { id: guest, name: 'a guest', ...sizes };
    await backend.defineGuest(definition, { signal, disks: 'make' });
  });
  afterEach(async () => {
    await backend.close();
    libvirt.leave();
  });

  const observe = async (): Promise<Observation | null> =>
    (await backend.observeGuests([guest], { signal })).get(guest) ?? null;
  const enter = (state: keyof typeof STATE): void => {
    if (libvirt.domain !== null) libvirt.domain.state = state;
  };

  type Row = readonly [
    kind: OperationKind,
    from: keyof typeof STATE,
    pretended: ProcedureName,
    run: (backend: Backend) => Promise<unknown>,
    failure: string,
  ];
  const ROWS: readonly Row[] = [
    ['guest.start', 'shutoff', 'DomainCreateWithFlags', (it) => it.startGuest(guest, { signal }), 'backend_refused'],
    ['guest.start', 'paused', 'DomainResume', (it) => it.startGuest(guest, { signal }), 'guest_changed_outside'],
    ['guest.start', 'watchdog', 'DomainResume', (it) => it.startGuest(guest, { signal }), 'guest_watchdog'],
    ['guest.suspend', 'running', 'DomainSuspend', (it) => it.suspendGuest(guest, { signal }), 'guest_changed_outside'],
    [
      'guest.poweroff',
      'running',
      'DomainDestroyFlags',
      (it) => it.poweroffGuest(guest, { signal }),
      'guest_changed_outside',
    ],
    ['guest.restart', 'paused', 'DomainResume', (it) => it.restartGuest(guest, { signal }), 'guest_changed_outside'],
    [
      'guest.delete',
      'shutoff',
      'DomainUndefineFlags',
      (it) => it.removeGuest(guest, { signal }),
      'guest_changed_outside',
    ],
  ];
  for (const [kind, from, pretended, run, failure] of ROWS) {
    it(`does not make ${kind} of a guest that is ${from} a success`, async () => {
      enter(from);
      libvirt.pretends.add(pretended);
      expect(await failureOf(kind, run(backend), observe)).to.equal(failure);
    });
  }

  it('does not make guest.create a success', async () => {
    await backend.removeGuest(guest, { signal });
    expect(await failureOf('guest.create', Promise.resolve(), observe)).to.equal('guest_vanished');
  });

  for (const [diskError, stall] of [
    [1, 'guest_io_error'],
    [2, 'host_out_of_space'],
  ] as const) {
    it(`does not make a start of a guest that stalls again a success (${stall})`, async () => {
      enter('ioerror');
      libvirt.diskError = diskError;
      expect(await observe()).to.deep.equal({ state: 'suspended', stall });
      const start = (): Promise<string | null> =>
        failureOf('guest.start', backend.startGuest(guest, { signal }), observe);
      expect(await start()).to.equal(stall);
      libvirt.diskError = null;
      expect(await start()).to.equal(null);
      expect(await observe()).to.deep.equal({ state: 'running' });
    });
  }
});

describe('A QEMU that confirms what it does not do', () => {
  let qemu: ScriptedQemu;
  beforeEach(async () => {
    qemu = await ScriptedQemu.launch();
  });
  afterEach(() => qemu.close());
  const observe = (): Promise<Observation | null> => qemu.guest.observe({ signal });

  it('does not make guest.start of a suspended guest a success', async () => {
    qemu.status = 'paused';
    expect(await failureOf('guest.start', qemu.guest.start({ signal }), observe)).to.equal('guest_changed_outside');
  });

  it('does not make guest.suspend a success', async () => {
    expect(await failureOf('guest.suspend', qemu.guest.suspend({ signal }), observe)).to.equal('guest_changed_outside');
  });

  it('does not make guest.restart of a suspended guest a success', async () => {
    qemu.status = 'paused';
    qemu.eventsOf = (command) => (command === 'system_reset' ? ['RESET'] : []);
    expect(await failureOf('guest.restart', qemu.guest.restart({ signal }), observe)).to.equal('guest_changed_outside');
  });

  it('is ended by guest.poweroff all the same', async () => {
    expect(await failureOf('guest.poweroff', qemu.guest.poweroff({ signal }), observe)).to.equal(null);
    expect(await observe()).to.deep.equal({ state: 'stopped' });
  });

  for (const [status, ioStatus, stall] of [
    ['io-error', 'nospace', 'host_out_of_space'],
    ['io-error', 'failed', 'guest_io_error'],
    ['watchdog', 'ok', 'guest_watchdog'],
  ] as const) {
    it(`does not make a start of a guest that stalls again a success (${stall})`, async () => {
      qemu.status = status;
      qemu.ioStatus = ioStatus;
      expect(await observe()).to.deep.equal({ state: 'suspended', stall });
      expect(await failureOf('guest.start', qemu.guest.start({ signal }), observe)).to.equal(stall);
      // It stalls only after it has run for a moment.
      qemu.onCommand = (command) => {
        if (command === 'cont') qemu.status = 'running';
      };
      qemu.eventsOf = (command) => {
        if (command !== 'query-status' || qemu.status !== 'running') return [];
        qemu.status = status;
        return ['STOP'];
      };
      expect(await failureOf('guest.start', qemu.guest.start({ signal }), observe)).to.equal(stall);
    });
  }
});
