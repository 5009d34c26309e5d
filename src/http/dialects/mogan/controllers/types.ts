/** The controller of types. */
import { MoganTypesController as Base } from '../../../../../generated/mogan/controllers/MoganTypes.js';
import type * as responses from '../../../../../generated/mogan/controllers/MoganTypes.js';
import type { MoganPatch, MoganTypeCreate } from '../../../../../generated/mogan/checked-bodies.js';
import type { App } from '../../../../app/app.js';
import * as instanceTypes from '../../../../app/instance-types.js';
import { walk } from '../../../../app/walk.js';
import type { InstanceType } from '../../../../domain/instance-type.js';
import { jsonListForm, listStream } from '../../../contract/list-stream.js';
import type { RequestContext } from '../../../request-context.js';
import type { MoganPatches } from '../mogan-patches.js';
import { linksOf, redirect, urlOf } from '../views/links.js';
import { typeToWrite, typeView } from '../views/types.js';
import { fromMarker } from './list-request.js';

export class TypesController extends Base<RequestContext> {
  readonly #app: App;
  readonly #patches: MoganPatches;

  constructor(app: App, patches: MoganPatches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listMoganTypes(
    { limit, marker }: { limit?: number; marker?: string },
    { caller, origin, over }: RequestContext,
  ): Promise<responses.ListMoganTypesResponse> {
    const pages = walk(
      (page) => instanceTypes.listInstanceTypes(this.#app, caller, page, false),
      fromMarker(marker),
      limit ?? null,
    );
    const form = jsonListForm((type: InstanceType) => typeView(type, origin), '{"types":[', ']}');
    return { status: 200, body: await listStream(pages, form, over) };
  }

  protected async createMoganType(
    { body }: { body: MoganTypeCreate },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.CreateMoganTypeResponse> {
    const wanted = typeToWrite(body, projectCaller.projectId);
    const { instanceType } = await instanceTypes.createInstanceType(this.#app, projectCaller, wanted);
    const headers = { Location: urlOf(origin, 'types', instanceType.id) };
    return { status: 201, headers, body: typeView(instanceType, origin) };
  }

  protected async getMoganType(
    { instanceType }: { instanceType: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetMoganTypeResponse> {
    const found = await instanceTypes.getInstanceType(this.#app, caller, instanceType);
    return { status: 200, body: typeView(found, origin) };
  }

  protected async updateMoganType(
    { instanceType, body }: { instanceType: string; body: MoganPatch },
    { projectCaller, origin }: RequestContext,
  ): Promise<responses.UpdateMoganTypeResponse> {
    const patch = this.#patches.ofType(body, projectCaller.projectId, origin);
    const updated = await instanceTypes.updateInstanceType(this.#app, projectCaller, instanceType, patch);
    return { status: 200, body: typeView(updated, origin) };
  }

  protected async deleteMoganType(
    { instanceType }: { instanceType: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteMoganTypeResponse> {
    await instanceTypes.deleteInstanceType(this.#app, caller, instanceType);
    return { status: 204 };
  }

  protected followMoganType(
    { id, follow }: { id: string; follow: boolean },
    { origin }: RequestContext,
  ): Promise<responses.FollowMoganTypeResponse> {
    const links = linksOf(origin, 'types', encodeURIComponent(id));
    return Promise.resolve(follow ? redirect(links) : { status: 200, body: { links } });
  }
}
