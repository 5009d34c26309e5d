/**
 * The locations of libvirt's sockets and certificates on this machine, for this user, and the environment of the
 * programs that connect to libvirt. Pure: all inputs are parameters.
 *
 * libvirt's client tries the modular daemon first. Here the monolithic socket comes first: virtproxyd listens there
 * too, and it serves every driver. If a machine has neither, the attempt to connect fails; this file does not check
 * whether files exist.
 */
import { userInfo } from 'node:os';
import type { TlsUri, UnixUri } from './uri.js';

export interface ClientEnvironment {
  readonly uid: number;
  readonly homeFolder: string;
  /** XDG_RUNTIME_DIR and XDG_CACHE_HOME; null if they are not set. */
  readonly runtimeFolder: string | null;
  readonly cacheFolder: string | null;
  /** Folders of the system daemons' sockets, in the order in which they are tried. */
  readonly systemSocketFolders: readonly string[];
  /** Root of libvirt's own certificates. */
  readonly pkiFolder: string;
  /** The environment of the program `ssh`. */
  readonly sshVariables: Readonly<Record<string, string>>;
}

/** ssh gets only these variables. Others may contain secrets, which it could send to the host (`SendEnv`). */
const SSH_VARIABLES = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'SSH_AUTH_SOCK', 'KRB5CCNAME'];

export function environmentOfProcess(environment: NodeJS.ProcessEnv = process.env): ClientEnvironment {
  const set = (name: string): string | null => environment[name] || null;
  return {
    uid: process.getuid?.() ?? 0,
    homeFolder: set('HOME') ?? userInfo().homedir,
    runtimeFolder: set('XDG_RUNTIME_DIR'),
    cacheFolder: set('XDG_CACHE_HOME'),
    systemSocketFolders: ['/run/libvirt', '/var/run/libvirt'],
    pkiFolder: '/etc/pki',
    sshVariables: Object.fromEntries(
      SSH_VARIABLES.flatMap((name) => {
        const value = set(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
  };
}

/**
 * Sockets to try, in this order. For root, a session is the system's daemon (remote_sockets.c: only users other than
 * root have a daemon of their own). libvirt falls back to the cache folder if there is no XDG_RUNTIME_DIR
 * (virGetUserRuntimeDirectory).
 */
export function socketCandidates(uri: UnixUri, { systemSocketFolders, ...user }: ClientEnvironment): readonly string[] {
  if (uri.socketPath !== null) return [uri.socketPath];
  const userFolder = `${user.runtimeFolder ?? user.cacheFolder ?? `${user.homeFolder}/.cache`}/libvirt`;
  const folders = uri.isSession && user.uid !== 0 ? [userFolder] : systemSocketFolders;
  // The test driver does not have its own daemon.
  const names = uri.driver === 'qemu' ? ['libvirt-sock', 'virtqemud-sock'] : ['libvirt-sock'];
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
}

export interface TlsFiles {
  readonly authority: string;
  readonly revoked: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Files to try, in this order (virnettlsconfig.c). If the URI has a `pkipath`, only the files in that folder; otherwise
 * the user's files, unless the user is root, and then the system's files. The authority and the identity are searched
 * for independently.
 */
export function tlsFileCandidates(uri: TlsUri, { uid, homeFolder, pkiFolder }: ClientEnvironment): readonly TlsFiles[] {
  if (uri.pkiPath !== null) return [filesIn(uri.pkiPath)];
  const system = {
    authority: `${pkiFolder}/CA/cacert.pem`,
    revoked: `${pkiFolder}/CA/cacrl.pem`,
    certificate: `${pkiFolder}/libvirt/clientcert.pem`,
    key: `${pkiFolder}/libvirt/private/clientkey.pem`,
  };
  return uid === 0 ? [system] : [filesIn(`${homeFolder}/.pki/libvirt`), system];
}

function filesIn(folder: string): TlsFiles {
  return {
    authority: `${folder}/cacert.pem`,
    revoked: `${folder}/cacrl.pem`,
    certificate: `${folder}/clientcert.pem`,
    key: `${folder}/clientkey.pem`,
  };
}
