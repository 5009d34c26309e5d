/**
 * Images in PostgreSQL: one function per statement. Their content is in files (content/image-content.ts).
 *
 * An image has at most one upload at a time. Its row has the id of the upload and the worker number of the upload's
 * session. If that session has ended, the next upload replaces the old upload, which can no longer finish
 * (`finishUpload` checks the upload's id).
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { IMAGES } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import { isIdForm } from '../domain/ids.js';
import type { ImageId, ProjectId } from '../domain/ids.js';
import type { Image } from '../domain/image.js';
import { projectColumn } from './named-columns.js';
import { buryRow, selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { imageFromRow } from './rows.js';
import type { ImageRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import type { Sql } from './search.js';
import { WORKER_LOCK_CLASS } from './session.js';
import { branchesOf } from './visibility.js';
import { namedRows, rows } from './statement.js';

const COLUMNS = `t.id, t.project_id, t.name, t.description, t.kind, t.format, t.size_bytes, t.virtual_size_mib, t.sha256, t.state,
  t.is_shared, t.content_id, t.created_at, t.updated_at, t.version`;
const SELECT = `select ${COLUMNS} from images t`;

const PAGED_IMAGES: Omit<PagedCollection<typeof IMAGES>, 'search'> = {
  of: IMAGES,
  columns: COLUMNS,
  from: 'from images t',
  sort: { created_at: { value: 't.created_at', type: 'timestamptz' } },
};

/** A search finds images only by the names of projects that `visibility` allows. */
function pagedImages(visibility: Visibility): PagedCollection<typeof IMAGES> {
  return {
    ...PAGED_IMAGES,
    search: {
      id: { type: 'id', value: 't.id' },
      name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
      description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
      kind: { type: 'word', value: 't.kind' },
      format: { type: 'word', value: 't.format' },
      state: { type: 'word', value: 't.state' },
      // Hex digits, so `lower` is the same as folding.
      sha256: { type: 'text', exact: 't.sha256', folded: 'lower(t.sha256 collate "C")' },
      size_bytes: { type: 'number', value: 't.size_bytes' },
      virtual_size_mib: { type: 'number', value: 't.virtual_size_mib' },
      shared: { type: 'word', value: 't.is_shared::text' },
      project: projectColumn(visibility),
      created_at: { type: 'time', value: 't.created_at' },
      updated_at: { type: 'time', value: 't.updated_at' },
    },
  };
}

/** A shared image is visible in other projects only when it has its content. */
const IS_SHARED = 't.is_shared and t.content_id is not null';

/**
 * Shared images are visible in every project; tombstones do not record whether an image was shared, so the id of a
 * deleted image is a valid marker only for callers that see the image's own project.
 */
function imageBranchesOf(visibility: Visibility): Branches {
  const own = branchesOf(visibility, null);
  if (visibility.kind === 'everything') return own;
  const { projectId } = visibility;
  if (projectId === null) return { name: '-shared', of: [{ live: sqlOf(IS_SHARED), dead: null }] };
  const shared = { live: sqlOf(`t.project_id <> ? and ${IS_SHARED}`, projectId), dead: null };
  return { name: '-and-shared', of: [...own.of, shared] };
}

/** SQL that is true if the caller can see the image whose row has the alias `named`. */
export function imageSeenBy(visibility: Visibility): Sql {
  // A caller without a limit on projects can request every image by id.
  if (visibility.kind === 'everything' || visibility.projectIds === null) return sqlOf('true');
  const { text, bindings } = seenBy(visibility);
  return sqlOf(`named.id in (select t.id from images t where ${text})`, ...bindings);
}

/**
 * SQL that is true if the caller can see the image whose row has the alias `t`. `name` is a suffix for the name of the
 * prepared statement.
 */
function seenBy(visibility: Visibility): Sql & { readonly name: string } {
  const { name, of } = imageBranchesOf(visibility);
  return {
    name,
    text: `(${of.map(({ live }) => `(${live.text})`).join(' or ')})`,
    bindings: of.flatMap(({ live }) => live.bindings),
  };
}

export function listImages(sql: Knex, visibility: Visibility, page: PageRequest): Promise<Page<Image>> {
  return selectPage<ImageRow, Image>(sql, pagedImages(visibility), imageBranchesOf(visibility), page, imageFromRow);
}

/**
 * Finds an image by id in every visible project. By name, finds the project's own image, otherwise the shared image;
 * the names of shared images are unique (`images_shared_name_unique`).
 */
export async function findImage(
  sql: Knex,
  visibility: Visibility,
  project: ProjectId,
  idOrName: string,
): Promise<Image | null> {
  const { name, text: seen, bindings } = seenBy(visibility);
  const [row] = isIdForm(idOrName)
    ? await namedRows<ImageRow>(sql, `image-by-id${name}`, `${SELECT} where ${seen} and t.id = ?`, [
        ...bindings,
        idOrName,
      ])
    : await namedRows<ImageRow>(
        sql,
        `image-by-name${name}`,
        `${SELECT} where ${seen} and (t.project_id = ? or (${IS_SHARED})) and t.name_folded = ?
         order by t.project_id <> ? limit 1`,
        [...bindings, project, fold(idOrName), project],
      );
  return row ? imageFromRow(row) : null;
}

