/**
 * The simulation inside the simulated hypervisor, tested in this process: how strict it is, and what its machines print
 * and count.
 */
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

describe('The simulation of the fake host', () => {
  let nowMs: number;
  let files: Set<string>;
  let kept: Place[];
  let reported: string[];
  let simulation: Simulation;

  beforeEach(() => {
    nowMs = 0;
    files = new Set(['/img', '/iso', '/kernel']);
    kept = [];
    reported = [];
    simulation = new Simulation({
      nowMs: () => nowMs,
      hasFile: (path) => files.has(path),
      keep: (place) => kept.push(JSON.parse(JSON.stringify(place)) as Place),
      notify: (machine) => reported.push(machine),
      planned: () => undefined,
    });
  });

  const define = (spec = SPEC, volumes: 'make' | 'keep' = 'make') =>
    simulation.perform('define', { ...MACHINE, spec, volumes });

  function pass(ms: number): void {
    nowMs += ms;
    simulation.runDue();
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
    simulation.perform('power-on', MACHINE);
    if (state === 'paused') simulation.perform('pause', MACHINE);
    if (state === 'failed') simulation.happen('m', 'crash');
  }

  /** The state of a machine after each call in each state. `null` means that the call is refused. */
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
        const run = () => (call === 'define' ? define() : simulation.perform(call, { ...MACHINE, bytes: 0 }));
        if (after === null) expectRefusal('wrong-state', run);
        else run();
        expect(simulation.stateOf('m')).to.equal(after === null ? before : after === 'gone' ? null : after);
      });

  it('refuses every call on a machine that it does not know', () => {
    for (const call of ['power-on', 'press-power-button', 'reset', 'power-off', 'pause', 'resume', 'undefine'] as const)
      expectRefusal('no-such-machine', () => simulation.perform(call, MACHINE));
    expectRefusal('no-such-machine', () => simulation.perform('console', { ...MACHINE, bytes: 1 }));
    expect(kept).to.deep.equal([]);
  });

  it('refuses a definition that is impossible, or whose image, network or volume does not exist', () => {
    const [disk] = SPEC.disks;
    const [nic] = SPEC.nics;
    if (disk === undefined || nic === undefined) return expect.fail();
    expectRefusal('missing-volume', () => define(SPEC, 'keep'));
    expectRefusal('bad-spec', () => define({ ...SPEC, nics: [{ ...nic, network: 'nowhere' }] }));
    expectRefusal('bad-spec', () => define({ ...SPEC, disks: [disk, disk] }));
    expectRefusal('bad-spec', () => define({ ...SPEC, disks: [{ ...disk, sizeMib: 4 }] }));
    files.delete('/img');
    expectRefusal('missing-file', () => define());
    expect(simulation.size).to.equal(0);
  });

  it('refuses to power on a machine whose files or volumes are gone', () => {
    define({ ...SPEC, kernel: { path: '/kernel', initrdPath: null, cmdline: '' } });
    for (const path of ['/kernel', '/iso', '/img']) {
      files.delete(path);
      expectRefusal('missing-file', () => simulation.perform('power-on', MACHINE));
      files.add(path);
    }
    simulation.perform('delete-volumes', MACHINE);
    expectRefusal('missing-volume', () => simulation.perform('power-on', MACHINE));
    expect(simulation.stateOf('m')).to.equal('off');
  });

  it('keeps the volumes of an undefined machine until they are deleted', () => {
    define();
    simulation.perform('undefine', MACHINE);
    expect(simulation.volumesOf('m').map(({ target }) => target)).to.deep.equal(['vda']);
    define(SPEC, 'keep');
    simulation.perform('undefine', MACHINE);
    simulation.perform('delete-volumes', MACHINE);
    expect(simulation.size).to.equal(0);
    expect(kept.at(-1)).to.deep.equal({ name: 'm', machine: null, volumes: [] });
  });

  it('stores and reports every change', () => {
    bring('paused');
    expect(reported).to.deep.equal(['m', 'm', 'm']);
    expect(kept.map(({ machine }) => machine?.state)).to.deep.equal(['off', 'on', 'paused']);
  });

  it('completes a soft shutdown only if the guest is up and no call changes the machine meanwhile', () => {
    bring('on');
    simulation.perform('press-power-button', MACHINE);
    pass(10_000);
    expect(simulation.stateOf('m'), 'the button was pressed during the boot').to.equal('on');

    simulation.perform('press-power-button', MACHINE);
    pass(199);
    simulation.perform('pause', MACHINE);
    pass(10_000);
    expect(simulation.stateOf('m'), 'paused').to.equal('paused');
    simulation.perform('resume', MACHINE);
    expect(simulation.stateOf('m')).to.equal('on');
    pass(1);
    expect(simulation.stateOf('m')).to.equal('off');

    simulation.perform('power-on', MACHINE);
    pass(300);
    simulation.perform('press-power-button', MACHINE);
    simulation.perform('reset', MACHINE);
    pass(10_000);
    expect(simulation.stateOf('m'), 'reset').to.equal('on');
  });

  it('continues a shutdown that was in progress when the host ended cleanly', () => {
    bring('on');
    pass(300);
    simulation.perform('press-power-button', MACHINE);
    const place = kept.at(-1);
    if (place === undefined) return expect.fail();
    const next = new Simulation({
      nowMs: () => nowMs,
      hasFile: () => true,
      keep: () => undefined,
      notify: () => undefined,
      planned: () => undefined,
    });
    next.restore(place, null);
    nowMs += 200;
    next.runDue();
    expect(next.stateOf('m')).to.equal('off');
  });

  it('shows on the console how far each boot came and how it ended', () => {
    bring('on');
    pass(299);
    const tail = () => simulation.perform('console', { ...MACHINE, bytes: 1 << 20 }).text;
    expect(tail()).to.contain('Linux version').and.not.to.contain('GUEST-UP');
    pass(1);
    expect(tail()).to.match(/GUEST-UP\n$/);
    pass(20_000);
    expect(tail()).to.match(/tick 1\n.*tick 2\n$/);
    simulation.perform('press-power-button', MACHINE);
    expect(tail()).to.match(/ACPI-POWER\n$/);
    pass(200);
    expect(tail()).to.match(/ACPI-POWER\nGUEST-DOWN\n$/);
    const first = tail();
    simulation.perform('power-on', MACHINE);
    simulation.perform('power-off', MACHINE);
    expect(tail().startsWith(first)).to.equal(true);
    expect(tail().match(/Linux version/g)).to.have.lengthOf(2);
    expect(tail().match(/GUEST-DOWN/g)).to.have.lengthOf(1);
  });

  it('computes only the requested end of the console of a year, and always with the same content', () => {
    bring('on');
    pass(365 * 24 * 3_600_000);
    const text = (bytes: number) => simulation.perform('console', { ...MACHINE, bytes }).text;
    expect(text(1 << 20)).to.have.lengthOf(1 << 20);
    expect(text(500)).to.equal(text(1 << 20).slice(-500));
    expect(text(0)).to.equal('');
  });

  it('increases the counters of each device, except while the machine is paused', () => {
    bring('on');
    let last = numbers(simulation.statsOf('m'));
    expect(last.every((value) => value === 0)).to.equal(true);
    for (const ms of [1, 10, 100, 1_000, 100_000]) {
      pass(ms);
      const next = numbers(simulation.statsOf('m'));
      next.forEach((value, index) => expect(value).to.be.at.least(last[index] ?? 0));
      last = next;
    }
    expect(last.reduce((sum, value) => sum + value)).to.be.greaterThan(0);
    simulation.perform('pause', MACHINE);
    pass(1_000);
    expect(numbers(simulation.statsOf('m'))).to.deep.equal(last);
    simulation.perform('power-off', MACHINE);
    expect(simulation.statsOf('m')).to.equal(null);
  });

  it('records no more boots than necessary', () => {
    bring('off');
    for (let count = 0; count < 100; count++) {
      simulation.perform('power-on', MACHINE);
      simulation.perform('power-off', MACHINE);
    }
    const machine = kept.at(-1)?.machine;
    expect(machine?.endedBoots).to.have.lengthOf(20);
    if (machine) expect(consoleTail(machine, nowMs, 1 << 20).match(/Linux version/g)).to.have.lengthOf(20);
  });
});

describe('The schedule of the fake host', () => {
  it('returns the entries that are due, in their order, and no others', () => {
    const schedule = new Schedule();
    const dues = Array.from({ length: 500 }, (_, index) => (index * 7919) % 1_000);
    for (const due of dues) schedule.add(due, () => undefined);
    const given: number[] = [];
    for (let next = schedule.takeDue(700); next !== null; next = schedule.takeDue(700)) given.push(next.dueMs);
    expect(given).to.deep.equal(dues.filter((due) => due <= 700).sort((a, b) => a - b));
    expect(schedule.nextDueMs()).to.be.greaterThan(700);
  });
});

describe('The clock of the fake host', () => {
  it('follows real time, stands still in step mode, and never jumps when its mode changes', () => {
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

/** Every number in a value, in order. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [];
}
