/**
 * The table of libvirt's procedures and events that we use: name, number, arguments, result (remote_protocol.x,
 * qemu_protocol.x), and the facts that the driver needs about each. The types of every call derive from this table; a
 * procedure that is not in it cannot be called.
 *
 * Names are those of remote_protocol.x in camel case, so that libvirt's own documentation of `virStorageVolUpload` can
 * be found. Flags and enum numbers are in the calling files.
 */
import {
  AUTH_TYPES_MAX,
  domain,
  hostInterface,
  LIST_MAX,
  network,
  optionalText,
  storagePool,
  storageVol,
  text,
  typedParams,
  uuid,
} from './structures.js';
import { array, fixedArray, flag, int, nothing, optional, struct, uhyper, uint } from './xdr.js';
import type { Codec, TypeOf } from './xdr.js';

/** REMOTE_DOMAIN_DISK_ERRORS_MAX. */
const DISK_ERRORS_MAX = 256;
/** REMOTE_DOMAIN_INTERFACE_MAX and REMOTE_DOMAIN_IP_ADDR_MAX. */
const INTERFACES_MAX = 2048;
const ADDRESSES_MAX = 2048;

export const REMOTE_PROGRAM = 0x20008086;
/** QEMU_PROGRAM: procedures that only QEMU's driver has. */
export const QEMU_PROGRAM = 0x20008087;
/** The version of both programs, and of the keepalive program. */
export const PROGRAM_VERSION = 1;

interface ProcedureOf<A, R, S extends 'call' | 'upload' | 'download'> {
  readonly program: number;
  readonly number: number;
  readonly args: Codec<A>;
  readonly result: Codec<R>;
  /** `upload` or `download`: the direction of the stream that the procedure opens. `call`: it opens no stream. */
  readonly kind: S;
  /** Whether a daemon replies from memory, without waiting for a guest, a disk or another program (call-queue.ts). */
  readonly isQuick: boolean;
  /**
   * Whether the procedure changes a guest, a network or storage on the host. If not, a lost reply is never
   * `outcome_unknown`.
   */
  readonly changes: boolean;
}

export type Procedure = ProcedureOf<unknown, unknown, 'call' | 'upload' | 'download'>;

/** A query to which the daemon replies from memory. */
function quick<A, R>(number: number, args: Codec<A>, result: Codec<R>): ProcedureOf<A, R, 'call'> {
  return { ...query(number, args, result), isQuick: true };
}

/** A query that can take a long time. */
function query<A, R>(number: number, args: Codec<A>, result: Codec<R>): ProcedureOf<A, R, 'call'> {
  return { ...change(number, args, result), changes: false };
}

function change<A, R>(number: number, args: Codec<A>, result: Codec<R>): ProcedureOf<A, R, 'call'> {
  return { program: REMOTE_PROGRAM, number, args, result, kind: 'call', isQuick: false, changes: true };
}

function upload<A>(number: number, args: Codec<A>): ProcedureOf<A, void, 'upload'> {
  return { ...change(number, args, nothing), kind: 'upload' };
}

function download<A>(number: number, args: Codec<A>): ProcedureOf<A, void, 'download'> {
  return { ...change(number, args, nothing), kind: 'download', changes: false };
}

const xml = struct({ xml: text });
const xmlWithFlags = struct({ xml: text, flags: uint });
const name = struct({ name: text });
const byUuid = struct({ uuid });
const active = struct({ active: flag });
const listArgs = struct({ needResults: int, flags: uint });

const dom = struct({ dom: domain });
const domWithFlags = struct({ dom: domain, flags: uint });
const net = struct({ net: network });
const pool = struct({ pool: storagePool });
const poolWithFlags = struct({ pool: storagePool, flags: uint });
const vol = struct({ vol: storageVol });
const volWithFlags = struct({ vol: storageVol, flags: uint });
/** `char` and `unsigned char` take four bytes in XDR. */
const volInfo = struct({ type: int, capacity: uhyper, allocation: uhyper });
const volRange = struct({ vol: storageVol, offset: uhyper, length: uhyper, flags: uint });

