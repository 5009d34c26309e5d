/**
 * The user that QEMU, qemu-img and the writer of the console log run as, and the command that switches to it.
 *
 * If the service runs as root, this user is never root and never a user that owns or reads other data of the service
 * (PostgreSQL, the inspector of images, `postgres`, `nobody`). It is the configured user, otherwise `libvirt-qemu` if
 * that account exists, otherwise a fixed number. `setpriv` switches the user before QEMU starts, because QEMU's own
 * `-runas` conflicts with its sandbox. `setpriv` also drops every capability and every supplementary group (except the
 * group of /dev/kvm, for programs that use KVM). If the service does not run as root, everything runs as the service's
 * own user.
 *
 * Invariant: no child of this driver inherits our environment, which holds the database's address.
 * (test/live/qmp-driver.test.ts)
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { promisify } from 'node:util';
import { GuesthouseError } from '../../src/domain/errors.js';
import { refusalOf } from './dialect.js';

const execFileAsync = promisify(execFile);

const DEFAULT_NAME = 'libvirt-qemu';
/**
 * Debian's number for `libvirt-qemu`, used if no such account exists. If libvirt is installed later, the account that
 * it creates already owns the guests' files.
 */
const DEFAULT_UID = 64055;
const FORBIDDEN_NAMES = ['root', 'postgres', 'nobody'];
/**
 * The inspector of images (src/store/content/inspect-image.ts), and PostgreSQL (src/store/embedded/postgres-user.ts).
 */
const FORBIDDEN_UIDS = [0, 64_901, 64_902];

const CHILD_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
};

export interface QemuUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Whether this is a different user from the service's own. If so, files must change their owner. */
  readonly isForeign: boolean;
  /** The group that can open /dev/kvm. Only programs that use KVM join the group. */
  readonly kvmGid: number | null;
}

/**
 * `configured` is GUESTHOUSE_QEMU_USER, a name or a number. Throws, with a message for the operator, if QEMU must not
 * run as this user.
 */
export async function findQemuUser(configured: string | null): Promise<QemuUser> {
  const ownUid = process.getuid?.() ?? -1;
  if (ownUid !== 0) {
    return { name: String(ownUid), uid: ownUid, gid: process.getgid?.() ?? ownUid, isForeign: false, kvmGid: null };
  }
  const wanted = configured ?? DEFAULT_NAME;
  const account = await lookUp('passwd', wanted);
  const uid = Number(account?.[2] ?? (configured === null ? DEFAULT_UID : /^\d+$/.test(wanted) ? wanted : NaN));
  if (Number.isNaN(uid)) throw refused(`GUESTHOUSE_QEMU_USER: there is no user '${wanted}'.`);
  const name = account?.[0] ?? String(uid);
  const forbidden = await Promise.all(FORBIDDEN_NAMES.map(async (each) => (await lookUp('passwd', each))?.[2]));
  if (FORBIDDEN_UIDS.includes(uid) || forbidden.includes(String(uid)) || FORBIDDEN_NAMES.includes(name)) {
    throw refused(`GUESTHOUSE_QEMU_USER: QEMU must not run as '${name}'. Choose a user that owns nothing else.`);
  }
  // A group with the user's own name is preferred, because the primary group of Debian's libvirt-qemu is kvm, which not
  // every guest needs.
  const group = (await lookUp('group', name)) ?? null;
  const kvmGroup = await lookUp('group', 'kvm');
  return {
    name,
    uid,
    gid: Number(group?.[2] ?? account?.[3] ?? uid),
    isForeign: true,
    kvmGid: kvmGroup === null ? null : Number(kvmGroup[2]),
  };
}

export interface SpawnAs {
  readonly cwd: string;
  readonly stdio: StdioOptions;
  readonly withKvm?: boolean;
}

/** Starts a program in a separate session, so that it outlives the service. */
export function spawnDetachedAs(user: QemuUser, argv: readonly string[], options: SpawnAs): ChildProcess {
  const [program, ...args] = changeOver(user, argv, options.withKvm ?? false);
  return spawn(program, args, { cwd: options.cwd, stdio: options.stdio, detached: true, env: CHILD_ENVIRONMENT });
}

/**
 * Runs a short program until it ends and returns its standard output. A failure is `backend_refused` or
 * `capacity_exhausted`.
 */
export async function runAs(
  user: QemuUser,
  argv: readonly string[],
  options: {
    signal?: AbortSignal;
    cwd?: string;
    withKvm?: boolean;
    /** Written to the standard input, which is then closed. */
    input?: string;
    onOutput?: (text: string) => void;
  } = {},
): Promise<string> {
  const [program, ...args] = changeOver(user, argv, options.withKvm ?? false);
  try {
    const running = execFileAsync(program, args, {
      cwd: options.cwd ?? '/',
      env: CHILD_ENVIRONMENT,
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    if (options.input !== undefined) {
      // The program may end before it has read everything.
      running.child.stdin?.on('error', () => undefined);
      running.child.stdin?.end(options.input);
    }
    if (options.onOutput !== undefined) running.child.stdout?.on('data', options.onOutput);
    return (await running).stdout;
  } catch (error) {
    options.signal?.throwIfAborted();
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw refusalOf(argv[0] ?? program, stderr === '' && error instanceof Error ? error.message : stderr, error);
  }
}

/** Runs a program as the service's own user. */
export async function run(
  argv: readonly [string, ...string[]],
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  const [program, ...args] = argv;
  const { stdout } = await execFileAsync(program, args, { env: CHILD_ENVIRONMENT, signal: options.signal });
  return stdout;
}

function changeOver(user: QemuUser, argv: readonly string[], withKvm: boolean): [string, ...string[]] {
  if (!user.isForeign) return [argv[0] ?? '', ...argv.slice(1)];
  const groups = withKvm && user.kvmGid !== null ? `--groups=${user.kvmGid}` : '--clear-groups';
  const drop = ['--inh-caps=-all', '--bounding-set=-all', '--no-new-privs'];
  return ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, groups, ...drop, '--', ...argv];
}

/**
 * The fields of an account or group, or null if there is none. getent uses the machine's configured directory services.
 */
async function lookUp(database: 'passwd' | 'group', key: string): Promise<string[] | null> {
  try {
    return (await run(['getent', database, key])).trim().split(':');
  } catch {
    return null;
  }
}

function refused(message: string): GuesthouseError {
  return new GuesthouseError('backend_refused', message);
}
