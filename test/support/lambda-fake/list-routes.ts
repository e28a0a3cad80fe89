import { page, type Route, route } from './route.ts';

/** The lists that only `status` asks for, as Lambda answers them: two to a page. */
export const listRoutes: readonly Route[] = [
  route('GET', '/2021-10-31/functions/:name/urls', 'ListFunctionUrlConfigs', (fake, request) => {
    const fn = fake.get(request.names[0]);
    const urls = [...fn.urls].map(([qualifier, url]) => ({
      ...url,
      FunctionArn: `${fn.configuration.FunctionArn}${qualifier === '' ? '' : `:${qualifier}`}`,
    }));
    return page(urls, request, 'FunctionUrlConfigs');
  }),
  // Those of an alias are listed under its own name alone.
  route('GET', '/2015-03-31/event-source-mappings', 'ListEventSourceMappings', (fake, request) => {
    const [name, qualifier] = (request.query.get('FunctionName') ?? '').split(':');
    const fn = fake.get(name);
    const arn = `${fn.configuration.FunctionArn}${qualifier === undefined ? '' : `:${qualifier}`}`;
    const found = fn.triggers.filter(({ FunctionArn }) => FunctionArn === arn);
    return page(found, request, 'EventSourceMappings');
  }),
  route(
    'GET',
    '/2019-09-30/functions/:name/provisioned-concurrency',
    'ListProvisionedConcurrencyConfigs',
    (fake, request) => page(fake.get(request.names[0]).provisioned, request, 'ProvisionedConcurrencyConfigs'),
  ),
];
