/**
 * The rows of image content: the stores, the services that announce them, and the copies that the stores have. One
 * function per statement. A store is a data folder with files (content/image-content-store.ts).
 *
 *   absent ─► copying (by one session) ─► ready           the content of an upload is `ready` at once
 *      ▲         └─ failed, cancelled, or its session ended
 *      └──────────────────────────────── dropped          only a copy that no guest uses, while a live store has another
 *                                        lost             found at the start of a service, while a store has another
 *
 * Only a copy that is `ready` counts.
 */
import type { Knex } from 'knex';
import type { HostId, ImageId } from '../domain/ids.js';
import { WORKER_LOCK_CLASS } from './session.js';
import { namedRows, rows } from './statement.js';

/** A service that was not seen for this long counts as gone. It announces itself every 30 s. */
const GONE_AFTER = `interval '2 minutes'`;
/** The announcement of a service that another one has replaced is kept for this long. */
const FORGET_AFTER = `interval '1 day'`;
/** At most this many services are tried for one image. */
const HOLDERS_MAX = 16;

/** How a service announces its store. */
export interface Announcement {
  /** The name of the machine of the service. */
  readonly machine: string;
  /** Null: other services cannot reach the service. */
  readonly advertiseUrl: string | null;
}

/** Announces the service, and makes the row of its store at the first time. */
export async function announceService(
  trx: Knex.Transaction,
  store: string,
  { machine, advertiseUrl }: Announcement,
): Promise<void> {
  await rows(trx, 'insert into content_stores (id) values (?) on conflict do nothing', [store]);
  await rows(
    trx,
    `insert into content_services (store_id, machine, advertise_url) values (?, ?, ?)
     on conflict (store_id, machine, advertise_url) do update set seen_at = clock_timestamp()`,
    [store, machine, advertiseUrl ?? ''],
  );
  await rows(
    trx,
    `delete from content_services s where store_id = ? and exists (
       select from content_services newer where newer.store_id = s.store_id and newer.seen_at > s.seen_at + ${FORGET_AFTER})`,
    [store],
  );
}

/** Content ids of images whose content may be among these files, with the sizes that the files must have. */
export async function listContentOfFiles(
  sql: Knex,
  files: readonly string[],
): Promise<{ readonly contentId: string; readonly sizeBytes: number }[]> {
  const found = await rows<{ content_id: string; size_bytes: number }>(
    sql,
    'select content_id, size_bytes::float8 as size_bytes from images where content_id::text = any(?::text[])',
    [[...files]],
  );
  return found.map((row) => ({ contentId: row.content_id, sizeBytes: row.size_bytes }));
}

/**
 * Records content that the store has, although no row says so: the id of the store was lost, or a folder or database
 * was restored. The store counts as its origin, so that it never drops the content: what other rows say may be wrong
 * too.
 */
export async function adoptContent(sql: Knex, store: string, contentIds: readonly string[]): Promise<number> {
  const adopted = await rows(
    sql,
    `insert into content_copies (image_id, store_id, state, is_origin)
     select i.id, ?, 'ready', true from images i where i.content_id = any(?::uuid[])
     on conflict do nothing returning image_id`,
    [store, [...contentIds]],
  );
  return adopted.length;
}

/**
 * Settles the copies of sessions that ended before they finished them: a copy whose file is complete is `ready`, and
 * the others are forgotten.
 */
export async function settleLostCopies(sql: Knex, store: string, complete: readonly string[]): Promise<void> {
  const isLost = `c.store_id = ? and c.copier is not null and pg_try_advisory_xact_lock(${WORKER_LOCK_CLASS}, c.copier)`;
  await rows(
    sql,
    `update content_copies c set state = 'ready', copy_id = null, copier = null
     from images i where i.id = c.image_id and i.content_id = any(?::uuid[]) and ${isLost}`,
    [[...complete], store],
  );
  await rows(sql, `delete from content_copies c where ${isLost}`, [store]);
}

/** The content that the store has according to the rows. */
export function listReadyContent(
  sql: Knex,
  store: string,
): Promise<{ readonly image: ImageId; readonly contentId: string; readonly sizeBytes: number }[]> {
  return rows(
    sql,
    `select i.id as image, i.content_id as "contentId", i.size_bytes::float8 as "sizeBytes"
     from content_copies c join images i on i.id = c.image_id where c.store_id = ? and c.state = 'ready'`,
    [store],
  );
}

