/**
 * The messages of the QEMU Machine Protocol, sorted by kind. Section numbers are those of QEMU's
 * docs/interop/qmp-spec.txt (7.2). Nothing here does I/O.
 */

export interface QmpGreeting {
  readonly kind: 'greeting';
  /** In QEMU's form: `7.2.22`. */
  readonly version: string;
}

export interface QmpEvent {
  readonly kind: 'event';
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A refusal is a value, because the monitor did reply (2.4.2). */
export type QmpReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly class: string; readonly desc: string } };

export type QmpMessage =
  | QmpGreeting
  | QmpEvent
  /**
   * `id` is null if the monitor could not identify the command, for example after input that it could not parse.
   */
  | { readonly kind: 'reply'; readonly id: string | null; readonly reply: QmpReply };

export class QmpProtocolFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QmpProtocolFault';
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses one line. Throws QmpProtocolFault if it is not a message of this protocol. */
export function parseQmpMessage(line: string): QmpMessage {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch (cause) {
    throw new QmpProtocolFault('a line is not JSON', { cause });
  }
  if (!isRecord(message)) throw new QmpProtocolFault('a message is not a JSON object');

  // 2.5 Asynchronous events.
  if (typeof message['event'] === 'string') {
    return { kind: 'event', name: message['event'], data: isRecord(message['data']) ? message['data'] : {} };
  }
  // 2.4 Commands Responses: `return` or `error`, and the command's id if it had one.
  const id = typeof message['id'] === 'string' ? message['id'] : null;
  if ('return' in message) return { kind: 'reply', id, reply: { ok: true, value: message['return'] } };
  const error = message['error'];
  if (isRecord(error)) {
    const reason = { class: text(error['class'], 'GenericError'), desc: text(error['desc'], 'no reason given') };
    return { kind: 'reply', id, reply: { ok: false, error: reason } };
  }
  // 2.2 Server greeting.
  if (isRecord(message['QMP'])) return { kind: 'greeting', version: versionOf(message['QMP']) };
  throw new QmpProtocolFault('a message is neither greeting, reply nor event');
}

function versionOf(greeting: Record<string, unknown>): string {
  const version = isRecord(greeting['version']) ? greeting['version'] : {};
  const qemu = isRecord(version['qemu']) ? version['qemu'] : {};
  const parts = [qemu['major'], qemu['minor'], qemu['micro']];
  return parts.every((part) => typeof part === 'number') ? parts.join('.') : 'unknown';
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
