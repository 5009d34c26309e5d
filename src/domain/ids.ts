/**
 * Identifiers: lower-case UUIDv4, branded so that a guest's cannot be handed where an image's is meant.
 * Opaque to clients: in a path, whatever is not found is 404, never 400.
 */
import { randomUUID } from 'node:crypto';

declare const brand: unique symbol;
type Id<Of extends string> = string & { readonly [brand]: Of };

export type GuestId = Id<'guest'>;
export type ImageId = Id<'image'>;
export type HostId = Id<'host'>;
export type OperationId = Id<'operation'>;
export type ProjectId = Id<'project'>;
export type UserId = Id<'user'>;
export type GroupId = Id<'group'>;
export type TokenId = Id<'token'>;
export type PermissionId = Id<'permission'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A fresh random id of the kind that the caller's type asks for. */
export function newId<T extends Id<string>>(): T {
  return randomUUID() as T;
}

/** Whether the text has the form of an id. Names may not: `{guest}` in a path is an id or a name, never both. */
export function isIdForm(text: string): boolean {
  return UUID.test(text);
}
