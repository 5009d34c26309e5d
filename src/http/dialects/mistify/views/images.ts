/** The view of images, and the inverse for their creation. */
import type { MistifyImage } from '../../../../../generated/mistify/api-types.js';
import type { MistifyImageCreate } from '../../../../../generated/mistify/checked-bodies.js';
import type { ImageToCreate } from '../../../../app/images.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import type { Image } from '../../../../domain/image.js';
import { KIND_OF_IMAGE, STATUS_OF_IMAGE, TYPE_OF_IMAGE } from '../words.js';

export function imageView({ id, kind, virtualSizeMib, state }: Image): MistifyImage {
  const unknown = { volume: '', snapshot: '' };
  return { id, type: TYPE_OF_IMAGE[kind], ...unknown, size: virtualSizeMib ?? 0, status: STATUS_OF_IMAGE[state] };
}

/** Throws `not_implemented` for an image to fetch, and for the image of a container. */
export function imageToCreate({ id, type, source }: MistifyImageCreate): ImageToCreate {
  if (source !== undefined) {
    throw new GuesthouseError(
      'not_implemented',
      'Images cannot be fetched from a URL: declare the image without a source, then upload its content.',
    );
  }
  if (type === 'container') throw new GuesthouseError('not_implemented', 'Images of containers are not supported.');
  const kind = KIND_OF_IMAGE[type];
  return { name: id, description: '', kind, format: undefined, sha256: null, isShared: false };
}
