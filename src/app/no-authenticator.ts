/**
 * In place of the authenticator where the service runs without credentials (`GUESTHOUSE_AUTH=none`): whoever reaches it is the one that it
 * names. Credentials that are sent are ignored. Who may reach it is decided at the edge (src/http/own-machine.ts); it must never be used
 * without that.
 */
import type { Authenticates, Identity } from './authenticate.js';

export class NoAuthenticator implements Authenticates {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  authenticate(): Identity {
    return this.#identity;
  }
}