/** The images with these ids, in any project: for the worker, which creates guests from them. */
export async function listImagesByIds(sql: Knex, ids: readonly ImageId[]): Promise<Image[]> {
  if (ids.length === 0) return [];
  const found = await namedRows<ImageRow>(sql, 'images-by-ids', `${SELECT} where t.id = any(?::uuid[])`, [[...ids]]);
  return found.map(imageFromRow);
}

/** The image, with its row locked until the transaction ends. */
export async function lockImage(trx: Knex.Transaction, id: ImageId): Promise<Image | null> {
  const [row] = await namedRows<ImageRow>(trx, 'image-lock', `${SELECT} where t.id = ? for update`, [id]);
  return row ? imageFromRow(row) : null;
}

/** Writes the members that a client can change. Fails on `images_name_unique` or `images_shared_name_unique`. */
export async function writeImage(
  trx: Knex.Transaction,
  id: ImageId,
  image: Pick<Image, 'name' | 'description' | 'isShared'>,
): Promise<void> {
  await trx('images')
    .where({ id })
    .update({
      name: image.name,
      name_folded: fold(image.name),
      description: image.description,
      description_folded: fold(image.description),
      is_shared: image.isShared,
    });
}

export type NewImage = Pick<
  Image,
  'id' | 'projectId' | 'name' | 'description' | 'kind' | 'format' | 'sha256' | 'isShared'
>;

/** Fails on `images_name_unique` or `images_shared_name_unique`. */
export async function insertImage(trx: Knex.Transaction, image: NewImage): Promise<void> {
  await trx('images').insert({
    id: image.id,
    project_id: image.projectId,
    name: image.name,
    name_folded: fold(image.name),
    description: image.description,
    description_folded: fold(image.description),
    kind: image.kind,
    format: image.format,
    sha256: image.sha256,
    state: 'pending',
    is_shared: image.isShared,
  });
}

/**
 * Removes the row and returns the content id that it had. Fails on `guest_images_in_use` while a guest uses the image.
 */
export async function deleteImage(trx: Knex.Transaction, id: ImageId): Promise<string | null> {
  const [gone] = await rows<{ content_id: string | null }>(
    trx,
    `${buryRow(PAGED_IMAGES)} select content_id from gone`,
    [id],
  );
  return gone?.content_id ?? null;
}

/** Claims the image for an upload. False if its content already exists, or another live upload is in progress. */
export async function beginUpload(sql: Knex, id: ImageId, uploadId: string, worker: number): Promise<boolean> {
  const begun = await rows(
    sql,
    `update images set upload_id = ?, upload_worker = ?
     where id = ? and state <> 'available'
       and (upload_worker is null or (upload_worker <> ? and pg_try_advisory_xact_lock(${WORKER_LOCK_CLASS}, upload_worker)))
     returning id`,
    [uploadId, worker, id, worker],
  );
  return begun.length > 0;
}

export interface UploadedContent {
  readonly sizeBytes: number;
  readonly virtualSizeMib: number;
  readonly sha256: string;
}

/**
 * Records that the content is in the store. False if another upload has replaced this one, or the image was deleted.
 */
export async function finishUpload(
  trx: Knex.Transaction,
  id: ImageId,
  { uploadId, store }: { readonly uploadId: string; readonly store: string },
  content: UploadedContent,
): Promise<boolean> {
  const finished = await rows(
    trx,
    `with filled as (
       update images set state = 'available', size_bytes = ?, virtual_size_mib = ?, sha256 = ?, content_id = upload_id, upload_id = null,
         upload_worker = null
       where id = ? and upload_id = ? returning id)
     insert into content_copies (image_id, store_id, state, is_origin) select id, ?, 'ready', true from filled
     returning image_id`,
    [content.sizeBytes, content.virtualSizeMib, content.sha256, id, uploadId, store],
  );
  return finished.length > 0;
}

/**
 * Records that the upload failed: the image becomes `error` if its content was rejected; otherwise its state does not
 * change.
 */
export async function abandonUpload(sql: Knex, id: ImageId, uploadId: string, isRefused: boolean): Promise<void> {
  await rows(
    sql,
    `update images set upload_id = null, upload_worker = null, state = case when ?::boolean then 'error' else state end
     where id = ? and upload_id = ?`,
    [isRefused, id, uploadId],
  );
}

/**
 * Clears the uploads of services that died, so that their images can be uploaded again. Returns the number of these
 * uploads.
 */
export async function forgetLostUploads(sql: Knex): Promise<number> {
  const lost = await rows(
    sql,
    `update images set upload_id = null, upload_worker = null
     where upload_worker is not null and pg_try_advisory_xact_lock(${WORKER_LOCK_CLASS}, upload_worker) returning id`,
  );
  return lost.length;
}
