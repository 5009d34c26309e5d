/**
 * A host on which the kill matrix brings operations to their points, and what the host shows of their effects. Each
 * kind of hypervisor implements this interface: fake-host-under-test.ts, qemu-host-under-test.ts.
 */
import type { HostCall } from '../fake-host-control.js';

export type Moment = 'queued' | 'claim' | 'waiting' | 'mark' | 'end' | `before ${HostCall}` | `after ${HostCall}`;

/** The number of each effect on a guest, and the guest's current state. */
export interface Effects {
  readonly state: string | null;
  readonly boots: number;
  readonly resets: number;
  readonly downs: number;
  readonly cuts: number;
  readonly vcpus: number;
  readonly volumes: number;
}

export const NOTHING: Effects = { state: null, boots: 0, resets: 0, downs: 0, cuts: 0, vcpus: 0, volumes: 0 };

/** The guest or the image of an operation. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly isImage: boolean;
}

/** What an operation needs of its host. */
export interface NeedsOfPlan {
  /** Somebody removes the guest from the host. */
  readonly isVanishing: boolean;
  /** The operating system of the guest shuts itself down when it is requested to. */
  readonly isWaiting: boolean;
  /** Its subject is an image, whose content a service has to copy. */
  readonly isOfImage: boolean;
}

export interface HostUnderTest {
  /** Null: the only host of the service. */
  readonly id: string | null;
  /** Whether an operation can be brought to the moment on this host. */
  reaches(moment: Moment, needs: NeedsOfPlan): boolean;
  /** Holds the next call at the moment, which is a moment of the host. `subject` null: the next call on any guest. */
  hold(moment: Moment, subject: Subject | null): Promise<void>;
  /** The number of calls on the subject that the host now holds. */
  countHeld(subject: Subject): Promise<number>;
  /** Removes the guest without the service. */
  undefine(guest: Subject): Promise<void>;
  /**
   * Makes the host work normally from now on. Calls that it already holds stay held until their caller is gone.
   * `waiting`: the guests that ignore requests to shut down.
   */
  undoFaults(waiting: readonly Subject[]): Promise<void>;
  /** Carries out the calls that the host holds before it does anything. */
  release(): Promise<void>;
  effectsOn(subject: Subject): Promise<Effects>;
  /** These effects, without those that the host does not show. */
  shown(effects: Effects): Effects;
  /** The ids of the guests of which the host has anything, sorted. Throws if more than one program runs a guest. */
  listGuests(): Promise<readonly string[]>;
}
