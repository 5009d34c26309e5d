/**
 * Users, groups and projects with roles and tokens, for tests of access, created through the API by an administrator.
 */
import pg from 'pg';
import type { Permission, RoleName, TokenCreate, TokenWithSecret } from '../../../generated/api-types.js';
import { Api, uniqueName, type CheckedResponse, type SendOptions } from '../api.js';
import type { Service } from '../service.js';
import { makeAbsentNetwork } from './absent-network.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Person extends Named {
  readonly token: TokenWithSecret;
  readonly api: Api;
}

export class AccessWorld {
  readonly admin: Api;
  readonly sql: pg.Client;
  readonly #service: Service;

  private constructor(service: Service, sql: pg.Client) {
    this.#service = service;
    this.sql = sql;
    this.admin = new Api(service);
  }

  static async open(service: Service): Promise<AccessWorld> {
    const sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    return new AccessWorld(service, sql);
  }

  close(): Promise<void> {
    return this.sql.end();
  }

  user(name = uniqueName('user')): Promise<Named> {
    return this.#make('users', { name });
  }

  project(name = uniqueName('project')): Promise<Named> {
    return this.#make('projects', { name });
  }

  zone(name = uniqueName('zone')): Promise<Named> {
    return this.#make('zones', { name });
  }

  instanceType(project: Named | null, name = uniqueName('type')): Promise<Named> {
    return this.#make('instance-types', { name, vcpus: 1, memory_mib: 64, project: project?.id ?? null });
  }

  async placementGroup(project: Named, name = uniqueName('group')): Promise<Named> {
    const options = inProject(project, { json: { name, policy: 'spread' } });
    return (await this.admin.expect(201, 'POST', '/v1/placement-groups', options)).json<Named>();
  }

  group(members: readonly Named[] = [], name = uniqueName('group')): Promise<Named> {
    return this.#make('groups', { name, members: members.map(({ id }) => id) });
  }

  /** Makes a network that no host has and that all projects can use. */
  network(name = uniqueName('network')): Promise<Named> {
    return makeAbsentNetwork(this.sql, name);
  }

  async #make(collection: 'users' | 'projects' | 'groups' | 'zones' | 'instance-types', json: object): Promise<Named> {
    const { id, name } = (await this.admin.expect(201, 'POST', `/v1/${collection}`, { json })).json<Named>();
    return { id, name };
  }

  /** Grants a role. `place` is the `href` of a guest or a project. */
  async grant(place: string, to: { user: string } | { group: string }, role: RoleName): Promise<Permission> {
    const json = { ...to, role };
    return (await this.admin.expect(201, 'POST', `${place}/permissions`, { json })).json<Permission>();
  }

  async token(of: Named, more: Partial<TokenCreate> = {}): Promise<TokenWithSecret> {
    const json = { name: uniqueName('token'), user: of.id, ...more };
    return (await this.admin.expect(201, 'POST', '/v1/tokens', { json })).json<TokenWithSecret>();
  }

  apiOf(token: { readonly token: string }): Api {
    return new Api({ url: this.#service.url, token: token.token });
  }

  /** Makes a user with roles in projects, and a token with all rights of the user unless `more` limits it. */
  async person(roles: readonly [Named, RoleName][] = [], more: Partial<TokenCreate> = {}): Promise<Person> {
    const user = await this.user();
    for (const [project, role] of roles) await this.grant(hrefOf(project), { user: user.id }, role);
    const token = await this.token(user, more);
    return { ...user, token, api: this.apiOf(token) };
  }
}

export function hrefOf({ id }: Named): string {
  return `/v1/projects/${id}`;
}

/** Adds the header that names the project, for credentials that are not bound to a project. */
export function inProject({ id }: Named, options: SendOptions = {}): SendOptions {
  return { ...options, headers: { ...options.headers, 'x-project-id': id } };
}

/** The status and the fault of a rejection, without the members that identify the request. */
export function faultWithoutIds(response: CheckedResponse): unknown {
  const { instance: _instance, request_id: _requestId, ...rest } = response.fault();
  return [response.status, rest];
}