/**
 * Forgets copies that the store has lost, of images that another store has: otherwise the other store could drop the
 * last copy. Where no other store has the image, the row stays, because the file may come back.
 */
export async function forgetLostContent(
  trx: Knex.Transaction,
  store: string,
  images: readonly ImageId[],
): Promise<number> {
  // Must come first, and be a statement of its own, as in `dropUnusedCopies`: another store may drop its copy now, and
  // then this row is the last one.
  const lock = 'select from content_copies where image_id = any(?::uuid[]) order by image_id, store_id for update';
  await rows(trx, lock, [[...images]]);
  const forgotten = await rows(
    trx,
    `delete from content_copies c where c.store_id = ? and c.image_id = any(?::uuid[]) and c.state = 'ready'
       and exists (select from content_copies o where o.image_id = c.image_id and o.store_id <> c.store_id and o.state = 'ready')
     returning c.image_id`,
    [store, [...images]],
  );
  return forgotten.length;
}

/**
 * The names of all files that a store can need: the content of every image, uploads and copies. Content that the store
 * does not need is removed only by `dropUnusedCopies`, which locks its row.
 */
export async function listNamesOfFiles(sql: Knex): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    sql,
    `select content_id as id from images where content_id is not null
     union select upload_id from images where upload_id is not null
     union select copy_id from content_copies where copy_id is not null`,
  );
  return new Set(found.map((row) => row.id));
}

/**
 * Records that this store serves the host, and returns those of the images that the store has. Their rows are locked
 * until the end of the statement, so an image that is being dropped is not among them.
 */
export async function findReadyForHost(
  sql: Knex,
  store: string,
  host: HostId,
  images: readonly ImageId[],
): Promise<Set<ImageId>> {
  await namedRows(
    sql,
    'host-content-store',
    'update hosts set content_store_id = ? where id = ? and content_store_id is distinct from ?',
    [store, host, store],
  );
  const found = await namedRows<{ image_id: ImageId }>(
    sql,
    'content-ready',
    `select image_id from content_copies where store_id = ? and image_id = any(?::uuid[]) and state = 'ready' for share`,
    [store, [...images]],
  );
  return new Set(found.map((row) => row.image_id));
}

/** The result of a claim: the image is there, or the caller makes the copy, or another live session makes it. */
export type CopyClaim =
  { readonly kind: 'ready' } | { readonly kind: 'claimed' } | { readonly kind: 'busy'; readonly copyId: string };

export interface NewCopy {
  readonly image: ImageId;
  readonly store: string;
  readonly copyId: string;
  readonly worker: number;
}

/**
 * Claims the copy of an image for a session. A copy that a dead session left, or an earlier call of this session, is
 * taken over; `hasLostFile`: so is a copy that is `ready`. Fails on a foreign key if the image is gone.
 */
export async function claimCopy(
  trx: Knex.Transaction,
  { image, store, copyId, worker }: NewCopy,
  hasLostFile: boolean,
): Promise<CopyClaim> {
  const inserted = await rows(
    trx,
    `insert into content_copies (image_id, store_id, state, is_origin, copy_id, copier) values (?, ?, 'copying', false, ?, ?)
     on conflict do nothing returning image_id`,
    [image, store, copyId, worker],
  );
  if (inserted.length > 0) return { kind: 'claimed' };
  const [found] = await rows<{ state: string; copy_id: string | null; is_free: boolean }>(
    trx,
    `select state, copy_id, coalesce(copier = ? or pg_try_advisory_xact_lock(${WORKER_LOCK_CLASS}, copier), true) as is_free
     from content_copies where image_id = ? and store_id = ? for update`,
    [worker, image, store],
  );
  // The other session gave up in between: the caller claims again.
  if (found === undefined) return { kind: 'busy', copyId };
  if (found.state === 'ready' && !hasLostFile) return { kind: 'ready' };
  if (!found.is_free) return { kind: 'busy', copyId: found.copy_id ?? copyId };
  await rows(
    trx,
    `update content_copies set state = 'copying', copy_id = ?, copier = ? where image_id = ? and store_id = ?`,
    [copyId, worker, image, store],
  );
  return { kind: 'claimed' };
}

