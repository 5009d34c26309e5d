/** The controller of templates: `Blank`, which is built in, and the images of disks. */
import { OvirtTemplatesController } from '../../../../../generated/ovirt/controllers/OvirtTemplates.js';
import type * as responses from '../../../../../generated/ovirt/controllers/OvirtTemplates.js';
import type { App } from '../../../../app/app.js';
import { getImage, listImages } from '../../../../app/images.js';
import { IMAGES } from '../../../../domain/collections.js';
import { GuesthouseError } from '../../../../domain/errors.js';
import { fold } from '../../../../domain/fold.js';
import { matches } from '../../../../domain/search/matches.js';
import type { RequestContext } from '../../../request-context.js';
import { shown } from '../responses.js';
import type { Lists } from '../responses.js';
import { isEqual, readList, restricted, TEMPLATES_SEARCH } from '../search.js';
import type { ListInput, ReadList } from '../search.js';
import { BLANK, BLANK_VIEW, readBlank, templateView } from '../views/templates.js';

export class TemplatesController extends OvirtTemplatesController<RequestContext> {
  readonly #app: App;
  readonly #lists: Lists;

  constructor(app: App, lists: Lists) {
    super();
    this.#app = app;
    this.#lists = lists;
  }

  protected async listOvirtTemplates(
    input: ListInput,
    context: RequestContext,
  ): Promise<responses.ListOvirtTemplatesResponse> {
    const caller = context.projectCaller;
    const asked = readList(TEMPLATES_SEARCH, input);
    const ofDisks = { ...asked, search: restricted(asked.search, isEqual(IMAGES, 'kind', 'disk')) };
    const toShow = { asked: ofDisks, viewOf: templateView, first: isBlankIn(asked) ? [BLANK_VIEW] : [] };
    const list = {
      ...toShow,
      list: (page: Parameters<typeof listImages>[2]) => listImages(this.#app, caller, page, false),
    };
    return this.#lists.shown('OvirtTemplates', list, context);
  }

  protected async getOvirtTemplate(
    { image: named }: { image: string },
    context: RequestContext,
  ): Promise<responses.GetOvirtTemplateResponse> {
    if (named === BLANK.id || fold(named) === fold(BLANK.name)) return shown(200, BLANK_VIEW, context);
    const image = await getImage(this.#app, context.projectCaller, named);
    if (image.kind === 'disk') return shown(200, templateView(image), context);
    throw new GuesthouseError('image_not_found', 'The image is not a disk, so it is not a template.');
  }
}

/** Whether the list shows `Blank`, which is only on the first page. */
function isBlankIn({ search, isCaseSensitive, rowsMax }: ReadList): boolean {
  if (rowsMax === 0 || (search?.page ?? 1) > 1) return false;
  const criteria = search?.criteria ?? null;
  return criteria === null || matches(criteria, IMAGES, readBlank, isCaseSensitive);
}
