/** The controller of projects. */
import { ProjectsController as ProjectsBase } from '../../../generated/controllers/Projects.js';
import type * as responses from '../../../generated/controllers/Projects.js';
import type { JsonPatch, ProjectCreate, ProjectUpdate } from '../../../generated/checked-bodies.js';
import { MEMBERS } from '../../../generated/members.js';
import type { App } from '../../app/app.js';
import * as projects from '../../app/projects.js';
import { PROJECTS } from '../../domain/collections.js';
import { ListQuery, selectFields } from '../contract/list-query.js';
import type { ListInput } from '../contract/list-query.js';
import type { Patches } from '../contract/patches.js';
import { createdResponse, resourceResponse } from '../contract/responses.js';
import type { RequestContext } from '../request-context.js';
import { projectToWrite, projectView } from '../views/projects.js';

export class ProjectsController extends ProjectsBase<RequestContext> {
  readonly #app: App;
  readonly #patches: Patches;

  constructor(app: App, patches: Patches) {
    super();
    this.#app = app;
    this.#patches = patches;
  }

  protected async listProjects(
    input: ListInput,
    { caller, origin }: RequestContext,
  ): Promise<responses.ListProjectsResponse> {
    const list = new ListQuery(PROJECTS, MEMBERS.Project, input);
    const page = await projects.listProjects(this.#app, caller, list.page, input.allProjects);
    return list.response(page, origin, (project) => projectView(project, origin));
  }

  protected async createProject(
    { body }: { body: ProjectCreate },
    { caller, origin }: RequestContext,
  ): Promise<responses.CreateProjectResponse> {
    const { project, isReplayed } = await projects.createProject(this.#app, caller, projectToWrite(body));
    return createdResponse(project, projectView(project, origin), origin, isReplayed);
  }

  protected async getProject(
    { project, fields }: { project: string; fields?: string },
    { caller, origin }: RequestContext,
  ): Promise<responses.GetProjectResponse> {
    const found = await projects.getProject(this.#app, caller, project);
    const body = selectFields(projectView(found, origin), fields, MEMBERS.Project);
    return resourceResponse(found, body);
  }

  protected async updateProject(
    { project, body }: { project: string; body: ProjectUpdate | JsonPatch },
    { caller, origin }: RequestContext,
  ): Promise<responses.UpdateProjectResponse> {
    const patch = this.#patches.ofProject(body, origin);
    const updated = await projects.updateProject(this.#app, caller, project, patch);
    return resourceResponse(updated, projectView(updated, origin));
  }

  protected async deleteProject(
    { project }: { project: string },
    { caller }: RequestContext,
  ): Promise<responses.DeleteProjectResponse> {
    await projects.deleteProject(this.#app, caller, project);
    return { status: 204 };
  }
}
