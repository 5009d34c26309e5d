/**
 * The first calls on a new connection (remote_driver.c, doRemoteOpen): which authentication the server requires,
 * whether it supports keepalive, and which hypervisor it must open.
 *
 *   AuthList ─► none ───────────────────────► ConnectSupportsFeature(keepalive) ─► ConnectOpen
 *            ├► polkit ─► AuthPolkit ─allowed─►┘
 *            └► SASL, or only unknown types: AuthDenied
 *
 * The handshake can fail with `AuthDenied`, with `LibvirtError` (the server does not have the driver), or with any
 * failure of a call.
 */
import { AuthDenied, LibvirtError } from './errors.js';
import type { ArgsOf, CallName, ResultOf } from './procedures.js';

/** remote_auth_type. */
const AUTH_NONE = 0;
const AUTH_SASL = 1;
const AUTH_POLKIT = 2;

/** VIR_DRV_FEATURE_PROGRAM_KEEPALIVE. After a query for this feature, the server also sends pings itself. */
const FEATURE_KEEPALIVE = 10;

export type Caller = <P extends CallName>(procedure: P, args: ArgsOf<P>) => Promise<ResultOf<P>>;

export async function performHandshake(call: Caller, name: string): Promise<{ hasKeepalive: boolean }> {
  await authenticate(call);
  const hasKeepalive = await supportsKeepalive(call);
  await call('ConnectOpen', { name, flags: 0 });
  return { hasKeepalive };
}

async function authenticate(call: Caller): Promise<void> {
  const { types } = await call('AuthList', undefined);
  if (types.includes(AUTH_NONE)) return;
  if (types.includes(AUTH_POLKIT)) {
    try {
      await call('AuthPolkit', undefined);
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
      throw new AuthDenied('polkit', `polkit does not permit this user to manage libvirt: ${error.text}`, {
        cause: error,
      });
    }
  }
  if (types.includes(AUTH_SASL)) {
    throw new AuthDenied('sasl', 'the libvirt daemon requires a user and a password (SASL), which is not supported');
  }
  throw new AuthDenied(
    'unknown',
    `the libvirt daemon requires an unknown kind of authentication:  ${types.join(', ')}`,
  );
}

/** A server that is too old to know the feature replies with an error, which means no. */
async function supportsKeepalive(call: Caller): Promise<boolean> {
  try {
    return (await call('ConnectSupportsFeature', { feature: FEATURE_KEEPALIVE })).supported;
  } catch (error) {
    if (error instanceof LibvirtError) return false;
    throw error;
  }
}
