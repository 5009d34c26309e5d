/** The view of images, and the inverse for their creation. */
import type { Image as ImageView, ImageCopy as ImageCopyView } from '../../../generated/api-types.js';
import type { ImageCreate } from '../../../generated/checked-bodies.js';
import type { ImageToCreate } from '../../app/images.js';
import type { ImageCopy } from '../../domain/image-copy.js';
import type { Image } from '../../domain/image.js';
import { hrefOf, linksOf } from './links.js';

export function imageView(image: Image, origin: string): ImageView {
  return {
    id: image.id,
    href: hrefOf('images', image.id),
    links: linksOf(origin, 'images', image.id),
    name: image.name,
    description: image.description,
    kind: image.kind,
    format: image.format,
    size_bytes: image.sizeBytes,
    virtual_size_mib: image.virtualSizeMib,
    sha256: image.sha256,
    state: image.state,
    shared: image.isShared,
    project_id: image.projectId,
    created_at: image.createdAt,
    updated_at: image.updatedAt,
  };
}

export function imageCopyView({ host, state, sizeBytes, isAhead, since }: ImageCopy): ImageCopyView {
  return { host: { id: host.id, name: host.name }, state, size_bytes: sizeBytes, ahead: isAhead, since };
}

export function imageToCreate(body: ImageCreate): ImageToCreate {
  return {
    name: body.name,
    description: body.description,
    kind: body.kind,
    format: body.format,
    sha256: body.sha256,
    isShared: body.shared,
  };
}
