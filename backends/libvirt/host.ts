/** The objects that all guests of a libvirt host share. Only backend.ts makes them. No code belongs here. */
import type { Daemon } from './daemon.js';
import type { Hypervisor } from './hypervisor.js';
import type { Images } from './images.js';
import type { LibvirtVersion } from './libvirt-version.js';
import type { Pool } from './pool.js';
import type { DomainIndex } from './domain-index.js';
import type { Volumes } from './volumes.js';

/** Each member drives its own part of the host. */
export interface Host {
  readonly daemon: Daemon;
  readonly domainIndex: DomainIndex;
  readonly pool: Pool;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly hypervisor: Hypervisor;
  /** Whether the host is the machine of the service. */
  readonly isLocal: boolean;
  readonly version: LibvirtVersion;
}
