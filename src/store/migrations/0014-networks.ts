/**
 * Networks: whether a host cuts guests on the network `user` off from its loopback; an index to find guests by network
 * and MAC address; and whether a guest needs a power cycle, because it runs with a VNC server that other guests can
 * reach.
 *
 * The host reports its capabilities at the next start. Until then, it counts as a host without this isolation.
 */
import type { Migration } from '../migrate.js';

/** The columns of a guest that clients see, except those that never change. */
const SHOWN = [
  ...['name', 'description', 'vcpus', 'memory_mib', 'firmware', 'boot', 'disks', 'nics', 'metadata', 'state'],
  ...['observed', 'target_power_state', 'fault', 'launched_at', 'host_id', 'user_id', 'is_power_cycle_required'],
];

/** Clients see only the power state of an observed state. */
function shown(row: string): string {
  const observed = `${row}.observed`;
  const power = `case when ${observed} is null or ${observed} in ('running', 'suspended') then ${observed} else 'off' end`;
  return `(${SHOWN.map((column) => (column === 'observed' ? power : `${row}.${column}`)).join(', ')})`;
}

const STATEMENTS = [
  `update hosts set capabilities = capabilities || '{"userNetworkIsolation": false}'::jsonb`,
  `create index guests_nics on guests using gin (nics jsonb_path_ops)`,
  `alter table guests add column is_power_cycle_required boolean not null default false`,
  `create or replace function guests_changed() returns trigger language plpgsql as $$
   begin
     if row${shown('new')} is distinct from row${shown('old')} then
       new.version := nextval('versions');
       new.updated_at := clock_timestamp();
     else new.updated_at := old.updated_at;
     end if;
     return new;
   end $$`,
  // Responses stored for idempotency keys hold guests in the earlier shape.
  `update idempotency_keys set result = jsonb_set(result, '{guest,isPowerCycleRequired}', 'false')
   where jsonb_typeof(result -> 'guest') = 'object'`,
];

export const migration0014: Migration = {
  name: '0014-networks',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
