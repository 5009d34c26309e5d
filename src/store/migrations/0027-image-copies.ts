/**
 * Copies of image content: which data folders (stores) have the content of an image, and which hosts have its bytes.
 *
 * Until now, one data folder held the content of all images (`content_home`). It becomes the first store.
 */
import type { Migration } from '../migrate.js';

const STATEMENTS = [
  // id: the id in the file images.id of the data folder.
  `create table content_stores (
     id         uuid primary key,
     created_at timestamptz(3) not null default clock_timestamp()
   )`,
  // The services that have announced a store: several services can share a data folder. advertise_url: the URL at which
  // other services reach the service; empty if it has none. seen_at: when a service last announced itself.
  `create table content_services (
     store_id      uuid not null references content_stores on delete cascade,
     machine       text not null,
     advertise_url text not null,
     seen_at       timestamptz(3) not null default clock_timestamp(),
     primary key (store_id, machine, advertise_url)
   )`,
  // is_origin: whether the store received the upload, so that its copy stays as long as the image. copy_id and copier:
  // the name of the partial file, and the worker number of the session that makes the copy.
  `create table content_copies (
     image_id   uuid not null references images on delete cascade,
     store_id   uuid not null references content_stores,
     state      text not null check (state in ('copying', 'ready')),
     is_origin  boolean not null,
     copy_id    uuid,
     copier     integer,
     created_at timestamptz(3) not null default clock_timestamp(),
     primary key (image_id, store_id),
     check ((state = 'copying') = (copy_id is not null)),
     check ((copy_id is null) = (copier is null))
   )`,
  `create index content_copies_store on content_copies (store_id)`,
  `insert into content_stores (id) select store_id from content_home`,
  `insert into content_copies (image_id, store_id, state, is_origin)
     select i.id, h.store_id, 'ready', true from images i cross join content_home h where i.content_id is not null`,
  `drop table content_home`,

  // The store of the service that last defined a guest on the host.
  `alter table hosts add column content_store_id uuid references content_stores`,
  `create index hosts_content_store on hosts (content_store_id)`,

  // The images whose bytes a host has, or is getting. is_ahead: a request made the copy, so that it stays although no
  // guest needs it. operation_id: the operation that makes it.
  `create table image_copies (
     image_id     uuid not null references images on delete cascade,
     host_id      uuid not null references hosts on delete cascade,
     state        text not null check (state in ('copying', 'ready')),
     is_ahead     boolean not null,
     operation_id uuid,
     created_at   timestamptz(3) not null default clock_timestamp(),
     primary key (image_id, host_id)
   )`,
  // Both columns, such that no plan prefers this index to the primary key and then reads all copies of the host.
  `create index image_copies_host on image_copies (host_id, image_id)`,
  `insert into image_copies (image_id, host_id, state, is_ahead)
     select distinct used.image_id, g.host_id, 'ready', false from guest_images used join guests g on g.id = used.guest_id
     where g.observed <> 'absent'`,

  // The secret that credentials of the services are derived from (src/store/service-credentials.ts).
  `create table service_secret (
     is_only boolean primary key default true check (is_only),
     secret  bytea not null check (length(secret) = 32)
   )`,
];

export const migration0027: Migration = {
  name: '0027-image-copies',
  async up(trx) {
    for (const statement of STATEMENTS) await trx.raw(statement);
  },
};
