/**
 * The protocol between driver and simulated hypervisor: JSON, one message a line, over a unix socket.
 *
 *   host → client   {"hello": "guesthouse-fake-host", "version": 1}     first; nothing can be sent before it
 *   host → client   {"ending": true}                                    instead of the hello: the host is shutting down
 *   client → host   {"id": 1, "call": "enter", "params": {…}}           names the host; only on the socket of the fleet
 *   client → host   {"id": 1, "call": "power-on", "params": {…}}
 *   client → host   {"cancel": 1}                                       a call not carried out yet is dropped
 *   host → client   {"id": 1, "part": […]}                              a long reply comes in parts first
 *   host → client   {"id": 1, "answer": …} | {"id": 1, "refusal": {…}}
 *   host → client   {"event": "changed", "machine": "…"} | {"event": "missed"}   after `subscribe`
 *
 * The terms here are the hypervisor's own (machine, pause, failed…), as foreign to Guesthouse as QEMU's terms are. Only
 * dialect.ts translates them. Tests make calls over a second socket in the same form: host/control-calls.ts.
 */

/** If the versions differ, driver and host belong to different releases. */
export const PROTOCOL_VERSION = 1;
export const HELLO = 'guesthouse-fake-host';

/**
 * Longest line that either side accepts, in bytes. Long replies come in parts, so the longest line is a call that names
 * 5,000 machines.
 */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

export type MachineState = 'off' | 'on' | 'paused' | 'failed';

/** Why the host paused a machine by itself. */
export type HaltReason = 'no-room' | 'io-error' | 'watchdog';

/**
 * The observed state of a machine. `mute`: the machine did not report its state in time. A machine that the host paused
 * by itself is reported with the reason.
 */
export type SeenState = MachineState | HaltReason | 'mute';

/**
 * What the programs in a powered machine report about its addresses, by the NICs. It comes from the guest, so it can be
 * anything.
 */
export type Report = Readonly<Record<string, unknown>>;

export interface DiskSpec {
  readonly target: string;
  readonly media: 'disk' | 'cdrom';
  readonly sizeMib: number;
  readonly bus: string;
  readonly layout: string;
  /** The file that the disk is created from, or that is in the cdrom. */
  readonly source: { readonly path: string; readonly sizeMib: number } | null;
}

export interface NicSpec {
  readonly target: string;
  readonly network: string;
  readonly model: string;
  readonly mac: string;
}

export interface MachineSpec {
  readonly title: string;
  readonly cpus: number;
  readonly memoryMib: number;
  readonly firmware: string;
  /** The model of the CPUs and the type of the mainboard. If they are missing, the host chooses them. */
  readonly processor?: string;
  readonly board?: string;
  readonly kernel: { readonly path: string; readonly initrdPath: string | null; readonly cmdline: string } | null;
  readonly disks: readonly DiskSpec[];
  readonly nics: readonly NicSpec[];
}

/** What the host reports about a machine: how the machine will be at its next power-on. */
export interface MachineReading {
  readonly spec: MachineSpec;
  /** What others changed that a spec cannot express, by the names of the parts. */
  readonly edits: Readonly<Record<string, string>>;
  readonly volumes: readonly { readonly target: string; readonly sizeMib: number; readonly layout: string }[];
}

export interface MachineStats {
  readonly cpus: readonly { readonly busyS: number; readonly insideS: number }[];
  readonly disks: readonly {
    readonly target: string;
    readonly reads: number;
    readonly readBytes: number;
    readonly readS: number;
    readonly writes: number;
    readonly writeBytes: number;
    readonly writeS: number;
    readonly flushes: number;
    readonly flushS: number;
  }[];
  readonly nics: readonly {
    readonly target: string;
    readonly network: string;
    readonly inBytes: number;
    readonly inPackets: number;
    readonly outBytes: number;
    readonly outPackets: number;
  }[];
}

export type RefusalCode =
  | 'no-such-machine'
  | 'wrong-state'
  | 'missing-volume'
  | 'missing-file'
  | 'bad-spec'
  | 'no-room'
  | 'unsupported'
  | 'not-now'
  | 'mute'
  | 'malformed';

export interface Refusal {
  readonly code: RefusalCode;
  /** One clause without a full stop; never a path. */
  readonly reason: string;
  /** The machine's actual state, if the code is `wrong-state`. */
  readonly state?: MachineState;
}

interface OnMachine {
  readonly machine: string;
}
type Nothing = Record<string, never>;

/** The size of the simulated machine. */
export interface HostSize {
  readonly cpus: number;
  readonly memoryMib: number;
  /** The size of its storage; null: the host does not report it. */
  readonly diskMib: number | null;
}

/** Params and reply of every call. `part`: the element type of its parts. */
export interface HostCalls {
  /** The first call on a connection to the socket of the fleet: names the host, and the size that it has here. */
  enter: { params: HostSize & { host: string }; reply: null };
  /** `id`, the identity of the host, and `diskMib` are missing in the replies of earlier releases. */
  info: {
    params: Nothing;
    reply: { name: string; id?: string; version: string; cpus: number; memoryMib: number; diskMib?: number | null };
  };
  networks: { params: Nothing; reply: { name: string; kind: 'user' | 'bridge' }[] };
  /** The host reads the files of images where they are, so it only confirms that it can use this one. */
  'take-image': { params: { image: string }; reply: null };
  /** Its parts are the progress of the call in whole percent. */
  define: {
    params: OnMachine & { spec: MachineSpec; volumes: 'make' | 'keep'; dropsEdits?: boolean };
    reply: null;
    part: number;
  };
  read: { params: OnMachine; reply: MachineReading };
  undefine: { params: OnMachine; reply: null };
  'delete-volumes': { params: OnMachine; reply: null };
  /** `restored`: the machine continues from its saved state. */
  'power-on': { params: OnMachine; reply: { restored: true } | null };
  'press-power-button': { params: OnMachine; reply: null };
  reset: { params: OnMachine; reply: null };
  'power-off': { params: OnMachine; reply: null };
  'drop-saved-state': { params: OnMachine; reply: null };
  pause: { params: OnMachine; reply: null };
  resume: { params: OnMachine; reply: null };
  /** The host replies when the machine is no longer powered; until then the call stays open. */
  'wait-until-off': { params: OnMachine; reply: { state: MachineState } };
  list: {
    params: { machines: readonly string[] | null };
    reply: null;
    part: [name: string, state: SeenState, report?: Report];
  };
  stats: { params: { machines: readonly string[] | null }; reply: null; part: [name: string, stats: MachineStats] };
  console: { params: OnMachine & { bytes: number }; reply: { text: string } };
  subscribe: { params: Nothing; reply: null };
}
export type HostCall = keyof HostCalls;

export type Message =
  | { readonly hello: string; readonly version: number }
  | { readonly ending: true }
  | { readonly id: number; readonly call: string; readonly params: unknown }
  | { readonly cancel: number }
  | { readonly id: number; readonly part: readonly unknown[] }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly refusal: Refusal }
  | { readonly event: 'changed'; readonly machine: string }
  | { readonly event: 'missed' };

/** A message as a line. */
export function encode(message: Message): string {
  return JSON.stringify(message) + '\n';
}

/** The message in a line; throws if the line is not a JSON object. Fields are checked where they are used. */
export function decode(line: Buffer): Partial<Record<string, unknown>> {
  const value: unknown = JSON.parse(line.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not a JSON object');
  return value;
}
