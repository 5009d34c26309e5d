/** Images as the subject of operations. They are not observed: no host shows the effect of these operations. */
import { GuesthouseError } from '../domain/errors.js';
import type { ImageId } from '../domain/ids.js';
import type { Image } from '../domain/image.js';
import { listImagesByIds, lockImage } from '../store/images.js';
import type { SubjectDefinition } from './kind.js';

export const IMAGE: SubjectDefinition<Image, null> = {
  kind: 'image',
  find: async (sql, id) => (await listImagesByIds(sql, [id as ImageId]))[0] ?? null,
  lock: (trx, id) => lockImage(trx, id as ImageId),
  missing: () => new GuesthouseError('image_not_found', 'The image no longer exists.'),
  observe: () => Promise.resolve(null),
  isConclusive: () => false,
  unresponsive: () => null,
};
