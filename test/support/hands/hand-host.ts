/**
 * A libvirt host as its administrators see it: through `virsh`, `qemu-img` and its file system, never through the
 * service. Here a test reads what is really there, and compares it with what the service shows.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../eventually.js';
import { Libvirtd } from '../peers/libvirtd.js';
import { DISK_BYTES } from './counting-disk.js';

/** The parts of a domain's definition that the API shows, or that decide which bytes the guest sees. */
export interface DomainView {
  readonly memoryMib: number;
  readonly vcpus: number;
  /** A line for each disk. */
  readonly disks: readonly string[];
  /** A line for each NIC. */
  readonly nics: readonly string[];
}

export interface DiskFile {
  readonly file: string;
  readonly format: string;
}

/** The domain that is not ours. */
export const FOREIGN = 'of-someone-else';
const FOREIGN_FILE = 'of-someone-else.img';

export class HandHost {
  readonly libvirtd: Libvirtd;

  private constructor(libvirtd: Libvirtd) {
    this.libvirtd = libvirtd;
  }

  static async start(): Promise<HandHost> {
    return new HandHost(await Libvirtd.start());
  }

  get folder(): string {
    return this.libvirtd.folder;
  }

  get pool(): string {
    return join(this.folder, 'pool');
  }

  async virsh(...args: string[]): Promise<string> {
    return (await this.libvirtd.virsh(...args)).trim();
  }

  async qemuImg(...args: string[]): Promise<void> {
    await promisify(execFile)('qemu-img', args);
  }

  /** Defines what `change` makes of the definition for the next start. */
  async redefine(domain: string, change: (xml: string) => string): Promise<void> {
    const file = join(this.folder, 'redefined.xml');
    await writeFile(file, change(await this.definition(domain)));
    await this.virsh('define', file);
  }

  /** Writes the XML of a device into a file and returns the file's path. */
  async deviceFile(xml: string): Promise<string> {
    const file = join(this.folder, 'device.xml');
    await writeFile(file, xml);
    return file;
  }

  /** The complete definition for the next start. */
  async definition(domain: string): Promise<string> {
    return await this.virsh('dumpxml', domain, '--inactive', '--security-info');
  }

  async hasDomain(domain: string): Promise<boolean> {
    return (await this.virsh('list', '--all', '--name')).split('\n').includes(domain);
  }

  /** `running`, `paused`, `shut off`, `crashed`…; null: there is no such domain. */
  async stateOf(domain: string): Promise<string | null> {
    try {
      const [, state = '', reason = ''] =
        /^([^(]+) \((.*)\)$/.exec(await this.virsh('domstate', domain, '--reason')) ?? [];
      return reason === 'crashed' ? reason : state;
    } catch (error) {
      if (await this.hasDomain(domain)) throw error;
      return null;
    }
  }

  async isActive(domain: string): Promise<boolean> {
    return ['running', 'paused'].includes((await this.stateOf(domain)) ?? '');
  }

  /** The definition for the next start, or that of the running domain. */
  async view(domain: string, which: 'next' | 'live'): Promise<DomainView> {
    return viewOf(await this.virsh('dumpxml', domain, ...(which === 'next' ? ['--inactive'] : [])));
  }

  /** The file that the first disk of the next start names; null: it names none. */
  async diskOf(domain: string): Promise<DiskFile | null> {
    const xml = await this.virsh('dumpxml', domain, '--inactive');
    return disksIn(xml).find(({ target }) => target === 'vda') ?? null;
  }

  /** libvirt's names of the disks that the domain has now. */
  async targetsOf(domain: string): Promise<string[]> {
    return disksIn(await this.virsh('dumpxml', domain)).map(({ target }) => target);
  }

  async hasManagedSave(domain: string): Promise<boolean> {
    const info = await this.virsh('dominfo', domain);
    return /^Managed save:\s+yes$/m.test(info);
  }

  /** Where the folder of the pool is while it is not mounted. */
  get unmountedPool(): string {
    return `${this.pool}.unmounted`;
  }

  /** The names of the files in the pool's folder, mounted or not. */
  async poolFiles(): Promise<string[]> {
    const folders = await Promise.all([this.pool, this.unmountedPool].map((each) => readdir(each).catch(() => [])));
    return folders.flat().sort();
  }

  async console(domain: string): Promise<string> {
    return await readFile(join(this.pool, `${domain}-console.log`), 'utf8').catch(() => '');
  }

  /** A domain and a file in our pool's folder that are not ours. */
  async addForeigner(): Promise<void> {
    const file = join(this.pool, FOREIGN_FILE);
    await writeFile(file, 'the bytes of someone else');
    const xml = `<domain type='qemu'><name>${FOREIGN}</name><memory unit='MiB'>16</memory>
      <os><type arch='x86_64'>hvm</type></os>
      <devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${file}'/>
      <target dev='vda' bus='virtio'/></disk></devices></domain>`;
    await this.virsh('define', await this.deviceFile(xml));
  }

  /** Everything of the foreigner, as one text. */
  async foreigner(): Promise<string> {
    const bytes = await readFile(join(this.pool, FOREIGN_FILE)).catch(() =>
      readFile(join(this.unmountedPool, FOREIGN_FILE)),
    );
    const state = await this.stateOf(FOREIGN);
    return `${state}\n${await this.definition(FOREIGN)}\n${createHash('sha256').update(bytes).digest('hex')}`;
  }

  /** A new folder that QEMU's user can enter, for the files that administrators add. */
  async roomFor(name: string): Promise<string> {
    const folder = join(this.folder, 'theirs');
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o777);
    return join(folder, name);
  }

