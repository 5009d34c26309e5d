/**
 * Verbs, faults of the host and changes behind our back in random order, several at once. Every answer on the way is checked against
 * the contract; when all is over, what the service says is what the host says, and nothing is left that should be gone.
 *
 *   GUESTHOUSE_SEED   takes a printed seed back (the order of what runs side by side is still the machine's)
 */
import { expect } from 'chai';
import type { Guest, Operation } from '../../generated/api-types.js';
import { eventually } from '../contract/eventually.js';
import { Api } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

const STEPS = process.env['GUESTHOUSE_SOAK'] === '1' ? 5_000 : 250;
const WALKERS = 4;
const GUESTS = 5;
const seed = Number(process.env['GUESTHOUSE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const VERBS = ['start', 'start', 'start', 'shutdown', 'reboot', 'restart', 'poweroff', 'suspend', 'delete'] as const;
const CALLS = [
  'define',
  'power-on',
  'press-power-button',
  'reset',
  'power-off',
  'pause',
  'resume',
  'list',
  'undefine',
] as const;
const CHANGES = ['crash', 'down', 'power-on', 'power-off', 'pause', 'resume', 'undefine'] as const;
/** What a verb may answer, whatever the state. */
const ANSWERS = [200, 202, 404, 409, 503];
const STATE_ON_HOST = { off: 'stopped', on: 'running', paused: 'suspended', failed: 'error' } as const;

/** mulberry32: small, and the same everywhere. */
function makeRandom(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe(`a random walk (seed ${seed})`, () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  it('ends where the service and the host agree', async function () {
    this.timeout(STEPS * 1_000);
    const guests: Guest[] = [];
    const gone: Guest[] = [];
    for (let index = 0; index < GUESTS; index++) guests.push(await api.makeGuest({ disks: [{ size_mib: 1 }] }));

    const walk = async (random: () => number): Promise<void> => {
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      for (let step = 0; step < STEPS / WALKERS; step++) {
        const index = Math.floor(random() * GUESTS);
        const guest = guests[index] as Guest;
        const what = random();
        if (what < 0.6) {
          const verb = pick(VERBS);
          const soft =
            verb === 'shutdown' || verb === 'reboot' ? { json: { timeout_s: 1, force: random() < 0.5 } } : {};
          const [method, path] = verb === 'delete' ? (['DELETE', ''] as const) : (['POST', `/${verb}`] as const);
          const answer = await api.send(method, guest.href + path, soft);
          expect(ANSWERS, `${verb}: ${answer.text}`).to.include(answer.status);
          if (verb === 'delete' && answer.status === 202 && guests[index] === guest) {
            gone.push(guest);
            guests[index] = await createAnother();
          }
        } else if (what < 0.7) {
          await service.host.refuse(pick(CALLS), { guest: onHost(guest) });
        } else if (what < 0.8) {
          await service.host.loseAnswer(pick(CALLS), { guest: onHost(guest) });
        } else if (what < 0.9) {
          // The host says no where the machine's state does not allow it.
          await service.host.change(onHost(guest), pick(CHANGES)).catch(() => undefined);
        } else {
          await api.guest(guest.id).catch((error: unknown) => expect(String(error)).to.contain('404'));
        }
      }
    };
    const createAnother = async (): Promise<Guest> => {
      const json = { name: `walker-${Math.random()}`, vcpus: 1, memory_mib: 16, disks: [{ size_mib: 1 }] };
      const answer = await api.expect(201, 'POST', '/v1/guests', { json });
      return answer.json<Guest>();
    };
    await Promise.all(Array.from({ length: WALKERS }, (_, index) => walk(makeRandom(seed + index))));

    await service.host.clearFaults();
    await eventually(async () => (await allOperations()).every(({ finished_at: at }) => at !== null));
    // A delete that the host refused leaves its guest: asked again, it goes.
    for (const guest of gone) {
      const answer = await api.send('DELETE', guest.href);
      if (answer.status === 202) await api.ended(answer.headers.get('x-guest-job-id') ?? '');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
      expect(await service.host.inspectGuest(onHost(guest)), guest.name).to.deep.include({ state: null, volumes: [] });
    }
    for (const { id, name } of guests) await eventuallyAgreed(id, name);
    for (const operation of await allOperations()) expectWellEnded(operation);
  });

  async function eventuallyAgreed(id: string, name: string): Promise<void> {
    let said = '';
    let seen = '';
    await eventually(async () => {
      const { state, power_state: power, target_power_state: target } = await api.guest(id);
      const onTheHost = (await service.host.inspectGuest(onHost({ id }))).state;
      said = state;
      seen = onTheHost === null ? 'error' : power === null ? 'error' : STATE_ON_HOST[onTheHost];
      return said === seen && target === null;
    });
    expect(said, name).to.equal(seen);
  }

  async function allOperations(): Promise<readonly Operation[]> {
    const all: Operation[] = [];
    let marker: string | null = null;
    do {
      const query = `limit=1000${marker === null ? '' : `&marker=${marker}`}`;
      const answer = await api.expect(200, 'GET', `/v1/operations?${query}`);
      const page = answer.json<{ operations: Operation[]; markers: { next: string | null } }>();
      all.push(...page.operations);
      marker = page.markers.next;
    } while (marker !== null);
    return all;
  }

  function expectWellEnded(operation: Operation): void {
    const { id, state, fault, attempts, started_at: startedAt } = operation;
    expect(state, id).to.be.oneOf(['succeeded', 'failed', 'cancelled']);
    expect(fault !== null, `${id} ${state}`).to.equal(state === 'failed');
    if (state !== 'cancelled') expect(attempts, id).to.be.at.least(1);
    expect(startedAt === null, id).to.equal(attempts === 0);
    expect(fault?.error_name).to.not.equal('INTERNAL');
  }
});
