/**
 * The errors that can occur between a call and its reply.
 *
 *   RpcFailure
 *   ├─ LibvirtError        the server refused, with its code, domain and text
 *   ├─ AuthDenied          the server demands credentials that we do not have
 *   ├─ ConnectionLost      no connection could be made, or it was lost, from either side
 *   ├─ DeadlinePassed      the caller's deadline passed first
 *   └─ StreamOverrun       a stream's reader was too slow while calls waited for replies
 *
 * `wasSent` distinguishes the two kinds of loss that must never be mixed: false means that the server has not received
 * the call, true that it may have carried out the call. A `ProtocolViolation` (the server broke the protocol) ends the
 * connection; it is the `cause` of every resulting `ConnectionLost`, and `closed` resolves with it. After an abort, a
 * call rejects with the signal's reason itself. An argument that cannot be encoded is a mistake of the caller
 * (`CannotEncode` in xdr.ts).
 */
import { nameOfCode, nameOfDomain } from './error-names.js';
import type { ErrorCodeName, ErrorDomainName } from './error-names.js';
import type { RemoteError } from './structures.js';

export type RpcFailure = LibvirtError | AuthDenied | ConnectionLost | DeadlinePassed | StreamOverrun;

export class LibvirtError extends Error {
  /** virErrorNumber, and its name without `VIR_ERR_`: `NO_DOMAIN`. */
  readonly code: number;
  readonly codeName: ErrorCodeName | 'UNKNOWN';
  /** virErrorDomain (the part of libvirt that reports the error), and its name without `VIR_FROM_`: `QEMU`. */
  readonly domain: number;
  readonly domainName: ErrorDomainName | 'UNKNOWN';
  /** virErrorLevel: 1 warning, 2 error. */
  readonly level: number;
  /** libvirt's own message; empty if there is none. */
  readonly text: string;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;

  constructor(procedure: string, error: RemoteError) {
    const codeName = nameOfCode(error.code);
    const text = error.message ?? '';
    super(`${procedure}: ${text === '' ? 'no reason given' : text} (${codeName})`);
    this.name = 'LibvirtError';
    this.code = error.code;
    this.codeName = codeName;
    this.domain = error.domain;
    this.domainName = nameOfDomain(error.domain);
    this.level = error.level;
    this.text = text;
    this.str1 = error.str1;
    this.str2 = error.str2;
    this.str3 = error.str3;
    this.int1 = error.int1;
    this.int2 = error.int2;
  }
}

export class AuthDenied extends Error {
  readonly method: 'polkit' | 'sasl' | 'unknown';

  constructor(method: AuthDenied['method'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AuthDenied';
    this.method = method;
  }
}

export class ConnectionLost extends Error {
  readonly wasSent: boolean;

  constructor(message: string, wasSent: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ConnectionLost';
    this.wasSent = wasSent;
  }
}

export class DeadlinePassed extends Error {
  readonly wasSent: boolean;

  constructor(procedure: string, deadlineMs: number, wasSent: boolean) {
    super(`${procedure}: ${wasSent ? 'no reply' : 'could not be sent'} within ${deadlineMs} ms`);
    this.name = 'DeadlinePassed';
    this.wasSent = wasSent;
  }
}

export class StreamOverrun extends Error {
  constructor(procedure: string, maxBytes: number) {
    super(`${procedure}: more than ${maxBytes} bytes were waiting to be read; the stream was given up`);
    this.name = 'StreamOverrun';
  }
}

/** The server violated the protocol. Data that follows cannot be trusted. */
export class ProtocolViolation extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProtocolViolation';
  }
}
