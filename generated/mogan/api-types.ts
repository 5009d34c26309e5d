// Generated from openapi/mogan.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type Binary = Blob | Uint8Array | ReadableStream<Uint8Array>;
export interface paths {
    "/v1/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the instances
         * @description Returns the instances of the project, in order of creation. Without `fields`, each has its uuid, name, status,
         *     description and links.
         */
        get: operations["listMoganInstances"];
        put?: never;
        /**
         * Create an instance
         * @description Creates an instance and powers it on. The first disk is a copy-on-write layer over the image. The request names the
         *     type, the image, the zone and the networks by their ids; names are accepted too. A request that names one that
         *     does not exist is rejected (400).
         */
        post: operations["createMoganInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the instances with all details
         * @description Returns the instances of the project with all their members, in order of creation.
         */
        get: operations["listMoganInstanceDetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/{guest}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        /**
         * Get an instance
         * @description Returns an instance with all its members, or only those that `fields` names.
         */
        get: operations["getMoganInstance"];
        put?: never;
        post?: never;
        /**
         * Delete an instance
         * @description Begins to delete an instance. Its status is `deleting` until it is gone; then its address returns 404.
         */
        delete: operations["deleteMoganInstance"];
        options?: never;
        head?: never;
        /**
         * Change an instance
         * @description Applies a JSON Patch (RFC 6902) to the JSON that `GET` returns. The operations can read all of it, but can write
         *     only `/name`, `/description`, and `/extra` and the pairs in it.
         */
        patch: operations["updateMoganInstance"];
        trace?: never;
    };
    "/v1/instances/{guest}/states": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        /**
         * Get the power states of an instance
         * @description Returns the power state of an instance, and the power state that an operation will bring it to.
         */
        get: operations["getMoganInstanceStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/{guest}/states/power": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set the power state of an instance
         * @description Begins to power an instance on or off, or to reboot it. `off` and `reboot` do not ask the guest system;
         *     `soft_off` and `soft_reboot` do. A target that the state of the instance does not allow is rejected (400); while
         *     another operation is in progress, so is every target except `off` (409).
         */
        put: operations["setMoganInstancePower"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the types
         * @description Returns the types that the project can use, in order of creation.
         */
        get: operations["listMoganTypes"];
        put?: never;
        /**
         * Create a type
         * @description Creates a type for all projects, or with `is_public: false` for the current project. Only administrators can do
         *     this.
         */
        post: operations["createMoganType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/types/{instance_type}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the type.
                 * @example medium
                 */
                instance_type: components["parameters"]["MoganType"];
            };
            cookie?: never;
        };
        /**
         * Get a type
         * @description Returns a type with all its members.
         */
        get: operations["getMoganType"];
        put?: never;
        post?: never;
        /**
         * Delete a type
         * @description Deletes a type. Instances that were created with it keep their size. Only administrators can do this.
         */
        delete: operations["deleteMoganType"];
        options?: never;
        head?: never;
        /**
         * Change a type
         * @description Applies a JSON Patch (RFC 6902) to the JSON that `GET` returns. The operations can write everything except
         *     `/uuid`, `/links`, `/created_at` and `/updated_at`. Existing instances do not change. Only administrators can do
         *     this.
         */
        patch: operations["updateMoganType"];
        trace?: never;
    };
    "/v1/availability_zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the availability zones
         * @description Returns the names of all zones.
         */
        get: operations["listMoganAvailabilityZones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the resource.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                id: components["parameters"]["MoganBookmark"];
            };
            cookie?: never;
        };
        /**
         * Follow the bookmark of an instance
         * @description Redirects the version-independent address of an instance to its address in this version. With `follow=false` the
         *     response contains the addresses instead. Only a request to the new address checks whether the instance exists.
         */
        get: operations["followMoganInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/types/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the resource.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                id: components["parameters"]["MoganBookmark"];
            };
            cookie?: never;
        };
        /**
         * Follow the bookmark of a type
         * @description Redirects the version-independent address of a type to its address in this version. With `follow=false` the
         *     response contains the addresses instead. Only a request to the new address checks whether the type exists.
         */
        get: operations["followMoganType"];
        put?: never;
        post?: never;
        delete?: never;
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
         * @description The uuid or name of a resource in a path. If it matches no resource, the request is rejected (404).
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example web-1
         */
        MoganPathSegment: string;
        /**
         * @description A name. One that an earlier version accepted can have characters that `MoganNewName` does not allow.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00-\x1f\x7f-\x9f\/]*$
         * @example test_instance
         */
        MoganName: string;
        /**
         * @description A name: 1 to 255 characters, without control characters, without the characters `#`, `%`, `/`, `;`, `?` and `\`,
         *     and without a space at either end. It must not be `.` or `..`, and must not have the form of an id.
         *
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00-\x1f\x7f-\x9f#%\/;?\\]*$
         * @example test_instance
         */
        MoganNewName: string;
        /**
         * @description Free text.
         *     @maxLength 4096
         *     @pattern ^[^\x00]*$
         * @example this is a test instance
         */
        MoganDescription: string;
        /**
         * @description Key-value pairs: at most 128, and at most 64 KiB in total. A key consists of ASCII letters, digits, `.`, `_`, `:`
         *     and `-`, and can have single blanks between them.
         */
        MoganPairs: {
            [key: string]: string;
        };
        /**
         * @description The state of an instance. `active` does not mean that it is powered on.
         * @example active
         * @enum {string}
         */
        MoganStatus: "building" | "active" | "deleting" | "error";
        /**
         * @description Whether an instance is powered on.
         * @example power on
         * @enum {string}
         */
        MoganPowerState: "power on" | "power off";
        /**
         * @description The power state that an operation brings the instance to.
         * @example power off
         * @enum {string}
         */
        MoganTargetPowerState: "power on" | "power off" | "rebooting";
        /**
         * @description A time in UTC with milliseconds.
         *     @format date-time
         * @example 2026-11-20T09:30:00.000Z
         */
        MoganTime: string;
        /** @description The address of the resource in this version of the API, and its version-independent address. */
        MoganLinks: components["schemas"]["MoganLink"][];
        /** @description A link. */
        MoganLink: {
            /**
             * @description What the link leads to.
             * @enum {string}
             */
            rel: "self" | "bookmark";
            /**
             * @description The absolute URL.
             *     @format uri
             */
            href: string;
        };
        /** @description The addresses of a resource. */
        MoganBookmark: {
            links: components["schemas"]["MoganLinks"];
        };
        /** @description An address that the instance was observed to have. */
        MoganFixedIp: {
            /** @description The IPv4 or IPv6 address. */
            ip_address: string;
            /** @description Null: Guesthouse knows no subnets. */
            subnet_id: string | null;
        };
        /** @description A network interface of an instance. */
        MoganPort: {
            /**
             * @description The id of the network.
             *     @format uuid
             */
            network: string;
            /** @description The MAC address. */
            mac_address: string;
            /** @description The addresses that the instance was observed to have. Empty while none is known. */
            fixed_ips: components["schemas"]["MoganFixedIp"][];
        };
        /** @description The members of an instance in a list. */
        MoganInstanceSummary: {
            /**
             * @description The id.
             *     @format uuid
             */
            uuid: string;
            name: components["schemas"]["MoganName"];
            description: components["schemas"]["MoganDescription"];
            /** @description The state; null while the host of the instance is away. */
            status: components["schemas"]["MoganStatus"] | null;
            links: components["schemas"]["MoganLinks"];
        };
        /** @description An instance. */
        MoganInstance: {
            /**
             * @description The id.
             *     @format uuid
             */
            uuid: string;
            name: components["schemas"]["MoganName"];
            description: components["schemas"]["MoganDescription"];
            /** @description The state; null while the host of the instance is away. */
            status: components["schemas"]["MoganStatus"] | null;
            /** @description Whether it is powered on; null until this is known, and while its host is away. */
            power_state: components["schemas"]["MoganPowerState"] | null;
            /**
             * @description The type that it was created with; null if there was none, or if its size was changed since.
             *     @format uuid
             */
            instance_type_uuid: string | null;
            /**
             * @description The image of its first disk, or null.
             *     @format uuid
             */
            image_uuid: string | null;
            /** @description The name of its zone. */
            availability_zone: string;
            /** @description Its network interfaces, by the id of their port. */
            network_info: {
                [key: string]: components["schemas"]["MoganPort"];
            };
            extra: components["schemas"]["MoganPairs"];
            /**
             * @description The id of its project.
             *     @format uuid
             */
            project_id: string;
            /**
             * @description The user who created it; null if that user was deleted.
             *     @format uuid
             */
            user_id: string | null;
            links: components["schemas"]["MoganLinks"];
            created_at: components["schemas"]["MoganTime"];
            /** @description The time of the last change, or null. */
            updated_at: components["schemas"]["MoganTime"] | null;
            /** @description The time of its first start, or null. */
            launched_at: components["schemas"]["MoganTime"] | null;
        };
        /** @description The members of an instance that `fields` names, and its links. */
        MoganInstanceSelection: {
            /**
             * @description The id.
             *     @format uuid
             */
            uuid?: string;
            name?: components["schemas"]["MoganName"];
            description?: components["schemas"]["MoganDescription"];
            /** @description The state; null while the host of the instance is away. */
            status?: components["schemas"]["MoganStatus"] | null;
            /** @description Whether it is powered on; null until this is known, and while its host is away. */
            power_state?: components["schemas"]["MoganPowerState"] | null;
            /**
             * @description The type that it was created with; null if there was none, or if its size was changed since.
             *     @format uuid
             */
            instance_type_uuid?: string | null;
            /**
             * @description The image of its first disk, or null.
             *     @format uuid
             */
            image_uuid?: string | null;
            /** @description The name of its zone. */
            availability_zone?: string;
            /** @description Its network interfaces, by the id of their port. */
            network_info?: {
                [key: string]: components["schemas"]["MoganPort"];
            };
            extra?: components["schemas"]["MoganPairs"];
            /**
             * @description The id of its project.
             *     @format uuid
             */
            project_id?: string;
            /**
             * @description The user who created it; null if that user was deleted.
             *     @format uuid
             */
            user_id?: string | null;
            links: components["schemas"]["MoganLinks"];
            created_at?: components["schemas"]["MoganTime"];
            /** @description The time of the last change, or null. */
            updated_at?: components["schemas"]["MoganTime"] | null;
            /** @description The time of its first start, or null. */
            launched_at?: components["schemas"]["MoganTime"] | null;
        };
        /** @description An instance, or the members that `fields` names. */
        MoganInstanceOrSelection: components["schemas"]["MoganInstance"] | components["schemas"]["MoganInstanceSelection"];
        /** @description The members of an instance in a list, or those that `fields` names. */
        MoganSummaryOrSelection: components["schemas"]["MoganInstanceSummary"] | components["schemas"]["MoganInstanceSelection"];
        /** @description Instances. */
        MoganInstanceList: {
            /** @description Each instance. */
            instances: components["schemas"]["MoganSummaryOrSelection"][];
        };
        /** @description Instances with all their members. */
        MoganInstanceDetailList: {
            /** @description Each instance. */
            instances: components["schemas"]["MoganInstance"][];
        };
        /** @description A network interface to create. */
        MoganNetworkCreate: {
            /**
             * @description The id or name of the network.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             * @example c1940655-8b8e-4370-b8f9-03ba1daeca31
             */
            net_id: string;
            /**
             * @description The model of the interface. `10GE` is `virtio`, `1GE` is `e1000`.
             *     @default "virtio"
             * @enum {string}
             */
            port_type?: "virtio" | "10GE" | "e1000" | "1GE";
        };
        /** @description An instance to create. */
        MoganInstanceCreate: {
            name: components["schemas"]["MoganNewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             */
            description?: string;
            /**
             * @description The id or name of the type.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             * @example 0607b5f3-6111-424d-ba46-f5de39a6fa69
             */
            instance_type_uuid: string;
            /**
             * @description The id or name of the image of the first disk.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             * @example efe0a06f-ca95-4808-b41e-9f55b9c5eb98
             */
            image_uuid: string;
            /**
             * @description The id or name of the zone.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             * @example default
             */
            availability_zone?: string;
            /**
             * @description The network interfaces.
             *     @minItems 1
             *     @maxItems 8
             */
            networks: components["schemas"]["MoganNetworkCreate"][];
            /** @default {} */
            extra: components["schemas"]["MoganPairs"];
        };
        /** @description The power states of an instance. */
        MoganStates: {
            /** @description Whether it is powered on; null until this is known, and while its host is away. */
            power_state: components["schemas"]["MoganPowerState"] | null;
            /** @description The power state that an operation brings it to, or null. */
            target_power_state: components["schemas"]["MoganTargetPowerState"] | null;
        };
        /** @description The power state to reach. */
        MoganPowerTarget: {
            /**
             * @description `on` also resumes a suspended instance. `reboot` is a hard reset; `soft_off` and `soft_reboot` ask the guest
             *     system.
             * @enum {string}
             */
            target: "on" | "off" | "reboot" | "soft_off" | "soft_reboot";
        };
        /** @description A type. */
        MoganType: {
            /**
             * @description The id.
             *     @format uuid
             */
            uuid: string;
            name: components["schemas"]["MoganName"];
            description: components["schemas"]["MoganDescription"];
            /** @description Whether all projects can use it. */
            is_public: boolean;
            /**
             * @description The number of CPUs.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             */
            vcpus: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             */
            memory_mib: number;
            /**
             * @description The size of the first disk in MiB, or null for the size of the image.
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            root_disk_mib: number | null;
            extra_specs: components["schemas"]["MoganPairs"];
            links: components["schemas"]["MoganLinks"];
            created_at: components["schemas"]["MoganTime"];
            /** @description The time of the last change, or null. */
            updated_at: components["schemas"]["MoganTime"] | null;
        };
        /**
         * @description The size of the first disk in MiB, or null for the size of the image.
         *     @isInt
         *     @minimum 1
         *     @maximum 16777216
         * @example 20480
         */
        MoganDiskSize: number | null;
        /** @description A type to create. */
        MoganTypeCreate: {
            name: components["schemas"]["MoganNewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             */
            description?: string;
            /**
             * @description Whether all projects can use it.
             *     @default true
             */
            is_public?: boolean;
            /**
             * @description The number of CPUs.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             */
            vcpus: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             */
            memory_mib: number;
            /**
             * @description The size of the first disk in MiB, or null for the size of the image.
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            root_disk_mib?: number | null;
            /** @default {} */
            extra_specs: components["schemas"]["MoganPairs"];
        };
        /** @description Types. */
        MoganTypeList: {
            /** @description Each type. */
            types: components["schemas"]["MoganType"][];
        };
        /** @description The names of the zones. */
        MoganAvailabilityZones: {
            /** @description Each name. */
            availability_zones: string[];
        };
        /**
         * @description The operations of a JSON Patch. They are applied in order, either all or none. If a `test` operation fails, the
         *     whole patch is rejected (409).
         *
         *     @maxItems 500
         */
        MoganPatch: components["schemas"]["MoganPatchOperation"][];
        /** @description One operation of a JSON Patch. Unknown members are ignored. */
        MoganPatchOperation: {
            /**
             * @description The kind of the operation.
             * @enum {string}
             */
            op: "add" | "remove" | "replace" | "move" | "copy" | "test";
            /**
             * @description The target, as a JSON pointer (RFC 6901).
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             */
            path: string;
            /**
             * @description The source; only for `move` and `copy`.
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             */
            from?: string;
            /** @description The value to write or compare; only for `add`, `replace` and `test`. */
            value?: unknown;
        };
        /** @description A fault. */
        MoganFault: {
            /**
             * @description JSON text of an object with `faultstring` (the explanation), `faultcode` (`Client` or `Server`) and
             *     `debuginfo` (always null).
             */
            error_message: string;
        };
    };
    responses: {
        /** @description The addresses of the resource. */
        MoganBookmark: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganBookmark"];
            };
        };
        /** @description The resource is at `Location`. */
        MoganRedirect: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                Location: components["headers"]["MoganLocation"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The client does not accept JSON. There is no body. */
        MoganNotAcceptable: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter is not valid, or the request must name a project. */
        MoganBadQuery: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The body is not valid, or names something that does not exist. */
        MoganBadBody: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The target is unknown, or the state of the instance does not allow it. */
        MoganBadPowerTarget: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The request has no valid credential. */
        MoganUnauthenticated: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                "WWW-Authenticate": components["headers"]["MoganWwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The caller lacks the right, or the project has used up its quota. */
        MoganForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The instance does not exist. */
        MoganInstanceNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The type does not exist. */
        MoganTypeNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /**
         * @description The name or a MAC address is already in use, the image has no content yet, a `test` of the patch failed, or
         *     another operation is in progress.
         */
        MoganConflict: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The request has a condition, such as `If-Match`. Nothing in this API has an entity tag. */
        MoganPreconditionFailed: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The body is larger than 1 MiB. */
        MoganBodyTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The body is not JSON. */
        MoganUnsupportedMediaType: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description No host supports the model of a network interface. */
        MoganUnsupportedByBackend: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
        /** @description The host or the database cannot be reached. */
        MoganUnavailable: {
            headers: {
                "X-Request-ID": components["headers"]["MoganXRequestID"];
                "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                "Retry-After": components["headers"]["MoganRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MoganFault"];
            };
        };
    };
    parameters: {
        /**
         * @description The uuid or the name of the instance.
         * @example f978ef48-d4af-4dad-beec-e6174309bc71
         */
        MoganInstance: components["schemas"]["MoganPathSegment"];
        /**
         * @description The uuid or the name of the type.
         * @example medium
         */
        MoganType: components["schemas"]["MoganPathSegment"];
        /**
         * @description The uuid or the name of the resource.
         * @example f978ef48-d4af-4dad-beec-e6174309bc71
         */
        MoganBookmark: components["schemas"]["MoganPathSegment"];
        /**
         * @description Whether to redirect. Scripts in web pages cannot read the `Location` of a redirect.
         * @example false
         */
        MoganFollow: boolean;
        /**
         * @description The maximum number of elements to return; default is all.
         * @example 20
         */
        MoganLimit: number;
        /**
         * @description The uuid of the element after which the list begins.
         * @example f978ef48-d4af-4dad-beec-e6174309bc71
         */
        MoganMarker: string;
        /**
         * @description Whether to list the instances of all projects. Only administrators can do this.
         * @example 1
         */
        MoganAllTenants: "1" | "true" | "True" | "0" | "false" | "False";
        /**
         * @description The members to return, separated by commas. `links` is always returned.
         * @example uuid,name
         */
        MoganFields: string;
    };
    requestBodies: {
        /** @description The changes, as a JSON Patch. `application/json` is accepted too. */
        MoganPatch: {
            content: {
                "application/json-patch+json": components["schemas"]["MoganPatch"];
                "application/json": components["schemas"]["MoganPatch"];
            };
        };
    };
    headers: {
        /**
         * @description Identifies this request in the log. It is the client's own value if the client sent a valid one.
         * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
         */
        MoganXRequestID: string;
        /**
         * @description The same id in OpenStack's form.
         * @example req-3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
         */
        MoganRequestId: string;
        /**
         * @description The absolute URL of the resource.
         * @example http://127.0.0.1:8480/v1/instances/f978ef48-d4af-4dad-beec-e6174309bc71
         */
        MoganLocation: string;
        /**
         * @description The number of seconds to wait before the next attempt.
         * @example 5
         */
        MoganRetryAfter: number;
        /**
         * @description How to authenticate.
         * @example Bearer realm="guesthouse"
         */
        MoganWwwAuthenticate: string;
    };
    pathItems: never;
}
export type MoganPathSegment = components['schemas']['MoganPathSegment'];
export type MoganName = components['schemas']['MoganName'];
export type MoganNewName = components['schemas']['MoganNewName'];
export type MoganDescription = components['schemas']['MoganDescription'];
export type MoganPairs = components['schemas']['MoganPairs'];
export type MoganStatus = components['schemas']['MoganStatus'];
export type MoganPowerState = components['schemas']['MoganPowerState'];
export type MoganTargetPowerState = components['schemas']['MoganTargetPowerState'];
export type MoganTime = components['schemas']['MoganTime'];
export type MoganLinks = components['schemas']['MoganLinks'];
export type MoganLink = components['schemas']['MoganLink'];
export type MoganBookmark = components['schemas']['MoganBookmark'];
export type MoganFixedIp = components['schemas']['MoganFixedIp'];
export type MoganPort = components['schemas']['MoganPort'];
export type MoganInstanceSummary = components['schemas']['MoganInstanceSummary'];
export type MoganInstance = components['schemas']['MoganInstance'];
export type MoganInstanceSelection = components['schemas']['MoganInstanceSelection'];
export type MoganInstanceOrSelection = components['schemas']['MoganInstanceOrSelection'];
export type MoganSummaryOrSelection = components['schemas']['MoganSummaryOrSelection'];
export type MoganInstanceList = components['schemas']['MoganInstanceList'];
export type MoganInstanceDetailList = components['schemas']['MoganInstanceDetailList'];
export type MoganNetworkCreate = components['schemas']['MoganNetworkCreate'];
export type MoganInstanceCreate = components['schemas']['MoganInstanceCreate'];
export type MoganStates = components['schemas']['MoganStates'];
export type MoganPowerTarget = components['schemas']['MoganPowerTarget'];
export type MoganType = components['schemas']['MoganType'];
export type MoganDiskSize = components['schemas']['MoganDiskSize'];
export type MoganTypeCreate = components['schemas']['MoganTypeCreate'];
export type MoganTypeList = components['schemas']['MoganTypeList'];
export type MoganAvailabilityZones = components['schemas']['MoganAvailabilityZones'];
export type MoganPatch = components['schemas']['MoganPatch'];
export type MoganPatchOperation = components['schemas']['MoganPatchOperation'];
export type MoganFault = components['schemas']['MoganFault'];
export type ResponseMoganBookmark = components['responses']['MoganBookmark'];
export type ResponseMoganRedirect = components['responses']['MoganRedirect'];
export type ResponseMoganNotAcceptable = components['responses']['MoganNotAcceptable'];
export type ResponseMoganBadQuery = components['responses']['MoganBadQuery'];
export type ResponseMoganBadBody = components['responses']['MoganBadBody'];
export type ResponseMoganBadPowerTarget = components['responses']['MoganBadPowerTarget'];
export type ResponseMoganUnauthenticated = components['responses']['MoganUnauthenticated'];
export type ResponseMoganForbidden = components['responses']['MoganForbidden'];
export type ResponseMoganInstanceNotFound = components['responses']['MoganInstanceNotFound'];
export type ResponseMoganTypeNotFound = components['responses']['MoganTypeNotFound'];
export type ResponseMoganConflict = components['responses']['MoganConflict'];
export type ResponseMoganPreconditionFailed = components['responses']['MoganPreconditionFailed'];
export type ResponseMoganBodyTooLarge = components['responses']['MoganBodyTooLarge'];
export type ResponseMoganUnsupportedMediaType = components['responses']['MoganUnsupportedMediaType'];
export type ResponseMoganUnsupportedByBackend = components['responses']['MoganUnsupportedByBackend'];
export type ResponseMoganUnavailable = components['responses']['MoganUnavailable'];
export type ParameterMoganInstance = components['parameters']['MoganInstance'];
export type ParameterMoganType = components['parameters']['MoganType'];
export type ParameterMoganBookmark = components['parameters']['MoganBookmark'];
export type ParameterMoganFollow = components['parameters']['MoganFollow'];
export type ParameterMoganLimit = components['parameters']['MoganLimit'];
export type ParameterMoganMarker = components['parameters']['MoganMarker'];
export type ParameterMoganAllTenants = components['parameters']['MoganAllTenants'];
export type ParameterMoganFields = components['parameters']['MoganFields'];
export type RequestBodyMoganPatch = components['requestBodies']['MoganPatch'];
export type HeaderMoganXRequestId = components['headers']['MoganXRequestID'];
export type HeaderMoganRequestId = components['headers']['MoganRequestId'];
export type HeaderMoganLocation = components['headers']['MoganLocation'];
export type HeaderMoganRetryAfter = components['headers']['MoganRetryAfter'];
export type HeaderMoganWwwAuthenticate = components['headers']['MoganWwwAuthenticate'];
export type $defs = Record<string, never>;
export interface operations {
    listMoganInstances: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return; default is all.
                 * @example 20
                 */
                limit?: components["parameters"]["MoganLimit"];
                /**
                 * @description The uuid of the element after which the list begins.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                marker?: components["parameters"]["MoganMarker"];
                /**
                 * @description Whether to list the instances of all projects. Only administrators can do this.
                 * @example 1
                 */
                all_tenants?: components["parameters"]["MoganAllTenants"];
                /**
                 * @description The members to return, separated by commas. `links` is always returned.
                 * @example uuid,name
                 */
                fields?: components["parameters"]["MoganFields"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instances. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganInstanceList"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    createMoganInstance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The instance to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoganInstanceCreate"];
            };
        };
        responses: {
            /** @description The instance, whose status is `building`. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    Location: components["headers"]["MoganLocation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganInstance"];
                };
            };
            400: components["responses"]["MoganBadBody"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            406: components["responses"]["MoganNotAcceptable"];
            409: components["responses"]["MoganConflict"];
            412: components["responses"]["MoganPreconditionFailed"];
            413: components["responses"]["MoganBodyTooLarge"];
            415: components["responses"]["MoganUnsupportedMediaType"];
            501: components["responses"]["MoganUnsupportedByBackend"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    listMoganInstanceDetails: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return; default is all.
                 * @example 20
                 */
                limit?: components["parameters"]["MoganLimit"];
                /**
                 * @description The uuid of the element after which the list begins.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                marker?: components["parameters"]["MoganMarker"];
                /**
                 * @description Whether to list the instances of all projects. Only administrators can do this.
                 * @example 1
                 */
                all_tenants?: components["parameters"]["MoganAllTenants"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instances. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganInstanceDetailList"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    getMoganInstance: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `links` is always returned.
                 * @example uuid,name
                 */
                fields?: components["parameters"]["MoganFields"];
            };
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganInstanceOrSelection"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganInstanceNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    deleteMoganInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion has begun. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganInstanceNotFound"];
            412: components["responses"]["MoganPreconditionFailed"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    updateMoganInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MoganPatch"];
        responses: {
            /** @description The changed instance. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganInstance"];
                };
            };
            400: components["responses"]["MoganBadBody"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganInstanceNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            409: components["responses"]["MoganConflict"];
            412: components["responses"]["MoganPreconditionFailed"];
            413: components["responses"]["MoganBodyTooLarge"];
            415: components["responses"]["MoganUnsupportedMediaType"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    getMoganInstanceStates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganStates"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganInstanceNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    setMoganInstancePower: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the instance.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                guest: components["parameters"]["MoganInstance"];
            };
            cookie?: never;
        };
        /** @description The requested power state. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoganPowerTarget"];
            };
        };
        responses: {
            /** @description The change has begun, or the instance is already in this state. `Location` is the address of the states. */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    Location: components["headers"]["MoganLocation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MoganBadPowerTarget"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganInstanceNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            409: components["responses"]["MoganConflict"];
            412: components["responses"]["MoganPreconditionFailed"];
            413: components["responses"]["MoganBodyTooLarge"];
            415: components["responses"]["MoganUnsupportedMediaType"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    listMoganTypes: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return; default is all.
                 * @example 20
                 */
                limit?: components["parameters"]["MoganLimit"];
                /**
                 * @description The uuid of the element after which the list begins.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                marker?: components["parameters"]["MoganMarker"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The types. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganTypeList"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    createMoganType: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The type to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoganTypeCreate"];
            };
        };
        responses: {
            /** @description The type. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    Location: components["headers"]["MoganLocation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganType"];
                };
            };
            400: components["responses"]["MoganBadBody"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            406: components["responses"]["MoganNotAcceptable"];
            409: components["responses"]["MoganConflict"];
            412: components["responses"]["MoganPreconditionFailed"];
            413: components["responses"]["MoganBodyTooLarge"];
            415: components["responses"]["MoganUnsupportedMediaType"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    getMoganType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the type.
                 * @example medium
                 */
                instance_type: components["parameters"]["MoganType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The type. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganType"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganTypeNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    deleteMoganType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the type.
                 * @example medium
                 */
                instance_type: components["parameters"]["MoganType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The type is gone. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganTypeNotFound"];
            412: components["responses"]["MoganPreconditionFailed"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    updateMoganType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the type.
                 * @example medium
                 */
                instance_type: components["parameters"]["MoganType"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MoganPatch"];
        responses: {
            /** @description The changed type. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganType"];
                };
            };
            400: components["responses"]["MoganBadBody"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganTypeNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            409: components["responses"]["MoganConflict"];
            412: components["responses"]["MoganPreconditionFailed"];
            413: components["responses"]["MoganBodyTooLarge"];
            415: components["responses"]["MoganUnsupportedMediaType"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    listMoganAvailabilityZones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["MoganXRequestID"];
                    "Openstack-Request-Id": components["headers"]["MoganRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoganAvailabilityZones"];
                };
            };
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    followMoganInstance: {
        parameters: {
            query?: {
                /**
                 * @description Whether to redirect. Scripts in web pages cannot read the `Location` of a redirect.
                 * @example false
                 */
                follow?: components["parameters"]["MoganFollow"];
            };
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the resource.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                id: components["parameters"]["MoganBookmark"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MoganBookmark"];
            307: components["responses"]["MoganRedirect"];
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganInstanceNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
    followMoganType: {
        parameters: {
            query?: {
                /**
                 * @description Whether to redirect. Scripts in web pages cannot read the `Location` of a redirect.
                 * @example false
                 */
                follow?: components["parameters"]["MoganFollow"];
            };
            header?: never;
            path: {
                /**
                 * @description The uuid or the name of the resource.
                 * @example f978ef48-d4af-4dad-beec-e6174309bc71
                 */
                id: components["parameters"]["MoganBookmark"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MoganBookmark"];
            307: components["responses"]["MoganRedirect"];
            400: components["responses"]["MoganBadQuery"];
            401: components["responses"]["MoganUnauthenticated"];
            403: components["responses"]["MoganForbidden"];
            404: components["responses"]["MoganTypeNotFound"];
            406: components["responses"]["MoganNotAcceptable"];
            503: components["responses"]["MoganUnavailable"];
        };
    };
}
