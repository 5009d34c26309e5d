/**
 * Clients of a running service that power guests on and off, pause, patch, read and measure them all the while. Each answer must be one that a
 * service may give whose hypervisor comes and goes; every operation that was accepted is remembered.
 *
 * A client that was spared a guest leaves its power alone, and goes on reading and patching it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { ErrorName, Guest } from '../../../generated/api-types.js';
import type { Answer, Api, SendOptions } from '../api.js';
import { Dice } from '../fuzz/random.js';

/** Between two requests of a client: hypervisors are to be as busy as the service. */
const PAUSE_MAX_MS = 60;

/** What may be answered while the hypervisor comes and goes, besides what succeeds: the state is another, or the host is away. */
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
  503: ['HOST_UNREACHABLE'],
  504: ['OPERATION_TIMED_OUT'],
};
/** Faults that an operation may end with: nothing that a libvirtd says while it goes is taken for its last word. */
export const FAULTS_OF_WORK: readonly ErrorName[] = ['OUTCOME_UNKNOWN', 'GUEST_CRASHED', 'OPERATION_TIMED_OUT'];

interface Call {
  readonly weight: number;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Behind the path of the guest; null: the list of all. */
  readonly path: string | null;
  readonly json?: object;
  /** Whether it may change what the guest is at, and so is not for guests that are spared. */
  readonly isPower?: true;
  /** What is answered from the database alone must succeed, whatever the hypervisor does. */
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
  /** Ids of the operations that were answered with 202. */
  readonly accepted: string[] = [];
  /** How often each status was answered. */
  readonly answers = new Map<number, number>();
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

  /** Resolves when no request is under way any more that could still power one of them. */
  async spare(guests: readonly Guest[]): Promise<void> {
    this.#spared = new Set(guests.map(({ id }) => id));
    await Promise.allSettled([...this.#underWay]);
  }

  /** Rejects where a client was answered what it must not be. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** The same, as soon as it happens. */
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

  #take({ method, mustSucceed }: Call, path: string, answer: Answer): void {
    const { status, text } = answer;
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    const what = `${method} ${path}: ${status} ${text}`;
    const job = answer.headers.get('x-operation-id');
    if (job !== null) this.accepted.push(job);
    if (mustSucceed === true) expect(status, what).to.equal(200);
    else if (status < 300) expect(status, what).to.be.oneOf([200, 202]);
    else expect(FAULTS[status] ?? [], what).to.include(answer.fault().error_name);
  }
}
