/**
 * Every point of every kind of operation at which a service can be killed, how to bring an operation to that point, and
 * the expected result.
 *
 *   queued           no worker has claimed it             waiting   the guest was requested to shut down and has not
 *   claim            at the statement that claims it      mark      at the statement that stores the progress so far
 *   before <call>    the host has received the call       end       everything is done except the last transaction
 *   after <call>     the host has done it, but not replied
 *
 * The journal of the simulated host shows the effects: how often a guest booted, was reset, shut itself down, or had
 * its power cut.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import type { FakeHostControl } from '../fake-host-control.js';
import type { Place } from '../../../backends/fake/host/simulation.js';
import type { HostCall } from '../../../backends/fake/wire/protocol.js';
import type { Guest, HostList, ImageCopy, ImageCopyList, Operation } from '../../../generated/api-types.js';
import { eventually } from '../eventually.js';
import { jobOf, uniqueName } from '../api.js';
import type { Api } from '../api.js';
import type { HeldStatements } from '../database/held-statements.js';
import { onHost } from '../service.js';

type Moment = 'queued' | 'claim' | 'waiting' | 'mark' | 'end' | `before ${HostCall}` | `after ${HostCall}`;

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

export interface Grounds {
  readonly api: Api;
  readonly host: FakeHostControl;
  readonly statements: HeldStatements;
  readonly dataFolder: string;
}

/** The guest or the image of an operation. */
interface Subject {
  readonly id: string;
  readonly name: string;
}

/** An operation that was brought to its point. */
export interface HeldOperation {
  readonly point: KillPoint;
  readonly subject: Subject;
  readonly operation: string;
  readonly before: Effects;
}

export interface PreparedSubject {
  readonly point: KillPoint;
  /** Null: the operation itself creates its guest. */
  readonly subject: Subject | null;
}

/** Makes the subject of the operation, in the state that it must have before the operation. */
export async function prepare(point: KillPoint, { api, host }: Grounds): Promise<PreparedSubject> {
  const { from } = PLANS[point.of];
  if (from === 'nothing') return { point, subject: null };
  if (from === 'content') return { point, subject: await api.makeImage() };
  const isOn = from === 'running' || from === 'suspended';
  const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] }, isOn ? '?start=true' : '');
  if (from === 'suspended') await api.done('suspend', guest.id);
  if (from === 'vanished') {
    await host.change(onHost(guest), 'undefine');
    await eventually(async () => (await api.guest(guest.id)).state === 'error');
  }
  return { point, subject: guest };
}

/** Begins the operation, and waits until it is held at its point. */
export async function bring({ point, subject }: PreparedSubject, grounds: Grounds): Promise<HeldOperation> {
  const { api, host, statements, dataFolder } = grounds;
  const { moment } = point;
  const { verb } = PLANS[point.of];
  const name = subject?.name ?? uniqueName();
  const which = subject === null ? {} : verb === 'copy' ? { image: subject.id } : { guest: onHost(subject) };
  const before = subject === null ? NOTHING : await effectsOn(subject, dataFolder);
  const [when, call] = moment.split(' ') as [string, HostCall];
  if (when === 'before') await host.slow(call, null, which);
  else if (when === 'after') await host.withholdReply(call, which);
  else if (moment === 'waiting' && subject !== null) {
    await host.ignoreShutdowns(onHost(subject));
    await host.slow('wait-until-off', null, { ...which, times: null });
  } else if (moment === 'claim' || moment === 'mark' || moment === 'end') await statements.hold(name, moment);

  const begun = await begin(verb, name, api);
  const held = { id: subject?.id ?? begun.guest, name };
  await eventually(async () => {
    if (moment === 'queued') return (await api.operation(begun.operation)).state === 'queued';
    if (moment === 'claim' || moment === 'mark' || moment === 'end') return statements.isHeld(name, moment);
    return (await countHeld(point, held, host)) > 0;
  });
  return { point, subject: held, operation: begun.operation, before };
}

/** The number of calls on the subject that the host now holds. */
async function countHeld({ of }: KillPoint, subject: Subject, host: FakeHostControl): Promise<number> {
  if (PLANS[of].verb === 'copy') return host.countHeldOfImage(subject.id);
  return (await host.inspectGuest(onHost(subject))).held;
}

async function begin(verb: Plan['verb'], name: string, api: Api): Promise<{ operation: string; guest: string }> {
  if (verb === 'create') {
    const json = { name, vcpus: 1, memory_mib: 64, disks: [{ size_mib: 1 }] };
    const response = await api.expect(201, 'POST', '/v1/guests?start=true', { json });
    return { operation: jobOf(response), guest: response.json<Guest>().id };
  }
  if (verb === 'copy') {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    const response = await api.expect(202, 'PUT', `/v1/images/${name}/copies/${hosts[0]?.id}`);
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

/** Makes the host work normally from now on. Calls that it already holds stay held until their caller is gone. */
export async function undoFaults(held: readonly HeldOperation[], host: FakeHostControl): Promise<void> {
  await host.clearFaults();
  for (const { subject, point } of held) {
    if (point.moment === 'waiting') await host.ignoreShutdowns(onHost(subject), false);
  }
}

/** Compares the result of an operation with the expected one. */
export async function check(
  { point, subject, operation, before }: HeldOperation,
  grounds: Omit<Grounds, 'statements'>,
): Promise<void> {
  const { api, host, dataFolder } = grounds;
  const plan: Plan = PLANS[point.of];
  const what = nameOf(point);
  const { state, fault, attempts } = await api.operation(operation);
  const after = await effectsOn(subject, dataFolder);
  const expected = add(before, plan.effects);
  if (plan.verb === 'restart' && state === 'failed') {
    // The call has begun and its outcome is unknown, so the service does not repeat it.
    expect(fault?.error_name, what).to.equal('OUTCOME_UNKNOWN');
    expect(after, what).to.satisfy(isOneOf(before, expected));
  } else {
    expect(state, `${what}: ${fault?.detail}`).to.equal('succeeded');
    expect(after, what).to.deep.equal(expected);
  }
  expect(attempts, what).to.be.within(1, 3);
  expect(await countHeld(point, subject, host), `${what}: calls still held`).to.equal(0);
  if (plan.verb === 'copy') {
    const { copies } = (await api.expect(200, 'GET', `/v1/images/${subject.id}/copies`)).json<ImageCopyList>();
    expect(copies, what).to.have.length(1);
    expect(copies[0], what).to.include({ state: plan.endsAs, ahead: true });
    return;
  }
  if (plan.endsAs === null) {
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${subject.id}`);
    expect(await host.inspectGuest(onHost(subject)), what).to.deep.include({ state: null, volumes: [] });
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

const NOTHING: Effects = { state: null, boots: 0, resets: 0, downs: 0, cuts: 0, vcpus: 0, volumes: 0 };

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

/** Reads the effects from the last record about the guest in the journal of the host. An image has none. */
export async function effectsOn(guest: { readonly id: string }, dataFolder: string): Promise<Effects> {
  const text = await readFile(path.join(dataFolder, 'fake', 'journal.jsonl'), 'utf8');
  let place: Place | null = null;
  for (const line of text.split('\n').filter((each) => each.includes(guest.id))) {
    place = (JSON.parse(line) as { place: Place }).place;
  }
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
