/**
 * The table of a backend's calls: one row for each method of `Backend` that returns a promise, with the facts that
 * decorators need.
 *
 * If a new method has no row, this file does not compile. No decorator lists the methods itself: the supervisor, the
 * fence and every other decorator are built from this table (decorate.ts). No code that calls a driver belongs here.
 */
import type { GuestId } from '../src/domain/ids.js';
import type { Backend, CallOptions } from './backend.js';

type PromiseMethod = {
  [M in keyof Backend]: Backend[M] extends (...args: never[]) => Promise<unknown> ? M : never;
}[keyof Backend];

/**
 * Methods that make one call to the host. `listenToEvents` is a stream, and `close` ends the driver: decorators handle
 * both themselves.
 */
export type CallName = Exclude<PromiseMethod, 'close'>;

/** Arguments of a call. Options come last in every call. */
export type ArgsOf<C extends CallName> = Parameters<Backend[C]>;

interface Call<C extends CallName> {
  /** The single guest that the call is about, or null. */
  readonly guestOf: (...args: ArgsOf<C>) => GuestId | null;
  /**
   * Whether the call changes something on the host. Only the owner of the host can make such a call
   * (src/hosts/fence.ts).
   */
  readonly changesGuests: boolean;
  /** Default deadline in real milliseconds; null: only the caller's signal bounds the call. */
  readonly deadlineMs: number | null;
}

const noGuest = (): null => null;
const guestItself = (guest: GuestId): GuestId => guest;

/**
 * A deadline must be longer than the hypervisor itself needs until it reports a success or a refusal. Otherwise the
 * operation fails although its effect arrives later. The longest times of the hypervisors, in seconds:
 *
 *   call            deadline   qmp                                              libvirt
 *   restartGuest       60      5 connect + 5 reply + 5 reset + 5 resume         30 lock of the domain, twice at most
 *   poweroffGuest      60      5 connect + 5 quit + 5 end + 10 kill             15 destroy (10 SIGTERM, 5 SIGKILL) + 30 lock
 *   suspendGuest       60      5 connect + 5 look + 5 stop                      30 lock
 *   startGuest        120      25 end of a crashed QEMU + 60 boot               30 lock + 30 monitor of the new QEMU
 *   removeGuest       120      25 end + 1 helpers + removal of the folder       45 like poweroffGuest + removal of volumes
 *   defineGuest       300      copies of images                                 uploads and copies of images
 *   copyImage        none      nothing                                          upload of an image of any size
 *   removeImage        60      nothing                                          removal of a volume
 *   shutdownGuest    none      the guest decides                                the guest decides
 *   queries            10      5 for each guest, in parallel                    5 silence (daemon.ts)
 *
 * libvirt's own limits: virProcessKillPainfully, QEMU_JOB_WAIT_TIME, and the limit for a new QEMU's monitor. Those of
 * `qmp` are the constants of qmp/guest.ts and qmp/monitor.ts. A query's deadline is shorter than a caller would wait.
 */
export const CALLS: { readonly [C in CallName]: Call<C> } = {
  describe: { guestOf: noGuest, changesGuests: false, deadlineMs: 10_000 },
  listNetworks: { guestOf: noGuest, changesGuests: false, deadlineMs: 10_000 },
  listSubnets: { guestOf: noGuest, changesGuests: false, deadlineMs: 10_000 },
  copyImage: { guestOf: noGuest, changesGuests: true, deadlineMs: null },
  removeImage: { guestOf: noGuest, changesGuests: true, deadlineMs: 60_000 },
  listImages: { guestOf: noGuest, changesGuests: false, deadlineMs: 10_000 },
  defineGuest: { guestOf: ({ id }) => id, changesGuests: true, deadlineMs: 300_000 },
  inspectGuest: { guestOf: guestItself, changesGuests: false, deadlineMs: 30_000 },
  removeGuest: { guestOf: guestItself, changesGuests: true, deadlineMs: 120_000 },
  startGuest: { guestOf: guestItself, changesGuests: true, deadlineMs: 120_000 },
  shutdownGuest: { guestOf: guestItself, changesGuests: true, deadlineMs: null },
  restartGuest: { guestOf: guestItself, changesGuests: true, deadlineMs: 60_000 },
  poweroffGuest: { guestOf: guestItself, changesGuests: true, deadlineMs: 60_000 },
  suspendGuest: { guestOf: guestItself, changesGuests: true, deadlineMs: 60_000 },
  observeGuests: { guestOf: onlyOf, changesGuests: false, deadlineMs: 10_000 },
  measureGuests: { guestOf: onlyOf, changesGuests: false, deadlineMs: 10_000 },
  readConsoleLog: { guestOf: guestItself, changesGuests: false, deadlineMs: 10_000 },
};

export const CALL_NAMES = Object.keys(CALLS) as readonly CallName[];

/** The facts about a call that a decorator receives. */
export interface CallInfo {
  readonly name: CallName;
  readonly guest: GuestId | null;
}

/**
 * Returns the arguments of a call, with the members of `options` instead of the call's own. Options that only one
 * method has (`disks`, `bytes`) are kept.
 */
export function withOptions<C extends CallName>(args: ArgsOf<C>, options: CallOptions): ArgsOf<C> {
  return [...args.slice(0, -1), { ...optionsOf(args), ...options }] as ArgsOf<C>;
}

export function optionsOf<C extends CallName>(args: ArgsOf<C>): CallOptions {
  return args[args.length - 1] as CallOptions;
}

/** The guest of a call that accepts several guests, if the call names exactly one. */
function onlyOf(which: readonly GuestId[] | 'all'): GuestId | null {
  return which !== 'all' && which.length === 1 ? (which[0] ?? null) : null;
}
