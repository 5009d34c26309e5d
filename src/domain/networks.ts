/** The collection of networks: asked of the hypervisor and kept in no table, so searched, sorted and paged in memory. */
import { NETWORKS } from './collections.js';
import { fold } from './fold.js';
import { inMemory } from './page-in-memory.js';
import type { NetworkKind } from './words.js';

export interface Network {
  readonly name: string;
  readonly kind: NetworkKind;
}

/** A network is known by its name: that is its marker too. */
export const NETWORKS_IN_MEMORY = inMemory<Network, typeof NETWORKS>(NETWORKS, {
  idOf: ({ name }) => name,
  sort: { name: ({ name }) => fold(name) },
  fields: { name: ({ name }) => [name], kind: ({ kind }) => [kind] },
});
