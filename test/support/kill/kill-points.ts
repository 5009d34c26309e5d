/**
 * Every point of every kind of operation at which a service can be killed, how to bring an operation to that point, and
 * the expected result.
 *
 *   queued           no worker has claimed it             waiting   the guest was requested to shut down and has not
 *   claim            at the statement that claims it      mark      at the statement that stores the progress so far
 *   before <call>    the host has received the call       end       everything is done except the last transaction
 *   after <call>     the host has done it, but not replied
 *
 * The hosts hold the operations and show their effects (host-under-test.ts).
 */
import { expect } from 'chai';
import type { HostCall } from '../fake-host-control.js';
import type {
  Guest,
  GuestCreate,
  HostList,
  ImageCopy,
  ImageCopyList,
  Operation,
} from '../../../generated/api-types.js';
import { eventually } from '../eventually.js';
import { jobOf, uniqueName } from '../api.js';
import type { Api } from '../api.js';
import type { HeldStatements } from '../database/held-statements.js';
import { NOTHING } from './host-under-test.js';
import type { Effects, HostUnderTest, Moment, Subject } from './host-under-test.js';

interface Plan {
  /** `copy`: the subject is an image, not a guest. */
  readonly verb:
    | 'copy'
    | 'create'
    | 'start'
    | 'shutdown'
    | 'reboot'
    | 'restart'
    | 'poweroff'
    | 'suspend'
    | 'update'
    | 'delete'
    | 'drift/accept'
    | 'drift/discard';
  readonly from: 'nothing' | 'content' | 'stopped' | 'running' | 'suspended' | 'vanished';
  readonly calls: readonly HostCall[];
  readonly isMarked?: boolean;
  readonly isWaiting?: boolean;
  /** The state that the guest, or the copy of the image, shows afterwards. Null: the guest is gone. */
  readonly endsAs: Guest['state'] | ImageCopy['state'] | null;
  /** The effects. Each of them must happen exactly once, and no other. */
  readonly effects: Partial<Effects>;
}

export const PLANS = {
  'guest.create': {
    verb: 'create',
    from: 'nothing',
    calls: ['define', 'power-on'],
    isMarked: true,
    endsAs: 'running',
    effects: { state: 'on', boots: 1, volumes: 1, vcpus: 1 },
  },
  'guest.start': {
    verb: 'start',
    from: 'stopped',
    calls: ['power-on'],
    endsAs: 'running',
    effects: { state: 'on', boots: 1 },
  },
  'guest.start of a suspended one': {
    verb: 'start',
    from: 'suspended',
    calls: ['resume'],
    endsAs: 'running',
    effects: { state: 'on' },
  },
  'guest.start of a vanished one': {
    verb: 'start',
    from: 'vanished',
    calls: ['define', 'power-on'],
    isMarked: true,
    endsAs: 'running',
    effects: { state: 'on', boots: 1, vcpus: 1 },
  },
  'guest.shutdown': {
    verb: 'shutdown',
    from: 'running',
    calls: ['press-power-button'],
    isWaiting: true,
    endsAs: 'stopped',
    effects: { state: 'off', downs: 1 },
  },
  'guest.reboot': {
    verb: 'reboot',
    from: 'running',
    calls: ['press-power-button', 'power-on'],
    isMarked: true,
    isWaiting: true,
    endsAs: 'running',
    effects: { state: 'on', downs: 1, boots: 1 },
  },
  'guest.restart': {
    verb: 'restart',
    from: 'running',
    calls: ['reset'],
    isMarked: true,
    endsAs: 'running',
    effects: { resets: 1, boots: 1 },
  },
  'guest.poweroff': {
    verb: 'poweroff',
    from: 'running',
    calls: ['power-off'],
    endsAs: 'stopped',
    effects: { state: 'off', cuts: 1 },
  },
  'guest.suspend': {
    verb: 'suspend',
    from: 'running',
    calls: ['pause'],
    endsAs: 'suspended',
    effects: { state: 'paused' },
  },
  'guest.update': { verb: 'update', from: 'stopped', calls: ['define'], endsAs: 'stopped', effects: { vcpus: 1 } },
  'guest.accept_drift': {
    verb: 'drift/accept',
    from: 'stopped',
    calls: ['read'],
    endsAs: 'stopped',
    effects: {},
  },
  'guest.discard_drift': {
    verb: 'drift/discard',
    from: 'stopped',
    calls: ['define'],
    endsAs: 'stopped',
    effects: {},
  },
  'guest.delete': {
    verb: 'delete',
    from: 'running',
    calls: ['power-off', 'undefine', 'delete-volumes'],
    endsAs: null,
    effects: { state: null, boots: -1, vcpus: -1, volumes: -1 },
  },
  'image.copy': {
    verb: 'copy',
    from: 'content',
    calls: ['take-image'],
    isMarked: true,
    endsAs: 'ready',
    effects: {},
  },
} as const satisfies Record<string, Plan>;

