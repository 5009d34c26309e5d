/**
 * A fuzz run: a number of requests that are generated from the contract and sent concurrently. The run checks every
 * response against the contract. It keeps the number of resources within limits: it deletes or creates resources if
 * there are too many or too few of a kind, and derives these requests from the contract too.
 *
 *   request n ─► response ─► conformance.ts ─► success, but must be refused? ─► record what exists (fuzz-world.ts)
 *
 * Request n is the same in every run with the same seed, except for the names of existing resources: ids are new each
 * time, and the order of concurrent requests depends on the machine. Therefore a failure prints the request itself.
 */
import { checkResponse, checkParserFault, type ResponseToCheck } from '../conformance.js';
import type { Contract, Operation } from '../contract.js';
import { readFuzzOperations, type FuzzOperation } from './fuzz-contract.js';
import { Random } from './fuzz-random.js';
import { asCurl, makeRequest, type FuzzRequest } from './fuzz-requests.js';
import { World } from './fuzz-world.js';

export interface FuzzOptions {
  readonly contract: Contract;
  readonly seed: number;
  readonly requests: number;
  readonly sideBySide: number;
  readonly url: string;
  readonly token: string;
  readonly send: (request: FuzzRequest) => Promise<ResponseToCheck>;
  /**
   * Whether to continue until each operation has returned each kind of response that it can return, or has been tried
   * often enough.
   */
  readonly untilAllSeen?: boolean;
}

export interface FuzzReport {
  readonly sent: number;
  /** One failure of each kind, with the request that causes it. */
  readonly failures: readonly string[];
  /** How often each operation returned each status. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/**
 * The intended number of resources of a kind. The run deletes resources above it and creates resources below it, if the
 * contract has operations for that.
 */
const PRESENT_MAX = 8;
const PRESENT_MIN = 2;
/** The number of printed failures, because a broken service could cause thousands. */
const FAILURES_MAX = 20;
/** Operations that produce a state which many others require. */
const PRODUCERS = ['startGuest', 'startOvirtVm', 'putImageContent'];
/** The number of extra tries for the kinds of response of an operation that the run has not seen. */
const EXTRA_TRIES = 100;

export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const run = new Run(options);
  await run.learnCollections();
  await run.main();
  if (options.untilAllSeen === true) await run.showTheRest();
  return run.report();
}

/** The kinds of response of an operation that a run must see: a success, and a rejection if the contract has one. */
export function missingKinds({ responses }: Operation, seen: ReadonlyMap<number, number> = new Map()): string[] {
  const kinds = { success: [200, 399], refusal: [400, 499] } as const;
  return Object.entries(kinds)
    .filter(([, [from, to]]) => {
      const isOne = (status: number): boolean => status >= from && status <= to;
      return [...responses.keys()].some(isOne) && ![...seen.keys()].some(isOne);
    })
    .map(([kind]) => kind);
}

class Run {
  readonly #options: FuzzOptions;
  readonly #operations: readonly FuzzOperation[];
  readonly #world: World;
  readonly #credential: string;
  readonly #failures = new Map<string, string>();
  readonly #statuses = new Map<string, Map<number, number>>();
  /** Paths that name one resource, with the operations that create and delete it. */
  readonly #keepers: readonly { path: string; remover: FuzzOperation; creator: FuzzOperation | undefined }[];
  #sent = 0;

