/** The uuid of a port: a NIC has no id of its own, so its uuid is made from the guest and the device. */
import { createHash } from 'node:crypto';
import type { GuestId } from '../../../domain/ids.js';

/** A UUID of version 5 (RFC 9562 §5.5): the name is the device, the namespace is the id of the guest. */
export function portUuid(guest: GuestId, device: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(guest.replaceAll('-', ''), 'hex'))
    .update(device)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