export interface KillPoint {
  readonly of: keyof typeof PLANS;
  readonly moment: Moment;
}

export const nameOf = ({ of, moment }: KillPoint): string => `${of}: ${moment}`;

function momentsOf({ calls, isMarked = false, isWaiting = false }: Plan): Moment[] {
  return [
    'queued',
    'claim',
    ...calls.flatMap((call) => [`before ${call}`, `after ${call}`] as const),
    ...(isWaiting ? (['waiting'] as const) : []),
    ...(isMarked ? (['mark'] as const) : []),
    'end',
  ];
}

export const KILL_POINTS: readonly KillPoint[] = (Object.keys(PLANS) as KillPoint['of'][]).flatMap((of) =>
  momentsOf(PLANS[of]).map((moment) => ({ of, moment })),
);

/**
 * Each held statement blocks one of the four connections that the service has for its own work
 * (`src/store/database-pools.ts`). A held claim blocks a third, and the fourth must remain free.
 */
const HELD_IN_DATABASE_MAX = 2;
const HELD_ON_HOST_MAX = 18;

/**
 * Groups points that can be held at the same time. A group has only one point at a claim, because the worker claims
 * operations one by one.
 */
export function roundsOf(points: readonly KillPoint[]): KillPoint[][] {
  const rounds: KillPoint[][] = [];
  const limits = { claim: 1, database: HELD_IN_DATABASE_MAX, host: HELD_ON_HOST_MAX };
  const groupOf = ({ moment }: KillPoint): keyof typeof limits | null =>
    moment === 'queued'
      ? null
      : moment === 'claim'
        ? 'claim'
        : moment === 'mark' || moment === 'end'
          ? 'database'
          : 'host';
  for (const point of points) {
    const group = groupOf(point);
    const hasRoom = (round: KillPoint[]): boolean =>
      group === null || round.filter((other) => groupOf(other) === group).length < limits[group];
    const round = rounds.find(hasRoom);
    if (round === undefined) rounds.push([point]);
    else round.push(point);
  }
  return rounds.map((round) => round.sort((one, other) => lateness(one) - lateness(other)));
}

/** A held claim blocks all later claims, and queued operations must come after a held claim. */
function lateness({ moment }: KillPoint): number {
  return moment === 'queued' ? 2 : moment === 'claim' ? 1 : 0;
}

/** Whether an operation can be brought to the point on the host. */
function reaches(host: HostUnderTest, { of, moment }: KillPoint): boolean {
  const { from, isWaiting = false }: Plan = PLANS[of];
  return host.reaches(moment, { isVanishing: from === 'vanished', isWaiting, isOfImage: from === 'content' });
}

/**
 * Spreads points that can be held at the same time over the hosts. Every host has its own queue, and only a held claim
 * keeps operations in a queue. So one host gets the claim and the queued operations; each of the others gets the next
 * point that it can reach, so that all hosts get about as many.
 */
