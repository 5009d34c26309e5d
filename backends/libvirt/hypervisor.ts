/**
 * The type and capabilities of the hypervisor behind a libvirt connection, queried once when the driver is opened.
 *
 * libvirt returns these facts only as XML (formatcaps.html, formatdomaincaps.html). Most of them are few words out of
 * thousands of lines, so this file finds each fact by the text around it. If the text is missing, the fact is `false`
 * or `null`. The CPU models are read in cpu-xml.ts.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import { cpuModelsIn } from './cpu-xml.js';
import { hasErrorCode, toGuesthouseError } from './dialect.js';
import type { LibvirtConnection } from './rpc/connection.js';
import { unescapeXml } from './xml.js';

export interface Hypervisor {
  /** `test` is libvirt's own mock, whose guests have only states. */
  readonly kind: 'qemu' | 'test';
  readonly arch: 'x86_64' | 'i686';
  readonly domainType: 'kvm' | 'qemu' | 'test';
  readonly hasUefi: boolean;
  /** The CPU models that guests can have, and the one that new guests get. */
  readonly cpuModels: ReadonlySet<string>;
  readonly cpuModel: string;
  /** The user that QEMU runs as, if libvirt's security model `dac` sets one; null: the user of the daemon. */
  readonly qemuOwner: { readonly uid: number; readonly gid: number } | null;
}

const MOCK: Hypervisor = {
  ...{ kind: 'test', arch: 'i686', domainType: 'test', hasUefi: false, qemuOwner: null },
  ...{ cpuModels: new Set<string>(), cpuModel: '' },
};

export async function inspectHypervisor(
  connection: LibvirtConnection,
  { accel, cpuModel }: { readonly accel: 'auto' | 'kvm' | 'tcg'; readonly cpuModel?: string | null | undefined },
  signal: AbortSignal,
): Promise<Hypervisor> {
  try {
    const { type } = await connection.call('ConnectGetType', undefined, { signal });
    if (type === 'TEST') return MOCK;
    if (type !== 'QEMU') throw unusable(`its libvirt drives ${type}, not QEMU`);
    const kvm = accel === 'tcg' ? null : await capabilitiesOf(connection, 'kvm', signal);
    if (accel === 'kvm' && kvm === null) throw unusable('its libvirt has no KVM, which GUESTHOUSE_ACCEL requires');
    const domain = kvm ?? (await capabilitiesOf(connection, 'qemu', signal));
    if (domain === null) throw unusable('it has no QEMU for x86-64');
    const { capabilities } = await connection.call('ConnectGetCapabilities', undefined, { signal });
    const domainType = kvm === null ? 'qemu' : 'kvm';
    const models = cpuModelsIn(domain);
    return {
      kind: 'qemu',
      arch: 'x86_64',
      domainType,
      hasUefi: offersUefi(domain),
      cpuModels: models.usable,
      cpuModel: cpuModel ?? models.best,
      qemuOwner: ownerOf(capabilities, domainType),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw toGuesthouseError(error);
  }
}

/** Null if libvirt cannot run the machine q35 with this type of domain. */
async function capabilitiesOf(
  connection: LibvirtConnection,
  virttype: 'kvm' | 'qemu',
  signal: AbortSignal,
): Promise<string | null> {
  const wanted = { emulatorbin: null, arch: 'x86_64', machine: 'q35', virttype, flags: 0 };
  try {
    return (await connection.call('ConnectGetDomainCapabilities', wanted, { signal })).capabilities;
  } catch (error) {
    if (hasErrorCode(error, 'INVALID_ARG', 'CONFIG_UNSUPPORTED', 'NO_SUPPORT', 'OPERATION_FAILED')) return null;
    throw error;
  }
}

export function offersUefi(domainCapabilities: string): boolean {
  const os = /<os\b[^>]*>([\s\S]*?)<\/os>/.exec(domainCapabilities)?.[1] ?? '';
  const firmware = /<enum name=['"]firmware['"]>([\s\S]*?)<\/enum>/.exec(os)?.[1] ?? '';
  return /<value>efi<\/value>/.test(firmware);
}

/** The UUID of the machine, which libvirt reports as the first element of its host. */
export function hostUuidOf(capabilities: string): string | null {
  return /<host>\s*<uuid>([0-9a-fA-F-]{36})<\/uuid>/.exec(capabilities)?.[1]?.toLowerCase() ?? null;
}

/** `<baselabel type='kvm'>+64055:+64055</baselabel>` of the security model `dac`. */
export function ownerOf(capabilities: string, domainType: string): Hypervisor['qemuOwner'] {
  for (const [, model = ''] of capabilities.matchAll(/<secmodel>([\s\S]*?)<\/secmodel>/g)) {
    if (!/<model>dac<\/model>/.test(model)) continue;
    const labels = [...model.matchAll(/<baselabel type=['"](\w+)['"]>([^<]*)<\/baselabel>/g)];
    const label = labels.find(([, type]) => type === domainType) ?? labels[0];
    const ids = /^\+?(\d+):\+?(\d+)$/.exec(unescapeXml(label?.[2] ?? ''));
    if (ids !== null) return { uid: Number(ids[1]), gid: Number(ids[2]) };
  }
  return null;
}

function unusable(why: string): GuesthouseError {
  return new GuesthouseError('unsupported_by_backend', `This host cannot be used: ${why}.`);
}
