import type { Agent } from 'node:http';

/** The variables that name a proxy, as the AWS CLI and other tools read them; lower case wins. */
const names = ['https_proxy', 'http_proxy', 'all_proxy'];

const isSet = (name: string, env: NodeJS.ProcessEnv) => Boolean(env[name] || env[name.toUpperCase()]);

/** Whether calls of AWS go through a proxy. */
const hasProxy = (env: NodeJS.ProcessEnv): boolean => names.some((name) => isSet(name, env));

/**
 * What the SDK's HTTP handler takes for a machine whose way out is a proxy: HTTPS_PROXY, HTTP_PROXY and NO_PROXY count.
 * The SDK itself reads none of them. Undefined where there is no proxy.
 */
export async function proxyAgents(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ httpAgent: Agent; httpsAgent: Agent } | undefined> {
  if (!hasProxy(env)) return undefined;
  const { ProxyAgent } = await import('proxy-agent');
  const agent = new ProxyAgent({ keepAlive: true });
  return { httpAgent: agent as unknown as Agent, httpsAgent: agent as unknown as Agent };
}