export function spread(points: readonly KillPoint[], hosts: readonly HostUnderTest[]): HostUnderTest[] {
  const isOfQueue = ({ moment }: KillPoint): boolean => moment === 'claim' || moment === 'queued';
  const ofQueue = points.filter(isOfQueue);
  const candidates = hosts.filter((host) => ofQueue.every((point) => reaches(host, point)));
  const claim = ofQueue.find(({ moment }) => moment === 'claim');
  const queueing = candidates[claim === undefined ? 0 : KILL_POINTS.indexOf(claim) % candidates.length];
  const counts = new Map(hosts.map((host) => [host, host === queueing ? ofQueue.length : 0]));
  return points.map((point) => {
    const possible = hosts.filter((host) => (isOfQueue(point) ? host === queueing : reaches(host, point)));
    const [chosen] = possible.sort((one, other) => (counts.get(one) ?? 0) - (counts.get(other) ?? 0));
    if (chosen === undefined) throw new Error(`no host reaches ${nameOf(point)}`);
    if (!isOfQueue(point)) counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
    return chosen;
  });
}

/** What a point needs to be held, and to be checked. */
export interface Grounds {
  readonly api: Api;
  readonly statements: HeldStatements;
  readonly hosts: readonly HostUnderTest[];
}

/** An operation that was brought to its point. */
export interface HeldOperation {
  readonly point: KillPoint;
  readonly host: HostUnderTest;
  readonly subject: Subject;
  readonly operation: string;
  readonly before: Effects;
}

export interface PreparedSubject {
  readonly point: KillPoint;
  readonly host: HostUnderTest;
  /** Null: the operation itself creates its guest. */
  readonly subject: Subject | null;
}

/** Makes the subject of the operation, in the state that it must have before the operation. */
export async function prepare(point: KillPoint, host: HostUnderTest, api: Api): Promise<PreparedSubject> {
  const { from } = PLANS[point.of];
  if (from === 'nothing') return { point, host, subject: null };
  if (from === 'content') return { point, host, subject: { ...(await api.makeImage()), isImage: true } };
  const isOn = from === 'running' || from === 'suspended';
  const { id, name } = await api.makeGuest(guestOn(host), isOn ? '?start=true' : '');
  const subject = { id, name, isImage: false };
  if (from === 'suspended') await api.done('suspend', id);
  if (from === 'vanished') {
    await host.undefine(subject);
    await eventually(async () => (await api.guest(id)).state === 'error');
  }
  return { point, host, subject };
}

function guestOn({ id }: HostUnderTest): Pick<GuestCreate, 'memory_mib' | 'disks' | 'placement'> {
  return { memory_mib: 64, disks: [{ size_mib: 1 }], ...(id === null ? {} : { placement: { host: id } }) };
}

/** Begins the operation, and waits until it is held at its point. */
export async function bring(
  { point, host, subject }: PreparedSubject,
  { api, statements }: Omit<Grounds, 'hosts'>,
): Promise<HeldOperation> {
  const { moment } = point;
  const { verb } = PLANS[point.of];
  const name = subject?.name ?? uniqueName();
  const before = subject === null ? NOTHING : await host.effectsOn(subject);
  const isInDatabase = moment === 'claim' || moment === 'mark' || moment === 'end';
  if (isInDatabase) await statements.hold(name, moment);
  else if (moment !== 'queued') await host.hold(moment, subject);

  const begun = await begin(verb, name, host, api);
  const held = subject ?? { id: begun.guest, name, isImage: false };
  await eventually(async () => {
    if (moment === 'queued') return (await api.operation(begun.operation)).state === 'queued';
    if (isInDatabase) return statements.isHeld(name, moment);
    return (await host.countHeld(held)) > 0;
  });
  return { point, host, subject: held, operation: begun.operation, before };
}

