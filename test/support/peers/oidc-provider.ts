/**
 * A real OpenID provider for tests: oidc-provider on a loopback port, in this process. Its clients get access tokens by
 * the client-credentials grant, and the test chooses the other claims of a token.
 *
 * The test also holds the private keys of the provider, so it can sign tokens that no provider would issue. `stop` ends
 * the provider, and `listen` starts it again at the same address.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { RequestListener } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTHeaderParameters, JWTPayload } from 'jose';
import { eventually } from '../eventually.js';

/** The package has no types, so this declares the parts that the tests use. */
interface ProviderClass {
  new (issuer: string, configuration: object): { callback(): RequestListener };
}
const PACKAGE: string = 'oidc-provider';

export const AUDIENCE = 'https://guesthouse.example';
export const SIGNATURES = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type Signature = (typeof SIGNATURES)[number];

export interface SigningKey {
  readonly alg: Signature;
  readonly kid: string;
  readonly private: CryptoKey;
  readonly public: JWK;
  readonly jwk: JWK;
}

export interface TokenOptions {
  readonly alg?: Signature;
  readonly audience?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function makeSigningKey(alg: Signature): Promise<SigningKey> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const known = { alg, use: 'sig', kid: await calculateJwkThumbprint(bare) };
  const jwk = { ...(await exportJWK(pair.privateKey)), ...known };
  return { alg, kid: known.kid, private: pair.privateKey, public: { ...bare, ...known }, jwk };
}

export class OidcProvider {
  /** The requested paths, in order. */
  readonly requestedPaths: string[] = [];
  keys: readonly SigningKey[] = [];
  #server: http.Server | null = null;
  #port = 0;
  #handler: RequestListener = (_request, response) => response.writeHead(503).end();
  #options: TokenOptions = {};

  static async start(): Promise<OidcProvider> {
    const provider = new OidcProvider();
    await provider.listen();
    await provider.rotate();
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#server = http.createServer((request, response) => {
      this.requestedPaths.push(request.url ?? '');
      this.#handler(request, response);
    });
    const server = this.#server;
    // Another program may have taken the port while the provider was stopped.
    await eventually(async () => {
      server.listen(this.#port, '127.0.0.1');
      const [error] = (await Promise.race([once(server, 'listening').then(() => [null]), once(server, 'error')])) as [
        NodeJS.ErrnoException | null,
      ];
      if (error !== null && error.code !== 'EADDRINUSE') throw error;
      return error === null;
    });
    this.#port = (this.#server.address() as { port: number }).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Makes new keys. The old ones are no longer published. */
  async rotate(): Promise<void> {
    this.keys = await Promise.all(SIGNATURES.map(makeSigningKey));
    const { Provider } = (await import(PACKAGE)) as { Provider: ProviderClass };
    const client = (alg: Signature): object => ({
      client_id: alg,
      client_secret: 'secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    });
    const provider = new Provider(this.issuer, {
      clients: SIGNATURES.map(client),
      jwks: { keys: this.keys.map(({ jwk }) => jwk) },
      enabledJWA: { idTokenSigningAlgValues: SIGNATURES },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_: unknown, audience: string, { clientId }: { clientId: Signature }) => ({
            audience,
            scope: 'guests',
            accessTokenTTL: 600,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: clientId } },
          }),
        },
      },
      extraTokenClaims: () => this.#options.claims,
    });
    this.#handler = provider.callback();
  }

  /** Returns a token as the provider issues it, for the client that is named after the algorithm. */
  async issue(options: TokenOptions = {}): Promise<string> {
    this.#options = options;
    const { alg = 'RS256', audience = AUDIENCE, headers = {} } = options;
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${alg}:secret`).toString('base64')}`, ...headers },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience, scope: 'guests' }),
    });
    const granted = (await response.json()) as { access_token?: string };
    if (granted.access_token === undefined) throw new Error(`no token: ${JSON.stringify(granted)}`);
    return granted.access_token;
  }

  keyFor(alg: Signature): SigningKey {
    const found = this.keys.find((key) => key.alg === alg);
    if (found === undefined) throw new Error(`no key for ${alg}`);
    return found;
  }

  /** Returns a token that is valid except for the claims that the test changes, signed with the provider's own key. */
  async forge(
    claims: JWTPayload = {},
    header: Partial<JWTHeaderParameters> = {},
    signer?: SigningKey,
  ): Promise<string> {
    const key = signer ?? this.keyFor('RS256');
    const nowS = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: AUDIENCE, sub: 'somebody', iat: nowS, exp: nowS + 600 };
    return await new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.private, { crit: Object.fromEntries((header.crit ?? []).map((name) => [name, true])) });
  }
}
