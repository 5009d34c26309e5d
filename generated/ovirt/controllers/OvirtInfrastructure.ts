// Generated from openapi/ovirt.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-controllers.ts.
import type { Readable } from 'node:stream';
import type { OvirtCluster, OvirtClusters, OvirtDataCenter, OvirtDataCenters, OvirtHost, OvirtHosts, OvirtNetwork, OvirtNetworks, OvirtRefusal, OvirtStorageDomains, OvirtVmPools, OvirtVnicProfile, OvirtVnicProfiles } from '../api-types.js';
import { Get, Header, OperationId, Path, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '../../decorators.js';
import type { Exchange } from '../../exchange.js';

/** The responses that GET /ovirt-engine/api/clusters returns. */
export type ListOvirtClustersResponse =
  | { status: 200; body: OvirtClusters | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtClusters | Readable };

/** The responses that GET /ovirt-engine/api/clusters/{zone} returns. */
export type GetOvirtClusterResponse =
  | { status: 200; body: OvirtCluster }
  | { status: 200; mediaType: 'application/json'; body: OvirtCluster };

/** The responses that GET /ovirt-engine/api/datacenters returns. */
export type ListOvirtDataCentersResponse =
  | { status: 200; body: OvirtDataCenters }
  | { status: 200; mediaType: 'application/json'; body: OvirtDataCenters };

/** The responses that GET /ovirt-engine/api/datacenters/{data_center} returns. */
export type GetOvirtDataCenterResponse =
  | { status: 200; body: OvirtDataCenter }
  | { status: 200; mediaType: 'application/json'; body: OvirtDataCenter };

/** The responses that GET /ovirt-engine/api/hosts returns. */
export type ListOvirtHostsResponse =
  | { status: 200; body: OvirtHosts | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtHosts | Readable };

/** The responses that GET /ovirt-engine/api/hosts/{host} returns. */
export type GetOvirtHostResponse =
  | { status: 200; body: OvirtHost }
  | { status: 200; mediaType: 'application/json'; body: OvirtHost };

/** The responses that GET /ovirt-engine/api/networks returns. */
export type ListOvirtNetworksResponse =
  | { status: 200; body: OvirtNetworks | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtNetworks | Readable };

/** The responses that GET /ovirt-engine/api/networks/{network} returns. */
export type GetOvirtNetworkResponse =
  | { status: 200; body: OvirtNetwork }
  | { status: 200; mediaType: 'application/json'; body: OvirtNetwork };

/** The responses that GET /ovirt-engine/api/vnicprofiles returns. */
export type ListOvirtVnicProfilesResponse =
  | { status: 200; body: OvirtVnicProfiles | Readable }
  | { status: 200; mediaType: 'application/json'; body: OvirtVnicProfiles | Readable };

/** The responses that GET /ovirt-engine/api/vnicprofiles/{network} returns. */
export type GetOvirtVnicProfileResponse =
  | { status: 200; body: OvirtVnicProfile }
  | { status: 200; mediaType: 'application/json'; body: OvirtVnicProfile };

/** The responses that GET /ovirt-engine/api/storagedomains returns. */
export type ListOvirtStorageDomainsResponse =
  | { status: 200; body: OvirtStorageDomains }
  | { status: 200; mediaType: 'application/json'; body: OvirtStorageDomains };

/** The responses that GET /ovirt-engine/api/vmpools returns. */
export type ListOvirtVmPoolsResponse =
  | { status: 200; body: OvirtVmPools }
  | { status: 200; mediaType: 'application/json'; body: OvirtVmPools };

@Route()
@Tags('OvirtInfrastructure')
export abstract class OvirtInfrastructureController<Context> {
  /**
   * List clusters
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/clusters')
  @OperationId('listOvirtClusters')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The clusters.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtClusters(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtClusters> {
    return exchange.respond<OvirtClusters>(await this.listOvirtClusters({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List clusters. */
  protected abstract listOvirtClusters(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtClustersResponse>;

  /**
   * Get a cluster
   * @minLength zone 1
   * @maxLength zone 255
   * @pattern zone ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/clusters/{zone}')
  @OperationId('getOvirtCluster')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The cluster.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such zone.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtCluster(@Request() exchange: Exchange<Context>, @Path('zone') zone: string, @Header('Version') version?: '4'): Promise<OvirtCluster> {
    return exchange.respond<OvirtCluster>(await this.getOvirtCluster({ zone, version }, exchange.context));
  }

  /** Get a cluster. */
  protected abstract getOvirtCluster(input: { zone: string; version?: '4' }, context: Context): Promise<GetOvirtClusterResponse>;

  /**
   * List data centers
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/datacenters')
  @OperationId('listOvirtDataCenters')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The data centers.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtDataCenters(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtDataCenters> {
    return exchange.respond<OvirtDataCenters>(await this.listOvirtDataCenters({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List data centers. */
  protected abstract listOvirtDataCenters(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtDataCentersResponse>;

  /**
   * Get a data center
   * @minLength dataCenter 1
   * @maxLength dataCenter 255
   * @pattern dataCenter ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/datacenters/{data_center}')
  @OperationId('getOvirtDataCenter')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The data center.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such resource.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtDataCenter(@Request() exchange: Exchange<Context>, @Path('data_center') dataCenter: string, @Header('Version') version?: '4'): Promise<OvirtDataCenter> {
    return exchange.respond<OvirtDataCenter>(await this.getOvirtDataCenter({ dataCenter, version }, exchange.context));
  }

  /** Get a data center. */
  protected abstract getOvirtDataCenter(input: { dataCenter: string; version?: '4' }, context: Context): Promise<GetOvirtDataCenterResponse>;

  /**
   * List hosts
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/hosts')
  @OperationId('listOvirtHosts')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The hosts.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtHosts(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtHosts> {
    return exchange.respond<OvirtHosts>(await this.listOvirtHosts({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List hosts. */
  protected abstract listOvirtHosts(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtHostsResponse>;

  /**
   * Get a host
   * @minLength host 1
   * @maxLength host 255
   * @pattern host ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/hosts/{host}')
  @OperationId('getOvirtHost')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The host.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such host.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtHost(@Request() exchange: Exchange<Context>, @Path('host') host: string, @Header('Version') version?: '4'): Promise<OvirtHost> {
    return exchange.respond<OvirtHost>(await this.getOvirtHost({ host, version }, exchange.context));
  }

  /** Get a host. */
  protected abstract getOvirtHost(input: { host: string; version?: '4' }, context: Context): Promise<GetOvirtHostResponse>;

  /**
   * List networks
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/networks')
  @OperationId('listOvirtNetworks')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The networks.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtNetworks(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtNetworks> {
    return exchange.respond<OvirtNetworks>(await this.listOvirtNetworks({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List networks. */
  protected abstract listOvirtNetworks(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtNetworksResponse>;

  /**
   * Get a network
   * @minLength network 1
   * @maxLength network 255
   * @pattern network ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/networks/{network}')
  @OperationId('getOvirtNetwork')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The network.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such network.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtNetwork(@Request() exchange: Exchange<Context>, @Path('network') network: string, @Header('Version') version?: '4'): Promise<OvirtNetwork> {
    return exchange.respond<OvirtNetwork>(await this.getOvirtNetwork({ network, version }, exchange.context));
  }

  /** Get a network. */
  protected abstract getOvirtNetwork(input: { network: string; version?: '4' }, context: Context): Promise<GetOvirtNetworkResponse>;

  /**
   * List vNIC profiles
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   */
  @Get('/ovirt-engine/api/vnicprofiles')
  @OperationId('listOvirtVnicProfiles')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The vNIC profiles.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtVnicProfiles(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('max') max?: number): Promise<OvirtVnicProfiles> {
    return exchange.respond<OvirtVnicProfiles>(await this.listOvirtVnicProfiles({ version, max }, exchange.context));
  }

  /** List vNIC profiles. */
  protected abstract listOvirtVnicProfiles(input: { version?: '4'; max?: number }, context: Context): Promise<ListOvirtVnicProfilesResponse>;

  /**
   * Get a vNIC profile
   * @minLength network 1
   * @maxLength network 255
   * @pattern network ^[^\x00]*$
   */
  @Get('/ovirt-engine/api/vnicprofiles/{network}')
  @OperationId('getOvirtVnicProfile')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The vNIC profile.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<OvirtRefusal>('404', 'There is no such network.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_getOvirtVnicProfile(@Request() exchange: Exchange<Context>, @Path('network') network: string, @Header('Version') version?: '4'): Promise<OvirtVnicProfile> {
    return exchange.respond<OvirtVnicProfile>(await this.getOvirtVnicProfile({ network, version }, exchange.context));
  }

  /** Get a vNIC profile. */
  protected abstract getOvirtVnicProfile(input: { network: string; version?: '4' }, context: Context): Promise<GetOvirtVnicProfileResponse>;

  /**
   * List storage domains
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/storagedomains')
  @OperationId('listOvirtStorageDomains')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The storage domains.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtStorageDomains(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtStorageDomains> {
    return exchange.respond<OvirtStorageDomains>(await this.listOvirtStorageDomains({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List storage domains. */
  protected abstract listOvirtStorageDomains(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtStorageDomainsResponse>;

  /**
   * List pool of virtual machines
   * @isInt max
   * @minimum max 1
   * @maximum max 2147483647
   * @pattern caseSensitive ^(|[Tt]|[Tt][Rr][Uu][Ee]|[Yy]|[Yy][Ee][Ss]|1|[Ff]|[Ff][Aa][Ll][Ss][Ee]|[Nn]|[Nn][Oo]|0)$
   */
  @Get('/ovirt-engine/api/vmpools')
  @OperationId('listOvirtVmPools')
  @Security({"basicOvirt":[]})
  @Security({"bearerOvirt":[]})
  @SuccessResponse('200', 'The pools.', 'application/xml')
  @Response<OvirtRefusal>('400', 'The query or a header is not valid.', undefined, 'application/xml')
  @Response<OvirtRefusal>('401', 'The credential is missing or not valid, or it names no project.', undefined, 'application/xml')
  @Response<OvirtRefusal>('403', 'The role of the caller does not allow this.', undefined, 'application/xml')
  @Response<void>('406', 'The client accepts neither XML nor JSON. There is no body.')
  @Response<OvirtRefusal>('503', 'The host or the database cannot be reached.', undefined, 'application/xml')
  public async route_listOvirtVmPools(@Request() exchange: Exchange<Context>, @Header('Version') version?: '4', @Query('search') search?: string, @Query('max') max?: number, @Query('case_sensitive') caseSensitive?: string): Promise<OvirtVmPools> {
    return exchange.respond<OvirtVmPools>(await this.listOvirtVmPools({ version, search, max, caseSensitive }, exchange.context));
  }

  /** List pool of virtual machines. */
  protected abstract listOvirtVmPools(input: { version?: '4'; search?: string; max?: number; caseSensitive?: string }, context: Context): Promise<ListOvirtVmPoolsResponse>;
}
