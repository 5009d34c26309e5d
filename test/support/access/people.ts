/**
 * Users for tests, each with a role or without one, and a client with a token for each user. An administrator creates
 * them through the API.
 */
import type { RoleName, TokenWithSecret, User } from '../../../generated/api-types.js';
import { Api, uniqueName } from '../api.js';

export interface PersonOptions {
  /** Default: a new name. */
  readonly name?: string;
  /** Default: none, which makes the user a stranger. */
  readonly role?: RoleName;
  /** The id of the role's project. Default: `default`. */
  readonly project?: string;
  /** The id of the role's guest, instead of a project. */
  readonly guest?: string;
  /** Limits of the token. Default: none, so that the token has all rights of its user. */
  readonly token?: TokenOptions;
}

export interface TokenOptions {
  /** Id of the only project. */
  readonly project?: string;
  readonly role?: RoleName;
  readonly scopes?: readonly 'metrics'[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** A client with the user's token. */
  readonly api: Api;
}

interface Served {
  readonly url: string;
  readonly token: string;
}

export async function makePerson(service: Served, options: PersonOptions = {}): Promise<Person> {
  const { name = uniqueName('person'), role } = options;
  const response = await new Api(service).expect(201, 'POST', '/v1/users', { json: { name } });
  const { id } = response.json<User>();
  if (role !== undefined) await grant(service, { user: id }, { ...options, role });
  return { id, name, api: await withToken(service, id, options.token) };
}

/** Gives a user or a group, by its id, a role in a project or for a guest. */
export async function grant(
  service: Served,
  to: { readonly user: string } | { readonly group: string },
  { role, project = 'default', guest }: { readonly role: RoleName; readonly project?: string; readonly guest?: string },
): Promise<void> {
  const place = guest === undefined ? `/v1/projects/${project}` : `/v1/guests/${guest}`;
  await new Api(service).expect(201, 'POST', `${place}/permissions`, { json: { ...to, role } });
}

/** A client with a new token of the user. */
export async function withToken(service: Served, user: string, options: TokenOptions = {}): Promise<Api> {
  const json = { name: uniqueName('token'), user, ...options };
  const response = await new Api(service).expect(201, 'POST', '/v1/tokens', { json });
  return new Api({ url: service.url, token: response.json<TokenWithSecret>().token });
}

/**
 * An existing zone, instance type, placement group, project, user, group, role and network, by the names of path
 * parameters.
 */
export async function peoplePresent(api: Api): Promise<Readonly<Record<string, string>>> {
  const present: Record<string, string> = { role: 'operator', network: 'lab' };
  for (const one of ['zone', 'project', 'user', 'group']) {
    const response = await api.expect(201, 'POST', `/v1/${one}s`, { json: { name: uniqueName(one) } });
    present[one] = response.json<{ id: string }>().id;
  }
  const type = { name: uniqueName('type'), vcpus: 1, memory_mib: 64 };
  const made = await api.expect(201, 'POST', '/v1/instance-types', { json: type });
  const json = { name: uniqueName('group'), policy: 'spread' };
  const group = await api.expect(201, 'POST', '/v1/placement-groups', { json });
  return {
    ...present,
    instance_type: made.json<{ id: string }>().id,
    placement_group: group.json<{ id: string }>().id,
  };
}
