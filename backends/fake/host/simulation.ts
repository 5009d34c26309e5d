/**
 * The state of the simulated hypervisor: machines, their volumes, and every call on them, without any I/O. The program
 * around it (main.ts) provides a clock, files and a journal; unit tests drive it directly.
 *
 * The simulation is as strict as real hypervisors: it refuses a call that the machine's state does not allow, even if
 * the call would change nothing (`power-on` of a machine that is on). The refusal contains that state. The driver makes
 * calls repeatable, as the libvirt driver does.
 *
 * Invariant: a machine's volumes outlive its definition; only `delete-volumes` removes them
 * (test/wire/fake-host.test.ts).
 */
import { HostRefusal } from '../wire/host-connection.js';
import type {
  HaltReason,
  HostCall,
  HostCalls,
  MachineReading,
  MachineSpec,
  MachineState,
  MachineStats,
  Report,
  SeenState,
} from '../wire/protocol.js';
import { consoleTail } from './console.js';
import { statsOf } from './counters.js';
import * as life from './machine.js';
import type { Machine } from './machine.js';
import { Schedule } from './schedule.js';

export interface Volume {
  readonly target: string;
  readonly sizeMib: number;
  readonly layout: string;
}

/** The machine and the volumes with one name. If the name has neither, it is free. */
export interface Place {
  readonly name: string;
  machine: Machine | null;
  volumes: readonly Volume[];
}

export interface SimulationEnvironment {
  /** Simulated time. */
  nowMs(): number;
  hasFile(path: string): boolean;
  /** Called after every change, before the call returns, with the state that must outlive the program. */
  keep(place: Place): void;
  /** Called after every change that subscribers must be notified of. */
  notify(machine: string): void;
  /** Called when an action was scheduled: `nextDueMs` may be earlier than before. */
  planned(): void;
}

export const NETWORKS: HostCalls['networks']['reply'] = [
  { name: 'user', kind: 'user' },
  { name: 'lab', kind: 'bridge' },
];

/** What machines can consist of; new machines get the first of each. */
export interface Offers {
  processors: readonly string[];
  boards: readonly string[];
}

/** The address of each machine on the network `user`. */
const USER_ADDRESS = '10.0.2.15';

/** Durations in milliseconds of simulated time. */
export interface Durations {
  bootMs: number;
  shutdownMs: number;
}

/** A change of a machine that no driver made. A part that is null is removed. */
export interface Edit {
  readonly spec?: Partial<MachineSpec>;
  readonly volumeMib?: Readonly<Record<string, number>>;
  readonly parts?: Readonly<Record<string, string | null>>;
}

/** The part that a machine has while its memory is in a file. */
const SAVED_STATE = 'saved state';

/** Whether there was one. */
function dropSavedState(machine: Machine): boolean {
  const { [SAVED_STATE]: savedState, ...edits } = machine.edits ?? {};
  if (savedState === undefined) return false;
  machine.edits = edits;
  return true;
}

/** Calls that the simulation carries out immediately. All other calls need a connection (session.ts). */
export type SimulationCall = Exclude<
  HostCall,
  'enter' | 'info' | 'take-image' | 'subscribe' | 'wait-until-off' | 'list' | 'stats'
>;

export class Simulation {
  /** Until the host ends. */
  networks: HostCalls['networks']['reply'] = NETWORKS;
  readonly durations: Durations = { bootMs: 300, shutdownMs: 200 };
  readonly offers: Offers = { processors: ['sim-v1'], boards: ['sim-1.0'] };
  readonly #places = new Map<string, Place>();
  readonly #schedule = new Schedule();
  readonly #environment: SimulationEnvironment;