export const PROCEDURES = {
  // The connection. These procedures change nothing on the host. Auth types: 0 none, 1 SASL, 2 polkit.
  AuthList: quick(66, nothing, struct({ types: array(int, AUTH_TYPES_MAX) })),
  AuthPolkit: query(70, nothing, struct({ complete: int })),
  ConnectOpen: query(1, struct({ name: optionalText, flags: uint }), nothing),
  ConnectClose: query(2, nothing, nothing),
  ConnectSupportsFeature: quick(60, struct({ feature: int }), struct({ supported: flag })),
  ConnectGetType: quick(3, nothing, struct({ type: text })),
  ConnectGetVersion: quick(4, nothing, struct({ hvVer: uhyper })),
  ConnectGetLibVersion: quick(157, nothing, struct({ libVer: uhyper })),
  ConnectGetHostname: quick(59, nothing, struct({ hostname: text })),
  ConnectGetUri: quick(110, nothing, struct({ uri: text })),
  ConnectGetCapabilities: query(7, nothing, struct({ capabilities: text })),
  ConnectGetDomainCapabilities: query(
    342,
    struct({
      emulatorbin: optionalText,
      arch: optionalText,
      machine: optionalText,
      virttype: optionalText,
      flags: uint,
    }),
    struct({ capabilities: text }),
  ),
  NodeGetFreeMemory: quick(102, nothing, struct({ freeMem: uhyper })),
  /** `memory` in KiB. `model` is a C string in 32 chars, each of which takes four bytes in XDR: `textOfChars`. */
  NodeGetInfo: quick(
    6,
    nothing,
    struct({
      model: fixedArray(int, 32),
      memory: uhyper,
      cpus: int,
      mhz: int,
      nodes: int,
      sockets: int,
      cores: int,
      threads: int,
    }),
  ),

  // Domains.
  ConnectListAllDomains: quick(273, listArgs, struct({ domains: array(domain, LIST_MAX), ret: uint })),
  /** Quick with the flag NOWAIT. Without this flag, a busy guest blocks the call. */
  ConnectGetAllDomainStats: quick(
    344,
    struct({ doms: array(domain, LIST_MAX), stats: uint, flags: uint }),
    struct({ retStats: array(struct({ dom: domain, params: typedParams }), LIST_MAX) }),
  ),
  ConnectDomainEventCallbackRegisterAny: quick(
    316,
    struct({ eventID: int, dom: optional(domain) }),
    struct({ callbackID: int }),
  ),
  ConnectDomainEventCallbackDeregisterAny: quick(317, struct({ callbackID: int }), nothing),
  DomainLookupByName: quick(23, name, dom),
  DomainLookupByUUID: quick(24, byUuid, dom),
  DomainDefineXMLFlags: change(350, xmlWithFlags, dom),
  DomainUndefineFlags: change(231, domWithFlags, nothing),
  DomainCreateWithFlags: change(196, domWithFlags, dom),
  DomainDestroyFlags: change(234, domWithFlags, nothing),
  DomainShutdownFlags: change(258, domWithFlags, nothing),
  DomainReboot: change(27, domWithFlags, nothing),
  DomainReset: change(245, domWithFlags, nothing),
  DomainSuspend: change(34, dom, nothing),
  DomainResume: change(28, dom, nothing),
  DomainIsActive: quick(150, dom, active),
  DomainGetState: quick(212, domWithFlags, struct({ state: int, reason: int })),
  /** States: 0 ok, 1 a job runs, 2 occupied (libvirt waits for QEMU), 3 error. `stateTime` in milliseconds. */
  DomainGetControlInfo: quick(229, domWithFlags, struct({ state: uint, details: uint, stateTime: uhyper })),
  /** Errors: 1 unspecified, 2 no space. */
  DomainGetDiskErrors: query(
    263,
    struct({ dom: domain, maxErrors: uint, flags: uint }),
    struct({ errors: array(struct({ disk: text, error: int }), DISK_ERRORS_MAX), nerrors: int }),
  ),
  /**
   * Sources: 0 leases of libvirt's networks, 1 the guest's agent, 2 the host's ARP table. Quick only for leases.
   */
  DomainInterfaceAddresses: quick(
    353,
    struct({ dom: domain, source: uint, flags: uint }),
    struct({
      ifaces: array(
        struct({
          name: text,
          hwaddr: optionalText,
          addrs: array(struct({ type: int, addr: text, prefix: uint }), ADDRESSES_MAX),
        }),
        INTERFACES_MAX,
      ),
    }),
  ),
  DomainGetXMLDesc: quick(14, domWithFlags, xml),
  DomainGetMetadata: quick(
    265,
    struct({ dom: domain, type: int, uri: optionalText, flags: uint }),
    struct({ metadata: text }),
  ),
  DomainSetMetadata: change(
    264,
    struct({ dom: domain, type: int, metadata: optionalText, key: optionalText, uri: optionalText, flags: uint }),
    nothing,
  ),
  DomainHasManagedSaveImage: quick(183, domWithFlags, struct({ result: int })),
  DomainManagedSaveRemove: change(184, domWithFlags, nothing),
  DomainListAllSnapshots: quick(
    274,
    struct({ dom: domain, needResults: int, flags: uint }),
    struct({ snapshots: array(struct({ name: text, dom: domain }), LIST_MAX), ret: int }),
  ),
  /** Counts as a change, because a flag can take the console from another client. */
  DomainOpenConsole: {
    ...download(201, struct({ dom: domain, devName: optionalText, flags: uint })),
    changes: true,
  },
  QemuDomainAgentCommand: {
    ...change(3, struct({ dom: domain, cmd: text, timeout: int, flags: uint }), struct({ result: optionalText })),
    program: QEMU_PROGRAM,
  },

  // Networks and interfaces.
  ConnectListAllNetworks: quick(283, listArgs, struct({ nets: array(network, LIST_MAX), ret: uint })),
  ConnectListAllInterfaces: query(284, listArgs, struct({ ifaces: array(hostInterface, LIST_MAX), ret: uint })),
  NetworkLookupByName: quick(46, name, net),
  NetworkGetXMLDesc: quick(43, struct({ net: network, flags: uint }), xml),
  NetworkIsActive: quick(152, net, active),
  NetworkCreate: change(39, net, nothing),

  // Storage. Pool states: 0 inactive, 1 building, 2 running, 3 degraded, 4 inaccessible.
  ConnectListAllStoragePools: quick(281, listArgs, struct({ pools: array(storagePool, LIST_MAX), ret: uint })),
  StoragePoolLookupByName: quick(84, name, pool),
  StoragePoolDefineXML: change(77, xmlWithFlags, pool),
  StoragePoolCreateXML: change(76, xmlWithFlags, pool),
  StoragePoolCreate: change(78, poolWithFlags, nothing),
  StoragePoolBuild: change(79, poolWithFlags, nothing),
  StoragePoolRefresh: change(83, poolWithFlags, nothing),
  StoragePoolDestroy: change(80, pool, nothing),
  StoragePoolDelete: change(81, poolWithFlags, nothing),
  StoragePoolUndefine: change(82, pool, nothing),
  StoragePoolIsActive: quick(154, pool, active),
  StoragePoolGetXMLDesc: quick(88, poolWithFlags, xml),
  StoragePoolGetInfo: quick(87, pool, struct({ state: int, capacity: uhyper, allocation: uhyper, available: uhyper })),
  StoragePoolSetAutostart: change(90, struct({ pool: storagePool, autostart: flag }), nothing),
  StoragePoolListAllVolumes: quick(
    282,
    struct({ pool: storagePool, needResults: int, flags: uint }),
    struct({ vols: array(storageVol, LIST_MAX), ret: uint }),
  ),
  StorageVolLookupByName: quick(95, struct({ pool: storagePool, name: text }), vol),
  StorageVolLookupByPath: query(97, struct({ path: text }), vol),
  StorageVolCreateXML: change(93, struct({ pool: storagePool, xml: text, flags: uint }), vol),
  StorageVolCreateXMLFrom: change(
    125,
    struct({ pool: storagePool, xml: text, clonevol: storageVol, flags: uint }),
    vol,
  ),
  StorageVolDelete: change(94, volWithFlags, nothing),
  StorageVolResize: change(260, struct({ vol: storageVol, capacity: uhyper, flags: uint }), nothing),
  StorageVolGetInfo: query(98, vol, volInfo),
  StorageVolGetInfoFlags: query(378, volWithFlags, volInfo),
  StorageVolGetXMLDesc: query(99, volWithFlags, xml),
  StorageVolGetPath: quick(100, vol, name),
  /** `length` 0 means: to the end. */
  StorageVolUpload: upload(208, volRange),
  StorageVolDownload: download(209, volRange),
} as const;

