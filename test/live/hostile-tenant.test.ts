/**
 * A hostile member, a hostile viewer, a hostile guest and two hostile processes of other users of the machine attack
 * one service at the same time, while an honest member of another project does its ordinary work. The honest member
 * must notice only the load, an administrator must be able to clean up, and no attacker may reach anything for which it
 * has no right.
 *
 * The service has its embedded database and, if QEMU is installed, real guests; otherwise the simulated hypervisor. Its
 * data is on a small disk of its own, which the hostile member fills. All limits have their defaults.
 * The attack is bounded in count and in time, and stays on the loopback interface. It prints how much slower the honest
 * member's requests were; the aim is a factor of at most 3, on a machine that does nothing else.
 *
 *   GUESTHOUSE_SOAK   1: the attack lasts a minute
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob, readFileSync, readdirSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { detectQemu } from '../../backends/qmp/installation.js';
import type { Guest, ImageList, Project } from '../../generated/api-types.js';
import { median } from '../bench/median.js';
import { makePerson, withToken, type Person } from '../support/access/people.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { HonestMember } from '../support/hostile/honest-member.js';
import { hostileInitrd } from '../support/hostile/hostile-guest.js';
import { everythingBelow, HostileProcess, type Target } from '../support/hostile/hostile-process.js';
import { UPLOAD_REFUSED, type AttackPlan, type AttackReport } from '../support/hostile/plan.js';
import { listeningPorts } from '../support/listening-ports.js';
import { EventStream } from '../support/peers/event-stream.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';
import { SmallDisk } from '../support/small-disk.js';
import { testGuest, type TestGuest } from '../support/test-guest.js';

const MIB = 1024 * 1024;
const IS_SOAK = process.env['GUESTHOUSE_SOAK'] === '1';
const IS_ROOT = process.getuid?.() === 0;
const QUIET_MS = IS_SOAK ? 10_000 : 1_500;
const ATTACK_MS = IS_SOAK ? 60_000 : 5_000;
const DISK_MIB = 1024;
/** A few uploads reach the reserve of a disk of this size: the database and the guest use less than 250 MiB. */
const RESERVE_MIB = 700;
/** More than the small disk can hold; without a small disk, an amount that any machine can hold. */
const UPLOAD_MAX_BYTES = { small: 2 * DISK_MIB * MIB, machine: 128 * MIB };
const ROWS_MAX = IS_SOAK ? 2_000 : 150;
const GUEST_ROUNDS = IS_SOAK ? 20 : 1;
/** Users without any relation to the service: no account of the machine has these numbers. */
const OTHER_USER = { uid: 61_234, gid: 61_234 };
const MARKER = 'honest-4711';
/** The level of `error` in the log. */
const ERROR = 50;

/** The outcome of the attack. The tests below only read it. */
interface Outcome {
  readonly quietMs: readonly number[];
  readonly attackedMs: readonly number[];
  readonly report: AttackReport;
  readonly newCredential: number;
  readonly deletions: readonly number[];
  readonly hasRunGuest: unknown;
  readonly eventsOfOthers: readonly unknown[];
  readonly consoleLog: string;
  readonly byQemuUser: readonly string[] | null;
  readonly byOtherUser: readonly string[] | null;
  readonly openPorts: readonly number[];
  readonly linkedConsole: string;
  /** Whether the host keeps guests away from its loopback interface. */
  readonly isGuestIsolated: boolean;
  /** How often the guest has connected to a service that listens on the loopback interface of its host. */
  readonly connectionsOfGuest: number;
}

