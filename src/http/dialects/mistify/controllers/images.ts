/** The controller of images. */
import { MistifyImagesController } from '../../../../../generated/mistify/controllers/MistifyImages.js';
import type * as responses from '../../../../../generated/mistify/controllers/MistifyImages.js';
import type { MistifyImageCreate } from '../../../../../generated/mistify/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as images from '../../../../app/images.js';
import { PAGE_ROWS_MAX, walk } from '../../../../app/walk.js';
import { IMAGES } from '../../../../domain/collections.js';
import { readPageRequest } from '../../../../domain/page-request.js';
import { jsonListForm, listStream } from '../../../contract/list-stream.js';
import type { RequestContext } from '../../../request-context.js';
import { imageToCreate, imageView } from '../views/images.js';
import { KIND_OF_IMAGE } from '../words.js';

const IMAGE_LIST = jsonListForm(imageView);

export class ImagesController extends MistifyImagesController<RequestContext> {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  protected async listMistifyImages(
    { type }: { type?: string },
    { projectCaller, over }: RequestContext,
  ): Promise<responses.ListMistifyImagesResponse> {
    const search = type === undefined ? null : searchForType(type);
    if (search === undefined) return { status: 200, body: [] };
    const request = readPageRequest(IMAGES, { limit: PAGE_ROWS_MAX, search }, new Date());
    const pages = walk((page) => images.listImages(this.#app, projectCaller, page, false), request);
    return { status: 200, body: await listStream(pages, IMAGE_LIST, over) };
  }

  protected async createMistifyImage(
    { body }: { body: MistifyImageCreate },
    { projectCaller }: RequestContext,
  ): Promise<responses.CreateMistifyImageResponse> {
    const { image } = await images.createImage(this.#app, projectCaller, imageToCreate(body));
    return { status: 202, body: { images: [imageView(image)] } };
  }

  protected async getMistifyImage(
    { image }: { image: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.GetMistifyImageResponse> {
    return { status: 200, body: imageView(await images.getImage(this.#app, projectCaller, image)) };
  }

  protected async deleteMistifyImage(
    { image }: { image: string },
    { projectCaller }: RequestContext,
  ): Promise<responses.DeleteMistifyImageResponse> {
    await images.deleteImage(this.#app, projectCaller, image);
    return { status: 202, body: {} };
  }
}

/** Undefined: no image has this type. */
function searchForType(type: string): string | undefined {
  const kinds: ReadonlyMap<string, string> = new Map(Object.entries(KIND_OF_IMAGE));
  const kind = kinds.get(type);
  return kind === undefined ? undefined : `kind=${kind}`;
}
