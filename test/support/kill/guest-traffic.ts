/**
 * Clients of a running service that power guests on and off, pause, patch, read and measure them continuously. Each
 * response must be one that a service can return while its hypervisor goes away and returns. The clients record every
 * accepted operation.
 *
 * If a guest is spared, the clients do not change its power state, and continue to read and patch it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { ErrorName, Guest } from '../../../generated/api-types.js';
import type { CheckedResponse, Api, SendOptions } from '../api.js';
import { Dice } from '../fuzz/random.js';

/** The longest pause between two requests of a client, short enough to keep hypervisors as busy as the service. */
const PAUSE_MAX_MS = 60;

/** Allowed faults while the hypervisor goes away and returns: the guest is in another state, or the host is away. */
const FAULTS: Readonly<Record<number, readonly ErrorName[]>> = {
  409: [
    'GUEST_IN_ERROR',
    'GUEST_NOT_POWERED',
    'GUEST_NOT_RUNNING',
    'GUEST_NOT_STOPPED',
    'GUEST_SUSPENDED',
    'GUEST_CRASHED',
    'OPERATION_CANCELLED',
    'OPERATION_IN_PROGRESS',
  ],
  502: ['OUTCOME_UNKNOWN'],
  // A libvirtd that has just started locks its domains until their QEMUs have responded.
  503: ['HOST_UNREACHABLE', 'GUEST_UNRESPONSIVE'],
  504: ['OPERATION_TIMED_OUT'],
};
/**
 * Faults with which an operation can end. They include no error of a libvirtd that is stopping, because the service
 * must not treat such an error as final.
 */
export const FAULTS_OF_WORK: readonly ErrorName[] = ['OUTCOME_UNKNOWN', 'GUEST_CRASHED', 'OPERATION_TIMED_OUT'];

interface Call {
  readonly weight: number;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** The suffix of the guest's path, or null for the list of all guests. */
  readonly path: string | null;
  readonly json?: object;
  /** Whether the request can change the power state, so that the clients do not send it for spared guests. */
  readonly isPower?: true;
  /** Requests that must always succeed, because they need only the database. */
  readonly mustSucceed?: true;
}

const CALLS: readonly Call[] = [
  { weight: 6, method: 'POST', path: '/start', isPower: true },
  { weight: 2, method: 'POST', path: '/poweroff', isPower: true },
  { weight: 1, method: 'POST', path: '/shutdown', json: { timeout_s: 1, force: true }, isPower: true },
  { weight: 2, method: 'POST', path: '/suspend', isPower: true },
  { weight: 1, method: 'POST', path: '/restart', isPower: true },
  { weight: 2, method: 'PATCH', path: '', json: { vcpus: 1 }, isPower: true },
  { weight: 3, method: 'PATCH', path: '', json: { description: 'described anew' }, mustSucceed: true },
  { weight: 4, method: 'GET', path: '', mustSucceed: true },
  { weight: 2, method: 'GET', path: null, mustSucceed: true },
  { weight: 1, method: 'GET', path: '/metrics/cpu' },
  { weight: 1, method: 'GET', path: '/console-log' },
];
const BAG = CALLS.flatMap((call) => Array.from({ length: call.weight }, () => call));

export class GuestTraffic {
  /** Ids of the operations that requests have started. */
  readonly accepted: string[] = [];
  /** How often each status was returned. */
  readonly statuses = new Map<number, number>();
  readonly #api: Api;
  readonly #guests: readonly Guest[];
  #spared: ReadonlySet<string> = new Set();
  readonly #underWay = new Set<Promise<void>>();
  #isOver = false;
  readonly #clients: readonly Promise<void>[];

  constructor(api: Api, guests: readonly Guest[], clients: number, seed: number) {
    this.#api = api;
    this.#guests = guests;
    this.#clients = Array.from({ length: clients }, (_, index) => this.#run(new Dice(seed + index)));
  }

  /** Resolves when no running request can still change the power state of one of these guests. */
  async spare(guests: readonly Guest[]): Promise<void> {
    this.#spared = new Set(guests.map(({ id }) => id));
    await Promise.allSettled([...this.#underWay]);
  }

  /** Ends the clients. Rejects if a client got a response that is not allowed. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** Waits for `what`, and rejects as soon as a client gets a response that is not allowed. */
  async orFailure<T>(what: Promise<T>): Promise<T> {
    const never = Promise.all(this.#clients).then(() => new Promise<never>(() => undefined));
    return await Promise.race([what, never]);
  }

  async #run(dice: Dice): Promise<void> {
    while (!this.#isOver) {
      const request = this.#request(dice);
      this.#underWay.add(request);
      await request.finally(() => this.#underWay.delete(request));
      await wait(dice.below(PAUSE_MAX_MS));
    }
  }

  async #request(dice: Dice): Promise<void> {
    const guest = dice.of(this.#guests);
    const call = dice.of(BAG);
    const waits = dice.oneIn(3);
    if (call.isPower === true && this.#spared.has(guest.id)) return;
    const path = call.path === null ? '/v1/guests?limit=1000' : guest.href + call.path;
    const headers = {
      ...(call.isPower === true && waits ? { prefer: 'wait=3' } : {}),
      ...(call.method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}),
    };
    const options: SendOptions = { headers, ...(call.json === undefined ? {} : { json: call.json }) };
    this.#take(call, path, await this.#api.send(call.method, path, options));
  }

  #take({ method, mustSucceed }: Call, path: string, response: CheckedResponse): void {
    const { status, text } = response;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const what = `${method} ${path}: ${status} ${text}`;
    const job = response.headers.get('x-operation-id');
    if (job !== null) this.accepted.push(job);
    if (mustSucceed === true) expect(status, what).to.equal(200);
    else if (status < 300) expect(status, what).to.be.oneOf([200, 202]);
    else expect(FAULTS[status] ?? [], what).to.include(response.fault().error_name);
  }
}
