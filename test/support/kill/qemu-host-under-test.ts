/** A host with real QEMU in the kill matrix. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { NOTHING } from './host-under-test.js';
import type { Effects, Subject } from './host-under-test.js';
import { UnheldHost } from './unheld-host.js';

export class QemuHostUnderTest extends UnheldHost {
  readonly #folder: string;

  constructor(id: string, dataFolder: string) {
    super(id);
    this.#folder = path.join(dataFolder, 'qmp');
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
