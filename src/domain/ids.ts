/**
 * Identifiers: lower-case UUIDv4, branded so that a guest's id cannot be passed where an image's id is expected.
 * Opaque to clients: an unknown id in a path is 404, never 400, whatever its form.
 */
import { randomUUID } from 'node:crypto';

declare const brand: unique symbol;
type Id<Of extends string> = string & { readonly [brand]: Of };

export type GuestId = Id<'guest'>;
export type ImageId = Id<'image'>;
export type HostId = Id<'host'>;
export type ZoneId = Id<'zone'>;
export type NetworkId = Id<'network'>;
export type OperationId = Id<'operation'>;
export type InstanceTypeId = Id<'instance type'>;
export type PlacementGroupId = Id<'placement group'>;
export type ProjectId = Id<'project'>;
export type UserId = Id<'user'>;
export type GroupId = Id<'group'>;
export type TokenId = Id<'token'>;
export type PermissionId = Id<'permission'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new random id of the type that the caller expects. */
export function newId<T extends Id<string>>(): T {
  return randomUUID() as T;
}

/**
 * Whether the text has the form of an id. Names must not have this form, so that `{guest}` in a path is an id or a
 * name, never both.
 */
export function isIdForm(text: string): boolean {
  return UUID.test(text);
}
