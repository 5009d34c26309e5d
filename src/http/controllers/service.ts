/** The controller of the service itself: its versions and index, older APIs, health, metrics, and documentation. */
import { hash } from 'node:crypto';
import { ServiceController as ServiceBase } from '../../../generated/controllers/Service.js';
import type * as responses from '../../../generated/controllers/Service.js';
import type { App } from '../../app/app.js';
import { getMetrics, getReadiness } from '../../app/service.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Contract } from '../contract/load-contract.js';
import type { DialectCatalogue } from '../dialects/catalogue.js';
import { DOCS_PAGE, errorCataloguePage, guidePage } from '../docs.js';
import type { RequestContext } from '../request-context.js';
import { hrefOf } from '../views/links.js';
import type { Collection } from '../views/links.js';

/** The version of the API that this server speaks. */
const API_VERSION = 'v1';
const RETRY_AFTER_S = 1;
/** The collections that the index links to. */
const COLLECTIONS = [
  ...['guests', 'hosts', 'images', 'networks', 'operations', 'events', 'zones', 'instance-types', 'placement-groups'],
  ...['projects', 'users', 'groups', 'roles', 'tokens', 'dialects'],
];

/** The entity tags of texts that do not change while the service runs. There are few of them, so all are cached. */
const tags = new Map<string, string>();

/** 200 with an entity tag that is derived from `text`. `body` has the same content as `text`, in another form. */
function unchanging<Body>(text: string, body: Body): { status: 200; headers: { ETag: string }; body: Body } {
  const tag = tags.get(text) ?? `"${hash('sha256', text)}"`;
  tags.set(text, tag);
  return { status: 200, headers: { ETag: tag }, body };
}

export class ServiceController extends ServiceBase<RequestContext> {
  readonly #app: App;
  readonly #contract: Contract;
  readonly #spec: Readonly<Record<string, unknown>>;
  readonly #dialects: DialectCatalogue;
  #catalogue: string | null = null;

  constructor(app: App, contract: Contract, dialects: DialectCatalogue) {
    super();
    this.#app = app;
    this.#contract = contract;
    this.#dialects = dialects;
    // Frozen, so that it is serialized only once (bind.ts).
    this.#spec = Object.freeze({ ...contract.document });
  }

  protected async getVersions(_: object, { origin }: RequestContext): Promise<responses.GetVersionsResponse> {
    const href = `/${API_VERSION}`;
    const links = [
      { rel: 'self', href: origin + href },
      { rel: 'describedby', href: `${origin}/docs` },
      { rel: 'dialects', href: `${origin}/v1/dialects` },
    ];
    const { version } = this.#contract.document.info;
    return { status: 200, body: { name: 'Guesthouse', version, versions: [{ id: API_VERSION, href, links }] } };
  }

  protected async getIndex(_: object, { origin }: RequestContext): Promise<responses.GetIndexResponse> {
    const link = (rel: string, path: string): { rel: string; href: string } => ({ rel, href: origin + path });
    const links = [
      link('self', '/v1'),
      ...COLLECTIONS.map((name) => link(name, `/v1/${name}`)),
      link('service-desc', '/v1/openapi.json'),
      link('service-doc', '/docs'),
    ];
    return { status: 200, body: { id: API_VERSION, href: '/v1', links } };
  }

  protected async getSpecJson(): Promise<responses.GetSpecJsonResponse> {
    return unchanging(this.#contract.yaml, this.#spec);
  }

  protected async getSpecYaml(): Promise<responses.GetSpecYamlResponse> {
    return unchanging(this.#contract.yaml, this.#contract.yaml);
  }

  protected async listDialects(_: object, { origin }: RequestContext): Promise<responses.ListDialectsResponse> {
    const dialects = this.#dialects.listed.map(({ name, title, prefixes }) => ({
      name,
      title,
      prefixes: [...prefixes],
      links: ['json', 'yaml'].map((form) => ({
        rel: 'service-desc',
        href: `${origin}/v1/dialects/${name}/openapi.${form}`,
      })),
    }));
    return { status: 200, body: { dialects } };
  }

  protected async getDialectSpecJson({ dialect }: { dialect: string }): Promise<responses.GetDialectSpecJsonResponse> {
    const { yaml, json } = await this.#dialects.specOf(dialect);
    return unchanging(yaml, json);
  }

  protected async getDialectSpecYaml({ dialect }: { dialect: string }): Promise<responses.GetDialectSpecYamlResponse> {
    const { yaml } = await this.#dialects.specOf(dialect);
    return unchanging(yaml, yaml);
  }

  protected async getDocs(): Promise<responses.GetDocsResponse> {
    return unchanging(DOCS_PAGE, DOCS_PAGE);
  }

  protected async getErrorCatalogue(): Promise<responses.GetErrorCatalogueResponse> {
    this.#catalogue ??= errorCataloguePage(this.#contract);
    return unchanging(this.#catalogue, this.#catalogue);
  }

  protected async getGuidePage({ page }: { page: string }): Promise<responses.GetGuidePageResponse> {
    const body = guidePage(page);
    if (body === null) throw new GuesthouseError('not_found', 'The handbook has no such page.');
    return unchanging(body, body);
  }

  protected async getHealth(): Promise<responses.GetHealthResponse> {
    return { status: 200, body: { status: 'ok' } };
  }

  protected async getReadiness(): Promise<responses.GetReadinessResponse> {
    const readiness = await getReadiness(this.#app);
    const body = {
      ready: readiness.isReady,
      migrations_done: true,
      database_answers: readiness.isDatabaseReachable,
      first_look_tried: readiness.isFirstPollTried,
    };
    return readiness.isReady ? { status: 200, body } : { status: 503, headers: { 'Retry-After': RETRY_AFTER_S }, body };
  }

  protected async getMetrics(): Promise<responses.GetMetricsResponse> {
    return { status: 200, body: await getMetrics(this.#app) };
  }

  protected async followBookmark(
    { collection, id, follow }: { collection: Collection; id: string; follow: boolean },
    { origin }: RequestContext,
  ): Promise<responses.FollowBookmarkResponse> {
    const href = hrefOf(collection, encodeURIComponent(id));
    if (follow) return { status: 307, headers: { Location: origin + href } };
    return { status: 200, body: { href, links: [{ rel: API_VERSION, href: origin + href }] } };
  }
}
