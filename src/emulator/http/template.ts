import type { ApiFormatName } from '../../platform/options.ts';
import { handlerSetting } from '../../platform/runtimes.ts';
import type { FunctionSettings, Settings } from '../../project/settings.ts';
import { isObject, type Members } from '../../settings/values.ts';
import { type Api, type ApiRoute, defaultRoute } from './routes.ts';
import { corsSettings, fixedCors } from './template-cors.ts';
import { Template } from './template-values.ts';

/** What a SAM template says of HTTP. Source: AWS SAM, resource and property reference. */
export interface TemplateHttp {
  readonly apis: readonly Api[];
  /** The URLs of functions, by their names. */
  readonly urls: ReadonlyMap<string, FunctionSettings['url']>;
  /** What is there and is not served, a sentence each. */
  readonly notes: readonly string[];
}

/** The two kinds of API that functions name as the source of events. */
const kinds = {
  HttpApi: {
    resource: 'AWS::Serverless::HttpApi',
    reference: 'ApiId',
    implicit: 'ServerlessHttpApi',
    format: 'http-api',
    stage: defaultRoute,
    cors: 'CorsConfiguration',
  },
  Api: {
    resource: 'AWS::Serverless::Api',
    reference: 'RestApiId',
    implicit: 'ServerlessRestApi',
    format: 'rest',
    stage: 'Prod',
    cors: 'Cors',
  },
} as const;

type Kind = keyof typeof kinds;
const isKind = (type: unknown): type is Kind => type === 'HttpApi' || type === 'Api';

/** The method of a route: `any` is every one, and so is the word that OpenAPI has for it. */
function methodOf(value: string): string {
  return /^(?:any|x-amazon-apigateway-any-method)$/i.test(value) ? 'ANY' : value.toUpperCase();
}

/** Resources of CloudFormation that lead requests to functions. */
const unread = /^AWS::(?:ApiGateway::Method|ApiGatewayV2::Route|ElasticLoadBalancingV2::ListenerRule)$/;

const payloadFormats: Readonly<Record<string, ApiFormatName>> = { '1.0': 'http-api-1.0', '2.0': 'http-api' };

class Reader {
  readonly notes: string[] = [];
  readonly urls = new Map<string, FunctionSettings['url']>();
  readonly #template: Template;
  readonly #settings: Pick<Settings, 'functions' | 'runtime'>;
  /** By the API's name in the template. */
  readonly #routes = new Map<string, { kind: Kind; routes: ApiRoute[] }>();

  constructor(template: Template, settings: Pick<Settings, 'functions' | 'runtime'>) {
    this.#template = template;
    this.#settings = settings;
  }

