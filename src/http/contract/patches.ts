/**
 * Patches as requests bring them, made into functions of what they change: from the thing as it is, which a use case reads with its row
 * locked, to how it is to be.
 *
 * A patch works on the view of the thing, and what comes out must be what the contract says of a change (`GuestUpdate` and the like,
 * `Metadata`): otherwise `validation_failed` with pointers into the result. Nothing is written here.
 */
import { createRequire } from 'node:module';
import type { Ajv2020 as AjvType, ValidateFunction } from 'ajv/dist/2020.js';
import type {
  GroupUpdate,
  GuestUpdate,
  ImageUpdate,
  JsonPatch,
  MetadataPatch,
  ProjectUpdate,
  UserUpdate,
} from '../../../generated/api-types.js';
import type { WritableGroup } from '../../app/groups.js';
import type { WritableGuest } from '../../app/guests.js';
import type { WritableImage } from '../../app/images.js';
import { applyJsonPatch, applyMergePatch, patchWritableView } from '../../app/patch.js';
import type { WritableProject } from '../../app/projects.js';
import type { WritableUser } from '../../app/users.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Mistake } from '../../domain/errors.js';
import type { Group } from '../../domain/group.js';
import type { Guest } from '../../domain/guest.js';
import type { Image } from '../../domain/image.js';
import type { Metadata } from '../../domain/metadata.js';
import type { Project } from '../../domain/project.js';
import type { User } from '../../domain/user.js';
import type { OpenApiDocument } from './load-contract.js';
import { groupToWrite, groupView } from '../views/groups.js';
import { guestView } from '../views/guests.js';
import { imageView } from '../views/images.js';
import { projectView } from '../views/projects.js';
import { userView } from '../views/users.js';

// CommonJS, whose types and whose Node view of `default` differ.
const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020') as { Ajv2020: typeof AjvType };

const OF_GUEST = ['name', 'description', 'vcpus', 'memory_mib', 'metadata'] as const;
const OF_IMAGE = ['name', 'description', 'shared'] as const;
const OF_PROJECT = ['name', 'description'] as const;
const OF_USER = ['name'] as const;
const OF_GROUP = ['name', 'members'] as const;
const MISTAKES_MAX = 20;

type Members = Readonly<Record<string, unknown>>;

export class Patches {
  readonly #isGuestUpdate: ValidateFunction;
  readonly #isImageUpdate: ValidateFunction;
  readonly #isProjectUpdate: ValidateFunction;
  readonly #isUserUpdate: ValidateFunction;
  readonly #isGroupUpdate: ValidateFunction;
  readonly #isMetadata: ValidateFunction;

  constructor(document: OpenApiDocument) {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, formats: { uuid: true } });
    ajv.addSchema(document, 'contract');
    const schema = (name: string): ValidateFunction => ajv.compile({ $ref: `contract#/components/schemas/${name}` });
    this.#isGuestUpdate = schema('GuestUpdate');
    this.#isImageUpdate = schema('ImageUpdate');
    this.#isProjectUpdate = schema('ProjectUpdate');
    this.#isUserUpdate = schema('UserUpdate');
    this.#isGroupUpdate = schema('GroupUpdate');
    this.#isMetadata = schema('Metadata');
  }

  ofGuest(patch: GuestUpdate | JsonPatch, origin: string): (guest: Guest) => WritableGuest {
    return (guest) => {
      const result = patched(guestView(guest, origin), patch, OF_GUEST);
      requireValid(this.#isGuestUpdate, result, ['name', 'vcpus', 'memory_mib']);
      const { name, description, vcpus, memory_mib: memoryMib, metadata } = result as Required<GuestUpdate>;
      if (metadata) requireValid(this.#isMetadata, metadata, [], '/metadata');
      return { name, description: description ?? '', vcpus, memoryMib, metadata: (metadata ?? {}) as Metadata };
    };
  }

  ofImage(patch: ImageUpdate | JsonPatch, origin: string): (image: Image) => WritableImage {
    return (image) => {
      const result = patched(imageView(image, origin), patch, OF_IMAGE);
      requireValid(this.#isImageUpdate, result, ['name']);
      const { name, description, shared } = result as Required<ImageUpdate>;
      return { name, description: description ?? '', isShared: shared ?? false };
    };
  }

  ofProject(patch: ProjectUpdate | JsonPatch, origin: string): (project: Project) => WritableProject {
    return (project) => {
      const result = patched(projectView(project, origin), patch, OF_PROJECT);
      requireValid(this.#isProjectUpdate, result, ['name']);
      const { name, description } = result as Required<ProjectUpdate>;
      return { name, description: description ?? '' };
    };
  }

  ofUser(patch: UserUpdate | JsonPatch, origin: string): (user: User) => WritableUser {
    return (user) => {
      const result = patched(userView(user, origin), patch, OF_USER);
      requireValid(this.#isUserUpdate, result, ['name']);
      return result as Required<UserUpdate>;
    };
  }

  ofGroup(patch: GroupUpdate | JsonPatch, origin: string): (group: Group) => WritableGroup {
    return (group) => {
      const result = patched(groupView(group, origin), patch, OF_GROUP);
      requireValid(this.#isGroupUpdate, result, ['name']);
      return groupToWrite(result as Required<GroupUpdate>);
    };
  }

  /** The map is all the resource there is, so a patch may replace it as a whole. */
  ofMetadata(patch: MetadataPatch | JsonPatch): (metadata: Metadata) => Metadata {
    return (metadata) => {
      const result = Array.isArray(patch) ? applyJsonPatch(metadata, patch) : mergeMap(metadata, patch);
      requireValid(this.#isMetadata, result, []);
      return result as Metadata;
    };
  }
}

/** No library of patches takes a member named `__proto__`, and a key of a map may well be called so: it is set apart. */
function mergeMap(map: Metadata, patch: MetadataPatch): Metadata {
  const isOdd = ([key]: [string, unknown]): boolean => key === '__proto__';
  const ordinary = (of: object): object =>
    Object.fromEntries(Object.entries(of).filter((entry: [string, unknown]) => !isOdd(entry)));
  const merged = applyMergePatch(ordinary(map), ordinary(patch)) as Metadata;
  const [, odd = null] = Object.entries(patch).find(isOdd) ?? Object.entries(map).find(isOdd) ?? [];
  return odd === null ? merged : Object.fromEntries([...Object.entries(merged), ['__proto__', odd]]);
}

/** The writable members as the patch leaves them. */
function patched(view: Members, patch: object, writable: readonly string[]): Members {
  const kind = Array.isArray(patch) ? 'json_patch' : 'merge_patch';
  const whole = patchWritableView(kind, view, patch, { writable });
  return Object.fromEntries(Object.entries(whole).filter(([member]) => writable.includes(member)));
}

/** `required` are those that have no default to go back to. */
function requireValid(check: ValidateFunction, value: unknown, required: readonly string[], at = ''): void {
  const mistakes: Mistake[] = [];
  if (!check(value)) {
    for (const { instancePath, message = 'is not valid', params } of check.errors ?? []) {
      const { propertyName } = params as { propertyName?: string };
      const member = propertyName === undefined ? '' : `/${propertyName.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      mistakes.push({ pointer: at + instancePath + member, detail: message });
    }
  }
  for (const member of required) {
    if (!Object.hasOwn(value as object, member))
      mistakes.push({ pointer: `${at}/${member}`, detail: 'cannot be removed' });
  }
  if (mistakes.length === 0) return;
  throw new GuesthouseError('validation_failed', 'The result of the patch is not valid.', {
    mistakes: mistakes.slice(0, MISTAKES_MAX),
  });
}
