/** The closed word lists are the same in the code and in openapi.yaml. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { ERROR_KINDS } from '../../src/domain/errors.js';
import { GUEST_ROLES, ROLES, TOKEN_SCOPES } from '../../src/domain/rights.js';
import * as words from '../../src/domain/words.js';

interface Schema {
  enum?: string[];
  'x-faults'?: Record<string, object>;
}
type Node = Record<string, unknown>;

/** The list of the code for each enum under components.schemas. */
const LIST_OF = {
  BackendName: words.BACKEND_NAMES,
  DialectName: words.DIALECT_NAMES,
  EventKind: words.EVENT_KINDS,
  EventSeverity: words.EVENT_SEVERITIES,
  DiskBus: words.DISK_BUSES,
  DiskFormat: words.DISK_FORMATS,
  DiskMedia: words.DISK_MEDIA,
  ErrorName: ERROR_KINDS.map((kind) => kind.toUpperCase()),
  Firmware: words.FIRMWARES,
  GuestRoleName: GUEST_ROLES,
  GuestState: words.GUEST_STATES,
  HostOutReason: words.HOST_OUT_REASONS,
  HostState: words.HOST_STATES,
  ImageKind: words.IMAGE_KINDS,
  ImageCopyState: words.IMAGE_COPY_STATES,
  ImageState: words.IMAGE_STATES,
  NetworkKind: words.NETWORK_KINDS,
  PlacementPolicy: words.PLACEMENT_POLICIES,
  NicModel: words.NIC_MODELS,
  OperationKind: words.OPERATION_KINDS,
  OperationState: words.OPERATION_STATES,
  PowerState: words.POWER_STATES,
  NetworkState: words.NETWORK_STATES,
  NetworkAccess: words.NETWORK_ACCESSES,
  MacChoice: words.MAC_CHOICES,
  PowerTarget: words.POWER_TARGETS,
  RoleName: ROLES,
  SubjectKind: words.SUBJECT_KINDS,
  UserSource: words.USER_SOURCES,
  TokenScope: TOKEN_SCOPES,
} as const;

/** Word lists of the contract that the domain does not have. */
const EDGE_ONLY = ['BookmarkCollection', 'JsonPatchVerb'];
/** Word lists of the domain that clients never see. */
const INNER_ONLY = ['OBSERVED_STATES', 'VERBS'];

describe('The word lists', () => {
  let schemas: Record<string, Schema>;
  before(async () => {
    const document = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as {
      components: { schemas: Record<string, Schema> };
    };
    schemas = document.components.schemas;
  });

  for (const [name, list] of Object.entries(LIST_OF)) {
    it(`of ${name} are the same in the contract and in the code`, () => {
      expect(schemas[name]?.enum).to.deep.equal([...list]);
    });
  }

  it('of the contract’s named enums are all in the code, or belong only to the HTTP layer', () => {
    const named = Object.keys(schemas).filter((name) => schemas[name]?.enum !== undefined);
    expect(named).to.have.members([...Object.keys(LIST_OF), ...EDGE_ONLY]);
  });

  it('of the code are all enums of the contract, unless clients never see them', () => {
    const lists: readonly unknown[] = Object.values(LIST_OF);
    const missing = Object.entries(words).filter(([name, list]) => !lists.includes(list) && !INNER_ONLY.includes(name));
    expect(missing.map(([name]) => name)).to.be.empty;
  });

  it('of enums inside a schema are also in the code', () => {
    const known = Object.values(LIST_OF).map((list) => [...list].sort().join());
    const written: string[] = [];
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const list = (node as Node).enum;
      if (
        Array.isArray(list) &&
        list.length > 1 &&
        !known.includes(
          list
            .filter((word) => word !== null)
            .sort()
            .join(),
        )
      )
        written.push(at);
      for (const [key, child] of Object.entries(node)) walk(child, `${at}/${key}`);
    };
    for (const [name, schema] of Object.entries(schemas)) if (!EDGE_ONLY.includes(name)) walk(schema, name);
    expect(written).to.be.empty;
  });

  it('describe every fault with a status, a title, a cause and a remedy', () => {
    const faults = schemas.ErrorName?.['x-faults'] ?? {};
    expect(Object.keys(faults)).to.deep.equal(schemas.ErrorName?.enum);
    for (const [name, fault] of Object.entries(faults)) {
      expect(fault, name).to.have.all.keys('status', 'title', 'cause', 'remedy');
    }
  });
});
