/** Tokens as clients see them, and back. */
import type { Token as TokenView, TokenCreate } from '../../../generated/api-types.js';
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

/** The defaults of the contract have been filled in by the request check; the types do not say so. */
export function tokenToCreate(body: TokenCreate): TokenToCreate {
  return {
    name: body.name,
    user: body.user ?? null,
    project: body.project ?? null,
    role: body.role ?? null,
    scopes: body.scopes ?? [],
    expiresAt: body.expires_at ?? null,
  };
}
