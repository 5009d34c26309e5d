/**
 * A guest of the service that administrators change behind the service's back: its verbs, and what must hold after each
 * step. It must not know which changes there are (hands.ts).
 *
 * The rules, for any order of verbs and changes:
 *
 *   bytes      what the guest wrote, as its console acknowledged it, is on the disk that the host would start next;
 *              only an administrator can lose bytes (`rebase`)
 *   success    an operation that succeeded did what it promises, and the host shows it
 *   refusal    a rejected request, and one that failed because of a change of others, left the definition as it was
 *   agreement  the state that the API shows is the state on the host
 *   deletion   after a successful DELETE, nothing of the guest is left; files of others stay, and the event names them
 *   words      whatever differs from what the service wrote last is explained: a fault, or a list of differences
 *   healing    after the changes are accepted or discarded, nothing differs, and the guest shows what the host has
 *   no faults of ours: no 500, and no operation that ended with INTERNAL
 */
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  ErrorName,
  EventList,
  Guest,
  GuestDifference,
  GuestDrift,
  Operation,
} from '../../../generated/api-types.js';
import { jobOf } from '../api.js';
import type { Api, CheckedResponse } from '../api.js';
import { bootsIn, readDisk } from './counting-disk.js';
import { differencesBetween } from './hand-host.js';
import type { DiskFile, DomainView, HandHost } from './hand-host.js';

export type Verb = 'start' | 'poweroff' | 'suspend' | 'restart' | 'shutdown' | 'reboot' | 'patch' | 'delete';

/** How a verb ended: `succeeded`, or the name of the fault. */
export type Outcome = 'succeeded' | ErrorName;

/** What a test waits for is there within a second; under load, later. After this, it is not coming. */
const PATIENCE_MS = 60_000;
const POLL_INTERVAL_MS = 50;
/** The states that the API can show for each state of a domain. */
const SHOWN: Readonly<Record<string, readonly Guest['state'][]>> = {
  running: ['running'],
  paused: ['suspended'],
  'shut off': ['stopped'],
  crashed: ['error', 'stopped'],
};

export class HandledGuest {
  readonly id: string;
  readonly domain: string;
  readonly #api: Api;
  readonly #host: HandHost;
  /** What the service wrote last. */
  #written: DomainView;
  /** The number of boots that the disk must show. */
  #boots = 0;
  /** The length of the console's output when the bytes were last the administrator's to lose. */
  #consoleFrom = 0;
  #lastDisk: DiskFile | null = null;
  /** The names of the files in the pool's folder that the guest consisted of when its last deletion began. */
  #filesToRemove: readonly string[] = [];
  /** The detail of the last fault. */
  #lastDetail = '';
  /** Why nothing can be read from the disk at present; null: it can be read. */
  unreadable: string | null = null;

  private constructor(id: string, api: Api, host: HandHost, written: DomainView) {
    this.id = id;
    this.domain = `guesthouse-${id}`;
    this.#api = api;
    this.#host = host;
    this.#written = written;
  }

  static async make(api: Api, host: HandHost, image: string, iso: string): Promise<HandledGuest> {
    const { id } = await api.makeGuest({
      memory_mib: 16,
      disks: [{ image }, { image: iso, media: 'cdrom' }],
      nics: [{}],
    });
    return new HandledGuest(id, api, host, await host.view(`guesthouse-${id}`, 'next'));
  }

  get href(): string {
    return `/v1/guests/${this.id}`;
  }

  async shown(): Promise<Guest> {
    return await this.#api.guest(this.id);
  }

  /** Brings the guest to a state through the API. */
  async bringTo(state: 'stopped' | 'running'): Promise<void> {
    const { state: now } = await this.shown();
    if (now === state) return;
    if (state === 'stopped' && now === 'error') await this.act('start');
    const verb = state === 'running' ? 'start' : 'poweroff';
    let outcome = await this.act(verb);
    if (outcome === 'GUEST_CHANGED_OUTSIDE') {
      // An earlier PATCH did not end well, so the start would write the definition again.
      await this.heal('accept');
      outcome = await this.act(verb);
    }
    if (outcome !== 'succeeded')
      throw new Error(`the guest cannot be brought to ${state}: ${outcome}: ${this.#lastDetail}`);
  }

