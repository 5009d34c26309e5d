/** The machine room of the simulated hypervisor, driven in process: how strict it is, and what its machines say and count. */
import { expect } from 'chai';
import { consoleTail } from '../../backends/fake/host/console.js';
import { SimulatedClock } from '../../backends/fake/host/clock.js';
import { Schedule } from '../../backends/fake/host/schedule.js';
import { Simulation, type Place, type SimulationCall } from '../../backends/fake/host/simulation.js';
import { HostRefusal } from '../../backends/fake/wire/host-connection.js';
import type { MachineSpec, MachineState, RefusalCode } from '../../backends/fake/wire/protocol.js';

const SPEC: MachineSpec = {
  title: 'a machine',
  cpus: 2,
  memoryMib: 64,
  firmware: 'bios',
  kernel: null,
  disks: [
    { target: 'vda', media: 'disk', sizeMib: 10, bus: 'virtio', layout: 'qcow2', source: { path: '/img', sizeMib: 5 } },
    { target: 'hda', media: 'cdrom', sizeMib: 1, bus: 'ide', layout: 'raw', source: { path: '/iso', sizeMib: 1 } },
  ],
  nics: [{ target: 'net0', network: 'user', model: 'virtio', mac: '52:54:00:00:00:01' }],
};
const MACHINE = { machine: 'm' };

