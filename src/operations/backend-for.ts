/** A backend as one operation uses it: every call says what it is made for, so that what a driver logs names the operation. */
import type { Backend, CallOptions, CallPurpose, GuestDefinition } from '../../backends/backend.js';
import type { GuestId } from '../domain/ids.js';

export function backendFor(about: CallPurpose, backend: Backend): Backend {
  return new PurposefulBackend(about, backend);
}

class PurposefulBackend implements Backend {
  readonly name: Backend['name'];
  readonly #about: CallPurpose;
  readonly #backend: Backend;

  constructor(about: CallPurpose, backend: Backend) {
    this.name = backend.name;
    this.#about = about;
    this.#backend = backend;
  }

  get capabilities() {
    return this.#backend.capabilities;
  }

  describe(options: CallOptions) {
    return this.#backend.describe(this.#with(options));
  }

  listNetworks(options: CallOptions) {
    return this.#backend.listNetworks(this.#with(options));
  }

  defineGuest(guest: GuestDefinition, options: CallOptions & { disks: 'make' | 'keep' }) {
    return this.#backend.defineGuest(guest, this.#with(options));
  }

  removeGuest(guest: GuestId, options: CallOptions) {
    return this.#backend.removeGuest(guest, this.#with(options));
  }

  startGuest(guest: GuestId, options: CallOptions) {
    return this.#backend.startGuest(guest, this.#with(options));
  }

  shutdownGuest(guest: GuestId, options: CallOptions) {
    return this.#backend.shutdownGuest(guest, this.#with(options));
  }

  restartGuest(guest: GuestId, options: CallOptions) {
    return this.#backend.restartGuest(guest, this.#with(options));
  }

  poweroffGuest(guest: GuestId, options: CallOptions) {
    return this.#backend.poweroffGuest(guest, this.#with(options));
  }

  suspendGuest(guest: GuestId, options: CallOptions) {
    return this.#backend.suspendGuest(guest, this.#with(options));
  }

  observeGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    return this.#backend.observeGuests(which, this.#with(options));
  }

  measureGuests(which: readonly GuestId[] | 'all', options: CallOptions) {
    return this.#backend.measureGuests(which, this.#with(options));
  }

  readConsoleLog(guest: GuestId, options: CallOptions & { bytes: number }) {
    return this.#backend.readConsoleLog(guest, this.#with(options));
  }

  listenToEvents(options: CallOptions) {
    return this.#backend.listenToEvents(this.#with(options));
  }

  close() {
    return this.#backend.close();
  }

  #with<Options extends CallOptions>(options: Options): Options {
    return { ...options, about: this.#about };
  }
}
