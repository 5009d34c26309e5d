/**
 * The first tables: projects, tokens, hosts, images, guests, operations.
 *
 * Times are timestamptz(3), the precision of JavaScript's Date, so that a marker taken from a row finds that row again.
 * Folded twins are COLLATE "C", so that order and equality are the same on every PostgreSQL server.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  `create table projects (
     id          uuid primary key,
     name        text not null,
     name_folded text collate "C" not null constraint projects_name_unique unique,
     description text not null default '',
     created_at  timestamptz(3) not null default clock_timestamp()
   )`,

  // Only the hash of a token's secret is stored. project_id is the project that the token gives access to.
  `create table tokens (
     id            uuid primary key,
     name          text not null,
     secret_sha256 bytea not null constraint tokens_secret_unique unique,
     project_id    uuid not null references projects,
     created_at    timestamptz(3) not null default clock_timestamp()
   )`,

  `create table hosts (
     id                 uuid primary key,
     name               text not null,
     name_folded        text collate "C" not null constraint hosts_name_unique unique,
     backend            text not null,
     uri                text not null,
     machine_id         text,
     state              text not null check (state in ('up', 'away')),
     state_since        timestamptz(3) not null default clock_timestamp(),
     hypervisor_version text not null,
     vcpus              integer not null,
     memory_mib         bigint not null,
     capabilities       jsonb not null,
     metadata           jsonb not null default '{}',
     created_at         timestamptz(3) not null default clock_timestamp(),
     version            bigint not null default 1
   )`,
  `create index hosts_created on hosts (created_at, id)`,

  // content_id names the file with the content. upload_id names the only upload in progress and becomes the content id
  // if the upload succeeds; upload_worker names its session.
  `create table images (
     id               uuid primary key,
     project_id       uuid not null references projects,
     name             text not null,
     name_folded      text collate "C" not null,
     description      text not null default '',
     kind             text not null check (kind in ('disk', 'kernel', 'initrd', 'iso')),
     format           text not null check (format in ('qcow2', 'raw')),
     size_bytes       bigint,
     virtual_size_mib bigint,
     sha256           text,
     state            text not null check (state in ('pending', 'available', 'error')),
     is_shared        boolean not null default false,
     content_id       uuid,
     upload_id        uuid,
     upload_worker    integer,
     created_at       timestamptz(3) not null default clock_timestamp(),
     updated_at       timestamptz(3) not null default clock_timestamp(),
     version          bigint not null default 1,
     constraint images_name_unique unique (project_id, name_folded)
   )`,
  `create index images_created on images (project_id, created_at, id)`,

  // observed_seq counts writes of a guest's facts, so that an observation does not overwrite a guest that changed after
  // the observation began.
  `create table guests (
     id                 uuid primary key,
     project_id         uuid not null references projects,
     user_id            uuid,
     host_id            uuid not null references hosts,
     name               text not null,
     name_folded        text collate "C" not null,
     description        text not null,
     vcpus              integer not null,
     memory_mib         integer not null,
     firmware           text not null,
     boot               jsonb,
     disks              jsonb not null,
     nics               jsonb not null,
     metadata           jsonb not null,
     state              text not null,
     observed           text,
     observed_seq       bigint not null default 0,
     target_power_state text,
     open_operation_id  uuid,
     open_kind          text,
     fault              jsonb,
     created_at         timestamptz(3) not null default clock_timestamp(),
     updated_at         timestamptz(3) not null default clock_timestamp(),
     launched_at        timestamptz(3),
     version            bigint not null default 1,
     constraint guests_name_unique unique (project_id, name_folded)
   )`,
  `create index guests_created on guests (project_id, created_at, id)`,
  `create index guests_host on guests (host_id, id)`,

  `create table guest_images (
     guest_id uuid not null references guests on delete cascade,
     image_id uuid not null constraint guest_images_in_use references images on delete restrict,
     primary key (guest_id, image_id)
   )`,
  `create index guest_images_image on guest_images (image_id)`,

  // A tombstone of a deleted row, so that its id stays a valid marker for a while.
  `create table tombstones (
     collection text not null,
     id         uuid not null,
     project_id uuid not null,
     created_at timestamptz(3) not null,
     deleted_at timestamptz(3) not null default clock_timestamp(),
     primary key (collection, id)
   )`,
  `create index tombstones_deleted on tombstones (deleted_at)`,

  // seq is the order of enqueueing. For one guest this is the order of commits, because enqueueing locks the guest's
  // row.
  `create table operations (
     id               uuid primary key,
     seq              bigint generated always as identity,
     kind             text not null,
     state            text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
     host_id          uuid not null,
     guest_id         uuid not null,
     guest_name       text not null,
     project_id       uuid not null references projects,
     user_id          uuid,
     request_id       text not null,
     params           jsonb not null,
     progress         smallint,
     attempts         integer not null default 0,
     fault            jsonb,
     worker           integer,
     cancel_requested boolean not null default false,
     not_before       timestamptz(3),
     created_at       timestamptz(3) not null default clock_timestamp(),
     started_at       timestamptz(3),
     finished_at      timestamptz(3)
   )`,
  `create unique index operations_one_running on operations (guest_id) where state = 'running'`,
  `create index operations_open on operations (guest_id, seq) where state in ('queued', 'running')`,
  `create index operations_open_of_project on operations (project_id) where state in ('queued', 'running')`,
  `create index operations_queued on operations (seq) where state = 'queued'`,
  `create index operations_running on operations (worker) where state = 'running'`,
  `create index operations_created on operations (project_id, created_at, id)`,
  `create index operations_of_guest on operations (guest_id, created_at, id)`,
  `create index operations_finished on operations (finished_at) where finished_at is not null`,

  // Every session that runs operations or receives uploads has its own number, which is never reused.
  `create sequence worker_numbers as integer`,
];

export const migration0001: Migration = {
  name: '0001-spine',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
