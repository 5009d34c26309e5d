/**
 * What the contract suite needs around a backend: a host of its own, guests that boot, and access to the hypervisor
 * from outside. One file per backend next to this one implements it; the suite itself never tests which backend it runs
 * against.
 */
import type { Backend, GuestDefinition, HostLocation } from '../../backends/backend.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { BackendName } from '../../src/domain/words.js';

export interface BackendHarness {
  readonly name: BackendName;
  /** Why this machine cannot run it, or null. `GUESTHOUSE_REQUIRE=<name>` turns a reason into a failure. */
  whyNot(): Promise<string | null>;
  setUp(): Promise<void>;
  /** Where the host is, according to its configuration. */
  locate(): HostLocation;
  /** A new driver on the same host, like that of a restarted service. The suite closes it. */
  open(): Promise<Backend>;
  /**
   * A definition that boots, uses a disk and a NIC, and obeys a soft shutdown; the files that it needs exist until
   * tearDown.
   */
  makeDefinition(overrides?: Partial<GuestDefinition>): Promise<GuestDefinition>;
  /** Resolves when the guest would obey a soft shutdown. */
  waitUntilBooted(backend: Backend, guest: GuestId): Promise<void>;
  /** Behind the driver's back: the guest's machine dies as if by SIGKILL. */
  crashGuest(guest: GuestId): Promise<void>;
  /** Behind the driver's back: the guest powers itself off. */
  powerOffFromInside(guest: GuestId): Promise<void>;
  /** Pids of the running guest's processes that serve only this guest. */
  pidsOf(guest: GuestId): Promise<number[]>;
  /** Puts a guest on the host that Guesthouse did not make; the result tells whether it is still unchanged. */
  addForeignGuest(): Promise<{ isUntouched(): Promise<boolean> }>;
  /** Everything on the host that still belongs to the guest, in words: processes, sockets, disks, taps, folders. */
  findLeftovers(guest: GuestId): Promise<string[]>;
  tearDown(): Promise<void>;
}
