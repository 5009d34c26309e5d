/** The views of the parts of a machine: NICs, disks, CD-ROMs and counters. Their ids are unique in the machine. */
import { isIPv6 } from 'node:net';
import type {
  OvirtCdrom,
  OvirtDiskAttachment,
  OvirtNic,
  OvirtStatistic,
} from '../../../../../generated/ovirt/api-types.js';
import type { GuestMeasurement } from '../../../../app/guests.js';
import type { Guest } from '../../../../domain/guest.js';
import { hrefOf, referenceTo } from '../links.js';
import { bytesOf, FORMAT_OF_DISK, INTERFACE_OF_BUS } from '../words.js';

export function nicViews(guest: Guest): OvirtNic[] {
  return guest.nics.map(({ device, model, mac, network, addresses, address }) => {
    const seen = address === null ? [] : [address, ...addresses.filter((each) => each !== address)];
    const ips = {
      ip: seen.map((each) => ({ address: each, version: isIPv6(each) ? ('v6' as const) : ('v4' as const) })),
    };
    return {
      ...partOf(guest, 'nics', device),
      name: device,
      interface: model,
      linked: true,
      plugged: true,
      mac: { address: mac },
      network: byName('networks', network),
      vnic_profile: byName('vnicprofiles', network),
      reported_devices:
        seen.length === 0
          ? undefined
          : { reported_device: [{ name: device, type: 'network' as const, mac: { address: mac }, ips }] },
    };
  });
}

/** A guest knows its networks only by name, which a path can contain too. */
function byName(collection: string, name: string): { href: string; name: string } {
  return { href: hrefOf(collection, name), name };
}

export function diskAttachmentViews(guest: Guest): OvirtDiskAttachment[] {
  const disks = guest.disks.filter(({ media }) => media === 'disk');
  return disks.map(({ device, bus, format, sizeMib, image }, index) => ({
    ...partOf(guest, 'diskattachments', device),
    active: true,
    bootable: index === 0,
    interface: INTERFACE_OF_BUS[bus],
    logical_name: device,
    read_only: false,
    disk: {
      id: device,
      name: device,
      provisioned_size: bytesOf(sizeMib),
      format: FORMAT_OF_DISK[format],
      content_type: 'data',
      status: guest.state === 'creating' ? 'locked' : 'ok',
      template: image === null ? undefined : referenceTo('templates', { id: image }),
    },
  }));
}

export function cdromViews(guest: Guest): OvirtCdrom[] {
  return guest.disks.flatMap(({ media, device, image }) =>
    media === 'cdrom' && image !== null ? [{ ...partOf(guest, 'cdroms', device), file: { id: image } }] : [],
  );
}

type Unit = OvirtStatistic['unit'];
type Counter = readonly [name: string, description: string, unit: Unit, value: number | null];

/** The counters that the host has. A counter that it does not have is left out. */
export function statisticViews(guest: Pick<Guest, 'id'>, { metrics }: GuestMeasurement): OvirtStatistic[] {
  const counters: readonly Counter[] = [
    ...metrics.vcpus.map(({ vcpu, cpuTimeS }): Counter => [
      `cpu${vcpu}.time`,
      `CPU time of the virtual CPU ${vcpu}`,
      'seconds',
      cpuTimeS,
    ]),
    ...metrics.disks.flatMap(({ device, readBytes, writeBytes, readOps, writeOps }): Counter[] => [
      [`${device}.read.bytes`, `Bytes read from ${device}`, 'bytes', readBytes],
      [`${device}.write.bytes`, `Bytes written to ${device}`, 'bytes', writeBytes],
      [`${device}.read.operations`, `Reads from ${device}`, 'none', readOps],
      [`${device}.write.operations`, `Writes to ${device}`, 'none', writeOps],
    ]),
    ...metrics.nics.flatMap(({ device, rxBytes, txBytes, rxErrors, txErrors }): Counter[] => [
      [`${device}.rx.bytes`, `Bytes received by ${device}`, 'bytes', rxBytes],
      [`${device}.tx.bytes`, `Bytes sent by ${device}`, 'bytes', txBytes],
      [`${device}.rx.errors`, `Errors of ${device} in receiving`, 'none', rxErrors],
      [`${device}.tx.errors`, `Errors of ${device} in sending`, 'none', txErrors],
    ]),
  ];
  return counters.flatMap(([name, description, unit, datum]) => {
    const type = unit === 'seconds' ? ('decimal' as const) : ('integer' as const);
    const part = { ...partOf(guest, 'statistics', name), name, description, kind: 'counter' as const, type, unit };
    return datum === null ? [] : [{ ...part, values: { value: [{ datum }] } }];
  });
}

function partOf({ id }: Pick<Guest, 'id'>, collection: string, part: string): Pick<OvirtNic, 'href' | 'id' | 'vm'> {
  return { href: hrefOf('vms', id, collection, part), id: part, vm: referenceTo('vms', { id }) };
}
