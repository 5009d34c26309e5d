/** The edge of images. Their content is streamed in both directions. */
import type { Readable } from 'node:stream';
import { ImagesController as ImagesBase } from '../../../generated/controllers/Images.js';
import type * as answers from '../../../generated/controllers/Images.js';
import type { ImageCreate } from '../../../generated/api-types.js';
import type { App } from '../../app/app.js';
import * as images from '../../app/images.js';
import { readRange, readSha256Digest } from '../content-headers.js';
import type { RequestContext } from '../request-context.js';
import { imageToCreate, imageView } from '../views/images.js';
import { hrefOf, linkHeader, markersOf } from '../views/links.js';

export class ImagesController extends ImagesBase<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listImages(
    { limit, marker = null }: { limit: number; marker?: string | null },
    { caller, origin }: RequestContext,
  ): Promise<answers.ListImagesAnswer> {
    const page = await images.listImages(this.#app, caller, { limit, marker });
    return {
      status: 200,
      headers: { Link: linkHeader(page, origin, '/v1/images', limit) },
      body: { images: page.rows.map((image) => imageView(image, origin)), markers: markersOf(page) },
    };
  }

  protected async createImage(
    { body }: { body: ImageCreate },
    { caller, origin }: RequestContext,
  ): Promise<answers.CreateImageAnswer> {
    const image = await images.createImage(this.#app, caller, imageToCreate(body));
    return {
      status: 201,
      headers: { Location: origin + hrefOf('images', image.id) },
      body: imageView(image, origin),
    };
  }

  protected async getImage(
    { image }: { image: string },
    { caller, origin }: RequestContext,
  ): Promise<answers.GetImageAnswer> {
    return { status: 200, body: imageView(await images.getImage(this.#app, caller, image), origin) };
  }

  protected async deleteImage(
    { image }: { image: string },
    { caller }: RequestContext,
  ): Promise<answers.DeleteImageAnswer> {
    await images.deleteImage(this.#app, caller, image);
    return { status: 204 };
  }

  protected async putImageContent(
    { image, contentDigest, body }: { image: string; contentDigest?: string; body: Readable },
    { caller, origin }: RequestContext,
  ): Promise<answers.PutImageContentAnswer> {
    const digest = readSha256Digest(contentDigest);
    return {
      status: 200,
      body: imageView(await images.putImageContent(this.#app, caller, image, body, digest), origin),
    };
  }

  protected async getImageContent(
    { image, range }: { image: string; range?: string },
    { caller }: RequestContext,
  ): Promise<answers.GetImageContentAnswer> {
    const { sizeBytes, read } = await images.getImageContent(this.#app, caller, image);
    const asked = readRange(range, sizeBytes);
    const { start, end } = asked ?? { start: 0, end: sizeBytes - 1 };
    const headers = { 'Accept-Ranges': 'bytes', 'Content-Length': end - start + 1 } as const;
    if (asked === null) return { status: 200, headers, body: await read(start, end) };
    const partial = { ...headers, 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` };
    return { status: 206, headers: partial, body: await read(start, end) };
  }
}
