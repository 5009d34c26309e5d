/**
 * What administrators and their programs do to a guest with `virsh`, `qemu-img`, signals and the file system, past the
 * service. A hand must not know what the service does about it; handled-guest.ts checks that.
 */
import { chmod, chown, copyFile, mkdir, readdir, rename, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import type { Dice } from '../fuzz/random.js';
import { copyOwner } from './hand-host.js';
import type { HandHost } from './hand-host.js';
import type { HandledGuest } from './handled-guest.js';

export interface Hand {
  readonly what: string;
  /** The state of the guest in which the administrator does this. */
  readonly from: 'stopped' | 'running';
  /** Whether libvirt accepts this in any state, so that it can also happen while the service changes the guest. */
  readonly isAnytime?: true;
  readonly apply: (world: HandWorld) => Promise<Aftermath | void>;
}

export interface HandWorld {
  readonly guest: HandledGuest;
  readonly host: HandHost;
  readonly dice: Dice;
}

export interface Aftermath {
  /** The administrator has replaced the bytes of the disk, and answers for that. */
  readonly isRebased?: true;
  /** Why the disk cannot be read until `undo`, or for ever. */
  readonly unreadable?: string;
  /** Whether the storage cannot be asked until `undo`, so that nothing can be said about any disk. */
  readonly isStorageAway?: true;
  /** What the administrator does afterwards, so that the guest can be used again. */
  readonly undo?: () => Promise<void>;
}

let additions = 0;
const MIB = 1024 ** 2;

export const HANDS: readonly Hand[] = [
  {
    what: 'virsh snapshot-create-as --disk-only (a backup begins), and the guest writes on',
    from: 'running',
    async apply({ guest, host }) {
      await takeSnapshot(host, guest.domain);
      await guest.booting(() => host.virsh('reset', guest.domain));
    },
  },
  {
    what: 'virsh snapshot-create-as --disk-only of a stopped guest, which then boots',
    from: 'stopped',
    async apply({ guest, host }) {
      const { domain } = guest;
      await takeSnapshot(host, domain);
      await guest.booting(() => host.virsh('start', domain));
      await host.virsh('destroy', domain);
    },
  },
  {
    what: 'virsh snapshot-create-as (internal), boot, snapshot-revert',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const name = `state-${++additions}`;
      await host.virsh('snapshot-create-as', domain, name);
      await host.virsh('start', domain);
      await host.virsh('snapshot-revert', domain, name);
      await host.virsh('snapshot-delete', domain, name);
      return { isRebased: true };
    },
  },
  {
    what: 'virsh managedsave',
    from: 'running',
    async apply({ guest: { domain }, host }) {
      await host.virsh('managedsave', domain);
    },
  },
  {
    what: 'virsh save and restore',
    from: 'running',
    async apply({ guest: { domain }, host }) {
      const file = await host.roomFor('saved');
      await host.virsh('save', domain, file);
      await host.virsh('restore', file);
      await unlink(file);
    },
  },
  {
    what: 'virsh suspend',
    from: 'running',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.virsh('suspend', domain);
    },
  },
  {
    what: 'virsh suspend and resume',
    from: 'running',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.virsh('suspend', domain);
      await host.virsh('resume', domain);
    },
  },
  {
    what: 'virsh destroy',
    from: 'running',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.virsh('destroy', domain);
    },
  },
  {
    what: 'virsh start',
    from: 'stopped',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.virsh('start', domain);
    },
  },
  {
    what: 'virsh undefine of a stopped guest',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      await host.virsh('undefine', domain);
    },
  },
  {
    what: 'virsh undefine of a running guest',
    from: 'running',
    async apply({ guest: { domain }, host }) {
      await host.virsh('undefine', domain);
    },
  },
  {
    what: 'virsh define with more memory',
    from: 'stopped',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.redefine(domain, (xml) => xml.replace(/(<(?:memory|currentMemory) [^>]*>)\d+/g, '$132768'));
    },
  },
  {
    what: 'virsh edit of the vCPUs of a running guest',
    from: 'running',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.redefine(domain, (xml) => xml.replace(/(<vcpu[^>]*>)\d+/, '$13'));
    },
  },
  {
    what: 'virsh attach-disk --config',
    from: 'stopped',
    isAnytime: true,
    async apply(world) {
      const { guest, host } = world;
      await host.virsh('attach-disk', guest.domain, await extraDisk(world), 'vdb', '--subdriver', 'raw', '--config');
    },
  },
  {
    what: 'virsh attach-disk to the running guest only',
    from: 'running',
    async apply(world) {
      const { guest, host } = world;
      await host.virsh('attach-disk', guest.domain, await extraDisk(world), 'vdc', '--subdriver', 'raw', '--live');
    },
  },
  {
    what: 'virsh attach-interface --config',
    from: 'stopped',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      const mac = `52:54:00:aa:00:${(++additions).toString(16).padStart(2, '0')}`;
      const nic = `<interface type='user'><mac address='${mac}'/><model type='virtio'/></interface>`;
      await host.virsh('attach-device', domain, await host.deviceFile(nic), '--config');
    },
  },
  {
    what: 'virsh detach-disk --config of its only disk',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      await host.virsh('detach-disk', domain, 'vda', '--config');
    },
  },
  {
    what: 'virsh change-media --eject',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      await host.virsh('change-media', domain, 'sda', '--eject', '--config');
    },
  },
  {
    what: 'virsh blockcommit after a snapshot (a backup ends)',
    from: 'running',
    async apply({ guest, host }) {
      const { domain } = guest;
      await takeSnapshot(host, domain);
      await guest.booting(() => host.virsh('reset', domain));
      await host.virsh('blockcommit', domain, 'vda', '--active', '--pivot', '--shallow');
    },
  },
  {
    what: 'virsh blockcopy to another file, and pivot',
    from: 'running',
    async apply({ guest, host }) {
      const { domain } = guest;
      const disk = await host.diskOf(domain);
      if (disk === null) return;
      const file = await host.fileLike(disk, `moved-${++additions}.qcow2`);
      const options = ['--reuse-external', '--transient-job', '--wait', '--pivot', '--format', 'qcow2'];
      await host.virsh('blockcopy', domain, 'vda', file, ...options);
      await guest.booting(() => host.virsh('reset', domain));
    },
  },
  {
    what: 'virsh blockpull',
    from: 'running',
    async apply({ guest, host }) {
      const { domain } = guest;
      await host.virsh('blockpull', domain, 'vda', '--wait');
      await guest.booting(() => host.virsh('reset', domain));
    },
  },
  {
    what: 'virsh pool-destroy (the pool is inactive)',
    from: 'stopped',
    isAnytime: true,
    async apply({ host }) {
      await host.virsh('pool-destroy', 'guesthouse');
      return { undo: () => startPool(host) };
    },
  },
  {
    what: 'virsh pool-destroy and pool-undefine',
    from: 'stopped',
    async apply({ host }) {
      const xml = await host.virsh('pool-dumpxml', 'guesthouse');
      await host.virsh('pool-destroy', 'guesthouse');
      await host.virsh('pool-undefine', 'guesthouse');
      return {
        async undo() {
          const pools = await host.virsh('pool-list', '--all', '--name');
          if (!pools.split('\n').some((name) => name.trim() === 'guesthouse'))
            await host.virsh('pool-define', await host.deviceFile(xml));
          await startPool(host);
        },
      };
    },
  },
  {
    what: 'umount of the folder of the pool, and pool-refresh',
    from: 'stopped',
    async apply({ host }) {
      await rename(host.pool, host.unmountedPool);
      await mkdir(host.pool);
      await copyOwner(host.unmountedPool, host.pool);
      await host.virsh('pool-refresh', 'guesthouse').catch(() => undefined);
      return {
        unreadable: 'the folder is not mounted',
        isStorageAway: true,
        async undo() {
          const written = await readdir(host.pool);

          if (written.length > 0) throw new Error(`below the mount point, there is now: ${written.join(', ')}`);
          await rmdir(host.pool);
          await rename(host.unmountedPool, host.pool);
          await startPool(host);
          await host.virsh('pool-refresh', 'guesthouse');
        },
      };
    },
  },
  {
    what: 'qemu-img resize',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const disk = await host.diskOf(domain);
      if (disk !== null) await host.qemuImg('resize', '-q', '-f', disk.format, disk.file, '3M');
    },
  },
  {
    what: 'virsh vol-resize',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      await host.virsh('vol-resize', `${domain}-vda`, '4M', '--pool', 'guesthouse');
    },
  },
  {
    what: 'qemu-img convert to a disk without a backing file, in place of the old one',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const disk = await host.diskOf(domain);
      if (disk === null) return;
      const converted = `${disk.file}.converted`;
      await host.qemuImg('convert', '-q', '-f', disk.format, '-O', disk.format, disk.file, converted);
      await copyOwner(disk.file, converted);
      await rename(converted, disk.file);
    },
  },
  {
    what: 'an older copy of the disk, put back in its place',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const disk = await host.diskOf(domain);
      if (disk === null) return;
      const copy = `${disk.file}.older`;
      await copyFile(disk.file, copy);
      await copyOwner(disk.file, copy);
      await host.virsh('start', domain);
      await host.virsh('destroy', domain);
      await rename(copy, disk.file);
      return { isRebased: true };
    },
  },
  {
    what: 'virsh domrename',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      await host.virsh('domrename', domain, 'renamed');
      return { undo: () => ignoring(host.virsh('domrename', 'renamed', domain)) };
    },
  },
  {
    what: 'virsh autostart',
    from: 'stopped',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      await host.virsh('autostart', domain);
    },
  },
  {
    what: 'virsh vol-delete of the disk (its bytes are lost)',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const disk = await host.diskOf(domain);
      if (disk !== null) await unlink(disk.file);
      await host.virsh('pool-refresh', 'guesthouse');
      return { unreadable: 'the administrator has removed the disk' };
    },
  },
  {
    what: 'mv of the disk to another name, and back',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const disk = await host.diskOf(domain);
      if (disk === null) return;
      const elsewhere = await host.roomFor('moved-disk');
      await rename(disk.file, elsewhere);
      if (!disk.file.startsWith(host.pool)) return { undo: () => rename(elsewhere, disk.file) };
      await host.virsh('pool-refresh', 'guesthouse');
      return {
        unreadable: 'the disk is not at its place',
        async undo() {
          await rename(elsewhere, disk.file);
          await host.virsh('pool-refresh', 'guesthouse');
        },
      };
    },
  },
  {
    what: 'chmod and chown of the disk, so that QEMU cannot open it',
    from: 'stopped',
    async apply({ guest: { domain }, host }) {
      const disk = await host.diskOf(domain);
      if (disk === null) return;
      const { uid, gid, mode } = await stat(disk.file);
      await chown(disk.file, 0, 0);
      await chmod(disk.file, 0o600);
      return {
        async undo() {
          await chown(disk.file, uid, gid);
          await chmod(disk.file, mode & 0o777);
        },
      };
    },
  },
  {
    what: 'systemctl restart libvirtd',
    from: 'running',
    isAnytime: true,
    async apply({ host, dice }) {
      await host.restartDaemon(dice.oneIn(2) ? 'SIGTERM' : 'SIGKILL');
    },
  },
  {
    what: 'kill -9 of the QEMU',
    from: 'running',
    isAnytime: true,
    async apply({ guest: { domain }, host }) {
      process.kill(await host.libvirtd.pidOf(domain), 'SIGKILL');
    },
  },
  {
    what: 'kill -STOP of the QEMU, and -CONT',
    from: 'running',
    async apply({ guest: { domain }, host }) {
      const pid = await host.libvirtd.pidOf(domain);
      process.kill(pid, 'SIGSTOP');
      return { undo: () => ignoring(Promise.resolve().then(() => process.kill(pid, 'SIGCONT'))) };
    },
  },
];

