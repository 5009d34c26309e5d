/**
 * The arguments with which the program `ssh` connects to libvirt on another machine, and the command that it runs
 * there. Pure. Everything from the URI consists of characters that neither ssh nor a shell interprets (uri.ts), so
 * nothing here is quoted.
 */
import type { SshUri } from './uri.js';

/** In the order in which they are tried (client-environment.ts). */
const SYSTEM_SOCKETS = [
  '/run/libvirt/libvirt-sock',
  '/var/run/libvirt/libvirt-sock',
  '/run/libvirt/virtqemud-sock',
  '/var/run/libvirt/virtqemud-sock',
];

/**
 * virt-ssh-helper uses its URI only to select a socket. For `qemu:///system` it prefers the socket of virtqemud, which
 * does not serve the storage driver. For a driver without a daemon of its own it selects the socket of libvirtd, which
 * virtproxyd serves on hosts with modular daemons (remote_sockets.c, remoteGetUNIXSocket).
 */
const NATIVE = 'exec virt-ssh-helper test:///system';

/** These take precedence over the configuration of ssh. Everything else in it applies, such as `ProxyJump`. */
const OPTIONS = {
  // ssh must not ask anything, because nobody would answer.
  BatchMode: 'yes',
  // A host whose key is unknown or has changed is rejected, and ssh writes no file.
  StrictHostKeyChecking: 'yes',
  UpdateHostKeys: 'no',
  // The session is only a stream of bytes: the host gains no access to this machine, and ssh runs no other command.
  ClearAllForwardings: 'yes',
  Tunnel: 'no',
  PermitLocalCommand: 'no',
  RemoteCommand: 'none',
  // A shared connection would outlive its session, or end together with another one.
  ControlMaster: 'no',
  ControlPath: 'none',
  // If this service is killed, an ssh without a host ends soon too. Otherwise libvirt's keepalive detects the loss.
  ConnectTimeout: '10',
  ServerAliveInterval: '15',
  ServerAliveCountMax: '3',
  // Suppresses the banner of the server, but no error.
  LogLevel: 'ERROR',
} as const;

/** The arguments of `ssh`: no terminal (-T), agent (-a), X11 (-x) or escape character (-e). */
export function sshArguments(uri: SshUri): readonly string[] {
  const options: Record<string, string> = { ...OPTIONS };
  if (uri.knownHostsPath !== null) options['UserKnownHostsFile'] = uri.knownHostsPath;
  // Otherwise ssh also offers the keys of the agent, and a server accepts only a few offers.
  if (uri.keyPath !== null) options['IdentitiesOnly'] = 'yes';
  return [
    ...['-T', '-a', '-x', '-e', 'none'],
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(uri.port === null ? [] : ['-p', String(uri.port)]),
    ...(uri.user === null ? [] : ['-l', uri.user]),
    ...(uri.keyPath === null ? [] : ['-i', uri.keyPath]),
    ...['--', uri.host, remoteCommand(uri)],
  ];
}

/**
 * The login shell of the user runs this command, and it can be any shell. So that every one of them understands it, the
 * command is `sh` with one argument in single quotes, in which there are neither quotes nor backslashes.
 */
export function remoteCommand({ proxy, netcat, socketPath }: SshUri): string {
  const overNetcat = `${findSocket(socketPath)}; ${runNetcat(netcat)}`;
  switch (proxy) {
    case 'native':
      return `sh -c '${NATIVE}'`;
    case 'netcat':
      return `sh -c '${overNetcat}'`;
    case 'auto':
      return `sh -c 'if command -v virt-ssh-helper >/dev/null 2>&1; then ${NATIVE}; else ${overNetcat}; fi'`;
  }
}

function findSocket(path: string | null): string {
  if (path !== null) return `S=${path}`;
  return `for S in ${SYSTEM_SOCKETS.join(' ')}; do if test -S $S; then break; fi; done`;
}

/**
 * Debian's nc must get `-q0` to end when its input ends; other programs named nc end without it, and do not know it
 * (virnetclient.c, virNetClientSSHHelperCommand).
 */
function runNetcat(netcat: string): string {
  return `if ${netcat} -q </dev/null 2>&1 | grep -q "requires an argument"; then exec ${netcat} -q0 -U $S; else exec ${netcat} -U $S; fi`;
}
