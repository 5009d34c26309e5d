/** The controller of images. Their content is streamed in both directions. */
import type { Readable } from 'node:stream';
import { ImagesController as ImagesBase } from '../../../generated/controllers/Images.js';
import type * as responses from '../../../generated/controllers/Images.js';
import type { ImageCreate, ImageUpdate, JsonPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as images from '../../app/images.js';
import { IMAGES } from '../../domain/collections.js';
import { readRange, readSha256Digest } from '../contract/content-headers.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { imageToCreate, imageView } from '../views/images.js';

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

  protected async putImageContent(
    { image, contentDigest, body }: { image: string; contentDigest?: string; body: Readable },
    context: RequestContext,
  ): Promise<responses.PutImageContentResponse> {
    const { projectCaller, origin, gone } = context;
    const digest = readSha256Digest(contentDigest);
    const sent = {
      content: body,
      sizeBytes: context.contentLength,
      digest,
      gone,
      reauthorize: () => context.reauthorize(),
    };
    const filled = await images.putImageContent(this.#app, projectCaller, image, sent);
    return resourceResponse(filled, imageView(filled, origin));
  }

  protected async getImageContent(
    { image, range }: { image: string; range?: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetImageContentResponse> {
    const { sizeBytes, sha256, read } = await images.getImageContent(this.#app, projectCaller, image);
    const requestedRange = readRange(range, sizeBytes);
    const { start, end } = requestedRange ?? { start: 0, end: sizeBytes - 1 };
    const headers = { 'Accept-Ranges': 'bytes', 'Content-Length': end - start + 1, ETag: `"${sha256}"` } as const;
    if (requestedRange === null) return { status: 200, headers, body: await read(start, end) };
    const partial = { ...headers, 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` };
    return { status: 206, headers: partial, body: await read(start, end) };
  }
}
