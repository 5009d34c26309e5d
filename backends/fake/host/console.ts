/**
 * The serial console of a simulated machine, computed from the machine's running time: the same machine at the same
 * time always has the same output. Only the requested lines are computed, so a guest that has run for a year costs as
 * little as a new one. Like the small Linux of the live tests, the guest writes GUEST-UP, ACPI-POWER and GUEST-DOWN. A
 * periodic tick shows that the guest is alive.
 */
import { runningTimeMs, type Boot, type Machine } from './machine.js';

/** Interval of the guest's ticks, in its own running time. */
const TICK_EVERY_MS = 10_000;

/** The last `bytes` bytes that the machine has written, across the boots that it keeps (machine.ts). */
export function consoleTail(machine: Machine, nowMs: number, bytes: number): string {
  const texts: string[] = [];
  let length = 0;
  const add = (text: string): boolean => {
    texts.unshift(text);
    length += text.length;
    return length >= bytes;
  };
  let isFull = bytes === 0;
  if (machine.boot !== null)
    isFull ||= add(tailOfBoot(machine.boot, runningTimeMs(machine, nowMs) - machine.bootedFromMs, null, bytes));
  for (let index = machine.endedBoots.length - 1; index >= 0 && !isFull; index--) {
    const ended = machine.endedBoots[index];
    if (ended !== undefined) isFull = add(tailOfBoot(ended, ended.ranMs, ended.end, bytes));
  }
  // The output is ASCII, so each character is one byte.
  return bytes === 0 ? '' : texts.join('').slice(-bytes);
}

function tailOfBoot(boot: Boot, ranMs: number, end: string | null, bytes: number): string {
  const lines: string[] = [];
  const say = (atMs: number, text: string) => {
    if (atMs <= ranMs) lines.push(`[${(atMs / 1000).toFixed(6).padStart(12)}] ${text}\n`);
  };
  const { takesMs, cpus, memoryMib, buttonAtMs } = boot;
  say(0, 'Linux version 6.1.0-simulated (guesthouse@fake)');
  say(0, 'Command line: console=ttyS0');
  say(takesMs * 0.1, `Memory: ${memoryMib * 1024}K available`);
  say(takesMs * 0.2, `smp: Brought up 1 node, ${cpus} CPU${cpus === 1 ? '' : 's'}`);
  say(takesMs * 0.4, 'ACPI: button: Power Button [PWRF]');
  say(takesMs * 0.6, 'EXT4-fs (vda1): mounted filesystem with ordered data mode');
  say(takesMs * 0.8, 'Run /sbin/init as init process');
  if (takesMs <= ranMs) lines.push('GUEST-UP\n');

  // Pressing the button stops the ticks, because the shutdown follows.
  const ticks = Math.floor(((buttonAtMs ?? ranMs) - takesMs) / TICK_EVERY_MS);
  const shortestTickLine = 20;
  const first = Math.max(1, ticks - Math.ceil(bytes / shortestTickLine));
  for (let tick = first; tick <= ticks; tick++) say(takesMs + tick * TICK_EVERY_MS, `tick ${tick}`);

  if (buttonAtMs !== null) lines.push('ACPI-POWER\n');
  if (end === 'down') lines.push('GUEST-DOWN\n');
  return lines.join('');
}