describe('A service under attack by a member, a viewer, a guest and other local users', function () {
  this.timeout(IS_SOAK ? 900_000 : 300_000);

  let disk: SmallDisk | null = null;
  let service: Service;
  let admin: Api;
  let honest: HonestMember;
  /** The ids of the honest and of the hostile project. */
  let ours: string;
  let theirs: string;
  let guest: TestGuest | null = null;
  /** A service of the machine that trusts everyone on the loopback interface. */
  const loopback = createServer((socket) => {
    connectionsOfGuest++;
    socket.on('error', () => undefined).end();
  });
  let connectionsOfGuest = 0;
  /** Removes what `before` has made so far. */
  let end = async (): Promise<void> => undefined;
  let outcome: Outcome;

  before(async function () {
    guest = await realGuest();
    await once(loopback.listen(0, '127.0.0.1'), 'listening');
    disk = IS_ROOT ? SmallDisk.mount(this, DISK_MIB) : null;
    end = async () => disk?.unmount();
    service = await Service.start({
      ...(disk === null ? {} : { dataFolder: await folderOn(disk) }),
      databaseUrl: '',
      env: {
        ...{ DATABASE_URL: '', GUESTHOUSE_BACKEND: guest === null ? 'fake' : 'qmp', GUESTHOUSE_ACCEL: 'tcg' },
        ...{ GUESTHOUSE_RATE_LIMIT: '500', GUESTHOUSE_AUTH_FAILURES: '10' },
        GUESTHOUSE_DISK_RESERVE: `${RESERVE_MIB}MiB`,
      },
    });
    end = () => service.leave().finally(() => disk?.unmount());
    admin = new Api(service);
    [ours, theirs] = [await makeProject(MARKER), await makeProject('hostile')];
    outcome = await attack();
    report(outcome);
  });
  after(async () => {
    loopback.close();
    await end();
  });

  async function folderOn({ path: mounted }: SmallDisk): Promise<string> {
    const folder = path.join(mounted, 'data');
    await mkdir(folder);
    return folder;
  }

  async function realGuest(): Promise<TestGuest | null> {
    if ('reason' in (await detectQemu())) return null;
    return testGuest().catch(() => null);
  }

  async function attack(): Promise<Outcome> {
    const person = await makePerson(service, { name: MARKER, role: 'member', project: ours, token: { project: ours } });
    const { api } = person;
    honest = new HonestMember(api, MARKER);
    const foreignHrefs = [...(await honest.settle()), `/v1/projects/${ours}`, `/v1/users/${person.id}`];
    const stream = await EventStream.open({ url: service.url, token: api.token });
    const quietMs = await honest.work(deadline(QUIET_MS));

    const [{ api: member }, { api: viewer }] = [await makeHostile('member'), await makeHostile('viewer')];
    const hostile = await makeHostileGuest(member);
    const processes = await startProcesses(hostile);
    const attackers = startAttackers({
      ...{ url: service.url, memberToken: member.token, viewerToken: viewer.token, marker: MARKER },
      ...{ guestHref: hostile.href, foreignHrefs, rowsMax: ROWS_MAX },
      uploadMaxBytes: disk === null ? UPLOAD_MAX_BYTES.machine : UPLOAD_MAX_BYTES.small,
    });

    const isTimeOver = deadline(ATTACK_MS);
    let isOver = false;
    const working = honest.work(() => isOver);
    const running = honest.runGuest().then(
      () => null,
      (error: unknown) => error,
    );
    await eventually(
      async () =>
        isTimeOver() && (disk === null || attackers.hasFilledDisk()) && (await hasGuestAttacked(member, hostile)),
    );
    const newCredential = await useNewCredential(person);
    const deletions = await clearUp();
    const hasRunGuest = await running;

    isOver = true;
    const attackedMs = await working;

    const attacked = await attackers.end();
    const [byQemuUser = null, byOtherUser = null] = await Promise.all(
      processes.map(async (each) => (await each?.end()) ?? null),
    );
    const consoleLog = await consoleOf(member, hostile);
    const linkedConsole = await readLinkedConsole(member, hostile);
    const openPorts = await ownPorts();
    await eventually(() => stream.events.some(({ kind }) => kind === 'operation.succeeded'));
    const eventsOfOthers = stream.events.filter(({ project_id: project }) => project !== ours);
    await stream.close();
    await admin.done('delete', hostile.id);
    return {
      ...{ quietMs, attackedMs, report: attacked, newCredential, deletions, hasRunGuest, eventsOfOthers, consoleLog },
      ...{ byQemuUser, byOtherUser, openPorts, linkedConsole },
      ...{ isGuestIsolated: await isIsolating(), connectionsOfGuest },
    };
  }

  async function makeProject(name: string): Promise<string> {
    return (await admin.expect(201, 'POST', '/v1/projects', { json: { name } })).json<Project>().id;
  }

  function makeHostile(role: 'member' | 'viewer'): Promise<Person> {
    return makePerson(service, { name: `hostile-${role}`, role, project: theirs, token: { project: theirs } });
  }

  /** Starts the guest that attacks from inside; with the simulated hypervisor, an ordinary guest. */
  async function makeHostileGuest(member: Api): Promise<Guest> {
    if (guest === null) return member.makeGuest({ name: 'hostile' }, '?start=true');
    const apiPort = Number(new URL(service.url).port);
    const ports = [(loopback.address() as AddressInfo).port, ...(await ownPorts())];
    const initrd = await hostileInitrd(guest, { ports, apiPort, rounds: GUEST_ROUNDS });
    const kernelImage = await member.announceImage({ name: 'kernel', kind: 'kernel' });
    expect((await member.putContent(kernelImage.id, await openAsBlob(guest.kernel))).status).to.equal(200);
    const initrdImage = await member.makeImage(initrd, { name: 'initrd', kind: 'initrd' });
    const boot = { kernel_image: kernelImage.id, initrd_image: initrdImage.id, cmdline: guest.cmdline };
    return member.makeGuest(
      { name: 'hostile', memory_mib: 192, boot, disks: [{ size_mib: 8 }], nics: [{}] },
      '?start=true',
    );
  }

  /** The ports on which a process of the service listens, other than that of its API. */
  async function ownPorts(): Promise<number[]> {
    // A process that has ended meanwhile no longer listens.
    return (await Promise.all(ownProcesses().map((pid) => listeningPorts(pid).catch(() => [])))).flat();
  }

  /** All processes of the service except the one that serves requests: its database, its hypervisor, its guests. */
  function ownProcesses(): number[] {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && ![process.pid, service.pid].includes(pid))
      .filter((pid) => commandLineOf(pid).includes(service.dataFolder));
  }

  async function isIsolating(): Promise<boolean> {
    type Hosts = { readonly hosts: readonly { readonly capabilities: Readonly<Record<string, unknown>> }[] };
    const { hosts } = (await admin.expect(200, 'GET', '/v1/hosts')).json<Hosts>();
    return hosts.every(({ capabilities }) => capabilities['user_network_isolation'] === true);
  }

  /** One process as the user that runs QEMU, and one as a user without any relation to the service. */
  async function startProcesses(hostile: Guest): Promise<(HostileProcess | null)[]> {
    if (!IS_ROOT) return [null, null];
    const target: Target = {
      ...{ paths: await everythingBelow(service.dataFolder), url: service.url, own: [], readable: [] },
      // The service copies PostgreSQL's programs there if other users cannot reach the repository.
      open: [path.join(service.dataFolder, 'postgres-binaries')],
      ports: await ownPorts(),
    };
    if (guest === null) return [null, await HostileProcess.start(OTHER_USER, target)];
    const guests = path.join(service.dataFolder, 'qmp');
    const own = (await readdir(guests)).map((name) => path.join(guests, name, 'own'));
    const readable = [path.join(service.dataFolder, 'images')];
    return [
      await HostileProcess.start(await qemuUserOf(hostile), { ...target, own, readable }),
      await HostileProcess.start(OTHER_USER, target),
    ];
  }

  async function qemuUserOf({ id }: Pick<Guest, 'id'>): Promise<{ uid: number; gid: number }> {
    const pid = ownProcesses().find((each) => new RegExp(`^qemu-system.*${id}`, 's').test(commandLineOf(each)));
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const of = (name: string): number => Number(new RegExp(`^${name}:\\t(\\d+)`, 'm').exec(status)?.[1]);
    return { uid: of('Uid'), gid: of('Gid') };
  }

  async function hasGuestAttacked(member: Api, hostile: Guest): Promise<boolean> {
    return guest === null || (await consoleOf(member, hostile)).includes('ATTACKED 1');
  }

  async function consoleOf(member: Api, { href }: Guest): Promise<string> {
    const response = await member.send('GET', `${href}/console-log`);
    return response.status === 200 ? response.text : '';
  }

  /**
   * What the member reads as the console of its guest after QEMU's user has replaced that file by a link to the
   * administrator's token.
   */
  async function readLinkedConsole(member: Api, { id, href }: Guest): Promise<string> {
    if (guest === null || !IS_ROOT) return '';
    const own = path.join(service.dataFolder, 'qmp', `guesthouse-${id}`, 'own');
    const [file, token] = [path.join(own, 'console.log'), path.join(service.dataFolder, 'admin.token')];
    const { uid, gid } = await qemuUserOf({ id });
    const ids = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
    const child = spawn('setpriv', [...ids, 'ln', '-sfT', token, file], { cwd: '/', stdio: 'ignore' });
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
    const headers = { authorization: `Bearer ${member.token}` };
    return (await fetch(`${service.url}${href}/console-log`, { headers })).text();
  }

  /** The status of the first request with a credential that the service has never seen. */
  async function useNewCredential({ id }: Person): Promise<number> {
    return (await (await withToken(service, id, { project: ours })).send('GET', '/v1/guests')).status;
  }

  /** The administrator deletes the images that fill the disk, while the attack goes on. Returns the statuses. */
  async function clearUp(): Promise<number[]> {
    const there = { headers: { 'x-project-id': theirs } };
    const list = await admin.expect(200, 'GET', '/v1/images?limit=1000&search=name%3Dfill-*', there);
    const statuses: number[] = [];
    for (const { id, state } of list.json<ImageList>().images) {
      if (state !== 'available') continue;
      statuses.push((await admin.send('DELETE', `/v1/images/${id}`, there)).status);
    }
    return statuses;
  }

  function report({ quietMs, attackedMs, report: { statuses } }: Outcome): void {
    const [quiet, attacked] = [median(quietMs), median(attackedMs)];
    process.stdout.write(
      `    honest member: p50 ${quiet.toFixed(1)} ms quiet, ${attacked.toFixed(1)} ms under attack: ` +
        `${(attacked / quiet).toFixed(1)} times (${quietMs.length} and ${attackedMs.length} requests); ` +
        `the service uses ${service.residentMib().toFixed(0)} MiB\n`,
    );
    for (const [kind, counts] of Object.entries(statuses))
      process.stdout.write(`    ${kind}: ${JSON.stringify(counts)}\n`);
  }

  it('gives an honest member of another project only responses that the member’s own requests explain', () => {
    expect(honest.surprises).to.deep.equal([]);
  });

  it('shows and changes nothing of the honest project', async () => {
    await honest.checkUntouched();
    expect(honest.surprises).to.deep.equal([]);
    expect(outcome.report.found.filter((each) => each.includes('shows'))).to.deep.equal([]);
    expect(outcome.eventsOfOthers).to.deep.equal([]);
  });

  it('has no defect that an attacker can provoke', () => {
    expect(outcome.report.found).to.deep.equal([]);
    expect(service.log.filter(({ level }) => level >= ERROR)).to.deep.equal([]);
  });

  it('creates, starts, stops and deletes the guests of the honest project meanwhile', () => {
    expect(outcome.hasRunGuest).to.equal(null);
  });

  it('accepts a new credential from an address that sends wrong ones', () => {
    expect(outcome.newCredential).to.equal(200);
    expect(Object.keys(outcome.report.statuses['guess'] ?? {})).to.not.include('200');
  });

  it('lets an administrator list and delete what fills the disk', async function () {
    expect(outcome.deletions).to.not.be.empty;
    expect(new Set(outcome.deletions)).to.deep.equal(new Set([204]));
    if (disk === null) skip(this, 'root', 'not root: there is no small disk to fill');
    expect(Object.keys(outcome.report.statuses['upload'] ?? {})).to.include('507');
  });

  it('listens on TCP only with its API', () => {
    expect(outcome.openPorts).to.deep.equal([]);
  });

  it('gives the user that runs QEMU only the disks of guests and the images', function () {
    if (outcome.byQemuUser === null) skip(this, 'qmp', 'not root, or QEMU is not installed');
    expect(outcome.byQemuUser).to.deep.equal([]);
    expect(outcome.linkedConsole).to.not.include(service.token);
  });

  it('gives other local users nothing', function () {
    if (outcome.byOtherUser === null) skip(this, 'root', 'not root: no process can run as another user');
    expect(outcome.byOtherUser).to.deep.equal([]);
  });

  it('accepts no credential of a guest, and if the host isolates its network, the guest reaches no service on loopback', function () {
    if (guest === null) skip(this, 'qmp', 'QEMU is not installed');
    if (outcome.isGuestIsolated) {
      expect(outcome.connectionsOfGuest).to.equal(0);
      return;
    }
    // Shows that the test detects a connection.
    expect(outcome.connectionsOfGuest).to.be.above(0);
    const statuses = [...outcome.consoleLog.matchAll(/^API (\d+)/gm)].map(([, status]) => status);
    expect(statuses.filter((status) => status !== '401' && status !== '429')).to.deep.equal([]);
  });

  it('stops normally after the attack', async () => {
    expect(await service.stop()).to.equal(0);
  });
});

function deadline(ms: number): () => boolean {
  const at = performance.now() + ms;
  return () => performance.now() >= at;
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

interface Attackers {
  /** Whether the service has rejected an upload for lack of room. */
  hasFilledDisk(): boolean;
  /** Ends them, and resolves with their report. */
  end(): Promise<AttackReport>;
}

/** Starts the program of the hostile member and viewer. */
function startAttackers(plan: AttackPlan): Attackers {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  const program = path.join(import.meta.dirname, '../support/hostile/attackers.ts');
  const child: ChildProcess = spawn(process.execPath, ['--import', loader.href, program], {
    env: { ...process.env, ATTACK: JSON.stringify(plan) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const closed = once(child, 'close');
  return {
    hasFilledDisk: () => text.includes(UPLOAD_REFUSED),
    end: async () => {
      child.stdin?.end();
      await closed;
      return JSON.parse(text.trim().split('\n').at(-1) ?? '') as AttackReport;
    },
  };
}
