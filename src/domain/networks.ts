/**
 * The collection of networks. They come from the hypervisor, not from a table, so they are searched, sorted and paged
 * in memory.
 */
import { NETWORKS } from './collections.js';
import { fold } from './fold.js';
import type { InMemoryCollection } from './page-in-memory.js';
import type { NetworkKind } from './words.js';

export interface Network {
  readonly name: string;
  readonly kind: NetworkKind;
}

/** A network has no id: its name is also its marker. */
export const NETWORKS_IN_MEMORY: InMemoryCollection<Network> = {
  collection: NETWORKS,
  idOf: ({ name }) => name,
  sortValue: ({ name }) => fold(name),
  read: (network) => (field) => [field === 'kind' ? network.kind : network.name],
};
