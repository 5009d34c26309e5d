/**
 * The schema for lists: folded twins of every searchable text, an index for each sort key and for the state, tombstones
 * that keep all sort keys, and users, whose names can be searched.
 *
 * The twins are folded by Node (src/domain/fold.ts), not by PostgreSQL's lower(), so that a search has the same results
 * on every PostgreSQL server. Twins have no default, so that a statement that writes a text but forgets its twin fails.
 */
import type { Knex } from 'knex';
import { fold } from '../../domain/fold.js';
import type { GuestNic } from '../../domain/guest.js';
import type { Metadata } from '../../domain/metadata.js';
import { foldedMetadata, foldedNics } from '../folded.js';
import type { Migration } from '../migrate.js';

const BEFORE = [
  // Authentication creates users; guests.user_id refers to them.
  `create table users (
     id          uuid primary key,
     name        text not null,
     name_folded text collate "C" not null,
     created_at  timestamptz(3) not null default clock_timestamp(),
     version     bigint not null default 1
   )`,

  `alter table guests
     add column description_folded text collate "C",
     add column metadata_folded jsonb,
     add column nics_folded jsonb,
     alter column state type text collate "C"`,
  `alter table images add column description_folded text collate "C"`,
  `alter table hosts
     add column uri_folded text collate "C",
     add column hypervisor_version_folded text collate "C",
     add column metadata_folded jsonb`,
  `alter table operations add column guest_name_folded text collate "C"`,

  `alter table tombstones add column sort_keys jsonb`,
  `update tombstones set sort_keys = jsonb_build_object('created_at', created_at)`,
  `alter table tombstones alter column sort_keys set not null, drop column created_at`,
];

const AFTER = [
  `alter table guests
     alter column description_folded set not null,
     alter column metadata_folded set not null,
     alter column nics_folded set not null`,
  `alter table images alter column description_folded set not null`,
  `alter table hosts
     alter column uri_folded set not null,
     alter column hypervisor_version_folded set not null,
     alter column metadata_folded set not null`,
  `alter table operations alter column guest_name_folded set not null`,

  `create index guests_by_name on guests (project_id, name_folded, id)`,
  `create index guests_by_updated on guests (project_id, updated_at, id)`,
  `create index guests_by_launched on guests (project_id, coalesce(launched_at, 'infinity'::timestamptz), id)`,
  `create index guests_by_vcpus on guests (project_id, vcpus, id)`,
  `create index guests_by_memory on guests (project_id, memory_mib, id)`,
  `create index guests_by_state on guests (project_id, state, id)`,
  // The guests in one state, in list order.
  `create index guests_in_state on guests (project_id, state, created_at, id)`,
];

export const migration0002: Migration = {
  name: '0002-lists',
  async up(trx) {
    for (const statement of BEFORE) await trx.raw(statement);
    await fillTwins(trx);
    for (const statement of AFTER) await trx.raw(statement);
  },
};

/** Fills the twins of existing rows. */
async function fillTwins(trx: Knex.Transaction): Promise<void> {
  await eachRow<{ id: string; description: string; metadata: Metadata; nics: GuestNic[] }>(trx, 'guests', (row) => ({
    description_folded: fold(row.description),
    metadata_folded: foldedMetadata(row.metadata),
    nics_folded: foldedNics(row.nics),
  }));
  await eachRow<{ id: string; description: string }>(trx, 'images', (row) => ({
    description_folded: fold(row.description),
  }));
  await eachRow<{ id: string; uri: string; hypervisor_version: string; metadata: Metadata }>(trx, 'hosts', (row) => ({
    uri_folded: fold(row.uri),
    hypervisor_version_folded: fold(row.hypervisor_version),
    metadata_folded: foldedMetadata(row.metadata),
  }));
  await eachRow<{ id: string; guest_name: string }>(trx, 'operations', (row) => ({
    guest_name_folded: fold(row.guest_name),
  }));
}

const BATCH_ROWS = 1_000;

async function eachRow<Row extends { id: string }>(
  trx: Knex.Transaction,
  table: string,
  twinsOf: (row: Row) => Record<string, string>,
): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const batch = (await trx(table).where('id', '>', after).orderBy('id').limit(BATCH_ROWS)) as Row[];
    for (const row of batch) await trx(table).where({ id: row.id }).update(twinsOf(row));
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
