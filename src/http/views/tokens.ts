/** The view of tokens, and the inverse for their creation. */
import type { Token as TokenView } from '../../../generated/api-types.js';
import type { TokenCreate } from '../../../generated/checked-bodies.js';
import type { TokenToCreate } from '../../app/tokens.js';
import type { Token } from '../../domain/token.js';
import { hrefOf, linksOf } from './links.js';

export function tokenView(token: Token, origin: string): TokenView {
  return {
    id: token.id,
    href: hrefOf('tokens', token.id),
    links: linksOf(origin, 'tokens', token.id),
    name: token.name,
    user: token.user,
    project: token.project,
    role: token.role,
    scopes: [...token.scopes],
    expires_at: token.expiresAt,
    last_used_at: token.lastUsedAt,
    created_at: token.createdAt,
  };
}

export function tokenToCreate(body: TokenCreate): TokenToCreate {
  return {
    name: body.name,
    user: body.user,
    project: body.project,
    role: body.role,
    scopes: body.scopes,
    expiresAt: body.expires_at,
  };
}
