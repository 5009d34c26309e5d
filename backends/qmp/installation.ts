/**
 * The QEMU installation of this machine: inspected once when the driver opens, so that starting a guest needs no
 * inspection.
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { DiskRoom } from '../../src/domain/disk-room.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { CommonConfig, HostLocation } from '../backend.js';
import { findUefiFirmware } from './firmware.js';
import type { UefiFirmware } from './firmware.js';
import { inspectHardware } from './hardware.js';
import type { Hardware } from './hardware.js';
import { findQemuUser, run, runAs } from './qemu-user.js';
import type { QemuUser } from './qemu-user.js';
import { canMakeTaps } from './taps.js';
import { canIsolateUserNetwork } from './user-network.js';

const QEMU = 'qemu-system-x86_64';
const OLDEST = [7, 2] as const;

export interface QmpConfig extends CommonConfig {
  /** Folder of the service's own data, absolute; guests are kept below it. */
  readonly dataFolder: string;
  readonly accel: 'auto' | 'kvm' | 'tcg';
  /** The CPU model of new guests; null: the newest named model that this machine can offer. */
  readonly cpuModel?: string | null;
  /** User that runs QEMU if the service runs as root; null: the driver chooses. */
  readonly qemuUser: string | null;
  /**
   * Whether the service knows guests that were observed on this host. If so, a folder without guests is not new: its
   * file system is not mounted (host-folder.ts).
   */
  readonly hasGuests: (host: HostLocation) => Promise<boolean>;
  /** Whether the disk of the data folder has room for the disks of guests. */
  readonly room: DiskRoom;
}

export interface Installation {
  readonly binary: string;
  readonly version: string;
  readonly accel: 'kvm' | 'tcg';
  readonly hardware: Hardware;
  readonly user: QemuUser;
  readonly uefi: UefiFirmware | null;
  /** Whether NICs can be connected to bridges. */
  readonly hasTaps: boolean;
  /** Whether guests on the network `user` are cut off from the host's loopback (user-network.ts). */
  readonly hasUserNetworkIsolation: boolean;
  readonly room: DiskRoom;
}

/** The version of QEMU, or the reason why this machine cannot run guests. */
export async function detectQemu(): Promise<{ version: string } | { reason: string }> {
  if (process.platform !== 'linux') return { reason: 'bare QEMU is supported only on Linux' };
  if (process.arch !== 'x64')
    return { reason: `bare QEMU is supported only on x86-64, and this machine is ${process.arch}` };
  let version: string;
  try {
    const words = await run([QEMU, '--version']);
    version = /version (\d+\.\d+(?:\.\d+)?)/.exec(words)?.[1] ?? '';
  } catch {
    return { reason: `${QEMU} is not installed` };
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { reason: `QEMU ${version} is older than ${OLDEST.join('.')}` };
  }
  try {
    await run(['qemu-img', '--version']);
  } catch {
    return { reason: 'qemu-img is not installed' };
  }
  if (process.getuid?.() === 0) {
    try {
      await run(['setpriv', '--version']);
    } catch {
      return { reason: 'setpriv (util-linux) is not installed, and QEMU must not run as root' };
    }
  }
  return { version };
}

/** Inspects the installation. Throws, with a message for the operator, if guests cannot run. */
export async function findInstallation(config: QmpConfig): Promise<Installation> {
  const found = await detectQemu();
  if ('reason' in found)
    throw new GuesthouseError('backend_refused', `Guests cannot run on bare QEMU: ${found.reason}.`);
  const user = await findQemuUser(config.qemuUser);
  const [accel, uefi, hasTaps, hasUserNetworkIsolation] = await Promise.all([
    chooseAccel(config, user),
    findUefiFirmware(),
    canMakeTaps(user),
    canIsolateUserNetwork(user),
  ]);
  return {
    binary: QEMU,
    version: found.version,
    accel,
    hardware: await inspectHardware(QEMU, accel, user, config.cpuModel ?? null),
    user,
    uefi,
    hasTaps,
    hasUserNetworkIsolation,
    room: config.room,
  };
}

async function chooseAccel(config: QmpConfig, user: QemuUser): Promise<'kvm' | 'tcg'> {
  if (config.accel !== 'auto') return config.accel;
  try {
    await access('/dev/kvm', constants.F_OK);
    // Opens the device instead of checking that it exists, because a device node can exist without a driver.
    await runAs(user, ['sh', '-c', ': <>/dev/kvm'], { withKvm: true });
    return 'kvm';
  } catch {
    return 'tcg';
  }
}

/**
 * Throws if the QEMU user cannot pass through one of the folders on the path to `folder`. The message names the first
 * such folder.
 */
export async function checkReach(user: QemuUser, folder: string): Promise<void> {
  const parts = folder.split('/').filter((part) => part !== '');
  const steps = parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`);
  const script = 'for d in "$@"; do [ -x "$d" ] || { printf %s "$d"; exit 0; }; done';
  const closed = await runAs(user, ['sh', '-c', script, 'sh', ...steps]);
  if (closed === '') return;
  throw new GuesthouseError(
    'backend_refused',
    `QEMU runs as user '${user.name}', which cannot pass through the folder ${closed}. Run chmod o+x ${closed}, ` +
      'set GUESTHOUSE_DATA to a folder elsewhere, or set GUESTHOUSE_QEMU_USER to a user that can.',
  );
}
