/**
 * What a guest was seen to have on its host: the addresses of its NICs, its CPU model and its machine type.
 *
 * `addresses` holds a list for each NIC, by its device: the first is `nics[].address`. The member `address` in `nics`,
 * which was always null, is no longer written or read. A guest that loses its power loses its addresses: a trigger
 * removes them, so that no statement that changes `observed` has to know the column. Another trigger gives the guest a
 * new version. Both have names after which no other trigger has to know the columns: triggers run in the order of their
 * names.
 */
import type { Migration } from '../migrate.js';

const SHOWN = ['addresses', 'cpu_model', 'machine_type'];

const rowOf = (which: string): string => `(${SHOWN.map((column) => `${which}.${column}`).join(', ')})`;

const STATEMENTS = [
  `alter table guests
     add column addresses jsonb not null default '{}',
     add column cpu_model text,
     add column machine_type text`,

  `create function guests_addresses_forgotten() returns trigger language plpgsql as $$
   begin
     new.addresses := '{}';
     return new;
   end $$`,
  `create trigger guests_addresses_forgotten before update on guests for each row
   when (new.observed is distinct from old.observed and new.addresses <> '{}'
     and (new.observed is null or new.observed not in ('running', 'suspended')))
   execute function guests_addresses_forgotten()`,

  `create function guests_machine_changed() returns trigger language plpgsql as $$
   begin
     new.version := draw_mark();
     new.updated_at := clock_timestamp();
     return new;
   end $$`,
  `create trigger guests_machine_changed before update on guests for each row
   when (${rowOf('new')} is distinct from ${rowOf('old')})
   execute function guests_machine_changed()`,

  // Responses stored for idempotency keys hold guests in the earlier shape.
  `update idempotency_keys set result = jsonb_set(
     result || jsonb_build_object('guest', (result -> 'guest') || '{"cpuModel": null, "machineType": null}'),
     '{guest,nics}',
     (select coalesce(jsonb_agg(nic || '{"address": null, "addresses": []}' order by nth), '[]')
      from jsonb_array_elements(result -> 'guest' -> 'nics') with ordinality as each (nic, nth)))
   where jsonb_typeof(result -> 'guest') = 'object' and jsonb_typeof(result -> 'guest' -> 'nics') = 'array'`,
];

export const migration0026: Migration = {
  name: '0026-addresses-and-machines',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