describe('the machine room of the fake host', () => {
  let nowMs: number;
  let files: Set<string>;
  let kept: Place[];
  let told: string[];
  let room: Simulation;

  beforeEach(() => {
    nowMs = 0;
    files = new Set(['/img', '/iso', '/kernel']);
    kept = [];
    told = [];
    room = new Simulation({
      nowMs: () => nowMs,
      hasFile: (path) => files.has(path),
      keep: (place) => kept.push(JSON.parse(JSON.stringify(place)) as Place),
      tell: (machine) => told.push(machine),
      planned: () => undefined,
    });
  });

  const define = (spec = SPEC, volumes: 'make' | 'keep' = 'make') =>
    room.perform('define', { ...MACHINE, spec, volumes });

  function pass(ms: number): void {
    nowMs += ms;
    room.runDue();
  }

  function expectRefusal(code: RefusalCode, run: () => unknown): void {
    try {
      run();
    } catch (error) {
      expect(error).to.be.instanceOf(HostRefusal);
      expect((error as HostRefusal).refusal.code).to.equal(code);
      return;
    }
    expect.fail(`not refused as ${code}`);
  }

  function bring(state: MachineState): void {
    define();
    if (state === 'off') return;
    room.perform('power-on', MACHINE);
    if (state === 'paused') room.perform('pause', MACHINE);
    if (state === 'failed') room.happen('m', 'crash');
  }

  /** What each call makes of a machine in each state; null: refused. */
  const TABLE: Record<MachineState, Partial<Record<SimulationCall, MachineState | 'gone' | null>>> = {
    off: {
      'power-on': 'on',
      'press-power-button': null,
      reset: null,
      'power-off': null,
      pause: null,
      resume: null,
      undefine: 'gone',
      'delete-volumes': 'off',
      define: 'off',
    },
    on: {
      'power-on': null,
      'press-power-button': 'on',
      reset: 'on',
      'power-off': 'off',
      pause: 'paused',
      resume: null,
      undefine: null,
      'delete-volumes': null,
      define: 'on',
    },
    paused: {
      'power-on': null,
      'press-power-button': null,
      reset: 'paused',
      'power-off': 'off',
      pause: null,
      resume: 'on',
      undefine: null,
      'delete-volumes': null,
      define: 'paused',
    },
    failed: {
      'power-on': 'on',
      'press-power-button': null,
      reset: null,
      'power-off': 'off',
      pause: null,
      resume: null,
      undefine: 'gone',
      'delete-volumes': 'failed',
      define: 'failed',
    },
  };

  for (const [before, calls] of Object.entries(TABLE) as [MachineState, (typeof TABLE)[MachineState]][])
    for (const [call, after] of Object.entries(calls) as [SimulationCall, MachineState | 'gone' | null][])
      it(`${after === null ? 'refuses' : 'carries out'} ${call} on a machine that is ${before}${after === null ? '' : `: ${after}`}`, () => {
        bring(before);
        const run = () => (call === 'define' ? define() : room.perform(call, { ...MACHINE, bytes: 0 }));
        if (after === null) expectRefusal('wrong-state', run);
        else run();
        expect(room.stateOf('m')).to.equal(after === null ? before : after === 'gone' ? null : after);
      });

  it('refuses every call on a machine that it does not know', () => {
    for (const call of ['power-on', 'press-power-button', 'reset', 'power-off', 'pause', 'resume', 'undefine'] as const)
      expectRefusal('no-such-machine', () => room.perform(call, MACHINE));
    expectRefusal('no-such-machine', () => room.perform('console', { ...MACHINE, bytes: 1 }));
    expect(kept).to.deep.equal([]);
  });

  it('refuses a definition whose image, network or volume is not there, or that cannot be', () => {
    const [disk] = SPEC.disks;
    const [nic] = SPEC.nics;
    if (disk === undefined || nic === undefined) return expect.fail();
    expectRefusal('missing-volume', () => define(SPEC, 'keep'));
    expectRefusal('bad-spec', () => define({ ...SPEC, nics: [{ ...nic, network: 'nowhere' }] }));
    expectRefusal('bad-spec', () => define({ ...SPEC, disks: [disk, disk] }));
    expectRefusal('bad-spec', () => define({ ...SPEC, disks: [{ ...disk, sizeMib: 4 }] }));
    files.delete('/img');
    expectRefusal('missing-file', () => define());
    expect(room.size).to.equal(0);
  });

  it('refuses to power on a machine whose files or volumes have gone', () => {
    define({ ...SPEC, kernel: { path: '/kernel', initrdPath: null, cmdline: '' } });
    for (const path of ['/kernel', '/iso', '/img']) {
      files.delete(path);
      expectRefusal('missing-file', () => room.perform('power-on', MACHINE));
      files.add(path);
    }
    room.perform('delete-volumes', MACHINE);
    expectRefusal('missing-volume', () => room.perform('power-on', MACHINE));
    expect(room.stateOf('m')).to.equal('off');
  });

  it('keeps the volumes of a machine that is undefined until they are deleted', () => {
    define();
    room.perform('undefine', MACHINE);
    expect(room.volumesOf('m').map(({ target }) => target)).to.deep.equal(['vda']);
    define(SPEC, 'keep');
    room.perform('undefine', MACHINE);
    room.perform('delete-volumes', MACHINE);
    expect(room.size).to.equal(0);
    expect(kept.at(-1)).to.deep.equal({ name: 'm', machine: null, volumes: [] });
  });

  it('keeps and tells every change', () => {
    bring('paused');
    expect(told).to.deep.equal(['m', 'm', 'm']);
    expect(kept.map(({ machine }) => machine?.state)).to.deep.equal(['off', 'on', 'paused']);
  });

  it('shuts down softly only once the guest is up, and as long as nothing comes between', () => {
    bring('on');
    room.perform('press-power-button', MACHINE);
    pass(10_000);
    expect(room.stateOf('m'), 'the button was pressed during the boot').to.equal('on');

    room.perform('press-power-button', MACHINE);
    pass(199);
    room.perform('pause', MACHINE);
    pass(10_000);
    expect(room.stateOf('m'), 'paused').to.equal('paused');
    room.perform('resume', MACHINE);
    expect(room.stateOf('m')).to.equal('on');
    pass(1);
    expect(room.stateOf('m')).to.equal('off');

    room.perform('power-on', MACHINE);
    pass(300);
    room.perform('press-power-button', MACHINE);
    room.perform('reset', MACHINE);
    pass(10_000);
    expect(room.stateOf('m'), 'reset').to.equal('on');
  });

  it('goes on with a shutdown that was under way when the host ended in good order', () => {
    bring('on');
    pass(300);
    room.perform('press-power-button', MACHINE);
    const place = kept.at(-1);
    if (place === undefined) return expect.fail();
    const next = new Simulation({
      nowMs: () => nowMs,
      hasFile: () => true,
      keep: () => undefined,
      tell: () => undefined,
      planned: () => undefined,
    });
    next.restore(place, null);
    nowMs += 200;
    next.runDue();
    expect(next.stateOf('m')).to.equal('off');
  });

  it('tells on the console of every boot how far it came and how it ended', () => {
    bring('on');
    pass(299);
    const tail = () => room.perform('console', { ...MACHINE, bytes: 1 << 20 }).text;
    expect(tail()).to.contain('Linux version').and.not.to.contain('GUEST-UP');
    pass(1);
    expect(tail()).to.match(/GUEST-UP\n$/);
    pass(20_000);
    expect(tail()).to.match(/tick 1\n.*tick 2\n$/);
    room.perform('press-power-button', MACHINE);
    expect(tail()).to.match(/ACPI-POWER\n$/);
    pass(200);
    expect(tail()).to.match(/ACPI-POWER\nGUEST-DOWN\n$/);
    const first = tail();
    room.perform('power-on', MACHINE);
    room.perform('power-off', MACHINE);
    expect(tail().startsWith(first)).to.equal(true);
    expect(tail().match(/Linux version/g)).to.have.lengthOf(2);
    expect(tail().match(/GUEST-DOWN/g)).to.have.lengthOf(1);
  });

  it('makes of a console a year long only the tail that was asked for, and always the same', () => {
    bring('on');
    pass(365 * 24 * 3_600_000);
    const text = (bytes: number) => room.perform('console', { ...MACHINE, bytes }).text;
    expect(text(1 << 20)).to.have.lengthOf(1 << 20);
    expect(text(500)).to.equal(text(1 << 20).slice(-500));
    expect(text(0)).to.equal('');
  });

  it('counts for each device, only upwards, and not while paused', () => {
    bring('on');
    let last = numbers(room.statsOf('m'));
    expect(last.every((value) => value === 0)).to.equal(true);
    for (const ms of [1, 10, 100, 1_000, 100_000]) {
      pass(ms);
      const next = numbers(room.statsOf('m'));
      next.forEach((value, index) => expect(value).to.be.at.least(last[index] ?? 0));
      last = next;
    }
    expect(last.reduce((sum, value) => sum + value)).to.be.greaterThan(0);
    room.perform('pause', MACHINE);
    pass(1_000);
    expect(numbers(room.statsOf('m'))).to.deep.equal(last);
    room.perform('power-off', MACHINE);
    expect(room.statsOf('m')).to.equal(null);
  });

  it('remembers no more boots than it has to', () => {
    bring('off');
    for (let count = 0; count < 100; count++) {
      room.perform('power-on', MACHINE);
      room.perform('power-off', MACHINE);
    }
    const machine = kept.at(-1)?.machine;
    expect(machine?.endedBoots).to.have.lengthOf(20);
    if (machine) expect(consoleTail(machine, nowMs, 1 << 20).match(/Linux version/g)).to.have.lengthOf(20);
  });
});

