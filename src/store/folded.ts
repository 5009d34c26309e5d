/** The folded twins of what lies in jsonb columns, as JSON text ready to bind. Plain text has `fold` alone. */
import { fold } from '../domain/fold.js';
import type { GuestNic } from '../domain/guest.js';
import type { Metadata } from '../domain/metadata.js';

/** Keys stay: they are compared letter for letter. */
export function foldedMetadata(metadata: Metadata): string {
  return JSON.stringify(Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, fold(value)])));
}

/** What can be searched of each NIC. */
export function foldedNics(nics: readonly Pick<GuestNic, 'network' | 'mac' | 'address'>[]): string {
  return JSON.stringify(
    nics.map(({ network, mac, address }) => ({
      network: fold(network),
      mac: fold(mac),
      address: address === null ? null : fold(address),
    })),
  );
}
