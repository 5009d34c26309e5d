/**
 * People for tests: users of their own, each with a role somewhere or with none, and a client that speaks with a token of theirs.
 *
 * Users are made through the API. Their roles and tokens are written as rows, so that a test of anything else needs neither tokens nor
 * permissions to work through the API; what these do there is for their own tests.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { RoleName, User } from '../../generated/api-types.js';
import { Api, uniqueName } from './api.js';

export interface PersonOptions {
  /** Default: a name that nobody has. */
  readonly name?: string;
  /** Default: none, which is a stranger. */
  readonly role?: RoleName;
  /** Id of the project that the role is in. Default: `default`. */
  readonly project?: string;
  /** Id of the guest that the role is for, instead of a project. */
  readonly guest?: string;
  /** What the token is good for, of what its user may. Default: all of it. */
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
  /** Speaks with the person's token. */
  readonly api: Api;
}

interface Served {
  readonly url: string;
  readonly token: string;
  readonly databaseUrl: string;
}

export async function makePerson(service: Served, options: PersonOptions = {}): Promise<Person> {
  const { name = uniqueName('person'), role } = options;
  const answer = await new Api(service).expect(201, 'POST', '/v1/users', { json: { name } });
  const { id } = answer.json<User>();
  if (role !== undefined) await grant(service, { user: id }, { ...options, role });
  return { id, name, api: await withToken(service, id, options.token) };
}

/** Gives a user or a group, by its id, a role in a project or for a guest. */
export async function grant(
  { databaseUrl }: Pick<Served, 'databaseUrl'>,
  { user, group }: { readonly user?: string; readonly group?: string },
  { role, project, guest }: { readonly role: RoleName; readonly project?: string; readonly guest?: string },
): Promise<void> {
  await run(
    databaseUrl,
    `insert into permissions (id, user_id, group_id, role, guest_id, project_id) values
       ($1, $2, $3, $4, $5::uuid, case when $5::uuid is null then coalesce($6::uuid, (select id from projects where name_folded = 'default')) end)`,
    [randomUUID(), user ?? null, group ?? null, role, guest ?? null, project ?? null],
  );
}

/** A client that speaks with a new token of the user. */
export async function withToken(
  { url, databaseUrl }: Pick<Served, 'url' | 'databaseUrl'>,
  user: string,
  { project, role, scopes = [] }: TokenOptions = {},
): Promise<Api> {
  const secret = `gh_${randomBytes(32).toString('base64url')}`;
  const sha256 = createHash('sha256').update(secret).digest();
  await run(
    databaseUrl,
    `insert into tokens (id, name, name_folded, secret_sha256, user_id, project_id, role, scopes)
     values ($1, 'test', 'test', $2, $3, $4, $5, $6)`,
    [randomUUID(), sha256, user, project ?? null, role ?? null, scopes],
  );
  return new Api({ url, token: secret });
}

/** A project, a user, a group and a role that are there, by the names of the parameters of paths. */
export async function peoplePresent(api: Api): Promise<Readonly<Record<string, string>>> {
  const present: Record<string, string> = { role: 'operator' };
  for (const one of ['project', 'user', 'group']) {
    const answer = await api.expect(201, 'POST', `/v1/${one}s`, { json: { name: uniqueName(one) } });
    present[one] = answer.json<{ id: string }>().id;
  }
  return present;
}

async function run(databaseUrl: string, text: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}
