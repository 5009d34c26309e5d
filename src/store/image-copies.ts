/**
 * The copies of images on hosts, one function per statement.
 *
 *   (none) ─► copying ─► ready ─► (none)
 *
 * A row is made when a guest has been created from the image (`ready`), or when a request has the image copied ahead.
 * It goes with the last guest of the host that needs the image, unless it was made ahead. The image watch compares the
 * rows with what the host has (src/hosts/image-watch.ts).
 */
import type { Knex } from 'knex';
import type { GuestId, HostId, ImageId, OperationId } from '../domain/ids.js';
import type { ImageCopy } from '../domain/image-copy.js';
import { namedRows, rows } from './statement.js';

interface CopyRow {
  readonly host_id: HostId;
  readonly host_name: string;
  readonly state: ImageCopy['state'];
  readonly size_bytes: number;
  readonly is_ahead: boolean;
  readonly operation_id: OperationId | null;
  readonly created_at: ImageCopy['since'];
}

const SELECT = `select c.host_id, h.name as host_name, c.state, i.size_bytes, c.is_ahead, c.operation_id, c.created_at
  from image_copies c join hosts h on h.id = c.host_id join images i on i.id = c.image_id`;

function copyFromRow(row: CopyRow): ImageCopy {
  return {
    host: { id: row.host_id, name: row.host_name },
    state: row.state,
    sizeBytes: row.size_bytes,
    isAhead: row.is_ahead,
    operationId: row.operation_id,
    since: row.created_at,
  };
}

export async function listImageCopies(sql: Knex, image: ImageId): Promise<ImageCopy[]> {
  const found = await namedRows<CopyRow>(sql, 'image-copies', `${SELECT} where c.image_id = ?`, [image]);
  return found.map(copyFromRow);
}

/** The image's row must be locked. */
export async function findImageCopy(trx: Knex.Transaction, image: ImageId, host: HostId): Promise<ImageCopy | null> {
  const [row] = await rows<CopyRow>(trx, `${SELECT} where c.image_id = ? and c.host_id = ?`, [image, host]);
  return row ? copyFromRow(row) : null;
}

/** Records that an operation makes the copy. */
export async function beginImageCopy(
  trx: Knex.Transaction,
  image: ImageId,
  host: HostId,
  operation: OperationId,
): Promise<void> {
  await rows(
    trx,
    `insert into image_copies (image_id, host_id, state, is_ahead, operation_id) values (?, ?, 'copying', true, ?)
     on conflict (image_id, host_id) do update set state = 'copying', is_ahead = true, operation_id = excluded.operation_id`,
    [image, host, operation],
  );
}

/** Makes a copy that is there stay although no guest needs it. */
export async function keepImageCopy(trx: Knex.Transaction, image: ImageId, host: HostId): Promise<void> {
  await rows(trx, 'update image_copies set is_ahead = true where image_id = ? and host_id = ?', [image, host]);
}

/** Records the end of the operation that makes the copy. */
export async function endImageCopy(
  trx: Knex.Transaction,
  image: ImageId,
  operation: OperationId,
  isThere: boolean,
): Promise<void> {
  const text = isThere
    ? `update image_copies set state = 'ready', operation_id = null, created_at = clock_timestamp()`
    : 'delete from image_copies';
  await rows(trx, `${text} where image_id = ? and operation_id = ?`, [image, operation]);
}

/** Records that the host has these images, because a guest was created from them. */
export async function recordImageCopies(
  trx: Knex.Transaction,
  host: HostId,
  images: readonly ImageId[],
): Promise<void> {
  if (images.length === 0) return;
  await namedRows(
    trx,
    'record-image-copies',
    `insert into image_copies (image_id, host_id, state, is_ahead)
     select image, ?::uuid, 'ready', false from unnest(?::uuid[]) image order by image
     on conflict do nothing`,
    [host, [...images]],
  );
}

/**
 * Forgets the copies that only guests needed of which none is left on the host. The guest that was removed must have no
 * row any more.
 */
export async function releaseImageCopies(
  trx: Knex.Transaction,
  host: HostId,
  images: readonly ImageId[],
): Promise<void> {
  // One statement for each image: for a list, PostgreSQL 15 can read all copies of the host. `offset 0`, and a subquery
  // for the host, make PostgreSQL look up the guests of the image one by one. A join could read all guests of the host
  // for each of them (test/store/plans.test.ts). In order, so that two transactions cannot wait for each other.
  for (const image of [...images].sort()) {
    await namedRows(
      trx,
      'release-image-copy',
      `delete from image_copies c where c.host_id = ? and c.image_id = ? and not c.is_ahead
         and not exists (select from guest_images used
           where used.image_id = c.image_id and (select g.host_id from guests g where g.id = used.guest_id) = c.host_id offset 0)`,
      [host, image],
    );
  }
}

export async function hasGuestFromImage(trx: Knex.Transaction, host: HostId, image: ImageId): Promise<boolean> {
  const found = await rows(
    trx,
    `select from guest_images used join guests g on g.id = used.guest_id
     where used.image_id = ? and g.host_id = ? limit 1`,
    [image, host],
  );
  return found.length > 0;
}

