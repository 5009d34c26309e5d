// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type Binary = Blob | Uint8Array | ReadableStream<Uint8Array>;
export interface paths {
    "/ovirt-engine/api": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Get the entry point
         * @description Returns links to all collections, the templates of searches, and the version of the service.
         */
        get: operations["getOvirtApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/sso/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a token for a user
         * @description Returns the password as the token, because passwords of this service are tokens. The token is not checked here: a request with a wrong token gets 401.
         */
        post: operations["createOvirtToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List virtual machines
         * @description Returns the virtual machines of the project.
         */
        get: operations["listOvirtVms"];
        put?: never;
        /**
         * Add a virtual machine
         * @description Creates a virtual machine, powered off. Its status is `image_locked` until its disks are ready.
         */
        post: operations["createOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        /**
         * Get a virtual machine
         * @description Returns the virtual machine.
         */
        get: operations["getOvirtVm"];
        /**
         * Change a virtual machine
         * @description Changes the members that the body contains. A change of the memory or the CPUs requires that the machine is down; the request waits for it, for at most a minute.
         */
        put: operations["updateOvirtVm"];
        post?: never;
        /**
         * Remove a virtual machine
         * @description Removes the virtual machine and its disks. The request waits for the end, for at most a minute, unless `async` is true.
         */
        delete: operations["deleteOvirtVm"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/start": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a virtual machine
         * @description Powers the virtual machine on. A suspended machine resumes.
         */
        post: operations["startOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/stop": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Power a virtual machine off
         * @description Powers the virtual machine off immediately, like pulling the plug.
         */
        post: operations["poweroffOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/shutdown": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shut a virtual machine down
         * @description Asks the operating system to shut down. The action is complete when the request was accepted.
         */
        post: operations["shutdownOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/reboot": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reboot a virtual machine
         * @description Asks the operating system to reboot. The action is complete when the request was accepted.
         */
        post: operations["rebootOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/reset": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset a virtual machine
         * @description Resets the virtual machine immediately, like its reset button.
         */
        post: operations["restartOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/suspend": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend a virtual machine
         * @description Stops the virtual machine and keeps its memory on the host. `start` resumes it. The memory is lost if the host loses power.
         */
        post: operations["suspendOvirtVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/nics": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        /**
         * List the NICs of a virtual machine
         * @description Returns the NICs of the virtual machine.
         */
        get: operations["listOvirtNics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/nics/{nic}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the NIC.
                 * @example net0
                 */
                nic: components["parameters"]["OvirtNicId"];
            };
            cookie?: never;
        };
        /**
         * Get a NIC
         * @description Returns the NIC.
         */
        get: operations["getOvirtNic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/diskattachments": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        /**
         * List the disks of a virtual machine
         * @description Returns the disks of the virtual machine.
         */
        get: operations["listOvirtDiskAttachments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/diskattachments/{disk}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the disk.
                 * @example vda
                 */
                disk: components["parameters"]["OvirtDiskAttachmentId"];
            };
            cookie?: never;
        };
        /**
         * Get a disk
         * @description Returns the disk.
         */
        get: operations["getOvirtDiskAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/cdroms": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        /**
         * List the CD-ROMs of a virtual machine
         * @description Returns the CD-ROMs of the virtual machine.
         */
        get: operations["listOvirtCdroms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/cdroms/{cdrom}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the CD-ROM.
                 * @example sda
                 */
                cdrom: components["parameters"]["OvirtCdromId"];
            };
            cookie?: never;
        };
        /**
         * Get a CD-ROM
         * @description Returns the CD-ROM.
         */
        get: operations["getOvirtCdrom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/statistics": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        /**
         * List the counters of a virtual machine
         * @description Returns the counters of the virtual machine. There are none while it is powered off.
         */
        get: operations["listOvirtStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/statistics/{statistic}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the counter.
                 * @example cpu0.time
                 */
                statistic: components["parameters"]["OvirtStatisticId"];
            };
            cookie?: never;
        };
        /**
         * Get a counter
         * @description Returns the counter.
         */
        get: operations["getOvirtStatistic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/permissions": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        /**
         * List the permissions for a virtual machine
         * @description Returns the roles that users and groups have for this virtual machine.
         */
        get: operations["listOvirtVmPermissions"];
        put?: never;
        /**
         * Add a permission for a virtual machine
         * @description Gives a user or a group a role for this virtual machine.
         */
        post: operations["createOvirtVmPermission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vms/{guest}/permissions/{permission}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the permission.
                 * @example 9d0b7d1e-2f57-4c39-8d5f-6a1f2c3b4d5e
                 */
                permission: components["parameters"]["OvirtPermissionId"];
            };
            cookie?: never;
        };
        /**
         * Get a permission for a virtual machine
         * @description Returns the permission.
         */
        get: operations["getOvirtVmPermission"];
        put?: never;
        post?: never;
        /**
         * Remove a permission for a virtual machine
         * @description Removes the permission.
         */
        delete: operations["deleteOvirtVmPermission"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/templates": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description Returns the built-in template `Blank` and the disk images of the project. `Blank` does not count towards `max`.
         */
        get: operations["listOvirtTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/templates/{image}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the template.
                 * @example Blank
                 */
                image: components["parameters"]["OvirtTemplateId"];
            };
            cookie?: never;
        };
        /**
         * Get a template
         * @description Returns the template.
         */
        get: operations["getOvirtTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/clusters": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List clusters
         * @description Returns the zones of the fleet as clusters.
         */
        get: operations["listOvirtClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/clusters/{zone}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the cluster.
                 * @example default
                 */
                zone: components["parameters"]["OvirtClusterId"];
            };
            cookie?: never;
        };
        /**
         * Get a cluster
         * @description Returns the cluster.
         */
        get: operations["getOvirtCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/datacenters": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List data centers
         * @description Returns the only data center, `Default`.
         */
        get: operations["listOvirtDataCenters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/datacenters/{data_center}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the data center.
                 * @example Default
                 */
                data_center: components["parameters"]["OvirtDataCenterId"];
            };
            cookie?: never;
        };
        /**
         * Get a data center
         * @description Returns the data center.
         */
        get: operations["getOvirtDataCenter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/hosts": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List hosts
         * @description Returns the hosts.
         */
        get: operations["listOvirtHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/hosts/{host}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example host-1
                 */
                host: components["parameters"]["OvirtHostId"];
            };
            cookie?: never;
        };
        /**
         * Get a host
         * @description Returns the host.
         */
        get: operations["getOvirtHost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/networks": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List networks
         * @description Returns the networks that the project can use.
         */
        get: operations["listOvirtNetworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/networks/{network}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the network.
                 * @example user
                 */
                network: components["parameters"]["OvirtNetworkId"];
            };
            cookie?: never;
        };
        /**
         * Get a network
         * @description Returns the network.
         */
        get: operations["getOvirtNetwork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vnicprofiles": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List vNIC profiles
         * @description Returns one vNIC profile for each network.
         */
        get: operations["listOvirtVnicProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vnicprofiles/{network}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the vNIC profile.
                 * @example user
                 */
                network: components["parameters"]["OvirtVnicProfileId"];
            };
            cookie?: never;
        };
        /**
         * Get a vNIC profile
         * @description Returns the vNIC profile.
         */
        get: operations["getOvirtVnicProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/storagedomains": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List storage domains
         * @description Returns an empty collection, because some clients ask for it.
         */
        get: operations["listOvirtStorageDomains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/vmpools": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List pool of virtual machines
         * @description Returns an empty collection, because some clients ask for it.
         */
        get: operations["listOvirtVmPools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/events": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Returns the events, oldest first.
         */
        get: operations["listOvirtEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/events/{event}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the event.
                 * @example 17
                 */
                event: components["parameters"]["OvirtEventId"];
            };
            cookie?: never;
        };
        /**
         * Get an event
         * @description Returns the event.
         */
        get: operations["getOvirtEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/jobs": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description Returns the operations on virtual machines and images.
         */
        get: operations["listOvirtJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/jobs/{operation}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the job.
                 * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
                 */
                operation: components["parameters"]["OvirtJobId"];
            };
            cookie?: never;
        };
        /**
         * Get a job
         * @description Returns the job.
         */
        get: operations["getOvirtJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/users": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Returns the users that the caller can see.
         */
        get: operations["listOvirtUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/users/{user}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the user.
                 * @example ann
                 */
                user: components["parameters"]["OvirtUserId"];
            };
            cookie?: never;
        };
        /**
         * Get an user
         * @description Returns the user.
         */
        get: operations["getOvirtUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/groups": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List groups
         * @description Returns the groups that the caller can see.
         */
        get: operations["listOvirtGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/groups/{group}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the group.
                 * @example staff
                 */
                group: components["parameters"]["OvirtGroupId"];
            };
            cookie?: never;
        };
        /**
         * Get a group
         * @description Returns the group.
         */
        get: operations["getOvirtGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/roles": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List roles
         * @description Returns the roles. The id of a role is its name.
         */
        get: operations["listOvirtRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/roles/{role}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the role.
                 * @example operator
                 */
                role: components["parameters"]["OvirtRoleId"];
            };
            cookie?: never;
        };
        /**
         * Get a role
         * @description Returns the role.
         */
        get: operations["getOvirtRole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/permissions": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List permissions
         * @description Returns the roles that users and groups have in the project.
         */
        get: operations["listOvirtPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ovirt-engine/api/permissions/{permission}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the permission.
                 * @example 9d0b7d1e-2f57-4c39-8d5f-6a1f2c3b4d5e
                 */
                permission: components["parameters"]["OvirtPermissionId"];
            };
            cookie?: never;
        };
        /**
         * Get a permission
         * @description Returns the permission.
         */
        get: operations["getOvirtPermission"];
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
         * @description An id or a name in a path. If it matches no element, the request is rejected (404).
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example web-1
         */
        OvirtPathSegment: string;
        /**
         * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
         *     @isInt
         *     @format int64
         * @example 1764528300123
         */
        OvirtTime: number;
        /**
         * @description The state of a virtual machine.
         * @example up
         * @enum {string}
         */
        OvirtVmStatus: "down" | "up" | "powering_up" | "powering_down" | "reboot_in_progress" | "saving_state" | "suspended" | "image_locked" | "unknown";
        /**
         * @description A number of bytes, which must be whole MiB.
         *     @isInt
         *     @minimum 1048576
         *     @format int64
         * @example 1073741824
         */
        OvirtMemory: number;
        /**
         * @description The memory to have in bytes, which must be whole MiB.
         *     @isInt
         *     @minimum 16777216
         *     @maximum 4398046511104
         *     @format int64
         * @example 1073741824
         */
        OvirtMemoryChange: number;
        /** @description A fault, or, for an action, the failed action with the fault inside. */
        OvirtRefusal: components["schemas"]["OvirtFault"] | components["schemas"]["OvirtAction"];
        /** @description A link to another element by its id. */
        OvirtReference: {
            /** @description The path of this element */
            href?: string;
            /** @description The id of this element */
            id?: string;
            /** @description The name, if it is known */
            name?: string;
        };
        /** @description Another element in a request, by its id or its name. */
        OvirtNamed: {
            /**
             * @description The id
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            id?: string;
            /**
             * @description The name
             *     @minLength 1
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            name?: string;
        };
        /** @description A link to another path. */
        OvirtLink: {
            /** @description The path of this element */
            href: string;
            /** @description What the path is */
            rel: string;
        };
        /** @description The actions that an element has. */
        OvirtActionLinks: {
            /** @description One link for each action */
            link: components["schemas"]["OvirtLink"][];
        };
        /** @description Why a request was rejected. */
        OvirtFault: {
            /** @description The class of the fault */
            reason: string;
            /** @description The description of the fault */
            detail: string;
        };
        /** @description An action and its result. */
        OvirtAction: {
            /** @description The path of this element */
            href?: string;
            /** @description The id of this element */
            id?: string;
            /**
             * @description The state of the action
             * @enum {string}
             */
            status: "complete" | "pending" | "in_progress" | "failed";
            /** @description Whether the response came before the end */
            async?: boolean;
            fault?: components["schemas"]["OvirtFault"];
            job?: components["schemas"]["OvirtReference"];
        };
        /** @description How an action is performed. */
        OvirtActionOptions: {
            /**
             * @description Whether the response does not wait for the end
             *     @default true
             */
            async?: boolean;
            /** @description Has no effect: no backup can be in progress */
            force?: boolean;
        };
        /** @description How a start is performed. */
        OvirtStart: {
            /**
             * @description Whether the response does not wait for the end
             *     @default true
             */
            async?: boolean;
            /** @description Has no effect */
            filter?: boolean;
            /**
             * @description Whether the CPUs stay stopped. Not supported
             * @enum {boolean}
             */
            pause?: false;
            /**
             * @description Whether changes apply to this run only. Not supported
             * @enum {boolean}
             */
            volatile?: false;
            /** @description Whether cloud-init configures the machine. Not supported */
            use_cloud_init?: boolean;
            /** @description Whether Sysprep configures the machine. Not supported */
            use_sysprep?: boolean;
            /** @description Whether Ignition configures the machine. Not supported */
            use_ignition?: boolean;
            /** @description Whether the machine is configured at this start. Not supported */
            use_initialization?: boolean;
        };
        /** @description The entry point. */
        OvirtApi: {
            product_info: components["schemas"]["OvirtProductInfo"];
            /** @description Links to collections, and templates of searches */
            link: components["schemas"]["OvirtLink"][];
            summary: components["schemas"]["OvirtApiSummary"];
            special_objects: components["schemas"]["OvirtSpecialObjects"];
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            time: number;
            authenticated_user: components["schemas"]["OvirtReference"];
        };
        /** @description What this service is. */
        OvirtProductInfo: {
            /** @description The name */
            name: string;
            /** @description Who makes it */
            vendor: string;
            version: components["schemas"]["OvirtApiVersion"];
        };
        /** @description The version of the API that clients compare with what they need, and the version of the service. */
        OvirtApiVersion: {
            /**
             * @description Always 4
             *     @isInt
             */
            major: number;
            /**
             * @description The minor version
             *     @isInt
             */
            minor: number;
            /**
             * @description The build
             *     @isInt
             */
            build: number;
            /**
             * @description The revision
             *     @isInt
             */
            revision: number;
            /** @description The whole version */
            full_version: string;
        };
        /** @description How many elements the project has. */
        OvirtApiSummary: {
            vms: components["schemas"]["OvirtCount"];
            storage_domains: components["schemas"]["OvirtCount"];
        };
        /** @description A number of elements. */
        OvirtCount: {
            /**
             * @description How many are active, if it is known
             *     @isInt
             */
            active?: number;
            /**
             * @description How many there are
             *     @isInt
             */
            total: number;
        };
        /** @description Elements that exist in every service. */
        OvirtSpecialObjects: {
            blank_template: components["schemas"]["OvirtReference"];
        };
        /** @description The user and the password for a token. */
        OvirtTokenRequest: {
            /**
             * @description How the user proves its identity
             * @enum {string}
             */
            grant_type: "password";
            /**
             * @description Has no effect
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             */
            scope?: string;
            /**
             * @description The name of the user
             *     @maxLength 1024
             *     @pattern ^[^\x00]*$
             */
            username: string;
            /**
             * @description A token
             *     @minLength 1
             *     @maxLength 12288
             *     @pattern ^[^\x00]*$
             */
            password: string;
        };
        /** @description A token. */
        OvirtToken: {
            /** @description The token */
            access_token: string;
            /**
             * @description How the token is sent
             * @enum {string}
             */
            token_type: "bearer";
            /** @description The scope of the request */
            scope: string;
        };
        /** @description The CPUs. Their number is the product of the members. */
        OvirtCpuTopology: {
            /**
             * @description The number of sockets
             *     @isInt
             */
            sockets: number;
            /**
             * @description The cores of each socket
             *     @isInt
             */
            cores: number;
            /**
             * @description The threads of each core
             *     @isInt
             */
            threads: number;
        };
        /** @description The CPUs. */
        OvirtCpu: {
            /** @description The architecture */
            architecture?: string;
            /** @description The model */
            type?: string;
            topology: components["schemas"]["OvirtCpuTopology"];
        };
        /** @description How memory is used. */
        OvirtMemoryPolicy: {
            /**
             * @description A number of bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 1048576
             *     @format int64
             * @example 1073741824
             */
            guaranteed: number;
            /**
             * @description A number of bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 1048576
             *     @format int64
             * @example 1073741824
             */
            max: number;
            /** @description Whether the host can take memory back */
            ballooning: boolean;
        };
        /** @description Where the machine boots from, in order. */
        OvirtBootDevices: {
            /** @description The devices */
            device: ("hd" | "cdrom" | "network")[];
        };
        /** @description How the machine boots. */
        OvirtBoot: {
            devices: components["schemas"]["OvirtBootDevices"];
        };
        /** @description The operating system. */
        OvirtOs: {
            /** @description The operating system */
            type: string;
            boot?: components["schemas"]["OvirtBoot"];
            /** @description The id of the image of the kernel */
            kernel?: string;
            /** @description The id of the image of the initrd */
            initrd?: string;
            /** @description The command line of the kernel */
            cmdline?: string;
        };
        /** @description The firmware. */
        OvirtBios: {
            /**
             * @description The firmware
             * @enum {string}
             */
            type: "i440fx_sea_bios" | "q35_sea_bios" | "q35_ovmf";
        };
        /** @description The display. It cannot be connected to. */
        OvirtDisplay: {
            /**
             * @description The protocol
             * @enum {string}
             */
            type: "vnc";
            /**
             * @description The number of monitors
             *     @isInt
             */
            monitors: number;
        };
        /** @description A virtual machine. */
        OvirtVm: {
            /** @description The path of this element */
            readonly href: string;
            /** @description The id */
            readonly id: string;
            readonly actions: components["schemas"]["OvirtActionLinks"];
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            readonly status: components["schemas"]["OvirtVmStatus"];
            /** @description Why the machine failed */
            readonly stop_reason?: string;
            /**
             * @description A number of bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 1048576
             *     @format int64
             * @example 1073741824
             */
            memory: number;
            memory_policy?: components["schemas"]["OvirtMemoryPolicy"];
            cpu: components["schemas"]["OvirtCpu"];
            /**
             * @description What the machine is optimized for
             * @enum {string}
             */
            type: "server";
            os: components["schemas"]["OvirtOs"];
            bios: components["schemas"]["OvirtBios"];
            display: components["schemas"]["OvirtDisplay"];
            /**
             * @description Whether the machine forgets its changes
             * @enum {boolean}
             */
            stateless?: false;
            /**
             * @description Whether the machine cannot be removed
             * @enum {boolean}
             */
            delete_protected?: false;
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            creation_time: number;
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            start_time?: number;
            cluster: components["schemas"]["OvirtReference"];
            template: components["schemas"]["OvirtReference"];
            readonly host?: components["schemas"]["OvirtReference"];
            /** @description The parts of the machine */
            readonly link: components["schemas"]["OvirtLink"][];
        };
        /** @description Virtual machines. */
        OvirtVms: {
            /** @description The virtual machines */
            vm: components["schemas"]["OvirtVm"][];
        };
        /** @description The CPUs to have. Their number is the product of the members, at most 256. */
        OvirtCpuTopologyChange: {
            /**
             * @description The number of sockets
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             *     @default 1
             */
            sockets?: number;
            /**
             * @description The cores of each socket
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             *     @default 1
             */
            cores?: number;
            /**
             * @description The threads of each core
             *     @isInt
             *     @minimum 1
             *     @maximum 256
             *     @default 1
             */
            threads?: number;
        };
        /** @description The CPUs to have. */
        OvirtCpuChange: {
            /**
             * @description The architecture
             * @enum {string}
             */
            architecture?: "x86_64";
            topology?: components["schemas"]["OvirtCpuTopologyChange"];
        };
        /** @description How memory is used. All memory is guaranteed. */
        OvirtMemoryPolicyChange: {
            /**
             * @description The memory to have in bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 16777216
             *     @maximum 4398046511104
             *     @format int64
             * @example 1073741824
             */
            guaranteed?: number;
            /**
             * @description The memory to have in bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 16777216
             *     @maximum 4398046511104
             *     @format int64
             * @example 1073741824
             */
            max?: number;
            /**
             * @description Not supported
             * @enum {boolean}
             */
            ballooning?: false;
        };
        /** @description Whether the machine is started again on another host. It is not. */
        OvirtHighAvailability: {
            /**
             * @description Not supported
             * @enum {boolean}
             */
            enabled?: false;
            /**
             * @description Has no effect
             *     @isInt
             *     @minimum 0
             *     @maximum 2147483647
             */
            priority?: number;
        };
        /** @description The operating system to boot. */
        OvirtOsCreate: {
            /**
             * @description Has no effect
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            type?: string;
            kernel?: components["schemas"]["OvirtImageReference"];
            initrd?: components["schemas"]["OvirtImageReference"];
            /**
             * @description The command line of the kernel
             *     @maxLength 2048
             *     @pattern ^[^\x00]*$
             */
            cmdline?: string;
        };
        /**
         * @description The id or name of an image to boot.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00]*$
         * @example debian-12-kernel
         */
        OvirtImageReference: string;
        /** @description A MAC address. */
        OvirtMac: {
            /** @description The address */
            address: string;
        };
        /** @description A MAC address to have. */
        OvirtMacCreate: {
            /**
             * @description The address
             *     @pattern ^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$
             */
            address: string;
        };
        /** @description A NIC to have. It names a network or a vNIC profile. */
        OvirtNicCreate: {
            /**
             * @description Has no effect: NICs are called net0, net1 …
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            name?: string;
            /**
             * @description The model
             *     @default "virtio"
             * @enum {string}
             */
            interface?: "virtio" | "e1000";
            network?: components["schemas"]["OvirtNamed"];
            vnic_profile?: components["schemas"]["OvirtNamed"];
            mac?: components["schemas"]["OvirtMacCreate"];
        };
        /** @description The NICs to have. */
        OvirtNicsCreate: {
            /**
             * @description The NICs
             *     @maxItems 8
             */
            nic?: components["schemas"]["OvirtNicCreate"][];
        };
        /** @description A disk to have. */
        OvirtDiskCreate: {
            /**
             * @description Has no effect
             *     @maxLength 255
             *     @pattern ^[^\x00]*$
             */
            name?: string;
            /**
             * @description The size in bytes, which must be whole MiB
             *     @isInt
             *     @minimum 1048576
             *     @maximum 17592186044416
             *     @format int64
             */
            provisioned_size: number;
            /**
             * @description The layout of the file
             *     @default "cow"
             * @enum {string}
             */
            format?: "cow" | "raw";
        };
        /** @description A new disk of the machine. */
        OvirtDiskAttachmentCreate: {
            /**
             * @description The bus
             *     @default "virtio"
             * @enum {string}
             */
            interface?: "virtio" | "virtio_scsi" | "sata" | "ide";
            /** @description Has no effect */
            active?: boolean;
            /** @description Has no effect: the first disk is booted */
            bootable?: boolean;
            disk: components["schemas"]["OvirtDiskCreate"];
        };
        /** @description The new disks of the machine, after the disk of its template. A machine has at most 16 disks and CD-ROMs. */
        OvirtDiskAttachmentsCreate: {
            /**
             * @description The disks
             *     @maxItems 16
             */
            disk_attachment?: components["schemas"]["OvirtDiskAttachmentCreate"][];
        };
        /** @description A CD-ROM to have. */
        OvirtCdromCreate: {
            file: components["schemas"]["OvirtNamed"];
        };
        /** @description The CD-ROMs to have. */
        OvirtCdromsCreate: {
            /**
             * @description The CD-ROMs
             *     @maxItems 4
             */
            cdrom?: components["schemas"]["OvirtCdromCreate"][];
        };
        /**
         * @description A new name. It is not `.` or `..`, does not have the form of an id, and has no space at either end.
         *     @minLength 1
         *     @maxLength 255
         *     @pattern ^[^\x00-\x1f\x7f-\x9f#%\/;?\\]*$
         * @example web-1
         */
        OvirtNewName: string;
        /** @description A virtual machine to create. */
        OvirtVmCreate: {
            name: components["schemas"]["OvirtNewName"];
            /**
             * @description The description
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             */
            description?: string;
            /**
             * @description The memory to have in bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 16777216
             *     @maximum 4398046511104
             *     @format int64
             * @example 1073741824
             */
            memory?: number;
            memory_policy?: components["schemas"]["OvirtMemoryPolicyChange"];
            cpu?: components["schemas"]["OvirtCpuChange"];
            os?: components["schemas"]["OvirtOsCreate"];
            bios?: components["schemas"]["OvirtBios"];
            display?: components["schemas"]["OvirtDisplayCreate"];
            cluster: components["schemas"]["OvirtNamed"];
            template: components["schemas"]["OvirtNamed"];
            nics?: components["schemas"]["OvirtNicsCreate"];
            disk_attachments?: components["schemas"]["OvirtDiskAttachmentsCreate"];
            cdroms?: components["schemas"]["OvirtCdromsCreate"];
            /**
             * @description Has no effect
             * @enum {string}
             */
            type?: "desktop" | "server" | "high_performance";
            /**
             * @description Not supported
             * @enum {boolean}
             */
            stateless?: false;
            /**
             * @description Not supported
             * @enum {boolean}
             */
            delete_protected?: false;
            /**
             * @description Not supported
             * @enum {boolean}
             */
            start_paused?: false;
            high_availability?: components["schemas"]["OvirtHighAvailability"];
        };
        /** @description The display to have. */
        OvirtDisplayCreate: {
            /**
             * @description The protocol
             * @enum {string}
             */
            type?: "vnc";
            /**
             * @description The number of monitors
             *     @isInt
             *     @minimum 1
             *     @maximum 1
             */
            monitors?: number;
        };
        /** @description The changes of a virtual machine. */
        OvirtVmUpdate: {
            name?: components["schemas"]["OvirtNewName"];
            /**
             * @description The description
             *     @maxLength 4096
             *     @pattern ^[^\x00]*$
             */
            description?: string;
            /**
             * @description The memory to have in bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 16777216
             *     @maximum 4398046511104
             *     @format int64
             * @example 1073741824
             */
            memory?: number;
            memory_policy?: components["schemas"]["OvirtMemoryPolicyChange"];
            cpu?: components["schemas"]["OvirtCpuChange"];
            /**
             * @description Has no effect
             * @enum {string}
             */
            type?: "desktop" | "server" | "high_performance";
            /**
             * @description Not supported
             * @enum {boolean}
             */
            stateless?: false;
            /**
             * @description Not supported
             * @enum {boolean}
             */
            delete_protected?: false;
            /**
             * @description Not supported
             * @enum {boolean}
             */
            start_paused?: false;
            high_availability?: components["schemas"]["OvirtHighAvailability"];
        };
        /** @description An IP address. */
        OvirtIp: {
            /** @description The address */
            address: string;
            /**
             * @description The version of IP
             * @enum {string}
             */
            version: "v4" | "v6";
        };
        /** @description IP addresses. */
        OvirtIps: {
            /** @description The addresses */
            ip: components["schemas"]["OvirtIp"][];
        };
        /** @description A NIC as it was seen from inside. */
        OvirtReportedDevice: {
            /** @description The name */
            name: string;
            /**
             * @description The kind of device
             * @enum {string}
             */
            type: "network";
            mac: components["schemas"]["OvirtMac"];
            ips: components["schemas"]["OvirtIps"];
        };
        /** @description What was seen from inside. */
        OvirtReportedDevices: {
            /** @description The devices */
            reported_device: components["schemas"]["OvirtReportedDevice"][];
        };
        /** @description A NIC of a virtual machine. */
        OvirtNic: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /**
             * @description The model
             * @enum {string}
             */
            interface: "virtio" | "e1000";
            /** @description Whether it has a link */
            linked: boolean;
            /** @description Whether the machine has it */
            plugged: boolean;
            mac: components["schemas"]["OvirtMac"];
            network: components["schemas"]["OvirtReference"];
            vnic_profile: components["schemas"]["OvirtReference"];
            reported_devices?: components["schemas"]["OvirtReportedDevices"];
            vm: components["schemas"]["OvirtReference"];
        };
        /** @description NICs of a virtual machine. */
        OvirtNics: {
            /** @description NICs of a virtual machine */
            nic: components["schemas"]["OvirtNic"][];
        };
        /** @description A disk. */
        OvirtDisk: {
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /**
             * @description The size in bytes
             *     @isInt
             *     @format int64
             */
            provisioned_size: number;
            /**
             * @description The layout of the file
             * @enum {string}
             */
            format: "cow" | "raw";
            /**
             * @description What the disk contains
             * @enum {string}
             */
            content_type: "data";
            /**
             * @description The state
             * @enum {string}
             */
            status: "ok" | "locked";
            template?: components["schemas"]["OvirtReference"];
        };
        /** @description A disk of a virtual machine. */
        OvirtDiskAttachment: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description Whether the machine has it */
            active: boolean;
            /** @description Whether the machine boots from it */
            bootable: boolean;
            /**
             * @description The bus
             * @enum {string}
             */
            interface: "virtio" | "virtio_scsi" | "sata" | "ide";
            /** @description The name inside the machine */
            logical_name: string;
            /**
             * @description Whether it cannot be written
             * @enum {boolean}
             */
            read_only: false;
            disk: components["schemas"]["OvirtDisk"];
            vm: components["schemas"]["OvirtReference"];
        };
        /** @description Disks of a virtual machine. */
        OvirtDiskAttachments: {
            /** @description Disks of a virtual machine */
            disk_attachment: components["schemas"]["OvirtDiskAttachment"][];
        };
        /** @description A CD-ROM of a virtual machine. */
        OvirtCdrom: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            file: components["schemas"]["OvirtReference"];
            vm: components["schemas"]["OvirtReference"];
        };
        /** @description CD-ROMs of a virtual machine. */
        OvirtCdroms: {
            /** @description CD-ROMs of a virtual machine */
            cdrom: components["schemas"]["OvirtCdrom"][];
        };
        /** @description A value. */
        OvirtDatum: {
            /** @description The value */
            datum: number;
        };
        /** @description The values of a counter. */
        OvirtValues: {
            /** @description The values */
            value: components["schemas"]["OvirtDatum"][];
        };
        /** @description A counter of a virtual machine. */
        OvirtStatistic: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description: string;
            /**
             * @description Whether the value only grows
             * @enum {string}
             */
            kind: "counter" | "gauge";
            /**
             * @description The type of the value
             * @enum {string}
             */
            type: "integer" | "decimal";
            /**
             * @description The unit
             * @enum {string}
             */
            unit: "bytes" | "seconds" | "none";
            values: components["schemas"]["OvirtValues"];
            vm: components["schemas"]["OvirtReference"];
        };
        /** @description Counters of a virtual machine. */
        OvirtStatistics: {
            /** @description Counters of a virtual machine */
            statistic: components["schemas"]["OvirtStatistic"][];
        };
        /** @description The role of a user or a group. */
        OvirtPermission: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            user?: components["schemas"]["OvirtReference"];
            group?: components["schemas"]["OvirtReference"];
            role: components["schemas"]["OvirtReference"];
            vm?: components["schemas"]["OvirtReference"];
        };
        /** @description Permissions. */
        OvirtPermissions: {
            /** @description The permissions */
            permission: components["schemas"]["OvirtPermission"][];
        };
        /** @description A permission to add, for a user or a group. */
        OvirtPermissionCreate: {
            role: components["schemas"]["OvirtNamed"];
            user?: components["schemas"]["OvirtNamed"];
            group?: components["schemas"]["OvirtNamed"];
        };
        /** @description What virtual machines are created from. */
        OvirtTemplate: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            /**
             * @description Whether it can be used
             * @enum {string}
             */
            status: "ok" | "locked" | "illegal";
            /**
             * @description A number of bytes, which must be whole MiB.
             *     @isInt
             *     @minimum 1048576
             *     @format int64
             * @example 1073741824
             */
            memory: number;
            cpu: components["schemas"]["OvirtCpu"];
            /**
             * @description What machines are optimized for
             * @enum {string}
             */
            type: "server";
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            creation_time?: number;
        };
        /** @description Templates. */
        OvirtTemplates: {
            /** @description Templates */
            template: components["schemas"]["OvirtTemplate"][];
        };
        /** @description A zone: hosts that belong together. */
        OvirtCluster: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            cpu: components["schemas"]["OvirtClusterCpu"];
            data_center: components["schemas"]["OvirtReference"];
        };
        /** @description Clusters. */
        OvirtClusters: {
            /** @description Clusters */
            cluster: components["schemas"]["OvirtCluster"][];
        };
        /** @description The CPUs of the hosts. */
        OvirtClusterCpu: {
            /** @description The architecture */
            architecture: string;
        };
        /** @description All clusters and networks. */
        OvirtDataCenter: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            /** @description Whether it has only local storage */
            local: boolean;
            /**
             * @description The state
             * @enum {string}
             */
            status: "up";
        };
        /** @description Data centers. */
        OvirtDataCenters: {
            /** @description Data centers */
            data_center: components["schemas"]["OvirtDataCenter"][];
        };
        /** @description The version of the hypervisor. */
        OvirtHostVersion: {
            /** @description The whole version */
            full_version: string;
        };
        /** @description A hypervisor. */
        OvirtHost: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            /**
             * @description Whether the host responds
             * @enum {string}
             */
            status: "up" | "non_responsive";
            cluster: components["schemas"]["OvirtReference"];
            cpu: components["schemas"]["OvirtCpu"];
            /**
             * @description The memory in bytes
             *     @isInt
             *     @format int64
             */
            memory: number;
            version: components["schemas"]["OvirtHostVersion"];
        };
        /** @description Hosts. */
        OvirtHosts: {
            /** @description Hosts */
            host: components["schemas"]["OvirtHost"][];
        };
        /** @description What NICs connect to. */
        OvirtNetwork: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            /**
             * @description Whether a host has the network
             * @enum {string}
             */
            status: "operational" | "non_operational";
            data_center: components["schemas"]["OvirtReference"];
        };
        /** @description Networks. */
        OvirtNetworks: {
            /** @description Networks */
            network: components["schemas"]["OvirtNetwork"][];
        };
        /** @description The only profile of a network. It has the id of its network. */
        OvirtVnicProfile: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            network: components["schemas"]["OvirtReference"];
        };
        /** @description The vNIC profiles. */
        OvirtVnicProfiles: {
            /** @description The vNIC profiles */
            vnic_profile: components["schemas"]["OvirtVnicProfile"][];
        };
        /** @description Storage domains. There are none. */
        OvirtStorageDomains: {
            /**
             * @description Always empty
             *     @maxItems 0
             */
            storage_domain: components["schemas"]["OvirtReference"][];
        };
        /** @description Pools of virtual machines. There are none. */
        OvirtVmPools: {
            /**
             * @description Always empty
             *     @maxItems 0
             */
            vm_pool: components["schemas"]["OvirtReference"][];
        };
        /** @description Something that happened. */
        OvirtEvent: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The description */
            description: string;
            /**
             * @description How severe it is
             * @enum {string}
             */
            severity: "normal" | "warning" | "error";
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            time: number;
            /**
             * @description The place among all events
             *     @isInt
             */
            index: number;
            /** @description What recorded the event */
            origin: string;
            /** @description The id of the request that caused it */
            correlation_id?: string;
            user?: components["schemas"]["OvirtReference"];
            vm?: components["schemas"]["OvirtReference"];
            host?: components["schemas"]["OvirtReference"];
            template?: components["schemas"]["OvirtReference"];
        };
        /** @description Events. */
        OvirtEvents: {
            /** @description Events */
            event: components["schemas"]["OvirtEvent"][];
        };
        /** @description A piece of work on a virtual machine or an image. */
        OvirtJob: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The description */
            description: string;
            /**
             * @description The state
             * @enum {string}
             */
            status: "started" | "finished" | "failed" | "aborted";
            owner?: components["schemas"]["OvirtReference"];
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            start_time: number;
            /**
             * @description A time in milliseconds since 1970. In XML, it is a date and time in UTC.
             *     @isInt
             *     @format int64
             * @example 1764528300123
             */
            end_time?: number;
            /** @description Whether the record is removed later */
            auto_cleared: boolean;
            /** @description Whether another program reports the progress */
            external: boolean;
        };
        /** @description Jobs. */
        OvirtJobs: {
            /** @description Jobs */
            job: components["schemas"]["OvirtJob"][];
        };
        /** @description Where a user comes from. */
        OvirtDomain: {
            /** @description The name */
            name: string;
        };
        /** @description A user. */
        OvirtUser: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            /** @description The name with its domain */
            user_name: string;
            /** @description The name */
            principal: string;
            domain: components["schemas"]["OvirtDomain"];
        };
        /** @description Users. */
        OvirtUsers: {
            /** @description Users */
            user: components["schemas"]["OvirtUser"][];
        };
        /** @description A group of users. */
        OvirtGroup: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
        };
        /** @description Groups. */
        OvirtGroups: {
            /** @description Groups */
            group: components["schemas"]["OvirtGroup"][];
        };
        /** @description A right. */
        OvirtPermit: {
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
        };
        /** @description Rights. */
        OvirtPermits: {
            /** @description The rights */
            permit: components["schemas"]["OvirtPermit"][];
        };
        /** @description A fixed set of rights. */
        OvirtRole: {
            /** @description The path of this element */
            href: string;
            /** @description The id of this element */
            id: string;
            /** @description The name */
            name: string;
            /** @description The description */
            description?: string;
            /** @description Whether it is a role of administrators */
            administrative: boolean;
            /**
             * @description Whether it can be changed
             * @enum {boolean}
             */
            mutable: false;
            permits: components["schemas"]["OvirtPermits"];
        };
        /** @description Roles. */
        OvirtRoles: {
            /** @description Roles */
            role: components["schemas"]["OvirtRole"][];
        };
    };
    responses: {
        /** @description The entry point. */
        OvirtApi: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtApi"];
                "application/json": components["schemas"]["OvirtApi"];
            };
        };
        /** @description The virtual machine. */
        OvirtVm: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtVm"];
                "application/json": components["schemas"]["OvirtVm"];
            };
        };
        /** @description The virtual machine before the change, which is still in progress. */
        OvirtVmPending: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtVm"];
                "application/json": components["schemas"]["OvirtVm"];
            };
        };
        /** @description The virtual machines. */
        OvirtVms: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtVms"];
                "application/json": components["schemas"]["OvirtVms"];
            };
        };
        /** @description The NIC. */
        OvirtNic: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtNic"];
                "application/json": components["schemas"]["OvirtNic"];
            };
        };
        /** @description The NICs. */
        OvirtNics: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtNics"];
                "application/json": components["schemas"]["OvirtNics"];
            };
        };
        /** @description The disk. */
        OvirtDiskAttachment: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtDiskAttachment"];
                "application/json": components["schemas"]["OvirtDiskAttachment"];
            };
        };
        /** @description The disks. */
        OvirtDiskAttachments: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtDiskAttachments"];
                "application/json": components["schemas"]["OvirtDiskAttachments"];
            };
        };
        /** @description The CD-ROM. */
        OvirtCdrom: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtCdrom"];
                "application/json": components["schemas"]["OvirtCdrom"];
            };
        };
        /** @description The CD-ROMs. */
        OvirtCdroms: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtCdroms"];
                "application/json": components["schemas"]["OvirtCdroms"];
            };
        };
        /** @description The counter. */
        OvirtStatistic: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtStatistic"];
                "application/json": components["schemas"]["OvirtStatistic"];
            };
        };
        /** @description The counters. */
        OvirtStatistics: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtStatistics"];
                "application/json": components["schemas"]["OvirtStatistics"];
            };
        };
        /** @description The permission. */
        OvirtPermission: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtPermission"];
                "application/json": components["schemas"]["OvirtPermission"];
            };
        };
        /** @description The permissions. */
        OvirtPermissions: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtPermissions"];
                "application/json": components["schemas"]["OvirtPermissions"];
            };
        };
        /** @description The template. */
        OvirtTemplate: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtTemplate"];
                "application/json": components["schemas"]["OvirtTemplate"];
            };
        };
        /** @description The templates. */
        OvirtTemplates: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtTemplates"];
                "application/json": components["schemas"]["OvirtTemplates"];
            };
        };
        /** @description The cluster. */
        OvirtCluster: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtCluster"];
                "application/json": components["schemas"]["OvirtCluster"];
            };
        };
        /** @description The clusters. */
        OvirtClusters: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtClusters"];
                "application/json": components["schemas"]["OvirtClusters"];
            };
        };
        /** @description The data center. */
        OvirtDataCenter: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtDataCenter"];
                "application/json": components["schemas"]["OvirtDataCenter"];
            };
        };
        /** @description The data centers. */
        OvirtDataCenters: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtDataCenters"];
                "application/json": components["schemas"]["OvirtDataCenters"];
            };
        };
        /** @description The host. */
        OvirtHost: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtHost"];
                "application/json": components["schemas"]["OvirtHost"];
            };
        };
        /** @description The hosts. */
        OvirtHosts: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtHosts"];
                "application/json": components["schemas"]["OvirtHosts"];
            };
        };
        /** @description The network. */
        OvirtNetwork: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtNetwork"];
                "application/json": components["schemas"]["OvirtNetwork"];
            };
        };
        /** @description The networks. */
        OvirtNetworks: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtNetworks"];
                "application/json": components["schemas"]["OvirtNetworks"];
            };
        };
        /** @description The vNIC profile. */
        OvirtVnicProfile: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtVnicProfile"];
                "application/json": components["schemas"]["OvirtVnicProfile"];
            };
        };
        /** @description The vNIC profiles. */
        OvirtVnicProfiles: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtVnicProfiles"];
                "application/json": components["schemas"]["OvirtVnicProfiles"];
            };
        };
        /** @description The storage domains. */
        OvirtStorageDomains: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtStorageDomains"];
                "application/json": components["schemas"]["OvirtStorageDomains"];
            };
        };
        /** @description The pools. */
        OvirtVmPools: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtVmPools"];
                "application/json": components["schemas"]["OvirtVmPools"];
            };
        };
        /** @description The event. */
        OvirtEvent: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtEvent"];
                "application/json": components["schemas"]["OvirtEvent"];
            };
        };
        /** @description The events. */
        OvirtEvents: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtEvents"];
                "application/json": components["schemas"]["OvirtEvents"];
            };
        };
        /** @description The job. */
        OvirtJob: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtJob"];
                "application/json": components["schemas"]["OvirtJob"];
            };
        };
        /** @description The jobs. */
        OvirtJobs: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtJobs"];
                "application/json": components["schemas"]["OvirtJobs"];
            };
        };
        /** @description The user. */
        OvirtUser: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtUser"];
                "application/json": components["schemas"]["OvirtUser"];
            };
        };
        /** @description The users. */
        OvirtUsers: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtUsers"];
                "application/json": components["schemas"]["OvirtUsers"];
            };
        };
        /** @description The group. */
        OvirtGroup: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtGroup"];
                "application/json": components["schemas"]["OvirtGroup"];
            };
        };
        /** @description The groups. */
        OvirtGroups: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtGroups"];
                "application/json": components["schemas"]["OvirtGroups"];
            };
        };
        /** @description The role. */
        OvirtRole: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRole"];
                "application/json": components["schemas"]["OvirtRole"];
            };
        };
        /** @description The roles. */
        OvirtRoles: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRoles"];
                "application/json": components["schemas"]["OvirtRoles"];
            };
        };
        /** @description The action is complete. */
        OvirtActionComplete: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtAction"];
                "application/json": components["schemas"]["OvirtAction"];
            };
        };
        /** @description The action was accepted, and has not ended. */
        OvirtActionPending: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtAction"];
                "application/json": components["schemas"]["OvirtAction"];
            };
        };
        /** @description The token. */
        OvirtToken: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OvirtToken"];
            };
        };
        /** @description The client accepts neither XML nor JSON. There is no body. */
        OvirtNotAcceptable: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The query or a header is not valid. */
        OvirtBadRequest: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The body, the query or a header is not valid. */
        OvirtBadBody: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The credential is missing or not valid, or it names no project. */
        OvirtUnauthorized: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                "WWW-Authenticate": components["headers"]["OvirtChallenge"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The role of the caller does not allow this. */
        OvirtForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The role of the caller does not allow this, or the quota of the project is used up. */
        OvirtForbiddenOrQuota: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such guest. */
        OvirtVmNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such image. */
        OvirtTemplateNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such zone. */
        OvirtClusterNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such host. */
        OvirtHostNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such network. */
        OvirtNetworkNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such user. */
        OvirtUserNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such group. */
        OvirtGroupNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such role. */
        OvirtRoleNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such permission. */
        OvirtPermissionNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such operation. */
        OvirtJobNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description There is no such resource. */
        OvirtNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The state of the virtual machine does not allow this, or its name is taken. */
        OvirtConflict: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The user or group already has this role. */
        OvirtPermissionTaken: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The request has a condition (`If-Match`, `If-None-Match`). No element of this API has an `ETag`. */
        OvirtPreconditionFailed: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The body is too large. */
        OvirtBodyTooLarge: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The body is neither XML nor JSON. */
        OvirtUnsupportedMediaType: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description Too many requests, or too many operations at once. */
        OvirtTooManyRequests: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                "Retry-After": components["headers"]["OvirtRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The service or the host does not support this. */
        OvirtNotSupported: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The hypervisor rejected the request, or its response was lost. */
        OvirtHypervisorFailed: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description The host or the database cannot be reached. */
        OvirtUnavailable: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                "Retry-After": components["headers"]["OvirtRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
        /** @description No host has room. */
        OvirtNoCapacity: {
            headers: {
                "X-Request-ID": components["headers"]["OvirtRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["OvirtRefusal"];
                "application/json": components["schemas"]["OvirtRefusal"];
            };
        };
    };
    parameters: {
        /**
         * @description The major version of the API. Only version 4 is supported.
         * @example 4
         */
        OvirtVersion: "4";
        /**
         * @description Criteria, an order and a page, in the search language of oVirt.
         * @example name=web* and status=up sortby name
         */
        OvirtSearch: string;
        /**
         * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
         * @example 20
         */
        OvirtMax: number;
        /**
         * @description Whether the search compares texts exactly. True if it is present without a value.
         * @example false
         */
        OvirtCaseSensitive: string;
        /**
         * @description Whether the response does not wait for the end.
         * @example false
         */
        OvirtAsync: string;
        /**
         * @description Whether the disks become independent of the template. Only false is supported.
         * @example false
         */
        OvirtClone: string;
        /**
         * @description Whether the permissions of the template are copied. Only false is supported.
         * @example false
         */
        OvirtClonePermissions: string;
        /**
         * @description The id or name of the virtual machine.
         * @example web-1
         */
        OvirtVmId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the NIC.
         * @example net0
         */
        OvirtNicId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the disk.
         * @example vda
         */
        OvirtDiskAttachmentId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the CD-ROM.
         * @example sda
         */
        OvirtCdromId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the counter.
         * @example cpu0.time
         */
        OvirtStatisticId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the permission.
         * @example 9d0b7d1e-2f57-4c39-8d5f-6a1f2c3b4d5e
         */
        OvirtPermissionId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the template.
         * @example Blank
         */
        OvirtTemplateId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the cluster.
         * @example default
         */
        OvirtClusterId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the data center.
         * @example Default
         */
        OvirtDataCenterId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the host.
         * @example host-1
         */
        OvirtHostId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the network.
         * @example user
         */
        OvirtNetworkId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the vNIC profile.
         * @example user
         */
        OvirtVnicProfileId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the event.
         * @example 17
         */
        OvirtEventId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the job.
         * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
         */
        OvirtJobId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the user.
         * @example ann
         */
        OvirtUserId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id or name of the group.
         * @example staff
         */
        OvirtGroupId: components["schemas"]["OvirtPathSegment"];
        /**
         * @description The id of the role.
         * @example operator
         */
        OvirtRoleId: components["schemas"]["OvirtPathSegment"];
    };
    requestBodies: {
        /** @description The virtual machine to create. */
        OvirtVmCreate: {
            content: {
                "application/json": components["schemas"]["OvirtVmCreate"];
                "application/xml": components["schemas"]["OvirtVmCreate"];
                "text/xml": components["schemas"]["OvirtVmCreate"];
            };
        };
        /** @description The members to change. */
        OvirtVmUpdate: {
            content: {
                "application/json": components["schemas"]["OvirtVmUpdate"];
                "application/xml": components["schemas"]["OvirtVmUpdate"];
                "text/xml": components["schemas"]["OvirtVmUpdate"];
            };
        };
        /** @description How the action is performed. */
        OvirtStart: {
            content: {
                "application/json": components["schemas"]["OvirtStart"];
                "application/xml": components["schemas"]["OvirtStart"];
                "text/xml": components["schemas"]["OvirtStart"];
            };
        };
        /** @description How the action is performed. */
        OvirtAction: {
            content: {
                "application/json": components["schemas"]["OvirtActionOptions"];
                "application/xml": components["schemas"]["OvirtActionOptions"];
                "text/xml": components["schemas"]["OvirtActionOptions"];
            };
        };
        /** @description The permission to add. */
        OvirtPermissionCreate: {
            content: {
                "application/json": components["schemas"]["OvirtPermissionCreate"];
                "application/xml": components["schemas"]["OvirtPermissionCreate"];
                "text/xml": components["schemas"]["OvirtPermissionCreate"];
            };
        };
        /** @description The user and the password, which is a token. */
        OvirtTokenRequest: {
            content: {
                "application/json": components["schemas"]["OvirtTokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["OvirtTokenRequest"];
            };
        };
    };
    headers: {
        /**
         * @description Identifies this request in the log. It is the `Correlation-Id` of the request if that is a valid id.
         * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
         */
        OvirtRequestId: string;
        /**
         * @description The number of seconds after which the client should try again.
         * @example 5
         */
        OvirtRetryAfter: number;
        /**
         * @description The schemes of credentials that are accepted.
         * @example Basic realm="RESTAPI"
         */
        OvirtChallenge: string;
    };
    pathItems: never;
}
export type OvirtPathSegment = components['schemas']['OvirtPathSegment'];
export type OvirtTime = components['schemas']['OvirtTime'];
export type OvirtVmStatus = components['schemas']['OvirtVmStatus'];
export type OvirtMemory = components['schemas']['OvirtMemory'];
export type OvirtMemoryChange = components['schemas']['OvirtMemoryChange'];
export type OvirtRefusal = components['schemas']['OvirtRefusal'];
export type OvirtReference = components['schemas']['OvirtReference'];
export type OvirtNamed = components['schemas']['OvirtNamed'];
export type OvirtLink = components['schemas']['OvirtLink'];
export type OvirtActionLinks = components['schemas']['OvirtActionLinks'];
export type OvirtFault = components['schemas']['OvirtFault'];
export type OvirtAction = components['schemas']['OvirtAction'];
export type OvirtActionOptions = components['schemas']['OvirtActionOptions'];
export type OvirtStart = components['schemas']['OvirtStart'];
export type OvirtApi = components['schemas']['OvirtApi'];
export type OvirtProductInfo = components['schemas']['OvirtProductInfo'];
export type OvirtApiVersion = components['schemas']['OvirtApiVersion'];
export type OvirtApiSummary = components['schemas']['OvirtApiSummary'];
export type OvirtCount = components['schemas']['OvirtCount'];
export type OvirtSpecialObjects = components['schemas']['OvirtSpecialObjects'];
export type OvirtTokenRequest = components['schemas']['OvirtTokenRequest'];
export type OvirtToken = components['schemas']['OvirtToken'];
export type OvirtCpuTopology = components['schemas']['OvirtCpuTopology'];
export type OvirtCpu = components['schemas']['OvirtCpu'];
export type OvirtMemoryPolicy = components['schemas']['OvirtMemoryPolicy'];
export type OvirtBootDevices = components['schemas']['OvirtBootDevices'];
export type OvirtBoot = components['schemas']['OvirtBoot'];
export type OvirtOs = components['schemas']['OvirtOs'];
export type OvirtBios = components['schemas']['OvirtBios'];
export type OvirtDisplay = components['schemas']['OvirtDisplay'];
export type OvirtVm = components['schemas']['OvirtVm'];
export type OvirtVms = components['schemas']['OvirtVms'];
export type OvirtCpuTopologyChange = components['schemas']['OvirtCpuTopologyChange'];
export type OvirtCpuChange = components['schemas']['OvirtCpuChange'];
export type OvirtMemoryPolicyChange = components['schemas']['OvirtMemoryPolicyChange'];
export type OvirtHighAvailability = components['schemas']['OvirtHighAvailability'];
export type OvirtOsCreate = components['schemas']['OvirtOsCreate'];
export type OvirtImageReference = components['schemas']['OvirtImageReference'];
export type OvirtMac = components['schemas']['OvirtMac'];
export type OvirtMacCreate = components['schemas']['OvirtMacCreate'];
export type OvirtNicCreate = components['schemas']['OvirtNicCreate'];
export type OvirtNicsCreate = components['schemas']['OvirtNicsCreate'];
export type OvirtDiskCreate = components['schemas']['OvirtDiskCreate'];
export type OvirtDiskAttachmentCreate = components['schemas']['OvirtDiskAttachmentCreate'];
export type OvirtDiskAttachmentsCreate = components['schemas']['OvirtDiskAttachmentsCreate'];
export type OvirtCdromCreate = components['schemas']['OvirtCdromCreate'];
export type OvirtCdromsCreate = components['schemas']['OvirtCdromsCreate'];
export type OvirtNewName = components['schemas']['OvirtNewName'];
export type OvirtVmCreate = components['schemas']['OvirtVmCreate'];
export type OvirtDisplayCreate = components['schemas']['OvirtDisplayCreate'];
export type OvirtVmUpdate = components['schemas']['OvirtVmUpdate'];
export type OvirtIp = components['schemas']['OvirtIp'];
export type OvirtIps = components['schemas']['OvirtIps'];
export type OvirtReportedDevice = components['schemas']['OvirtReportedDevice'];
export type OvirtReportedDevices = components['schemas']['OvirtReportedDevices'];
export type OvirtNic = components['schemas']['OvirtNic'];
export type OvirtNics = components['schemas']['OvirtNics'];
export type OvirtDisk = components['schemas']['OvirtDisk'];
export type OvirtDiskAttachment = components['schemas']['OvirtDiskAttachment'];
export type OvirtDiskAttachments = components['schemas']['OvirtDiskAttachments'];
export type OvirtCdrom = components['schemas']['OvirtCdrom'];
export type OvirtCdroms = components['schemas']['OvirtCdroms'];
export type OvirtDatum = components['schemas']['OvirtDatum'];
export type OvirtValues = components['schemas']['OvirtValues'];
export type OvirtStatistic = components['schemas']['OvirtStatistic'];
export type OvirtStatistics = components['schemas']['OvirtStatistics'];
export type OvirtPermission = components['schemas']['OvirtPermission'];
export type OvirtPermissions = components['schemas']['OvirtPermissions'];
export type OvirtPermissionCreate = components['schemas']['OvirtPermissionCreate'];
export type OvirtTemplate = components['schemas']['OvirtTemplate'];
export type OvirtTemplates = components['schemas']['OvirtTemplates'];
export type OvirtCluster = components['schemas']['OvirtCluster'];
export type OvirtClusters = components['schemas']['OvirtClusters'];
export type OvirtClusterCpu = components['schemas']['OvirtClusterCpu'];
export type OvirtDataCenter = components['schemas']['OvirtDataCenter'];
export type OvirtDataCenters = components['schemas']['OvirtDataCenters'];
export type OvirtHostVersion = components['schemas']['OvirtHostVersion'];
export type OvirtHost = components['schemas']['OvirtHost'];
export type OvirtHosts = components['schemas']['OvirtHosts'];
export type OvirtNetwork = components['schemas']['OvirtNetwork'];
export type OvirtNetworks = components['schemas']['OvirtNetworks'];
export type OvirtVnicProfile = components['schemas']['OvirtVnicProfile'];
export type OvirtVnicProfiles = components['schemas']['OvirtVnicProfiles'];
export type OvirtStorageDomains = components['schemas']['OvirtStorageDomains'];
export type OvirtVmPools = components['schemas']['OvirtVmPools'];
export type OvirtEvent = components['schemas']['OvirtEvent'];
export type OvirtEvents = components['schemas']['OvirtEvents'];
export type OvirtJob = components['schemas']['OvirtJob'];
export type OvirtJobs = components['schemas']['OvirtJobs'];
export type OvirtDomain = components['schemas']['OvirtDomain'];
export type OvirtUser = components['schemas']['OvirtUser'];
export type OvirtUsers = components['schemas']['OvirtUsers'];
export type OvirtGroup = components['schemas']['OvirtGroup'];
export type OvirtGroups = components['schemas']['OvirtGroups'];
export type OvirtPermit = components['schemas']['OvirtPermit'];
export type OvirtPermits = components['schemas']['OvirtPermits'];
export type OvirtRole = components['schemas']['OvirtRole'];
export type OvirtRoles = components['schemas']['OvirtRoles'];
export type ResponseOvirtApi = components['responses']['OvirtApi'];
export type ResponseOvirtVm = components['responses']['OvirtVm'];
export type ResponseOvirtVmPending = components['responses']['OvirtVmPending'];
export type ResponseOvirtVms = components['responses']['OvirtVms'];
export type ResponseOvirtNic = components['responses']['OvirtNic'];
export type ResponseOvirtNics = components['responses']['OvirtNics'];
export type ResponseOvirtDiskAttachment = components['responses']['OvirtDiskAttachment'];
export type ResponseOvirtDiskAttachments = components['responses']['OvirtDiskAttachments'];
export type ResponseOvirtCdrom = components['responses']['OvirtCdrom'];
export type ResponseOvirtCdroms = components['responses']['OvirtCdroms'];
export type ResponseOvirtStatistic = components['responses']['OvirtStatistic'];
export type ResponseOvirtStatistics = components['responses']['OvirtStatistics'];
export type ResponseOvirtPermission = components['responses']['OvirtPermission'];
export type ResponseOvirtPermissions = components['responses']['OvirtPermissions'];
export type ResponseOvirtTemplate = components['responses']['OvirtTemplate'];
export type ResponseOvirtTemplates = components['responses']['OvirtTemplates'];
export type ResponseOvirtCluster = components['responses']['OvirtCluster'];
export type ResponseOvirtClusters = components['responses']['OvirtClusters'];
export type ResponseOvirtDataCenter = components['responses']['OvirtDataCenter'];
export type ResponseOvirtDataCenters = components['responses']['OvirtDataCenters'];
export type ResponseOvirtHost = components['responses']['OvirtHost'];
export type ResponseOvirtHosts = components['responses']['OvirtHosts'];
export type ResponseOvirtNetwork = components['responses']['OvirtNetwork'];
export type ResponseOvirtNetworks = components['responses']['OvirtNetworks'];
export type ResponseOvirtVnicProfile = components['responses']['OvirtVnicProfile'];
export type ResponseOvirtVnicProfiles = components['responses']['OvirtVnicProfiles'];
export type ResponseOvirtStorageDomains = components['responses']['OvirtStorageDomains'];
export type ResponseOvirtVmPools = components['responses']['OvirtVmPools'];
export type ResponseOvirtEvent = components['responses']['OvirtEvent'];
export type ResponseOvirtEvents = components['responses']['OvirtEvents'];
export type ResponseOvirtJob = components['responses']['OvirtJob'];
export type ResponseOvirtJobs = components['responses']['OvirtJobs'];
export type ResponseOvirtUser = components['responses']['OvirtUser'];
export type ResponseOvirtUsers = components['responses']['OvirtUsers'];
export type ResponseOvirtGroup = components['responses']['OvirtGroup'];
export type ResponseOvirtGroups = components['responses']['OvirtGroups'];
export type ResponseOvirtRole = components['responses']['OvirtRole'];
export type ResponseOvirtRoles = components['responses']['OvirtRoles'];
export type ResponseOvirtActionComplete = components['responses']['OvirtActionComplete'];
export type ResponseOvirtActionPending = components['responses']['OvirtActionPending'];
export type ResponseOvirtToken = components['responses']['OvirtToken'];
export type ResponseOvirtNotAcceptable = components['responses']['OvirtNotAcceptable'];
export type ResponseOvirtBadRequest = components['responses']['OvirtBadRequest'];
export type ResponseOvirtBadBody = components['responses']['OvirtBadBody'];
export type ResponseOvirtUnauthorized = components['responses']['OvirtUnauthorized'];
export type ResponseOvirtForbidden = components['responses']['OvirtForbidden'];
export type ResponseOvirtForbiddenOrQuota = components['responses']['OvirtForbiddenOrQuota'];
export type ResponseOvirtVmNotFound = components['responses']['OvirtVmNotFound'];
export type ResponseOvirtTemplateNotFound = components['responses']['OvirtTemplateNotFound'];
export type ResponseOvirtClusterNotFound = components['responses']['OvirtClusterNotFound'];
export type ResponseOvirtHostNotFound = components['responses']['OvirtHostNotFound'];
export type ResponseOvirtNetworkNotFound = components['responses']['OvirtNetworkNotFound'];
export type ResponseOvirtUserNotFound = components['responses']['OvirtUserNotFound'];
export type ResponseOvirtGroupNotFound = components['responses']['OvirtGroupNotFound'];
export type ResponseOvirtRoleNotFound = components['responses']['OvirtRoleNotFound'];
export type ResponseOvirtPermissionNotFound = components['responses']['OvirtPermissionNotFound'];
export type ResponseOvirtJobNotFound = components['responses']['OvirtJobNotFound'];
export type ResponseOvirtNotFound = components['responses']['OvirtNotFound'];
export type ResponseOvirtConflict = components['responses']['OvirtConflict'];
export type ResponseOvirtPermissionTaken = components['responses']['OvirtPermissionTaken'];
export type ResponseOvirtPreconditionFailed = components['responses']['OvirtPreconditionFailed'];
export type ResponseOvirtBodyTooLarge = components['responses']['OvirtBodyTooLarge'];
export type ResponseOvirtUnsupportedMediaType = components['responses']['OvirtUnsupportedMediaType'];
export type ResponseOvirtTooManyRequests = components['responses']['OvirtTooManyRequests'];
export type ResponseOvirtNotSupported = components['responses']['OvirtNotSupported'];
export type ResponseOvirtHypervisorFailed = components['responses']['OvirtHypervisorFailed'];
export type ResponseOvirtUnavailable = components['responses']['OvirtUnavailable'];
export type ResponseOvirtNoCapacity = components['responses']['OvirtNoCapacity'];
export type ParameterOvirtVersion = components['parameters']['OvirtVersion'];
export type ParameterOvirtSearch = components['parameters']['OvirtSearch'];
export type ParameterOvirtMax = components['parameters']['OvirtMax'];
export type ParameterOvirtCaseSensitive = components['parameters']['OvirtCaseSensitive'];
export type ParameterOvirtAsync = components['parameters']['OvirtAsync'];
export type ParameterOvirtClone = components['parameters']['OvirtClone'];
export type ParameterOvirtClonePermissions = components['parameters']['OvirtClonePermissions'];
export type ParameterOvirtVmId = components['parameters']['OvirtVmId'];
export type ParameterOvirtNicId = components['parameters']['OvirtNicId'];
export type ParameterOvirtDiskAttachmentId = components['parameters']['OvirtDiskAttachmentId'];
export type ParameterOvirtCdromId = components['parameters']['OvirtCdromId'];
export type ParameterOvirtStatisticId = components['parameters']['OvirtStatisticId'];
export type ParameterOvirtPermissionId = components['parameters']['OvirtPermissionId'];
export type ParameterOvirtTemplateId = components['parameters']['OvirtTemplateId'];
export type ParameterOvirtClusterId = components['parameters']['OvirtClusterId'];
export type ParameterOvirtDataCenterId = components['parameters']['OvirtDataCenterId'];
export type ParameterOvirtHostId = components['parameters']['OvirtHostId'];
export type ParameterOvirtNetworkId = components['parameters']['OvirtNetworkId'];
export type ParameterOvirtVnicProfileId = components['parameters']['OvirtVnicProfileId'];
export type ParameterOvirtEventId = components['parameters']['OvirtEventId'];
export type ParameterOvirtJobId = components['parameters']['OvirtJobId'];
export type ParameterOvirtUserId = components['parameters']['OvirtUserId'];
export type ParameterOvirtGroupId = components['parameters']['OvirtGroupId'];
export type ParameterOvirtRoleId = components['parameters']['OvirtRoleId'];
export type RequestBodyOvirtVmCreate = components['requestBodies']['OvirtVmCreate'];
export type RequestBodyOvirtVmUpdate = components['requestBodies']['OvirtVmUpdate'];
export type RequestBodyOvirtStart = components['requestBodies']['OvirtStart'];
export type RequestBodyOvirtAction = components['requestBodies']['OvirtAction'];
export type RequestBodyOvirtPermissionCreate = components['requestBodies']['OvirtPermissionCreate'];
export type RequestBodyOvirtTokenRequest = components['requestBodies']['OvirtTokenRequest'];
export type HeaderOvirtRequestId = components['headers']['OvirtRequestId'];
export type HeaderOvirtRetryAfter = components['headers']['OvirtRetryAfter'];
export type HeaderOvirtChallenge = components['headers']['OvirtChallenge'];
export type $defs = Record<string, never>;
export interface operations {
    getOvirtApi: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtApi"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    createOvirtToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OvirtTokenRequest"];
        responses: {
            200: components["responses"]["OvirtToken"];
            400: components["responses"]["OvirtBadBody"];
            406: components["responses"]["OvirtNotAcceptable"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
        };
    };
    listOvirtVms: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtVms"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    createOvirtVm: {
        parameters: {
            query?: {
                /**
                 * @description Whether the disks become independent of the template. Only false is supported.
                 * @example false
                 */
                clone?: components["parameters"]["OvirtClone"];
                /**
                 * @description Whether the permissions of the template are copied. Only false is supported.
                 * @example false
                 */
                clone_permissions?: components["parameters"]["OvirtClonePermissions"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OvirtVmCreate"];
        responses: {
            201: components["responses"]["OvirtVm"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbiddenOrQuota"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            501: components["responses"]["OvirtNotSupported"];
            503: components["responses"]["OvirtUnavailable"];
            507: components["responses"]["OvirtNoCapacity"];
        };
    };
    getOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtVm"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    updateOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OvirtVmUpdate"];
        responses: {
            200: components["responses"]["OvirtVm"];
            202: components["responses"]["OvirtVmPending"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbiddenOrQuota"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            501: components["responses"]["OvirtNotSupported"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
            507: components["responses"]["OvirtNoCapacity"];
        };
    };
    deleteOvirtVm: {
        parameters: {
            query?: {
                /**
                 * @description Whether the response does not wait for the end.
                 * @example false
                 */
                async?: components["parameters"]["OvirtAsync"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            202: components["responses"]["OvirtActionPending"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    startOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["OvirtStart"];
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            202: components["responses"]["OvirtActionPending"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            501: components["responses"]["OvirtNotSupported"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
            507: components["responses"]["OvirtNoCapacity"];
        };
    };
    poweroffOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["OvirtAction"];
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            202: components["responses"]["OvirtActionPending"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    shutdownOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["OvirtAction"];
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    rebootOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["OvirtAction"];
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    restartOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["OvirtAction"];
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            202: components["responses"]["OvirtActionPending"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            501: components["responses"]["OvirtNotSupported"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
            507: components["responses"]["OvirtNoCapacity"];
        };
    };
    suspendOvirtVm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["OvirtAction"];
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            202: components["responses"]["OvirtActionPending"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtConflict"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            429: components["responses"]["OvirtTooManyRequests"];
            501: components["responses"]["OvirtNotSupported"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtNics: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtNics"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtNic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the NIC.
                 * @example net0
                 */
                nic: components["parameters"]["OvirtNicId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtNic"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtDiskAttachments: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtDiskAttachments"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtDiskAttachment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the disk.
                 * @example vda
                 */
                disk: components["parameters"]["OvirtDiskAttachmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtDiskAttachment"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtCdroms: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtCdroms"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtCdrom: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the CD-ROM.
                 * @example sda
                 */
                cdrom: components["parameters"]["OvirtCdromId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtCdrom"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtStatistics: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtStatistics"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtStatistic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the counter.
                 * @example cpu0.time
                 */
                statistic: components["parameters"]["OvirtStatisticId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtStatistic"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            502: components["responses"]["OvirtHypervisorFailed"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtVmPermissions: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtPermissions"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    createOvirtVmPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OvirtPermissionCreate"];
        responses: {
            201: components["responses"]["OvirtPermission"];
            400: components["responses"]["OvirtBadBody"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtVmNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            409: components["responses"]["OvirtPermissionTaken"];
            412: components["responses"]["OvirtPreconditionFailed"];
            413: components["responses"]["OvirtBodyTooLarge"];
            415: components["responses"]["OvirtUnsupportedMediaType"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtVmPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the permission.
                 * @example 9d0b7d1e-2f57-4c39-8d5f-6a1f2c3b4d5e
                 */
                permission: components["parameters"]["OvirtPermissionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtPermission"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtPermissionNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    deleteOvirtVmPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the virtual machine.
                 * @example web-1
                 */
                guest: components["parameters"]["OvirtVmId"];
                /**
                 * @description The id of the permission.
                 * @example 9d0b7d1e-2f57-4c39-8d5f-6a1f2c3b4d5e
                 */
                permission: components["parameters"]["OvirtPermissionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtActionComplete"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtPermissionNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            412: components["responses"]["OvirtPreconditionFailed"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtTemplates: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtTemplates"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the template.
                 * @example Blank
                 */
                image: components["parameters"]["OvirtTemplateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtTemplate"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtTemplateNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtClusters: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtClusters"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the cluster.
                 * @example default
                 */
                zone: components["parameters"]["OvirtClusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtCluster"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtClusterNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtDataCenters: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtDataCenters"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtDataCenter: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the data center.
                 * @example Default
                 */
                data_center: components["parameters"]["OvirtDataCenterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtDataCenter"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtHosts: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtHosts"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtHost: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the host.
                 * @example host-1
                 */
                host: components["parameters"]["OvirtHostId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtHost"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtHostNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtNetworks: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtNetworks"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtNetwork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the network.
                 * @example user
                 */
                network: components["parameters"]["OvirtNetworkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtNetwork"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtNetworkNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtVnicProfiles: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtVnicProfiles"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtVnicProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the vNIC profile.
                 * @example user
                 */
                network: components["parameters"]["OvirtVnicProfileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtVnicProfile"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtNetworkNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtStorageDomains: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtStorageDomains"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtVmPools: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtVmPools"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtEvents: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtEvents"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the event.
                 * @example 17
                 */
                event: components["parameters"]["OvirtEventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtEvent"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtJobs: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtJobs"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtJob: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the job.
                 * @example 0c7f4f0e-1d7b-4f59-8a0d-7b8f3c5a2e91
                 */
                operation: components["parameters"]["OvirtJobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtJob"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtJobNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtUsers: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtUsers"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the user.
                 * @example ann
                 */
                user: components["parameters"]["OvirtUserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtUser"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtUserNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtGroups: {
        parameters: {
            query?: {
                /**
                 * @description Criteria, an order and a page, in the search language of oVirt.
                 * @example name=web* and status=up sortby name
                 */
                search?: components["parameters"]["OvirtSearch"];
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
                /**
                 * @description Whether the search compares texts exactly. True if it is present without a value.
                 * @example false
                 */
                case_sensitive?: components["parameters"]["OvirtCaseSensitive"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtGroups"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id or name of the group.
                 * @example staff
                 */
                group: components["parameters"]["OvirtGroupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtGroup"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtGroupNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtRoles: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtRoles"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtRole: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the role.
                 * @example operator
                 */
                role: components["parameters"]["OvirtRoleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtRole"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtRoleNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    listOvirtPermissions: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements, and the size of a page. Without it, the list has all elements.
                 * @example 20
                 */
                max?: components["parameters"]["OvirtMax"];
            };
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtPermissions"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
    getOvirtPermission: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The major version of the API. Only version 4 is supported.
                 * @example 4
                 */
                Version?: components["parameters"]["OvirtVersion"];
            };
            path: {
                /**
                 * @description The id of the permission.
                 * @example 9d0b7d1e-2f57-4c39-8d5f-6a1f2c3b4d5e
                 */
                permission: components["parameters"]["OvirtPermissionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OvirtPermission"];
            400: components["responses"]["OvirtBadRequest"];
            401: components["responses"]["OvirtUnauthorized"];
            403: components["responses"]["OvirtForbidden"];
            404: components["responses"]["OvirtPermissionNotFound"];
            406: components["responses"]["OvirtNotAcceptable"];
            503: components["responses"]["OvirtUnavailable"];
        };
    };
}