  read(): Api[] {
    const resources = Object.keys(this.#template.members('Resources'));
    for (const id of resources) {
      const { Type } = this.#template.members('Resources', id);
      if (Type === 'AWS::Serverless::Function') this.#readFunction(id);
    }
    const other = resources.find((id) => unread.test(String(this.#template.members('Resources', id).Type)));
    if (other !== undefined) {
      const place = this.#template.place('Resources', other);
      this.notes.push(
        `${place}: routes of CloudFormation are not read, only those of SAM; give --route for them.`,
      );
    }
    return [...this.#routes].map(([id, { kind, routes }]) => this.#api(id, kind, routes));
  }

  #readFunction(id: string): void {
    const properties = this.#template.members('Resources', id, 'Properties');
    const events = Object.keys(this.#template.members('Resources', id, 'Properties', 'Events'));
    const http = events.filter((name) =>
      isKind(this.#template.members('Resources', id, 'Properties', 'Events', name).Type),
    );
    const url = properties.FunctionUrlConfig;
    if (http.length === 0 && !isObject(url)) return;
    const fn = this.#functionOf(properties);
    if (fn === undefined) {
      const place = this.#template.place('Resources', id);
      this.notes.push(`${place}: ${id} is not a function in .yo-rc.json, so its routes are not served.`);
      return;
    }
    if (isObject(url)) {
      const cors = corsSettings(url.Cors);
      this.urls.set(fn.name, { auth: url.AuthType === 'NONE' ? 'none' : 'iam', ...(cors && { cors }) });
    }
    for (const name of http) this.#readEvent(['Resources', id, 'Properties', 'Events', name], fn.name);
  }

  /** By its name where the template gives one, else by its handler; on a managed runtime a variable names that. */
  #functionOf(properties: Members): FunctionSettings | undefined {
    const { functions, runtime } = this.#settings;
    const name = this.#template.text(properties.FunctionName);
    const named = functions.find((fn) => fn.name === name);
    if (named) return named;
    const environment = isObject(properties.Environment) ? properties.Environment.Variables : undefined;
    const variables = isObject(environment) ? environment : {};
    return functions.find((fn) => {
      const own = handlerSetting(runtime, fn.handler);
      const has = Object.entries(own.variables).every(([key, value]) => variables[key] === value);
      return own.handler === properties.Handler && has;
    });
  }

  #readEvent(keys: readonly string[], functionName: string): void {
    const { Type } = this.#template.members(...keys);
    const kind = Type as Kind;
    const properties = this.#template.members(...keys, 'Properties');
    const { format, reference, implicit, resource } = kinds[kind];
    const given = properties[reference];
    const id = given === undefined ? implicit : nameOf(given);
    const isThere =
      id === implicit || (id !== undefined && this.#template.members('Resources', id).Type === resource);
    if (id === undefined || !isThere) {
      this.notes.push(
        `${this.#template.place(...keys)}: ${reference} is no ${resource} of this template, so the route is not served.`,
      );
      return;
    }
    const route = this.#routeOf(keys, kind, properties);
    if (route === undefined) return;
    const version = String(properties.PayloadFormatVersion ?? '2.0');
    const own = kind === 'HttpApi' ? (payloadFormats[version] ?? format) : format;
    const api = this.#routes.get(id) ?? { kind, routes: [] };
    this.#routes.set(id, api);
    api.routes.push({ ...route, functionName, format: own });
  }

  #routeOf(keys: readonly string[], kind: Kind, properties: Members) {
    const path = this.#template.text(properties.Path);
    const method = this.#template.text(properties.Method);
    const isDefault = (path === undefined && method === undefined) || path === defaultRoute;
    if (kind === 'HttpApi' && isDefault) return { path: defaultRoute, method: 'ANY' };
    if (path?.startsWith('/') && method !== undefined) return { path, method: methodOf(method) };
    const place = this.#template.place(...keys);
    this.notes.push(`${place}: the route has no Path and Method that can be read here, so it is not served.`);
    return undefined;
  }

  #api(id: string, kind: Kind, routes: readonly ApiRoute[]): Api {
    const { format, stage: usual, cors } = kinds[kind];
    const own = this.#template.members('Resources', id, 'Properties');
    const properties = { ...this.#template.members('Globals', kind), ...own };
    const { StageName, DefinitionBody, DefinitionUri, BinaryMediaTypes } = properties;
    const stage = StageName === undefined ? usual : this.#template.text(StageName);
    const place = this.#template.place('Resources', id);
    if (stage === undefined) {
      this.notes.push(`${place}: only CloudFormation knows the StageName of ${id}; here it is ${usual}.`);
    }
    if (DefinitionBody !== undefined || DefinitionUri !== undefined) {
      this.notes.push(
        `${place}: routes of the OpenAPI definition of ${id} are not served, only those of Events.`,
      );
    }
    const types = Array.isArray(BinaryMediaTypes) ? BinaryMediaTypes : [];
    return {
      id,
      format,
      stage: stage ?? usual,
      routes,
      cors: kind === 'HttpApi' ? corsSettings(properties[cors]) : undefined,
      fixedCors: kind === 'Api' ? fixedCors(properties[cors], routes) : undefined,
      binaryMediaTypes: types.filter((type) => typeof type === 'string'),
      opening: `give ${id} a ${cors} in ${this.#template.path} to open it to web pages`,
    };
  }
}

/** The name of a resource, as text or by `!Ref`. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value.Ref === 'string' ? value.Ref : undefined;
}

/**
 * The routes, APIs and URLs of a project's functions in the text of a SAM template.
 * @throws UserError when it is no YAML, or too large.
 */
export function templateHttp(
  text: string,
  path: string,
  settings: Pick<Settings, 'functions' | 'runtime'>,
): TemplateHttp {
  const reader = new Reader(new Template(text, path), settings);
  const apis = reader.read();
  return { apis, urls: reader.urls, notes: reader.notes };
}
