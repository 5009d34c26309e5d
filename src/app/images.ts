/**
 * The use cases of images.
 *
 * An image is created `pending`, gets its content once (`putImageContent`), and is `available` from then on; its
 * content never changes. If the content is rejected, the image is in `error`, and the client can upload content again.
 *
 *   upload claimed ─► received ─► checked ─► stored under its name ─► finished
 *
 * The quota of the project is checked before the upload, while content arrives, and in the last step.
 * The last step is one transaction, which is retried while the database is away.
 *
 * A shared image is visible in every project as soon as it has its content. Only administrators can share an image, and
 * only they can rename, describe, fill, unshare or delete an image that is shared or that the request shares. Otherwise
 * a member of its project could decide what the guests of all projects boot.
 * Invariant: only administrators change a shared image (test/http/shared-images.test.ts).
 *
 * Content is stored by the service that receives it. Other services copy it for their hosts, and pass downloads through
 * (src/store/content/image-content-store.ts).
 *
 * Invariant: an image is `available` only with its content in place, and becomes available once
 * (test/http/upload-outlasts-database.test.ts). If an upload is abandoned while the database is away, the image's row
 * keeps the id of that upload until the next upload replaces the id or the next start of a service clears it.
 */
import type { Readable } from 'node:stream';
import { hasRight, isService, requireRight, visibilityOf } from '../domain/access.js';
import { requireDigests } from '../domain/digest.js';
import type { DeclaredDigests, ExpectedDigest } from '../domain/digest.js';
import { GuesthouseError, isGuesthouseError } from '../domain/errors.js';
import { etagOfContent, requirePrecondition, requirePreconditionOn } from '../domain/etag.js';
import type { Representation } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { ImageId } from '../domain/ids.js';
import type { Image } from '../domain/image.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { DiskFormat, EventKind, ImageKind } from '../domain/words.js';
import { subjectOf } from '../domain/subject.js';
import { withBallast } from '../store/database.js';
import { listNamesOfFiles } from '../store/content-copies.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/images.js';
import type { ReceivedContent } from '../store/content/image-content.js';
import { inspectImage } from '../store/content/inspect-image.js';
import { inTransaction, query } from '../store/transaction.js';
import { isForeignKeyViolation, isUniqueViolation } from '../store/database-failure.js';
import { visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { ProjectCaller } from './access/caller.js';
import { findRoomForContent, requireWithinQuota } from './quota.js';
import type { RoomForContent } from './quota.js';
import { retryWhileDatabaseDown } from './retry-while-database-down.js';
import { asProjectGone } from '../store/projects.js';

export function listImages(
  app: App,
  caller: ProjectCaller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Image>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listImages(sql, visibility, page));
}

/**
 * Every use case of one image starts here. Everyone can see a shared image; only administrators can change it. A use
 * case that changes an image must check this right again after it has locked the row (`requireMayChange`).
 */
export async function getImage(app: App, caller: ProjectCaller, idOrName: string): Promise<Image> {
  const image = await query(app.db.of(caller), (sql) =>
    store.findImage(sql, visibilityOf(caller), caller.projectId, idOrName),
  );
  if (image === null) throw noSuchImage();
  if (caller.right !== 'images.read') requireMayChange(caller, image);
  else if (!image.isShared) requireRight(caller, image);
  return image;
}

/** Throws `forbidden` unless the caller can change the image, or create it. */
export function requireMayChange(caller: ProjectCaller, image: Pick<Image, 'projectId' | 'isShared'>): void {
  requireRight(caller, image);
  if (!image.isShared || hasRight(caller.principal, 'images.share', { projectId: null })) return;
  throw new GuesthouseError('forbidden', 'Only administrators can share an image, or change an image that is shared.');
}

function noSuchImage(): GuesthouseError {
  return new GuesthouseError('image_not_found', 'The image does not exist.');
}

export interface ImageToCreate {
  readonly name: string;
  readonly description: string;
  readonly kind: ImageKind;
  /** Undefined: qcow2 for a disk, otherwise raw. */
  readonly format: DiskFormat | undefined;
  /** The SHA-256 that the content must have, in hex; null: any. */
  readonly sha256: string | null;
  readonly isShared: boolean;
}

