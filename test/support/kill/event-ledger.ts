/**
 * Follows all events from the first one on and compares them with the rows of the same moment. No event may be lost,
 * duplicated or out of order, and no operation may start that the lifecycle rejects.
 *
 *   numbers     1, 2, 3… without a gap; for one guest they increase in the order in which its events were written,
 *               except that the start of an operation does not lock the guest's row
 *   operations  queued ─► started, when it was attempted ─► succeeded, failed or cancelled; each once, whatever the
 *               subject
 *   guests      created ─► each change names the state before it, which is the last reported one ─► deleted
 *
 * The events report an outage of the host once and its end once, not for each of its guests. So after an outage, the
 * ledger expects no particular state of a guest until the guest has its own event again.
 */
import type { EventKind, GuestState, OperationKind, OperationState } from '../../../generated/api-types.js';
import { readLifecycleTable } from '../lifecycle-table.js';
import { isKindOfGuest } from './shown-state.js';

export interface ReportedEvent {
  readonly seq: number;
  /** Null until the event has a number. */
  readonly id: number | null;
  readonly kind: EventKind;
  readonly subject_id: string | null;
  readonly operation_id: string | null;
  readonly detail: { readonly state?: GuestState; readonly before?: GuestState; readonly kind?: OperationKind };
}

export interface GuestToCompare {
  readonly id: string;
  readonly name: string;
  readonly state: GuestState;
}

export interface OperationToCompare {
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly attempts: number;
}

/** The last reported state of a guest. `any` means that its host has been away since that report. */
type ReportedState = GuestState | 'any' | 'deleted';

const CHANGES: readonly EventKind[] = ['guest.state_changed', 'guest.crashed', 'guest.vanished'];
/** `state operation-kind` for each pair in which the verb can open an operation, according to the handbook. */
const ALLOWED_STARTS = new Set(
  readLifecycleTable()
    .filter(({ text }) => text.includes('202'))
    .map(({ state, verb }) => `${state} guest.${verb}`),
);

export class EventLedger {
  readonly #guests = new Map<string, ReportedState>();
  readonly #operations = new Map<string, EventKind[]>();
  /** Events that were processed before they had a number. */
  readonly #unnumbered = new Set<number>();
  readonly #lastNumbered = new Map<string, number>();
  #isHostUp = true;
  #last = 0;

  /** The number up to which all events have been processed. */
  get last(): number {
    return this.#last;
  }

  /**
   * Processes new events (numbered events by number, then the others in the order of writing) and returns a description
   * of each violation.
   */
  take(events: readonly ReportedEvent[]): string[] {
    return events.flatMap((event) => {
      const wrong = [...this.#checkNumber(event)];
      // For one guest a later commit has a higher `seq`, because its transaction locks the guest's row.
      if (!this.#unnumbered.has(event.seq)) wrong.push(...this.#follow(event));
      if (event.id === null) this.#unnumbered.add(event.seq);
      else this.#unnumbered.delete(event.seq);
      return wrong.map((what) => `event ${event.id} (${event.seq}) ${event.kind}: ${what}`);
    });
  }

  /** Returns the differences between the rows and the events. */
  compare(guests: readonly GuestToCompare[], operations: readonly OperationToCompare[]): string[] {
    const wrong: string[] = [];
    const rows = new Set(guests.map(({ id }) => id));
    for (const { id, name, state } of guests) {
      const reported = this.#guests.get(id);
      if (reported !== 'any' && reported !== state) wrong.push(`${name} is ${state}, but was reported as ${reported}`);
    }
    for (const [id, reported] of this.#guests) {
      if (reported !== 'deleted' && !rows.has(id))
        wrong.push(`the guest ${id} is gone, but was reported as ${reported}`);
    }
    for (const { id, kind, state, attempts } of operations) {
      const isOpen = state === 'queued' || state === 'running';
      const expected = [
        'operation.queued',
        ...(attempts > 0 ? ['operation.started'] : []),
        ...(isOpen ? [] : [`operation.${state}`]),
      ].join(' ');
      const reported = (this.#operations.get(id) ?? []).join(' ');
      if (reported !== expected) wrong.push(`${kind} ${id} was reported as "${reported}", not "${expected}"`);
    }
    return wrong;
  }

  #checkNumber({ seq, id, kind, subject_id: guest }: ReportedEvent): string[] {
    if (id === null) return [];
    const wrong: string[] = [];
    if (id !== this.#last + 1) wrong.push(`follows ${this.#last}`);
    this.#last = id;
    // A worker that starts an operation does not lock the guest, so a change of the guest can commit meanwhile.
    if (guest === null || kind === 'operation.started') return wrong;
    if ((this.#lastNumbered.get(guest) ?? 0) > seq) wrong.push('was numbered after a later one of its guest');
    this.#lastNumbered.set(guest, seq);
    return wrong;
  }

  #follow(event: ReportedEvent): string[] {
    const { kind, subject_id: guest, operation_id: operation, detail } = event;
    if (kind === 'host.away') this.#forget();
    if (kind === 'host.up') this.#isHostUp = true;
    if (guest === null) return [];
    const wrong: string[] = [];
    if (kind.startsWith('operation.') && operation !== null) {
      this.#operations.set(operation, [...(this.#operations.get(operation) ?? []), kind]);
      if (kind === 'operation.queued') wrong.push(...this.#checkBeginning(guest, detail.kind));
    }
    if (kind === 'guest.created') {
      if (this.#guests.has(guest)) wrong.push('the guest was reported before');
      this.#guests.set(guest, detail.state ?? 'any');
    } else if (kind === 'guest.deleted') {
      if (!this.#isKnown(guest)) wrong.push('there was no such guest');
      this.#guests.set(guest, 'deleted');
    } else if (CHANGES.includes(kind)) {
      wrong.push(...this.#followChange(guest, event));
    }
    return wrong;
  }

  #followChange(guest: string, { detail: { state, before } }: ReportedEvent): string[] {
    const reported = this.#guests.get(guest);
    if (!this.#isKnown(guest) || state === undefined) return ['there was no such guest, or the event has no state'];
    const isSettled = reported !== 'any' || (this.#isHostUp && state !== 'unknown');
    this.#guests.set(guest, isSettled ? state : 'any');
    return reported === 'any' || reported === before
      ? []
      : [`reports ${before} before ${state}, but the last report was ${reported}`];
  }

  #checkBeginning(guest: string, kind: OperationKind | undefined): string[] {
    if (kind !== undefined && !isKindOfGuest(kind)) return [];
    const reported = this.#guests.get(guest);
    if (reported === 'any') return [];
    if (reported === undefined || reported === 'deleted') return ['there was no such guest'];
    if (kind === 'guest.create') return reported === 'creating' ? [] : [`${kind} of a guest that is ${reported}`];
    return ALLOWED_STARTS.has(`${reported} ${kind}`) ? [] : [`${kind} of a guest that is ${reported}`];
  }

  #isKnown(guest: string): boolean {
    return this.#guests.has(guest) && this.#guests.get(guest) !== 'deleted';
  }

  #forget(): void {
    this.#isHostUp = false;
    for (const [guest, reported] of this.#guests) if (reported !== 'deleted') this.#guests.set(guest, 'any');
  }
}
