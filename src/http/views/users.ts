/** The view of users. */
import type { User as UserView } from '../../../generated/api-types.js';
import type { User } from '../../domain/user.js';
import { hrefOf, linksOf } from './links.js';

export function userView(user: User, origin: string): UserView {
  return {
    id: user.id,
    href: hrefOf('users', user.id),
    links: linksOf(origin, 'users', user.id),
    name: user.name,
    source: user.source,
    external_id: user.externalId,
    groups: user.groups.map(({ id, name }) => ({ id, name })),
    created_at: user.createdAt,
  };
}
