/**
 * Networks: whether a host cuts guests on the network `user` off from its loopback, and a search for guests by network
 * and MAC address.
 *
 * The host reports its capabilities at the next start. Until then, it counts as a host without this isolation.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `update hosts set capabilities = capabilities || '{"userNetworkIsolation": false}'::jsonb`,
  `create index guests_nics on guests using gin (nics jsonb_path_ops)`,
];

export const migration0014: Migration = {
  name: '0014-networks',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
