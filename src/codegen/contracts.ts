/**
 * The loader of the project's contracts: openapi.yaml for the native API, and one file for each older API, which
 * `x-dialects` of openapi.yaml lists:
 *
 *   x-dialects:
 *     sahara: { title: OpenStack Sahara v1.1, file: openapi/sahara.yaml, prefix: /v1.1 }
 *
 * `prefix` is one path or a list of paths.
 *
 * An operation of a dialect names its native twin (`x-native`) and inherits the twin's right. An operation
 * without a twin has `x-native: none`, the reason (`x-native-reason`), and its own `x-right`. All names in a dialect
 * include the name of the dialect (`SaharaGuest`, `startSaharaGuest`), so all contracts can be merged into one
 * document, and each name is unique in the repository.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { METHODS, parseDocument, type DialectEntry, type OpenApiDocument, type OperationNode } from './contract.js';

export interface Contract {
  /** The path from the root of the repository, for banners and messages. */
  readonly file: string;
  /** The folder of its output below generated/; empty for the native API. */
  readonly folder: string;
  readonly document: OpenApiDocument;
}

const NATIVE_FILE = 'openapi.yaml';
const WITHOUT_TWIN = 'none';

/** The native contract, then each dialect's. */
export async function readContracts(root: string): Promise<Contract[]> {
  const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
  const native = nativeContract(await read(NATIVE_FILE));
  const entries = Object.entries(native.document['x-dialects'] ?? {});
  const dialects = entries.map(async ([name, entry]) => dialectContract(name, entry, await read(entry.file), native));
  return [native, ...(await Promise.all(dialects))];
}

export function nativeContract(text: string, file: string = NATIVE_FILE): Contract {
  return { file, folder: '', document: parseDocument(text) };
}

/**
 * The contract of a dialect, with the right that each operation requires. Throws if an operation or a name breaks the
 * rules above.
 */
export function dialectContract(name: string, entry: DialectEntry, text: string, native: Contract): Contract {
  const document = parseDocument(text);
  const word = name.charAt(0).toUpperCase() + name.slice(1);
  const fail = (what: string): never => {
    throw new Error(`${entry.file}: ${what}`);
  };
  for (const [kind, components] of Object.entries(document.components ?? {})) {
    for (const component of Object.keys(components ?? {})) {
      if (!component.includes(word)) fail(`components.${kind}.${component} must have ${word} in its name`);
    }
  }
  const prefixes = [entry.prefix].flat();
  const nativeNodes = new Map(nodesOf(native.document).map(({ node }) => [node.operationId, node]));
  for (const { at, route, node } of nodesOf(document)) {
    if (!prefixes.some((prefix) => route === prefix || route.startsWith(`${prefix}/`))) {
      fail(`${at} is not below ${prefixes.join(' or ')}`);
    }
    if (!node.operationId.includes(word)) fail(`${at}: operationId ${node.operationId} must have ${word} in it`);
    for (const tag of node.tags) if (!tag.includes(word)) fail(`${at}: tag ${tag} must have ${word} in its name`);
    const twin = node['x-native'];
    if (twin === undefined) fail(`${at} needs x-native: its native twin, or none`);
    else if (twin === WITHOUT_TWIN) {
      if (!node['x-native-reason']) fail(`${at} has no native twin, so it needs the reason: x-native-reason`);
    } else {
      const right = nativeNodes.get(twin)?.['x-right'] ?? fail(`${at}: ${native.file} has no operation ${twin}`);
      if (node['x-right'] !== undefined)
        fail(`${at} inherits the right of its native twin, so it must not have x-right`);
      node['x-right'] = right;
    }
  }
  return { file: entry.file, folder: name, document };
}

/**
 * Merges the operations and components of all contracts into one document, for tools and readers. Throws if two
 * contracts define the same name.
 */
export function mergeContracts(contracts: readonly Contract[]): OpenApiDocument {
  const [native] = contracts;
  if (native === undefined) throw new Error('there is no contract to merge');
  const merged = JSON.parse(JSON.stringify(native.document)) as Merged;
  for (const { file, document } of contracts.slice(1)) {
    const added = JSON.parse(JSON.stringify(document)) as Merged;
    // The merged document has one default for security, so each added operation without its own security gets the
    // default of the document that it comes from.
    for (const { node } of nodesOf(added)) node.security ??= added.security ?? [];
    addAll((merged.paths ??= {}), added.paths ?? {}, `${file}: paths`);
    for (const [kind, components] of Object.entries(added.components ?? {})) {
      addAll(((merged.components ??= {})[kind] ??= {}), components, `${file}: components.${kind}`);
    }
    merged.tags = [...(merged.tags ?? []), ...(added.tags ?? [])];
  }
  const ids = nodesOf(merged).map(({ node }) => node.operationId);
  const duplicate = ids.find((id, index) => ids.indexOf(id) !== index);
  if (duplicate !== undefined) throw new Error(`the operationId ${duplicate} is not unique`);
  return merged;
}

type Members = Record<string, object>;
type Merged = OpenApiDocument & { paths: Members; components?: Record<string, Members>; tags?: object[] };

function addAll(all: Members, added: Members, at: string): void {
  for (const [name, value] of Object.entries(added)) {
    if (Object.hasOwn(all, name)) throw new Error(`${at}.${name} is in another contract too`);
    all[name] = value;
  }
}

function nodesOf(document: OpenApiDocument): { at: string; route: string; node: OperationNode }[] {
  return Object.entries(document.paths).flatMap(([route, item]) =>
    METHODS.flatMap((method) => {
      const node = item[method];
      return node === undefined ? [] : [{ at: `${method.toUpperCase()} ${route}`, route, node }];
    }),
  );
}
