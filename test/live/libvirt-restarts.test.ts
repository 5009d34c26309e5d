/**
 * Stops and restarts libvirtd while clients work with a dozen guests through the whole service. The service must not
 * crash, and must lose no guest and no operation. Within a fixed number of polls after libvirtd responds again, the
 * service must report the same state of each guest as libvirt. The test prints how long that took (the aim is 5 s).
 *
 *   a round   clients spare some guests ─► libvirtd ends, alternately by SIGTERM and SIGKILL ─► it stays away: not at
 *             all, for a moment, or until the service reports it ─► sometimes the QEMU of a spared guest dies
 *             ─► libvirtd starts and responds ─► each spared guest that still runs has the same process as before, no
 *             guest is `unknown`, and each settled guest is in the state that virsh shows
 *
 *   GUESTHOUSE_SOAK=1   20 rounds; otherwise 5
 *   GUESTHOUSE_SEED     repeats a printed seed (the machine still decides the order of concurrent work)
 *
 * Touches nothing but its own libvirtd (test/support/peers/libvirtd.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, HostList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { EventLedger } from '../support/kill/event-ledger.js';
import { FAULTS_OF_WORK, GuestTraffic } from '../support/kill/guest-traffic.js';
import { findViolations } from '../support/kill/invariants.js';
import { mergePatch } from '../support/patches.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Dice } from '../support/fuzz/random.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const ROUNDS = process.env['GUESTHOUSE_SOAK'] === '1' ? 20 : 5;
const GUESTS = 12;
const SPARED = 4;
const CLIENTS = 4;
/** Work between two rounds: the number of operations that the service accepts after one round and before the next. */
const BETWEEN = 10;
/**
 * After libvirtd responds again, the service must report the right states within this number of polls: five seconds,
 * plus the time of the polls.
 */
const MAX_POLLS = 100;
const POLL_INTERVAL_MS = 50;
const MOMENT_MAX_MS = 2_000;

/** The output of virsh for guests that are settled in these states. */
const SHOWN_BY_VIRSH: Partial<Record<Guest['state'], readonly string[]>> = {
  stopped: ['shut off'],
  // A guest "in shutdown" is shutting down, but is still powered.
  running: ['running', 'in shutdown'],
  suspended: ['paused'],
  error: ['shut off', 'crashed'],
};

