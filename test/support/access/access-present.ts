/** A token and permissions, in a project and for a guest, for tests that go through every operation of the contract. */
import type { Guest, Permission, PermissionList, RoleName, TokenWithSecret } from '../../../generated/api-types.js';
import { uniqueName, type Api } from '../api.js';

/**
 * Ids by the names of path parameters. The id of a permission depends on whether the permission is for a guest or in a
 * project.
 */
export type Present = Readonly<Record<string, string>>;

/**
 * Creates the token and the permissions for the client's own user. It reuses a permission that the user already has.
 */
export async function accessPresent(api: Api, guest: Guest, role: RoleName = 'viewer'): Promise<Present> {
  const json = { name: uniqueName('token') };
  const token = (await api.expect(201, 'POST', '/v1/tokens', { json })).json<TokenWithSecret>();
  const granted = async (place: string): Promise<string> => {
    const made = await api.send('POST', `${place}/permissions`, { json: { user: token.user.id, role } });
    if (made.status === 201) return made.json<Permission>().id;
    const search = encodeURIComponent(`user=${token.user.id} role=${role}`);
    const there = await api.expect(200, 'GET', `${place}/permissions?search=${search}`);
    return there.json<PermissionList>().permissions[0]?.id ?? '';
  };
  return {
    token: token.id,
    project: guest.project_id,
    'guest.permission': await granted(guest.href),
    'project.permission': await granted(`/v1/projects/${guest.project_id}`),
  };
}

/** Replaces the parameters of the path by existing resources. */
export function fillPath(path: string, present: Present): string {
  const place = path.includes('{guest}') ? 'guest' : 'project';
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => present[`${place}.${name}`] ?? present[name] ?? 'missing');
}
