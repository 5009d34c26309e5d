/**
 * The version of the libvirt daemon, which decides how it shows a definition. It changes only if the daemon restarts,
 * which closes the connection, so it is read once for each connection. The version of the hypervisor does not belong
 * here.
 */
import type { Daemon } from './daemon.js';
import { versionOf } from './dialect.js';
import type { LibvirtConnection } from './rpc/connection.js';

export class LibvirtVersion {
  readonly #daemon: Daemon;
  #known: { readonly connection: LibvirtConnection; readonly text: string } | null = null;

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  async read(signal: AbortSignal): Promise<string> {
    const connection = await this.#daemon.mainConnection(signal);
    if (this.#known?.connection === connection) return this.#known.text;
    const { libVer } = await this.#daemon.query('ConnectGetLibVersion', undefined, signal);
    const text = `libvirt ${versionOf(libVer)}`;
    this.#known = { connection, text };
    return text;
  }
}
