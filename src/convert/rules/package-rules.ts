/** A package that does not run natively, at all or in old versions. */
export interface PackageRule {
  readonly id: RegExp;
  /** The version from which it does; none when no version is known to. */
  readonly from?: string;
  /** Another package that makes it run natively. */
  readonly unless?: RegExp;
  readonly problem: string;
  readonly wayOut: string;
}

/** One row a kind of package; the first match counts. */
export const packageRules: readonly PackageRule[] = [
  {
    id: /^AWSSDK\./i,
    from: '4.0.0',
    problem: 'versions 3 of the AWS SDK are only partly safe under trimming',
    wayOut: 'raise it to version 4',
  },
  {
    id: /^AWSXRayRecorder/i,
    problem: 'the X-Ray SDK works by reflection and is in maintenance mode',
    wayOut: 'use OpenTelemetry (AWS Distro), or leave tracing to Lambda itself',
  },
  {
    id: /^Amazon\.Lambda\.Serialization\.Json$/i,
    problem: 'it serializes with Newtonsoft.Json, by reflection',
    wayOut:
      'the new entry point uses Amazon.Lambda.Serialization.SystemTextJson; check [JsonProperty] and other Newtonsoft attributes, which no longer count',
  },
  {
    id: /^Newtonsoft\.Json$/i,
    problem: 'it works by reflection and loses the members that trimming removes',
    wayOut: 'move to System.Text.Json with a JsonSerializerContext',
  },
  {
    id: /^Amazon\.Lambda\.AspNetCoreServer$/i,
    problem: 'it runs MVC through a generic host, which does not run natively',
    wayOut: 'move to a minimal API with Amazon.Lambda.AspNetCoreServer.Hosting',
  },
  {
    id: /^AutoMapper/i,
    problem: 'it builds its maps at run time',
    wayOut: 'map by hand or with Mapperly (a source generator)',
  },
  {
    id: /^MediatR/i,
    problem: 'it finds its handlers by scanning assemblies',
    wayOut: 'call the handlers, or use Mediator (a source generator)',
  },
  {
    id: /^(Microsoft\.EntityFrameworkCore|Npgsql\.EntityFrameworkCore|Pomelo\.EntityFrameworkCore)/i,
    problem: 'EF Core builds its queries at run time; its NativeAOT support is experimental',
    wayOut: 'use ADO.NET or Dapper.AOT, or precompiled queries',
  },
  {
    id: /^Dapper$/i,
    unless: /^Dapper\.AOT$/i,
    problem: 'it makes code at run time',
    wayOut: 'add Dapper.AOT, which generates it at build time',
  },
  {
    id: /^(Autofac|Castle\.Core|Lamar|StructureMap|Ninject|Unity)(\.|$)/i,
    problem: 'this container makes code at run time',
    wayOut: 'use Microsoft.Extensions.DependencyInjection',
  },
  {
    id: /^(Swashbuckle|NSwag)\./i,
    problem: 'it describes the API by reflection',
    wayOut: 'use Microsoft.AspNetCore.OpenApi, or describe the API at build time',
  },
  {
    id: /^Serilog\.Settings\.Configuration$/i,
    problem: 'it finds sinks by scanning assemblies',
    wayOut: 'configure Serilog in code',
  },
];