async function begin(
  verb: Plan['verb'],
  name: string,
  host: HostUnderTest,
  api: Api,
): Promise<{ operation: string; guest: string }> {
  if (verb === 'create') {
    const json = { name, vcpus: 1, ...guestOn(host) };
    const response = await api.expect(201, 'POST', '/v1/guests?start=true', { json });
    return { operation: jobOf(response), guest: response.json<Guest>().id };
  }
  if (verb === 'copy') {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    const response = await api.expect(202, 'PUT', `/v1/images/${name}/copies/${host.id ?? hosts[0]?.id}`);
    return { operation: jobOf(response), guest: '' };
  }
  if (verb === 'update') {
    const response = await api.expect(202, 'PATCH', `/v1/guests/${name}`, {
      json: { vcpus: 2 },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    return { operation: jobOf(response), guest: '' };
  }
  return { operation: await api.begin(verb, name), guest: '' };
}

/** Makes the hosts work normally from now on. Calls that they already hold stay held until their caller is gone. */
export async function undoFaults(held: readonly HeldOperation[], hosts: readonly HostUnderTest[]): Promise<void> {
  for (const host of hosts) {
    const waiting = held.filter((each) => each.host === host && each.point.moment === 'waiting');
    await host.undoFaults(waiting.map(({ subject }) => subject));
  }
}

/** Compares the result of an operation with the expected one. */
export async function check(
  { point, host, subject, operation, before }: HeldOperation,
  { api }: Pick<Grounds, 'api'>,
): Promise<void> {
  const plan: Plan = PLANS[point.of];
  const what = nameOf(point);
  const { state, fault, attempts } = await api.operation(operation);
  const after = await host.effectsOn(subject);
  const expected = host.shown(add(before, plan.effects));
  if (plan.verb === 'restart' && state === 'failed') {
    // The call has begun and its outcome is unknown, so the service does not repeat it.
    expect(fault?.error_name, what).to.equal('OUTCOME_UNKNOWN');
    expect(after, what).to.satisfy(isOneOf(before, expected));
  } else {
    expect(state, `${what}: ${fault?.detail}`).to.equal('succeeded');
    expect(after, what).to.deep.equal(expected);
  }
  expect(attempts, what).to.be.within(1, 3);
  expect(await host.countHeld(subject), `${what}: calls still held`).to.equal(0);
  if (plan.verb === 'copy') {
    const { copies } = (await api.expect(200, 'GET', `/v1/images/${subject.id}/copies`)).json<ImageCopyList>();
    expect(copies, what).to.have.length(1);
    expect(copies[0], what).to.include({ state: plan.endsAs, ahead: true });
    return;
  }
  if (plan.endsAs === null) {
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${subject.id}`);
    return;
  }
  const shown = await api.guest(subject.id);
  expect(shown, what).to.include({ state: plan.endsAs, target_power_state: null, vcpus: after.vcpus });
  const isHarmless = state === 'failed' || shown.fault === null;
  expect(isHarmless, `${what}: ${JSON.stringify(shown.fault)}`).to.equal(true);
}

export async function findUnfinished(held: readonly HeldOperation[], api: Api): Promise<Operation[]> {
  const all = await Promise.all(held.map(({ operation }) => api.operation(operation)));
  return all.filter(({ finished_at: at }) => at === null);
}

function isOneOf(...effects: Effects[]): (found: Effects) => boolean {
  return (found) => effects.some((one) => JSON.stringify(one) === JSON.stringify(found));
}

function add(before: Effects, more: Partial<Effects>): Effects {
  const sum = (key: Exclude<keyof Effects, 'state'>): number => before[key] + (more[key] ?? 0);
  return {
    state: more.state === undefined ? before.state : more.state,
    boots: sum('boots'),
    resets: sum('resets'),
    downs: sum('downs'),
    cuts: sum('cuts'),
    vcpus: sum('vcpus'),
    volumes: sum('volumes'),
  };
}