describe('the schedule of the fake host', () => {
  it('gives out what is due in its order, and nothing else', () => {
    const schedule = new Schedule();
    const dues = Array.from({ length: 500 }, (_, index) => (index * 7919) % 1_000);
    for (const due of dues) schedule.add(due, () => undefined);
    const given: number[] = [];
    for (let next = schedule.takeDue(700); next !== null; next = schedule.takeDue(700)) given.push(next.dueMs);
    expect(given).to.deep.equal(dues.filter((due) => due <= 700).sort((a, b) => a - b));
    expect(schedule.nextDueMs()).to.be.greaterThan(700);
  });
});

describe('the clock of the fake host', () => {
  it('runs with real time, stands still when stepped, and never jumps when its mode changes', () => {
    let realMs = 1_000;
    const clock = new SimulatedClock(50, () => realMs);
    realMs += 5;
    expect(clock.nowMs()).to.equal(55);
    clock.setMode('step');
    realMs += 100;
    expect(clock.nowMs()).to.equal(55);
    clock.advance(10);
    expect(clock.nowMs()).to.equal(65);
    clock.setMode('run');
    expect(clock.nowMs()).to.equal(65);
    realMs += 1;
    expect(clock.nowMs()).to.equal(66);
  });
});

/** Every number in a value, in its order. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [];
}
