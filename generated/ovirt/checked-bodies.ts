// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        OvirtTokenRequest: {
            /** @enum {string} */
            grant_type: "password";
            scope?: string;
            username: string;
            password: string;
        };
        OvirtVmCreate: {
            name: components["schemas"]["OvirtNewName"];
            description?: string;
            memory?: components["schemas"]["OvirtMemoryChange"];
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
            /** @enum {string} */
            type?: "desktop" | "server" | "high_performance";
            /** @enum {boolean} */
            stateless?: false;
            /** @enum {boolean} */
            delete_protected?: false;
            /** @enum {boolean} */
            start_paused?: false;
            high_availability?: components["schemas"]["OvirtHighAvailability"];
        };
        OvirtNewName: string;
        OvirtMemoryChange: number;
        OvirtMemoryPolicyChange: {
            guaranteed?: components["schemas"]["OvirtMemoryChange"];
            max?: components["schemas"]["OvirtMemoryChange"];
            /** @enum {boolean} */
            ballooning?: false;
        };
        OvirtCpuChange: {
            /** @enum {string} */
            architecture?: "x86_64";
            topology?: components["schemas"]["OvirtCpuTopologyChange"];
        };
        OvirtCpuTopologyChange: {
            /** @default 1 */
            sockets: number;
            /** @default 1 */
            cores: number;
            /** @default 1 */
            threads: number;
        };
        OvirtOsCreate: {
            type?: string;
            kernel?: components["schemas"]["OvirtImageReference"];
            initrd?: components["schemas"]["OvirtImageReference"];
            cmdline?: string;
        };
        OvirtImageReference: string;
        OvirtBios: {
            /** @enum {string} */
            type: "i440fx_sea_bios" | "q35_sea_bios" | "q35_ovmf";
        };
        OvirtDisplayCreate: {
            /** @enum {string} */
            type?: "vnc";
            monitors?: number;
        };
        OvirtNamed: {
            id?: string;
            name?: string;
        };
        OvirtNicsCreate: {
            nic?: components["schemas"]["OvirtNicCreate"][];
        };
        OvirtNicCreate: {
            name?: string;
            /**
             * @default virtio
             * @enum {string}
             */
            interface: "virtio" | "e1000";
            network?: components["schemas"]["OvirtNamed"];
            vnic_profile?: components["schemas"]["OvirtNamed"];
            mac?: components["schemas"]["OvirtMacCreate"];
        };
        OvirtMacCreate: {
            address: string;
        };
        OvirtDiskAttachmentsCreate: {
            disk_attachment?: components["schemas"]["OvirtDiskAttachmentCreate"][];
        };
        OvirtDiskAttachmentCreate: {
            /**
             * @default virtio
             * @enum {string}
             */
            interface: "virtio" | "virtio_scsi" | "sata" | "ide";
            active?: boolean;
            bootable?: boolean;
            disk: components["schemas"]["OvirtDiskCreate"];
        };
        OvirtDiskCreate: {
            name?: string;
            provisioned_size: number;
            /**
             * @default cow
             * @enum {string}
             */
            format: "cow" | "raw";
        };
        OvirtCdromsCreate: {
            cdrom?: components["schemas"]["OvirtCdromCreate"][];
        };
        OvirtCdromCreate: {
            file: components["schemas"]["OvirtNamed"];
        };
        OvirtHighAvailability: {
            /** @enum {boolean} */
            enabled?: false;
            priority?: number;
        };
        OvirtVmUpdate: {
            name?: components["schemas"]["OvirtNewName"];
            description?: string;
            memory?: components["schemas"]["OvirtMemoryChange"];
            memory_policy?: components["schemas"]["OvirtMemoryPolicyChange"];
            cpu?: components["schemas"]["OvirtCpuChange"];
            /** @enum {string} */
            type?: "desktop" | "server" | "high_performance";
            /** @enum {boolean} */
            stateless?: false;
            /** @enum {boolean} */
            delete_protected?: false;
            /** @enum {boolean} */
            start_paused?: false;
            high_availability?: components["schemas"]["OvirtHighAvailability"];
        };
        OvirtStart: {
            /** @default true */
            async: boolean;
            filter?: boolean;
            /** @enum {boolean} */
            pause?: false;
            /** @enum {boolean} */
            volatile?: false;
            use_cloud_init?: boolean;
            use_sysprep?: boolean;
            use_ignition?: boolean;
            use_initialization?: boolean;
        };
        OvirtActionOptions: {
            /** @default true */
            async: boolean;
            force?: boolean;
        };
        OvirtPermissionCreate: {
            role: components["schemas"]["OvirtNamed"];
            user?: components["schemas"]["OvirtNamed"];
            group?: components["schemas"]["OvirtNamed"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type OvirtTokenRequest = components['schemas']['OvirtTokenRequest'];
export type OvirtVmCreate = components['schemas']['OvirtVmCreate'];
export type OvirtNewName = components['schemas']['OvirtNewName'];
export type OvirtMemoryChange = components['schemas']['OvirtMemoryChange'];
export type OvirtMemoryPolicyChange = components['schemas']['OvirtMemoryPolicyChange'];
export type OvirtCpuChange = components['schemas']['OvirtCpuChange'];
export type OvirtCpuTopologyChange = components['schemas']['OvirtCpuTopologyChange'];
export type OvirtOsCreate = components['schemas']['OvirtOsCreate'];
export type OvirtImageReference = components['schemas']['OvirtImageReference'];
export type OvirtBios = components['schemas']['OvirtBios'];
export type OvirtDisplayCreate = components['schemas']['OvirtDisplayCreate'];
export type OvirtNamed = components['schemas']['OvirtNamed'];
export type OvirtNicsCreate = components['schemas']['OvirtNicsCreate'];
export type OvirtNicCreate = components['schemas']['OvirtNicCreate'];
export type OvirtMacCreate = components['schemas']['OvirtMacCreate'];
export type OvirtDiskAttachmentsCreate = components['schemas']['OvirtDiskAttachmentsCreate'];
export type OvirtDiskAttachmentCreate = components['schemas']['OvirtDiskAttachmentCreate'];
export type OvirtDiskCreate = components['schemas']['OvirtDiskCreate'];
export type OvirtCdromsCreate = components['schemas']['OvirtCdromsCreate'];
export type OvirtCdromCreate = components['schemas']['OvirtCdromCreate'];
export type OvirtHighAvailability = components['schemas']['OvirtHighAvailability'];
export type OvirtVmUpdate = components['schemas']['OvirtVmUpdate'];
export type OvirtStart = components['schemas']['OvirtStart'];
export type OvirtActionOptions = components['schemas']['OvirtActionOptions'];
export type OvirtPermissionCreate = components['schemas']['OvirtPermissionCreate'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
