/**
 * Reads one guest as it is on a libvirt host, and compares it with what the service expects (B10): its definition, its
 * devices while it runs, its snapshots and its saved state, and the files of its disks.
 *
 * This file changes nothing on the host: definitions, disks and the power of the guest are changed in guest.ts. Both
 * sides of a comparison come from libvirt (guest-parts.ts decides what the parts are).
 */
import { basename, join } from 'node:path';
import { ChangedOutside, SAVED_STATE } from '../../src/domain/drift.js';
import type { GuestId } from '../../src/domain/ids.js';
import type { Baseline, GuestDefinition, Parts, WriteOptions } from '../backend.js';
import {
  compareParts,
  differencesOf,
  isOfFile,
  LOSES_DISK_CHANGES,
  losesDiskChanges,
  RUNNING,
} from '../shared/baseline.js';
import { DEFINITION, DOMAINS_WITH_CHECKPOINT, isActive } from './dialect.js';
import { domainXml } from './domain-xml.js';
import { matters, partsOfDomain, partsOfRunning } from './guest-parts.js';
import type { DiskInXml, DomainParts } from './guest-parts.js';
import { domainOf, isOwnVolume } from './names.js';
import { findNetworks, sourceIn } from './networks.js';
import type { GuestMetadata } from './guest-metadata.js';
import type { Session } from './session.js';
import type { Host } from './host.js';

export class GuestReader {
  readonly #id: GuestId;
  readonly #host: Host;

  constructor(id: GuestId, host: Host) {
    this.#id = id;
    this.#host = host;
  }

  /** The disks of the guest. Throws if others changed them, or if their storage cannot be queried. */
  async requireRemovable(
    metadata: GuestMetadata,
    expected: Baseline | null | undefined,
    session: Session,
    signal: AbortSignal,
  ): Promise<readonly DiskInXml[]> {
    const { found, disks } = await this.read(metadata, session, signal, { areFilesRead: expected !== undefined });
    if (expected === undefined) {
      await this.#host.volumes.locate(
        disks.filter(({ isCdrom }) => !isCdrom),
        session,
        signal,
      );
      return disks;
    }
    const differences =
      expected === null
        ? disks
            .filter((disk) => !this.#isOfOurs(disk))
            .map(({ device, source }) => {
              return {
                what: `disk ${device} source`,
                expected: null,
                found: source === null ? null : basename(source),
                isOfDisks: true,
              };
            })
        : differencesOf(expected, found).filter(({ isOfDisks }) => isOfDisks);
    if (differences.length > 0) throw new ChangedOutside(differences);
    return disks;
  }

  #isOfOurs({ isCdrom, source, isFile }: DiskInXml): boolean {
    return isCdrom || (source !== null && isFile && isOwnVolume(this.#id, basename(source)));
  }

  /**
   * Throws if the definition of a guest without a baseline differs from `xml`, which replaces it. There is such a
   * definition if an earlier attempt to create the guest wrote it, or if somebody discards the drift of an older guest.
   */
  async requireUnchanged(
    xml: string,
    metadata: GuestMetadata,
    { discard, signal }: WriteOptions,
    session: Session,
  ): Promise<void> {
    const { found } = await this.read(metadata, session, signal, { areFilesRead: false });
    const wanted = partsOfDomain(xml, metadata).parts;
    const differences = compareParts(wanted, found.parts, isComparedWithoutBaseline);
    if (differences.length > 0 && discard === undefined) throw new ChangedOutside(differences);
    if (differences.some(losesDiskChanges) && discard !== 'everything')
      throw new ChangedOutside(differences.filter(losesDiskChanges), LOSES_DISK_CHANGES);
  }

  /** The parts that matter of the definition that the driver would write now. */
  async wantedParts(
    definition: GuestDefinition,
    metadata: GuestMetadata,
    session: Session,
    signal: AbortSignal,
  ): Promise<Parts> {
    const { daemon, hypervisor, isLocal, pool } = this.#host;
    const networks = await findNetworks(daemon, isLocal, signal);
    const folder = await pool.folder(session, signal);
    const places = {
      pathOf: (name: string) => join(folder, name),
      sourceOf: (network: string) => sourceIn(networks, network),
    };
    return partsOfDomain(domainXml(definition, hypervisor, places), metadata).parts;
  }

  /**
   * The guest as it is on the host: the parts that libvirt shows, and those that are read from the files of its disks.
   */
  async read(
    metadata: Pick<GuestMetadata, 'disks'>,
    session: Session,
    signal: AbortSignal,
    { areFilesRead }: { readonly areFilesRead: boolean } = { areFilesRead: true },
  ): Promise<{ readonly found: Baseline; readonly disks: readonly DiskInXml[] }> {
    const { daemon, hypervisor, volumes, version } = this.#host;
    const dom = domainOf(this.#id);
    const { xml: definition } = await daemon.query('DomainGetXMLDesc', { dom, flags: DEFINITION }, signal);
    const domain = partsOfDomain(definition, metadata);
    const { disks, vcpus, memoryMib, cpuModel, machineType, parts: defined } = domain;
    const parts: Record<string, string> = { ...defined };
    if (areFilesRead && hypervisor.kind !== 'test') {
      Object.assign(parts, await this.#readRunning(domain, metadata, signal));
      Object.assign(parts, await this.#readSnapshots(signal));
      if (await this.hasSavedState(session, signal)) parts[SAVED_STATE] = 'present';
      Object.assign(parts, await volumes.partsOf(disks, session, signal));
    }
    const size = { vcpus, memoryMib, cpuModel, machineType };
    return { disks, found: { ...size, parts, definition, shownBy: await version.read(signal) } };
  }

  async #readRunning(
    definition: DomainParts,
    metadata: Pick<GuestMetadata, 'disks'>,
    signal: AbortSignal,
  ): Promise<Parts> {
    const dom = domainOf(this.#id);
    const { state } = await this.#host.daemon.query('DomainGetState', { dom, flags: 0 }, signal);
    if (!isActive(state)) return {};
    const { xml } = await this.#host.daemon.query('DomainGetXMLDesc', { dom, flags: 0 }, signal);
    return partsOfRunning(xml, definition, metadata);
  }

  async #readSnapshots(signal: AbortSignal): Promise<Parts> {
    const { daemon } = this.#host;
    const dom = domainOf(this.#id);
    const { snapshots } = await daemon.query('DomainListAllSnapshots', { dom, needResults: 1, flags: 0 }, signal);
    const parts = Object.fromEntries(snapshots.map(({ name }) => [`snapshot ${name}`, 'present']));
    const listed = { needResults: 1, flags: DOMAINS_WITH_CHECKPOINT };
    const { domains } = await daemon.query('ConnectListAllDomains', listed, signal);
    return domains.some(({ uuid }) => uuid === this.#id) ? { ...parts, checkpoint: 'present' } : parts;
  }

  async hasSavedState(session: Session, signal: AbortSignal): Promise<boolean> {
    if (this.#host.hypervisor.kind === 'test') return false;
    const args = { dom: domainOf(this.#id), flags: 0 };
    return (await session.call('DomainHasManagedSaveImage', args, signal)).result === 1;
  }
}

/** Without a baseline, only the parts that matter are compared, except those that are read from the files of disks. */
export function isComparedWithoutBaseline(what: string): boolean {
  return matters(what) && !isOfFile(what) && !what.startsWith(RUNNING);
}
