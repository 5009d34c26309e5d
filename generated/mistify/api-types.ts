// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type Binary = Blob | Uint8Array | ReadableStream<Uint8Array>;
export interface paths {
    "/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the metadata of the hypervisor
         * @description Returns the metadata of the first host: the oldest of those that the caller can see.
         */
        get: operations["getMistifyMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the metadata of the hypervisor
         * @description Sets the keys of the body, removes those whose value is null, and returns the whole map of the first host. An empty value
         *     is kept. Only administrators can change it.
         */
        patch: operations["updateMistifyMetadata"];
        trace?: never;
    };
    "/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all guests
         * @description Returns all guests of the project that the caller can see, the oldest first. A list without guests is `[]`.
         */
        get: operations["listMistifyGuests"];
        put?: never;
        /**
         * Create a guest and start it
         * @description Creates a guest and starts it. The response comes before the guest exists on its host: its state is `create`, and
         *     `X-Guest-Job-ID` names the job.
         *
         *     Every member has a default, so the smallest body is `{}`. Members with the zero values of Go (`""`, `0`, `null`, `[]`)
         *     count as absent, because clients written in Go send them. A member that the service assigns (`id`, `state`, `vnc`, the
         *     `device` of a NIC or disk, `volume`, `source`) must be absent, and so must an `address`, because guests get their
         *     addresses from their network.
         *
         *     The name of the guest is the value of its metadata key `name`. Without that key, the name is `mistify-` and eight random
         *     hexadecimal digits. Containers are not supported (501).
         */
        post: operations["createMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        /**
         * Get a guest
         * @description Returns a guest as it was last observed.
         */
        get: operations["getMistifyGuest"];
        put?: never;
        post?: never;
        /**
         * Delete a guest
         * @description Powers the guest off, removes its disks, and then the guest itself. An open job of the guest is cancelled first. The
         *     guest is shown until its removal from the host has succeeded.
         */
        delete: operations["deleteMistifyGuest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a guest, for clients that cannot send DELETE
         * @description The same as `DELETE /guests/{guest}`.
         */
        post: operations["deleteMistifyGuestByPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/shutdown": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a guest to shut down
         * @description Asks the guest to power itself off, which it can ignore. If it is still on after 90 seconds, the job fails.
         */
        post: operations["shutdownMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/reboot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a guest to reboot
         * @description Asks the guest to shut down, and starts it again when it has. If it is still on after 90 seconds, the job fails.
         */
        post: operations["rebootMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset a guest
         * @description Resets the guest like its reset button. The guest is not asked, so it can lose data.
         */
        post: operations["restartMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/poweroff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cut the power of a guest
         * @description Cuts the power of the guest. The guest is not asked, so it can lose data.
         */
        post: operations["poweroffMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start or resume a guest
         * @description Starts a guest that is off, and resumes a guest that is suspended. If the guest already runs, there is no job.
         */
        post: operations["startMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend a guest
         * @description Stops the CPUs of the guest and keeps its memory. `start` resumes the guest.
         */
        post: operations["suspendMistifyGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        /**
         * Get the metadata of a guest
         * @description Returns all metadata of the guest. If it has no key `name`, the name of the guest is shown as its value.
         */
        get: operations["getMistifyGuestMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the metadata of a guest
         * @description Sets the keys of the body, removes those whose value is null, and returns the whole map. An empty value is kept. A change
         *     of the key `name` does not rename the guest.
         */
        patch: operations["updateMistifyGuestMetadata"];
        trace?: never;
    };
    "/guests/{guest}/metrics/cpu": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        /**
         * Get the CPU counters of a guest
         * @description Reads the counters of each vCPU from the hypervisor, in the order of the vCPUs.
         */
        get: operations["getMistifyGuestCpuMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/metrics/nic": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        /**
         * Get the NIC counters of a guest
         * @description Reads the counters of each NIC from the hypervisor, as a map by the name of the NIC.
         */
        get: operations["getMistifyGuestNicMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/metrics/disk": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        /**
         * Get the disk counters of a guest
         * @description Reads the counters of each disk from the hypervisor, as a map by the device of the disk.
         */
        get: operations["getMistifyGuestDiskMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        /**
         * List the jobs of a guest
         * @description Returns the jobs of the guest, the newest first.
         */
        get: operations["listMistifyGuestJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{guest}/jobs/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
                /**
                 * @description The id of a job.
                 * @example 8c0f9d3b-52f1-4d8e-b7a5-0a6f4d1c9e21
                 */
                operation: components["parameters"]["MistifyOperation"];
            };
            cookie?: never;
        };
        /**
         * Get a job of a guest
         * @description Returns a job of the guest. A job of another guest is not found. The job outlives the guest.
         */
        get: operations["getMistifyGuestJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description Returns the jobs of the project, the newest first.
         */
        get: operations["listMistifyJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a job.
                 * @example 8c0f9d3b-52f1-4d8e-b7a5-0a6f4d1c9e21
                 */
                operation: components["parameters"]["MistifyOperation"];
            };
            cookie?: never;
        };
        /**
         * Get a job
         * @description Returns a job.
         */
        get: operations["getMistifyJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all images
         * @description Returns all images that the caller can use, the oldest first, or only those of one type.
         */
        get: operations["listMistifyImages"];
        put?: never;
        /**
         * Declare an image
         * @description Declares an image without content. Its `id` in the request becomes its name, and paths take both. Upload the content with
         *     `PUT /v1/images/{image}/content` of the native API. The service fetches no images: a `source` is rejected (501), because a
         *     service that fetches URLs for its callers gives them access to its own network. Container images are rejected too (501).
         */
        post: operations["createMistifyImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{image}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of an image.
                 * @example debian-12
                 */
                image: components["parameters"]["MistifyImage"];
            };
            cookie?: never;
        };
        /**
         * Get an image
         * @description Returns an image.
         */
        get: operations["getMistifyImage"];
        put?: never;
        post?: never;
        /**
         * Delete an image
         * @description Deletes an image that no guest uses. The image is gone when the response comes, so there is no job.
         */
        delete: operations["deleteMistifyImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The id or name of a resource in a path. If it matches no resource, the request is rejected (404).
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example web-1
         */
        MistifyPathSegment: string;
        /**
         * @description The id or name of an image or network.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example debian-13
         */
        MistifyReference: string;
        /**
         * @description Always empty, because the service does not show it.
         * @example
         */
        MistifyUnknown: string;
        /** @description Why a request was rejected. */
        MistifyFault: {
            /** @description The reason and all mistakes. */
            message: string;
            /**
             * @description The status of the response.
             *     @isInt
             */
            code: number;
            /**
             * @description Always empty.
             *     @maxItems 0
             */
            stack: string[];
        };
        /** @description Key-value pairs. At most 128, and at most 64 KiB for all keys and values together. */
        MistifyMetadata: {
            [key: string]: string;
        };
        /** @description The keys to set, and, with the value null, the keys to remove. Other keys stay unchanged. */
        MistifyMetadataPatch: {
            [key: string]: string | null;
        };
        /**
         * @description A guest to create. Everything has a default. `image` is the image of the first disk: without `disks`, the guest gets
         *     one disk, which is created from it.
         */
        MistifyGuestCreate: {
            /**
             * @description The kind of guest.
             *     @default "kvm"
             * @enum {string}
             */
            type?: "kvm" | "container";
            image?: components["schemas"]["MistifyReference"];
            /**
             * @description The number of vCPUs.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             *     @default 1
             */
            cpu?: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             *     @default 1024
             */
            memory?: number;
            /**
             * @description NICs.
             *     @maxItems 8
             *     @default []
             */
            nics?: components["schemas"]["MistifyNicCreate"][];
            /**
             * @description In boot order.
             *     @maxItems 16
             *     @default []
             */
            disks?: components["schemas"]["MistifyDiskCreate"][];
            /**
             * @description Key-value pairs of your own. The value of `name` is also the name of the guest.
             *     @default {}
             */
            metadata?: {
                [key: string]: string;
            };
        };
        /** @description A network interface to create. */
        MistifyNicCreate: {
            /**
             * @description The name: `net0` for the first, `net1` and so on.
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            name?: string;
            /**
             * @description The id or name of the network.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default "user"
             */
            network?: string;
            /**
             * @description The model of the NIC.
             *     @default "virtio"
             * @enum {string}
             */
            model?: "virtio" | "e1000";
            /**
             * @description The MAC address. The default is a random one.
             *     @pattern ^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$
             */
            mac?: string;
        };
        /**
         * @description A disk to create. A blank disk needs a `size` in MiB. With an `image`, it has the size of the image, and `size` is
         *     ignored.
         */
        MistifyDiskCreate: {
            /**
             * @description The bus.
             *     @default "virtio"
             * @enum {string}
             */
            bus?: "virtio" | "scsi" | "sata" | "ide";
            /**
             * @description The size in MiB.
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             */
            size?: number;
            image?: components["schemas"]["MistifyReference"];
        };
        /** @description A virtual machine. */
        MistifyGuest: {
            /**
             * @description The id.
             *     @format uuid
             */
            readonly id: string;
            /**
             * @description The kind of guest.
             * @enum {string}
             */
            type: "kvm";
            /** @description The id of the image of the first disk. */
            image: string;
            /** @description The network interfaces. */
            nics: components["schemas"]["MistifyNic"][];
            /** @description The disks. */
            disks: components["schemas"]["MistifyDisk"][];
            readonly state: components["schemas"]["MistifyGuestState"];
            /**
             * @description The memory in MiB.
             *     @isInt
             */
            memory: number;
            /**
             * @description The number of vCPUs.
             *     @isInt
             */
            cpu: number;
            /**
             * @description Always 0: there is no VNC.
             *     @isInt
             */
            readonly vnc: number;
            metadata: components["schemas"]["MistifyMetadata"];
        };
        /**
         * @description The state of a guest. `crashed` is a guest in error; `unknown` is a guest whose host is away.
         * @example running
         * @enum {string}
         */
        MistifyGuestState: "create" | "shutoff" | "running" | "shutdown" | "suspended" | "delete" | "crashed" | "unknown";
        /** @description A network interface of a guest. */
        MistifyNic: {
            /** @description The name of the NIC. Metrics have it as their key. */
            name: string;
            /** @description The network. */
            network: string;
            /**
             * @description The model of the NIC.
             * @enum {string}
             */
            model: "virtio" | "e1000";
            /** @description The MAC address. */
            mac: string;
            /** @description The IP address that was seen last. */
            readonly address: string;
            readonly netmask: components["schemas"]["MistifyUnknown"];
            readonly gateway: components["schemas"]["MistifyUnknown"];
            readonly device: components["schemas"]["MistifyUnknown"];
            /** @description Always empty. */
            readonly vlans: components["schemas"]["MistifyVlan"][];
        };
        /**
         * @description The number of a VLAN. The service shows none, because networks decide about VLANs.
         * @example 7
         */
        MistifyVlan: number;
        /** @description A disk of a guest. */
        MistifyDisk: {
            /**
             * @description The bus.
             * @enum {string}
             */
            bus: "virtio" | "scsi" | "sata" | "ide";
            /** @description The name of the disk in the guest. Metrics have it as their key. */
            readonly device: string;
            /**
             * @description The size in MiB.
             *     @isInt
             */
            size: number;
            readonly volume: components["schemas"]["MistifyUnknown"];
            /** @description The id of its image. */
            image: string;
            readonly source: components["schemas"]["MistifyUnknown"];
        };
        /** @description Guests. */
        MistifyGuestList: components["schemas"]["MistifyGuest"][];
        /**
         * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
         *     @isInt
         * @example 1210
         */
        MistifyCounter: number | null;
        /**
         * @description A time in seconds since the guest was powered on, or null if the hypervisor does not have it.
         * @example 12.75
         */
        MistifySeconds: number | null;
        /** @description The counters of one vCPU. */
        MistifyCpuCounters: {
            cpu_time: components["schemas"]["MistifySeconds"];
            vcpu_time: components["schemas"]["MistifySeconds"];
        };
        /** @description The counters of each vCPU. */
        MistifyCpuMetrics: components["schemas"]["MistifyCpuCounters"][];
        /** @description The counters of one NIC. */
        MistifyNicCounters: {
            /** @description The name of the NIC. */
            name: string;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            rx_bytes: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            rx_packets: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            rx_errors: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            rx_drops: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            tx_bytes: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            tx_packets: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            tx_errors: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            tx_drops: number | null;
        };
        /** @description The counters of each NIC, by its name. */
        MistifyNicMetrics: {
            [key: string]: components["schemas"]["MistifyNicCounters"];
        };
        /** @description The counters of one disk. */
        MistifyDiskCounters: {
            /** @description The device of the disk. */
            disk: string;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            read_ops: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            read_bytes: number | null;
            read_time: components["schemas"]["MistifySeconds"];
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            write_ops: number | null;
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            write_bytes: number | null;
            write_time: components["schemas"]["MistifySeconds"];
            /**
             * @description A counter since the guest was powered on, or null if the hypervisor does not have it.
             *     @isInt
             * @example 1210
             */
            flush_ops: number | null;
            flush_time: components["schemas"]["MistifySeconds"];
        };
        /** @description The counters of each disk, by its device. */
        MistifyDiskMetrics: {
            [key: string]: components["schemas"]["MistifyDiskCounters"];
        };
        /**
         * @description A time in UTC (RFC 3339). `0001-01-01T00:00:00Z`, the zero time of Go, means that it has not come yet.
         *     @format date-time
         * @example 2026-11-20T09:30:00.000Z
         */
        MistifyTime: string;
        /** @description A piece of work that continues after the response that started it. */
        MistifyJob: {
            /**
             * @description The id.
             *     @format uuid
             */
            ID: string;
            /** @description The id of the guest, or an empty text if the job is not about a guest. */
            GuestID: string;
            /**
             * @description What the job does.
             * @enum {string}
             */
            Action: "create" | "update" | "start" | "shutdown" | "reboot" | "restart" | "poweroff" | "suspend" | "delete" | "acceptDrift" | "discardDrift" | "copyImage";
            QueuedAt: components["schemas"]["MistifyTime"];
            StartedAt: components["schemas"]["MistifyTime"];
            UpdatedAt: components["schemas"]["MistifyTime"];
            /**
             * @description The state of the job. A cancelled job has the state `Error`.
             * @enum {string}
             */
            Status: "Queued" | "Running" | "Complete" | "Error";
            /** @description Why the job failed, or an empty text. */
            Message: string;
        };
        /** @description Jobs. */
        MistifyJobList: components["schemas"]["MistifyJob"][];
        /** @description An image to declare. */
        MistifyImageCreate: {
            /**
             * @description The name of the image, which must be new in the project.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00-\x1f\x7f-\x9f#%\/;?\\]*$
             */
            id: string;
            /**
             * @description The type of the image. A `container` is rejected (501).
             *     @default "kvm"
             * @enum {string}
             */
            type?: "kvm" | "iso" | "kernel" | "initrd" | "container";
            /**
             * @description Where to fetch the image from, which is rejected (501).
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             */
            source?: string;
        };
        /** @description A read-only file that guests are created from. */
        MistifyImage: {
            /**
             * @description The id.
             *     @format uuid
             */
            id: string;
            /**
             * @description The type: `kvm` is a disk image.
             * @enum {string}
             */
            type: "kvm" | "iso" | "kernel" | "initrd";
            readonly volume: components["schemas"]["MistifyUnknown"];
            readonly snapshot: components["schemas"]["MistifyUnknown"];
            /**
             * @description The size in MiB of the disk that the image contains, or of another file; 0 without content.
             *     @isInt
             */
            size: number;
            /**
             * @description Whether the image has its content.
             * @enum {string}
             */
            status: "pending" | "complete" | "error";
        };
        /** @description Images. */
        MistifyImageList: components["schemas"]["MistifyImage"][];
        /** @description The image that a request was about. */
        MistifyImageResponse: {
            /** @description The image. */
            images: components["schemas"]["MistifyImage"][];
        };
        /** @description An object without members. */
        MistifyNothing: Record<string, never>;
    };
    responses: {
        /** @description All metadata. */
        MistifyMetadata: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyMetadata"];
            };
        };
        /** @description The guest. */
        MistifyGuest: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyGuest"];
            };
        };
        /** @description The guest as it is now. */
        MistifyGuestAccepted: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                "X-Guest-Job-ID": components["headers"]["MistifyJobId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyGuest"];
            };
        };
        /** @description The counters of each vCPU. */
        MistifyCpuMetrics: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyCpuMetrics"];
            };
        };
        /** @description The counters by the name of the NIC. */
        MistifyNicMetrics: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyNicMetrics"];
            };
        };
        /** @description The counters by the device of the disk. */
        MistifyDiskMetrics: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyDiskMetrics"];
            };
        };
        /** @description The job. */
        MistifyJob: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyJob"];
            };
        };
        /** @description The image. */
        MistifyImage: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyImage"];
            };
        };
        /** @description The image, without content. */
        MistifyImageResponse: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyImageResponse"];
            };
        };
        /** @description All guests. */
        MistifyGuestList: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyGuestList"];
            };
        };
        /** @description The jobs. */
        MistifyJobList: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyJobList"];
            };
        };
        /** @description The images. */
        MistifyImageList: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyImageList"];
            };
        };
        /** @description The image was deleted. */
        MistifyNothing: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyNothing"];
            };
        };
        /** @description A parameter, the body or its media type is not valid, or the request names no project. */
        MistifyBadRequest: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The credential is missing or not valid. */
        MistifyUnauthenticated: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                "WWW-Authenticate": components["headers"]["MistifyChallenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The caller's role does not allow this, or a quota would be exceeded. */
        MistifyForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The guest does not exist. */
        MistifyGuestNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The job does not exist. */
        MistifyJobNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The image does not exist. */
        MistifyImageNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The service has no host. */
        MistifyHostNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The client does not accept JSON. The response has no body. */
        MistifyNotAcceptable: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /**
         * @description The state of the guest does not allow this, another job of the guest is open, a name or a MAC address is already in
         *     use, an image has no content yet, or a guest uses the image.
         */
        MistifyConflict: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The request has a condition, such as `If-Match`. Nothing in this API has an entity tag. */
        MistifyPreconditionFailed: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The body has more than 1 MiB. */
        MistifyBodyTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The service, or every host, does not support this. */
        MistifyNotSupported: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The hypervisor rejected the request, or its response was lost. */
        MistifyHypervisorFailed: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
        /** @description The host, the virtual machine of the guest or the database does not respond, or a list took too long. */
        MistifyUnavailable: {
            headers: {
                "X-Request-ID": components["headers"]["MistifyRequestId"];
                "Retry-After": components["headers"]["MistifyRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MistifyFault"];
            };
        };
    };
    parameters: {
        /**
         * @description The id or name of a guest.
         * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
         */
        MistifyGuest: components["schemas"]["MistifyPathSegment"];
        /**
         * @description The id of a job.
         * @example 8c0f9d3b-52f1-4d8e-b7a5-0a6f4d1c9e21
         */
        MistifyOperation: components["schemas"]["MistifyPathSegment"];
        /**
         * @description The id or name of an image.
         * @example debian-12
         */
        MistifyImage: components["schemas"]["MistifyPathSegment"];
        /**
         * @description The maximum number of jobs to return. At most 1,000 are returned.
         * @example 20
         */
        MistifyLimit: number;
        /**
         * @description Returns only images of this type. Without it, images of all types are returned. There are no `container` images, so
         *     for this type the list is empty.
         * @example kvm
         */
        MistifyImageType: string;
    };
    requestBodies: {
        /** @description The guest to create. */
        MistifyGuestCreate: {
            content: {
                "application/json": components["schemas"]["MistifyGuestCreate"];
            };
        };
        /** @description The changes to the metadata. */
        MistifyMetadataPatch: {
            content: {
                "application/json": components["schemas"]["MistifyMetadataPatch"];
            };
        };
        /** @description The image to declare. */
        MistifyImageCreate: {
            content: {
                "application/json": components["schemas"]["MistifyImageCreate"];
            };
        };
    };
    headers: {
        /**
         * @description Identifies this request in logs, operations and events.
         * @example 5f8f6e0a-9b0c-4f0e-8f8e-3e2d1c0b9a87
         */
        MistifyRequestId: string;
        /**
         * @description The job that continues after this response. Absent if no work continues.
         * @example 8c0f9d3b-52f1-4d8e-b7a5-0a6f4d1c9e21
         */
        MistifyJobId: string;
        /**
         * @description Seconds after which the client can retry.
         * @example 5
         */
        MistifyRetryAfter: number;
        /**
         * @description The accepted schemes of credentials.
         * @example Bearer realm="guesthouse", Basic realm="guesthouse", charset="UTF-8"
         */
        MistifyChallenge: string;
    };
    pathItems: never;
}
export type MistifyPathSegment = components['schemas']['MistifyPathSegment'];
export type MistifyReference = components['schemas']['MistifyReference'];
export type MistifyUnknown = components['schemas']['MistifyUnknown'];
export type MistifyFault = components['schemas']['MistifyFault'];
export type MistifyMetadata = components['schemas']['MistifyMetadata'];
export type MistifyMetadataPatch = components['schemas']['MistifyMetadataPatch'];
export type MistifyGuestCreate = components['schemas']['MistifyGuestCreate'];
export type MistifyNicCreate = components['schemas']['MistifyNicCreate'];
export type MistifyDiskCreate = components['schemas']['MistifyDiskCreate'];
export type MistifyGuest = components['schemas']['MistifyGuest'];
export type MistifyGuestState = components['schemas']['MistifyGuestState'];
export type MistifyNic = components['schemas']['MistifyNic'];
export type MistifyVlan = components['schemas']['MistifyVlan'];
export type MistifyDisk = components['schemas']['MistifyDisk'];
export type MistifyGuestList = components['schemas']['MistifyGuestList'];
export type MistifyCounter = components['schemas']['MistifyCounter'];
export type MistifySeconds = components['schemas']['MistifySeconds'];
export type MistifyCpuCounters = components['schemas']['MistifyCpuCounters'];
export type MistifyCpuMetrics = components['schemas']['MistifyCpuMetrics'];
export type MistifyNicCounters = components['schemas']['MistifyNicCounters'];
export type MistifyNicMetrics = components['schemas']['MistifyNicMetrics'];
export type MistifyDiskCounters = components['schemas']['MistifyDiskCounters'];
export type MistifyDiskMetrics = components['schemas']['MistifyDiskMetrics'];
export type MistifyTime = components['schemas']['MistifyTime'];
export type MistifyJob = components['schemas']['MistifyJob'];
export type MistifyJobList = components['schemas']['MistifyJobList'];
export type MistifyImageCreate = components['schemas']['MistifyImageCreate'];
export type MistifyImage = components['schemas']['MistifyImage'];
export type MistifyImageList = components['schemas']['MistifyImageList'];
export type MistifyImageResponse = components['schemas']['MistifyImageResponse'];
export type MistifyNothing = components['schemas']['MistifyNothing'];
export type ResponseMistifyMetadata = components['responses']['MistifyMetadata'];
export type ResponseMistifyGuest = components['responses']['MistifyGuest'];
export type ResponseMistifyGuestAccepted = components['responses']['MistifyGuestAccepted'];
export type ResponseMistifyCpuMetrics = components['responses']['MistifyCpuMetrics'];
export type ResponseMistifyNicMetrics = components['responses']['MistifyNicMetrics'];
export type ResponseMistifyDiskMetrics = components['responses']['MistifyDiskMetrics'];
export type ResponseMistifyJob = components['responses']['MistifyJob'];
export type ResponseMistifyImage = components['responses']['MistifyImage'];
export type ResponseMistifyImageResponse = components['responses']['MistifyImageResponse'];
export type ResponseMistifyGuestList = components['responses']['MistifyGuestList'];
export type ResponseMistifyJobList = components['responses']['MistifyJobList'];
export type ResponseMistifyImageList = components['responses']['MistifyImageList'];
export type ResponseMistifyNothing = components['responses']['MistifyNothing'];
export type ResponseMistifyBadRequest = components['responses']['MistifyBadRequest'];
export type ResponseMistifyUnauthenticated = components['responses']['MistifyUnauthenticated'];
export type ResponseMistifyForbidden = components['responses']['MistifyForbidden'];
export type ResponseMistifyGuestNotFound = components['responses']['MistifyGuestNotFound'];
export type ResponseMistifyJobNotFound = components['responses']['MistifyJobNotFound'];
export type ResponseMistifyImageNotFound = components['responses']['MistifyImageNotFound'];
export type ResponseMistifyHostNotFound = components['responses']['MistifyHostNotFound'];
export type ResponseMistifyNotAcceptable = components['responses']['MistifyNotAcceptable'];
export type ResponseMistifyConflict = components['responses']['MistifyConflict'];
export type ResponseMistifyPreconditionFailed = components['responses']['MistifyPreconditionFailed'];
export type ResponseMistifyBodyTooLarge = components['responses']['MistifyBodyTooLarge'];
export type ResponseMistifyNotSupported = components['responses']['MistifyNotSupported'];
export type ResponseMistifyHypervisorFailed = components['responses']['MistifyHypervisorFailed'];
export type ResponseMistifyUnavailable = components['responses']['MistifyUnavailable'];
export type ParameterMistifyGuest = components['parameters']['MistifyGuest'];
export type ParameterMistifyOperation = components['parameters']['MistifyOperation'];
export type ParameterMistifyImage = components['parameters']['MistifyImage'];
export type ParameterMistifyLimit = components['parameters']['MistifyLimit'];
export type ParameterMistifyImageType = components['parameters']['MistifyImageType'];
export type RequestBodyMistifyGuestCreate = components['requestBodies']['MistifyGuestCreate'];
export type RequestBodyMistifyMetadataPatch = components['requestBodies']['MistifyMetadataPatch'];
export type RequestBodyMistifyImageCreate = components['requestBodies']['MistifyImageCreate'];
export type HeaderMistifyRequestId = components['headers']['MistifyRequestId'];
export type HeaderMistifyJobId = components['headers']['MistifyJobId'];
export type HeaderMistifyRetryAfter = components['headers']['MistifyRetryAfter'];
export type HeaderMistifyChallenge = components['headers']['MistifyChallenge'];
export type $defs = Record<string, never>;
export interface operations {
    getMistifyMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyMetadata"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyHostNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    updateMistifyMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MistifyMetadataPatch"];
        responses: {
            200: components["responses"]["MistifyMetadata"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyHostNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            412: components["responses"]["MistifyPreconditionFailed"];
            413: components["responses"]["MistifyBodyTooLarge"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    listMistifyGuests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyGuestList"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    createMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MistifyGuestCreate"];
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            413: components["responses"]["MistifyBodyTooLarge"];
            501: components["responses"]["MistifyNotSupported"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyGuest"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    deleteMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    deleteMistifyGuestByPost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    shutdownMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    rebootMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    restartMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    poweroffMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    startMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    suspendMistifyGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyGuestAccepted"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyGuestMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyMetadata"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    updateMistifyGuestMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MistifyMetadataPatch"];
        responses: {
            200: components["responses"]["MistifyMetadata"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            412: components["responses"]["MistifyPreconditionFailed"];
            413: components["responses"]["MistifyBodyTooLarge"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyGuestCpuMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyCpuMetrics"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            502: components["responses"]["MistifyHypervisorFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyGuestNicMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyNicMetrics"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            502: components["responses"]["MistifyHypervisorFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyGuestDiskMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyDiskMetrics"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            502: components["responses"]["MistifyHypervisorFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    listMistifyGuestJobs: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of jobs to return. At most 1,000 are returned.
                 * @example 20
                 */
                limit?: components["parameters"]["MistifyLimit"];
            };
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyJobList"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyGuestNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyGuestJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of a guest.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                guest: components["parameters"]["MistifyGuest"];
                /**
                 * @description The id of a job.
                 * @example 8c0f9d3b-52f1-4d8e-b7a5-0a6f4d1c9e21
                 */
                operation: components["parameters"]["MistifyOperation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyJob"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyJobNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    listMistifyJobs: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of jobs to return. At most 1,000 are returned.
                 * @example 20
                 */
                limit?: components["parameters"]["MistifyLimit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyJobList"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a job.
                 * @example 8c0f9d3b-52f1-4d8e-b7a5-0a6f4d1c9e21
                 */
                operation: components["parameters"]["MistifyOperation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyJob"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyJobNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    listMistifyImages: {
        parameters: {
            query?: {
                /**
                 * @description Returns only images of this type. Without it, images of all types are returned. There are no `container` images, so
                 *     for this type the list is empty.
                 * @example kvm
                 */
                type?: components["parameters"]["MistifyImageType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyImageList"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    createMistifyImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MistifyImageCreate"];
        responses: {
            202: components["responses"]["MistifyImageResponse"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            413: components["responses"]["MistifyBodyTooLarge"];
            501: components["responses"]["MistifyNotSupported"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    getMistifyImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of an image.
                 * @example debian-12
                 */
                image: components["parameters"]["MistifyImage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MistifyImage"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyImageNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
    deleteMistifyImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of an image.
                 * @example debian-12
                 */
                image: components["parameters"]["MistifyImage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["MistifyNothing"];
            400: components["responses"]["MistifyBadRequest"];
            401: components["responses"]["MistifyUnauthenticated"];
            403: components["responses"]["MistifyForbidden"];
            404: components["responses"]["MistifyImageNotFound"];
            406: components["responses"]["MistifyNotAcceptable"];
            409: components["responses"]["MistifyConflict"];
            412: components["responses"]["MistifyPreconditionFailed"];
            503: components["responses"]["MistifyUnavailable"];
        };
    };
}
