/**
 * What the contract suite needs around a backend: a host of its own, guests that boot, and hands on the hypervisor from outside.
 * One file per backend beside this one implements it; the suite itself never asks which backend it runs against.
 */
import type { Backend, GuestDefinition, HostLocation } from '../../backends/backend.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { BackendName } from '../../src/domain/words.js';

export interface BackendHarness {
  readonly name: BackendName;
  /** Why this machine cannot run it, or null. `GUESTHOUSE_REQUIRE=<name>` turns a reason into a failure. */
  whyNot(): Promise<string | null>;
  setUp(): Promise<void>;
  /** Where the host is, by its configuration. */
  locate(): HostLocation;
  /** A new driver on the same host, as a restarted service would open it. The suite closes it. */
  open(): Promise<Backend>;
  /** A definition that boots, uses a disk and a NIC, and obeys a soft shutdown; files it needs exist until tearDown. */
  makeDefinition(overrides?: Partial<GuestDefinition>): Promise<GuestDefinition>;
  /** Resolves when the guest would now obey a soft shutdown. */
  waitUntilBooted(backend: Backend, guest: GuestId): Promise<void>;
  /** Behind the driver's back: the guest's machine dies as from SIGKILL. */
  crashGuest(guest: GuestId): Promise<void>;
  /** Behind the driver's back: the guest powers itself off. */
  powerOffFromInside(guest: GuestId): Promise<void>;
  /** Of every process of the running guest that serves it alone. */
  pidsOf(guest: GuestId): Promise<number[]>;
  /** Puts a guest on the host that Guesthouse did not make; the answer tells whether it is still as it was. */
  addForeignGuest(): Promise<{ isUntouched(): Promise<boolean> }>;
  /** Everything on the host that still belongs to the guest: processes, sockets, disks, taps, folders, in words. */
  findLeftovers(guest: GuestId): Promise<string[]>;
  tearDown(): Promise<void>;
}
