/**
 * A host with real QEMU in the kill matrix. Operations can be held only in the database, because QEMU cannot be held at
 * a call. It shows the current state of a guest, but not how often the guest was started.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { NOTHING } from './host-under-test.js';
import type { Effects, HostUnderTest, Moment, NeedsOfPlan, Subject } from './host-under-test.js';

const MOMENTS: readonly Moment[] = ['queued', 'claim', 'mark', 'end'];

export class QemuHostUnderTest implements HostUnderTest {
  readonly id: string;
  readonly #folder: string;

  constructor(id: string, dataFolder: string) {
    this.id = id;
    this.#folder = path.join(dataFolder, 'qmp');
  }

  /** The guests of the tests have no operating system. */
  reaches(moment: Moment, { isVanishing, isWaiting }: NeedsOfPlan): boolean {
    return MOMENTS.includes(moment) && !isVanishing && !isWaiting;
  }

  hold(moment: Moment): Promise<void> {
    return Promise.reject(new Error(`QEMU cannot be held ${moment}`));
  }

  countHeld(): Promise<number> {
    return Promise.resolve(0);
  }

  undefine(guest: Subject): Promise<void> {
    return Promise.reject(new Error(`${guest.name} cannot be removed`));
  }

  undoFaults(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  async effectsOn(guest: Subject): Promise<Effects> {
    const folder = path.join(this.#folder, `guesthouse-${guest.id}`);
    const text = await readFile(path.join(folder, 'definition.json'), 'utf8').catch(() => null);
    const volumes = (await readdir(path.join(folder, 'own')).catch(() => [])).filter((file) => file.startsWith('vd'));
    if (text === null) return { ...NOTHING, volumes: volumes.length };
    const { vcpus } = JSON.parse(text) as { readonly vcpus: number };
    const state = (await qemusOf(guest)).length > 0 ? 'on' : 'off';
    return { ...NOTHING, state, vcpus, volumes: volumes.length };
  }

  shown({ state, vcpus, volumes }: Effects): Effects {
    return { ...NOTHING, state: state === 'paused' ? 'on' : state, vcpus, volumes };
  }

  async listGuests(): Promise<readonly string[]> {
    const prefix = 'guesthouse-';
    const folders = (await readdir(this.#folder)).filter((name) => name.startsWith(prefix));
    const guests = folders.map((name) => name.slice(prefix.length)).sort();
    for (const id of guests) {
      const pids = await qemusOf({ id });
      if (pids.length > 1) throw new Error(`${pids.length} QEMUs run the guest ${id}`);
    }
    return guests;
  }
}

/** The ids of the processes that run the guest. */
export async function qemusOf({ id }: { readonly id: string }): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => {
    const words = (lines[index] ?? '').split('\0');
    return words[0]?.includes('qemu-system') === true && words.includes(`guesthouse-${id}`);
  });
}
