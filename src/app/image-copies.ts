/**
 * The use cases of the copies of images on hosts: which hosts have the bytes of an image, and copies that are made
 * ahead of any guest. The operation `image.copy` makes such a copy; the host's image watch removes one that was dropped
 * (src/hosts/image-watch.ts).
 */
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { OperationId } from '../domain/ids.js';
import { COPIES_IN_MEMORY } from '../domain/image-copy.js';
import type { ImageCopy } from '../domain/image-copy.js';
import { pageInMemory } from '../domain/page-in-memory.js';
import type { Page, PageRequest } from '../domain/page.js';
import { enqueueImageCopy } from '../operations/enqueue.js';
import * as store from '../store/image-copies.js';
import { lockImage } from '../store/images.js';
import { inTransaction, query } from '../store/transaction.js';
import type { App } from './app.js';
import { requireListable } from './access/caller.js';
import type { ProjectCaller } from './access/caller.js';
import { getHost } from './hosts.js';
import { getImage, requireMayChange } from './images.js';

export async function listImageCopies(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<ImageCopy>> {
  requireListable(caller, isOfAllProjects);
  const { id } = await getImage(app, caller, idOrName);
  const copies = await query(app.db.of(caller), (sql) => store.listImageCopies(sql, id));
  return pageInMemory(COPIES_IN_MEMORY, copies, page);
}

export interface BegunCopy {
  readonly copy: ImageCopy;
  /** The operation that makes the copy; null if the host has the image already. */
  readonly operationId: OperationId | null;
}

/** Has the image copied to the host. A copy that is there, or is being made, is kept from now on. */
export async function putImageCopy(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  hostIdOrName: string,
): Promise<BegunCopy> {
  const { id } = await getImage(app, caller, idOrName);
  const host = await getHost(app, caller, hostIdOrName);
  return inTransaction(app.db.of(caller), async (trx) => {
    const image = await lockImage(trx, id);
    if (image === null) throw new GuesthouseError('image_not_found', 'The image does not exist.');
    requireMayChange(caller, image);
    requirePrecondition(caller.precondition, image.version);
    if (image.contentId === null) throw new GuesthouseError('image_not_available', 'The image has no content yet.');
    const found = await store.findImageCopy(trx, id, host.id);
    if (found?.operationId) return { copy: found, operationId: found.operationId };
    if (found !== null) {
      await store.keepImageCopy(trx, id, host.id);
      return { copy: { ...found, isAhead: true }, operationId: null };
    }
    const operationId = await enqueueImageCopy(trx, image, host.id, caller);
    await store.beginImageCopy(trx, id, host.id, operationId);
    const copy = await store.findImageCopy(trx, id, host.id);
    if (copy === null) throw new GuesthouseError('internal', 'The copy could not be recorded.');
    return { copy, operationId };
  });
}

/** Drops the copy of the image on the host. Does nothing if the host has none. */
export async function deleteImageCopy(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  hostIdOrName: string,
): Promise<void> {
  const { id } = await getImage(app, caller, idOrName);
  const host = await getHost(app, caller, hostIdOrName);
  await inTransaction(app.db.of(caller), async (trx) => {
    const image = await lockImage(trx, id);
    if (image === null) throw new GuesthouseError('image_not_found', 'The image does not exist.');
    requireMayChange(caller, image);
    requirePrecondition(caller.precondition, image.version);
    if (await store.hasGuestFromImage(trx, host.id, id)) {
      throw new GuesthouseError('image_in_use', 'A guest on this host was created from the image.');
    }
    const found = await store.findImageCopy(trx, id, host.id);
    if (found?.operationId) {
      throw new GuesthouseError(
        'operation_in_progress',
        `Operation ${found.operationId} is copying the image to this host. Cancel it first.`,
      );
    }
    await store.dropImageCopy(trx, id, host.id);
  });
}