export interface CreatedImage {
  readonly image: Image;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createImage(app: App, caller: ProjectCaller, input: ImageToCreate): Promise<CreatedImage> {
  requireMayChange(caller, { ...caller, isShared: input.isShared });
  const format = input.format ?? (input.kind === 'disk' ? 'qcow2' : 'raw');
  if (input.kind !== 'disk' && format !== 'raw') {
    throw new GuesthouseError('validation_failed', `An image of kind ${input.kind} must have the format raw.`, {
      mistakes: [{ pointer: '/format', detail: 'must be raw unless the kind is disk' }],
    });
  }
  const image = {
    ...input,
    id: newId<ImageId>(),
    projectId: caller.projectId,
    name: normalizeName(input.name),
    format,
    sha256: input.sha256?.toLowerCase() ?? null,
  };
  const { result, isReplayed } = await app.idempotency.run<Image>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        await store.insertImage(trx, image);
        const [inserted] = await store.listImagesByIds(trx, [image.id]);
        if (inserted === undefined) throw new GuesthouseError('internal', 'The image could not be created.');
        await recordEvents(trx, [eventOfImage('image.created', inserted, caller)]);
        await requireWithinQuota(trx, app, image.projectId, { images: 1 });
        return inserted;
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      }),
    () => requireMayChange(caller, { ...caller, isShared: input.isShared }),
  );
  return { image: result, isReplayed };
}

