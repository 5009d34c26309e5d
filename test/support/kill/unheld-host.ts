/**
 * A host in the kill matrix that cannot be held at a call, so that operations on it can be held only in the database.
 * It shows the current state of a guest, but not how often the guest was started. The guests of the tests have no
 * operating system.
 */
import { NOTHING } from './host-under-test.js';
import type { Effects, HostUnderTest, Moment, NeedsOfPlan, Subject } from './host-under-test.js';

const MOMENTS: readonly Moment[] = ['queued', 'claim', 'mark', 'end'];

export abstract class UnheldHost implements HostUnderTest {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  abstract effectsOn(subject: Subject): Promise<Effects>;

  abstract listGuests(): Promise<readonly string[]>;

  reaches(moment: Moment, { isVanishing, isWaiting }: NeedsOfPlan): boolean {
    return MOMENTS.includes(moment) && !isVanishing && !isWaiting;
  }

  hold(moment: Moment): Promise<void> {
    return Promise.reject(new Error(`the host cannot be held ${moment}`));
  }

  countHeld(): Promise<number> {
    return Promise.resolve(0);
  }

  undefine({ name }: Subject): Promise<void> {
    return Promise.reject(new Error(`${name} cannot be removed`));
  }

  undoFaults(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  shown({ state, vcpus, volumes }: Effects): Effects {
    return { ...NOTHING, state: state === 'paused' ? 'on' : state, vcpus, volumes };
  }
}