/** Records that the copy is complete. False if the image was deleted, or another session has taken over the copy. */
export async function finishCopy(sql: Knex, { image, store, copyId }: NewCopy): Promise<boolean> {
  const finished = await rows(
    sql,
    `update content_copies set state = 'ready', copy_id = null, copier = null
     where image_id = ? and store_id = ? and copy_id = ? returning image_id`,
    [image, store, copyId],
  );
  return finished.length > 0;
}

export async function abandonCopy(sql: Knex, { image, store, copyId }: NewCopy): Promise<void> {
  await rows(sql, 'delete from content_copies where image_id = ? and store_id = ? and copy_id = ?', [
    image,
    store,
    copyId,
  ]);
}

/** A store, other than the caller's, that has the content, with one service that announced it. */
export interface ContentHolder {
  /** Null: no service of this version has announced the store. */
  readonly machine: string | null;
  readonly advertiseUrl: string | null;
}

/** The holders of an image's content, the most recently seen first. */
export async function listContentHolders(sql: Knex, image: ImageId, except: string): Promise<ContentHolder[]> {
  const found = await rows<{ machine: string | null; advertise_url: string | null }>(
    sql,
    `select s.machine, s.advertise_url from content_copies c left join content_services s on s.store_id = c.store_id
     where c.image_id = ? and c.state = 'ready' and c.store_id <> ?
     order by s.seen_at desc nulls last limit ${HOLDERS_MAX}`,
    [image, except],
  );
  return found.map((row) => ({ machine: row.machine, advertiseUrl: row.advertise_url || null }));
}

/** Whether the store has copies that it made for guests, so that `dropUnusedCopies` can find something. */
export async function hasMadeCopies(sql: Knex, store: string): Promise<boolean> {
  const found = await rows(sql, 'select from content_copies where store_id = ? and not is_origin limit 1', [store]);
  return found.length > 0;
}

/**
 * Drops the copies that the store made for its hosts, and that neither a guest nor a copy on these hosts needs now. The
 * last copy of an image stays, and so does one whose other copies are only in stores without a live service. `remove`
 * removes the file of a content id; if the transaction fails after that, the row names a missing file, and the content
 * is copied again when a guest needs it.
 */
export async function dropUnusedCopies(
  trx: Knex.Transaction,
  store: string,
  remove: (contentId: string) => Promise<void>,
): Promise<number> {
  // Must come first, and be a statement of its own: a guest that needs one of these copies waits for the locks, and a
  // guest that found its copy before is visible to the next statement. The other stores' rows are locked too, so that
  // two stores never drop their copies because of each other's.
  const locked = await rows<{ image_id: ImageId }>(
    trx,
    `select image_id from content_copies where image_id in (
       select image_id from content_copies where store_id = ? and state = 'ready' and not is_origin)
     order by image_id, store_id for update`,
    [store],
  );
  if (locked.length === 0) return 0;
  const unused = await rows<{ image_id: ImageId; content_id: string }>(
    trx,
    `select c.image_id, i.content_id from content_copies c join images i on i.id = c.image_id
     where c.store_id = ? and c.image_id = any(?::uuid[]) and c.state = 'ready' and not c.is_origin
       and not exists (select from guest_images used join guests g on g.id = used.guest_id join hosts h on h.id = g.host_id
         where used.image_id = c.image_id and h.content_store_id = c.store_id)
       and not exists (select from image_copies made join hosts h on h.id = made.host_id
         where made.image_id = c.image_id and h.content_store_id = c.store_id)
       and exists (select from content_copies o join content_services s on s.store_id = o.store_id
         where o.image_id = c.image_id and o.store_id <> c.store_id and o.state = 'ready'
           and s.seen_at > clock_timestamp() - ${GONE_AFTER})`,
    [store, [...new Set(locked.map((row) => row.image_id))]],
  );
  for (const { content_id: contentId } of unused) await remove(contentId);
  await rows(trx, 'delete from content_copies where store_id = ? and image_id = any(?::uuid[])', [
    store,
    unused.map((row) => row.image_id),
  ]);
  return unused.length;
}