function eventOfImage(kind: EventKind, image: Image, { userId, requestId, clientAddress }: ProjectCaller): NewEvent {
  const detail = { image_id: image.id, name: image.name };
  const subject = subjectOf('image', image);
  return { kind, projectId: image.projectId, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  const taken = (message: string) => new GuesthouseError('image_name_already_exists', message, { cause: error });
  if (isUniqueViolation(error, 'images_name_unique')) return taken('Another image of the project has this name.');
  if (isUniqueViolation(error, 'images_shared_name_unique')) return taken('Another shared image has this name.');
  return asProjectGone(error);
}

/** The members of an image that clients can write, after a patch. */
export interface WritableImage {
  readonly name: string;
  readonly description: string;
  readonly isShared: boolean;
}

/** `patch` gets the current image, whose row is locked, and returns the changed image. */
export async function updateImage(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  patch: (image: Image) => WritableImage,
): Promise<Image> {
  const { id } = await getImage(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const image = await store.lockImage(trx, id);
      if (image === null) throw noSuchImage();
      requireMayChange(caller, image);
      requirePrecondition(caller.precondition, image.version);
      const wanted = patch(image);
      requireMayChange(caller, { ...image, isShared: wanted.isShared });
      await store.writeImage(trx, id, { ...wanted, name: normalizeName(wanted.name, image.name) });
      const after = (await store.lockImage(trx, id)) ?? image;
      if (after.version !== image.version) await recordEvents(trx, [eventOfImage('image.updated', after, caller)]);
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

/**
 * Removes the row first, then the content in this service's folder. Whatever cannot be removed now, and the copies of
 * other services, the next sweep of each folder removes.
 */
export async function deleteImage(app: App, caller: ProjectCaller, idOrName: string): Promise<void> {
  const { id } = await getImage(app, caller, idOrName);
  try {
    // Taken from the locked row, not from the image read before: an upload can have ended in between.
    const contentId = await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
      const image = await store.lockImage(trx, id);
      if (image === null) throw noSuchImage();
      requireMayChange(caller, image);
      requirePrecondition(caller.precondition, image.version);
      await recordEvents(trx, [eventOfImage('image.deleted', image, caller)]);
      return store.deleteImage(trx, id);
    });
    if (contentId !== null) await app.imageContent.files.remove(contentId);
  } catch (error) {
    if (!isForeignKeyViolation(error, 'guest_images_in_use')) throw error;
    throw new GuesthouseError('image_in_use', 'A guest was created from this image. Delete that guest first.', {
      cause: error,
    });
  }
}

export interface SentContent {
  readonly content: Readable;
  /** The size that the client declares; null if it declares none. */
  readonly sizeBytes: number | null;
  readonly digests: DeclaredDigests;
  /** Aborts when the client no longer waits for the response. */
  readonly gone: AbortSignal;
  /**
   * Authorizes the caller again when the content has arrived, which can be hours later. Throws if access was revoked
   * meanwhile.
   */
  readonly reauthorize: () => Promise<ProjectCaller>;
}

export interface FilledImage {
  readonly image: Image;
  /** Of the content, in lower-case hex. */
  readonly sha256: string;
}

export async function putImageContent(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  { content, sizeBytes: declaredBytes, digests, gone, reauthorize }: SentContent,
): Promise<FilledImage> {
  const image = await getImage(app, caller, idOrName);
  // The content can change only once, and then this upload cannot finish, so one check is enough.
  requirePreconditionOn(contentOf(image), caller.precondition);
  const room = await findRoomForContent(app, caller, image.projectId);
  if (room !== null && declaredBytes !== null && declaredBytes > room.bytes) throw room.refusal(declaredBytes);
  const uploadId = await beginUpload(app, caller, image);
  let isRefused = false;
  try {
    const received = await receive(app, { uploadId, content, declaredBytes, algorithms: digests.algorithms }, room);
    requireDigests(received.digests, [...digests.expected, ...digests.readTrailing(), ...announcedDigest(image)]);
    const virtualSizeMib = await inspectImage(received, image.format, app.qemuImg);
    await app.imageContent.files.keep(uploadId);
    const { sizeBytes, sha256 } = received;
    const uploaded = { sizeBytes, sha256, virtualSizeMib };
    const finish = async (): Promise<Image | null> => {
      // Throws if the caller has lost its rights during the upload. Then the upload does not finish.
      const current = await reauthorize();
      await getImage(app, current, image.id);
      return finishUpload(app, current, image, uploadId, uploaded);
    };
    const filled = await retryWhileDatabaseDown(finish, { gone, log: caller.log });
    if (filled === null) {
      throw new GuesthouseError(
        'database_unreachable',
        'The upload was abandoned because the database was unreachable. Upload the content again.',
      );
    }
    return { image: filled, sha256: received.sha256 };
  } catch (error) {
    isRefused = isGuesthouseError(error, 'image_not_acceptable', 'digest_mismatch');
    await abandonUpload(app, caller, image, uploadId, isRefused, error);
    throw error;
  }
}

interface Upload extends Pick<DeclaredDigests, 'algorithms'> {
  readonly uploadId: string;
  readonly content: Readable;
  readonly declaredBytes: number | null;
}

async function receive(
  { imageContent: { files }, imageMaxBytes }: App,
  { uploadId, content, declaredBytes: expectedBytes, algorithms }: Upload,
  room: RoomForContent | null,
): Promise<ReceivedContent> {
  if (room === null || room.bytes >= imageMaxBytes) {
    return files.receive(uploadId, content, { maxBytes: imageMaxBytes, expectedBytes, algorithms });
  }
  try {
    return await files.receive(uploadId, content, { maxBytes: room.bytes, expectedBytes, algorithms });
  } catch (error) {
    throw isGuesthouseError(error, 'body_too_large') ? room.refusal(`more than ${room.bytes}`) : error;
  }
}

/**
 * Can be repeated: if the row names this upload's content, an earlier attempt finished the upload and only the response
 * of the database was lost. Returns null if the upload has lost its claim on the image: its database session was lost,
 * and then another upload took the claim, or the start of another service cleared it.
 */
async function finishUpload(
  app: App,
  caller: ProjectCaller,
  image: Image,
  uploadId: string,
  uploaded: store.UploadedContent,
): Promise<Image | null> {
  const after = await inTransaction(app.db.of(caller), async (trx) => {
    const before = await store.lockImage(trx, image.id);
    // The image can have been shared since `getImage` read it.
    if (before !== null) requireMayChange(caller, before);
    const isFinished = await store.finishUpload(trx, image.id, { uploadId, store: app.imageContent.id }, uploaded);
    if (isFinished) {
      await recordEvents(trx, [eventOfImage('image.available', image, caller)]);
      await requireWithinQuota(trx, app, image.projectId, { image_bytes: uploaded.sizeBytes });
    }
    const [now] = await store.listImagesByIds(trx, [image.id]);
    return now;
  });
  if (after === undefined) {
    throw new GuesthouseError('image_not_found', 'The image was deleted during the upload of its content.');
  }
  if (after.contentId === uploadId) return after;
  if (after.state === 'available') throw alreadyAvailable();
  return null;
}

async function beginUpload(app: App, caller: ProjectCaller, image: Image): Promise<string> {
  if (image.state === 'available') throw alreadyAvailable();
  const uploadId = newId<ImageId>();
  if (await app.imageContent.beginUpload(image.id, uploadId, app.db.of(caller))) return uploadId;
  const now = await query(app.db.of(caller), (sql) => store.listImagesByIds(sql, [image.id]));
  if (now[0]?.state === 'available') throw alreadyAvailable();
  throw new GuesthouseError(
    'image_upload_in_progress',
    'Another request is already uploading the content of this image.',
  );
}

function alreadyAvailable(): GuesthouseError {
  return new GuesthouseError(
    'image_already_available',
    'The image already has its content, which never changes. Create a new image instead.',
  );
}

/** Removes the content only if no row names it: a commit that seemed to fail may have succeeded. */
async function abandonUpload(
  app: App,
  caller: ProjectCaller,
  image: Image,
  uploadId: string,
  isRefused: boolean,
  why: unknown,
): Promise<void> {
  try {
    await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
      await store.abandonUpload(trx, image.id, uploadId, isRefused);
      if (isRefused) await recordEvents(trx, [eventOfImage('image.rejected', image, caller)]);
    });
    const named = await query(app.db.of(caller), listNamesOfFiles);
    if (!named.has(uploadId)) await app.imageContent.files.remove(uploadId);
  } catch (error) {
    caller.log.warn({ err: error, why, upload: uploadId }, 'failed to clean up an upload; the next start cleans it up');
  }
}

