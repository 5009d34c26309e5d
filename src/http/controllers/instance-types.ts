/** The controller of instanceTypes. */
import { InstanceTypesController as InstanceTypesBase } from '../../../generated/controllers/InstanceTypes.js';
import type * as responses from '../../../generated/controllers/InstanceTypes.js';
import type { InstanceTypeCreate, InstanceTypeUpdate, JsonPatch } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as instanceTypes from '../../app/instance-types.js';
import { INSTANCE_TYPES } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { instanceTypeToWrite, instanceTypeView } from '../views/instance-types.js';

export class InstanceTypesController extends InstanceTypesBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listInstanceTypes(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListInstanceTypesResponse> {
    const list = new ListQuery(INSTANCE_TYPES, MEMBERS.InstanceType, input);
    const page = await instanceTypes.listInstanceTypes(this.#app, caller, list.page, input.allProjects);
    return list.response(page, origin, (instanceType) => instanceTypeView(instanceType, origin));
  }

  protected async createInstanceType(
    { body }: { body: InstanceTypeCreate },
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateInstanceTypeResponse> {
    const { instanceType, isReplayed } = await instanceTypes.createInstanceType(
      this.#app,
      caller,
      instanceTypeToWrite(body),
    );
    return createdResponse(instanceType, instanceTypeView(instanceType, origin), origin, isReplayed);
  }

  protected async getInstanceType(
    { instanceType, fields }: { instanceType: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetInstanceTypeResponse> {
    const found = await instanceTypes.getInstanceType(this.#app, caller, instanceType);
    const body = selectFields(instanceTypeView(found, origin), fields, MEMBERS.InstanceType);
    return resourceResponse(found, body);
  }

  protected async updateInstanceType(
    { instanceType, body }: { instanceType: string; body: InstanceTypeUpdate | JsonPatch },
    { caller, origin }: RequestContext,
  ): Promise<responses.UpdateInstanceTypeResponse> {
    const patch = this.#patches.ofInstanceType(body, origin);
    const updated = await instanceTypes.updateInstanceType(this.#app, caller, instanceType, patch);
    return resourceResponse(updated, instanceTypeView(updated, origin));
  }

  protected async deleteInstanceType(
    { instanceType }: { instanceType: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteInstanceTypeResponse> {
    await instanceTypes.deleteInstanceType(this.#app, caller, instanceType);
    return { status: 204 };
  }
}
