// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type Binary = Blob | Uint8Array | ReadableStream<Uint8Array>;
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API versions
         * @description Returns every API version that this server supports, and the version of the server itself.
         */
        get: operations["getVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the resources of version 1
         * @description Returns links to the collections of version 1, to this document and to the documentation page. A client that
         *     follows links starts here.
         */
        get: operations["getIndex"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document as JSON
         * @description Returns the OpenAPI document that this server implements, as JSON.
         */
        get: operations["getSpecJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document as YAML
         * @description Returns the OpenAPI document that this server implements, as YAML, exactly as it was written.
         */
        get: operations["getSpecYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dialects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the older APIs
         * @description Returns the APIs of older systems that this server also serves, each over the same guests. A configuration can
         *     leave some or all of them out. Each has a contract of its own.
         */
        get: operations["listDialects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dialects/{dialect}/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the older API.
                 * @example sahara
                 */
                dialect: components["parameters"]["dialect"];
            };
            cookie?: never;
        };
        /**
         * Get the contract of an older API as JSON
         * @description Returns the OpenAPI document of an older API, as JSON. `x-native` of each operation is the operation of this
         *     document that it corresponds to.
         */
        get: operations["getDialectSpecJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dialects/{dialect}/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the older API.
                 * @example sahara
                 */
                dialect: components["parameters"]["dialect"];
            };
            cookie?: never;
        };
        /**
         * Get the contract of an older API as YAML
         * @description Returns the OpenAPI document of an older API, as YAML, exactly as it was written.
         */
        get: operations["getDialectSpecYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the documentation page
         * @description Returns an HTML page for reading this document and trying out its operations. The page can also show the
         *     contracts of the older APIs. It loads nothing from other servers.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the fault catalogue
         * @description Returns an HTML page that lists every `error_name` with its status, cause and remedy. The `type` of a fault
         *     points to its entry on this page. See [Faults](/docs/guide/faults).
         */
        get: operations["getErrorCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/guide/{page}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the page.
                 * @example paging
                 */
                page: components["schemas"]["PathSegment"];
            };
            cookie?: never;
        };
        /**
         * Read a page of the handbook
         * @description Returns a page of the handbook, with examples. Every page links to all others; `getting-started` is the first
         *     page.
         */
        get: operations["getGuidePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the service is alive
         * @description Returns 200 as long as the process can respond to requests. The check contacts neither the database nor the
         *     hosts, so it does not show their state.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the service is ready
         * @description Returns 200 if the migrations are done, the database responds, and the first observation of each host has been
         *     attempted; otherwise 503. A host that is away does not make the service unready; `GET /v1/hosts` shows which hosts
         *     are away.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics for Prometheus
         * @description Returns the metrics of the service in the Prometheus text format: requests by operation and status, operations
         *     by kind and result, calls to the hypervisor, the queue, the database pool, the process, the state, usage and
         *     queue of each host, and the counters of guests that are powered on. If several services share a database, all of
         *     them report the same figures of hosts, and only the service that owns a host reports the counters of its guests.
         *     See [Growing from one host to many](/docs/guide/growing-from-one-host-to-many#watch-the-fleet).
         *
         *     A scrape does not fail if some of these metrics are unavailable: if the database or a host does not respond,
         *     `guesthouse_database_up` or `guesthouse_host_up` is 0 and the metrics that depend on it are omitted. If the
         *     database is needed to verify the credential and does not respond, the response is 503.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/id/{collection}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The collection that contains the resource.
                 * @example guests
                 */
                collection: components["schemas"]["BookmarkCollection"];
                /**
                 * @description The id of the resource.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                id: components["schemas"]["PathSegment"];
            };
            cookie?: never;
        };
        /**
         * Follow a bookmark
         * @description Redirects a version-independent address (the `bookmark` link of a resource) to the address of the resource in
         *     the current version of the API. With `follow=false` the response contains the new address instead. Only a
         *     request to the new address checks whether the resource exists.
         */
        get: operations["followBookmark"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the hosts
         * @description Returns a page of hosts, in order of creation by default. See [Paging](/docs/guide/paging) and
         *     [Search](/docs/guide/search).
         */
        get: operations["listHosts"];
        put?: never;
        /**
         * Create a host
         * @description Makes a hypervisor a host of the service. The host does not have to respond: it is `away` until it does, and
         *     then becomes `up` by itself. A hypervisor that is already a host, under this URI or another one, is rejected
         *     (409 `HOST_ALREADY_EXISTS`). If it did not respond to this request, this is detected when it responds for the
         *     first time: the host then stays `away`, and its `fault` names the other host.
         *
         *     The `uri` names the hypervisor. Everything else that a driver needs comes from the configuration of the service
         *     that drives the host. A URI with credentials is rejected (400). See [Hosts](/docs/guide/hosts) and
         *     [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        /**
         * Get a host
         * @description Returns a host: its state, its size and how much of it guests have claimed, and the capabilities that it offers to
         *     guests. The `ETag` also changes when guests claim or free a part of the host.
         */
        get: operations["getHost"];
        put?: never;
        post?: never;
        /**
         * Delete a host
         * @description Removes a host from the service. Nothing changes on the hypervisor. A host that still has guests is not deleted
         *     (409 `HOST_NOT_EMPTY`). A host that the configuration of a service names is created again when that service
         *     starts. See [Hosts](/docs/guide/hosts) and [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteHost"];
        options?: never;
        head?: never;
        /**
         * Change a host
         * @description Changes a host with a merge patch (RFC 7396) or a JSON Patch (RFC 6902): its `name`, `description` and
         *     `zone`, its `uri`, whether new guests can be placed on it (`schedulable`), how much of it guests can claim (`ratios` and
         *     `reserved`), and its `metadata`. A JSON Patch applies to the JSON that `GET` returns: its operations can read
         *     all of it, but can write only these members. In a merge patch, null restores the default of a member; the
         *     default zone is `default`; the name and the URI cannot be removed. Ratios and reserves that leave less than guests already claim are accepted: these
         *     guests stay, but nothing is free.
         *
         *     A new `uri` is accepted only if the same hypervisor responds there; another one is rejected (409
         *     `OTHER_HYPERVISOR`). A host that has no guests and has never been reached can get any URI. The URI of a host
         *     that the configuration of a service names cannot be changed (400). See [Hosts](/docs/guide/hosts),
         *     [Placement](/docs/guide/placement) and [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateHost"];
        trace?: never;
    };
    "/v1/hosts/{host}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        /**
         * Get the metadata of a host
         * @description Returns all metadata of a host as one map of keys and values.
         */
        get: operations["getHostMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the metadata of a host
         * @description Changes the metadata of a host and returns the whole map. A merge patch sets the keys that it contains, and
         *     removes those whose value is null; a JSON Patch applies its operations in order. See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateHostMetadata"];
        trace?: never;
    };
    "/v1/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the networks
         * @description Returns a page of the networks that the current project can use, in order of their names by default. With
         *     `all_projects`, administrators get every network that a host has or had, including those that the configuration
         *     of the service does not permit. `user` gives a guest outbound access through address translation and needs no
         *     privileges. See [Networks](/docs/guide/networks), [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listNetworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks/{network}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the network. Upper and lower case of the name differ, as on the hosts.
                 * @example br0
                 */
                network: components["parameters"]["network"];
            };
            cookie?: never;
        };
        /**
         * Get a network
         * @description Returns a network that the current project can use. Administrators can get every network. See
         *     [Networks](/docs/guide/networks).
         */
        get: operations["getNetwork"];
        put?: never;
        post?: never;
        /**
         * Delete a network
         * @description Deletes a network that no host has any more. A network that a host has, or that a guest uses, is not deleted (409
         *     `NETWORK_IN_USE`). If a host reports a network of this name again, the service adds it as a new network, with a
         *     new id and without these settings. See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteNetwork"];
        options?: never;
        head?: never;
        /**
         * Change a network
         * @description Changes `description`, `access`, `projects` and `mac_choice` with a merge patch (RFC 7396) or a JSON Patch (RFC
         *     6902). A JSON Patch applies to the JSON that `GET` returns: its operations can read all of it, but can write only
         *     these members. A merge patch replaces the whole list of projects, and null empties this list. `access` and
         *     `mac_choice` cannot be removed.
         *
         *     The resulting list can name a project by its id, by its name, or by the object that `GET` returns. Existing
         *     guests of a project that can no longer use the network keep it, and can be started. See
         *     [Networks](/docs/guide/networks) and [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateNetwork"];
        trace?: never;
    };
    "/v1/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the guests
         * @description Returns a page of guests, in order of creation by default: the guests of the current project, and those guests
         *     of other projects for which the caller has a role. See [Paging](/docs/guide/paging) and
         *     [Search](/docs/guide/search).
         */
        get: operations["listGuests"];
        put?: never;
        /**
         * Create a guest
         * @description Creates a guest and starts the operation `guest.create`, which creates its disks and defines the guest on its
         *     host. With `start=true` the same operation then powers the guest on; if only that step fails, the operation
         *     fails and the guest stays `stopped`.
         *
         *     The request names images and the instance type by id or name. A request that names one that does not exist is
         *     rejected (400), with a pointer to the member that names it. The same holds for a network that does not exist, that the
         *     project cannot use, or that the host does not have. See [Networks](/docs/guide/networks).
         *
         *     A guest that exceeds the [quota](/docs/guide/quotas) of the project is rejected (403 `QUOTA_EXCEEDED`). The guest
         *     claims its vCPUs, memory and disks on the host that is chosen for it; `placement` limits the choice. If no host
         *     has room, the request is rejected (507 `CAPACITY_EXHAUSTED`), and `hosts` has a reason for each host; if a host
         *     would fit but is away, it is rejected with 503 `HOST_UNREACHABLE`. See [Placement](/docs/guide/placement).
         *
         *     See [Waiting](/docs/guide/waiting) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get a guest
         * @description Returns a guest as it was last observed, with the operation that is in progress on the guest, if there is one.
         */
        get: operations["getGuest"];
        put?: never;
        post?: never;
        /**
         * Delete a guest
         * @description Starts the operation `guest.delete`, which powers the guest off, removes its disks and then the guest itself. A
         *     deletion pre-empts: an open operation is cancelled first. If the guest is already being deleted, the response
         *     names the operation that deletes it.
         *
         *     With `forget=true` the service removes the guest only from Guesthouse, immediately and without an operation
         *     (204). Use it for a guest whose host will not come back. Only administrators can use `forget=true`, and only
         *     with a credential that is not bound to a project. The service does not contact the host, which must be `away`;
         *     otherwise the request is rejected (409 `HOST_NOT_AWAY`). The service ends the open operations of the guest as
         *     `cancelled`, and frees its name and its images. The service removes nothing from the host: the disks and the
         *     definition of the guest stay there if they still exist, and the guest may even keep running. If the host comes
         *     back, Guesthouse neither shows nor touches the guest. On the host its name is `guesthouse-` followed by its id,
         *     so that you can find and remove it by hand.
         *
         *     See [Conditional requests](/docs/guide/conditional-requests) and [Waiting](/docs/guide/waiting).
         */
        delete: operations["deleteGuest"];
        options?: never;
        head?: never;
        /**
         * Change a guest
         * @description Changes `name`, `description`, `metadata`, `vcpus` and `memory_mib` with a merge patch (RFC 7396) or a JSON
         *     Patch (RFC 6902). A JSON Patch applies to the JSON that `GET` returns: its operations can read all of it, but
         *     can write only these five members.
         *
         *     `name`, `description` and `metadata` can be changed in every state; the response is 200. A patch that changes
         *     `vcpus` or `memory_mib` needs a stopped guest and starts the operation `guest.update`; the response is 202, and
         *     all changes of the patch take effect together when the operation succeeds. A change of `vcpus` or `memory_mib`
         *     sets `instance_type` to null, because the guest then no longer has the size of the type. A merge patch that sets
         *     a member to null resets it to its default; members without a default cannot be removed.
         *
         *     A patch that raises `vcpus` or `memory_mib` is rejected if the project would exceed its
         *     [quota](/docs/guide/quotas) (403 `QUOTA_EXCEEDED`), or if its host does not have the room or is smaller than the
         *     guest would be (507 `CAPACITY_EXHAUSTED`). While the operation is open, the guest claims the larger of its old
         *     and its new size.
         *
         *     See [Conditional requests](/docs/guide/conditional-requests) and [Waiting](/docs/guide/waiting).
         */
        patch: operations["updateGuest"];
        trace?: never;
    };
    "/v1/guests/{guest}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the metadata of a guest
         * @description Returns all metadata of a guest as one map of keys and values.
         */
        get: operations["getGuestMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the metadata of a guest
         * @description Changes the metadata of a guest and returns the whole map. A merge patch sets the keys that it contains, and
         *     removes those whose value is null; a JSON Patch applies its operations in order. The guest can be in any state.
         *     A change that would leave more than 128 pairs is rejected (400). See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateGuestMetadata"];
        trace?: never;
    };
    "/v1/guests/{guest}/metrics/cpu": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the CPU counters of a guest
         * @description Reads the counters of each vCPU from the hypervisor at the time of the request. The counters start at
         *     zero whenever the guest is powered on.
         */
        get: operations["getGuestCpuMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/metrics/nic": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the NIC counters of a guest
         * @description Reads the counters of each NIC from the hypervisor at the time of the request. The counters start at
         *     zero whenever the guest is powered on. `rx` counts the data that the guest received.
         */
        get: operations["getGuestNicMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/metrics/disk": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the disk counters of a guest
         * @description Reads the counters of each disk from the hypervisor at the time of the request. The counters start at
         *     zero whenever the guest is powered on.
         */
        get: operations["getGuestDiskMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/console-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the console log of a guest
         * @description Returns the end of the guest's serial console output, across all its starts. The log is empty if the guest has
         *     never written any output. Bytes that are not valid UTF-8 are returned as U+FFFD.
         */
        get: operations["getGuestConsoleLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a guest
         * @description Powers the guest on, or resumes it if it is suspended. If a guest in state `error` is no longer defined on its
         *     host, the operation defines the guest again first; the disks of the guest must still exist. See
         *     [Waiting](/docs/guide/waiting) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["startGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/shutdown": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shut down a guest gracefully
         * @description Asks the guest to power itself off. If it is still on after `timeout_s`, the operation fails with
         *     `OPERATION_TIMED_OUT` and the guest keeps running; with `force`, its power is cut instead. A suspended guest can
         *     be shut down only with `force`. See [Waiting](/docs/guide/waiting) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["shutdownGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/reboot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reboot a guest gracefully
         * @description Asks the guest to power itself off, then starts it, as one operation. If it is still on after `timeout_s`, the
         *     operation fails with `OPERATION_TIMED_OUT` and the guest keeps running; with `force`, its power is cut instead.
         *     The guest must be running. See [Waiting](/docs/guide/waiting) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["rebootGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset a guest
         * @description Resets the guest immediately, as its reset button would. The guest must be running. See
         *     [Waiting](/docs/guide/waiting) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["restartGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/poweroff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Power off a guest
         * @description Cuts the power of the guest immediately, from any state in which it is powered. This verb pre-empts: an
         *     operation that is open is cancelled first. See [Waiting](/docs/guide/waiting) and
         *     [Idempotency](/docs/guide/idempotency).
         */
        post: operations["poweroffGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend a guest
         * @description Pauses the vCPUs of a running guest and keeps its memory. `start` resumes the guest. See
         *     [Waiting](/docs/guide/waiting) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["suspendGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the drift of a guest
         * @description Compares the guest on its host with what Guesthouse last wrote there, and returns each difference. Guesthouse
         *     compares the definition for the next start, the devices of a running guest, the files of its disks, its
         *     snapshots, and whether it has a saved state. The list is empty if only Guesthouse has changed the
         *     guest. See [Changes by others](/docs/guide/drift).
         */
        get: operations["getGuestDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/drift/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept outside changes to a guest
         * @description Starts the operation `guest.accept_drift`, which accepts the guest as it now is on its host. `vcpus` and
         *     `memory_mib` become what the host has. All other differences stay as they are on the host, and later changes of
         *     the guest preserve them. If other programs added files to its disks, a later deletion of the guest removes these
         *     files too. The guest can be running. See [Changes by others](/docs/guide/drift), [Waiting](/docs/guide/waiting)
         *     and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["acceptGuestDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/drift/discard": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard outside changes to a guest
         * @description Starts the operation `guest.discard_drift`, which writes the recorded definition back to the host. The guest
         *     must be stopped. If a disk of the guest is now a different file, the guest would lose what it wrote to
         *     that file, so the operation fails (409 `GUEST_CHANGED_OUTSIDE`) unless `lose_disk_changes` is true. Files are
         *     never removed. See [Changes by others](/docs/guide/drift), [Waiting](/docs/guide/waiting) and
         *     [Idempotency](/docs/guide/idempotency).
         */
        post: operations["discardGuestDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/states": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * Get the states of a guest
         * @description Returns the state of the guest, its power state, and the power state that the open operation will bring the
         *     guest to.
         */
        get: operations["getGuestStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/states/power": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set the power state of a guest
         * @description Applies the verb that corresponds to the target: `on` is start, `off` is poweroff, `soft_off` is shutdown,
         *     `reboot` is **restart** (a hard reset), `soft_reboot` is reboot, and `suspend` is suspend. Shutdown and reboot
         *     run with their default options. The table in [Guest states](/docs/guide/guest-states) shows the effect of each
         *     verb. See [Conditional requests](/docs/guide/conditional-requests) and [Waiting](/docs/guide/waiting).
         */
        put: operations["setGuestPowerState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * List the operations on a guest
         * @description Returns a page of the past and current operations on one guest, in order of creation by default. See
         *     [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listGuestOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /**
         * List the permissions for a guest
         * @description Returns a page of the permissions for a guest, in order of creation by default. They show who has a role for the
         *     guest. See [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listGuestPermissions"];
        put?: never;
        /**
         * Grant a role for a guest
         * @description Grants a user or a group a role for this guest only: `viewer`, `operator` or `member`. Everyone who has the role
         *     sees the guest in lists, whichever project is the current one. A request that names a user or group that does
         *     not exist is rejected (400), with a pointer to the member that names the user or group. See
         *     [Credentials and roles](/docs/guide/credentials-and-roles) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createGuestPermission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guests/{guest}/permissions/{permission}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
                /**
                 * @description The id of the permission.
                 * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
                 */
                permission: components["parameters"]["permission"];
            };
            cookie?: never;
        };
        /**
         * Get a permission for a guest
         * @description Returns a permission: which user or group has which role for the guest.
         */
        get: operations["getGuestPermission"];
        put?: never;
        post?: never;
        /**
         * Revoke a role for a guest
         * @description Removes the permission. This takes effect immediately. A caller cannot revoke a role that is higher than its
         *     own. See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteGuestPermission"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operations
         * @description Returns a page of the past and current operations on guests, including guests that no longer exist, in order of
         *     creation by default. See [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the operation.
                 * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
                 */
                operation: components["parameters"]["operation"];
            };
            cookie?: never;
        };
        /**
         * Get an operation
         * @description Returns an operation: its state, its progress and, if it failed, its fault. See [Waiting](/docs/guide/waiting).
         */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{operation}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the operation.
                 * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
                 */
                operation: components["parameters"]["operation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an operation
         * @description Cancels an operation. A queued operation ends immediately as `cancelled`. The worker ends a running operation as
         *     soon as it can: as `cancelled`, or as `succeeded` if the operation finishes first. The service does not undo
         *     what the operation has already done.
         *
         *     A deletion that has started cannot be cancelled (409 `OPERATION_NOT_CANCELLABLE`), because the remains of the
         *     guest would be unusable. Cancelling a creation leaves a guest that can only be deleted.
         *
         *     See [Conditional requests](/docs/guide/conditional-requests) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["cancelOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the images
         * @description Returns a page of images, in order of creation by default: the images of the current project, and the shared
         *     images of other projects, once they have content. See [Paging](/docs/guide/paging) and
         *     [Search](/docs/guide/search).
         */
        get: operations["listImages"];
        put?: never;
        /**
         * Create an image
         * @description Creates an image without content, in state `pending`. Upload its content next, with
         *     `PUT /v1/images/{image}/content`. The image counts towards the [quota](/docs/guide/quotas) of the project even
         *     while it has no content. See [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/{image}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        /**
         * Get an image
         * @description Returns an image without its content, which is at `/v1/images/{image}/content`.
         */
        get: operations["getImage"];
        put?: never;
        post?: never;
        /**
         * Delete an image
         * @description Deletes an image and its content. An image that a guest was created from cannot be deleted while that guest
         *     exists (409 `IMAGE_IN_USE`). Only administrators can delete a shared image (403). See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        /**
         * Change an image
         * @description Changes `name`, `description` and `shared` with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A JSON
         *     Patch applies to the JSON that `GET` returns: its operations can read all of it, but can write only these three
         *     members. A merge patch that sets a member to null resets it to its default; the name cannot be removed. Only
         *     administrators can share an image, or change an image that is shared (403). See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateImage"];
        trace?: never;
    };
    "/v1/images/{image}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        /**
         * Download the content of an image
         * @description Streams the content of an image: all of it, or the part that `Range` selects. To resume a download, send the
         *     `ETag` of its first part in `If-Range`. If the name in the path belongs to a different image by then, the
         *     response is the whole content of that image. `HEAD` ignores `Range`. If the content is on the machine of another
         *     service, it is passed through from there (503 if that service cannot be reached); see
         *     [Images on several machines](/docs/guide/images).
         */
        get: operations["getImageContent"];
        /**
         * Upload the content of an image
         * @description Streams the content of an image to the service, which checks it against the digests of the request and the
         *     `sha256` of the image and then inspects it as a file of the format that the image declares. Only content that
         *     passes these checks is kept. If the content does not pass, the image is in state `error`, and content can be
         *     uploaded again. Content that has been accepted cannot be replaced. Only administrators can upload the content of
         *     a shared image (403).
         *
         *     A request whose header fields say that its body is only a part of the content is rejected (400), and the image
         *     stays as it was; see [HTTP conformance](/docs/guide/http-conformance). `If-Match` and `If-None-Match` apply to
         *     the content, not to the image. With `If-None-Match: *`, the upload is rejected (412) if the image already has
         *     its content. The response has the `ETag` of the content.
         *
         *     The content can have at most 64 GiB, unless the service is configured otherwise. Content that exceeds the
         *     [quota](/docs/guide/quotas) of the project is rejected (403 `QUOTA_EXCEEDED`) and discarded, and the image stays
         *     as it was. Content that would leave less disk space free than the service reserves is rejected (507), even after
         *     part of it has arrived. A user can have four uploads in progress, and all users together 32; further uploads are
         *     rejected (429). If the database is unreachable when the content has arrived, the service waits for the database
         *     for at most one minute.
         */
        put: operations["putImageContent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/{image}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        /**
         * List the copies of an image on hosts
         * @description Returns a page of the hosts that have the bytes of an image, or are getting them, the oldest copy first by
         *     default. A guest that is created on such a host needs no transfer. A copy that was made for guests goes with the
         *     last guest of its host that needs the image. See [Images on several machines](/docs/guide/images),
         *     [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listImageCopies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/{image}/copies/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Copy an image to a host ahead of need
         * @description Starts an operation `image.copy` that copies the bytes of the image to the host, so that guests can be created
         *     there without a transfer. The copy stays although no guest needs it, until it is removed or the image is deleted.
         *     Can be repeated: if the host already has the image, the copy is kept from now on and no operation starts; if the
         *     copy is being made, the response names that operation. `If-Match` and `If-None-Match` apply to the image. Only
         *     administrators can copy a shared image (403). See [Images on several machines](/docs/guide/images).
         */
        put: operations["putImageCopy"];
        post?: never;
        /**
         * Remove the copy of an image from a host
         * @description Drops a copy that no guest on the host needs (otherwise 409), and does nothing if the host has none. The host
         *     frees the space within a minute or two. `If-Match` and `If-None-Match` apply to the image. Only administrators can
         *     remove a copy of a shared image (403).
         */
        delete: operations["deleteImageCopy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tokens
         * @description Returns a page of the caller's own tokens, in order of creation by default. With `all_projects=true`
         *     administrators get the tokens of all users. A caller whose credential is bound to a project gets only tokens
         *     that are bound to the same project. See [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create a token
         * @description Creates a token and returns its secret, which is never returned again. A token never has more rights than the
         *     credential that creates it:
         *
         *     - If that credential is bound to a project, the token is bound to the same project.
         *     - The `role` of the token is not higher than that of the credential, and the token does not expire later than
         *       the credential.
         *     - `project`, `role` and `expires_at` default to those of the credential.
         *     - A credential with `scopes` cannot create tokens. Only a caller that has the rights of a scope can give the
         *       scope to a token.
         *
         *     A request for a token with more rights is rejected (403 `FORBIDDEN`). Administrators can also create tokens for
         *     other users, with a credential that is not bound to a project.
         *
         *     A user can have at most 100 tokens that have not expired, unless the service is configured otherwise, and a
         *     [quota](/docs/guide/quotas) can limit the tokens that are bound to a project. A request for more is rejected
         *     (403 `QUOTA_EXCEEDED`).
         *
         *     A request that is sent again with the same `Idempotency-Key` is rejected (409 `TOKEN_ALREADY_SHOWN`), because
         *     the secret is not stored.
         *
         *     See [Credentials and roles](/docs/guide/credentials-and-roles) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the token.
                 * @example 7d3b8e52-0a5f-4c96-b1de-4f2a6c8e9d10
                 */
                token: components["parameters"]["token"];
            };
            cookie?: never;
        };
        /**
         * Get a token
         * @description Returns a token without its secret. Administrators can also get the tokens of other users, with a credential
         *     that is not bound to a project.
         */
        get: operations["getToken"];
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description Revokes a token. The token is no longer valid, and its secret never becomes valid again. A credential can
         *     revoke itself, but it cannot revoke a token with a higher role than its own. Administrators can also revoke the
         *     tokens of other users, with a credential that is not bound to a project. See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events or stream them
         * @description Returns a page of events, in the order in which they became visible. With `Accept: text/event-stream` the
         *     response is a live stream of server-sent events instead: `id` is the `marker` of the event, `event` its kind,
         *     and `data` the event itself as JSON.
         *
         *     A stream starts with the next event that occurs. With `Last-Event-ID`, the stream starts right after the event
         *     that this header names, without gaps and without duplicates. If that is not possible, the request is rejected
         *     (410 `EVENTS_GONE`): the events after `Last-Event-ID` are no longer retained, or the database was restored from
         *     a backup that is older than that event. When no event occurs for 15 seconds, the service sends a comment. A
         *     client that reads too slowly is disconnected, and can continue with the last `id` that it received.
         *
         *     `guest`, `kind`, `fields` and `all_projects` apply to both pages and streams. `marker`, `sort_by` and `search`
         *     are only for pages, and are rejected (400) for a stream. `limit` and `case_sensitive` have no effect on a
         *     stream.
         *
         *     Events of the kinds `permission.*`, `token.*` and `access.denied`, and the member `client_address` of all
         *     events, are only for callers who can read the permissions of the project (`project-permissions.read`).
         *
         *     See [Events](/docs/guide/events), [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the zones
         * @description Returns a page of zones, in order of creation by default. See [Paging](/docs/guide/paging) and
         *     [Search](/docs/guide/search).
         */
        get: operations["listZones"];
        put?: never;
        /**
         * Create a zone
         * @description Creates a zone without hosts. See [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createZone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/zones/{zone}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the zone.
                 * @example room-2
                 */
                zone: components["parameters"]["zone"];
            };
            cookie?: never;
        };
        /**
         * Get a zone
         * @description Returns a zone. The search `zone=NAME` in `GET /v1/hosts` finds its hosts.
         */
        get: operations["getZone"];
        put?: never;
        post?: never;
        /**
         * Delete a zone
         * @description Deletes a zone. A zone that has hosts, that is the zone of a project, or in which new hosts are placed by default, is
         *     not deleted (409 `ZONE_IN_USE`). See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteZone"];
        options?: never;
        head?: never;
        /**
         * Change a zone
         * @description Changes `name` and `description` with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A JSON Patch applies to the
         *     JSON that `GET` returns: its operations can read all of it, but can write only these two members. In a merge patch, null
         *     empties the description; the name cannot be removed. Hosts, guests and projects show the name of their zone, so a new
         *     name also changes their `ETag`. See [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateZone"];
        trace?: never;
    };
    "/v1/instance-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the instance types
         * @description Returns a page of instance types, in order of creation by default: those of all projects, and those of the current
         *     project. See [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listInstanceTypes"];
        put?: never;
        /**
         * Create an instance type
         * @description Creates an instance type, for all projects or for one. See [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createInstanceType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instance-types/{instance_type}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the instance type.
                 * @example medium
                 */
                instance_type: components["parameters"]["instanceType"];
            };
            cookie?: never;
        };
        /**
         * Get an instance type
         * @description Returns an instance type. The search `instance_type=NAME` in `GET /v1/guests` finds the guests that were created with
         *     it.
         */
        get: operations["getInstanceType"];
        put?: never;
        post?: never;
        /**
         * Delete an instance type
         * @description Deletes an instance type. Existing guests stay as they are, and still show its name. See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteInstanceType"];
        options?: never;
        head?: never;
        /**
         * Change an instance type
         * @description Changes an instance type with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A JSON Patch applies to the JSON that
         *     `GET` returns: its operations can read all of it, but can write only `name`, `description`, `vcpus`, `memory_mib`,
         *     `root_disk_mib`, `metadata` and `project`. In a merge patch, null restores the default of a member; `name`, `vcpus` and
         *     `memory_mib` cannot be removed. A `project` that does not exist is rejected (400). Existing guests stay as they are. See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateInstanceType"];
        trace?: never;
    };
    "/v1/placement-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the placement groups
         * @description Returns a page of the placement groups of the current project, in order of creation by default. See
         *     [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listPlacementGroups"];
        put?: never;
        /**
         * Create a placement group
         * @description Creates a placement group without guests. A project can have at most 1,000 placement groups (403 `QUOTA_EXCEEDED`). See
         *     [Placement](/docs/guide/placement) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createPlacementGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/placement-groups/{placement_group}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the placement group.
                 * @example web
                 */
                placement_group: components["parameters"]["placementGroup"];
            };
            cookie?: never;
        };
        /**
         * Get a placement group
         * @description Returns a placement group. The search `placement_group=NAME` in `GET /v1/guests` finds its guests.
         */
        get: operations["getPlacementGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a placement group
         * @description Deletes a placement group. A group that has guests is not deleted (409 `PLACEMENT_GROUP_IN_USE`). See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deletePlacementGroup"];
        options?: never;
        head?: never;
        /**
         * Change a placement group
         * @description Changes a placement group with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A JSON Patch applies to the JSON
         *     that `GET` returns: its operations can read all of it, but can write only `name`, `description`, `policy` and `strict`.
         *     In a merge patch, null empties the description, and sets `strict` to false; the name and the policy cannot be removed.
         *     A new policy applies to guests that are created from then on; existing guests stay where they are. See
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updatePlacementGroup"];
        trace?: never;
    };
    "/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the projects
         * @description Returns a page of the projects that the caller can see, in order of creation by default. See
         *     [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listProjects"];
        put?: never;
        /**
         * Create a project
         * @description Creates an empty project. At first only administrators have a role in it, because they have their role in every
         *     project. See [Quotas](/docs/guide/quotas) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        /**
         * Get a project
         * @description Returns a project with its quota and what counts towards it. The `ETag` covers `usage` too, so it changes with
         *     everything that is created or deleted in the project. See [Quotas](/docs/guide/quotas).
         */
        get: operations["getProject"];
        put?: never;
        post?: never;
        /**
         * Delete a project
         * @description Deletes a project together with its operations, its permissions and the tokens that are bound to it. Its events
         *     are retained as long as other events; only administrators can see them.
         *
         *     A project that still has guests or images is not deleted (409 `PROJECT_NOT_EMPTY`). A project in which the role
         *     `admin` is granted is not deleted either (409 `PROJECT_NOT_EMPTY`), because that role applies to every project:
         *     revoke the role first.
         *
         *     See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        /**
         * Change a project
         * @description Changes `name`, `description`, `zone` and `quota` with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A
         *     JSON Patch applies to the JSON that `GET` returns: its operations can read all of it, but can write only these
         *     four members. In a merge patch, null empties the description, and means any zone; for the quota or a member of
         *     it, null restores the default of the service. The name cannot be removed. A zone that does not exist is rejected
         *     (400). A quota below the usage is accepted: nothing is deleted, but
         *     nothing more can be created. See [Quotas](/docs/guide/quotas) and
         *     [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateProject"];
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users
         * @description Returns a page of the users that the caller can see, in order of creation by default. See
         *     [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description Creates a user without roles. Permissions grant it roles, directly or through groups; `POST /v1/tokens` creates
         *     a token for it. See [Credentials and roles](/docs/guide/credentials-and-roles) and
         *     [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the user.
                 * @example ann
                 */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        /**
         * Get a user
         * @description Returns a user and the groups that it belongs to.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description Deletes a user together with its tokens and permissions, and removes it from its groups. Its credentials stop
         *     working immediately. The guests that it created remain, and so do its operations and events. A user that deletes
         *     itself no longer has a credential. See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Changes `name` with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A JSON Patch applies to the JSON that
         *     `GET` returns: its operations can read all of it, but can write only the name, which cannot be removed. To
         *     change the groups of a user, use `/v1/groups`. See [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups
         * @description Returns a page of the groups that the caller can see, in order of creation by default. See
         *     [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listGroups"];
        put?: never;
        /**
         * Create a group
         * @description Creates a group, which at first has no roles. The group can be empty. Permissions grant it roles. All its
         *     members have these roles, and so do users whose token contains its `external_name`. See
         *     [Credentials and roles](/docs/guide/credentials-and-roles) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the group.
                 * @example front-end
                 */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        /**
         * Get a group
         * @description Returns a group and its members.
         */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a group
         * @description Deletes a group together with its permissions. Its members remain, but lose the roles that they had through the
         *     group. See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /**
         * Change a group
         * @description Changes `name`, `external_name` and `members` with a merge patch (RFC 7396) or a JSON Patch (RFC 6902). A JSON
         *     Patch applies to the JSON that `GET` returns: its operations can read all of it, but can write only these
         *     members. A merge patch replaces the whole list of members, and null empties this list. The name cannot be
         *     removed.
         *
         *     The resulting list can name a user by its id, by its name (only a local user), by its `external_id`, or by the
         *     object that `GET` returns. A user who is no longer a member loses the roles of the group immediately.
         *
         *     See [Conditional requests](/docs/guide/conditional-requests).
         */
        patch: operations["updateGroup"];
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the roles
         * @description Returns a page of roles, from the lowest to the highest by default, each with all its rights. See
         *     [Credentials and roles](/docs/guide/credentials-and-roles), [Paging](/docs/guide/paging) and
         *     [Search](/docs/guide/search).
         */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the role.
                 * @example operator
                 */
                role: components["parameters"]["role"];
            };
            cookie?: never;
        };
        /**
         * Get a role
         * @description Returns a role with all its rights. See [Credentials and roles](/docs/guide/credentials-and-roles).
         */
        get: operations["getRole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{project}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        /**
         * List the permissions in a project
         * @description Returns a page of the permissions in a project, in order of creation by default. They show who has a role in the
         *     project. See [Paging](/docs/guide/paging) and [Search](/docs/guide/search).
         */
        get: operations["listProjectPermissions"];
        put?: never;
        /**
         * Grant a role in a project
         * @description Grants a user or a group a role in this project. A caller cannot grant a role that is higher than its own in the
         *     project. The role `admin` is not confined to the project: only an administrator can grant it, and only with a
         *     credential that is not bound to a project. A request that names a user or group that does not exist is rejected
         *     (400), with a pointer to the member that names the user or group. See
         *     [Credentials and roles](/docs/guide/credentials-and-roles) and [Idempotency](/docs/guide/idempotency).
         */
        post: operations["createProjectPermission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{project}/permissions/{permission}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
                /**
                 * @description The id of the permission.
                 * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
                 */
                permission: components["parameters"]["permission"];
            };
            cookie?: never;
        };
        /**
         * Get a permission in a project
         * @description Returns a permission: which user or group has which role in the project.
         */
        get: operations["getProjectPermission"];
        put?: never;
        post?: never;
        /**
         * Revoke a role in a project
         * @description Removes the permission. This takes effect immediately. A caller cannot revoke a role that is higher than its
         *     own, and only an administrator can revoke `admin`. See [Conditional requests](/docs/guide/conditional-requests).
         */
        delete: operations["deleteProjectPermission"];
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
         * @description An opaque identifier.
         *     @format uuid
         * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
         */
        Id: string;
        /**
         * @description The id or name of a resource in a path. If it matches no resource, the request is rejected (404).
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example web-1
         */
        PathSegment: string;
        /**
         * @description An absolute path on this server.
         *     @format uri-reference
         * @example /v1/guests/5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
         */
        Href: string;
        /**
         * @description A time in UTC with milliseconds.
         *     @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$
         *     @format date-time
         * @example 2026-11-20T09:30:00.000Z
         */
        Timestamp: string;
        /**
         * @description A name: 1 to 255 characters, without control characters, without `/`, and without a space at either end. It is
         *     not `.` or `..`, and does not have the form of an id. Names are stored in Unicode Normalization Form C (NFC).
         *     Two names that differ only in case are the same. A name that an earlier version accepted can have characters
         *     that `NewName` does not allow; it remains valid until it is changed.
         *
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00-\x1f\x7f-\x9f\/]*$
         * @example web-1
         */
        Name: string;
        /**
         * @description A name, for people and for use in paths: 1 to 255 characters, without control characters, without the characters
         *     `#`, `%`, `/`, `;`, `?` and `\`, and without a space at either end. It must not be `.` or `..`, and must not
         *     have the form of an id. Names are stored in Unicode Normalization Form C (NFC). Two names that differ only in
         *     case are the same.
         *
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00-\x1f\x7f-\x9f#%\/;?\\]*$
         * @example web-1
         */
        NewName: string;
        /**
         * @description The current name, or a new name that meets the rules of `NewName`.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00-\x1f\x7f-\x9f\/]*$
         * @example web-1
         */
        ChangedName: string;
        /**
         * @description Free text.
         *     @maxLength 4096
         *     @pattern ^[^\x00]*$
         * @example The shop's front end
         */
        Description: string;
        /** @description A link to another resource, or to this one. */
        Link: {
            /**
             * @description How the target is related to this resource.
             * @example self
             */
            rel: string;
            /**
             * @description The absolute URL of the target.
             *     @format uri
             * @example http://127.0.0.1:8480/v1/guests/5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
             */
            href: string;
        };
        /** @description The links of a resource: `self`, and either `bookmark` or, if the resource is part of another one, `up`. */
        Links: components["schemas"]["Link"][];
        /** @description The values to send as `marker` to get the previous and the next page. */
        Markers: {
            /**
             * @description The marker of the previous page; null if the previous page is the first one, or if there is none.
             * @example null
             */
            prev: string | null;
            /**
             * @description The marker of the next page, which is the id of the last element of this page (in a list of events, its
             *     `marker`); null if there is no next page.
             * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
             */
            next: string | null;
        };
        /** @description Another resource, by its id and its name at the time of the response. */
        Reference: {
            id: components["schemas"]["Id"];
            /**
             * @description The name of the resource.
             * @example rack-3
             */
            name: string;
        };
        /**
         * @description Key-value pairs of your own: at most 128, and at most 64 KiB for all keys and values together (in UTF-8). A
         *     larger map from an earlier version of the service can only become smaller. A pair with an empty value is kept.
         *     A key consists of ASCII letters, digits, `.`, `_`, `:` and `-`, and can have single blanks between them. A search
         *     cannot name a key that has a blank.
         */
        Metadata: {
            [key: string]: components["schemas"]["MetadataValue"];
        };
        /**
         * @description The value of one key.
         *     @maxLength 4096
         *     @pattern ^[^\x00]*$
         * @example web
         */
        MetadataValue: string;
        /** @description The keys to set, and, with the value null, the keys to remove. Other keys stay unchanged. */
        MetadataPatch: {
            [key: string]: string | null;
        };
        /**
         * @description Operations that are applied in order (RFC 6902), either all or none. If a `test` operation fails, the whole
         *     patch is rejected with 409 `PATCH_TEST_FAILED`.
         *
         *     @maxItems 500
         */
        JsonPatch: components["schemas"]["JsonPatchOperation"][];
        /**
         * @description The kind of a JSON Patch operation.
         * @example replace
         * @enum {string}
         */
        JsonPatchVerb: "add" | "remove" | "replace" | "move" | "copy" | "test";
        /** @description One operation of a JSON Patch. Unknown members are ignored. */
        JsonPatchOperation: {
            op: components["schemas"]["JsonPatchVerb"];
            /**
             * @description The target location, as a JSON pointer (RFC 6901).
             *     @maxLength 1024
             * @example /description
             */
            path: string;
            /**
             * @description The source location, as a JSON pointer. Only for `move` and `copy`.
             *     @maxLength 1024
             * @example /name
             */
            from?: string;
            /**
             * @description The value to write or compare; only for `add`, `replace` and `test`.
             * @example The shop's new front end
             */
            value?: unknown;
        };
        /** @description A fault that is stored with the guest or operation it happened to. */
        Fault: {
            error_name: components["schemas"]["ErrorName"];
            /**
             * @description Details of this occurrence, as human-readable text.
             * @example The guest did not power off within 90 seconds.
             */
            detail: string;
            at: components["schemas"]["Timestamp"];
        };
        /** @description The versions of the API that the server supports. */
        Versions: {
            /**
             * @description The name of the server software.
             * @example guesthouse
             */
            name: string;
            /**
             * @description The version of the server software.
             * @example 0.1.0
             */
            version: string;
            /** @description All versions of the API, the current one first. */
            versions: components["schemas"]["Version"][];
        };
        /** @description A version of the API. */
        Version: {
            /**
             * @description The id of the version, which is the first segment of all its paths.
             * @example v1
             */
            id: string;
            href: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
        };
        /** @description The entry point, with links to all collections. */
        Index: {
            /**
             * @description The id of the API version.
             * @example v1
             */
            id: string;
            href: components["schemas"]["Href"];
            /** @description One link for each collection, with the collection's name as `rel`. */
            links: components["schemas"]["Link"][];
        };
        /** @description The older APIs that this server also serves. */
        Dialects: {
            /** @description The older APIs, by name; empty if the configuration turns all of them off. */
            dialects: components["schemas"]["Dialect"][];
        };
        /** @description An API of an older system, over the same guests. */
        Dialect: {
            name: components["schemas"]["DialectName"];
            /**
             * @description The API's full name.
             * @example OpenStack Sahara v1.1
             */
            title: string;
            /** @description The beginnings of its paths. Every other path belongs to the native API. */
            prefixes: string[];
            /** @description The links to its contract, as JSON and as YAML, with the relation `service-desc`. */
            links: components["schemas"]["Link"][];
        };
        /**
         * @description The name of an older API.
         * @example sahara
         * @enum {string}
         */
        DialectName: "mistify" | "mogan" | "ovirt" | "sahara";
        /** @description An OpenAPI document. */
        OpenApiDocument: {
            [key: string]: unknown;
        };
        /** @description The liveness of the service. */
        Health: {
            /**
             * @description Always `ok`.
             * @example ok
             * @enum {string}
             */
            status: "ok";
        };
        /** @description The conditions that the service needs to work, and whether they are met. */
        Readiness: {
            /**
             * @description Whether all conditions below are met. The service can be ready while a host is away.
             * @example true
             */
            ready: boolean;
            /**
             * @description Whether the database has the schema that this version needs.
             * @example true
             */
            migrations_done: boolean;
            /**
             * @description Whether the database responds now.
             * @example true
             */
            database_answers: boolean;
            /**
             * @description Whether the service has tried to observe each host since the service started.
             * @example true
             */
            first_look_tried: boolean;
        };
        /** @description The targets of a bookmark. */
        Bookmark: {
            href: components["schemas"]["Href"];
            /** @description The resource in each version of the API, with the id of the version as `rel`. */
            links: components["schemas"]["Link"][];
        };
        /**
         * @description A collection whose resources have bookmarks.
         * @example guests
         * @enum {string}
         */
        BookmarkCollection: "guests" | "images" | "operations" | "hosts" | "networks" | "tokens" | "zones" | "instance-types" | "placement-groups" | "projects" | "users" | "groups";
        /**
         * @description The driver for one kind of hypervisor.
         * @example qmp
         * @enum {string}
         */
        BackendName: "fake" | "qmp" | "libvirt";
        /**
         * @description Whether a host responds. A host is `away` if it has not responded for 5 seconds; its guests are then `unknown`.
         * @example up
         * @enum {string}
         */
        HostState: "up" | "away";
        /** @description What guests on a host can use. A request for anything else is rejected with 501 `UNSUPPORTED_BY_BACKEND`. */
        Capabilities: {
            /** @description The firmwares that a guest can have. */
            firmwares: components["schemas"]["Firmware"][];
            /** @description The buses that a disk can be attached to. */
            disk_buses: components["schemas"]["DiskBus"][];
            /** @description The models that a NIC can have. */
            nic_models: components["schemas"]["NicModel"][];
            /**
             * @description Whether a guest can boot a kernel directly, without a boot loader.
             * @example true
             */
            direct_kernel_boot: boolean;
            /**
             * @description Whether the serial console output of a guest is recorded.
             * @example true
             */
            console_log: boolean;
            /**
             * @description Whether CPU counters are available.
             * @example true
             */
            cpu_metrics: boolean;
            /**
             * @description Whether disk counters are available.
             * @example true
             */
            disk_metrics: boolean;
            /**
             * @description Whether NIC counters are available.
             * @example false
             */
            nic_metrics: boolean;
            /**
             * @description Whether guests on the network `user` are cut off from the loopback of the host. If not, a guest can connect
             *     to every service that listens only on 127.0.0.1 of the host. A guest that was started before the host could
             *     isolate this network is cut off after its next power cycle; until then, its `power_cycle_required` is true.
             * @example true
             */
            user_network_isolation: boolean;
        };
        /** @description A hypervisor that guests run on. */
        Host: {
            id: components["schemas"]["Id"];
            href: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            readonly zone: components["schemas"]["Reference"];
            backend: components["schemas"]["BackendName"];
            /**
             * @description The URI that the service uses to reach the host, without secrets. Null unless the caller is an
             *     administrator.
             * @example qmp:///var/lib/guesthouse/qmp
             */
            uri: string | null;
            state: components["schemas"]["HostState"];
            state_since: components["schemas"]["Timestamp"];
            /**
             * @description Why the host stays `away` although its hypervisor responds: the hypervisor is already another host.
             *     Otherwise null.
             * @example null
             */
            fault: components["schemas"]["Fault"] | null;
            /**
             * @description The version that the hypervisor reports.
             * @example 7.2.22
             */
            hypervisor_version: string;
            /**
             * @description The number of CPUs of the host; 0 if the host has never been reached.
             *     @isInt
             *     @minimum 0
             * @example 32
             */
            vcpus: number;
            /**
             * @description The memory of the host in MiB; 0 if the host has never been reached.
             *     @isInt
             *     @minimum 0
             * @example 131072
             */
            memory_mib: number;
            /**
             * @description The size of the storage for the disks of guests in MiB, or null if the host does not report it. If it is
             *     null, the disks of guests are not limited.
             *
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            disk_mib: number | null;
            schedulable: components["schemas"]["Schedulable"];
            ratios: components["schemas"]["HostRatios"];
            reserved: components["schemas"]["HostReserves"];
            usage: components["schemas"]["HostUsage"];
            capabilities: components["schemas"]["Capabilities"];
            metadata: components["schemas"]["Metadata"];
        };
        /**
         * @description Whether new guests can be placed on the host. If not, the host is cordoned: its guests stay and can be changed,
         *     but it gets no new guest.
         * @example true
         */
        Schedulable: boolean;
        /**
         * @description How many times guests together can claim the resource, after the reserve is subtracted.
         *     @minimum 0.01
         *     @maximum 1000
         * @example 4
         */
        HostRatio: number;
        /**
         * @description How many times guests together can claim each resource of the host, after its reserve is subtracted. With a
         *     ratio of 4, guests can have four times as many vCPUs as the host has CPUs.
         */
        HostRatios: {
            vcpus: components["schemas"]["HostRatio"];
            memory: components["schemas"]["HostRatio"];
            disk: components["schemas"]["HostRatio"];
        };
        /** @description The changes to the ratios of a host. Null restores the defaults. */
        HostRatiosUpdate: {
            vcpus?: components["schemas"]["ChangedRatio"];
            memory?: components["schemas"]["ChangedRatio"];
            disk?: components["schemas"]["ChangedRatio"];
        } | null;
        /**
         * @description How many times guests together can claim the resource; null restores the default (4 for vCPUs, otherwise 1).
         *
         *     @minimum 0.01
         *     @maximum 1000
         * @example 8
         */
        ChangedRatio: number | null;
        /** @description The parts of the host that guests cannot claim, because the host itself needs them. */
        HostReserves: {
            /**
             * @description The number of CPUs that guests cannot claim.
             *     @isInt
             *     @minimum 0
             *     @maximum 2147483647
             * @example 0
             */
            vcpus: number;
            /**
             * @description The memory that guests cannot claim, in MiB.
             *     @isInt
             *     @minimum 0
             *     @maximum 2147483647
             * @example 1024
             */
            memory_mib: number;
            /**
             * @description The storage that guests cannot claim, in MiB.
             *     @isInt
             *     @minimum 0
             *     @maximum 9007199254740991
             *     @format int64
             * @example 0
             */
            disk_mib: number;
        };
        /** @description The changes to the reserves of a host. Null restores the defaults. */
        HostReservesUpdate: {
            /**
             * @description The number of CPUs that guests cannot claim; null restores the default, 0.
             *     @isInt
             *     @minimum 0
             *     @maximum 2147483647
             * @example 2
             */
            vcpus?: number | null;
            /**
             * @description The memory that guests cannot claim, in MiB; null restores the default, 1024.
             *     @isInt
             *     @minimum 0
             *     @maximum 2147483647
             * @example 4096
             */
            memory_mib?: number | null;
            /**
             * @description The storage that guests cannot claim, in MiB; null restores the default, 0.
             *     @isInt
             *     @minimum 0
             *     @maximum 9007199254740991
             *     @format int64
             * @example 10240
             */
            disk_mib?: number | null;
        } | null;
        /** @description How much of a resource of the host guests have claimed, and how much they can still claim. */
        TakenAndFree: {
            /**
             * @description How much guests have claimed, running or not.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 6
             */
            taken: number;
            /**
             * @description How much guests can still claim; 0 if the ratio and the reserve leave less than guests have already claimed.
             *
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 122
             */
            free: number;
        };
        /** @description How much storage guests have claimed, and how much they can still claim. */
        TakenAndFreeDisk: {
            /**
             * @description The total size of the disks of all guests of the host, in MiB.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 61440
             */
            taken: number;
            /**
             * @description How much guests can still claim, in MiB, or null if the host does not report its storage.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 987136
             */
            free: number | null;
        };
        /**
         * @description How much of the host guests have claimed, and how much new guests can still claim. A guest claims its vCPUs, its
         *     memory and its disks from its creation to its deletion, whether it runs or not.
         */
        HostUsage: {
            vcpus: components["schemas"]["TakenAndFree"];
            memory_mib: components["schemas"]["TakenAndFree"];
            disk_mib: components["schemas"]["TakenAndFreeDisk"];
        };
        /**
         * @description A zone: its id, its name, or an object like the `zone` of a host. The service reads only the id of such an object.
         * @example default
         */
        ZoneReference: string | {
            id: components["schemas"]["Id"];
            /**
             * @description The name of the zone. The service ignores it.
             * @example default
             */
            name?: string;
        };
        /**
         * @description The URI of the hypervisor. `libvirt` accepts the URIs of libvirt for its drivers `qemu` and `test`, over a unix
         *     socket, TCP, TLS or SSH; a name of a user is possible only with SSH, a password never. `fake` accepts
         *     `fake:///NAME?vcpus=&memory_mib=&disk_mib=`. `qmp` accepts none.
         *
         *     @minLength 1
         *     @maxLength 2048
         *     @pattern ^[^\x00-\x20\x7f]*$
         * @example qemu+ssh://vm@rack-4/system
         */
        HostUri: string;
        /** @description A host to create. */
        HostCreate: {
            name: components["schemas"]["NewName"];
            backend: components["schemas"]["BackendName"];
            uri: components["schemas"]["HostUri"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example The left rack in the cellar
             */
            description?: string;
            /**
             * @description The zone of the host; null means the zone `default`.
             *     @default null
             * @example default
             */
            zone?: components["schemas"]["ZoneReference"] | null;
            /**
             * @description Whether new guests can be placed on the host.
             *     @default true
             * @example true
             */
            schedulable?: boolean;
            /**
             * @description How many times guests together can claim each resource.
             *     @default {}
             */
            ratios?: {
                vcpus?: components["schemas"]["ChangedRatio"];
                memory?: components["schemas"]["ChangedRatio"];
                disk?: components["schemas"]["ChangedRatio"];
            };
            /**
             * @description The parts of the host that guests cannot claim.
             *     @default {}
             */
            reserved?: {
                /**
                 * @description The number of CPUs that guests cannot claim; null restores the default, 0.
                 *     @isInt
                 *     @minimum 0
                 *     @maximum 2147483647
                 * @example 2
                 */
                vcpus?: number | null;
                /**
                 * @description The memory that guests cannot claim, in MiB; null restores the default, 1024.
                 *     @isInt
                 *     @minimum 0
                 *     @maximum 2147483647
                 * @example 4096
                 */
                memory_mib?: number | null;
                /**
                 * @description The storage that guests cannot claim, in MiB; null restores the default, 0.
                 *     @isInt
                 *     @minimum 0
                 *     @maximum 9007199254740991
                 *     @format int64
                 * @example 10240
                 */
                disk_mib?: number | null;
            };
            /**
             * @description Key-value pairs of your own: at most 128, and at most 64 KiB for all keys and values together (in UTF-8).
             *
             *     @default {}
             */
            metadata?: {
                [key: string]: components["schemas"]["MetadataValue"];
            };
        };
        /** @description The changes to a host. Null restores the default of a member. */
        HostUpdate: {
            name?: components["schemas"]["ChangedName"];
            uri?: components["schemas"]["HostUri"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example The left rack in the cellar
             */
            description?: string | null;
            /**
             * @description The zone of the host; null means the zone `default`.
             * @example default
             */
            zone?: components["schemas"]["ZoneReference"] | null;
            /**
             * @description Whether new guests can be placed on the host; null means true.
             * @example false
             */
            schedulable?: boolean | null;
            ratios?: components["schemas"]["HostRatiosUpdate"];
            reserved?: components["schemas"]["HostReservesUpdate"];
            /**
             * @description The keys to set, and, with the value null, the keys to remove. Null instead of an object removes all keys.
             *     The result can have at most 128 pairs and 64 KiB.
             */
            metadata?: {
                [key: string]: string | null;
            } | null;
        };
        /** @description A host with only the members named in `fields`. */
        HostSelection: {
            id: components["schemas"]["Id"];
            href?: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            readonly zone?: components["schemas"]["Reference"];
            backend?: components["schemas"]["BackendName"];
            /**
             * @description The URI that the service uses to reach the host, without secrets. Null unless the caller is an
             *     administrator.
             * @example qmp:///var/lib/guesthouse/qmp
             */
            uri?: string | null;
            state?: components["schemas"]["HostState"];
            state_since?: components["schemas"]["Timestamp"];
            /**
             * @description Why the host stays `away` although its hypervisor responds: the hypervisor is already another host.
             *     Otherwise null.
             * @example null
             */
            fault?: components["schemas"]["Fault"] | null;
            /**
             * @description The version that the hypervisor reports.
             * @example 7.2.22
             */
            hypervisor_version?: string;
            /**
             * @description The number of CPUs of the host; 0 if the host has never been reached.
             *     @isInt
             *     @minimum 0
             * @example 32
             */
            vcpus?: number;
            /**
             * @description The memory of the host in MiB; 0 if the host has never been reached.
             *     @isInt
             *     @minimum 0
             * @example 131072
             */
            memory_mib?: number;
            /**
             * @description The size of the storage for the disks of guests in MiB, or null if the host does not report it. If it is
             *     null, the disks of guests are not limited.
             *
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            disk_mib?: number | null;
            schedulable?: components["schemas"]["Schedulable"];
            ratios?: components["schemas"]["HostRatios"];
            reserved?: components["schemas"]["HostReserves"];
            usage?: components["schemas"]["HostUsage"];
            capabilities?: components["schemas"]["Capabilities"];
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description A host with all its members, or only with those named in `fields`. */
        HostOrSelection: components["schemas"]["Host"] | components["schemas"]["HostSelection"];
        /** @description A page of hosts. */
        HostList: {
            /**
             * @description The hosts of the page.
             *     @maxItems 1000
             */
            hosts: components["schemas"]["HostOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description How a network connects guests. `user` translates addresses (NAT) and needs no privileges; `bridge` is a bridge
         *     of the host.
         * @example user
         * @enum {string}
         */
        NetworkKind: "user" | "bridge";
        /**
         * @description Whether at least one host has the network: `present` or `absent`. The network `user` is always `present`. An
         *     absent network keeps its id and settings, and guests can still refer to it.
         * @example present
         * @enum {string}
         */
        NetworkState: "present" | "absent";
        /**
         * @description Which projects can use the network for new guests: `all`, or only those `listed` in `projects`. The configuration
         *     of the service (`GUESTHOUSE_NETWORKS`) must also permit the network.
         * @example listed
         * @enum {string}
         */
        NetworkAccess: "all" | "listed";
        /**
         * @description Who can choose the MAC address of a NIC on the network: all `members` of a project who can create guests, or only
         *     `administrators`. Other callers get a random address.
         * @example members
         * @enum {string}
         */
        MacChoice: "members" | "administrators";
        /** @description The hosts that have a network. */
        NetworkHosts: {
            /**
             * @description The number of hosts that have the network, including hosts that are away.
             *     @isInt
             *     @minimum 0
             * @example 2
             */
            count: number;
            /**
             * @description The list of these hosts.
             * @example /v1/hosts?search=network%3D3f6b2d1c-7a5e-4c0d-8e9f-1a2b3c4d5e6f
             */
            href: string;
        };
        /**
         * @description A project: its id, its name, or an object with its id, like those in responses. The service reads only the id of
         *     such an object.
         * @example shop
         */
        ProjectReference: string | {
            id: components["schemas"]["Id"];
            /**
             * @description The name of the project. The service ignores it.
             * @example shop
             */
            name?: string;
        };
        /** @description A network that a NIC can be attached to. Networks of the same name on several hosts are one network. */
        Network: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            /**
             * @description The name of the network on its hosts.
             * @example user
             */
            readonly name: string;
            readonly kind: components["schemas"]["NetworkKind"];
            readonly state: components["schemas"]["NetworkState"];
            description: components["schemas"]["Description"];
            access: components["schemas"]["NetworkAccess"];
            /**
             * @description The projects that can use the network if `access` is `listed`, sorted by name. Callers see only those
             *     projects that they can see.
             *
             *     @maxItems 1000
             */
            projects: components["schemas"]["Reference"][];
            mac_choice: components["schemas"]["MacChoice"];
            readonly hosts: components["schemas"]["NetworkHosts"];
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description The changes to a network. Null restores the default of `description` and `projects`. */
        NetworkUpdate: {
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example The network of the office
             */
            description?: string | null;
            access?: components["schemas"]["NetworkAccess"];
            /**
             * @description The complete list of projects that can use the network if `access` is `listed`, or null for none. Duplicates
             *     are ignored.
             *
             *     @maxItems 1000
             */
            projects?: components["schemas"]["ProjectReference"][] | null;
            mac_choice?: components["schemas"]["MacChoice"];
        };
        /** @description A network with only the members named in `fields`. */
        NetworkSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            /**
             * @description The name of the network on its hosts.
             * @example user
             */
            readonly name?: string;
            readonly kind?: components["schemas"]["NetworkKind"];
            readonly state?: components["schemas"]["NetworkState"];
            description?: components["schemas"]["Description"];
            access?: components["schemas"]["NetworkAccess"];
            /**
             * @description The projects that can use the network if `access` is `listed`, sorted by name. Callers see only those
             *     projects that they can see.
             *
             *     @maxItems 1000
             */
            projects?: components["schemas"]["Reference"][];
            mac_choice?: components["schemas"]["MacChoice"];
            readonly hosts?: components["schemas"]["NetworkHosts"];
            readonly created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A network with all its members, or only with those named in `fields`. */
        NetworkOrSelection: components["schemas"]["Network"] | components["schemas"]["NetworkSelection"];
        /** @description A page of networks. */
        NetworkList: {
            /**
             * @description The networks of the page.
             *     @maxItems 1000
             */
            networks: components["schemas"]["NetworkOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description The state of a guest, or the change in progress.
         * @example running
         * @enum {string}
         */
        GuestState: "creating" | "stopped" | "starting" | "running" | "stopping" | "rebooting" | "suspending" | "suspended" | "updating" | "deleting" | "error" | "unknown";
        /**
         * @description Whether a guest is powered on, powered off or suspended. A suspended guest keeps its memory.
         * @example on
         * @enum {string}
         */
        PowerState: "on" | "off" | "suspended";
        /**
         * @description The power state to reach: `on` = start, `off` = poweroff, `soft_off` = shutdown, `reboot` = restart (hard),
         *     `soft_reboot` = reboot, `suspend` = suspend.
         * @example soft_off
         * @enum {string}
         */
        PowerTarget: "on" | "off" | "soft_off" | "reboot" | "soft_reboot" | "suspend";
        /**
         * @description The firmware that a guest boots with.
         * @example bios
         * @enum {string}
         */
        Firmware: "bios" | "uefi";
        /**
         * @description The kind of medium in a drive. A `cdrom` is read-only.
         * @example disk
         * @enum {string}
         */
        DiskMedia: "disk" | "cdrom";
        /**
         * @description The bus that a drive is attached to.
         * @example virtio
         * @enum {string}
         */
        DiskBus: "virtio" | "scsi" | "sata" | "ide";
        /**
         * @description The format of a disk or image file.
         * @example qcow2
         * @enum {string}
         */
        DiskFormat: "qcow2" | "raw";
        /**
         * @description The model of a NIC, as the guest sees it.
         * @example virtio
         * @enum {string}
         */
        NicModel: "virtio" | "e1000";
        /**
         * @description The number of CPUs of a guest.
         *     @isInt
         *     @minimum 1
         *     @maximum 256
         * @example 2
         */
        Vcpus: number;
        /**
         * @description The memory of a guest in MiB.
         *     @isInt
         *     @minimum 16
         *     @maximum 4194304
         * @example 2048
         */
        MemoryMib: number;
        /**
         * @description The size of a disk in MiB.
         *     @isInt
         *     @minimum 1
         *     @maximum 16777216
         * @example 20480
         */
        DiskSizeMib: number;
        /**
         * @description The command line of the kernel. It must not contain secrets, because every user of the machine that runs the guest can read it.
         *     @maxLength 2048
         *     @pattern ^[^\x00]*$
         * @example console=ttyS0 root=/dev/vda1
         */
        KernelCommandLine: string;
        /**
         * @description The id or name of an image.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example debian-12
         */
        ImageReference: string;
        /** @description The kernel that a guest boots directly. */
        Boot: {
            kernel_image: components["schemas"]["Id"];
            /**
             * @description The id of the initrd image, or null for none.
             *     @format uuid
             * @example null
             */
            initrd_image: string | null;
            cmdline: components["schemas"]["KernelCommandLine"];
        };
        /** @description A kernel that the guest boots directly, without a boot loader. */
        BootCreate: {
            kernel_image: components["schemas"]["ImageReference"];
            /**
             * @description The id or name of an image of kind `initrd`, or null for none.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example debian-12-initrd
             */
            initrd_image?: string | null;
            /**
             * @description The command line of the kernel. It must not contain secrets, because every user of the machine that runs the guest can read it.
             *     @maxLength 2048
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example console=ttyS0 root=/dev/vda1
             */
            cmdline?: string;
        };
        /** @description A drive of a guest. */
        Disk: {
            /**
             * @description The name of the drive, unique within the guest. Metrics refer to the drive by this name.
             * @example vda
             */
            readonly device: string;
            media: components["schemas"]["DiskMedia"];
            /**
             * @description The size of a disk in MiB.
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            size_mib: number;
            /**
             * @description The id of the image that the drive was created from, or null for a blank disk.
             *     @format uuid
             * @example c4a1c7d2-6f0e-4d0b-8a3e-2f7c5e9b1d66
             */
            image: string | null;
            bus: components["schemas"]["DiskBus"];
            format: components["schemas"]["DiskFormat"];
        };
        /** @description A drive to create. */
        DiskCreate: {
            /**
             * @description The kind of medium. A `cdrom` needs an image of kind `iso`.
             *     @default "disk"
             * @example disk
             * @enum {string}
             */
            media?: "disk" | "cdrom";
            /**
             * @description The size of the disk in MiB. The default is the size of the image; for the first drive of media `disk`, it is
             *     the `root_disk_mib` of the instance type, if the type has one and it is larger. Required for a disk without
             *     an image if there is no default. A size smaller than that of the image is rejected (400).
             *
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            size_mib?: number;
            /**
             * @description The id or name of the image to create the drive from, or null for a blank disk.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example debian-12
             */
            image?: string | null;
            /**
             * @description The bus. The default is `virtio` for a disk; for a cdrom, a bus that the host supports.
             * @example virtio
             * @enum {string}
             */
            bus?: "virtio" | "scsi" | "sata" | "ide";
            /**
             * @description The format. The default is `qcow2` for a disk; a cdrom is always `raw`.
             * @example qcow2
             * @enum {string}
             */
            format?: "qcow2" | "raw";
        };
        /** @description A network interface of a guest. */
        Nic: {
            /**
             * @description The name of the NIC, unique within the guest. Metrics refer to the NIC by this name.
             * @example net0
             */
            readonly device: string;
            /**
             * @description The network that the NIC is attached to.
             * @example user
             */
            network: string;
            model: components["schemas"]["NicModel"];
            /**
             * @description The MAC address, in lower case.
             *     @pattern ^[0-9a-f]{2}(:[0-9a-f]{2}){5}$
             * @example 52:54:00:3a:1c:07
             */
            mac: string;
            /**
             * @description The first IP address that the guest was seen to have on this network, preferably an IPv4 address, or null if
             *     none is known. It comes from the guest's own agent, from the DHCP leases of libvirt, or from the network
             *     `user`, which gives each guest 10.0.2.15. The guest can report any address, so do not base a decision about
             *     access on it. A guest without power has no address. See the page
             *     [Addresses and machines](/docs/guide/addresses-and-machines).
             *
             *     @maxLength 39
             * @example 10.0.2.15
             */
            readonly address: string | null;
            /**
             * @description The further IP addresses of the NIC, IPv4 before IPv6, without link-local addresses. At most 15, so a NIC
             *     shows at most 16 addresses together with `address`.
             *
             *     @maxItems 15
             */
            readonly addresses: string[];
        };
        /** @description A network interface to create. */
        NicCreate: {
            /**
             * @description The id or name of the network to attach the NIC to, one of those that `/v1/networks` lists.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default "user"
             * @example user
             */
            network?: string;
            /**
             * @description The model of the NIC, as the guest sees it.
             *     @default "virtio"
             * @example virtio
             * @enum {string}
             */
            model?: "virtio" | "e1000";
            /**
             * @description The MAC address. It must not be a multicast address or consist of zeros, and no other guest on the same
             *     network can have it (except on `user`, where each guest is alone). If `mac_choice` of the network is
             *     `administrators`, an address that another caller chooses is rejected (400). The default is a random address that
             *     starts with `52:54:00`.
             *
             *     @pattern ^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$
             * @example 52:54:00:3a:1c:07
             */
            mac?: string;
        };
        /** @description A virtual machine that Guesthouse manages. */
        Guest: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            readonly project_id: components["schemas"]["Id"];
            /**
             * @description The id of the user who created the guest, or null if no user is known.
             * @example null
             */
            readonly user_id: string | null;
            readonly host: components["schemas"]["Reference"];
            readonly zone: components["schemas"]["Reference"];
            /**
             * @description The instance type that the guest was created with, with the name that the type had then; the type may no
             *     longer exist. Null if the guest was created without a type, or its `vcpus` or `memory_mib` changed since.
             * @example null
             */
            readonly instance_type: components["schemas"]["Reference"] | null;
            /**
             * @description The placement group of the guest, or null if it has none.
             * @example null
             */
            readonly placement_group: components["schemas"]["Reference"] | null;
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib: number;
            firmware: components["schemas"]["Firmware"];
            /**
             * @description The CPU model that the guest sees, as its hypervisor names it, or null while the guest has no definition on
             *     its host. The host chooses it when the guest is created, and it then stays the same. `max` and `host` are
             *     everything that the host can offer, so such a guest may see another CPU on another host. See the page
             *     [Addresses and machines](/docs/guide/addresses-and-machines).
             *
             *     @maxLength 255
             * @example Skylake-Server
             */
            readonly cpu_model: string | null;
            /**
             * @description The versioned type of the virtual machine, as its hypervisor names it, or null while the guest has no
             *     definition on its host. The host chooses it when the guest is created, and an upgrade of the hypervisor does
             *     not change it.
             *
             *     @maxLength 255
             * @example pc-q35-7.2
             */
            readonly machine_type: string | null;
            /**
             * @description The kernel that the guest boots directly, or null if it boots from a drive.
             * @example null
             */
            boot: components["schemas"]["Boot"] | null;
            /**
             * @description The drives of the guest, in boot order.
             *     @maxItems 16
             */
            disks: components["schemas"]["Disk"][];
            /**
             * @description The network interfaces of the guest.
             *     @maxItems 8
             */
            nics: components["schemas"]["Nic"][];
            metadata: components["schemas"]["Metadata"];
            readonly state: components["schemas"]["GuestState"];
            /**
             * @description The power state that was last observed, or null if none was ever observed.
             * @example on
             */
            readonly power_state: components["schemas"]["PowerState"] | null;
            /**
             * @description The power state that the open operation will bring the guest to, or null if there is no such operation.
             * @example null
             */
            readonly target_power_state: components["schemas"]["PowerTarget"] | null;
            /**
             * @description Whether the guest runs with a setting that is no longer safe and that only a power cycle changes: shut the
             *     guest down and start it again. The event `guest.power_cycle_required` reports it once, with the reason:
             *     `vnc_without_password` for a VNC server of version 0.3, which other guests on the same host can reach, or
             *     `loopback_reachable` for a guest that was started before its host could isolate the network `user`.
             * @example false
             */
            readonly power_cycle_required: boolean;
            /**
             * @description What went wrong with the guest, or null if nothing did. The next operation that succeeds clears the fault.
             *     While the guest is unresponsive, the fault is `GUEST_UNRESPONSIVE`; after that, the member shows the earlier
             *     fault again.
             * @example null
             */
            readonly fault: components["schemas"]["Fault"] | null;
            readonly created_at: components["schemas"]["Timestamp"];
            readonly updated_at: components["schemas"]["Timestamp"];
            /**
             * @description When the guest was first powered on, or null if it never was.
             *     @format date-time
             * @example 2026-11-20T09:30:02.000Z
             */
            readonly launched_at: string | null;
        };
        /**
         * @description A guest to create. `name` is required, and so is either `instance_type`, or both `vcpus` and `memory_mib`.
         *     Everything else has a default.
         */
        GuestCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example The shop's front end
             */
            description?: string;
            /**
             * @description The id or name of an instance type, or null. The guest gets its `vcpus`, its `memory_mib`, and, for a first
             *     disk without `size_mib`, its `root_disk_mib`. A request with both a type and one of the first two is rejected
             *     (400).
             *
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example medium
             */
            instance_type?: string | null;
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus?: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib?: number;
            /**
             * @description The firmware that the guest boots with.
             *     @default "bios"
             * @example bios
             * @enum {string}
             */
            firmware?: "bios" | "uefi";
            /**
             * @description A kernel to boot directly, or null to boot from a drive.
             *     @default null
             * @example null
             */
            boot?: components["schemas"]["BootCreate"] | null;
            /**
             * @description The drives of the guest, in boot order.
             *     @maxItems 16
             *     @default []
             */
            disks?: components["schemas"]["DiskCreate"][];
            /**
             * @description The network interfaces of the guest.
             *     @maxItems 8
             *     @default []
             */
            nics?: components["schemas"]["NicCreate"][];
            /**
             * @description Key-value pairs of your own: at most 128, and at most 64 KiB for all keys and values together (in UTF-8).
             *
             *     @default {}
             */
            metadata?: {
                [key: string]: components["schemas"]["MetadataValue"];
            };
            /**
             * @description Which hosts the guest can be placed on, or null for any host.
             *     @default null
             */
            placement?: components["schemas"]["PlacementCreate"] | null;
        };
        /**
         * @description Which hosts a new guest can be placed on. A host must meet every member that is not null. See
         *     [Placement](/docs/guide/placement).
         */
        PlacementCreate: {
            /**
             * @description The id or name of the only host, or null.
             *     @default null
             * @example rack-3
             */
            host?: components["schemas"]["HostReference"] | null;
            /**
             * @description The id or name of the only zone, or null for any zone.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example default
             */
            zone?: string | null;
            /**
             * @description A search over hosts, as in the parameter `search` of `GET /v1/hosts`, without `sortby` and `page`; or null.
             *
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example metadata.disk=nvme
             */
            hosts?: string | null;
            /**
             * @description The id or name of a placement group, or null.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example web
             */
            group?: string | null;
        };
        /**
         * @description The id or name of a host.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example rack-3
         */
        HostReference: string;
        /** @description The changes to a guest. Null restores the default of a member. */
        GuestUpdate: {
            name?: components["schemas"]["ChangedName"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example The shop's new front end
             */
            description?: string | null;
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus?: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib?: number;
            /**
             * @description The keys to set, and, with the value null, the keys to remove. Null instead of an object removes all keys.
             *     The result can have at most 128 pairs and 64 KiB.
             */
            metadata?: {
                [key: string]: string | null;
            } | null;
        };
        /** @description A guest with only the members named in `fields`. */
        GuestSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            readonly project_id?: components["schemas"]["Id"];
            /**
             * @description The id of the user who created the guest, or null if no user is known.
             * @example null
             */
            readonly user_id?: string | null;
            readonly host?: components["schemas"]["Reference"];
            readonly zone?: components["schemas"]["Reference"];
            /**
             * @description The instance type that the guest was created with, with the name that the type had then; the type may no
             *     longer exist. Null if the guest was created without a type, or its `vcpus` or `memory_mib` changed since.
             * @example null
             */
            readonly instance_type?: components["schemas"]["Reference"] | null;
            /**
             * @description The placement group of the guest, or null if it has none.
             * @example null
             */
            readonly placement_group?: components["schemas"]["Reference"] | null;
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus?: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib?: number;
            firmware?: components["schemas"]["Firmware"];
            /**
             * @description The CPU model that the guest sees, as its hypervisor names it, or null while the guest has no definition on
             *     its host. The host chooses it when the guest is created, and it then stays the same. `max` and `host` are
             *     everything that the host can offer, so such a guest may see another CPU on another host. See the page
             *     [Addresses and machines](/docs/guide/addresses-and-machines).
             *
             *     @maxLength 255
             * @example Skylake-Server
             */
            readonly cpu_model?: string | null;
            /**
             * @description The versioned type of the virtual machine, as its hypervisor names it, or null while the guest has no
             *     definition on its host. The host chooses it when the guest is created, and an upgrade of the hypervisor does
             *     not change it.
             *
             *     @maxLength 255
             * @example pc-q35-7.2
             */
            readonly machine_type?: string | null;
            /**
             * @description The kernel that the guest boots directly, or null if it boots from a drive.
             * @example null
             */
            boot?: components["schemas"]["Boot"] | null;
            /**
             * @description The drives of the guest, in boot order.
             *     @maxItems 16
             */
            disks?: components["schemas"]["Disk"][];
            /**
             * @description The network interfaces of the guest.
             *     @maxItems 8
             */
            nics?: components["schemas"]["Nic"][];
            metadata?: components["schemas"]["Metadata"];
            readonly state?: components["schemas"]["GuestState"];
            /**
             * @description The power state that was last observed, or null if none was ever observed.
             * @example on
             */
            readonly power_state?: components["schemas"]["PowerState"] | null;
            /**
             * @description The power state that the open operation will bring the guest to, or null if there is no such operation.
             * @example null
             */
            readonly target_power_state?: components["schemas"]["PowerTarget"] | null;
            /**
             * @description Whether the guest runs with a setting that is no longer safe and that only a power cycle changes: shut the
             *     guest down and start it again. The event `guest.power_cycle_required` reports it once, with the reason:
             *     `vnc_without_password` for a VNC server of version 0.3, which other guests on the same host can reach, or
             *     `loopback_reachable` for a guest that was started before its host could isolate the network `user`.
             * @example false
             */
            readonly power_cycle_required?: boolean;
            /**
             * @description What went wrong with the guest, or null if nothing did. The next operation that succeeds clears the fault.
             *     While the guest is unresponsive, the fault is `GUEST_UNRESPONSIVE`; after that, the member shows the earlier
             *     fault again.
             * @example null
             */
            readonly fault?: components["schemas"]["Fault"] | null;
            readonly created_at?: components["schemas"]["Timestamp"];
            readonly updated_at?: components["schemas"]["Timestamp"];
            /**
             * @description When the guest was first powered on, or null if it never was.
             *     @format date-time
             * @example 2026-11-20T09:30:02.000Z
             */
            readonly launched_at?: string | null;
        };
        /** @description A guest with all its members, or only with those named in `fields`. */
        GuestOrSelection: components["schemas"]["Guest"] | components["schemas"]["GuestSelection"];
        /** @description A page of guests. */
        GuestList: {
            /**
             * @description The guests of the page.
             *     @maxItems 1000
             */
            guests: components["schemas"]["GuestOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description How long to wait for a guest to power itself off, and what to do after that. */
        SoftPowerOptions: {
            /**
             * @description How long to wait, in seconds.
             *     @isInt
             *     @minimum 1
             *     @maximum 3600
             *     @default 90
             * @example 30
             */
            timeout_s?: number;
            /**
             * @description Whether to cut the power if the guest is still on after `timeout_s`. If false, the operation fails instead.
             *
             *     @default false
             * @example true
             */
            force?: boolean;
        };
        /** @description How a guest on its host differs from what Guesthouse last wrote there. */
        GuestDrift: {
            /**
             * @description When Guesthouse first noticed that the guest differs; null if it does not differ, or if Guesthouse has not
             *     recorded the difference yet.
             * @example 2026-08-24T09:30:00.000Z
             */
            since: components["schemas"]["Timestamp"] | null;
            /** @description Every difference. */
            differences: components["schemas"]["GuestDifference"][];
        };
        /** @description One difference between a guest on its host and what Guesthouse last wrote there. */
        GuestDifference: {
            /**
             * @description What differs, in words for people, such as `memory` or `disk vda source`.
             * @example disk vda source
             */
            what: string;
            /**
             * @description What Guesthouse last wrote; null if it wrote nothing.
             * @example guesthouse-0198e2f4-6c1a-7cc3-9d0e-5b6f7a8b9c0d-vda
             */
            expected: string | null;
            /**
             * @description What the host has; null if it has nothing. A file is shown by its name, without its folder.
             * @example guesthouse-0198e2f4-6c1a-7cc3-9d0e-5b6f7a8b9c0d-vda.before
             */
            found: string | null;
            /**
             * @description Whether the difference concerns the disks of the guest. If so, the guest cannot be deleted until the
             *     difference is accepted or discarded.
             * @example true
             */
            disk_changes: boolean;
        };
        /** @description What may be lost when outside changes to a guest are discarded. */
        DriftDiscard: {
            /**
             * @description Whether to accept that the guest loses data. If another program has replaced the files of its disks, the
             *     guest returns to the old files, which lack everything that it has written since. If false, the operation
             *     fails in that case.
             *
             *     @default false
             * @example true
             */
            lose_disk_changes?: boolean;
        };
        /** @description The states of a guest. */
        GuestStates: {
            state: components["schemas"]["GuestState"];
            /**
             * @description The power state that was last observed, or null if none was ever observed.
             * @example off
             */
            power_state: components["schemas"]["PowerState"] | null;
            /**
             * @description The power state that the open operation will bring the guest to, or null if there is no such operation.
             * @example on
             */
            target_power_state: components["schemas"]["PowerTarget"] | null;
        };
        /** @description The power state to reach. */
        PowerStateUpdate: {
            target: components["schemas"]["PowerTarget"];
        };
        /**
         * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
         *     @isInt
         *     @minimum 0
         *     @format int64
         * @example 1048576
         */
        Counter: number | null;
        /**
         * @description A duration in seconds that starts at zero when the guest is powered on; null if the hypervisor cannot provide
         *     it.
         *
         *     @minimum 0
         * @example 12.75
         */
        Seconds: number | null;
        /** @description The counters of one vCPU. */
        VcpuCounters: {
            /**
             * @description The number of the vCPU, starting at 0.
             *     @isInt
             *     @minimum 0
             * @example 0
             */
            vcpu: number;
            cpu_time_s: components["schemas"]["Seconds"];
            vcpu_time_s: components["schemas"]["Seconds"];
        };
        /**
         * @description The CPU usage of a guest. `cpu_time_s` is the total time that the host spent on a vCPU; `vcpu_time_s` is the
         *     part of it that ran the guest's own code.
         */
        CpuMetrics: {
            at: components["schemas"]["Timestamp"];
            /** @description One element for each vCPU. */
            vcpus: components["schemas"]["VcpuCounters"][];
        };
        /** @description The counters of one NIC from the guest's point of view: `rx` counts received data, `tx` sent data. */
        NicCounters: {
            /**
             * @description The name of the NIC.
             * @example net0
             */
            device: string;
            /**
             * @description The network that the NIC is attached to.
             * @example user
             */
            network: string;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            rx_bytes: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            rx_packets: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            rx_errors: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            rx_drops: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            tx_bytes: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            tx_packets: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            tx_errors: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            tx_drops: number | null;
        };
        /** @description The network traffic of a guest. */
        NicMetrics: {
            at: components["schemas"]["Timestamp"];
            /** @description One element for each NIC. */
            nics: components["schemas"]["NicCounters"][];
        };
        /** @description The counters of one drive. */
        DiskCounters: {
            /**
             * @description The name of the drive.
             * @example vda
             */
            device: string;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            read_ops: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            read_bytes: number | null;
            read_time_s: components["schemas"]["Seconds"];
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            write_ops: number | null;
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            write_bytes: number | null;
            write_time_s: components["schemas"]["Seconds"];
            /**
             * @description A counter that starts at zero when the guest is powered on; null if the hypervisor cannot provide it.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 1048576
             */
            flush_ops: number | null;
            flush_time_s: components["schemas"]["Seconds"];
        };
        /** @description The disk activity of a guest. */
        DiskMetrics: {
            at: components["schemas"]["Timestamp"];
            /** @description One element for each drive. */
            disks: components["schemas"]["DiskCounters"][];
        };
        /**
         * @description What an operation does.
         * @example guest.start
         * @enum {string}
         */
        OperationKind: "guest.create" | "guest.update" | "guest.start" | "guest.shutdown" | "guest.reboot" | "guest.restart" | "guest.poweroff" | "guest.suspend" | "guest.delete" | "guest.accept_drift" | "guest.discard_drift" | "image.copy";
        /**
         * @description The state of an operation. The last three are final.
         * @example succeeded
         * @enum {string}
         */
        OperationState: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        /**
         * @description The kind of a subject. Later versions can add kinds.
         * @example guest
         * @enum {string}
         */
        SubjectKind: "guest" | "image" | "host" | "network" | "zone" | "instance_type" | "placement_group" | "project" | "user" | "group" | "token";
        /**
         * @description What an operation works on, or what an event is about: its kind, its id, and the name that it had at the time.
         *     The resource may no longer exist.
         */
        Subject: {
            kind: components["schemas"]["SubjectKind"];
            id: components["schemas"]["Id"];
            /**
             * @description The name that the resource had at the time.
             * @example web-1
             */
            name: string;
        };
        /** @description A durable unit of work on one subject. In this version the subject is always a guest. */
        Operation: {
            id: components["schemas"]["Id"];
            href: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            kind: components["schemas"]["OperationKind"];
            state: components["schemas"]["OperationState"];
            subject: components["schemas"]["Subject"];
            project_id: components["schemas"]["Id"];
            /**
             * @description The id of the user who requested the operation, or null if no user is known.
             * @example null
             */
            user_id: string | null;
            /**
             * @description The `X-Request-ID` of the request that started the operation.
             * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
             */
            request_id: string;
            /**
             * @description How much of the operation is done, in percent. `null` until a step reports progress. It is updated about
             *     once a second, can fall when a step is repeated in another attempt, and is 100 when the operation has
             *     succeeded.
             *
             *     @isInt
             *     @minimum 0
             *     @maximum 100
             * @example 40
             */
            progress: number | null;
            /**
             * @description The number of times that the operation was started.
             *     @isInt
             *     @minimum 0
             * @example 1
             */
            attempts: number;
            /**
             * @description Why the operation failed or was cancelled, otherwise null.
             * @example null
             */
            fault: components["schemas"]["Fault"] | null;
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description When the operation was first started, or null if it has not started yet.
             *     @format date-time
             * @example 2026-11-20T09:30:00.100Z
             */
            started_at: string | null;
            /**
             * @description When the operation ended, or null if it has not ended yet.
             *     @format date-time
             * @example 2026-11-20T09:30:02.000Z
             */
            finished_at: string | null;
        };
        /** @description An operation with only the members named in `fields`. */
        OperationSelection: {
            id: components["schemas"]["Id"];
            href?: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            kind?: components["schemas"]["OperationKind"];
            state?: components["schemas"]["OperationState"];
            subject?: components["schemas"]["Subject"];
            project_id?: components["schemas"]["Id"];
            /**
             * @description The id of the user who requested the operation, or null if no user is known.
             * @example null
             */
            user_id?: string | null;
            /**
             * @description The `X-Request-ID` of the request that started the operation.
             * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
             */
            request_id?: string;
            /**
             * @description How much of the operation is done, in percent. `null` until a step reports progress. It is updated about
             *     once a second, can fall when a step is repeated in another attempt, and is 100 when the operation has
             *     succeeded.
             *
             *     @isInt
             *     @minimum 0
             *     @maximum 100
             * @example 40
             */
            progress?: number | null;
            /**
             * @description The number of times that the operation was started.
             *     @isInt
             *     @minimum 0
             * @example 1
             */
            attempts?: number;
            /**
             * @description Why the operation failed or was cancelled, otherwise null.
             * @example null
             */
            fault?: components["schemas"]["Fault"] | null;
            created_at?: components["schemas"]["Timestamp"];
            /**
             * @description When the operation was first started, or null if it has not started yet.
             *     @format date-time
             * @example 2026-11-20T09:30:00.100Z
             */
            started_at?: string | null;
            /**
             * @description When the operation ended, or null if it has not ended yet.
             *     @format date-time
             * @example 2026-11-20T09:30:02.000Z
             */
            finished_at?: string | null;
        };
        /** @description An operation with all its members, or only with those named in `fields`. */
        OperationOrSelection: components["schemas"]["Operation"] | components["schemas"]["OperationSelection"];
        /** @description A page of operations. */
        OperationList: {
            /**
             * @description The operations of the page.
             *     @maxItems 1000
             */
            operations: components["schemas"]["OperationOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description What happened. `guest.placed` names the host that was chosen for a new guest. `guest.stalled` reports that the hypervisor paused the guest because of a fault; `detail.error_name`
         *     is the fault that the guest now shows. `guest.unresponsive` reports that the hypervisor gets no response from the
         *     virtual machine of the guest, and `guest.responsive` that this is over. `network.added` reports that a host has a
         *     network that was not known, `network.changed` that an administrator changed a network, or that the first host got
         *     it or the last host lost it (`detail.state`), and `network.removed` that an administrator deleted it. `access.denied` reports a request that was rejected because its caller lacks a right
         *     (`detail.reason` is `forbidden`). Once a minute, further events of this kind summarize rejected requests;
         *     `detail.count` is their number. There are two kinds of summary. One counts the further requests of one user for
         *     one operation (`detail.operation`; null for operations that are not counted separately). The other counts the
         *     requests without a valid credential from one address (`detail.reason` is `unauthenticated`; `detail.address` is
         *     the address, or null for addresses that are not counted separately).
         * @example guest.crashed
         * @enum {string}
         */
        EventKind: "guest.created" | "guest.placed" | "guest.updated" | "guest.state_changed" | "guest.crashed" | "guest.vanished" | "guest.stalled" | "guest.unresponsive" | "guest.responsive" | "guest.power_cycle_required" | "guest.changed_outside" | "guest.restored" | "guest.deleted" | "operation.queued" | "operation.started" | "operation.succeeded" | "operation.failed" | "operation.cancelled" | "image.created" | "image.updated" | "image.available" | "image.rejected" | "image.deleted" | "metadata.updated" | "host.up" | "host.away" | "host.changed" | "host.added" | "host.removed" | "network.added" | "network.changed" | "network.removed" | "zone.created" | "zone.updated" | "zone.deleted" | "instance_type.created" | "instance_type.updated" | "instance_type.deleted" | "placement_group.created" | "placement_group.updated" | "placement_group.deleted" | "project.created" | "project.updated" | "project.deleted" | "user.created" | "user.updated" | "user.deleted" | "group.created" | "group.updated" | "group.deleted" | "permission.granted" | "permission.revoked" | "token.created" | "token.revoked" | "access.denied";
        /**
         * @description The severity, from lowest to highest.
         * @example error
         * @enum {string}
         */
        EventSeverity: "normal" | "warning" | "error";
        /**
         * @description Something that happened. An event names each resource by the name that it had at that time, and remains after
         *     the resource is deleted.
         */
        Event: {
            /**
             * @description The number of the event. Events become visible in the order of their numbers, which can have gaps. If the
             *     database loses events (it is restored from a backup, or fails over to a standby without the last changes),
             *     later events get numbers that lost events had; `marker` distinguishes them.
             *
             *     @isInt
             *     @minimum 1
             *     @format int64
             * @example 4711
             */
            id: number;
            /**
             * @description Identifies the event, even after the database has lost events: no other event has this value, ever. Send it as `Last-Event-ID` to continue a stream right after this event, or as `marker` to continue a
             *     list after it.
             * @example 4711-7205759403792794
             */
            marker: string;
            kind: components["schemas"]["EventKind"];
            severity: components["schemas"]["EventSeverity"];
            at: components["schemas"]["Timestamp"];
            /**
             * @description What the event is about; `null` for a rejected request (`access.denied`). The subject of
             *     `permission.granted` and `permission.revoked` is the guest or the project that the permission is for.
             */
            subject: components["schemas"]["Subject"] | null;
            /**
             * @description The operation that the event belongs to, or null if it belongs to none.
             *     @format uuid
             * @example null
             */
            operation_id: string | null;
            /**
             * @description The project that the event happened in, or null if it concerns the service as a whole.
             *     @format uuid
             * @example 2a9c5b1d-3e4f-4a6b-8c7d-9e0f1a2b3c4d
             */
            project_id: string | null;
            /**
             * @description The id of the user who caused the event, or null if no user did.
             *     @format uuid
             * @example null
             */
            user_id: string | null;
            /**
             * @description The `X-Request-ID` of the request that caused the event, or null if no request did.
             * @example null
             */
            request_id: string | null;
            /**
             * @description The IP address that the request came from. Null if no request caused the event, if the event is a later
             *     consequence of a request, or if the caller cannot read the permissions of the project.
             * @example 127.0.0.1
             */
            client_address: string | null;
            /** @description Further information that depends on `kind`, such as states and names. */
            detail: {
                [key: string]: components["schemas"]["EventDetailValue"];
            };
        };
        /**
         * @description One value in the details of an event.
         * @example running
         */
        EventDetailValue: string | number | boolean | null;
        /** @description An event with only the members named in `fields`. */
        EventSelection: {
            /**
             * @description The number of the event. Events become visible in the order of their numbers, which can have gaps. If the
             *     database loses events (it is restored from a backup, or fails over to a standby without the last changes),
             *     later events get numbers that lost events had; `marker` distinguishes them.
             *
             *     @isInt
             *     @minimum 1
             *     @format int64
             * @example 4711
             */
            id: number;
            /**
             * @description Identifies the event, even after the database has lost events: no other event has this value, ever. Send it as `Last-Event-ID` to continue a stream right after this event, or as `marker` to continue a
             *     list after it.
             * @example 4711-7205759403792794
             */
            marker?: string;
            kind?: components["schemas"]["EventKind"];
            severity?: components["schemas"]["EventSeverity"];
            at?: components["schemas"]["Timestamp"];
            /**
             * @description What the event is about; `null` for a rejected request (`access.denied`). The subject of
             *     `permission.granted` and `permission.revoked` is the guest or the project that the permission is for.
             */
            subject?: components["schemas"]["Subject"] | null;
            /**
             * @description The operation that the event belongs to, or null if it belongs to none.
             *     @format uuid
             * @example null
             */
            operation_id?: string | null;
            /**
             * @description The project that the event happened in, or null if it concerns the service as a whole.
             *     @format uuid
             * @example 2a9c5b1d-3e4f-4a6b-8c7d-9e0f1a2b3c4d
             */
            project_id?: string | null;
            /**
             * @description The id of the user who caused the event, or null if no user did.
             *     @format uuid
             * @example null
             */
            user_id?: string | null;
            /**
             * @description The `X-Request-ID` of the request that caused the event, or null if no request did.
             * @example null
             */
            request_id?: string | null;
            /**
             * @description The IP address that the request came from. Null if no request caused the event, if the event is a later
             *     consequence of a request, or if the caller cannot read the permissions of the project.
             * @example 127.0.0.1
             */
            client_address?: string | null;
            /** @description Further information that depends on `kind`, such as states and names. */
            detail?: {
                [key: string]: components["schemas"]["EventDetailValue"];
            };
        };
        /** @description An event with all its members, or only with those named in `fields`. */
        EventOrSelection: components["schemas"]["Event"] | components["schemas"]["EventSelection"];
        /** @description A page of events. */
        EventList: {
            /** @description The events of the page. */
            events: components["schemas"]["EventOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description What an image is used for.
         * @example disk
         * @enum {string}
         */
        ImageKind: "disk" | "kernel" | "initrd" | "iso";
        /**
         * @description Whether an image can be used. A `pending` image has no content yet; an image in `error` has no content because
         *     its last upload was rejected.
         * @example available
         * @enum {string}
         */
        ImageState: "pending" | "available" | "error";
        /**
         * @description The SHA-256 digest of the content, in lower-case hexadecimal.
         *     @pattern ^[0-9a-f]{64}$
         * @example 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
         */
        Sha256: string;
        /** @description A read-only file that guests are created from. */
        Image: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            kind: components["schemas"]["ImageKind"];
            format: components["schemas"]["DiskFormat"];
            /**
             * @description The size of the content in bytes, or null if there is no content.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 2147483648
             */
            readonly size_bytes: number | null;
            /**
             * @description The minimum size of a disk created from the image, in whole MiB, or null if there is no content.
             *     @isInt
             *     @minimum 0
             * @example 10240
             */
            readonly virtual_size_mib: number | null;
            /**
             * @description The SHA-256 digest of the content. While there is no content, the digest that the content must have, or null
             *     if none was declared.
             * @example 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
             */
            sha256: components["schemas"]["Sha256"] | null;
            readonly state: components["schemas"]["ImageState"];
            /**
             * @description Whether other projects can see the image, and create guests from it, as soon as it has its content. Only
             *     administrators can change a shared image. No two shared images have the same name.
             * @example false
             */
            shared: boolean;
            readonly project_id: components["schemas"]["Id"];
            readonly created_at: components["schemas"]["Timestamp"];
            readonly updated_at: components["schemas"]["Timestamp"];
        };
        /** @description An image to declare. Its content is uploaded later. */
        ImageCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example Debian 12, with an agent
             */
            description?: string;
            kind: components["schemas"]["ImageKind"];
            /**
             * @description The format of the content. The default is `qcow2` for a disk. Kernels, initrds and ISO images are always
             *     `raw`.
             * @example qcow2
             * @enum {string}
             */
            format?: "qcow2" | "raw";
            /**
             * @description The SHA-256 digest that the content must have, or null if it is not known in advance.
             *     @pattern ^[0-9a-f]{64}$
             *     @default null
             * @example 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
             */
            sha256?: string | null;
            /**
             * @description Whether other projects can use the image. Only administrators can set it.
             *     @default false
             * @example false
             */
            shared?: boolean;
        };
        /** @description The changes to an image. Null restores the default of a member. */
        ImageUpdate: {
            name?: components["schemas"]["ChangedName"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example Debian 12.8, with an agent
             */
            description?: string | null;
            /**
             * @description Whether other projects can use the image; null means false. Only administrators can set it.
             * @example true
             */
            shared?: boolean | null;
        };
        /** @description An image with only the members named in `fields`. */
        ImageSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            kind?: components["schemas"]["ImageKind"];
            format?: components["schemas"]["DiskFormat"];
            /**
             * @description The size of the content in bytes, or null if there is no content.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 2147483648
             */
            readonly size_bytes?: number | null;
            /**
             * @description The minimum size of a disk created from the image, in whole MiB, or null if there is no content.
             *     @isInt
             *     @minimum 0
             * @example 10240
             */
            readonly virtual_size_mib?: number | null;
            /**
             * @description The SHA-256 digest of the content. While there is no content, the digest that the content must have, or null
             *     if none was declared.
             * @example 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
             */
            sha256?: components["schemas"]["Sha256"] | null;
            readonly state?: components["schemas"]["ImageState"];
            /**
             * @description Whether other projects can see the image, and create guests from it, as soon as it has its content. Only
             *     administrators can change a shared image. No two shared images have the same name.
             * @example false
             */
            shared?: boolean;
            readonly project_id?: components["schemas"]["Id"];
            readonly created_at?: components["schemas"]["Timestamp"];
            readonly updated_at?: components["schemas"]["Timestamp"];
        };
        /** @description An image with all its members, or only with those named in `fields`. */
        ImageOrSelection: components["schemas"]["Image"] | components["schemas"]["ImageSelection"];
        /**
         * @description Whether the host has all bytes of the image, or is getting them.
         * @example ready
         * @enum {string}
         */
        ImageCopyState: "copying" | "ready";
        /** @description The copy of an image on a host. */
        ImageCopy: {
            readonly host: components["schemas"]["Reference"];
            readonly state: components["schemas"]["ImageCopyState"];
            /**
             * @description The size of the content of the image.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 342884352
             */
            readonly size_bytes: number;
            /**
             * @description Whether a request made the copy, so that it stays although no guest needs it.
             * @example true
             */
            readonly ahead: boolean;
            /**
             * @description When the host got the image, or the copy began.
             *     @format date-time
             * @example 2026-08-28T12:34:56.789Z
             */
            readonly since: string;
        };
        /** @description A copy with only the members named in `fields`. */
        ImageCopySelection: {
            readonly host?: components["schemas"]["Reference"];
            readonly state?: components["schemas"]["ImageCopyState"];
            /**
             * @description The size of the content of the image.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 342884352
             */
            readonly size_bytes?: number;
            /**
             * @description Whether a request made the copy, so that it stays although no guest needs it.
             * @example true
             */
            readonly ahead?: boolean;
            /**
             * @description When the host got the image, or the copy began.
             *     @format date-time
             * @example 2026-08-28T12:34:56.789Z
             */
            readonly since?: string;
        };
        /** @description A copy with all its members, or only with those named in `fields`. */
        ImageCopyOrSelection: components["schemas"]["ImageCopy"] | components["schemas"]["ImageCopySelection"];
        /** @description A page of copies. */
        ImageCopyList: {
            /** @description The copies of the page. */
            copies: components["schemas"]["ImageCopyOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description A page of images. */
        ImageList: {
            /**
             * @description The images of the page.
             *     @maxItems 1000
             */
            images: components["schemas"]["ImageOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description A role. The values are in order, from the fewest rights to the most: each role includes the rights of the previous ones.
         * @example operator
         * @enum {string}
         */
        RoleName: "viewer" | "operator" | "member" | "owner" | "admin";
        /**
         * @description A role that can be granted for a single guest.
         * @example operator
         * @enum {string}
         */
        GuestRoleName: "viewer" | "operator" | "member";
        /**
         * @description A purpose that a token can be limited to. `metrics` permits only `GET /metrics`, and only while the user of the
         *     token is an administrator.
         * @example metrics
         * @enum {string}
         */
        TokenScope: "metrics";
        /** @description A credential of a user, without its secret. */
        Token: {
            id: components["schemas"]["Id"];
            href: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            user: components["schemas"]["Reference"];
            /** @description The only project that the token is valid for, or null for every project that its user has access to. */
            project: components["schemas"]["Reference"] | null;
            /**
             * @description The highest role that the token gives its user, or null if it does not limit the roles of the user.
             * @example operator
             */
            role: components["schemas"]["RoleName"] | null;
            /**
             * @description The purposes that the token is limited to. Its user must also have the rights that these purposes need.
             *     Empty means no such limit.
             */
            scopes: components["schemas"]["TokenScope"][];
            /**
             * @description When the token expires, or null if it is valid until it is revoked.
             * @example 2099-12-31T00:00:00.000Z
             */
            expires_at: components["schemas"]["Timestamp"] | null;
            /**
             * @description When the token was last used, to the minute, or null if it never was.
             * @example 2026-11-20T09:30:00.000Z
             */
            last_used_at: components["schemas"]["Timestamp"] | null;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description A token that was just created, with its secret. */
        TokenWithSecret: {
            id: components["schemas"]["Id"];
            href: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            user: components["schemas"]["Reference"];
            /** @description The only project that the token is valid for, or null for every project that its user has access to. */
            project: components["schemas"]["Reference"] | null;
            /**
             * @description The highest role that the token gives its user, or null if it does not limit the roles of the user.
             * @example operator
             */
            role: components["schemas"]["RoleName"] | null;
            /**
             * @description The purposes that the token is limited to. Its user must also have the rights that these purposes need.
             *     Empty means no such limit.
             */
            scopes: components["schemas"]["TokenScope"][];
            /**
             * @description When the token expires, or null if it is valid until it is revoked.
             * @example 2099-12-31T00:00:00.000Z
             */
            expires_at: components["schemas"]["Timestamp"] | null;
            /**
             * @description When the token was last used, to the minute, or null if it never was.
             * @example 2026-11-20T09:30:00.000Z
             */
            last_used_at: components["schemas"]["Timestamp"] | null;
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description The secret, to be sent as `Authorization: Bearer` or `X-Auth-Token`. It is returned only once.
             *     @pattern ^gh_[A-Za-z0-9_\-]{43}$
             * @example gh_EXAMPLE-EXAMPLE-EXAMPLE-EXAMPLE-EXAMPLE-EX0
             */
            token: string;
        };
        /**
         * @description A token to create. If `project`, `role` or `expires_at` is absent or null, the token gets the value of the
         *     credential that creates the token.
         */
        TokenCreate: {
            name: components["schemas"]["Name"];
            /**
             * @description The user that the token belongs to: its id, its name (only if it is a local user) or its `external_id`. The
             *     default is the caller.
             *
             *     @minLength 1
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example ann
             */
            user?: string | null;
            /**
             * @description The id or name of the only project that the token is valid for. The credential that creates the token must
             *     be valid for that project.
             *
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example shop
             */
            project?: string | null;
            /**
             * @description The highest role that the token gives its user.
             *     @default null
             * @example operator
             * @enum {string|null}
             */
            role?: "viewer" | "operator" | "member" | "owner" | "admin" | null;
            /**
             * @description The purposes that the token is limited to. Whenever the token is used, its user must have the rights that
             *     these purposes need.
             *
             *     @maxItems 8
             *     @default []
             */
            scopes?: components["schemas"]["TokenScope"][];
            /**
             * @description When the token expires. This must be in the future.
             *     @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?(Z|[+\-][0-9]{2}:[0-9]{2})$
             *     @format date-time
             *     @default null
             * @example 2099-12-31T00:00:00Z
             */
            expires_at?: string | null;
        };
        /** @description A token with only the members named in `fields`. */
        TokenSelection: {
            id: components["schemas"]["Id"];
            href?: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            user?: components["schemas"]["Reference"];
            /** @description The only project that the token is valid for, or null for every project that its user has access to. */
            project?: components["schemas"]["Reference"] | null;
            /**
             * @description The highest role that the token gives its user, or null if it does not limit the roles of the user.
             * @example operator
             */
            role?: components["schemas"]["RoleName"] | null;
            /**
             * @description The purposes that the token is limited to. Its user must also have the rights that these purposes need.
             *     Empty means no such limit.
             */
            scopes?: components["schemas"]["TokenScope"][];
            /**
             * @description When the token expires, or null if it is valid until it is revoked.
             * @example 2099-12-31T00:00:00.000Z
             */
            expires_at?: components["schemas"]["Timestamp"] | null;
            /**
             * @description When the token was last used, to the minute, or null if it never was.
             * @example 2026-11-20T09:30:00.000Z
             */
            last_used_at?: components["schemas"]["Timestamp"] | null;
            created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A token with all its members, or only with those named in `fields`. */
        TokenOrSelection: components["schemas"]["Token"] | components["schemas"]["TokenSelection"];
        /** @description A page of tokens. */
        TokenList: {
            /**
             * @description The tokens of the page.
             *     @maxItems 1000
             */
            tokens: components["schemas"]["TokenOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description A role that a user or a group has in a project or for one guest. */
        Permission: {
            id: components["schemas"]["Id"];
            href: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            /** @description The user who has the role, or null if a group has it. */
            user: components["schemas"]["Reference"] | null;
            /**
             * @description The group whose members all have the role, or null if a user has it.
             * @example null
             */
            group: components["schemas"]["Reference"] | null;
            role: components["schemas"]["RoleName"];
            /**
             * @description The guest that the role is for, or null if it is for a project.
             * @example null
             */
            guest: components["schemas"]["Reference"] | null;
            /** @description The project that the role is for, or null if it is for one guest. */
            project: components["schemas"]["Reference"] | null;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description A role to grant to either a user or a group, for one guest. */
        GuestPermissionCreate: {
            /**
             * @description The user to grant the role to: its id, its name (only if it is a local user) or its `external_id`. Specify
             *     either this or `group`.
             *
             *     @minLength 1
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example ann
             */
            user?: string | null;
            /**
             * @description The id or name of the group to grant the role to. Specify either this or `user`.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example front-end
             */
            group?: string | null;
            role: components["schemas"]["GuestRoleName"];
        };
        /** @description A role to grant to either a user or a group, in a project. */
        ProjectPermissionCreate: {
            /**
             * @description The user to grant the role to: its id, its name (only if it is a local user) or its `external_id`. Specify
             *     either this or `group`.
             *
             *     @minLength 1
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example ann
             */
            user?: string | null;
            /**
             * @description The id or name of the group to grant the role to. Specify either this or `user`.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example front-end
             */
            group?: string | null;
            role: components["schemas"]["RoleName"];
        };
        /** @description A permission with only the members named in `fields`. */
        PermissionSelection: {
            id: components["schemas"]["Id"];
            href?: components["schemas"]["Href"];
            links: components["schemas"]["Links"];
            /** @description The user who has the role, or null if a group has it. */
            user?: components["schemas"]["Reference"] | null;
            /**
             * @description The group whose members all have the role, or null if a user has it.
             * @example null
             */
            group?: components["schemas"]["Reference"] | null;
            role?: components["schemas"]["RoleName"];
            /**
             * @description The guest that the role is for, or null if it is for a project.
             * @example null
             */
            guest?: components["schemas"]["Reference"] | null;
            /** @description The project that the role is for, or null if it is for one guest. */
            project?: components["schemas"]["Reference"] | null;
            created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A permission with all its members, or only with those named in `fields`. */
        PermissionOrSelection: components["schemas"]["Permission"] | components["schemas"]["PermissionSelection"];
        /** @description A page of permissions. */
        PermissionList: {
            /**
             * @description The permissions of the page.
             *     @maxItems 1000
             */
            permissions: components["schemas"]["PermissionOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description A part of the fleet, such as a room or a site. Every host is in one zone. */
        Zone: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description A zone to create. */
        ZoneCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example The room on the second floor
             */
            description?: string;
        };
        /** @description The changes to a zone. Null restores the default of a member. */
        ZoneUpdate: {
            name?: components["schemas"]["ChangedName"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example The room with the new racks
             */
            description?: string | null;
        };
        /** @description A zone with only the members named in `fields`. */
        ZoneSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            readonly created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A zone with all its members, or only with those named in `fields`. */
        ZoneOrSelection: components["schemas"]["Zone"] | components["schemas"]["ZoneSelection"];
        /** @description A page of zones. */
        ZoneList: {
            /**
             * @description The zones of the page.
             *     @maxItems 1000
             */
            zones: components["schemas"]["ZoneOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description A named size of guests. A guest that is created with an instance type gets a copy of its `vcpus`, `memory_mib` and
         *     `root_disk_mib`, but not of its `metadata`.
         */
        InstanceType: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib: number;
            /**
             * @description The size in MiB of the first drive of media `disk` of a guest that is created with the type, if the request gives
             *     no `size_mib` for it. The drive is never smaller than its image. Null if the type has no such size.
             *
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            root_disk_mib: number | null;
            metadata: components["schemas"]["Metadata"];
            /**
             * @description Whether all projects can use the type. It is true exactly if `project` is null.
             * @example true
             */
            readonly shared: boolean;
            /**
             * @description The only project that can see and use the type, or null if all projects can.
             * @example null
             */
            project: components["schemas"]["Reference"] | null;
            readonly created_at: components["schemas"]["Timestamp"];
            readonly updated_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description The size in MiB of the first drive of media `disk` of a guest that is created with the type, if the request gives
         *     no `size_mib` for it. The drive is never smaller than its image. Null if the type has no such size.
         *
         *     @isInt
         *     @minimum 1
         *     @maximum 16777216
         * @example 20480
         */
        RootDiskMib: number | null;
        /** @description An instance type to create. */
        InstanceTypeCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example For most web servers
             */
            description?: string;
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib: number;
            /**
             * @description The size in MiB of the first drive of media `disk` of a guest that is created with the type, if the request gives
             *     no `size_mib` for it. The drive is never smaller than its image. Null if the type has no such size.
             *
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            root_disk_mib?: number | null;
            /**
             * @description Key-value pairs of your own: at most 128, and at most 64 KiB for all keys and values together (in UTF-8).
             *
             *     @default {}
             */
            metadata?: {
                [key: string]: components["schemas"]["MetadataValue"];
            };
            /**
             * @description The only project that can see and use the type, or null if all projects can.
             *     @default null
             * @example null
             */
            project?: components["schemas"]["ProjectReference"] | null;
        };
        /** @description The changes to an instance type. Null restores the default of a member. */
        InstanceTypeUpdate: {
            name?: components["schemas"]["ChangedName"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example For small web servers
             */
            description?: string | null;
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus?: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib?: number;
            /**
             * @description The size in MiB of the first drive of media `disk` of a guest that is created with the type, if the request gives
             *     no `size_mib` for it. The drive is never smaller than its image. Null if the type has no such size.
             *
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            root_disk_mib?: number | null;
            /**
             * @description The keys to set, and, with the value null, the keys to remove. Null instead of an object removes all keys.
             *     The result can have at most 128 pairs and 64 KiB.
             */
            metadata?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description The only project that can see and use the type, or null if all projects can.
             * @example shop
             */
            project?: components["schemas"]["ProjectReference"] | null;
        };
        /** @description An instance type with only the members named in `fields`. */
        InstanceTypeSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            /**
             * @description The number of CPUs of a guest.
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             * @example 2
             */
            vcpus?: number;
            /**
             * @description The memory of a guest in MiB.
             *     @isInt
             *     @minimum 16
             *     @maximum 4194304
             * @example 2048
             */
            memory_mib?: number;
            /**
             * @description The size in MiB of the first drive of media `disk` of a guest that is created with the type, if the request gives
             *     no `size_mib` for it. The drive is never smaller than its image. Null if the type has no such size.
             *
             *     @isInt
             *     @minimum 1
             *     @maximum 16777216
             * @example 20480
             */
            root_disk_mib?: number | null;
            metadata?: components["schemas"]["Metadata"];
            /**
             * @description Whether all projects can use the type. It is true exactly if `project` is null.
             * @example true
             */
            readonly shared?: boolean;
            /**
             * @description The only project that can see and use the type, or null if all projects can.
             * @example null
             */
            project?: components["schemas"]["Reference"] | null;
            readonly created_at?: components["schemas"]["Timestamp"];
            readonly updated_at?: components["schemas"]["Timestamp"];
        };
        /** @description An instance type with all its members, or only with those named in `fields`. */
        InstanceTypeOrSelection: components["schemas"]["InstanceType"] | components["schemas"]["InstanceTypeSelection"];
        /** @description A page of instance types. */
        InstanceTypeList: {
            /**
             * @description The instance types of the page.
             *     @maxItems 1000
             */
            instance_types: components["schemas"]["InstanceTypeOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description Where new guests of a placement group are placed: on hosts with as few guests of the group as possible
         *     (`spread`), or on a host that has guests of the group already (`together`).
         * @example spread
         * @enum {string}
         */
        PlacementPolicy: "spread" | "together";
        /** @description Guests of a project whose hosts depend on each other. */
        PlacementGroup: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            policy: components["schemas"]["PlacementPolicy"];
            /**
             * @description Whether a guest is rejected (507 `CAPACITY_EXHAUSTED`) if no host meets the policy. If false, such a guest is
             *     placed on another host.
             * @example true
             */
            strict: boolean;
            readonly project_id: components["schemas"]["Id"];
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description A placement group to create. */
        PlacementGroupCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example The web servers, each on a host of its own
             */
            description?: string;
            policy: components["schemas"]["PlacementPolicy"];
            /**
             * @description Whether a guest is rejected if no host meets the policy.
             *     @default false
             * @example true
             */
            strict?: boolean;
        };
        /** @description The changes to a placement group. Null restores the default of a member. */
        PlacementGroupUpdate: {
            name?: components["schemas"]["ChangedName"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example The web servers
             */
            description?: string | null;
            policy?: components["schemas"]["PlacementPolicy"];
            /**
             * @description Whether a guest is rejected if no host meets the policy; null means false.
             * @example false
             */
            strict?: boolean | null;
        };
        /** @description A placement group with only the members named in `fields`. */
        PlacementGroupSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            policy?: components["schemas"]["PlacementPolicy"];
            /**
             * @description Whether a guest is rejected (507 `CAPACITY_EXHAUSTED`) if no host meets the policy. If false, such a guest is
             *     placed on another host.
             * @example true
             */
            strict?: boolean;
            readonly project_id?: components["schemas"]["Id"];
            readonly created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A placement group with all its members, or only with those named in `fields`. */
        PlacementGroupOrSelection: components["schemas"]["PlacementGroup"] | components["schemas"]["PlacementGroupSelection"];
        /** @description A page of placement groups. */
        PlacementGroupList: {
            /**
             * @description The placement groups of the page.
             *     @maxItems 1000
             */
            placement_groups: components["schemas"]["PlacementGroupOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description The owner of guests, images, operations and events. */
        Project: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            description: components["schemas"]["Description"];
            /**
             * @description The zone in which the new guests of the project are placed, unless a request names another one; null if they
             *     can be placed in any zone.
             * @example null
             */
            zone: components["schemas"]["Reference"] | null;
            quota: components["schemas"]["Quota"];
            readonly usage: components["schemas"]["ProjectUsage"];
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description A project to create. */
        ProjectCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description Free text.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             *     @default ""
             * @example The web shop
             */
            description?: string;
            /**
             * @description The zone in which the new guests of the project are placed, unless a request names another one; null for any
             *     zone.
             *
             *     @default null
             * @example room-2
             */
            zone?: components["schemas"]["ZoneReference"] | null;
            /** @default {} */
            quota: components["schemas"]["QuotaCreate"];
        };
        /** @description The changes to a project. Null restores the default of a member. */
        ProjectUpdate: {
            name?: components["schemas"]["ChangedName"];
            /**
             * @description Free text; null empties it.
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             * @example The web shop and its tests
             */
            description?: string | null;
            /**
             * @description The zone in which the new guests of the project are placed, unless a request names another one; null for any
             *     zone. Existing guests stay where they are.
             * @example room-2
             */
            zone?: components["schemas"]["ZoneReference"] | null;
            quota?: components["schemas"]["QuotaUpdate"];
        };
        /**
         * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
         *
         *     @isInt
         *     @minimum -1
         *     @maximum 9007199254740991
         *     @format int64
         * @example 20
         */
        QuotaLimit: number | null;
        /** @description The limits that administrators have set for the project. `usage` shows the limits that apply. */
        Quota: {
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            guests: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            vcpus: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            memory_mib: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            disk_mib: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            images: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            image_bytes: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            tokens: number | null;
        };
        /** @description The limits of a new project. For an omitted member, the default of the service applies. */
        QuotaCreate: {
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            guests?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            vcpus?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            memory_mib?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            disk_mib?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            images?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            image_bytes?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            tokens?: number | null;
        };
        /** @description The changes to the limits of a project. Null restores the defaults of the service. */
        QuotaUpdate: {
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            guests?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            vcpus?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            memory_mib?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            disk_mib?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            images?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            image_bytes?: number | null;
            /**
             * @description How much of a resource a project can have. Null means the default of the service; -1 means no limit.
             *
             *     @isInt
             *     @minimum -1
             *     @maximum 9007199254740991
             *     @format int64
             * @example 20
             */
            tokens?: number | null;
        } | null;
        /** @description What counts towards the quota of a project, and the limits that apply. */
        ProjectUsage: {
            guests: components["schemas"]["ResourceUsage"];
            vcpus: components["schemas"]["ResourceUsage"];
            memory_mib: components["schemas"]["ResourceUsage"];
            disk_mib: components["schemas"]["ResourceUsage"];
            images: components["schemas"]["ResourceUsage"];
            image_bytes: components["schemas"]["ResourceUsage"];
            tokens: components["schemas"]["ResourceUsage"];
        };
        /** @description How much of a resource a project has, and how much it can have. */
        ResourceUsage: {
            /**
             * @description How much the project has.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 12
             */
            readonly used: number;
            /**
             * @description How much the project can have, or null if there is no limit. It can be less than `used`.
             *     @isInt
             *     @minimum 0
             *     @format int64
             * @example 64
             */
            readonly limit: number | null;
        };
        /** @description A project with only the members named in `fields`. */
        ProjectSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            description?: components["schemas"]["Description"];
            /**
             * @description The zone in which the new guests of the project are placed, unless a request names another one; null if they
             *     can be placed in any zone.
             * @example null
             */
            zone?: components["schemas"]["Reference"] | null;
            quota?: components["schemas"]["Quota"];
            readonly usage?: components["schemas"]["ProjectUsage"];
            readonly created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A project with all its members, or only with those named in `fields`. */
        ProjectOrSelection: components["schemas"]["Project"] | components["schemas"]["ProjectSelection"];
        /** @description A page of projects. */
        ProjectList: {
            /**
             * @description The projects of the page.
             *     @maxItems 1000
             */
            projects: components["schemas"]["ProjectOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description Where a user comes from: `local` users were created here; the others were created at their first request with a
         *     credential of an OpenID provider (`oidc`) or of Keystone (`keystone`).
         * @example local
         * @enum {string}
         */
        UserSource: "local" | "oidc" | "keystone";
        /** @description A person or program that can have roles and tokens. */
        User: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            readonly source: components["schemas"]["UserSource"];
            /**
             * @description The identity of the user at its identity service: `oidc:`, the issuer, a space and the subject (`sub`); or
             *     `keystone:` and the id of the user there. It is null for a local user.
             * @example oidc:https://id.example/realms/x 2f3a-77
             */
            readonly external_id: string | null;
            /** @description The groups that the user belongs to, sorted by name. */
            readonly groups: components["schemas"]["Reference"][];
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description A user to create. */
        UserCreate: {
            name: components["schemas"]["NewName"];
        };
        /** @description The changes to a user. */
        UserUpdate: {
            name?: components["schemas"]["ChangedName"];
        };
        /** @description A user with only the members named in `fields`. */
        UserSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            readonly source?: components["schemas"]["UserSource"];
            /**
             * @description The identity of the user at its identity service: `oidc:`, the issuer, a space and the subject (`sub`); or
             *     `keystone:` and the id of the user there. It is null for a local user.
             * @example oidc:https://id.example/realms/x 2f3a-77
             */
            readonly external_id?: string | null;
            /** @description The groups that the user belongs to, sorted by name. */
            readonly groups?: components["schemas"]["Reference"][];
            readonly created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A user with all its members, or only with those named in `fields`. */
        UserOrSelection: components["schemas"]["User"] | components["schemas"]["UserSelection"];
        /** @description A page of users. */
        UserList: {
            /**
             * @description The users of the page.
             *     @maxItems 1000
             */
            users: components["schemas"]["UserOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /**
         * @description A user: its id, its name (only if it is a local user), its `external_id`, or an object like those in the
         *     `members` of a group. The service reads only the id of such an object.
         * @example ann
         */
        UserReference: string | {
            id: components["schemas"]["Id"];
            /**
             * @description The name of the user. The service ignores it.
             * @example ann
             */
            name?: string;
        };
        /**
         * @description The name of the group of the OpenID provider that this group represents. While a token of the provider contains
         *     exactly this name, character by character, its user has the roles of the group. If it is null, no token can
         *     claim the group.
         *
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example /staff/front-end
         */
        ExternalName: string | null;
        /** @description A set of users who share roles. */
        Group: {
            readonly id: components["schemas"]["Id"];
            readonly href: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name: components["schemas"]["Name"];
            external_name: components["schemas"]["ExternalName"];
            /**
             * @description The users in the group, sorted by name.
             *     @maxItems 1000
             */
            members: components["schemas"]["Reference"][];
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description A group to create. */
        GroupCreate: {
            name: components["schemas"]["NewName"];
            /**
             * @description The name of the group of the OpenID provider that this group represents, or null if no token can claim it.
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             *     @default null
             * @example /staff/front-end
             */
            external_name?: string | null;
            /**
             * @description The users in the group. Duplicates are ignored.
             *     @maxItems 1000
             *     @default []
             */
            members?: components["schemas"]["UserReference"][];
        };
        /** @description The changes to a group. Null restores the default of a member. */
        GroupUpdate: {
            name?: components["schemas"]["ChangedName"];
            external_name?: components["schemas"]["ExternalName"];
            /**
             * @description The complete list of users in the group, or null for none. Duplicates are ignored.
             *     @maxItems 1000
             */
            members?: components["schemas"]["UserReference"][] | null;
        };
        /** @description A group with only the members named in `fields`. */
        GroupSelection: {
            readonly id: components["schemas"]["Id"];
            readonly href?: components["schemas"]["Href"];
            readonly links: components["schemas"]["Links"];
            name?: components["schemas"]["Name"];
            external_name?: components["schemas"]["ExternalName"];
            /**
             * @description The users in the group, sorted by name.
             *     @maxItems 1000
             */
            members?: components["schemas"]["Reference"][];
            readonly created_at?: components["schemas"]["Timestamp"];
        };
        /** @description A group with all its members, or only with those named in `fields`. */
        GroupOrSelection: components["schemas"]["Group"] | components["schemas"]["GroupSelection"];
        /** @description A page of groups. */
        GroupList: {
            /**
             * @description The groups of the page.
             *     @maxItems 1000
             */
            groups: components["schemas"]["GroupOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description A set of rights that a user can have in a project or for one guest. */
        Role: {
            name: components["schemas"]["RoleName"];
            /** @description All rights of the role. In this contract, `x-right` of each operation names the right that it requires. */
            rights: string[];
            /**
             * @description Whether the role can also be granted for a single guest.
             * @example true
             */
            for_guests: boolean;
        };
        /** @description A role with only the members named in `fields`. */
        RoleSelection: {
            name: components["schemas"]["RoleName"];
            /** @description All rights of the role. In this contract, `x-right` of each operation names the right that it requires. */
            rights?: string[];
            /**
             * @description Whether the role can also be granted for a single guest.
             * @example true
             */
            for_guests?: boolean;
        };
        /** @description A role with all its members, or only with those named in `fields`. */
        RoleOrSelection: components["schemas"]["Role"] | components["schemas"]["RoleSelection"];
        /** @description A page of roles. */
        RoleList: {
            /** @description The roles of the page. */
            roles: components["schemas"]["RoleOrSelection"][];
            markers: components["schemas"]["Markers"];
        };
        /** @description A fault, as problem details (RFC 9457). */
        Problem: {
            /**
             * @description The URL of the page that explains this kind of fault.
             *     @format uri-reference
             * @example /docs/errors#guest-not-found
             */
            type: string;
            /**
             * @description The kind of fault, as human-readable text.
             * @example No such guest
             */
            title: string;
            /**
             * @description The HTTP status of the response.
             *     @isInt
             *     @minimum 400
             *     @maximum 599
             * @example 404
             */
            status: number;
            /**
             * @description Details of this occurrence, as human-readable text.
             * @example There is no guest web-1.
             */
            detail: string;
            /**
             * @description The path of the request; `/` if the request could not be read.
             *     @format uri-reference
             * @example /v1/guests/web-1
             */
            instance: string;
            error_name: components["schemas"]["ErrorName"];
            /**
             * @description The `X-Request-ID` of the response.
             * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
             */
            request_id: string;
            /** @description All mistakes in the request. Absent if a fault of this kind does not list mistakes. */
            errors?: components["schemas"]["Mistake"][];
            /**
             * @description Why no host can have the guest: a reason for each host, at most 100. Absent for all other faults.
             *
             *     @maxItems 100
             */
            hosts?: components["schemas"]["HostOut"][];
        };
        /**
         * @description Why a host cannot have a guest. `not_selected`: the placement of the request excludes it. `cordoned`: it gets no
         *     new guests. `unsupported`: it lacks a capability. `network`: it lacks a network. `group`: the placement group
         *     excludes it. `too_small`: the guest would be larger than the host. `full`: other guests have claimed too much of
         *     it. `away`: it would fit, but does not respond.
         * @example full
         * @enum {string}
         */
        HostOutReason: "not_selected" | "cordoned" | "unsupported" | "network" | "group" | "too_small" | "full" | "away";
        /** @description Why one host cannot have a guest. */
        HostOut: {
            host: components["schemas"]["Reference"];
            reason: components["schemas"]["HostOutReason"];
            /**
             * @description The rest of a sentence that begins with the host.
             * @example has 512 MiB of memory free, and the guest needs 1024
             */
            detail: string;
        };
        /** @description One mistake in a request, either in its body (`pointer`) or in a parameter or header (`parameter`). */
        Mistake: {
            /**
             * @description A JSON pointer (RFC 6901) into the body. Empty for the body as a whole.
             * @example /disks/0/size_mib
             */
            pointer?: string;
            /**
             * @description The name of the parameter or header.
             * @example limit
             */
            parameter?: string;
            /**
             * @description A description of the mistake.
             * @example must be <= 256
             */
            detail: string;
        };
        /**
         * @description The kind of a fault. Programs use it to distinguish faults. `/docs/errors` explains each kind. Some kinds appear
         *     only as the `fault` of a guest or an operation; their status is the one that a response would have.
         * @example GUEST_NOT_FOUND
         * @enum {string}
         */
        ErrorName: "VALIDATION_FAILED" | "READ_ONLY_FIELD" | "MARKER_UNKNOWN" | "SEARCH_SYNTAX" | "IMAGE_NOT_ACCEPTABLE" | "DIGEST_MISMATCH" | "IDEMPOTENCY_KEY_REUSED" | "UNSUPPORTED_MEDIA_TYPE" | "NOT_ACCEPTABLE" | "BODY_TOO_LARGE" | "HEADERS_TOO_LARGE" | "RANGE_NOT_SATISFIABLE" | "EVENTS_GONE" | "METHOD_NOT_ALLOWED" | "NOT_IMPLEMENTED" | "TOO_MANY_REQUESTS" | "REQUEST_TIMED_OUT" | "UNAUTHENTICATED" | "FORBIDDEN" | "QUOTA_EXCEEDED" | "PROJECT_REQUIRED" | "IDENTITY_UNREACHABLE" | "NOT_FOUND" | "GUEST_NOT_FOUND" | "IMAGE_NOT_FOUND" | "HOST_NOT_FOUND" | "OPERATION_NOT_FOUND" | "PROJECT_NOT_FOUND" | "TOKEN_NOT_FOUND" | "PERMISSION_NOT_FOUND" | "USER_NOT_FOUND" | "GROUP_NOT_FOUND" | "NETWORK_NOT_FOUND" | "ZONE_NOT_FOUND" | "INSTANCE_TYPE_NOT_FOUND" | "PLACEMENT_GROUP_NOT_FOUND" | "ROLE_NOT_FOUND" | "GUEST_NAME_ALREADY_EXISTS" | "IMAGE_NAME_ALREADY_EXISTS" | "PERMISSION_ALREADY_EXISTS" | "TOKEN_ALREADY_SHOWN" | "PROJECT_NAME_ALREADY_EXISTS" | "USER_NAME_ALREADY_EXISTS" | "GROUP_NAME_ALREADY_EXISTS" | "HOST_NAME_ALREADY_EXISTS" | "OTHER_HYPERVISOR" | "HOST_ALREADY_EXISTS" | "NETWORK_IN_USE" | "ZONE_NAME_ALREADY_EXISTS" | "ZONE_IN_USE" | "INSTANCE_TYPE_NAME_ALREADY_EXISTS" | "PLACEMENT_GROUP_NAME_ALREADY_EXISTS" | "PLACEMENT_GROUP_IN_USE" | "PROJECT_NOT_EMPTY" | "HOST_NOT_EMPTY" | "GUEST_NOT_RUNNING" | "GUEST_NOT_STOPPED" | "GUEST_NOT_POWERED" | "GUEST_SUSPENDED" | "GUEST_IN_ERROR" | "HOST_NOT_AWAY" | "OPERATION_IN_PROGRESS" | "OPERATION_CANCELLED" | "OPERATION_ENDED" | "OPERATION_NOT_CANCELLABLE" | "IMAGE_IN_USE" | "IMAGE_NOT_AVAILABLE" | "IMAGE_ALREADY_AVAILABLE" | "IMAGE_UPLOAD_IN_PROGRESS" | "PATCH_TEST_FAILED" | "PRECONDITION_FAILED" | "IDEMPOTENCY_KEY_IN_USE" | "BACKEND_REFUSED" | "HOST_UNREACHABLE" | "OUTCOME_UNKNOWN" | "OPERATION_TIMED_OUT" | "CAPACITY_EXHAUSTED" | "UNSUPPORTED_BY_BACKEND" | "HOST_OUT_OF_SPACE" | "GUEST_IO_ERROR" | "GUEST_WATCHDOG" | "GUEST_UNRESPONSIVE" | "GUEST_CRASHED" | "GUEST_VANISHED" | "GUEST_CHANGED_OUTSIDE" | "MAC_ADDRESS_IN_USE" | "DATABASE_UNREACHABLE" | "QUERY_TIMED_OUT" | "INTERNAL";
    };
    responses: {
        /** @description The guest, or only the members named in `fields`. */
        GuestOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GuestOrSelection"];
            };
        };
        /**
         * @description The guest matches the request. If `X-Operation-ID` is absent, the guest already matched the request, or the
         *     change was made immediately. If `X-Operation-ID` is present, the request waited for this operation, and the
         *     operation succeeded.
         */
        GuestActedOn: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                "X-Operation-ID": components["headers"]["X-Operation-ID-If-Any"];
                "Preference-Applied": components["headers"]["Preference-Applied"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Guest"];
            };
        };
        /**
         * @description The guest was removed. Either the request waited for the operation, or the guest was forgotten, which needs no
         *     operation.
         */
        GuestGone: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "X-Operation-ID": components["headers"]["X-Operation-ID-If-Any"];
                "Preference-Applied": components["headers"]["Preference-Applied"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The current guest. `Location` is the URL of the operation, and `X-Operation-ID` is its id. */
        OperationStarted: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                Location: components["headers"]["Location"];
                "X-Operation-ID": components["headers"]["X-Operation-ID"];
                "Preference-Applied": components["headers"]["Preference-Applied"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Guest"];
            };
        };
        /** @description The request waited for the operation, and the operation succeeded. The body contains the current states. */
        PowerStateReached: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                "X-Operation-ID": components["headers"]["X-Operation-ID"];
                "Preference-Applied": components["headers"]["Preference-Applied"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GuestStates"];
            };
        };
        /** @description The `ETag` of the resource is one of those in `If-None-Match`. */
        NotModified: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The `ETag` of the content is one of those in `If-None-Match`. */
        ContentNotModified: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag-Of-Content"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The `ETag` of the page or document is one of those in `If-None-Match`. */
        PageNotModified: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag-Of-Content"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description All metadata. The `ETag` is that of the guest or host. */
        Metadata: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Metadata"];
            };
        };
        /** @description A page of operations. */
        OperationList: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                Link: components["headers"]["Link"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OperationList"];
            };
        };
        /** @description The image, or only the members named in `fields`. */
        ImageOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ImageOrSelection"];
            };
        };
        /** @description The image. */
        Image: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Image"];
            };
        };
        /** @description A page of permissions. */
        PermissionList: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                Link: components["headers"]["Link"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PermissionList"];
            };
        };
        /** @description The permission, or only the members named in `fields`. */
        PermissionOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PermissionOrSelection"];
            };
        };
        /** @description The project, or only the members named in `fields`. */
        ProjectOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProjectOrSelection"];
            };
        };
        /** @description The project. */
        Project: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Project"];
            };
        };
        /** @description The user, or only the members named in `fields`. */
        UserOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["UserOrSelection"];
            };
        };
        /** @description The user. */
        User: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["User"];
            };
        };
        /** @description The group, or only the members named in `fields`. */
        GroupOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GroupOrSelection"];
            };
        };
        /** @description The group. */
        Group: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Group"];
            };
        };
        /** @description The network, or only the members named in `fields`. */
        NetworkOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NetworkOrSelection"];
            };
        };
        /** @description The network. */
        Network: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Network"];
            };
        };
        /** @description The zone, or only the members named in `fields`. */
        ZoneOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ZoneOrSelection"];
            };
        };
        /** @description The zone. */
        Zone: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Zone"];
            };
        };
        /** @description The instance type, or only the members named in `fields`. */
        InstanceTypeOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InstanceTypeOrSelection"];
            };
        };
        /** @description The instance type. */
        InstanceType: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InstanceType"];
            };
        };
        /** @description The placement group, or only the members named in `fields`. */
        PlacementGroupOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PlacementGroupOrSelection"];
            };
        };
        /** @description The placement group. */
        PlacementGroup: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PlacementGroup"];
            };
        };
        /** @description The role, or only the members named in `fields`. */
        RoleOrSelection: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RoleOrSelection"];
            };
        };
        /** @description A parameter is unknown or has an invalid value. */
        BadQuery: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A parameter is unknown or has an invalid value, the marker is unknown, or the search query has a syntax error. */
        BadPage: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body or a parameter is not valid. */
        BadBody: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A parameter is not valid, or the content does not match what was declared. */
        BadContent: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credential is missing or not valid. */
        Unauthenticated: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credential is valid, but the caller's role does not allow this. */
        Forbidden: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller's role does not allow this, or the request would exceed a quota. */
        ForbiddenOrQuotaExceeded: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource does not exist. */
        NotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The guest does not exist. */
        GuestNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The host does not exist. */
        HostNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The image or the host does not exist. */
        ImageOrHostNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The image does not exist. */
        ImageNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The operation does not exist. */
        OperationNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The project does not exist. */
        ProjectNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token does not exist. */
        TokenNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The guest, or this permission for it, does not exist. */
        GuestPermissionNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The project, or this permission in it, does not exist. */
        ProjectPermissionNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The user does not exist. */
        UserNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The group does not exist. */
        GroupNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The network does not exist. */
        NetworkNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The zone does not exist. */
        ZoneNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The instance type does not exist. */
        InstanceTypeNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The placement group does not exist. */
        PlacementGroupNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role does not exist. */
        RoleNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `Accept` allows no media type that this operation produces, and no JSON. A client that accepts any JSON
         *     gets the first media type of the operation, even if that is not JSON.
         */
        NotAcceptable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The state of the guest does not allow this (see [Guest states](/docs/guide/guest-states)), another program
         *     changed the guest on its host, the operation that the request waited for was cancelled, or the first request
         *     with this `Idempotency-Key` is still in progress.
         */
        VerbConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The state of the guest does not allow this, another program changed the guest on its host, or the operation that
         *     the request waited for was cancelled.
         */
        PowerStateConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The guest cannot be forgotten because its host is not away, another program changed a disk of the guest on the
         *     host, or the operation that the request waited for was cancelled.
         */
        GuestDeletionConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The state of the guest does not allow this, the operation that the request waited for was cancelled, or the
         *     first request with this `Idempotency-Key` is still in progress.
         */
        GuestAcceptanceConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The state of the guest does not allow this, the guest would lose what it wrote to a disk, the operation that the
         *     request waited for was cancelled, or the first request with this `Idempotency-Key` is still in progress.
         */
        GuestDiscardConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The operation has already ended or cannot be cancelled, or the first request with this `Idempotency-Key` is
         *     still in progress.
         */
        CancelConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed. */
        PatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description A `test` operation of the JSON Patch failed, the name is already in use, the state of the guest does not allow
         *     this, another program changed the guest on its host, or the operation that the request waited for was cancelled.
         */
        GuestPatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        ImagePatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The guest is not powered on, so there is nothing to measure. */
        GuestNotPowered: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The name or a MAC address is already in use, an image has no content yet, the operation that the request waited
         *     for was cancelled, or the first request with this `Idempotency-Key` is still in progress.
         */
        GuestConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        ImageNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description An earlier request with this `Idempotency-Key` created the token, or the first request with this
         *     `Idempotency-Key` is still in progress.
         */
        TokenConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The user or group already has this role in the project or for the guest, or the first request with this
         *     `Idempotency-Key` is still in progress.
         */
        PermissionConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A guest was created from the image. */
        ImageInUse: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A guest on the host needs the image, or an operation is copying it. */
        ImageCopyInUse: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The image has no content. */
        ImageNotAvailable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The image already has its content, or another request is uploading it. */
        ImageContentConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        ProjectNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        ProjectPatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        UserNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        UserPatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        GroupNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        GroupPatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The name is already in use, the hypervisor is already a host, or the first request with this `Idempotency-Key`
         *     is still in progress.
         */
        HostConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description A `test` operation of the JSON Patch failed, the name is already in use, or not the hypervisor of this host
         *     responds at the new URI.
         */
        HostPatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The host still has guests. */
        HostNotEmpty: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The hypervisor at the new URI or the database does not respond. */
        HostAtUriOrDatabaseUnreachable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A host has the network, or a guest uses it. */
        NetworkInUse: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        ZoneNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        ZonePatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The zone has hosts, is the zone of a project, or is the zone of new hosts. */
        ZoneInUse: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        InstanceTypeNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        InstanceTypePatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use, or the first request with this `Idempotency-Key` is still in progress. */
        PlacementGroupNameConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A `test` operation of the JSON Patch failed, or the name is already in use. */
        PlacementGroupPatchConflict: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The placement group has guests. */
        PlacementGroupInUse: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The project still has guests or images, or the role `admin` is granted in it. */
        ProjectNotEmpty: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The `ETag` of the resource is none of those in `If-Match`, or, for a request that changes something, one of
         *     those in `If-None-Match`.
         */
        PreconditionFailed: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Some of the events after `Last-Event-ID` are no longer retained, or the database was restored from a backup, or
         *     failed over to a standby, that does not have that event.
         */
        EventsGone: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than this operation accepts. A JSON body can have up to 1 MiB. */
        BodyTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The operation does not accept the media type or the encoding of the body. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                Accept: components["headers"]["Accept"];
                "Accept-Encoding": components["headers"]["Accept-Encoding"];
                "Accept-Patch": components["headers"]["Accept-Patch"];
                "Accept-Post": components["headers"]["Accept-Post"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The range starts after the end of the content. */
        RangeNotSatisfiable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Content-Range": components["headers"]["Content-Range-Unsatisfied"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key was already used for a different request. */
        IdempotencyKeyReused: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The project already has 1,000 open operations. */
        TooManyRequests: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The host, or the machine that the service runs on, does not support this. */
        UnsupportedByBackend: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The hypervisor rejected the request, or its response was lost. If the request waited for an operation, this
         *     happened to that operation.
         */
        HypervisorFailed: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database does not respond. */
        DatabaseUnreachable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database does not respond, or the query took too long. */
        ListUnavailable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request waited for an operation that exceeded its time limit. */
        OperationTimedOut: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The host, the virtual machine of the guest or the database does not respond. */
        HostOrDatabaseUnreachable: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is not enough capacity left. */
        CapacityExhausted: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is not enough capacity left, or the disk of the host is so full that the guest cannot run. */
        NoRoomForGuest: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The maximum number of elements to return.
         * @example 20
         */
        limit: number;
        /**
         * @description The id of the last element before the page, taken from `markers` of another page.
         * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
         */
        marker: string;
        /**
         * @description The key to sort the hosts by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortHosts: "created_at" | "-created_at" | "name" | "-name" | "vcpus" | "-vcpus" | "memory_mib" | "-memory_mib" | "disk_mib" | "-disk_mib";
        /**
         * @description The key to sort the networks by. A leading minus sign reverses the order. The default is `name`.
         * @example name
         */
        sortNetworks: "name" | "-name" | "created_at" | "-created_at";
        /**
         * @description The key to sort the guests by. A leading minus sign reverses the order. The default is `created_at`.
         * @example state
         */
        sortGuests: "created_at" | "-created_at" | "name" | "-name" | "updated_at" | "-updated_at" | "launched_at" | "-launched_at" | "vcpus" | "-vcpus" | "memory_mib" | "-memory_mib" | "state" | "-state";
        /**
         * @description The key to sort the operations by. A leading minus sign reverses the order. The default is `created_at`.
         * @example created_at
         */
        sortOperations: "created_at" | "-created_at";
        /**
         * @description The key to sort the images by. A leading minus sign reverses the order. The default is `created_at`.
         * @example created_at
         */
        sortImages: "created_at" | "-created_at";
        /**
         * @description The key to sort the copies by. A leading minus sign reverses the order. The default is `since`.
         * @example name
         */
        sortCopies: "since" | "-since" | "name" | "-name";
        /**
         * @description The key to sort the events by. A leading minus sign reverses the order. The default is `id`.
         * @example -id
         */
        sortEvents: "id" | "-id";
        /**
         * @description The key to sort the tokens by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortTokens: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the permissions by. A leading minus sign reverses the order. The default is `created_at`.
         * @example created_at
         */
        sortPermissions: "created_at" | "-created_at";
        /**
         * @description The key to sort the projects by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortProjects: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the users by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortUsers: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the groups by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortGroups: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the zones by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortZones: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the instance types by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortInstanceTypes: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the placement groups by. A leading minus sign reverses the order. The default is `created_at`.
         * @example name
         */
        sortPlacementGroups: "created_at" | "-created_at" | "name" | "-name";
        /**
         * @description The key to sort the roles by. A leading minus sign reverses the order. The default is `rank`, from the fewest
         *     rights to the most.
         * @example -rank
         */
        sortRoles: "rank" | "-rank" | "name" | "-name";
        /**
         * @description The `marker` of the last event before the page, taken from `markers` of another page.
         * @example 4711-7205759403792794
         */
        eventMarker: string;
        /**
         * @description The name of the last role before the page, taken from `markers` of another page.
         * @example viewer
         */
        roleMarker: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,state
         */
        fieldsHosts: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,kind
         */
        fieldsNetworks: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,state
         */
        fieldsGuests: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example kind,state
         */
        fieldsOperations: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,state
         */
        fieldsImages: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example host,state
         */
        fieldsCopies: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example kind,at,subject
         */
        fieldsEvents: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,expires_at
         */
        fieldsTokens: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example user,role
         */
        fieldsPermissions: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,quota
         */
        fieldsProjects: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,source
         */
        fieldsUsers: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,members
         */
        fieldsGroups: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,description
         */
        fieldsZones: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,vcpus,memory_mib
         */
        fieldsInstanceTypes: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example name,policy,strict
         */
        fieldsPlacementGroups: string;
        /**
         * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
         *     resource that has no id. By default, all members are returned.
         * @example rights
         */
        fieldsRoles: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example state=up and memory_mib>=65536
         */
        searchHosts: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example kind=bridge
         */
        searchNetworks: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example name=web* and memory_mib>=1024
         */
        searchGuests: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example subject.name=web-1 and state=failed
         */
        searchOperations: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example kind=disk and name=debian*
         */
        searchImages: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example state=ready and host.name=rack*
         */
        searchCopies: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example severity>=warning and at>=yesterday
         */
        searchEvents: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example name=night* and role<=operator
         */
        searchTokens: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example user=ann and role>=member
         */
        searchPermissions: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example name=shop*
         */
        searchProjects: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example source=local and name=ann*
         */
        searchUsers: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example member=ann
         */
        searchGroups: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example name=room*
         */
        searchZones: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example memory_mib>=4096 and name=web*
         */
        searchInstanceTypes: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example policy=spread and name=web*
         */
        searchPlacementGroups: string;
        /**
         * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
         * @example for_guests=true
         */
        searchRoles: string;
        /**
         * @description Whether `search` distinguishes upper and lower case.
         * @example true
         */
        caseSensitive: boolean;
        /**
         * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
         * @example true
         */
        allProjects: boolean;
        /**
         * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
         *     exists (RFC 9110). Otherwise the request is rejected (412).
         * @example "7205759403792794"
         */
        ifMatch: string;
        /**
         * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
         *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
         *     rejected (412).
         * @example "7205759403792794"
         */
        ifNoneMatch: string;
        /**
         * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
         *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
         *     `Idempotency-Replayed: true`.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        idempotencyKey: string;
        /**
         * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
         *     ignored.
         * @example wait=30
         */
        prefer: string;
        /**
         * @description The name of the older API.
         * @example sahara
         */
        dialect: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the guest.
         * @example web-1
         */
        guest: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the host.
         * @example rack-3
         */
        host: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the image.
         * @example debian-12
         */
        image: components["schemas"]["PathSegment"];
        /**
         * @description The id of the operation.
         * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
         */
        operation: components["schemas"]["PathSegment"];
        /**
         * @description The id of the token.
         * @example 7d3b8e52-0a5f-4c96-b1de-4f2a6c8e9d10
         */
        token: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the project.
         * @example shop
         */
        project: components["schemas"]["PathSegment"];
        /**
         * @description The id of the permission.
         * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
         */
        permission: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the user.
         * @example ann
         */
        user: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the group.
         * @example front-end
         */
        group: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the network. Upper and lower case of the name differ, as on the hosts.
         * @example br0
         */
        network: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the zone.
         * @example room-2
         */
        zone: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the instance type.
         * @example medium
         */
        instanceType: components["schemas"]["PathSegment"];
        /**
         * @description The id or name of the placement group.
         * @example web
         */
        placementGroup: components["schemas"]["PathSegment"];
        /**
         * @description The name of the role.
         * @example operator
         */
        role: components["schemas"]["RoleName"];
    };
    requestBodies: {
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        HostPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["HostUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). Plain JSON is treated as a merge patch. */
        MetadataPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["MetadataPatch"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
                "application/json": components["schemas"]["MetadataPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        GuestPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["GuestUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        ImagePatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["ImageUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        ProjectPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["ProjectUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        UserPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["UserUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        GroupPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["GroupUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        NetworkPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["NetworkUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        ZonePatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["ZoneUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        InstanceTypePatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["InstanceTypeUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description The changes, as a merge patch (RFC 7396) or a JSON Patch (RFC 6902). */
        PlacementGroupPatch: {
            content: {
                "application/merge-patch+json": components["schemas"]["PlacementGroupUpdate"];
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        /** @description How long to wait for the guest, and what to do after that. Without a body, the defaults apply. */
        SoftPower: {
            content: {
                "application/json": components["schemas"]["SoftPowerOptions"];
            };
        };
    };
    headers: {
        /**
         * @description Identifies this request in the log. It is the client's own value if the client sent a valid one.
         * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
         */
        "X-Request-ID": string;
        /**
         * @description The absolute URL of the resource to request next.
         * @example http://127.0.0.1:8480/v1/operations/0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
         */
        Location: string;
        /**
         * @description The id of the operation.
         * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
         */
        "X-Operation-ID": string;
        /**
         * @description The id of the operation, if there is one.
         * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
         */
        "X-Operation-ID-If-Any": string;
        /**
         * @description Links to the previous and the next page (RFC 8288), with the relations `prev` and `next`. Absent if this page is
         *     the only one, or if the header would have more than 8 KiB because of a long search.
         *     The `markers` in the body lead to the same pages.
         * @example <http://127.0.0.1:8480/v1/guests?limit=20&marker=5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2>; rel="next"
         */
        Link: string;
        /**
         * @description Identifies the current version of the resource's representation, regardless of `fields`. It changes whenever the
         *     representation changes, and no value is ever reused, not even after the database was restored from a backup or
         *     failed over to a standby. It is random, so it does not reveal how often anything has changed.
         * @example "7205759403792794"
         */
        ETag: string;
        /**
         * @description Identifies the content. It is derived from the content, so different content has a different value.
         * @example "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
         */
        "ETag-Of-Content": string;
        /**
         * @description The preference that was applied. Absent if the request had none.
         * @example wait=30
         */
        "Preference-Applied": string;
        /**
         * @description Indicates that this is the stored response of the first request with this `Idempotency-Key`. Absent from the
         *     first response.
         * @example true
         */
        "Idempotency-Replayed": "true";
        /**
         * @description The number of seconds to wait before trying again.
         * @example 5
         */
        "Retry-After": number;
        /**
         * @description The authentication scheme to use.
         * @example Bearer realm="guesthouse"
         */
        "WWW-Authenticate": string;
        /**
         * @description The media types that the operation accepts.
         * @example application/json
         */
        Accept: string;
        /**
         * @description The only encoding of a body that the service accepts. Present only if the encoding caused the rejection.
         * @example identity
         */
        "Accept-Encoding": "identity";
        /**
         * @description The media types that the operation accepts, if the method is `PATCH`.
         * @example application/merge-patch+json, application/json-patch+json
         */
        "Accept-Patch": string;
        /**
         * @description The media types that the operation accepts, if the method is `POST`.
         * @example application/json
         */
        "Accept-Post": string;
        /**
         * @description Indicates that byte ranges can be requested.
         * @example bytes
         */
        "Accept-Ranges": "bytes";
        /**
         * @description The length of the body in bytes.
         * @example 1024
         */
        "Content-Length": number;
        /**
         * @description The byte range in the body, and the size of the whole content.
         * @example bytes 0-1023/2147483648
         */
        "Content-Range": string;
        /**
         * @description The size of the whole content.
         * @example bytes *\/2147483648
         */
        "Content-Range-Unsatisfied": string;
    };
    pathItems: never;
}
export type Id = components['schemas']['Id'];
export type PathSegment = components['schemas']['PathSegment'];
export type Href = components['schemas']['Href'];
export type Timestamp = components['schemas']['Timestamp'];
export type Name = components['schemas']['Name'];
export type NewName = components['schemas']['NewName'];
export type ChangedName = components['schemas']['ChangedName'];
export type Description = components['schemas']['Description'];
export type Link = components['schemas']['Link'];
export type Links = components['schemas']['Links'];
export type Markers = components['schemas']['Markers'];
export type Reference = components['schemas']['Reference'];
export type Metadata = components['schemas']['Metadata'];
export type MetadataValue = components['schemas']['MetadataValue'];
export type MetadataPatch = components['schemas']['MetadataPatch'];
export type JsonPatch = components['schemas']['JsonPatch'];
export type JsonPatchVerb = components['schemas']['JsonPatchVerb'];
export type JsonPatchOperation = components['schemas']['JsonPatchOperation'];
export type Fault = components['schemas']['Fault'];
export type Versions = components['schemas']['Versions'];
export type Version = components['schemas']['Version'];
export type Index = components['schemas']['Index'];
export type Dialects = components['schemas']['Dialects'];
export type Dialect = components['schemas']['Dialect'];
export type DialectName = components['schemas']['DialectName'];
export type OpenApiDocument = components['schemas']['OpenApiDocument'];
export type Health = components['schemas']['Health'];
export type Readiness = components['schemas']['Readiness'];
export type Bookmark = components['schemas']['Bookmark'];
export type BookmarkCollection = components['schemas']['BookmarkCollection'];
export type BackendName = components['schemas']['BackendName'];
export type HostState = components['schemas']['HostState'];
export type Capabilities = components['schemas']['Capabilities'];
export type Host = components['schemas']['Host'];
export type Schedulable = components['schemas']['Schedulable'];
export type HostRatio = components['schemas']['HostRatio'];
export type HostRatios = components['schemas']['HostRatios'];
export type HostRatiosUpdate = components['schemas']['HostRatiosUpdate'];
export type ChangedRatio = components['schemas']['ChangedRatio'];
export type HostReserves = components['schemas']['HostReserves'];
export type HostReservesUpdate = components['schemas']['HostReservesUpdate'];
export type TakenAndFree = components['schemas']['TakenAndFree'];
export type TakenAndFreeDisk = components['schemas']['TakenAndFreeDisk'];
export type HostUsage = components['schemas']['HostUsage'];
export type ZoneReference = components['schemas']['ZoneReference'];
export type HostUri = components['schemas']['HostUri'];
export type HostCreate = components['schemas']['HostCreate'];
export type HostUpdate = components['schemas']['HostUpdate'];
export type HostSelection = components['schemas']['HostSelection'];
export type HostOrSelection = components['schemas']['HostOrSelection'];
export type HostList = components['schemas']['HostList'];
export type NetworkKind = components['schemas']['NetworkKind'];
export type NetworkState = components['schemas']['NetworkState'];
export type NetworkAccess = components['schemas']['NetworkAccess'];
export type MacChoice = components['schemas']['MacChoice'];
export type NetworkHosts = components['schemas']['NetworkHosts'];
export type ProjectReference = components['schemas']['ProjectReference'];
export type Network = components['schemas']['Network'];
export type NetworkUpdate = components['schemas']['NetworkUpdate'];
export type NetworkSelection = components['schemas']['NetworkSelection'];
export type NetworkOrSelection = components['schemas']['NetworkOrSelection'];
export type NetworkList = components['schemas']['NetworkList'];
export type GuestState = components['schemas']['GuestState'];
export type PowerState = components['schemas']['PowerState'];
export type PowerTarget = components['schemas']['PowerTarget'];
export type Firmware = components['schemas']['Firmware'];
export type DiskMedia = components['schemas']['DiskMedia'];
export type DiskBus = components['schemas']['DiskBus'];
export type DiskFormat = components['schemas']['DiskFormat'];
export type NicModel = components['schemas']['NicModel'];
export type Vcpus = components['schemas']['Vcpus'];
export type MemoryMib = components['schemas']['MemoryMib'];
export type DiskSizeMib = components['schemas']['DiskSizeMib'];
export type KernelCommandLine = components['schemas']['KernelCommandLine'];
export type ImageReference = components['schemas']['ImageReference'];
export type Boot = components['schemas']['Boot'];
export type BootCreate = components['schemas']['BootCreate'];
export type Disk = components['schemas']['Disk'];
export type DiskCreate = components['schemas']['DiskCreate'];
export type Nic = components['schemas']['Nic'];
export type NicCreate = components['schemas']['NicCreate'];
export type Guest = components['schemas']['Guest'];
export type GuestCreate = components['schemas']['GuestCreate'];
export type PlacementCreate = components['schemas']['PlacementCreate'];
export type HostReference = components['schemas']['HostReference'];
export type GuestUpdate = components['schemas']['GuestUpdate'];
export type GuestSelection = components['schemas']['GuestSelection'];
export type GuestOrSelection = components['schemas']['GuestOrSelection'];
export type GuestList = components['schemas']['GuestList'];
export type SoftPowerOptions = components['schemas']['SoftPowerOptions'];
export type GuestDrift = components['schemas']['GuestDrift'];
export type GuestDifference = components['schemas']['GuestDifference'];
export type DriftDiscard = components['schemas']['DriftDiscard'];
export type GuestStates = components['schemas']['GuestStates'];
export type PowerStateUpdate = components['schemas']['PowerStateUpdate'];
export type Counter = components['schemas']['Counter'];
export type Seconds = components['schemas']['Seconds'];
export type VcpuCounters = components['schemas']['VcpuCounters'];
export type CpuMetrics = components['schemas']['CpuMetrics'];
export type NicCounters = components['schemas']['NicCounters'];
export type NicMetrics = components['schemas']['NicMetrics'];
export type DiskCounters = components['schemas']['DiskCounters'];
export type DiskMetrics = components['schemas']['DiskMetrics'];
export type OperationKind = components['schemas']['OperationKind'];
export type OperationState = components['schemas']['OperationState'];
export type SubjectKind = components['schemas']['SubjectKind'];
export type Subject = components['schemas']['Subject'];
export type Operation = components['schemas']['Operation'];
export type OperationSelection = components['schemas']['OperationSelection'];
export type OperationOrSelection = components['schemas']['OperationOrSelection'];
export type OperationList = components['schemas']['OperationList'];
export type EventKind = components['schemas']['EventKind'];
export type EventSeverity = components['schemas']['EventSeverity'];
export type Event = components['schemas']['Event'];
export type EventDetailValue = components['schemas']['EventDetailValue'];
export type EventSelection = components['schemas']['EventSelection'];
export type EventOrSelection = components['schemas']['EventOrSelection'];
export type EventList = components['schemas']['EventList'];
export type ImageKind = components['schemas']['ImageKind'];
export type ImageState = components['schemas']['ImageState'];
export type Sha256 = components['schemas']['Sha256'];
export type Image = components['schemas']['Image'];
export type ImageCreate = components['schemas']['ImageCreate'];
export type ImageUpdate = components['schemas']['ImageUpdate'];
export type ImageSelection = components['schemas']['ImageSelection'];
export type ImageOrSelection = components['schemas']['ImageOrSelection'];
export type ImageCopyState = components['schemas']['ImageCopyState'];
export type ImageCopy = components['schemas']['ImageCopy'];
export type ImageCopySelection = components['schemas']['ImageCopySelection'];
export type ImageCopyOrSelection = components['schemas']['ImageCopyOrSelection'];
export type ImageCopyList = components['schemas']['ImageCopyList'];
export type ImageList = components['schemas']['ImageList'];
export type RoleName = components['schemas']['RoleName'];
export type GuestRoleName = components['schemas']['GuestRoleName'];
export type TokenScope = components['schemas']['TokenScope'];
export type Token = components['schemas']['Token'];
export type TokenWithSecret = components['schemas']['TokenWithSecret'];
export type TokenCreate = components['schemas']['TokenCreate'];
export type TokenSelection = components['schemas']['TokenSelection'];
export type TokenOrSelection = components['schemas']['TokenOrSelection'];
export type TokenList = components['schemas']['TokenList'];
export type Permission = components['schemas']['Permission'];
export type GuestPermissionCreate = components['schemas']['GuestPermissionCreate'];
export type ProjectPermissionCreate = components['schemas']['ProjectPermissionCreate'];
export type PermissionSelection = components['schemas']['PermissionSelection'];
export type PermissionOrSelection = components['schemas']['PermissionOrSelection'];
export type PermissionList = components['schemas']['PermissionList'];
export type Zone = components['schemas']['Zone'];
export type ZoneCreate = components['schemas']['ZoneCreate'];
export type ZoneUpdate = components['schemas']['ZoneUpdate'];
export type ZoneSelection = components['schemas']['ZoneSelection'];
export type ZoneOrSelection = components['schemas']['ZoneOrSelection'];
export type ZoneList = components['schemas']['ZoneList'];
export type InstanceType = components['schemas']['InstanceType'];
export type RootDiskMib = components['schemas']['RootDiskMib'];
export type InstanceTypeCreate = components['schemas']['InstanceTypeCreate'];
export type InstanceTypeUpdate = components['schemas']['InstanceTypeUpdate'];
export type InstanceTypeSelection = components['schemas']['InstanceTypeSelection'];
export type InstanceTypeOrSelection = components['schemas']['InstanceTypeOrSelection'];
export type InstanceTypeList = components['schemas']['InstanceTypeList'];
export type PlacementPolicy = components['schemas']['PlacementPolicy'];
export type PlacementGroup = components['schemas']['PlacementGroup'];
export type PlacementGroupCreate = components['schemas']['PlacementGroupCreate'];
export type PlacementGroupUpdate = components['schemas']['PlacementGroupUpdate'];
export type PlacementGroupSelection = components['schemas']['PlacementGroupSelection'];
export type PlacementGroupOrSelection = components['schemas']['PlacementGroupOrSelection'];
export type PlacementGroupList = components['schemas']['PlacementGroupList'];
export type Project = components['schemas']['Project'];
export type ProjectCreate = components['schemas']['ProjectCreate'];
export type ProjectUpdate = components['schemas']['ProjectUpdate'];
export type QuotaLimit = components['schemas']['QuotaLimit'];
export type Quota = components['schemas']['Quota'];
export type QuotaCreate = components['schemas']['QuotaCreate'];
export type QuotaUpdate = components['schemas']['QuotaUpdate'];
export type ProjectUsage = components['schemas']['ProjectUsage'];
export type ResourceUsage = components['schemas']['ResourceUsage'];
export type ProjectSelection = components['schemas']['ProjectSelection'];
export type ProjectOrSelection = components['schemas']['ProjectOrSelection'];
export type ProjectList = components['schemas']['ProjectList'];
export type UserSource = components['schemas']['UserSource'];
export type User = components['schemas']['User'];
export type UserCreate = components['schemas']['UserCreate'];
export type UserUpdate = components['schemas']['UserUpdate'];
export type UserSelection = components['schemas']['UserSelection'];
export type UserOrSelection = components['schemas']['UserOrSelection'];
export type UserList = components['schemas']['UserList'];
export type UserReference = components['schemas']['UserReference'];
export type ExternalName = components['schemas']['ExternalName'];
export type Group = components['schemas']['Group'];
export type GroupCreate = components['schemas']['GroupCreate'];
export type GroupUpdate = components['schemas']['GroupUpdate'];
export type GroupSelection = components['schemas']['GroupSelection'];
export type GroupOrSelection = components['schemas']['GroupOrSelection'];
export type GroupList = components['schemas']['GroupList'];
export type Role = components['schemas']['Role'];
export type RoleSelection = components['schemas']['RoleSelection'];
export type RoleOrSelection = components['schemas']['RoleOrSelection'];
export type RoleList = components['schemas']['RoleList'];
export type Problem = components['schemas']['Problem'];
export type HostOutReason = components['schemas']['HostOutReason'];
export type HostOut = components['schemas']['HostOut'];
export type Mistake = components['schemas']['Mistake'];
export type ErrorName = components['schemas']['ErrorName'];
export type ResponseGuestOrSelection = components['responses']['GuestOrSelection'];
export type ResponseGuestActedOn = components['responses']['GuestActedOn'];
export type ResponseGuestGone = components['responses']['GuestGone'];
export type ResponseOperationStarted = components['responses']['OperationStarted'];
export type ResponsePowerStateReached = components['responses']['PowerStateReached'];
export type ResponseNotModified = components['responses']['NotModified'];
export type ResponseContentNotModified = components['responses']['ContentNotModified'];
export type ResponsePageNotModified = components['responses']['PageNotModified'];
export type ResponseMetadata = components['responses']['Metadata'];
export type ResponseOperationList = components['responses']['OperationList'];
export type ResponseImageOrSelection = components['responses']['ImageOrSelection'];
export type ResponseImage = components['responses']['Image'];
export type ResponsePermissionList = components['responses']['PermissionList'];
export type ResponsePermissionOrSelection = components['responses']['PermissionOrSelection'];
export type ResponseProjectOrSelection = components['responses']['ProjectOrSelection'];
export type ResponseProject = components['responses']['Project'];
export type ResponseUserOrSelection = components['responses']['UserOrSelection'];
export type ResponseUser = components['responses']['User'];
export type ResponseGroupOrSelection = components['responses']['GroupOrSelection'];
export type ResponseGroup = components['responses']['Group'];
export type ResponseNetworkOrSelection = components['responses']['NetworkOrSelection'];
export type ResponseNetwork = components['responses']['Network'];
export type ResponseZoneOrSelection = components['responses']['ZoneOrSelection'];
export type ResponseZone = components['responses']['Zone'];
export type ResponseInstanceTypeOrSelection = components['responses']['InstanceTypeOrSelection'];
export type ResponseInstanceType = components['responses']['InstanceType'];
export type ResponsePlacementGroupOrSelection = components['responses']['PlacementGroupOrSelection'];
export type ResponsePlacementGroup = components['responses']['PlacementGroup'];
export type ResponseRoleOrSelection = components['responses']['RoleOrSelection'];
export type ResponseBadQuery = components['responses']['BadQuery'];
export type ResponseBadPage = components['responses']['BadPage'];
export type ResponseBadBody = components['responses']['BadBody'];
export type ResponseBadContent = components['responses']['BadContent'];
export type ResponseUnauthenticated = components['responses']['Unauthenticated'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseForbiddenOrQuotaExceeded = components['responses']['ForbiddenOrQuotaExceeded'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseGuestNotFound = components['responses']['GuestNotFound'];
export type ResponseHostNotFound = components['responses']['HostNotFound'];
export type ResponseImageOrHostNotFound = components['responses']['ImageOrHostNotFound'];
export type ResponseImageNotFound = components['responses']['ImageNotFound'];
export type ResponseOperationNotFound = components['responses']['OperationNotFound'];
export type ResponseProjectNotFound = components['responses']['ProjectNotFound'];
export type ResponseTokenNotFound = components['responses']['TokenNotFound'];
export type ResponseGuestPermissionNotFound = components['responses']['GuestPermissionNotFound'];
export type ResponseProjectPermissionNotFound = components['responses']['ProjectPermissionNotFound'];
export type ResponseUserNotFound = components['responses']['UserNotFound'];
export type ResponseGroupNotFound = components['responses']['GroupNotFound'];
export type ResponseNetworkNotFound = components['responses']['NetworkNotFound'];
export type ResponseZoneNotFound = components['responses']['ZoneNotFound'];
export type ResponseInstanceTypeNotFound = components['responses']['InstanceTypeNotFound'];
export type ResponsePlacementGroupNotFound = components['responses']['PlacementGroupNotFound'];
export type ResponseRoleNotFound = components['responses']['RoleNotFound'];
export type ResponseNotAcceptable = components['responses']['NotAcceptable'];
export type ResponseVerbConflict = components['responses']['VerbConflict'];
export type ResponsePowerStateConflict = components['responses']['PowerStateConflict'];
export type ResponseGuestDeletionConflict = components['responses']['GuestDeletionConflict'];
export type ResponseGuestAcceptanceConflict = components['responses']['GuestAcceptanceConflict'];
export type ResponseGuestDiscardConflict = components['responses']['GuestDiscardConflict'];
export type ResponseCancelConflict = components['responses']['CancelConflict'];
export type ResponsePatchConflict = components['responses']['PatchConflict'];
export type ResponseGuestPatchConflict = components['responses']['GuestPatchConflict'];
export type ResponseImagePatchConflict = components['responses']['ImagePatchConflict'];
export type ResponseGuestNotPowered = components['responses']['GuestNotPowered'];
export type ResponseGuestConflict = components['responses']['GuestConflict'];
export type ResponseImageNameConflict = components['responses']['ImageNameConflict'];
export type ResponseTokenConflict = components['responses']['TokenConflict'];
export type ResponsePermissionConflict = components['responses']['PermissionConflict'];
export type ResponseImageInUse = components['responses']['ImageInUse'];
export type ResponseImageCopyInUse = components['responses']['ImageCopyInUse'];
export type ResponseImageNotAvailable = components['responses']['ImageNotAvailable'];
export type ResponseImageContentConflict = components['responses']['ImageContentConflict'];
export type ResponseProjectNameConflict = components['responses']['ProjectNameConflict'];
export type ResponseProjectPatchConflict = components['responses']['ProjectPatchConflict'];
export type ResponseUserNameConflict = components['responses']['UserNameConflict'];
export type ResponseUserPatchConflict = components['responses']['UserPatchConflict'];
export type ResponseGroupNameConflict = components['responses']['GroupNameConflict'];
export type ResponseGroupPatchConflict = components['responses']['GroupPatchConflict'];
export type ResponseHostConflict = components['responses']['HostConflict'];
export type ResponseHostPatchConflict = components['responses']['HostPatchConflict'];
export type ResponseHostNotEmpty = components['responses']['HostNotEmpty'];
export type ResponseHostAtUriOrDatabaseUnreachable = components['responses']['HostAtUriOrDatabaseUnreachable'];
export type ResponseNetworkInUse = components['responses']['NetworkInUse'];
export type ResponseZoneNameConflict = components['responses']['ZoneNameConflict'];
export type ResponseZonePatchConflict = components['responses']['ZonePatchConflict'];
export type ResponseZoneInUse = components['responses']['ZoneInUse'];
export type ResponseInstanceTypeNameConflict = components['responses']['InstanceTypeNameConflict'];
export type ResponseInstanceTypePatchConflict = components['responses']['InstanceTypePatchConflict'];
export type ResponsePlacementGroupNameConflict = components['responses']['PlacementGroupNameConflict'];
export type ResponsePlacementGroupPatchConflict = components['responses']['PlacementGroupPatchConflict'];
export type ResponsePlacementGroupInUse = components['responses']['PlacementGroupInUse'];
export type ResponseProjectNotEmpty = components['responses']['ProjectNotEmpty'];
export type ResponsePreconditionFailed = components['responses']['PreconditionFailed'];
export type ResponseEventsGone = components['responses']['EventsGone'];
export type ResponseBodyTooLarge = components['responses']['BodyTooLarge'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseRangeNotSatisfiable = components['responses']['RangeNotSatisfiable'];
export type ResponseIdempotencyKeyReused = components['responses']['IdempotencyKeyReused'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseUnsupportedByBackend = components['responses']['UnsupportedByBackend'];
export type ResponseHypervisorFailed = components['responses']['HypervisorFailed'];
export type ResponseDatabaseUnreachable = components['responses']['DatabaseUnreachable'];
export type ResponseListUnavailable = components['responses']['ListUnavailable'];
export type ResponseOperationTimedOut = components['responses']['OperationTimedOut'];
export type ResponseHostOrDatabaseUnreachable = components['responses']['HostOrDatabaseUnreachable'];
export type ResponseCapacityExhausted = components['responses']['CapacityExhausted'];
export type ResponseNoRoomForGuest = components['responses']['NoRoomForGuest'];
export type ParameterLimit = components['parameters']['limit'];
export type ParameterMarker = components['parameters']['marker'];
export type ParameterSortHosts = components['parameters']['sortHosts'];
export type ParameterSortNetworks = components['parameters']['sortNetworks'];
export type ParameterSortGuests = components['parameters']['sortGuests'];
export type ParameterSortOperations = components['parameters']['sortOperations'];
export type ParameterSortImages = components['parameters']['sortImages'];
export type ParameterSortCopies = components['parameters']['sortCopies'];
export type ParameterSortEvents = components['parameters']['sortEvents'];
export type ParameterSortTokens = components['parameters']['sortTokens'];
export type ParameterSortPermissions = components['parameters']['sortPermissions'];
export type ParameterSortProjects = components['parameters']['sortProjects'];
export type ParameterSortUsers = components['parameters']['sortUsers'];
export type ParameterSortGroups = components['parameters']['sortGroups'];
export type ParameterSortZones = components['parameters']['sortZones'];
export type ParameterSortInstanceTypes = components['parameters']['sortInstanceTypes'];
export type ParameterSortPlacementGroups = components['parameters']['sortPlacementGroups'];
export type ParameterSortRoles = components['parameters']['sortRoles'];
export type ParameterEventMarker = components['parameters']['eventMarker'];
export type ParameterRoleMarker = components['parameters']['roleMarker'];
export type ParameterFieldsHosts = components['parameters']['fieldsHosts'];
export type ParameterFieldsNetworks = components['parameters']['fieldsNetworks'];
export type ParameterFieldsGuests = components['parameters']['fieldsGuests'];
export type ParameterFieldsOperations = components['parameters']['fieldsOperations'];
export type ParameterFieldsImages = components['parameters']['fieldsImages'];
export type ParameterFieldsCopies = components['parameters']['fieldsCopies'];
export type ParameterFieldsEvents = components['parameters']['fieldsEvents'];
export type ParameterFieldsTokens = components['parameters']['fieldsTokens'];
export type ParameterFieldsPermissions = components['parameters']['fieldsPermissions'];
export type ParameterFieldsProjects = components['parameters']['fieldsProjects'];
export type ParameterFieldsUsers = components['parameters']['fieldsUsers'];
export type ParameterFieldsGroups = components['parameters']['fieldsGroups'];
export type ParameterFieldsZones = components['parameters']['fieldsZones'];
export type ParameterFieldsInstanceTypes = components['parameters']['fieldsInstanceTypes'];
export type ParameterFieldsPlacementGroups = components['parameters']['fieldsPlacementGroups'];
export type ParameterFieldsRoles = components['parameters']['fieldsRoles'];
export type ParameterSearchHosts = components['parameters']['searchHosts'];
export type ParameterSearchNetworks = components['parameters']['searchNetworks'];
export type ParameterSearchGuests = components['parameters']['searchGuests'];
export type ParameterSearchOperations = components['parameters']['searchOperations'];
export type ParameterSearchImages = components['parameters']['searchImages'];
export type ParameterSearchCopies = components['parameters']['searchCopies'];
export type ParameterSearchEvents = components['parameters']['searchEvents'];
export type ParameterSearchTokens = components['parameters']['searchTokens'];
export type ParameterSearchPermissions = components['parameters']['searchPermissions'];
export type ParameterSearchProjects = components['parameters']['searchProjects'];
export type ParameterSearchUsers = components['parameters']['searchUsers'];
export type ParameterSearchGroups = components['parameters']['searchGroups'];
export type ParameterSearchZones = components['parameters']['searchZones'];
export type ParameterSearchInstanceTypes = components['parameters']['searchInstanceTypes'];
export type ParameterSearchPlacementGroups = components['parameters']['searchPlacementGroups'];
export type ParameterSearchRoles = components['parameters']['searchRoles'];
export type ParameterCaseSensitive = components['parameters']['caseSensitive'];
export type ParameterAllProjects = components['parameters']['allProjects'];
export type ParameterIfMatch = components['parameters']['ifMatch'];
export type ParameterIfNoneMatch = components['parameters']['ifNoneMatch'];
export type ParameterIdempotencyKey = components['parameters']['idempotencyKey'];
export type ParameterPrefer = components['parameters']['prefer'];
export type ParameterDialect = components['parameters']['dialect'];
export type ParameterGuest = components['parameters']['guest'];
export type ParameterHost = components['parameters']['host'];
export type ParameterImage = components['parameters']['image'];
export type ParameterOperation = components['parameters']['operation'];
export type ParameterToken = components['parameters']['token'];
export type ParameterProject = components['parameters']['project'];
export type ParameterPermission = components['parameters']['permission'];
export type ParameterUser = components['parameters']['user'];
export type ParameterGroup = components['parameters']['group'];
export type ParameterNetwork = components['parameters']['network'];
export type ParameterZone = components['parameters']['zone'];
export type ParameterInstanceType = components['parameters']['instanceType'];
export type ParameterPlacementGroup = components['parameters']['placementGroup'];
export type ParameterRole = components['parameters']['role'];
export type RequestBodyHostPatch = components['requestBodies']['HostPatch'];
export type RequestBodyMetadataPatch = components['requestBodies']['MetadataPatch'];
export type RequestBodyGuestPatch = components['requestBodies']['GuestPatch'];
export type RequestBodyImagePatch = components['requestBodies']['ImagePatch'];
export type RequestBodyProjectPatch = components['requestBodies']['ProjectPatch'];
export type RequestBodyUserPatch = components['requestBodies']['UserPatch'];
export type RequestBodyGroupPatch = components['requestBodies']['GroupPatch'];
export type RequestBodyNetworkPatch = components['requestBodies']['NetworkPatch'];
export type RequestBodyZonePatch = components['requestBodies']['ZonePatch'];
export type RequestBodyInstanceTypePatch = components['requestBodies']['InstanceTypePatch'];
export type RequestBodyPlacementGroupPatch = components['requestBodies']['PlacementGroupPatch'];
export type RequestBodySoftPower = components['requestBodies']['SoftPower'];
export type HeaderXRequestId = components['headers']['X-Request-ID'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderXOperationId = components['headers']['X-Operation-ID'];
export type HeaderXOperationIdIfAny = components['headers']['X-Operation-ID-If-Any'];
export type HeaderLink = components['headers']['Link'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderETagOfContent = components['headers']['ETag-Of-Content'];
export type HeaderPreferenceApplied = components['headers']['Preference-Applied'];
export type HeaderIdempotencyReplayed = components['headers']['Idempotency-Replayed'];
export type HeaderRetryAfter = components['headers']['Retry-After'];
export type HeaderWwwAuthenticate = components['headers']['WWW-Authenticate'];
export type HeaderAccept = components['headers']['Accept'];
export type HeaderAcceptEncoding = components['headers']['Accept-Encoding'];
export type HeaderAcceptPatch = components['headers']['Accept-Patch'];
export type HeaderAcceptPost = components['headers']['Accept-Post'];
export type HeaderAcceptRanges = components['headers']['Accept-Ranges'];
export type HeaderContentLength = components['headers']['Content-Length'];
export type HeaderContentRange = components['headers']['Content-Range'];
export type HeaderContentRangeUnsatisfied = components['headers']['Content-Range-Unsatisfied'];
export type $defs = Record<string, never>;
export interface operations {
    getVersions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The supported versions. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Versions"];
                };
            };
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    getIndex: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Index"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    getSpecJson: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    getSpecYaml: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    listDialects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The older APIs, by name. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dialects"];
                };
            };
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    getDialectSpecJson: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The name of the older API.
                 * @example sahara
                 */
                dialect: components["parameters"]["dialect"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    getDialectSpecYaml: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The name of the older API.
                 * @example sahara
                 */
                dialect: components["parameters"]["dialect"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    getDocs: {
        parameters: {
            query?: {
                /**
                 * @description The title of the API that the page shows first. The page adds it to its address when another API is selected.
                 * @example oVirt 4
                 */
                "urls.primaryName"?: string;
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    getErrorCatalogue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    getGuidePage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description Name of the page.
                 * @example paging
                 */
                page: components["schemas"]["PathSegment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["PageNotModified"];
            400: components["responses"]["BadQuery"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is alive. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is ready. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["BadQuery"];
            406: components["responses"]["NotAcceptable"];
            /** @description The service is not ready. The body shows which condition is not met. */
            503: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    followBookmark: {
        parameters: {
            query?: {
                /**
                 * @description Whether to redirect. Scripts in web pages cannot read the `Location` of a redirect, so they send `false` to
                 *     receive the address in the body.
                 * @example false
                 */
                follow?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The collection that contains the resource.
                 * @example guests
                 */
                collection: components["schemas"]["BookmarkCollection"];
                /**
                 * @description The id of the resource.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                id: components["schemas"]["PathSegment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address that the bookmark leads to. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bookmark"];
                };
            };
            /** @description The resource is at `Location`. */
            307: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
        };
    };
    listHosts: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the hosts by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortHosts"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,state
                 */
                fields?: components["parameters"]["fieldsHosts"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example state=up and memory_mib>=65536
                 */
                search?: components["parameters"]["searchHosts"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of hosts. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createHost: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The host to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostCreate"];
            };
        };
        responses: {
            /** @description The host. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Host"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["HostConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getHost: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,state
                 */
                fields?: components["parameters"]["fieldsHosts"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostOrSelection"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["HostNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteHost: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["HostNotFound"];
            409: components["responses"]["HostNotEmpty"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateHost: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["HostPatch"];
        responses: {
            /** @description The changed host. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Host"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["HostNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["HostPatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["HostAtUriOrDatabaseUnreachable"];
        };
    };
    getHostMetadata: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Metadata"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["HostNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateHostMetadata: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MetadataPatch"];
        responses: {
            200: components["responses"]["Metadata"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["HostNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listNetworks: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the networks by. A leading minus sign reverses the order. The default is `name`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortNetworks"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,kind
                 */
                fields?: components["parameters"]["fieldsNetworks"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example kind=bridge
                 */
                search?: components["parameters"]["searchNetworks"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of networks. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getNetwork: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,kind
                 */
                fields?: components["parameters"]["fieldsNetworks"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the network. Upper and lower case of the name differ, as on the hosts.
                 * @example br0
                 */
                network: components["parameters"]["network"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["NetworkOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NetworkNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteNetwork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the network. Upper and lower case of the name differ, as on the hosts.
                 * @example br0
                 */
                network: components["parameters"]["network"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The network is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NetworkNotFound"];
            409: components["responses"]["NetworkInUse"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateNetwork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the network. Upper and lower case of the name differ, as on the hosts.
                 * @example br0
                 */
                network: components["parameters"]["network"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["NetworkPatch"];
        responses: {
            200: components["responses"]["Network"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NetworkNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listGuests: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the guests by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example state
                 */
                sort_by?: components["parameters"]["sortGuests"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,state
                 */
                fields?: components["parameters"]["fieldsGuests"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example name=web* and memory_mib>=1024
                 */
                search?: components["parameters"]["searchGuests"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of guests. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createGuest: {
        parameters: {
            query?: {
                /**
                 * @description Whether to power the guest on after it is created.
                 * @example true
                 */
                start?: boolean;
            };
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The guest to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestCreate"];
            };
        };
        responses: {
            /**
             * @description The guest: in state `creating`, or already created if `Prefer: wait` was sent and the operation has ended.
             *     `Location` is the address of the guest; `X-Operation-ID` is the id of the operation.
             */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "X-Operation-ID": components["headers"]["X-Operation-ID"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guest"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrQuotaExceeded"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            501: components["responses"]["UnsupportedByBackend"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            507: components["responses"]["NoRoomForGuest"];
        };
    };
    getGuest: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,state
                 */
                fields?: components["parameters"]["fieldsGuests"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GuestOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteGuest: {
        parameters: {
            query?: {
                /**
                 * @description Whether to remove the guest only from Guesthouse. Use it if the host of the guest will not come back.
                 * @example false
                 */
                forget?: boolean;
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["OperationStarted"];
            204: components["responses"]["GuestGone"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestDeletionConflict"];
            412: components["responses"]["PreconditionFailed"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    updateGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["GuestPatch"];
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrQuotaExceeded"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestPatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            501: components["responses"]["UnsupportedByBackend"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            507: components["responses"]["CapacityExhausted"];
        };
    };
    getGuestMetadata: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Metadata"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateGuestMetadata: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MetadataPatch"];
        responses: {
            200: components["responses"]["Metadata"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getGuestCpuMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counters of each vCPU. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CpuMetrics"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestNotPowered"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    getGuestNicMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counters of each NIC. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NicMetrics"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestNotPowered"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    getGuestDiskMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counters of each disk. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiskMetrics"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestNotPowered"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    getGuestConsoleLog: {
        parameters: {
            query?: {
                /**
                 * @description How many bytes to return, counted from the end of the log.
                 * @example 4096
                 */
                bytes?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The end of the console log. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    startGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["VerbConflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            501: components["responses"]["UnsupportedByBackend"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            507: components["responses"]["NoRoomForGuest"];
        };
    };
    shutdownGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["SoftPower"];
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["VerbConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            504: components["responses"]["OperationTimedOut"];
        };
    };
    rebootGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["SoftPower"];
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["VerbConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            501: components["responses"]["UnsupportedByBackend"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            504: components["responses"]["OperationTimedOut"];
            507: components["responses"]["NoRoomForGuest"];
        };
    };
    restartGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["VerbConflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            507: components["responses"]["NoRoomForGuest"];
        };
    };
    poweroffGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["VerbConflict"];
            412: components["responses"]["PreconditionFailed"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    suspendGuest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["VerbConflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    getGuestDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The differences. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestDrift"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    acceptGuestDrift: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestAcceptanceConflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    discardGuestDrift: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /** @description What may be lost. Without a body, the defaults apply. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DriftDiscard"];
            };
        };
        responses: {
            200: components["responses"]["GuestActedOn"];
            202: components["responses"]["OperationStarted"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GuestDiscardConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    getGuestStates: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestStates"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    setGuestPowerState: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description `wait=N` (RFC 7240): respond when the operation has ended, or after N seconds, at most 60. Other preferences are
                 *     ignored.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["prefer"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /** @description The requested power state. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PowerStateUpdate"];
            };
        };
        responses: {
            200: components["responses"]["PowerStateReached"];
            /**
             * @description The current states. `Location` is the address of the states. `X-Operation-ID` is the id of the operation; it
             *     is absent if the guest is already in the requested power state.
             */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Location: components["headers"]["Location"];
                    "X-Operation-ID": components["headers"]["X-Operation-ID-If-Any"];
                    ETag: components["headers"]["ETag"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestStates"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PowerStateConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            501: components["responses"]["UnsupportedByBackend"];
            502: components["responses"]["HypervisorFailed"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            507: components["responses"]["NoRoomForGuest"];
        };
    };
    listGuestOperations: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the operations by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example created_at
                 */
                sort_by?: components["parameters"]["sortOperations"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example kind,state
                 */
                fields?: components["parameters"]["fieldsOperations"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example subject.name=web-1 and state=failed
                 */
                search?: components["parameters"]["searchOperations"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OperationList"];
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    listGuestPermissions: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the permissions by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example created_at
                 */
                sort_by?: components["parameters"]["sortPermissions"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example user,role
                 */
                fields?: components["parameters"]["fieldsPermissions"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example user=ann and role>=member
                 */
                search?: components["parameters"]["searchPermissions"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PermissionList"];
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createGuestPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
            };
            cookie?: never;
        };
        /** @description The role to grant, and the user or group to grant it to. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestPermissionCreate"];
            };
        };
        responses: {
            /** @description The permission. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PermissionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getGuestPermission: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example user,role
                 */
                fields?: components["parameters"]["fieldsPermissions"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
                /**
                 * @description The id of the permission.
                 * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
                 */
                permission: components["parameters"]["permission"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PermissionOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestPermissionNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteGuestPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["guest"];
                /**
                 * @description The id of the permission.
                 * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
                 */
                permission: components["parameters"]["permission"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The permission is revoked. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GuestPermissionNotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listOperations: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the operations by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example created_at
                 */
                sort_by?: components["parameters"]["sortOperations"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example kind,state
                 */
                fields?: components["parameters"]["fieldsOperations"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example subject.name=web-1 and state=failed
                 */
                search?: components["parameters"]["searchOperations"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OperationList"];
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    getOperation: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example kind,state
                 */
                fields?: components["parameters"]["fieldsOperations"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id of the operation.
                 * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
                 */
                operation: components["parameters"]["operation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operation. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationOrSelection"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OperationNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    cancelOperation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description The id of the operation.
                 * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
                 */
                operation: components["parameters"]["operation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operation as it is now, either `cancelled` or about to end. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OperationNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["CancelConflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listImages: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the images by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example created_at
                 */
                sort_by?: components["parameters"]["sortImages"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,state
                 */
                fields?: components["parameters"]["fieldsImages"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example kind=disk and name=debian*
                 */
                search?: components["parameters"]["searchImages"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of images. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createImage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The image to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageCreate"];
            };
        };
        responses: {
            /** @description The image, in state `pending`. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrQuotaExceeded"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ImageNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getImage: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,state
                 */
                fields?: components["parameters"]["fieldsImages"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageNotFound"];
            409: components["responses"]["ImageInUse"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateImage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ImagePatch"];
        responses: {
            200: components["responses"]["Image"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ImagePatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getImageContent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The part to return, as one range of bytes (RFC 9110). A value that the service does not understand,
                 *     including several ranges, is ignored: the response is then the whole content.
                 * @example bytes=0-1023
                 */
                Range?: string;
                /**
                 * @description Use `Range` only if the content still has this `ETag` (RFC 9110). Otherwise, or if this is a weak tag or a
                 *     date, the response is the whole content.
                 * @example "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
                 */
                "If-Range"?: string;
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole content. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Accept-Ranges": components["headers"]["Accept-Ranges"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    "Content-Length": components["headers"]["Content-Length"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Binary;
                };
            };
            /** @description The requested part of the content. */
            206: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Accept-Ranges": components["headers"]["Accept-Ranges"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    "Content-Length": components["headers"]["Content-Length"];
                    "Content-Range": components["headers"]["Content-Range"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Binary;
                };
            };
            304: components["responses"]["ContentNotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ImageNotAvailable"];
            412: components["responses"]["PreconditionFailed"];
            416: components["responses"]["RangeNotSatisfiable"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
        };
    };
    putImageContent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The digest of the content (RFC 9530). The service checks the members `sha-256` and `sha-512`, and ignores
                 *     others. It rejects a value that has neither (400). It checks `Digest` and `Content-MD5` as well.
                 * @example sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:
                 */
                "Content-Digest"?: string;
                /**
                 * @description Treated like `Content-Digest`, because the content has no encoding.
                 * @example sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:
                 */
                "Repr-Digest"?: string;
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        /** @description The content. */
        requestBody: {
            content: {
                "application/octet-stream": Binary;
            };
        };
        responses: {
            /** @description The image, which now has its content. The `ETag` is that of the content. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag-Of-Content"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["BadContent"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrQuotaExceeded"];
            404: components["responses"]["ImageNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ImageContentConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            501: components["responses"]["UnsupportedByBackend"];
            503: components["responses"]["HostOrDatabaseUnreachable"];
            507: components["responses"]["CapacityExhausted"];
        };
    };
    listImageCopies: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the copies by. A leading minus sign reverses the order. The default is `since`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortCopies"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example host,state
                 */
                fields?: components["parameters"]["fieldsCopies"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example state=ready and host.name=rack*
                 */
                search?: components["parameters"]["searchCopies"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of copies. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageCopyList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageNotFound"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    putImageCopy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host already has the image. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageCopy"];
                };
            };
            /** @description The copy. `Location` is the URL of the operation, and `X-Operation-ID` is its id. */
            202: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Location: components["headers"]["Location"];
                    "X-Operation-ID": components["headers"]["X-Operation-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageCopy"];
                };
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageOrHostNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ImageNotAvailable"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteImageCopy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the image.
                 * @example debian-12
                 */
                image: components["parameters"]["image"];
                /**
                 * @description The id or name of the host.
                 * @example rack-3
                 */
                host: components["parameters"]["host"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The host has no copy any more. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ImageOrHostNotFound"];
            409: components["responses"]["ImageCopyInUse"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the tokens by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortTokens"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,expires_at
                 */
                fields?: components["parameters"]["fieldsTokens"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example name=night* and role<=operator
                 */
                search?: components["parameters"]["searchTokens"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tokens. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The token to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenCreate"];
            };
        };
        responses: {
            /** @description The token with its secret, which is never returned again. `Location` is the address of the token. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenWithSecret"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrQuotaExceeded"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["TokenConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getToken: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,expires_at
                 */
                fields?: components["parameters"]["fieldsTokens"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id of the token.
                 * @example 7d3b8e52-0a5f-4c96-b1de-4f2a6c8e9d10
                 */
                token: components["parameters"]["token"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token, or the members of it that `fields` selects. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenOrSelection"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TokenNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id of the token.
                 * @example 7d3b8e52-0a5f-4c96-b1de-4f2a6c8e9d10
                 */
                token: components["parameters"]["token"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is revoked. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TokenNotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The `marker` of the last event before the page, taken from `markers` of another page.
                 * @example 4711-7205759403792794
                 */
                marker?: components["parameters"]["eventMarker"];
                /**
                 * @description The key to sort the events by. A leading minus sign reverses the order. The default is `id`.
                 * @example -id
                 */
                sort_by?: components["parameters"]["sortEvents"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example kind,at,subject
                 */
                fields?: components["parameters"]["fieldsEvents"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example severity>=warning and at>=yesterday
                 */
                search?: components["parameters"]["searchEvents"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
                /**
                 * @description Only events of the guest with this id or name.
                 * @example web-1
                 */
                guest?: string;
                /**
                 * @description Only events of these kinds, separated by commas.
                 * @example guest.crashed,guest.vanished
                 */
                kind?: string;
            };
            header?: {
                /**
                 * @description The `id` of the last message that the client received from a stream. This value is also the `marker` of the
                 *     event. Only for a stream. The `id` of an event, a number, is accepted too, and `0` starts with the first
                 *     event. But a number can belong to another event after the database has lost changes: it was restored from a
                 *     backup, or failed over to a standby that lacked the last changes.
                 * @example 4711-7205759403792794
                 */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, or a stream of events. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["EventsGone"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    listZones: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the zones by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortZones"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,description
                 */
                fields?: components["parameters"]["fieldsZones"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example name=room*
                 */
                search?: components["parameters"]["searchZones"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of zones. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZoneList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createZone: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The zone to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZoneCreate"];
            };
        };
        responses: {
            /** @description The zone. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Zone"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ZoneNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getZone: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,description
                 */
                fields?: components["parameters"]["fieldsZones"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the zone.
                 * @example room-2
                 */
                zone: components["parameters"]["zone"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ZoneOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ZoneNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteZone: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the zone.
                 * @example room-2
                 */
                zone: components["parameters"]["zone"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The zone is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ZoneNotFound"];
            409: components["responses"]["ZoneInUse"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateZone: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the zone.
                 * @example room-2
                 */
                zone: components["parameters"]["zone"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ZonePatch"];
        responses: {
            200: components["responses"]["Zone"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ZoneNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ZonePatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listInstanceTypes: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the instance types by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortInstanceTypes"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,vcpus,memory_mib
                 */
                fields?: components["parameters"]["fieldsInstanceTypes"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example memory_mib>=4096 and name=web*
                 */
                search?: components["parameters"]["searchInstanceTypes"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of instance types. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceTypeList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createInstanceType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The instance type to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstanceTypeCreate"];
            };
        };
        responses: {
            /** @description The instance type. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceType"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["InstanceTypeNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getInstanceType: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,vcpus,memory_mib
                 */
                fields?: components["parameters"]["fieldsInstanceTypes"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the instance type.
                 * @example medium
                 */
                instance_type: components["parameters"]["instanceType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["InstanceTypeOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InstanceTypeNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteInstanceType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the instance type.
                 * @example medium
                 */
                instance_type: components["parameters"]["instanceType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance type is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InstanceTypeNotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateInstanceType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the instance type.
                 * @example medium
                 */
                instance_type: components["parameters"]["instanceType"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["InstanceTypePatch"];
        responses: {
            200: components["responses"]["InstanceType"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InstanceTypeNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["InstanceTypePatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listPlacementGroups: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the placement groups by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortPlacementGroups"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,policy,strict
                 */
                fields?: components["parameters"]["fieldsPlacementGroups"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example policy=spread and name=web*
                 */
                search?: components["parameters"]["searchPlacementGroups"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of placement groups. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementGroupList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createPlacementGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The placement group to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlacementGroupCreate"];
            };
        };
        responses: {
            /** @description The placement group. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementGroup"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrQuotaExceeded"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PlacementGroupNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getPlacementGroup: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,policy,strict
                 */
                fields?: components["parameters"]["fieldsPlacementGroups"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the placement group.
                 * @example web
                 */
                placement_group: components["parameters"]["placementGroup"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PlacementGroupOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["PlacementGroupNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deletePlacementGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the placement group.
                 * @example web
                 */
                placement_group: components["parameters"]["placementGroup"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The placement group is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["PlacementGroupNotFound"];
            409: components["responses"]["PlacementGroupInUse"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updatePlacementGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the placement group.
                 * @example web
                 */
                placement_group: components["parameters"]["placementGroup"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PlacementGroupPatch"];
        responses: {
            200: components["responses"]["PlacementGroup"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["PlacementGroupNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PlacementGroupPatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the projects by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortProjects"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,quota
                 */
                fields?: components["parameters"]["fieldsProjects"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example name=shop*
                 */
                search?: components["parameters"]["searchProjects"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of projects. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The project to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectCreate"];
            };
        };
        responses: {
            /** @description The project. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ProjectNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getProject: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,quota
                 */
                fields?: components["parameters"]["fieldsProjects"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProjectOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            409: components["responses"]["ProjectNotEmpty"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProjectPatch"];
        responses: {
            200: components["responses"]["Project"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["ProjectPatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the users by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortUsers"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,source
                 */
                fields?: components["parameters"]["fieldsUsers"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example source=local and name=ann*
                 */
                search?: components["parameters"]["searchUsers"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The user to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCreate"];
            };
        };
        responses: {
            /** @description The user. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["UserNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getUser: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,source
                 */
                fields?: components["parameters"]["fieldsUsers"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the user.
                 * @example ann
                 */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["UserOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UserNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the user.
                 * @example ann
                 */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UserNotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the user.
                 * @example ann
                 */
                user: components["parameters"]["user"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UserPatch"];
        responses: {
            200: components["responses"]["User"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UserNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["UserPatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the groups by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example name
                 */
                sort_by?: components["parameters"]["sortGroups"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,members
                 */
                fields?: components["parameters"]["fieldsGroups"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example member=ann
                 */
                search?: components["parameters"]["searchGroups"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of groups. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The group to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupCreate"];
            };
        };
        responses: {
            /** @description The group. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GroupNameConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getGroup: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example name,members
                 */
                fields?: components["parameters"]["fieldsGroups"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the group.
                 * @example front-end
                 */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GroupOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GroupNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the group.
                 * @example front-end
                 */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group is deleted. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GroupNotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    updateGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the group.
                 * @example front-end
                 */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["GroupPatch"];
        responses: {
            200: components["responses"]["Group"];
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["GroupNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["GroupPatchConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The name of the last role before the page, taken from `markers` of another page.
                 * @example viewer
                 */
                marker?: components["parameters"]["roleMarker"];
                /**
                 * @description The key to sort the roles by. A leading minus sign reverses the order. The default is `rank`, from the fewest
                 *     rights to the most.
                 * @example -rank
                 */
                sort_by?: components["parameters"]["sortRoles"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example rights
                 */
                fields?: components["parameters"]["fieldsRoles"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example for_guests=true
                 */
                search?: components["parameters"]["searchRoles"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of roles. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getRole: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example rights
                 */
                fields?: components["parameters"]["fieldsRoles"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The name of the role.
                 * @example operator
                 */
                role: components["parameters"]["role"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RoleOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["RoleNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    listProjectPermissions: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements to return.
                 * @example 20
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["marker"];
                /**
                 * @description The key to sort the permissions by. A leading minus sign reverses the order. The default is `created_at`.
                 * @example created_at
                 */
                sort_by?: components["parameters"]["sortPermissions"];
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example user,role
                 */
                fields?: components["parameters"]["fieldsPermissions"];
                /**
                 * @description A query that selects the elements to return. [Search](/docs/guide/search) describes its syntax.
                 * @example user=ann and role>=member
                 */
                search?: components["parameters"]["searchPermissions"];
                /**
                 * @description Whether `search` distinguishes upper and lower case.
                 * @example true
                 */
                case_sensitive?: components["parameters"]["caseSensitive"];
                /**
                 * @description Whether to list the elements of all projects rather than only those of the current one. Only for administrators.
                 * @example true
                 */
                all_projects?: components["parameters"]["allProjects"];
            };
            header?: never;
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PermissionList"];
            400: components["responses"]["BadPage"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            406: components["responses"]["NotAcceptable"];
            503: components["responses"]["ListUnavailable"];
        };
    };
    createProjectPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key of your choice for this request: 1 to 255 visible ASCII characters. If the request is sent again
                 *     with the same key within 24 hours, it is not executed again: the response is that of the first request, with
                 *     `Idempotency-Replayed: true`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        /** @description The role to grant, and the user or group to grant it to. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectPermissionCreate"];
            };
        };
        responses: {
            /** @description The permission. `Location` is its address. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"];
                };
            };
            400: components["responses"]["BadBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["PermissionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    getProjectPermission: {
        parameters: {
            query?: {
                /**
                 * @description The members to return, separated by commas. `id` and `links` are always returned, and so is the `name` of a
                 *     resource that has no id. By default, all members are returned.
                 * @example user,role
                 */
                fields?: components["parameters"]["fieldsPermissions"];
            };
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
                /**
                 * @description The id of the permission.
                 * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
                 */
                permission: components["parameters"]["permission"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PermissionOrSelection"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectPermissionNotFound"];
            406: components["responses"]["NotAcceptable"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
    deleteProjectPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Handle the request only if the current `ETag` of the resource is one of these, or, with `*`, if the resource
                 *     exists (RFC 9110). Otherwise the request is rejected (412).
                 * @example "7205759403792794"
                 */
                "If-Match"?: components["parameters"]["ifMatch"];
                /**
                 * @description Handle the request only if the current `ETag` of the resource is none of these, or, with `*`, if the resource
                 *     does not exist (RFC 9110). Otherwise the response to `GET` and `HEAD` is a 304, and every other request is
                 *     rejected (412).
                 * @example "7205759403792794"
                 */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path: {
                /**
                 * @description The id or name of the project.
                 * @example shop
                 */
                project: components["parameters"]["project"];
                /**
                 * @description The id of the permission.
                 * @example b9e4d7c1-6a32-4f80-9c5b-1d0e8f7a6b54
                 */
                permission: components["parameters"]["permission"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The permission is revoked. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectPermissionNotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["DatabaseUnreachable"];
        };
    };
}
