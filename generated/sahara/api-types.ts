// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type Binary = Blob | Uint8Array | ReadableStream<Uint8Array>;
export interface paths {
    "/v1.1/{project_id}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        /**
         * List the guests
         * @description Returns the guests of the project. Without `limit`, it returns all of them.
         */
        get: operations["listSaharaGuests"];
        put?: never;
        /**
         * Create a guest
         * @description Creates a guest. The response is sent before the guest is complete, and its `state` is `creating`.
         */
        post: operations["createSaharaGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1.1/{project_id}/guests/{guest}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        /**
         * Show a guest
         * @description Returns one guest of the project.
         */
        get: operations["getSaharaGuest"];
        /**
         * Change a guest with PUT
         * @description Changes members of the guest. vCPUs and memory can change while the guest is stopped.
         *     `PUT` is the same as `PATCH`: members that are absent stay as they are.
         */
        put: operations["putSaharaGuest"];
        post?: never;
        /**
         * Delete a guest
         * @description Powers the guest off if it runs, and deletes it with its disks.
         */
        delete: operations["deleteSaharaGuest"];
        options?: never;
        head?: never;
        /**
         * Change a guest
         * @description Changes members of the guest. vCPUs and memory can change while the guest is stopped.
         */
        patch: operations["updateSaharaGuest"];
        trace?: never;
    };
    "/v1.1/{project_id}/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        /**
         * List the clusters
         * @description Returns the guests of the project as clusters. Without `limit`, it returns all of them.
         */
        get: operations["listSaharaClusters"];
        put?: never;
        /**
         * Create a cluster
         * @description Creates a guest from the one node group of the cluster. It is not powered on.
         */
        post: operations["createSaharaCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1.1/{project_id}/clusters/{cluster}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                cluster: components["parameters"]["SaharaClusterId"];
            };
            cookie?: never;
        };
        /**
         * Show a cluster
         * @description Returns one cluster of the project.
         */
        get: operations["getSaharaCluster"];
        /**
         * Change a cluster with PUT
         * @description Changes the name or the description of the cluster.
         *     `PUT` is the same as `PATCH`: members that are absent stay as they are.
         */
        put: operations["putSaharaCluster"];
        post?: never;
        /**
         * Delete a cluster
         * @description Powers the guest off if it runs, and deletes it with its disks.
         */
        delete: operations["deleteSaharaCluster"];
        options?: never;
        head?: never;
        /**
         * Change a cluster
         * @description Changes the name or the description of the cluster.
         */
        patch: operations["updateSaharaCluster"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A virtual machine. */
        SaharaGuest: {
            /**
             * @description The id.
             *     @format uuid
             */
            id: string;
            /**
             * @description The path of the guest.
             *     @format uri-reference
             */
            href: string;
            /** @description The link `self`. */
            links: components["schemas"]["SaharaLink"][];
            /** @description The name. */
            name: string;
            /** @description Free text. */
            description: string;
            /**
             * @description The id of the project.
             *     @format uuid
             */
            project_id: string;
            /** @description The id of the user who created the guest, or null. */
            user_id: string | null;
            host: components["schemas"]["SaharaReference"];
            zone: components["schemas"]["SaharaReference"];
            /** @description The instance type that the guest was created with, or null. */
            instance_type: components["schemas"]["SaharaReference"] | null;
            /**
             * @description The number of CPUs.
             *     @isInt
             */
            vcpus: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             */
            memory_mib: number;
            /** @description The drives. */
            disks: components["schemas"]["SaharaDisk"][];
            /** @description The network interfaces. */
            nics: components["schemas"]["SaharaNic"][];
            /** @description Key-value pairs. */
            metadata: {
                [key: string]: string;
            };
            /**
             * @description The state. See [Guest states](/docs/guide/guest-states).
             * @enum {string}
             */
            state: "creating" | "stopped" | "starting" | "running" | "stopping" | "rebooting" | "suspending" | "suspended" | "updating" | "deleting" | "error" | "unknown";
            /**
             * @description The power state that was last observed, or null.
             * @enum {string|null}
             */
            power_state: "on" | "off" | "suspended" | null;
            /** @description What went wrong with the guest, or null. */
            fault: components["schemas"]["SaharaGuestFault"] | null;
            /**
             * @description When it was created.
             *     @format date-time
             */
            created_at: string;
            /**
             * @description When it was last changed.
             *     @format date-time
             */
            updated_at: string;
            /**
             * @description When it was first powered on, or null.
             *     @format date-time
             */
            launched_at: string | null;
        };
        /** @description One guest. */
        SaharaGuestBody: {
            guest: components["schemas"]["SaharaGuest"];
        };
        /** @description Guests, and the markers of the pages before and after them. */
        SaharaGuestList: {
            /** @description The guests. */
            guests: components["schemas"]["SaharaGuest"][];
            markers: components["schemas"]["SaharaMarkers"];
        };
        /**
         * @description A guest to create. `name` is required, and so is either `instance_type`, or both `vcpus` and `memory_mib`.
         *     Everything else has a default. The members are those of the native API.
         */
        SaharaGuestCreate: {
            /**
             * @description A name that no other guest of the project has. It cannot have the form of an id.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00-\x1f\x7f-\x9f#%\/;?\\]*$
             */
            name: string;
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             */
            description?: string;
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            instance_type?: string | null;
            /**
             * @description The number of CPUs.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             */
            vcpus?: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             */
            memory_mib?: number;
            /**
             * @description The firmware.
             *     @default "bios"
             * @enum {string}
             */
            firmware?: "bios" | "uefi";
            /**
             * @description A kernel to boot directly, or null to boot from a drive.
             *     @default null
             */
            boot?: components["schemas"]["SaharaBootCreate"] | null;
            /**
             * @description The drives, in boot order.
             *     @maxItems 16
             *     @default []
             */
            disks?: components["schemas"]["SaharaDiskCreate"][];
            /**
             * @description The network interfaces.
             *     @maxItems 8
             *     @default []
             */
            nics?: components["schemas"]["SaharaNicCreate"][];
            /**
             * @description Key-value pairs of your own.
             *     @default {}
             */
            metadata?: {
                [key: string]: string;
            };
            /**
             * @description Which hosts the guest can be placed on, or null for any host.
             *     @default null
             */
            placement?: components["schemas"]["SaharaPlacementCreate"] | null;
        };
        /**
         * @description The id or name of a resource.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example medium
         */
        SaharaNameOrId: string;
        /** @description A kernel that the guest boots directly. */
        SaharaBootCreate: {
            kernel_image: components["schemas"]["SaharaNameOrId"];
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            initrd_image?: string | null;
            /**
             * @description The command line. Every user of the machine that runs the guest can read it.
             *     @maxLength 2048
             *     @pattern ^[^\x00]*$
             *     @default ""
             */
            cmdline?: string;
        };
        /** @description A drive to create. */
        SaharaDiskCreate: {
            /**
             * @description The kind of medium.
             *     @default "disk"
             * @enum {string}
             */
            media?: "disk" | "cdrom";
            /**
             * @description The size in MiB.
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             */
            size_mib?: number;
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            image?: string | null;
            /**
             * @description The bus.
             * @enum {string}
             */
            bus?: "virtio" | "scsi" | "sata" | "ide";
            /**
             * @description The format.
             * @enum {string}
             */
            format?: "qcow2" | "raw";
        };
        /** @description A network interface to create. */
        SaharaNicCreate: {
            /**
             * @description The id or name of the network.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default "user"
             */
            network?: string;
            /**
             * @description The model.
             *     @default "virtio"
             * @enum {string}
             */
            model?: "virtio" | "e1000";
            /**
             * @description The MAC address; by default a random one.
             *     @pattern ^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$
             */
            mac?: string;
        };
        /** @description Which hosts a guest can be placed on. A host must meet every member that is not null. */
        SaharaPlacementCreate: {
            /**
             * @description The only host, or null.
             *     @default null
             */
            host?: components["schemas"]["SaharaNameOrId"] | null;
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            zone?: string | null;
            /**
             * @description A search over hosts, or null.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            hosts?: string | null;
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            group?: string | null;
        };
        /** @description The changes to a guest. Null restores the default of a member. */
        SaharaGuestUpdate: {
            /**
             * @description The current name, or a new one.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00-\x1f\x7f-\x9f\/]*$
             */
            name?: string;
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             */
            description?: string | null;
            /**
             * @description The number of CPUs.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             */
            vcpus?: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             */
            memory_mib?: number;
            /** @description The keys to set, and, with the value null, the keys to remove. Null removes all keys. */
            metadata?: {
                [key: string]: string | null;
            } | null;
        };
        /** @description A guest as a cluster of one node. */
        SaharaCluster: {
            /**
             * @description The id of the guest.
             *     @format uuid
             */
            id: string;
            /**
             * @description The path of the cluster.
             *     @format uri-reference
             */
            href: string;
            /** @description The name. */
            name: string;
            /** @description Free text. */
            description: string;
            /**
             * @description The state of the guest in Sahara's words, or null while it is unknown.
             * @enum {string|null}
             */
            status: "Spawning" | "Starting" | "Active" | "Deleting" | "Error" | null;
            /**
             * @description Always `guesthouse`.
             * @enum {string}
             */
            plugin_name: "guesthouse";
            /** @description The machine type of the guest. */
            plugin_version: string | null;
            /** @description The same as `plugin_version`. */
            hadoop_version: string | null;
            /** @description The image of the first drive, or null. */
            default_image_id: string | null;
            /** @description The network of the first NIC, or null. */
            neutron_management_network: string | null;
            /**
             * @description Always empty.
             *     @maxItems 0
             */
            anti_affinity: string[];
            /**
             * @description The id of the project.
             *     @format uuid
             */
            tenant_id: string;
            /** @description Always false. */
            is_public: boolean;
            /** @description Always false. */
            is_protected: boolean;
            /** @description One group. */
            node_groups: components["schemas"]["SaharaNodeGroup"][];
            /**
             * @description When it was created.
             *     @format date-time
             */
            created_at: string;
            /**
             * @description When it was last changed.
             *     @format date-time
             */
            updated_at: string;
        };
        /** @description The only node group of a cluster. */
        SaharaNodeGroup: {
            /** @description The name. */
            name: string;
            /**
             * @description Always 1.
             *     @isInt
             */
            count: number;
            /** @description The instance type, or null. */
            flavor_id: string | null;
            /** @description The image of the first drive, or null. */
            image_id: string | null;
            /** @description The guest. */
            instances: components["schemas"]["SaharaInstance"][];
        };
        /** @description The guest as the node of its cluster. */
        SaharaInstance: {
            /**
             * @description The id of the guest.
             *     @format uuid
             */
            id: string;
            /** @description The name of the guest. */
            instance_name: string;
            /** @description The first IP address that was seen, or null. */
            internal_ip: string | null;
        };
        /** @description A guest to create, as a cluster of one node. The node's flavor is an instance type. */
        SaharaClusterCreate: {
            /**
             * @description A name that no other guest of the project has. It cannot have the form of an id.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00-\x1f\x7f-\x9f#%\/;?\\]*$
             */
            name: string;
            /**
             * @description Always `guesthouse`.
             * @enum {string}
             */
            plugin_name: "guesthouse";
            /**
             * @description Ignored.
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            plugin_version?: string;
            /**
             * @description Ignored.
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            hadoop_version?: string;
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             */
            description?: string;
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            default_image_id?: string | null;
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            neutron_management_network?: string | null;
            /**
             * @description One group of one node.
             *     @minItems 1
             *     @maxItems 1
             */
            node_groups: components["schemas"]["SaharaNodeGroupCreate"][];
        };
        /** @description The node of a new cluster. */
        SaharaNodeGroupCreate: {
            /**
             * @description Ignored.
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            name?: string;
            /**
             * @description The number of nodes.
             *     @isInt
             *     @minimum 1
             *     @maximum 1
             */
            count?: number;
            /**
             * @description Ignored.
             *     @maxItems 64
             */
            node_processes?: string[];
            flavor_id: components["schemas"]["SaharaNameOrId"];
            /**
             * @description The id or name, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             */
            image_id?: string | null;
        };
        /** @description The changes to a cluster. Null restores the default of a member. */
        SaharaClusterUpdate: {
            /**
             * @description The current name, or a new one.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00-\x1f\x7f-\x9f\/]*$
             */
            name?: string;
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             */
            description?: string | null;
            /**
             * @description Always false.
             * @enum {boolean}
             */
            is_public?: false;
            /**
             * @description Always false.
             * @enum {boolean}
             */
            is_protected?: false;
        };
        /** @description One cluster. */
        SaharaClusterBody: {
            cluster: components["schemas"]["SaharaCluster"];
        };
        /** @description Clusters, and the markers of the pages before and after them. */
        SaharaClusterList: {
            /** @description The clusters. */
            clusters: components["schemas"]["SaharaCluster"][];
            markers: components["schemas"]["SaharaMarkers"];
        };
        /** @description The values to send as `marker` for the previous and the next page. */
        SaharaMarkers: {
            /** @description Null if the previous page is the first, or if there is none. */
            prev: string | null;
            /** @description The id of the last element of this page, or null on the last page. */
            next: string | null;
        };
        /** @description A link. */
        SaharaLink: {
            /** @description The relation. */
            rel: string;
            /**
             * @description The absolute URL.
             *     @format uri
             */
            href: string;
        };
        /** @description Another resource, by its id and name. */
        SaharaReference: {
            /**
             * @description The id.
             *     @format uuid
             */
            id: string;
            /** @description The name. */
            name: string;
        };
        /** @description A drive. */
        SaharaDisk: {
            /** @description The name of the drive. */
            device: string;
            /** @description disk, or cdrom. */
            media: string;
            /**
             * @description The size in MiB.
             *     @isInt
             */
            size_mib: number;
            /** @description The id of the image that it was made from, or null. */
            image: string | null;
            /** @description The bus. */
            bus: string;
            /** @description The format. */
            format: string;
        };
        /** @description A network interface. */
        SaharaNic: {
            /** @description The name of the NIC. */
            device: string;
            /** @description The name of the network. */
            network: string;
            /** @description The model. */
            model: string;
            /** @description The MAC address. */
            mac: string;
            /** @description The first IP address that was seen, or null. */
            address: string | null;
            /** @description The further IP addresses. */
            addresses: string[];
        };
        /** @description What went wrong with a guest. */
        SaharaGuestFault: {
            /** @description The name of the fault in the catalogue of the native API. */
            error_name: string;
            /** @description A sentence for people. */
            detail: string;
            /**
             * @description When it happened.
             *     @format date-time
             */
            at: string;
        };
        /** @description Why the request was rejected. */
        SaharaFault: {
            /**
             * @description The status.
             *     @isInt
             *     @minimum 400
             *     @maximum 599
             */
            error_code: number;
            error_name: components["schemas"]["SaharaErrorName"];
            /** @description A sentence for people. */
            error_message: string;
        };
        /**
         * @description The name of a fault. Programs tell faults apart by it.
         * @example GUEST_NOT_FOUND
         * @enum {string}
         */
        SaharaErrorName: "BODY_TOO_LARGE" | "CAPACITY_EXHAUSTED" | "CLUSTER_NAME_ALREADY_EXISTS" | "CLUSTER_NOT_FOUND" | "DATABASE_UNREACHABLE" | "DIGEST_MISMATCH" | "FORBIDDEN" | "GUEST_CHANGED_OUTSIDE" | "GUEST_IN_ERROR" | "GUEST_NAME_ALREADY_EXISTS" | "GUEST_NOT_FOUND" | "GUEST_NOT_STOPPED" | "HEADERS_TOO_LARGE" | "HOST_UNREACHABLE" | "IDENTITY_UNREACHABLE" | "IMAGE_NOT_AVAILABLE" | "INTERNAL" | "MAC_ADDRESS_IN_USE" | "MARKER_UNKNOWN" | "METHOD_NOT_ALLOWED" | "NOT_FOUND" | "NOT_IMPLEMENTED" | "OPERATION_IN_PROGRESS" | "PRECONDITION_FAILED" | "PROJECT_REQUIRED" | "QUERY_TIMED_OUT" | "QUOTA_EXCEEDED" | "READ_ONLY_FIELD" | "REQUEST_TIMED_OUT" | "SEARCH_SYNTAX" | "TOO_MANY_REQUESTS" | "UNAUTHENTICATED" | "UNSUPPORTED_BY_BACKEND" | "UNSUPPORTED_MEDIA_TYPE" | "VALIDATION_FAILED";
    };
    responses: {
        /** @description The request is not valid. */
        SaharaBadRequest: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description A parameter of the list is not valid, or the marker belongs to no element of the list. */
        SaharaBadPage: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The credential is missing or not valid. */
        SaharaUnauthenticated: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                "WWW-Authenticate": components["headers"]["SaharaChallenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The caller lacks the right, or has no access to the project of the path. */
        SaharaForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The project has no such guest. */
        SaharaGuestNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The guest. */
        SaharaGuest: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaGuestBody"];
            };
        };
        /** @description The guest, in its current state. The work continues. */
        SaharaGuestAccepted: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaGuestBody"];
            };
        };
        /** @description The request is not valid, or another guest of the project has the name. */
        SaharaBadGuest: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The cluster. */
        SaharaCluster: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaClusterBody"];
            };
        };
        /** @description The cluster, in its current state. The work continues. */
        SaharaClusterAccepted: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaClusterBody"];
            };
        };
        /** @description The request is not valid, or another cluster of the project has the name. */
        SaharaBadCluster: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The project has no such cluster. */
        SaharaClusterNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The state of the guest, of an image or of the network does not allow this. */
        SaharaConflict: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description A condition of the request is not met. The resources of this API have no entity tags. */
        SaharaPreconditionFailed: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The body has more than 1 MiB. */
        SaharaBodyTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The body is not `application/json`. */
        SaharaUnsupportedMediaType: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description No host supports what the request needs. */
        SaharaUnsupportedByBackend: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The host of the guest is away, or only a host that is away has room. */
        SaharaHostUnreachable: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                "Retry-After": components["headers"]["SaharaRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The client does not accept JSON. The response has no body. */
        SaharaNotAcceptable: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The search took too long. */
        SaharaListUnavailable: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                "Retry-After": components["headers"]["SaharaRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
    };
    parameters: {
        /**
         * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
         *     no access to, is rejected (403).
         * @example default
         */
        SaharaProjectId: string;
        /**
         * @description The id or name of the guest.
         * @example web-1
         */
        SaharaGuestId: string;
        /**
         * @description The id or name of the guest.
         * @example web-1
         */
        SaharaClusterId: string;
        /**
         * @description The plugin of the clusters, which is always `guesthouse`.
         * @example guesthouse
         */
        SaharaPluginName: "guesthouse";
        /**
         * @description The maximum number of elements. More than 1,000 is treated as 1,000.
         * @example 20
         */
        SaharaLimit: number;
        /**
         * @description The id of the last element before the page, taken from `markers` of another page.
         * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
         */
        SaharaMarker: string;
        /**
         * @description The field to sort by. A leading minus sign reverses the order. Unknown fields are rejected (400), with a list of
         *     the known ones. The default is `created_at`.
         * @example -created_at
         */
        SaharaSortBy: string;
        /**
         * @description A search, in the language of the native API. See [Search](/docs/guide/search).
         * @example name=web*
         */
        SaharaSearch: string;
    };
    requestBodies: {
        /** @description The members to change. */
        SaharaGuestUpdate: {
            content: {
                "application/json": components["schemas"]["SaharaGuestUpdate"];
            };
        };
        /** @description The members to change. */
        SaharaClusterUpdate: {
            content: {
                "application/json": components["schemas"]["SaharaClusterUpdate"];
            };
        };
    };
    headers: {
        /**
         * @description The id of the request, as the client sent it, or one that the server chose.
         * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
         */
        SaharaRequestId: string;
        /**
         * @description The scheme of a valid credential.
         * @example Bearer realm="guesthouse"
         */
        SaharaChallenge: string;
        /**
         * @description The number of seconds after which to try again.
         * @example 5
         */
        SaharaRetryAfter: number;
    };
    pathItems: never;
}
export type SaharaGuest = components['schemas']['SaharaGuest'];
export type SaharaGuestBody = components['schemas']['SaharaGuestBody'];
export type SaharaGuestList = components['schemas']['SaharaGuestList'];
export type SaharaGuestCreate = components['schemas']['SaharaGuestCreate'];
export type SaharaNameOrId = components['schemas']['SaharaNameOrId'];
export type SaharaBootCreate = components['schemas']['SaharaBootCreate'];
export type SaharaDiskCreate = components['schemas']['SaharaDiskCreate'];
export type SaharaNicCreate = components['schemas']['SaharaNicCreate'];
export type SaharaPlacementCreate = components['schemas']['SaharaPlacementCreate'];
export type SaharaGuestUpdate = components['schemas']['SaharaGuestUpdate'];
export type SaharaCluster = components['schemas']['SaharaCluster'];
export type SaharaNodeGroup = components['schemas']['SaharaNodeGroup'];
export type SaharaInstance = components['schemas']['SaharaInstance'];
export type SaharaClusterCreate = components['schemas']['SaharaClusterCreate'];
export type SaharaNodeGroupCreate = components['schemas']['SaharaNodeGroupCreate'];
export type SaharaClusterUpdate = components['schemas']['SaharaClusterUpdate'];
export type SaharaClusterBody = components['schemas']['SaharaClusterBody'];
export type SaharaClusterList = components['schemas']['SaharaClusterList'];
export type SaharaMarkers = components['schemas']['SaharaMarkers'];
export type SaharaLink = components['schemas']['SaharaLink'];
export type SaharaReference = components['schemas']['SaharaReference'];
export type SaharaDisk = components['schemas']['SaharaDisk'];
export type SaharaNic = components['schemas']['SaharaNic'];
export type SaharaGuestFault = components['schemas']['SaharaGuestFault'];
export type SaharaFault = components['schemas']['SaharaFault'];
export type SaharaErrorName = components['schemas']['SaharaErrorName'];
export type ResponseSaharaBadRequest = components['responses']['SaharaBadRequest'];
export type ResponseSaharaBadPage = components['responses']['SaharaBadPage'];
export type ResponseSaharaUnauthenticated = components['responses']['SaharaUnauthenticated'];
export type ResponseSaharaForbidden = components['responses']['SaharaForbidden'];
export type ResponseSaharaGuestNotFound = components['responses']['SaharaGuestNotFound'];
export type ResponseSaharaGuest = components['responses']['SaharaGuest'];
export type ResponseSaharaGuestAccepted = components['responses']['SaharaGuestAccepted'];
export type ResponseSaharaBadGuest = components['responses']['SaharaBadGuest'];
export type ResponseSaharaCluster = components['responses']['SaharaCluster'];
export type ResponseSaharaClusterAccepted = components['responses']['SaharaClusterAccepted'];
export type ResponseSaharaBadCluster = components['responses']['SaharaBadCluster'];
export type ResponseSaharaClusterNotFound = components['responses']['SaharaClusterNotFound'];
export type ResponseSaharaConflict = components['responses']['SaharaConflict'];
export type ResponseSaharaPreconditionFailed = components['responses']['SaharaPreconditionFailed'];
export type ResponseSaharaBodyTooLarge = components['responses']['SaharaBodyTooLarge'];
export type ResponseSaharaUnsupportedMediaType = components['responses']['SaharaUnsupportedMediaType'];
export type ResponseSaharaUnsupportedByBackend = components['responses']['SaharaUnsupportedByBackend'];
export type ResponseSaharaHostUnreachable = components['responses']['SaharaHostUnreachable'];
export type ResponseSaharaNotAcceptable = components['responses']['SaharaNotAcceptable'];
export type ResponseSaharaListUnavailable = components['responses']['SaharaListUnavailable'];
export type ParameterSaharaProjectId = components['parameters']['SaharaProjectId'];
export type ParameterSaharaGuestId = components['parameters']['SaharaGuestId'];
export type ParameterSaharaClusterId = components['parameters']['SaharaClusterId'];
export type ParameterSaharaPluginName = components['parameters']['SaharaPluginName'];
export type ParameterSaharaLimit = components['parameters']['SaharaLimit'];
export type ParameterSaharaMarker = components['parameters']['SaharaMarker'];
export type ParameterSaharaSortBy = components['parameters']['SaharaSortBy'];
export type ParameterSaharaSearch = components['parameters']['SaharaSearch'];
export type RequestBodySaharaGuestUpdate = components['requestBodies']['SaharaGuestUpdate'];
export type RequestBodySaharaClusterUpdate = components['requestBodies']['SaharaClusterUpdate'];
export type HeaderSaharaRequestId = components['headers']['SaharaRequestId'];
export type HeaderSaharaChallenge = components['headers']['SaharaChallenge'];
export type HeaderSaharaRetryAfter = components['headers']['SaharaRetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listSaharaGuests: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements. More than 1,000 is treated as 1,000.
                 * @example 20
                 */
                limit?: components["parameters"]["SaharaLimit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["SaharaMarker"];
                /**
                 * @description The field to sort by. A leading minus sign reverses the order. Unknown fields are rejected (400), with a list of
                 *     the known ones. The default is `created_at`.
                 * @example -created_at
                 */
                sort_by?: components["parameters"]["SaharaSortBy"];
                /**
                 * @description A search, in the language of the native API. See [Search](/docs/guide/search).
                 * @example name=web*
                 */
                search?: components["parameters"]["SaharaSearch"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guests. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["SaharaRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaharaGuestList"];
                };
            };
            400: components["responses"]["SaharaBadPage"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            406: components["responses"]["SaharaNotAcceptable"];
            503: components["responses"]["SaharaListUnavailable"];
        };
    };
    createSaharaGuest: {
        parameters: {
            query?: {
                /**
                 * @description Whether to power the guest on after it is created.
                 * @example true
                 */
                start?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        /** @description The guest to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaharaGuestCreate"];
            };
        };
        responses: {
            202: components["responses"]["SaharaGuestAccepted"];
            400: components["responses"]["SaharaBadGuest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            406: components["responses"]["SaharaNotAcceptable"];
            409: components["responses"]["SaharaConflict"];
            412: components["responses"]["SaharaPreconditionFailed"];
            413: components["responses"]["SaharaBodyTooLarge"];
            415: components["responses"]["SaharaUnsupportedMediaType"];
            501: components["responses"]["SaharaUnsupportedByBackend"];
            503: components["responses"]["SaharaHostUnreachable"];
        };
    };
    getSaharaGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SaharaGuest"];
            400: components["responses"]["SaharaBadRequest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaGuestNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
        };
    };
    putSaharaGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SaharaGuestUpdate"];
        responses: {
            202: components["responses"]["SaharaGuestAccepted"];
            400: components["responses"]["SaharaBadGuest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaGuestNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
            409: components["responses"]["SaharaConflict"];
            412: components["responses"]["SaharaPreconditionFailed"];
            413: components["responses"]["SaharaBodyTooLarge"];
            415: components["responses"]["SaharaUnsupportedMediaType"];
            503: components["responses"]["SaharaHostUnreachable"];
        };
    };
    deleteSaharaGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion was accepted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["SaharaRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["SaharaBadRequest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaGuestNotFound"];
            412: components["responses"]["SaharaPreconditionFailed"];
            503: components["responses"]["SaharaHostUnreachable"];
        };
    };
    updateSaharaGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SaharaGuestUpdate"];
        responses: {
            202: components["responses"]["SaharaGuestAccepted"];
            400: components["responses"]["SaharaBadGuest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaGuestNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
            409: components["responses"]["SaharaConflict"];
            412: components["responses"]["SaharaPreconditionFailed"];
            413: components["responses"]["SaharaBodyTooLarge"];
            415: components["responses"]["SaharaUnsupportedMediaType"];
            503: components["responses"]["SaharaHostUnreachable"];
        };
    };
    listSaharaClusters: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements. More than 1,000 is treated as 1,000.
                 * @example 20
                 */
                limit?: components["parameters"]["SaharaLimit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["SaharaMarker"];
                /**
                 * @description The field to sort by. A leading minus sign reverses the order. Unknown fields are rejected (400), with a list of
                 *     the known ones. The default is `created_at`.
                 * @example -created_at
                 */
                sort_by?: components["parameters"]["SaharaSortBy"];
                /**
                 * @description A search, in the language of the native API. See [Search](/docs/guide/search).
                 * @example name=web*
                 */
                search?: components["parameters"]["SaharaSearch"];
                /**
                 * @description The plugin of the clusters, which is always `guesthouse`.
                 * @example guesthouse
                 */
                plugin_name?: components["parameters"]["SaharaPluginName"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clusters. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["SaharaRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaharaClusterList"];
                };
            };
            400: components["responses"]["SaharaBadPage"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            406: components["responses"]["SaharaNotAcceptable"];
            503: components["responses"]["SaharaListUnavailable"];
        };
    };
    createSaharaCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        /** @description The cluster to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaharaClusterCreate"];
            };
        };
        responses: {
            202: components["responses"]["SaharaClusterAccepted"];
            400: components["responses"]["SaharaBadCluster"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            406: components["responses"]["SaharaNotAcceptable"];
            409: components["responses"]["SaharaConflict"];
            412: components["responses"]["SaharaPreconditionFailed"];
            413: components["responses"]["SaharaBodyTooLarge"];
            415: components["responses"]["SaharaUnsupportedMediaType"];
            501: components["responses"]["SaharaUnsupportedByBackend"];
            503: components["responses"]["SaharaHostUnreachable"];
        };
    };
    getSaharaCluster: {
        parameters: {
            query?: {
                /**
                 * @description Sahara's clients send it. A cluster here has no steps to show.
                 * @example False
                 */
                show_progress?: "True" | "False" | "true" | "false";
            };
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                cluster: components["parameters"]["SaharaClusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SaharaCluster"];
            400: components["responses"]["SaharaBadRequest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaClusterNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
        };
    };
    putSaharaCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                cluster: components["parameters"]["SaharaClusterId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SaharaClusterUpdate"];
        responses: {
            202: components["responses"]["SaharaClusterAccepted"];
            400: components["responses"]["SaharaBadCluster"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaClusterNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
            412: components["responses"]["SaharaPreconditionFailed"];
            413: components["responses"]["SaharaBodyTooLarge"];
            415: components["responses"]["SaharaUnsupportedMediaType"];
        };
    };
    deleteSaharaCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                cluster: components["parameters"]["SaharaClusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion was accepted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["SaharaRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["SaharaBadRequest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaClusterNotFound"];
            412: components["responses"]["SaharaPreconditionFailed"];
            503: components["responses"]["SaharaHostUnreachable"];
        };
    };
    updateSaharaCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                cluster: components["parameters"]["SaharaClusterId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SaharaClusterUpdate"];
        responses: {
            202: components["responses"]["SaharaClusterAccepted"];
            400: components["responses"]["SaharaBadCluster"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaClusterNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
            412: components["responses"]["SaharaPreconditionFailed"];
            413: components["responses"]["SaharaBodyTooLarge"];
            415: components["responses"]["SaharaUnsupportedMediaType"];
        };
    };
}
