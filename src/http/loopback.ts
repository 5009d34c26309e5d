/** Names under which a client reaches nothing but its own machine. */

const LOOPBACK_HOST = /^(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\])(?::\d{1,5})?$/i;

/** Whether a `Host`, with any port or none, is `localhost`, `[::1]`, or in 127.0.0.0/8. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}
