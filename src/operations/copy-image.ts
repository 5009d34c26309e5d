/**
 * image.copy: copies an image to a host ahead of any guest.
 *
 *   content   copies the content to the service that drives the host, if it is on another machine; repeatable
 *   host      gives the host its own copy, if it needs one; repeatable: a complete copy is kept
 *
 * The copy's row was made with the operation (src/app/image-copies.ts), so that no removal of a guest drops the bytes
 * as soon as they arrive. It becomes `ready` with the success, and goes with a failure or a cancellation; then the
 * host's image watch removes what the host got (src/hosts/image-watch.ts).
 */
import { GuesthouseError } from '../domain/errors.js';
import type { Image } from '../domain/image.js';
import { endImageCopy } from '../store/image-copies.js';
import { IMAGE } from './image-subject.js';
import type { NoParams, OperationKindDefinition } from './kind.js';

export const copyImage: OperationKindDefinition<NoParams, Image, null> = {
  kind: 'image.copy',
  subject: IMAGE,
  // Copies of one image to several hosts run at the same time.
  isBeside: true,
  verb: null,
  stateMeanwhile: null,
  isAbsenceExpected: false,
  isCancellable: true,
  isAlwaysAdmitted: false,
  steps: { content: 50, host: 50 },
  observation: 'none',
  readParams: () => ({}),
  async run({ backend, subject: image, signal, step, bringContent, pathOfContent }) {
    const { id, contentId, sha256, sizeBytes, format, virtualSizeMib } = image;
    if (contentId === null || sha256 === null || sizeBytes === null) {
      throw new GuesthouseError('image_not_available', 'The image has no content.');
    }
    await step('content', async (onProgress) => void (await bringContent([image], onProgress)));
    const path = pathOfContent(contentId);
    const file = { id, path, format, sha256, sizeBytes, virtualSizeMib: virtualSizeMib ?? 0 };
    await step('host', (onProgress) => backend.copyImage(file, { signal, onProgress }));
  },
  isReached: () => false,
  contradiction: () => null,
  onQueued: () => Promise.resolve(),
  commit: (trx, { id, state, subject }) => endImageCopy(trx, subject.id, id, state === 'succeeded'),
};