  /** A blank file with the owner that QEMU needs, for copies and overlays of `disk`. */
  async fileLike(disk: DiskFile, name: string, ...options: string[]): Promise<string> {
    const file = join(this.pool, name);
    await this.qemuImg('create', '-q', '-f', 'qcow2', ...options, file, `${DISK_BYTES}`);
    await copyOwner(disk.file, file);
    return file;
  }

  async restartDaemon(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.libvirtd.stopDaemon(signal);
    await this.libvirtd.startDaemon();
    await eventually(() =>
      this.virsh('list').then(
        () => true,
        () => false,
      ),
    );
  }
}

/** Gives a file the owner and the mode of another. */
export async function copyOwner(from: string, to: string): Promise<void> {
  const { uid, gid, mode } = await stat(from);
  await chown(to, uid, gid);
  await chmod(to, mode & 0o7777);
}

/** Words for each difference between two views. */
export function differencesBetween(before: DomainView, now: DomainView): string[] {
  const lists = (['disks', 'nics'] as const).flatMap((part) => [
    ...before[part].filter((each) => !now[part].includes(each)).map((each) => `gone: ${each}`),
    ...now[part].filter((each) => !before[part].includes(each)).map((each) => `new: ${each}`),
  ]);
  const numbers = (['memoryMib', 'vcpus'] as const).flatMap((part) =>
    before[part] === now[part] ? [] : [`${part}: ${before[part]} became ${now[part]}`],
  );
  return [...numbers, ...lists];
}

function viewOf(xml: string): DomainView {
  const memory = /<memory unit='KiB'>(\d+)<\/memory>/.exec(xml)?.[1];
  const vcpus = /<vcpu[^>]*>(\d+)<\/vcpu>/.exec(xml)?.[1];
  const nics = [...xml.matchAll(/<interface type='(\w+)'>([\s\S]*?)<\/interface>/g)].map(
    ([, type = '', inner = '']) => `nic ${type} ${attributeIn(inner, 'mac', 'address')}`,
  );
  return {
    memoryMib: Number(memory) / 1024,
    vcpus: Number(vcpus),
    disks: disksIn(xml).map(
      ({ target, format, file }) => `disk ${target} ${file === '' ? 'empty' : `${format} ${file}`}`,
    ),
    nics,
  };
}

function disksIn(xml: string): (DiskFile & { target: string })[] {
  return [...xml.matchAll(/<disk type='[\s\S]*?<\/disk>/g)].map(([disk]) => {
    // The sources of the backing chain come after the source of the disk itself.
    const own = disk.replace(/<backingStore\b[^>]*[^/]>[\s\S]*<\/backingStore>/, '');
    return {
      target: attributeIn(own, 'target', 'dev'),
      file: attributeIn(own, 'source', 'file'),
      format: attributeIn(own, 'driver', 'type'),
    };
  });
}

function attributeIn(xml: string, element: string, attribute: string): string {
  return new RegExp(`<${element}\\b[^>]*\\s${attribute}='([^']*)'`).exec(xml)?.[1] ?? '';
}
