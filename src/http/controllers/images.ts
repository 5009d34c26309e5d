/** The controller of images. Their content is streamed in both directions. */
import type { Readable } from 'node:stream';
import { ImagesController as ImagesBase } from '../../../generated/controllers/Images.js';
import type * as responses from '../../../generated/controllers/Images.js';
import type { ImageCreate, ImageUpdate, JsonPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as imageCopies from '../../app/image-copies.js';
import * as images from '../../app/images.js';
import { COPIES, IMAGES } from '../../domain/collections.js';
import { etagOfContent, isNotModified } from '../../domain/etag.js';
import { selectRange } from '../contract/byte-range.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { imageCopyView, imageToCreate, imageView } from '../views/images.js';
import { hrefOf } from '../views/links.js';

export class ImagesController extends ImagesBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listImages(
    input: ListInput,
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.ListImagesResponse> {
    const list = new ListQuery(IMAGES, MEMBERS.Image, input);
    const page = await images.listImages(this.#app, projectCaller, list.page, input.allProjects);
    return list.response(page, origin, (image) => imageView(image, origin));
  }

  protected async createImage(
    { body }: { body: ImageCreate },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.CreateImageResponse> {
    const { image, isReplayed } = await images.createImage(this.#app, projectCaller, imageToCreate(body));
    return createdResponse(image, imageView(image, origin), origin, isReplayed);
  }

  protected async getImage(
    { image, fields }: { image: string; fields?: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.GetImageResponse> {
    const found = await images.getImage(this.#app, projectCaller, image);
    const body = selectFields(imageView(found, origin), fields, MEMBERS.Image);
    return resourceResponse(found, body);
  }

  protected async updateImage(
    { image, body }: { image: string; body: ImageUpdate | JsonPatch },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.UpdateImageResponse> {
    const patch = this.#patches.ofImage(body, origin);
    const updated = await images.updateImage(this.#app, projectCaller, image, patch);
    return resourceResponse(updated, imageView(updated, origin));
  }

  protected async deleteImage(
    { image }: { image: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteImageResponse> {
    await images.deleteImage(this.#app, projectCaller, image);
    return { status: 204 };
  }

  protected async listImageCopies(
    { image, ...input }: { image: string } & ListInput,
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.ListImageCopiesResponse> {
    const list = new ListQuery(COPIES, MEMBERS.ImageCopy, input);
    const page = await imageCopies.listImageCopies(this.#app, projectCaller, image, list.page, input.allProjects);
    const path = `${hrefOf('images', encodeURIComponent(image))}/copies`;
    return list.response(page, origin, imageCopyView, path);
  }

  /** 200 if the host has the image already, otherwise 202. */
  protected async putImageCopy(
    { image, host }: { image: string; host: string },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.PutImageCopyResponse> {
    const { copy, operationId } = await imageCopies.putImageCopy(this.#app, projectCaller, image, host);
    const body = imageCopyView(copy);
    if (operationId === null) return { status: 200, body };
    const Location = origin + hrefOf('operations', operationId);
    return { status: 202, headers: { Location, 'X-Operation-ID': operationId }, body };
  }

  protected async deleteImageCopy(
    { image, host }: { image: string; host: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteImageCopyResponse> {
    await imageCopies.deleteImageCopy(this.#app, projectCaller, image, host);
    return { status: 204 };
  }

  protected async putImageContent(
    { image, body }: { image: string; body: Readable },
    context: RequestContext,
  ): Promise<responses.PutImageContentResponse> {
    const { projectCaller, origin, gone, digests } = context;
    const sizeBytes = context.contentLength;
    const sent = { content: body, sizeBytes, digests, gone, reauthorize: () => context.reauthorize() };
    const filled = await images.putImageContent(this.#app, projectCaller, image, sent);
    // The tag of a response to PUT is that of the representation that was stored (RFC 9110 §9.3.4).
    return { status: 200, headers: { ETag: etagOfContent(filled.sha256) }, body: imageView(filled.image, origin) };
  }

  /** In the order of RFC 9110 §13.2.2: a range is read only if the conditions hold. */
  protected async getImageContent(
    { image }: { image: string },
    { projectCaller, precondition, range, gone }: RequestContext,
  ): Promise<responses.GetImageContentResponse> {
    const { sizeBytes, sha256, read } = await images.getImageContent(this.#app, projectCaller, image, gone);
    const etag = etagOfContent(sha256);
    if (isNotModified(precondition, etag)) return { status: 304, headers: { ETag: etag } };
    const part = selectRange(range, { etag, sizeBytes });
    const { start, end } = part ?? { start: 0, end: sizeBytes - 1 };
    const headers = { 'Accept-Ranges': 'bytes', 'Content-Length': end - start + 1, ETag: etag } as const;
    if (part === null) return { status: 200, headers, body: await read(start, end) };
    const partial = { ...headers, 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` };
    return { status: 206, headers: partial, body: await read(start, end) };
  }
}
