/**
 * A simulated host in the kill matrix. It can be held at every call. Its journal shows the effects: how often a guest
 * booted, was reset, shut itself down, or had its power cut.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from '../../../backends/fake/host/simulation.js';
import type { Host } from '../../../generated/api-types.js';
import { Api } from '../api.js';
import { eventually } from '../eventually.js';
import { FakeHostControl } from '../fake-host-control.js';
import type { HostCall } from '../fake-host-control.js';
import { onHost } from '../service.js';
import type { Service } from '../service.js';
import { NOTHING } from './host-under-test.js';
import type { Effects, HostUnderTest, Moment, NeedsOfPlan, Subject } from './host-under-test.js';

export class FakeHostUnderTest implements HostUnderTest {
  readonly id: string | null;
  /** The name in the URI of the host; '': the host that the configuration of a service names. */
  readonly #name: string;
  readonly #dataFolder: string;
  /** The control of the host; a service that starts can get another. */
  readonly #control: () => FakeHostControl;
  /**
   * Whether the service that drives the host is killed. If not, no call can be held without a reply, and no content can
   * come from the service that is killed.
   */
  readonly #isOwnerKilled: boolean;

  private constructor(
    id: string | null,
    name: string,
    dataFolder: string,
    control: () => FakeHostControl,
    isOwnerKilled = true,
  ) {
    this.id = id;
    this.#name = name;
    this.#dataFolder = dataFolder;
    this.#control = control;
    this.#isOwnerKilled = isOwnerKilled;
  }

  /** The host that the configuration of the service names. Without an id, it is the only host of the service. */
  static ofConfiguration(service: Service, id: string | null = null): FakeHostUnderTest {
    return new FakeHostUnderTest(id, '', service.dataFolder, () => service.host);
  }

  /** Requests another host of the service, and waits until it is up. */
  static async create(service: Service, name: string): Promise<FakeHostUnderTest> {
    const api = new Api(service);
    const json = { name, backend: 'fake', uri: `fake:///${name}` };
    const { id } = (await api.expect(201, 'POST', '/v1/hosts', { json })).json<Host>();
    await eventually(async () => (await api.expect(200, 'GET', `/v1/hosts/${id}`)).json<Host>().state === 'up');
    const control = await FakeHostControl.open(service.dataFolder, name);
    await control.setDurations({ bootMs: 0, shutdownMs: 0 });
    return new FakeHostUnderTest(id, name, service.dataFolder, () => control);
  }

  /** The same host, for a test that kills another service than the one that drives it. */
  withoutKill(): FakeHostUnderTest {
    return new FakeHostUnderTest(this.id, this.#name, this.#dataFolder, this.#control, false);
  }

  /** Ends the program that simulates the host and the other hosts of its data folder. */
  async end(): Promise<void> {
    await this.#control().end();
  }

  reaches(moment: Moment, { isOfImage }: NeedsOfPlan): boolean {
    return this.#isOwnerKilled || !(moment.startsWith('after ') || isOfImage);
  }

  async hold(moment: Moment, subject: Subject | null): Promise<void> {
    const control = this.#control();
    const which = subject === null ? {} : subject.isImage ? { image: subject.id } : { guest: onHost(subject) };
    const [when, call] = moment.split(' ') as [string, HostCall];
    if (when === 'before') await control.slow(call, null, which);
    else if (when === 'after') await control.withholdReply(call, which);
    else if (moment === 'waiting' && subject !== null) {
      await control.ignoreShutdowns(onHost(subject));
      await control.slow('wait-until-off', null, { ...which, times: null });
    }
  }

  async countHeld(subject: Subject): Promise<number> {
    if (subject.isImage) return this.#control().countHeldOfImage(subject.id);
    return (await this.#control().inspectGuest(onHost(subject))).held;
  }

  async undefine(guest: Subject): Promise<void> {
    await this.#control().change(onHost(guest), 'undefine');
  }

  async undoFaults(waiting: readonly Subject[]): Promise<void> {
    await this.#control().clearFaults();
    for (const guest of waiting) await this.#control().ignoreShutdowns(onHost(guest), false);
  }

  async release(): Promise<void> {
    await this.#control().release();
  }

  async effectsOn(subject: Subject): Promise<Effects> {
    const effects = await effectsOn(subject, this.#dataFolder, this.#name);
    if (subject.isImage) return effects;
    const { state, volumes } = await this.#control().inspectGuest(onHost(subject));
    if (state !== effects.state || volumes.length !== effects.volumes)
      throw new Error(`the host has ${subject.name} ${state} with ${volumes.length} volumes, its journal has another`);
    return effects;
  }

  shown(effects: Effects): Effects {
    return effects;
  }

  async listGuests(): Promise<readonly string[]> {
    const programs = programsOf(this.#dataFolder).length;
    if (programs !== 1) throw new Error(`${programs} programs simulate the hosts of ${this.#dataFolder}`);
    const places = new Map<string, Place>();
    for (const place of await readPlaces(this.#dataFolder, this.#name)) places.set(place.name, place);
    const kept = [...places.values()].filter(({ machine, volumes }) => machine !== null || volumes.length > 0);
    return kept.map(({ name }) => name.replace('guesthouse-', '')).sort();
  }
}

/**
 * Reads the effects from the last record about the guest in the journal of the host. An image has none. `host`: the
 * name of the host; '': the host that the configuration of the service names.
 */
export async function effectsOn(guest: { readonly id: string }, dataFolder: string, host = ''): Promise<Effects> {
  const place = (await readPlaces(dataFolder, host, guest.id)).at(-1) ?? null;
  const machine = place?.machine ?? null;
  if (place === null || machine === null) return { ...NOTHING, volumes: place?.volumes.length ?? 0 };
  const count = (end: string): number => machine.endedBoots.filter((boot) => boot.end === end).length;
  return {
    state: machine.state,
    boots: machine.endedBoots.length + (machine.boot === null ? 0 : 1),
    resets: count('reset'),
    downs: count('down'),
    cuts: count('cut'),
    vcpus: machine.spec.cpus,
    volumes: place.volumes.length,
  };
}

/** The records about guests of the host that contain the text, in the order of writing. */
async function readPlaces(dataFolder: string, host: string, text = ''): Promise<Place[]> {
  const journal = await readFile(path.join(dataFolder, 'fake', 'journal.jsonl'), 'utf8');
  return journal
    .split('\n')
    .filter((line) => line.includes('"place"') && line.includes(text))
    .map((line) => JSON.parse(line) as { readonly host?: string; readonly place: Place })
    .filter((record) => (record.host ?? '') === host)
    .map(({ place }) => place);
}

/** The processes that simulate the hosts of this folder. */
function programsOf(dataFolder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words.includes(dataFolder) && words.some((word) => /fake\/host\/main\.[jt]s$/.test(word));
      } catch {
        return false;
      }
    });
}
