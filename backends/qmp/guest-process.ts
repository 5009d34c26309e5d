/**
 * Identifies a guest's QEMU among all processes, and ends it.
 *
 * A pid by itself proves nothing: it may have been reused. A process counts as a guest's only if its start time (field
 * 22 of /proc/PID/stat, proc(5)) is the recorded one, the machine has not rebooted since, the guest's name is in its
 * command line (if it still has one), and at least one of its threads has not ended.
 *
 * Invariant: each signal is sent to a pid that was verified immediately before, without an await in between.
 * (test/live/qmp-driver.test.ts)
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuestId } from '../../src/domain/ids.js';
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';

/** No event reports the end of a process that is not our child, so we poll. A QEMU takes about 20 ms to end. */
const POLL_MS = 10;

export interface ProcessMark {
  readonly pid: number;
  /** The start time of the process, in clock ticks since the machine booted. */
  readonly startTicks: string;
  readonly bootId: string;
}

/** The guest's name on the host: the name of its process and its folder. */
export function hostNameOf(guest: GuestId): string {
  return `guesthouse-${guest}`;
}

/** The mark of a process, or null if it is not alive. */
export function markOf(pid: number): ProcessMark | null {
  const stat = statOf(pid);
  if (stat === null || stat.state === 'X') return null;
  // A killed QEMU is a zombie as soon as its first thread has ended. Its disks stay open and locked until its last
  // thread has ended.
  if (stat.state === 'Z' && threadCountOf(pid) < 2) return null;
  return { pid, startTicks: stat.startTicks, bootId: bootId() };
}

export function isAlive(mark: ProcessMark, guest: GuestId): boolean {
  const now = markOf(mark.pid);
  if (now === null || now.startTicks !== mark.startTicks || now.bootId !== mark.bootId) return false;
  const command = commandOf(mark.pid);
  // A process that is exiting has no command line any more, although its files may still be open.
  return command.length === 0 || isGuestCommand(command, guest);
}

/**
 * Searches all processes for the guest's QEMU. Needed if the service died during a start before it could record the
 * pid.
 */
export function findProcess(guest: GuestId): ProcessMark | null {
  const [pid] = findPids((command) => isGuestCommand(command, guest));
  return pid === undefined ? null : markOf(pid);
}

/** The pids of all live processes, except our own, whose command line satisfies `matches`. */
export function findPids(matches: (command: readonly string[]) => boolean): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && matches(commandOf(pid)) && markOf(pid) !== null);
}

export function kill(mark: ProcessMark, guest: GuestId): void {
  if (isAlive(mark, guest)) killIfAlive(mark.pid);
}

/** The caller must have verified immediately before which process has this pid. */
export function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether the process ended within `timeoutMs`. Rejects only if the call is over. */
export async function waitForEnd(
  mark: ProcessMark,
  guest: GuestId,
  timeoutMs: number,
  call: CallScope,
): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (isAlive(mark, guest)) {
    // Must come first: if our process was paused meanwhile, the timeout has expired too. The caller, which may no
    // longer own the host, would then kill the guest's process.
    throwIfOver(call);
    if (performance.now() >= until) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/**
 * Checks for `-name guesthouse-<id>`. Also matches setpriv, whose command line has the same arguments until it executes
 * QEMU.
 */
function isGuestCommand(command: readonly string[], guest: GuestId): boolean {
  const at = command.indexOf('-name');
  return at !== -1 && command[at + 1] === hostNameOf(guest);
}

/** The command line of a process; empty if it has ended. */
export function commandOf(pid: number): string[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command === '' ? [] : command.split('\0');
  } catch {
    return [];
  }
}

function statOf(pid: number): { state: string; startTicks: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name (field 2) can contain anything, even parentheses, so the fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[22 - 3] ?? '' };
  } catch {
    return null;
  }
}

function threadCountOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

let knownBootId: string | null = null;

function bootId(): string {
  return (knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}