/** The SHA-256 that the creation of the image declared. */
function announcedDigest({ sha256 }: Image): readonly ExpectedDigest[] {
  return sha256 === null ? [] : [{ algorithm: 'sha256', value: Buffer.from(sha256, 'hex') }];
}

/** The content of the image as a resource with a tag; null if it has none yet. */
function contentOf({ contentId, sha256 }: Image): Representation | null {
  return contentId === null || sha256 === null ? null : { etag: etagOfContent(sha256) };
}

export interface ContentToSend {
  readonly sizeBytes: number;
  /** In lower-case hex. */
  readonly sha256: string;
  /** Reads the bytes from `start` to `end`, both inclusive. */
  readonly read: (start: number, end: number) => Promise<Readable>;
}

/** `gone` aborts when the client no longer waits for the content. */
export async function getImageContent(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  gone: AbortSignal,
): Promise<ContentToSend> {
  const found = await getImage(app, caller, idOrName);
  const { contentId, sizeBytes, sha256 } = found;
  if (contentId === null || sizeBytes === null || sha256 === null) {
    throw new GuesthouseError('image_not_available', 'The image has no content yet.');
  }
  const read = async (start: number, end: number): Promise<Readable> => {
    const content = await app.imageContent.read(
      { ...found, contentId, sizeBytes, sha256 },
      { start, end },
      // A service that reads from here knows every other service itself.
      { mayForward: !isService(caller.principal), signal: gone },
    );
    if (content !== null) return content;
    // Either the image was just deleted (then this throws not found), or something else removed the file.
    await getImage(app, caller, idOrName);
    throw new GuesthouseError('internal', 'An internal error occurred. The log of the service has the details.', {
      logDetail: `the content ${contentId} of an image is missing`,
    });
  };
  return { sizeBytes, sha256, read };
}