export type ProcedureName = keyof typeof PROCEDURES;
type NameOfKind<S> = { [P in ProcedureName]: (typeof PROCEDURES)[P]['kind'] extends S ? P : never }[ProcedureName];
/** Procedures with one reply and no stream. */
export type CallName = NameOfKind<'call'>;
/** Procedures that open a stream to the server, or from it. */
export type UploadName = NameOfKind<'upload'>;
export type DownloadName = NameOfKind<'download'>;
export type ArgsOf<P extends ProcedureName> = TypeOf<(typeof PROCEDURES)[P]['args']>;
export type ResultOf<P extends ProcedureName> = TypeOf<(typeof PROCEDURES)[P]['result']>;

/** Events of the remote program. Each event names the registered callback that it belongs to. */
export const EVENTS = {
  DomainEventCallbackLifecycle: {
    number: 318,
    args: struct({ callbackID: int, msg: struct({ dom: domain, event: int, detail: int }) }),
  },
  DomainEventCallbackReboot: { number: 319, args: struct({ callbackID: int, msg: struct({ dom: domain }) }) },
  DomainEventCallbackAgentLifecycle: {
    number: 348,
    args: struct({ callbackID: int, dom: domain, state: int, reason: int }),
  },
} as const;

export type EventName = keyof typeof EVENTS;
export type EventArgsOf<E extends EventName> = TypeOf<(typeof EVENTS)[E]['args']>;

/** The text in an array of C chars: up to the first NUL. */
export function textOfChars(chars: readonly number[]): string {
  const end = chars.indexOf(0);
  return Buffer.from(end === -1 ? chars : chars.slice(0, end)).toString('utf8');
}