describe(`The service under traffic while libvirtd restarts ${ROUNDS} times (seed ${SEED})`, function () {
  this.timeout(180_000);

  const dice = new Dice(SEED);
  const ledger = new EventLedger();
  const guests: Guest[] = [];
  let libvirtd: Libvirtd | null = null;
  let service: Service;
  let api: Api;
  let client: pg.Client;
  let traffic: GuestTraffic;
  let pid: number;
  /** For each round, the time from libvirtd's first response to the start of the poll that finds no difference. */
  const tookMs: number[] = [];

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    libvirtd = await Libvirtd.start();
    service = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: libvirtd.uri() },
        GUESTHOUSE_LIBVIRT_POOL_PATH: `${libvirtd.folder}/pool`,
      },
    });
    pid = service.pid;
    api = new Api(service);
    client = new pg.Client(service.databaseUrl);
    await client.connect();
    // The machine can have fewer vCPUs than the guests claim together.
    const [host] = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts;
    await api.expect(200, 'PATCH', `/v1/hosts/${host?.id}`, mergePatch({ ratios: { vcpus: 100 } }));
    for (let index = 0; index < GUESTS; index++) {
      guests.push(
        await api.makeGuest({ memory_mib: 16, disks: [{ size_mib: 1 }] }, index % 2 === 0 ? '?start=true' : ''),
      );
    }
    traffic = new GuestTraffic(api, guests, CLIENTS, SEED);
  });
  after(async () => {
    if (libvirtd === null) return;
    const [median, most] = [tookMs.sort((a, b) => a - b)[Math.floor(tookMs.length / 2)], tookMs.at(-1)];
    process.stdout.write(
      `    states were right after ${median?.toFixed()} ms (median), ${most?.toFixed()} ms at most\n`,
    );
    await traffic.end().finally(async () => {
      await client.end();
      await service.leave();
      await libvirtd?.stop();
    });
  });

  for (let round = 0; round < ROUNDS; round++) {
    it(`reports every guest’s real state again after round ${round + 1}`, () => traffic.orFailure(restart(round)));
  }

  it('has lost no guest and no operation, and has not crashed', async () => {
    await traffic.end();
    for (const id of traffic.accepted) {
      const { kind, state, fault } = await api.ended(id);
      expect(state, id).to.be.oneOf(['succeeded', 'failed', 'cancelled']);
      if (fault !== null) expect(FAULTS_OF_WORK, `${kind} ${id}: ${fault.detail}`).to.include(fault.error_name);
    }
    await eventually(async () => (await findDifferences()).length === 0 && (await list()).every(isSettled));
    expect(namesOf(await list())).to.deep.equal(namesOf(guests));
    expect([...(await statesByVirsh()).keys()].sort()).to.deep.equal(guests.map(domainOf).sort());
    await eventually(async () => (await client.query('select from events where id is null')).rowCount === 0);
    expect(await findViolations(client, ledger)).to.deep.equal([]);
    expect(findErrors()).to.deep.equal([]);
    // The service still works.
    for (const guest of guests.slice(0, 2)) {
      if ((await api.guest(guest.id)).state !== 'running') await api.done('start', guest.id);
      await api.done('poweroff', guest.id);
    }
    expect(service.pid).to.equal(pid);
    expect(await service.stop()).to.equal(0);
  });

  async function restart(round: number): Promise<void> {
    if (libvirtd === null) throw new Error('no libvirtd');
    const spared = dice.sample(guests, SPARED);
    await traffic.spare(spared);
    await eventually(async () => (await Promise.all(spared.map(({ id }) => api.guest(id)))).every(isSettled));
    const [running] = spared;
    if (running !== undefined && (await api.guest(running.id)).state !== 'running') await api.done('start', running.id);
    const pids = await pidsOf(spared);

    await libvirtd.stopDaemon((round + SEED) % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
    const absence = dice.of(['none', 'a moment', 'noticed'] as const);
    if (absence === 'a moment') await wait(dice.below(MOMENT_MAX_MS));
    if (absence === 'noticed') await eventually(async () => (await list()).every(({ state }) => state === 'unknown'));
    const killed = dice.oneIn(2) ? [...pids][0] : undefined;
    if (killed !== undefined) process.kill(killed[1], 'SIGKILL');
    await libvirtd.startDaemon();
    await libvirtd.virsh('version');

    tookMs.push(await becomesRight());
    const now = await pidsOf(spared);
    for (const [guest, before] of pids) {
      if (guest !== killed?.[0]) expect(now.get(guest), guest.name).to.equal(before);
      else expect((await api.guest(guest.id)).fault?.error_name).to.be.oneOf(['GUEST_CRASHED', 'GUEST_NOT_RUNNING']);
    }
    expect(await findViolations(client, ledger)).to.deep.equal([]);
    expect(findErrors()).to.deep.equal([]);
    await traffic.spare([]);
    const accepted = traffic.accepted.length;
    await eventually(() => traffic.accepted.length >= accepted + BETWEEN);
  }

  /**
   * Returns the time until the start of the poll that found no difference. After too many polls, it throws the
   * remaining differences.
   */
  async function becomesRight(): Promise<number> {
    const sinceMs = performance.now();
    for (let polls = 1; ; polls++) {
      const elapsedMs = performance.now() - sinceMs;
      const wrong = await findDifferences();
      if (wrong.length === 0) return elapsedMs;
      if (polls > MAX_POLLS) throw new Error(`after ${polls} polls: ${wrong.join('; ')}`);
      await wait(POLL_INTERVAL_MS);
    }
  }

  /**
   * Guests whose state the service does not know, or reports differently from virsh. A guest that changed between the
   * reads before and after the virsh call is ignored, because a client is working with it. If there are no differences,
   * every state was right when the poll began, however long virsh waited for its turn.
   */
  async function findDifferences(): Promise<string[]> {
    const before = await readAll();
    const unknown = before.filter(({ guest }) => guest.state === 'unknown');
    // Does not use virsh, which can wait seconds for its turn.
    if (unknown.length > 0) return unknown.map(({ guest }) => `${guest.name} is unknown`);
    const byVirsh = await statesByVirsh();
    return (await readAll()).flatMap(({ guest, etag }, index) => {
      const { name, state } = guest;
      if (state === 'unknown') return [`${name} is unknown`];
      if (!isSettled(guest) || before[index]?.etag !== etag) return [];
      const shown = byVirsh.get(domainOf(guest)) ?? 'absent';
      return SHOWN_BY_VIRSH[state]?.includes(shown) === true ? [] : [`${name} is ${state}, and ${shown} for virsh`];
    });
  }

  /** Reads all guests, each with its version. */
  async function readAll(): Promise<{ guest: Guest; etag: string | null }[]> {
    const responses = await Promise.all(guests.map(({ href }) => api.expect(200, 'GET', href)));
    return responses.map((response) => ({ guest: response.json<Guest>(), etag: response.headers.get('etag') }));
  }

  async function list(): Promise<readonly Guest[]> {
    return (await api.expect(200, 'GET', '/v1/guests?limit=1000')).json<{ guests: Guest[] }>().guests;
  }

  async function statesByVirsh(): Promise<Map<string, string>> {
    const lines = ((await libvirtd?.virsh('list', '--all')) ?? '').split('\n').filter((line) => line.trim() !== '');
    return new Map(
      lines.map((line) => {
        const [, name = '', state = ''] = /^\s*\S+\s+(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
        return [name, state];
      }),
    );
  }

  /** The process ids of the guests that run or are paused. */
  async function pidsOf(some: readonly Guest[]): Promise<Map<Guest, number>> {
    const found = new Map<Guest, number>();
    const byVirsh = await statesByVirsh();
    for (const guest of some) {
      const isOn = ['running', 'paused'].includes(byVirsh.get(domainOf(guest)) ?? '');
      if (isOn && libvirtd !== null) found.set(guest, await libvirtd.pidOf(domainOf(guest)));
    }
    return found;
  }

  /** The failures of the service itself in its log. A host that is away is not such a failure. */
  function findErrors(): string[] {
    const errors = service.log.filter(({ level, msg }) => level >= 50 && !msg.startsWith('host is away'));
    return errors.map((line) => JSON.stringify(line));
  }
});

function isSettled({ state, target_power_state: target }: Guest): boolean {
  return SHOWN_BY_VIRSH[state] !== undefined && target === null;
}

function domainOf({ id }: { readonly id: string }): string {
  return `guesthouse-${id}`;
}

function namesOf(guests: readonly Guest[]): string[] {
  return guests.map(({ name }) => name).sort();
}