export async function dropImageCopy(trx: Knex.Transaction, image: ImageId, host: HostId): Promise<void> {
  await rows(trx, 'delete from image_copies where image_id = ? and host_id = ?', [image, host]);
}

/** The SHA-256s of the images that must stay on the host although no guest needs them. */
export async function listKeptImages(sql: Knex, host: HostId): Promise<Set<string>> {
  const found = await namedRows<{ sha256: string }>(
    sql,
    'kept-images',
    'select i.sha256 from image_copies c join images i on i.id = c.image_id where c.host_id = ? and c.is_ahead',
    [host],
  );
  return new Set(found.map((row) => row.sha256));
}

/** An image that a host has, or should have. */
export interface HostImage {
  readonly id: ImageId;
  readonly contentId: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** The images whose copies on a host are `ready`, at a moment by the clock of the database. */
export interface ReadyCopies {
  readonly images: readonly HostImage[];
  readonly at: string;
}

/** Copies that are being made are not listed: an operation decides about them. */
export async function listReadyCopies(sql: Knex, host: HostId): Promise<ReadyCopies> {
  const [found] = await namedRows<{ images: HostImage[] | null; at: string }>(
    sql,
    'ready-copies',
    `select clock_timestamp()::text as at, json_agg(json_build_object(
         'id', i.id, 'contentId', i.content_id, 'sha256', i.sha256, 'sizeBytes', i.size_bytes)) as images
     from image_copies c join images i on i.id = c.image_id where c.host_id = ? and c.state = 'ready'`,
    [host],
  );
  return { images: found?.images ?? [], at: found?.at ?? '' };
}

/** Forgets copies that the host does not have, of those that were `ready` at the moment. Returns their number. */
export async function forgetMissingCopies(
  trx: Knex.Transaction,
  host: HostId,
  { images, at }: ReadyCopies,
): Promise<number> {
  const gone = await rows(
    trx,
    `delete from image_copies where host_id = ? and image_id = any(?::uuid[]) and state = 'ready'
       and created_at < ?::timestamptz returning image_id`,
    [host, images.map(({ id }) => id), at],
  );
  return gone.length;
}

/** An image that has no copy on the host, although a guest there needs it. */
export interface UnrecordedImage extends HostImage {
  readonly guest: GuestId;
}

/** With one guest for each image, which was on the host when it was last observed. See `imagesKeptOnHost`. */
export function listUnrecordedImages(sql: Knex, host: HostId): Promise<UnrecordedImage[]> {
  return namedRows(
    sql,
    'unrecorded-images',
    `select distinct on (i.id) i.id, i.content_id as "contentId", i.sha256, i.size_bytes::float8 as "sizeBytes", g.id as guest
     from guests g join guest_images used on used.guest_id = g.id join images i on i.id = used.image_id
     where g.host_id = ? and g.observed <> 'absent'
       and not exists (select from image_copies c where c.image_id = used.image_id and c.host_id = g.host_id)
       and (i.id::text in (g.boot ->> 'kernelImage', g.boot ->> 'initrdImage')
         or exists (select from jsonb_array_elements(g.disks) disk
           where disk ->> 'image' = i.id::text and (disk ->> 'media' = 'cdrom' or disk ->> 'format' <> 'raw')))
     order by i.id`,
    [host],
  );
}

/** Records that the host has these images, unless their guests have been deleted meanwhile. */
export async function adoptImageCopies(
  trx: Knex.Transaction,
  host: HostId,
  found: readonly UnrecordedImage[],
): Promise<void> {
  // The lock makes a deletion wait, so that it releases the copy.
  const existing = await rows<{ id: GuestId }>(
    trx,
    'select id from guests where id = any(?::uuid[]) and host_id = ? order by id for key share',
    [found.map(({ guest }) => guest), host],
  );
  const guests = new Set(existing.map(({ id }) => id));
  const images = found.filter(({ guest }) => guests.has(guest)).map(({ id }) => id);
  await recordImageCopies(trx, host, images);
}

/**
 * How many bytes of these images each host already has, for a choice among hosts. Hosts that have none are missing from
 * the result.
 */
export async function bytesOnHosts(
  sql: Knex,
  hosts: readonly HostId[],
  images: readonly ImageId[],
): Promise<Map<HostId, number>> {
  if (hosts.length === 0 || images.length === 0) return new Map();
  const found = await namedRows<{ host_id: HostId; bytes: number }>(
    sql,
    'image-bytes-on-hosts',
    `select c.host_id, sum(i.size_bytes)::float8 as bytes from image_copies c join images i on i.id = c.image_id
     where c.image_id = any(?::uuid[]) and c.host_id = any(?::uuid[]) and c.state = 'ready' group by c.host_id`,
    [[...new Set(images)], [...hosts]],
  );
  return new Map(found.map((row) => [row.host_id, row.bytes]));
}
