/**
 * The collection of networks. They come from the hypervisor, not from a table, so they are searched, sorted and paged
 * in memory.
 */
import { NETWORKS } from './collections.js';
import { fold } from './fold.js';
import { inMemory } from './page-in-memory.js';
import type { NetworkKind } from './words.js';

export interface Network {
  readonly name: string;
  readonly kind: NetworkKind;
}

/** A network has no id, so its name is also its marker. */
export const NETWORKS_IN_MEMORY = inMemory<Network, typeof NETWORKS>(NETWORKS, {
  idOf: ({ name }) => name,
  sort: { name: ({ name }) => fold(name) },
  fields: { name: ({ name }) => [name], kind: ({ kind }) => [kind] },
});