/** A blank disk outside of the pool that QEMU can open. */
async function extraDisk({ host }: HandWorld): Promise<string> {
  const file = await host.roomFor(`extra-${++additions}`);
  await writeFile(file, Buffer.alloc(MIB));
  await chmod(file, 0o666);
  return file;
}

/**
 * An external snapshot of the first disk. QEMU can neither make files in the folder of the pool nor open those of root,
 * so the administrator makes the overlay.
 */
async function takeSnapshot(host: HandHost, domain: string): Promise<void> {
  const disk = await host.diskOf(domain);
  if (disk === null) return;
  const name = `backup-${++additions}`;
  const backing = ['-b', disk.file, '-F', disk.format];
  const overlay = await host.fileLike(disk, `${domain}-vda.${name}`, ...backing);
  const others = (await host.targetsOf(domain)).filter((target) => target !== 'vda');
  const specs = [`vda,file=${overlay}`, ...others.map((target) => `${target},snapshot=no`)];
  const options = [
    '--disk-only',
    '--no-metadata',
    '--reuse-external',
    ...specs.flatMap((each) => ['--diskspec', each]),
  ];
  await host.virsh('snapshot-create-as', domain, name, ...options);
}

/** Also resolves if the pool runs already. */
async function startPool(host: HandHost): Promise<void> {
  await ignoring(host.virsh('pool-start', 'guesthouse'));
}

async function ignoring(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