  /**
   * Sends a verb, waits for its end, and checks what it promises. With `meanwhile`, an administrator changes something
   * at the same time, and then only the rules that hold for any order are checked.
   */
  async act(verb: Verb, meanwhile: (() => Promise<void>) | null = null): Promise<Outcome> {
    const isAlone = meanwhile === null;
    const before = await this.#definition();
    const isSaved = (await this.#host.hasDomain(this.domain)) && (await this.#host.hasManagedSave(this.domain));
    const wanted = verb === 'patch' ? await this.#nextPatch() : null;
    const boots = await this.#bootsOnConsole();
    const wasActive = await this.#host.isActive(this.domain);
    if (verb === 'delete') await this.#noteFiles();
    const [response] = await Promise.all([this.#send(verb, wanted), meanwhile?.()]);
    const outcome = await this.#outcomeOf(verb, response);
    if (outcome === 'succeeded' && wanted !== null)
      this.#written = { ...this.#written, vcpus: wanted.vcpus, memoryMib: wanted.memory_mib };
    if (!isAlone && outcome === 'succeeded' && verb === 'delete') await this.requireGone();
    if (!isAlone) return outcome;
    if (outcome === 'succeeded') {
      await this.#requirePromise(verb, wanted);
      const isBoot = verb === 'start' || verb === 'restart' || verb === 'reboot';
      // Someone may have accepted that the guest has no disk any more.
      const canBoot = isBoot && !isSaved && (await this.#host.diskOf(this.domain)) !== null;
      if (canBoot && response.status === 202 && (verb !== 'start' || !wasActive)) await this.#requireBoot(verb, boots);
    } else if (outcome === 'GUEST_CHANGED_OUTSIDE' && (await this.#definition()) !== before) {
      throw new Error(`${verb} was refused with ${outcome}, but the definition has changed`);
    }
    return outcome;
  }

  /** Deletes the guest, after accepting the changes of its disks if necessary. */
  async deleteForGood(): Promise<void> {
    let outcome = await this.act('delete');
    if (outcome === 'GUEST_CHANGED_OUTSIDE') {
      await this.heal('accept');
      outcome = await this.act('delete');
    }
    if (outcome !== 'succeeded') throw new Error(`the guest cannot be deleted: ${outcome}: ${this.#lastDetail}`);
  }

  /** Does what boots the guest, and waits until the guest has booted. */
  async booting(work: () => Promise<unknown>): Promise<void> {
    const before = await this.#bootsOnConsole();
    await work();
    await this.#requireBoot('a boot by others', before);
  }

  /**
   * While the storage cannot be queried, a verb neither succeeds nor changes anything. It is rejected, fails, or waits
   * for the storage. Returns a function that waits for its end.
   */
  async actInVain(verb: 'patch' | 'start' | 'delete'): Promise<() => Promise<Outcome>> {
    const before = await this.#definition();
    if (verb === 'delete') await this.#noteFiles();
    const response = await this.#send(verb, verb === 'patch' ? await this.#nextPatch() : null);
    if (response.status !== 202) {
      const outcome = await this.#outcomeOf(verb, response);
      if (outcome === 'succeeded') throw new Error(`${verb} succeeded without storage`);
      return async () => outcome;
    }
    const id = jobOf(response);
    let operation = await this.#api.operation(id);
    await settled(`an attempt of ${verb} to fail`, async () => {
      operation = await this.#api.operation(id);
      return operation.finished_at !== null || (operation.state === 'queued' && operation.attempts > 0);
    });
    if (operation.state === 'succeeded') throw new Error(`${verb} succeeded without storage`);
    if ((await this.#definition()) !== before) throw new Error(`${verb} changed the definition without storage`);
    if (verb !== 'delete') await this.#api.send('POST', `/v1/operations/${id}/cancel`);
    return () => this.#outcomeOf(verb, response);
  }

  /** The rules that hold whenever nothing is under way. */
  async check(): Promise<void> {
    await this.#requireAgreement();
    await this.#requireBytes();
    await this.#requireWords();
  }

  /** What callers read is there, or is refused with a reason. */
  async read(): Promise<void> {
    for (const path of [this.href, `${this.href}/states`, `${this.href}/drift`, `${this.href}/metrics/disk`]) {
      requireNoFaultOfOurs(`GET ${path}`, await this.#api.send('GET', path));
    }
    const boots = await this.#bootsOnConsole();
    const log = await this.#api.send('GET', `${this.href}/console-log`);
    requireNoFaultOfOurs('GET console-log', log);
    const isThere = boots.length === 0 || bootsIn(log.text).includes(boots.at(-1) ?? 0);
    if (log.status === 200 && !isThere) throw new Error(`the console log lacks boot ${boots.at(-1)}`);
  }

  /** The differences that the API lists; null: the host cannot be queried now, and the response says so. */
  async drift(): Promise<readonly GuestDifference[] | null> {
    const response = await this.#api.send('GET', `${this.href}/drift`);
    requireNoFaultOfOurs('GET drift', response);
    return response.status === 200 ? response.json<GuestDrift>().differences : null;
  }

  /** Someone decides what becomes of the changes. Afterwards nothing differs. */
  async heal(decision: 'accept' | 'discard'): Promise<void> {
    if (!(await this.#host.hasDomain(this.domain))) await this.act('start');
    if (await this.#host.hasManagedSave(this.domain)) await this.act('poweroff');
    if ((await this.drift())?.length === 0) return;
    if (decision === 'discard') {
      await this.bringTo('stopped');
      let outcome = await this.#decide('discard', {});
      if (outcome === 'GUEST_CHANGED_OUTSIDE') {
        outcome = await this.#decide('discard', { lose_disk_changes: true });
        if (outcome === 'succeeded') await this.rebase();
      }
      if (outcome !== 'succeeded') throw new Error(`the changes cannot be discarded: ${outcome}: ${this.#lastDetail}`);
    }
    // What cannot be undone, such as another size of a file, can only be accepted.
    if ((await this.drift())?.length !== 0) {
      const outcome = await this.#decide('accept', null);
      if (outcome !== 'succeeded') throw new Error(`the changes cannot be accepted: ${outcome}: ${this.#lastDetail}`);
    }
    const left = await this.drift();
    if (left?.length !== 0) throw new Error(`after ${decision}, this still differs: ${JSON.stringify(left)}`);
    const { vcpus, memory_mib: memoryMib, fault } = await this.shown();
    this.#written = await this.#host.view(this.domain, 'next');
    if (this.#written.vcpus !== vcpus || this.#written.memoryMib !== memoryMib)
      throw new Error(
        `after ${decision}, the API shows ${vcpus} vCPUs and ${memoryMib} MiB, and the host has ` +
          `${this.#written.vcpus} and ${this.#written.memoryMib}`,
      );
    if (fault?.error_name === 'GUEST_CHANGED_OUTSIDE') throw new Error(`after ${decision}, the fault stays`);
  }

  async #decide(decision: 'accept' | 'discard', json: object | null): Promise<Outcome> {
    const path = `${this.href}/drift/${decision}`;
    return await this.#outcomeOf(decision, await this.#api.send('POST', path, json === null ? {} : { json }));
  }

  /** The administrator has changed the bytes: what is on the disk now counts. */
  async rebase(): Promise<void> {
    this.#consoleFrom = (await this.#host.console(this.domain)).length;
    this.#boots = (await this.#contentOf(await this.#disk())).boots;
  }

  /** The numbers that the guest has printed since the bytes were last the administrator's to lose. */
  async #bootsOnConsole(): Promise<number[]> {
    const boots = bootsIn((await this.#host.console(this.domain)).slice(this.#consoleFrom));
    this.#boots = boots.at(-1) ?? this.#boots;
    return boots;
  }

  /** The guest boots from the disk on which it has counted all previous boots. */
  async #requireBoot(what: string, before: readonly number[]): Promise<void> {
    const last = this.#boots;
    let now: number[] = [];
    await settled(
      `boot ${last + 1} after ${what}`,
      async () => (now = await this.#bootsOnConsole()).length > before.length,
    );
    // The guest may have been cut off between writing a number and printing it.
    if ((now[before.length] ?? 0) <= last)
      throw new Error(`bytes are lost: after ${what}, the guest counts boot ${now[before.length]} after boot ${last}`);
  }

  async #requireBytes(): Promise<void> {
    if (this.unreadable !== null || (await this.#host.isActive(this.domain))) return;
    await this.#bootsOnConsole();
    const disk = await this.#disk();
    const content = await this.#contentOf(disk);
    if (content.damage !== null) throw new Error(`bytes are lost on ${disk.file}: ${content.damage}`);
    if (content.boots < this.#boots)
      throw new Error(`bytes are lost: ${disk.file} has ${content.boots} boots, but the guest counted ${this.#boots}`);
  }

  async #requireAgreement(): Promise<void> {
    let words = '';
    await settled(
      () => `that the API shows the state of the host (${words})`,
      async () => {
        const actual = await this.#host.stateOf(this.domain);
        const { state, fault } = await this.shown();
        words = `host: ${actual}, API: ${state}`;
        if (actual === null) return state === 'error' && fault !== null;
        return (SHOWN[actual] ?? []).includes(state);
      },
    );
  }

  async #requireWords(): Promise<void> {
    const differences = await this.differences();
    if (differences.length === 0) return;
    await settled(
      () => `that the API explains: ${differences.join('; ')}`,
      async () => (await this.shown()).fault !== null || (await this.drift())?.length !== 0,
    );
  }

  /** What differs on the host from what the service wrote last, in words. */
  async differences(): Promise<string[]> {
    if (!(await this.#host.hasDomain(this.domain))) return ['the domain is gone'];
    const next = differencesBetween(this.#written, await this.#host.view(this.domain, 'next'));
    const saved = (await this.#host.hasManagedSave(this.domain)) ? ['it has a saved state'] : [];
    if (!(await this.#host.isActive(this.domain))) return [...next, ...saved];
    const live = differencesBetween(this.#written, await this.#host.view(this.domain, 'live'));
    return [...new Set([...next, ...live])];
  }

  async #requirePromise(verb: Verb, wanted: { vcpus: number; memory_mib: number } | null): Promise<void> {
    const state = await this.#host.stateOf(this.domain);
    const expected = { start: 'running', restart: 'running', reboot: 'running', suspend: 'paused' } as const;
    if (verb === 'delete') return await this.requireGone();
    if (verb === 'patch' && wanted !== null) {
      const { memoryMib, vcpus } = await this.#host.view(this.domain, 'next');
      if (memoryMib !== wanted.memory_mib || vcpus !== wanted.vcpus)
        throw new Error(
          `the PATCH to ${JSON.stringify(wanted)} succeeded, but the host has ${memoryMib} MiB, ${vcpus}`,
        );
      if (await this.#host.hasManagedSave(this.domain))
        throw new Error('the PATCH succeeded, but a saved state with the old values would be started next');
      return;
    }
    const isReached = verb === 'poweroff' || verb === 'shutdown' ? state === 'shut off' || state === 'crashed' : false;
    if (!isReached && state !== expected[verb as keyof typeof expected])
      throw new Error(`${verb} succeeded, but the host shows the guest as ${state}`);
    if (verb !== 'start') return;
    const live = await this.#host.view(this.domain, 'live');
    const { vcpus, memory_mib: memoryMib, fault } = await this.shown();
    if ((live.vcpus !== vcpus || live.memoryMib !== memoryMib) && fault === null)
      throw new Error(
        `the API shows ${vcpus} vCPUs and ${memoryMib} MiB, but the guest runs with ${live.vcpus} and ${live.memoryMib}`,
      );
  }

  /** Nothing of a deleted guest is left. The files of others that carry its name are left, and the event names them. */
  async requireGone(): Promise<void> {
    if (await this.#host.hasDomain(this.domain)) throw new Error('DELETE succeeded, but the domain is there');
    const existing = (await this.#host.poolFiles()).filter((name) => name.startsWith(this.domain));
    const left = existing.filter((name) => this.#filesToRemove.includes(name));
    if (left.length > 0) throw new Error(`DELETE succeeded, but these files are left: ${left.join(', ')}`);
    const path = `/v1/events?kind=guest.deleted&guest=${this.id}`;
    const { events } = (await this.#api.send('GET', path)).json<EventList>();
    const named = String(events[0]?.detail?.['left'] ?? '').split(', ');
    const unnamed = existing.filter((name) => !named.includes(name));
    if (unnamed.length > 0) throw new Error(`DELETE succeeded, but no event names ${unnamed.join(', ')}`);
  }

  async #noteFiles(): Promise<void> {
    const own = ['vda', 'console.log', 'console.log.0'].map((end) => `${this.domain}-${end}`);
    const files = [...(await this.#definition()).matchAll(/ file='([^']*)'/g)].map(([, file = '']) => basename(file));
    this.#filesToRemove = [...own, ...files];
  }

  /** The other of two sizes, so that each PATCH changes something. */
  async #nextPatch(): Promise<{ vcpus: number; memory_mib: number }> {
    const { vcpus, memory_mib: memoryMib } = await this.shown();
    return { vcpus: 3 - vcpus, memory_mib: memoryMib === 16 ? 24 : 16 };
  }

  async #send(verb: Verb, patch: object | null): Promise<CheckedResponse> {
    switch (verb) {
      case 'patch':
        return await this.#api.send('PATCH', this.href, {
          json: patch,
          headers: { 'content-type': 'application/merge-patch+json' },
        });
      case 'delete':
        return await this.#api.send('DELETE', this.href);
      case 'shutdown':
      case 'reboot':
        // The guest does not react to the request.
        return await this.#api.send('POST', `${this.href}/${verb}`, { json: { timeout_s: 1, force: true } });
      default:
        return await this.#api.send('POST', `${this.href}/${verb}`);
    }
  }

  async #outcomeOf(what: string, response: CheckedResponse): Promise<Outcome> {
    requireNoFaultOfOurs(what, response);
    if (response.status >= 400) {
      this.#lastDetail = response.fault().detail ?? '';
      return response.fault().error_name;
    }
    if (response.status !== 202) return 'succeeded';
    let operation: Operation | null = null;
    const id = jobOf(response);
    await settled(`the end of ${what}`, async () => {
      const seen = await this.#api.send('GET', `/v1/operations/${id}`);
      if (seen.status !== 200) throw new Error(`the operation of ${what}: ${seen.status} ${seen.text}`);
      operation = seen.json<Operation>();
      return operation.finished_at !== null;
    });
    const { state, fault } = operation as unknown as Operation;
    if (state === 'succeeded') return 'succeeded';
    if (state === 'cancelled') return 'OPERATION_CANCELLED';
    if (fault === null || fault.detail === '') throw new Error(`${what} failed without a reason`);
    this.#lastDetail = fault.detail;
    if (fault.error_name === 'INTERNAL') throw new Error(`${what} failed with INTERNAL: ${fault.detail}`);
    return fault.error_name;
  }

  async #definition(): Promise<string> {
    return (await this.#host.hasDomain(this.domain)) ? await this.#host.definition(this.domain) : '';
  }

  /** The disk that the next start uses, or the last one that was known, if the domain is gone. */
  async #disk(): Promise<DiskFile> {
    if (await this.#host.hasDomain(this.domain))
      this.#lastDisk = (await this.#host.diskOf(this.domain)) ?? this.#lastDisk;
    return this.#lastDisk ?? { file: `${this.#host.pool}/${this.domain}-vda`, format: 'qcow2' };
  }

  async #contentOf({ file, format }: DiskFile): ReturnType<typeof readDisk> {
    try {
      return await readDisk(file, format);
    } catch (error) {
      const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
      throw new Error(`bytes are lost: ${file} cannot be read: ${words}`, { cause: error });
    }
  }
}

function requireNoFaultOfOurs(what: string, { status, text }: CheckedResponse): void {
  if (status >= 500 && ![502, 503, 507].includes(status)) throw new Error(`${what}: ${status} ${text}`);
}

/** Waits until the condition holds; fails with the words for it. */
export async function settled(what: string | (() => string), condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await wait(POLL_INTERVAL_MS);
  }
}