  readonly #verbs: { [V in SimulationCall]: (params: HostCalls[V]['params']) => HostCalls[V]['reply'] } = {
    networks: () => this.networks,
    define: ({ machine, spec, volumes, dropsEdits }) => this.#define(machine, spec, volumes, dropsEdits ?? false),
    read: ({ machine }) => this.#read(this.#machine(machine)),
    undefine: ({ machine }) => this.#undefine(machine),
    'delete-volumes': ({ machine }) => this.#deleteVolumes(machine),
    'power-on': ({ machine }) => this.#powerOn(this.#machine(machine, 'off', 'failed')),
    'press-power-button': ({ machine }) => this.#press(this.#machine(machine, 'on')),
    reset: ({ machine }) =>
      this.#change(this.#machine(machine, 'on', 'paused'), (it, nowMs) => life.reset(it, nowMs, this.durations.bootMs)),
    'drop-saved-state': ({ machine }) => {
      if (dropSavedState(this.#machine(machine))) this.#changed(machine);
      return null;
    },
    'power-off': ({ machine }) =>
      this.#change(this.#machine(machine, 'on', 'paused', 'failed'), (it, nowMs) => life.losePower(it, nowMs, 'cut')),
    pause: ({ machine }) => this.#change(this.#machine(machine, 'on'), life.pause),
    resume: ({ machine }) => this.#resume(this.#machine(machine, 'paused')),
    console: ({ machine, bytes }) => ({ text: consoleTail(this.#machine(machine), this.#environment.nowMs(), bytes) }),
  };

  constructor(environment: SimulationEnvironment) {
    this.#environment = environment;
  }

  /**
   * Restores the kept state. After a power loss of the host, machines that were powered are off, and their console has
   * no GUEST-DOWN.
   */
  restore(place: Place, powerLostAtMs: number | null): void {
    const { machine } = place;
    this.#places.set(place.name, place);
    if (machine === null) return;
    if (powerLostAtMs !== null && life.isPowered(machine)) life.losePower(machine, powerLostAtMs, 'cut');
    this.#planShutdown(machine);
  }

  get size(): number {
    return this.#places.size;
  }

  places(): IterableIterator<Place> {
    return this.#places.values();
  }

  /** The state of a machine, or null if there is none. */
  stateOf(name: string): MachineState | null {
    return this.#places.get(name)?.machine?.state ?? null;
  }

  /** The state of a machine as drivers see it, or null if there is none. */
  seenStateOf(name: string): SeenState | null {
    const machine = this.#places.get(name)?.machine;
    return machine?.halted ?? machine?.state ?? null;
  }

  /** What the powered machine reports about its addresses; null if there is nothing to report. */
  reportOf(name: string): Report | null {
    const machine = this.#places.get(name)?.machine ?? null;
    if (machine === null || !life.isPowered(machine)) return null;
    const report: Record<string, unknown> = {};
    for (const { target, network } of machine.spec.nics) if (network === 'user') report[target] = [USER_ADDRESS];
    Object.assign(report, machine.report);
    return Object.keys(report).length === 0 ? null : report;
  }

  /** The guest reports this from now on, until it loses its power; null: what it reports by itself. */
  report(name: string, report: Report | null): void {
    const machine = this.#machine(name, 'on', 'paused');
    if (report === null) delete machine.report;
    else machine.report = report;
    this.#changed(name);
  }

  volumesOf(name: string): readonly Volume[] {
    return this.#places.get(name)?.volumes ?? [];
  }

  statsOf(name: string): MachineStats | null {
    const machine = this.#places.get(name)?.machine ?? null;
    return machine !== null && life.isPowered(machine) ? statsOf(machine, this.#environment.nowMs()) : null;
  }

  /** Whether the guest would respond to its power button now. */
  isUp(name: string): boolean {
    return life.isUp(this.#machine(name), this.#environment.nowMs());
  }

  /** Carries out a call; throws `HostRefusal`. */
  perform<C extends SimulationCall>(call: C, params: HostCalls[C]['params']): HostCalls[C]['reply'] {
    return this.#verbs[call](params);
  }

  /** A change that no call makes: the guest powers itself off, or its machine dies. */
  happen(name: string, what: 'down' | 'crash', atMs = this.#environment.nowMs()): void {
    const machine = this.#machine(name, 'on', 'paused');
    life.losePower(machine, atMs, what);
    this.#changed(machine.name);
  }

  ignoreButton(name: string, ignores: boolean): void {
    const machine = this.#machine(name);
    machine.ignoresButton = ignores;
    // A shutdown that has begun is dropped too, because the guest ignores it from now on.
    if (ignores) machine.downAtRanMs = null;
    this.#changed(name);
  }

  /** The host pauses the machine by itself; see `halt` in control-calls.ts. */
  halt(name: string, reason: HaltReason | null, isLasting: boolean): void {
    const machine = this.#machine(name);
    machine.lastingHalt = isLasting ? reason : null;
    if (reason !== null && life.isPowered(machine)) life.halt(machine, this.#environment.nowMs(), reason);
    this.#changed(name);
  }

  /** Schedules a crash at a simulated time; it is dropped if the machine is not powered then. */
  planCrash(name: string, dueMs: number): void {
    this.#plan(dueMs, (atMs) => {
      const machine = this.#places.get(name)?.machine;
      if (machine && life.isPowered(machine)) this.happen(name, 'crash', atMs);
    });
  }

  nextDueMs(): number | null {
    return this.#schedule.nextDueMs();
  }

  /** Runs all actions that are due, in order. */
  runDue(): void {
    const nowMs = this.#environment.nowMs();
    for (let due = this.#schedule.takeDue(nowMs); due !== null; due = this.#schedule.takeDue(nowMs)) due.run(due.dueMs);
  }

  /** A change that no driver made: of the spec, of a volume's size, or of a part that a spec cannot express. */
  edit(name: string, { spec = {}, volumeMib = {}, parts = {} }: Edit): void {
    const machine = this.#machine(name);
    const place = this.#place(name);
    const next = { ...(machine.nextSpec ?? machine.spec), ...spec };
    if (life.isPowered(machine)) machine.nextSpec = next;
    else machine.spec = next;
    place.volumes = place.volumes.map((volume) => ({ ...volume, sizeMib: volumeMib[volume.target] ?? volume.sizeMib }));
    const edits = { ...machine.edits, ...parts };
    machine.edits = Object.fromEntries(
      Object.entries(edits).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    this.#changed(name);
  }

  #read(machine: Machine): MachineReading {
    const { volumes } = this.#place(machine.name);
    return { spec: machine.nextSpec ?? machine.spec, edits: machine.edits ?? {}, volumes };
  }

  #define(name: string, spec: MachineSpec, volumes: 'make' | 'keep', dropsEdits: boolean): null {
    for (const { target, network } of spec.nics)
      if (!this.networks.some((known) => known.name === network))
        throw refusal('bad-spec', `the network of ${target} does not exist on the host`);
    const targets = [...spec.disks, ...spec.nics].map(({ target }) => target);
    if (new Set(targets).size !== targets.length) throw refusal('bad-spec', 'two devices have the same name');

    const place = this.#places.get(name) ?? { name, machine: null, volumes: [] };
    const missing = spec.disks.filter(
      ({ media, target }) => media === 'disk' && !place.volumes.some((volume) => volume.target === target),
    );
    if (volumes === 'keep' && missing[0] !== undefined)
      throw refusal('missing-volume', `the disk ${missing[0].target} is missing on the host`);
    for (const { target, source, sizeMib } of missing) {
      if (source !== null && !this.#environment.hasFile(source.path))
        throw refusal('missing-file', `the image of ${target} is missing`);
      if (source !== null && source.sizeMib > sizeMib)
        throw refusal('bad-spec', `the disk ${target} is smaller than its image`);
    }
    place.volumes = [...place.volumes, ...missing.map(({ target, sizeMib, layout }) => ({ target, sizeMib, layout }))];
    const complete = this.#withHardware(spec, place.machine?.nextSpec ?? place.machine?.spec ?? null);
    if (place.machine === null) place.machine = life.newMachine(name, complete);
    else if (life.isPowered(place.machine)) place.machine.nextSpec = complete;
    else place.machine.spec = complete;
    if (dropsEdits) delete place.machine.edits;
    this.#places.set(name, place);
    this.#changed(name);
    return null;
  }

  /** A new machine gets the newest hardware; an existing one keeps what it has. */
  #withHardware(spec: MachineSpec, known: MachineSpec | null): MachineSpec {
    const [newProcessor, newBoard] = [this.offers.processors[0], this.offers.boards[0]];
    const processor = spec.processor ?? (known === null ? newProcessor : known.processor);
    const board = spec.board ?? (known === null ? newBoard : known.board);
    return { ...spec, ...(processor === undefined ? {} : { processor }), ...(board === undefined ? {} : { board }) };
  }

  #undefine(name: string): null {
    this.#machine(name, 'off', 'failed');
    const place = this.#place(name);
    place.machine = null;
    this.#changed(name);
    return null;
  }

  #deleteVolumes(name: string): null {
    const place = this.#places.get(name);
    if (place === undefined || place.volumes.length === 0) return null;
    if (place.machine !== null && life.isPowered(place.machine))
      throw refusal('wrong-state', 'the volumes are in use', place.machine.state);
    place.volumes = [];
    this.#changed(name);
    return null;
  }

  #powerOn(machine: Machine): { restored: true } | null {
    // A machine of an earlier version has no hardware yet.
    machine.spec = this.#withHardware(machine.spec, null);
    const { kernel, disks, processor, board } = machine.spec;
    if (board !== undefined && !this.offers.boards.includes(board))
      throw new HostRefusal({ code: 'unsupported', reason: `the host does not have the machine type ${board}` });
    if (processor !== undefined && !this.offers.processors.includes(processor))
      throw new HostRefusal({ code: 'unsupported', reason: `the host cannot offer the CPU model ${processor}` });
    const { volumes } = this.#place(machine.name);
    for (const { target, media, source } of disks) {
      if (media === 'disk' && !volumes.some((volume) => volume.target === target))
        throw refusal('missing-volume', `the disk ${target} is missing on the host`);
      if (source !== null && !this.#environment.hasFile(source.path))
        throw refusal('missing-file', `the image of ${target} is missing`);
    }
    for (const path of [kernel?.path, kernel?.initrdPath])
      if (typeof path === 'string' && !this.#environment.hasFile(path))
        throw refusal('missing-file', 'the kernel or initrd is missing');
    const isRestored = dropSavedState(machine);
    this.#change(machine, (it, nowMs) => life.powerOn(it, nowMs, this.durations.bootMs));
    return isRestored ? { restored: true } : null;
  }

  #press(machine: Machine): null {
    const before = machine.downAtRanMs;
    life.pressPowerButton(machine, this.#environment.nowMs(), this.durations.shutdownMs);
    if (machine.downAtRanMs === before) return null;
    this.#environment.keep(this.#place(machine.name));
    this.#planShutdown(machine);
    return null;
  }

  #resume(machine: Machine): null {
    this.#change(machine, life.resume);
    this.#planShutdown(machine);
    return null;
  }

  /** Schedules the end of a soft shutdown. A pause, a reset or a power cut in between invalidates the entry. */
  #planShutdown(machine: Machine): void {
    const dueMs = life.downAtMs(machine);
    if (dueMs === null) return;
    this.#plan(dueMs, (atMs) => {
      if (this.#places.get(machine.name)?.machine === machine && life.downAtMs(machine) === atMs)
        this.happen(machine.name, 'down', atMs);
    });
  }

  #plan(dueMs: number, run: (atMs: number) => void): void {
    this.#schedule.add(dueMs, run);
    this.#environment.planned();
  }

  #change(machine: Machine, how: (machine: Machine, nowMs: number) => void): null {
    how(machine, this.#environment.nowMs());
    this.#changed(machine.name);
    return null;
  }

  #changed(name: string): void {
    const place = this.#place(name);
    if (place.machine === null && place.volumes.length === 0) this.#places.delete(name);
    this.#environment.keep(place);
    this.#environment.notify(name);
  }

  #place(name: string): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw refusal('no-such-machine', 'the host does not know the machine');
    return place;
  }

  /**
   * The machine. Refuses the call unless the machine's state is one of `states`; without `states`, any state is
   * accepted.
   */
  #machine(name: string, ...states: MachineState[]): Machine {
    const { machine } = this.#place(name);
    if (machine === null) throw refusal('no-such-machine', 'the host does not know the machine');
    if (states.length > 0 && !states.includes(machine.state))
      throw refusal('wrong-state', `the machine is ${machine.state}`, machine.state);
    return machine;
  }
}

export function refusal(
  code: 'no-such-machine' | 'wrong-state' | 'missing-volume' | 'missing-file' | 'bad-spec' | 'malformed',
  reason: string,
  state?: MachineState,
): HostRefusal {
  return new HostRefusal(state === undefined ? { code, reason } : { code, reason, state });
}
