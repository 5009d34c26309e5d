/**
 * A patch applied to the view of a resource, and the check of the result against schemas of a contract. The native API
 * (patches.ts) and the dialects share it, so it must not know any resource.
 */
import { createRequire } from 'node:module';
import type { Ajv2020 as AjvType, ValidateFunction } from 'ajv/dist/2020.js';
import { patchWritableView, pointerTo } from '../../app/patch.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Mistake } from '../../domain/errors.js';

// The package is CommonJS: its types and Node disagree about `default`.
const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020') as { Ajv2020: typeof AjvType };

const MISTAKES_MAX = 20;

/** The members that a patch of one kind of resource can change. */
export interface Writable {
  readonly members: readonly string[];
  /** The values that removed members get. A member without a default cannot be removed. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly isUpdate: ValidateFunction;
}

/** The schemas of one contract, as checks of the results of patches. */
export class PatchSchemas {
  readonly #ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    // So that an error has the schema that it violates, for its `x-mistake`.
    verbose: true,
    validateSchema: false,
    formats: { uuid: true, int64: true },
  });

  constructor(document: object) {
    this.#ajv.addSchema(document, 'contract');
  }

  /** The check of a schema of the contract. Throws if the contract has no such schema. */
  check(name: string): ValidateFunction {
    return this.#ajv.compile(referenceTo(name));
  }

  /** What a patch can write, if the contract has no schema of an update: for each member, the schema of its value. */
  writable(schemas: Readonly<Record<string, string>>, defaults: Writable['defaults']): Writable {
    const properties = Object.fromEntries(Object.entries(schemas).map(([member, name]) => [member, referenceTo(name)]));
    return { members: Object.keys(schemas), defaults, isUpdate: this.#ajv.compile({ properties }) };
  }
}

function referenceTo(name: string): { readonly $ref: string } {
  return { $ref: `contract#/components/schemas/${name}` };
}

/** The writable members after the patch. `Result` must have these members. */
export function patched<Result>({ members, defaults, isUpdate }: Writable, view: object, patch: object): Result {
  const kind = Array.isArray(patch) ? 'json_patch' : 'merge_patch';
  const whole = patchWritableView(kind, { ...view }, patch, { writable: members });
  const result = Object.fromEntries(Object.entries(whole).filter(([member]) => members.includes(member)));
  requireValid(
    isUpdate,
    result,
    members.filter((member) => !Object.hasOwn(defaults, member)),
  );
  return Object.fromEntries(members.map((member) => [member, result[member] ?? defaults[member]])) as Result;
}

/** `required` are the members that have no default. */
export function requireValid(check: ValidateFunction, value: unknown, required: readonly string[], at = ''): void {
  const mistakes: Mistake[] = [];
  if (!check(value)) {
    for (const { instancePath, keyword, message = 'is not valid', params, parentSchema } of check.errors ?? []) {
      const { propertyName } = params as { propertyName?: string };
      const member = propertyName === undefined ? '' : pointerTo(propertyName);
      const explained = keyword === 'pattern' ? (parentSchema?.['x-mistake'] as string | undefined) : undefined;
      mistakes.push({ pointer: at + instancePath + member, detail: explained ?? message });
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