  constructor(options: FuzzOptions) {
    this.#options = options;
    this.#credential = `Bearer ${options.token}`;
    this.#operations = readFuzzOperations(options.contract);
    this.#world = new World(options.contract);
    this.#keepers = this.#operations
      .filter(({ operation: { method, path } }) => method === 'delete' && path.endsWith('}'))
      .map((remover) => {
        const collection = remover.operation.path.replace(/\/\{\w+\}$/, '');
        const creator = this.#operations.find(
          ({ operation: { method, path } }) => method === 'post' && path === collection,
        );
        return { path: remover.operation.path, remover, creator };
      });
  }

  report(): FuzzReport {
    return { sent: this.#sent, failures: [...this.#failures.values()], statuses: this.#statuses };
  }

  /** Records what exists before the run begins. */
  async learnCollections(): Promise<void> {
    for (const { operation, parameters } of this.#operations) {
      const isPlain = parameters.every(({ required }) => !required) && !operation.path.includes('{');
      if (operation.method === 'get' && isPlain) await this.#exchange(this.#plain('GET', operation.path), operation);
    }
  }

  async main(): Promise<void> {
    let next = 0;
    const { seed, requests, sideBySide } = this.#options;
    const work = async (): Promise<void> => {
      while (next < requests && this.#failures.size < FAILURES_MAX) {
        const random = new Random(seed, next++);
        const from = this.#balance(random) ?? random.pick(this.#operations);
        await this.#one(from, random, random.pick([0, 0, 0, 0, 1, 1, 1, 1, 1, 2]));
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
  }

  /**
   * Some responses depend on chance, such as a running guest. Operations that lack a kind of response get more tries.
   */
  async showTheRest(): Promise<void> {
    for (let attempt = 0; attempt < EXTRA_TRIES && this.#failures.size < FAILURES_MAX; attempt += 1) {
      const lacking = this.#operations.filter(({ operation }) => this.#missing(operation).length > 0);
      if (lacking.length === 0) return;
      const random = new Random(this.#options.seed, this.#options.requests + attempt);
      // These requests may produce the required state: the resources in the paths, a running guest, or an image with
      // content.
      const creators = this.#keepers
        .filter(({ path }) => lacking.some(({ operation }) => operation.path.startsWith(path)))
        .flatMap(({ creator }) => creator ?? []);
      const others = this.#operations.filter(({ operation: { operationId } }) => PRODUCERS.includes(operationId));
      for (const from of [...creators, ...others]) await this.#one(from, random, 0);
      for (const from of lacking)
        await this.#one(from, random, this.#missing(from.operation).includes('success') ? 0 : 1);
      await this.#one(this.#balance(random) ?? random.pick(this.#operations), random, 0);
    }
  }

  #missing(operation: Operation): string[] {
    return missingKinds(operation, this.#statuses.get(operation.operationId));
  }

  /** The operation that corrects the number of resources of a kind, or null if no number needs a correction. */
  #balance(random: Random): FuzzOperation | null {
    if (!random.chance(0.3)) return null;
    const few = this.#keepers.filter(
      ({ path, creator }) => creator !== undefined && this.#world.count(path) < PRESENT_MIN,
    );
    const many = this.#keepers.filter(({ path }) => this.#world.count(path) > PRESENT_MAX);
    return few[0]?.creator ?? many[0]?.remover ?? null;
  }

  async #one(from: FuzzOperation, random: Random, faultCount: number): Promise<void> {
    const request = makeRequest(from, random, this.#world, this.#credential, faultCount);
    await this.#exchange(random.chance(0.8) ? this.#asJson(request) : request, from.operation);
  }

  async #exchange(request: FuzzRequest, meant: Operation): Promise<void> {
    this.#sent += 1;
    let response: ResponseToCheck;
    try {
      response = await this.#options.send(request);
    } catch (error) {
      this.#fail(request, meant, `no response: ${String(error)}`);
      return;
    }
    try {
      this.#check(request, response);
    } catch (error) {
      this.#fail(request, meant, (error as Error).message);
    }
    if (request.mustBeRefused && response.status < 400) {
      this.#fail(request, meant, `${response.status}, although the contract forbids the request`);
    }
    this.#learn(response);
  }

  #check({ target }: FuzzRequest, response: ResponseToCheck): void {
    // Node's parser rejects targets with bytes beyond ASCII, targets that are not a path, and too many headers. Then
    // the operation is not known. The parser accepts some unusual authorities.
    const isPath = /^(\/|http:\/\/[\w.-]+(:\d+)?\/)[\x21-\x7e]*$/i.test(target);
    const isOddUrl = response.status !== 400 && /^http:\/\/[^/?#]+\/[\x21-\x7e]*$/i.test(target);
    if (response.status === 431 || !(isPath || isOddUrl)) {
      checkParserFault(response);
      return;
    }
    const operation = checkResponse(response);
    if (operation !== null && response.method !== 'HEAD') this.#count(operation.operationId, response.status);
  }

  #count(operationId: string, status: number): void {
    const statuses = this.#statuses.get(operationId) ?? new Map<number, number>();
    this.#statuses.set(operationId, statuses.set(status, (statuses.get(status) ?? 0) + 1));
  }

  #learn({ method, pathname, status, headers, bytes }: ResponseToCheck): void {
    if (status === 404 || (method === 'DELETE' && status < 300)) this.#world.forget(pathname);
    if (status >= 300 || method === 'DELETE' || bytes === null) return;
    if (headers.get('content-type')?.startsWith('application/json') !== true) return;
    try {
      this.#world.learn(pathname, JSON.parse(bytes.toString('utf8')), headers.get('etag'));
    } catch {
      // Invalid JSON is reported as a failure elsewhere.
    }
  }

  #fail(request: FuzzRequest, { operationId }: Operation, what: string): void {
    // Failures that differ only in ids and numbers count as the same.
    const kind = `${operationId}: ${what.split('\n')[0]?.replaceAll(/ \/\S*|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4,}/g, '') ?? ''}`;
    if (this.#failures.has(kind) || this.#failures.size >= FAILURES_MAX) return;
    const { url, token } = this.#options;
    const faults = request.faults.length === 0 ? 'keeps to the contract' : `has ${request.faults.join(' and ')}`;
    this.#failures.set(kind, `${what}\n  meant for ${operationId}; ${faults}\n  ${asCurl(request, url, token)}`);
  }

  #plain(method: string, target: string): FuzzRequest {
    const headers = [['Authorization', this.#credential]] as const;
    return this.#asJson({ method, target, headers, body: null, faults: [], mustBeRefused: false });
  }

  /** The run learns only from JSON, so most requests ask for it where an API has another first media type. */
  #asJson(request: FuzzRequest): FuzzRequest {
    const { accept } = this.#options.contract;
    if (accept === undefined || request.headers.some(([name]) => name.toLowerCase() === 'accept')) return request;
    return { ...request, headers: [...request.headers, ['Accept', accept]] };
  }
}
