/**
 * Counters of a simulated machine, computed from its name and its running time: two measurements at the same moment
 * agree, counters only rise, and a machine costs nothing while it is not measured. Each device has its own rate, from a
 * hash of its name.
 */
import type { MachineStats } from '../wire/protocol.js';
import { runningTimeMs, type Machine } from './machine.js';

/** All counters since power-on. */
export function statsOf(machine: Machine, nowMs: number): MachineStats {
  const ranS = runningTimeMs(machine, nowMs) / 1000;
  const { cpus, disks, nics } = machine.spec;
  return {
    cpus: Array.from({ length: cpus }, (_, cpu) => {
      const busyS = ranS * (0.05 + 0.9 * fraction(`${machine.name}/cpu${cpu}`));
      return { busyS: seconds(busyS), insideS: seconds(busyS * 0.9) };
    }),
    disks: disks.map(({ target, media }) => {
      const pace = fraction(`${machine.name}/${target}`);
      const reads = Math.floor(ranS * (50 + 200 * pace));
      const writes = media === 'cdrom' ? 0 : Math.floor(ranS * (20 + 100 * pace));
      const flushes = Math.floor(writes / 10);
      return {
        target,
        reads,
        readBytes: reads * 16_384,
        readS: seconds(reads * 0.000_2),
        writes,
        writeBytes: writes * 8_192,
        writeS: seconds(writes * 0.000_5),
        flushes,
        flushS: seconds(flushes * 0.002),
      };
    }),
    nics: nics.map(({ target, network }) => {
      const pace = fraction(`${machine.name}/${target}`);
      const inPackets = Math.floor(ranS * (40 + 400 * pace));
      const outPackets = Math.floor(ranS * (30 + 200 * pace));
      return { target, network, inBytes: inPackets * 900, inPackets, outBytes: outPackets * 300, outPackets };
    }),
  };
}

function seconds(value: number): number {
  return Math.floor(value * 1e6) / 1e6;
}

/** A number in [0, 1) derived from the text: FNV-1a, 32 bits. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
