/** The collection of networks: asked of the hypervisor and kept in no table, so searched, sorted and paged in memory. */
import { NETWORKS } from './collections.js';
import { fold } from './fold.js';
import type { InMemoryCollection } from './page-in-memory.js';
import type { NetworkKind } from './words.js';

export interface Network {
  readonly name: string;
  readonly kind: NetworkKind;
}

/** A network is known by its name: that is its marker too. */
export const NETWORKS_IN_MEMORY: InMemoryCollection<Network> = {
  collection: NETWORKS,
  idOf: ({ name }) => name,
  sortValue: ({ name }) => fold(name),
  read: (network) => (field) => [field === 'kind' ? network.kind : network.name],
};
