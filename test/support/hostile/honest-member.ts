/**
 * An honest member of a project: it sends ordinary requests one after the other, checks that its own requests explain
 * each response, and measures the requests. Other users may neither read nor change anything in its project, so it must
 * read exactly what it wrote.
 */
import { isDeepStrictEqual } from 'node:util';
import type { EventList, Guest, GuestList, Image } from '../../../generated/api-types.js';
import { uniqueName, type Api, type CheckedResponse, type SendOptions } from '../api.js';

export class HonestMember {
  readonly #api: Api;
  readonly #marker: string;
  /** The time of each request, in ms. */
  #times: number[] = [];
  /** Responses that its own requests do not explain. */
  readonly surprises: string[] = [];
  #kept: { readonly guest: Guest; readonly image: Image } | null = null;
  #turn = 0;

  constructor(api: Api, marker: string) {
    this.#api = api;
    this.#marker = marker;
  }

  /** Makes the resources that the attack must not change. Returns their hrefs. */
  async settle(): Promise<string[]> {
    const image = await this.#api.makeImage(Buffer.from(`content of ${this.#marker}`), {
      name: `${this.#marker}-image`,
      kind: 'kernel',
    });
    const guest = await this.#api.makeGuest({ name: `${this.#marker}-guest`, metadata: { turn: '0' } });
    this.#kept = { guest, image };
    return [guest.href, image.href, `/v1/images/${image.id}/content`, `${guest.href}/operations`];
  }

  /** Sends ordinary requests until `isOver`; returns their times in ms. */
  async work(isOver: () => boolean): Promise<number[]> {
    this.#times = [];
    while (!isOver()) await this.#round();
    return this.#times;
  }

  async #round(): Promise<void> {
    const { guest } = this.#required;
    const turn = String(++this.#turn);
    await this.#ask(200, 'GET', guest.href);
    const patch = {
      json: { metadata: { turn } },
      headers: { 'content-type': 'application/merge-patch+json' },
    };
    await this.#ask(200, 'PATCH', guest.href, patch);
    const read = await this.#ask(200, 'GET', guest.href);
    if (read?.json<Guest>().metadata['turn'] !== turn) this.surprises.push(`the metadata of turn ${turn} are lost`);
    const list = await this.#ask(200, 'GET', '/v1/guests?limit=100');
    const foreign = list?.json<GuestList>().guests.filter(({ name }) => name?.startsWith(this.#marker) !== true) ?? [];
    if (foreign.length > 0) this.surprises.push(`the list shows ${foreign.map(({ name }) => name).join()}`);
    await this.#ask(200, 'GET', `/v1/guests?search=${encodeURIComponent(`name=${this.#marker}*`)}`);
    await this.#ask(200, 'GET', '/v1/operations?limit=10');
    const events = await this.#ask(200, 'GET', '/v1/events?limit=10&sort_by=-id');
    if (events?.json<EventList>().events.length === 0) this.surprises.push('the events are gone');
    await this.#ask(200, 'GET', '/v1/images');
  }

  /** Creates a guest, starts and stops it, and deletes it; resolves when all that has succeeded. */
  async runGuest(): Promise<void> {
    const { id } = await this.#api.makeGuest({ name: `${this.#marker}-${uniqueName('run')}`, memory_mib: 64 });
    for (const verb of ['start', 'poweroff', 'delete']) await this.#api.done(verb, id);
  }

  /** Compares the resources that `settle` made with their current state. */
  async checkUntouched(): Promise<void> {
    const { guest, image } = this.#required;
    const content = await this.#api.expect(200, 'GET', `/v1/images/${image.id}/content`);
    if (content.text !== `content of ${this.#marker}`) this.surprises.push('the content of the image has changed');
    const images = (await this.#api.expect(200, 'GET', image.href)).json<Image>();
    if (!isDeepStrictEqual(images, image)) this.surprises.push('the image has changed');
    const now = await this.#api.guest(guest.id);
    const { metadata, updated_at: _updatedAt, ...rest } = now;
    const { metadata: _metadata, updated_at: _before, ...before } = guest;
    if (metadata['turn'] !== String(this.#turn) || !isDeepStrictEqual(rest, before))
      this.surprises.push(`the guest has changed: ${JSON.stringify([before, rest])}`);
  }

  get #required(): { readonly guest: Guest; readonly image: Image } {
    if (this.#kept === null) throw new Error('settle comes first');
    return this.#kept;
  }

  async #ask(status: number, method: string, path: string, options: SendOptions = {}): Promise<CheckedResponse | null> {
    const start = performance.now();
    const response = await this.#api.send(method, path, options);
    this.#times.push(performance.now() - start);
    if (response.status === status) return response;
    this.surprises.push(`${method} ${path}: ${response.status} ${response.text}`);
    return null;
  }
}
