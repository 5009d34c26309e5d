/**
 * What the contract suite needs besides a backend: its own host, guests that boot, and access to the hypervisor that
 * bypasses the driver. Each backend has an implementation in a file next to this one. The suite itself never checks
 * which backend it runs against.
 */
import type { Backend, GuestDefinition, HostLocation } from '../../backends/backend.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { BackendName } from '../../src/domain/words.js';

export interface BackendHarness {
  readonly name: BackendName;
  /**
   * The reason why this machine cannot run the backend, or null. `GUESTHOUSE_REQUIRE=<name>` turns a reason into a
   * failure.
   */
  whyNot(): Promise<string | null>;
  setUp(): Promise<void>;
  /** The location of the host, according to its configuration. */
  locate(): HostLocation;
  /** Opens a new driver on the same host, as a restarted service does. The suite closes it. */
  open(): Promise<Backend>;
  /**
   * Returns a definition of a guest that boots, uses a disk and a NIC, and obeys a soft shutdown. The files that it
   * needs exist until tearDown.
   */
  makeDefinition(overrides?: Partial<GuestDefinition>): Promise<GuestDefinition>;
  /** Resolves when the guest would obey a soft shutdown. */
  waitUntilBooted(backend: Backend, guest: GuestId): Promise<void>;
  /** Bypasses the driver: the guest's machine dies as if by SIGKILL. */
  crashGuest(guest: GuestId): Promise<void>;
  /** Bypasses the driver: the guest powers itself off. */
  powerOffFromInside(guest: GuestId): Promise<void>;
  /** Bypasses the driver: a booted guest gets one more address on its first NIC, which its agent then reports. */
  addAddress(guest: GuestId, address: string): Promise<void>;
  /** Bypasses the driver: the host does not have the machine type of the guest, which is now called `lost-1.0`. */
  loseMachineType(guest: GuestId): Promise<void>;
  /** Pids of the running guest's processes that serve only this guest. */
  pidsOf(guest: GuestId): Promise<number[]>;
  /** Adds a guest to the host without Guesthouse. `isUntouched` returns whether that guest is still unchanged. */
  addForeignGuest(): Promise<{ isUntouched(): Promise<boolean> }>;
  /** Describes everything on the host that still belongs to the guest: processes, sockets, disks, taps, folders. */
  findLeftovers(guest: GuestId): Promise<string[]>;
  tearDown(): Promise<void>;
}
