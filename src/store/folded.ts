/** The folded twins of jsonb columns, as JSON text to bind. For text columns, `fold` is enough. */
import { fold } from '../domain/fold.js';
import type { GuestNic } from '../domain/guest.js';
import type { Metadata } from '../domain/metadata.js';

/** Folds only the values: keys are compared exactly. */
export function foldedMetadata(metadata: Metadata): string {
  return JSON.stringify(Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, fold(value)])));
}

/** The searchable members of each NIC. Its addresses have a column of their own. */
export function foldedNics(nics: readonly Pick<GuestNic, 'network' | 'mac'>[]): string {
  return JSON.stringify(nics.map(({ network, mac }) => ({ network: fold(network), mac: fold(mac) })));
}
