/**
 * What a web page can do to send a request, each as a function that runs in the page. They return when the page
 * knows of an end; where it does not, at once: the server sees the request all the same.
 */
export interface Attack {
  readonly name: string;
  readonly run: (url: string) => unknown;
  /** The page itself goes elsewhere. */
  readonly leaves?: true;
  /** A page can do it once at a time. */
  readonly alone?: boolean;
}

/** Fetches in every mode that a page may choose. */
const fetches: Attack[] = [
  { name: 'fetch', run: (url) => fetch(url).catch(() => 0) },
  { name: 'fetch POST', run: (url) => fetch(url, { method: 'POST', body: '"event"' }).catch(() => 0) },
  { name: 'fetch no-cors', run: (url) => fetch(url, { mode: 'no-cors' }).catch(() => 0) },
  {
    name: 'fetch POST no-cors',
    run: (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: '"event"' }).catch(() => 0),
  },
  {
    name: 'fetch POST no-cors without a Referer',
    run: (url) =>
      fetch(url, { method: 'POST', mode: 'no-cors', referrerPolicy: 'no-referrer', body: '1' }).catch(
        () => 0,
      ),
  },
  {
    name: 'fetch POST of JSON',
    run: (url) =>
      fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '1' }).catch(
        () => 0,
      ),
  },
  {
    name: 'fetch PUT with a header of its own',
    run: (url) => fetch(url, { method: 'PUT', headers: { 'X-Own': '1' }, body: '1' }).catch(() => 0),
  },
  {
    name: 'fetch with credentials',
    run: (url) => fetch(url, { method: 'POST', credentials: 'include', body: '1' }).catch(() => 0),
  },
  {
    name: 'fetch keepalive',
    run: (url) => fetch(url, { method: 'POST', mode: 'no-cors', keepalive: true, body: '1' }).catch(() => 0),
  },
  {
    name: 'XMLHttpRequest',
    run: (url) =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onloadend = () => resolve(0);
        request.open('POST', url);
        request.send('"event"');
      }),
  },
  { name: 'sendBeacon', run: (url) => navigator.sendBeacon(url, '"event"') },
  {
    name: 'sendBeacon of a form',
    run: (url) => navigator.sendBeacon(url, new URLSearchParams({ a: '1' })),
  },
];

/** Elements that load something by themselves. */
const elements: Attack[] = (
  [
    ['img', 'src'],
    ['script', 'src'],
    ['iframe', 'src'],
    ['embed', 'src'],
    ['object', 'data'],
    ['video', 'src'],
  ] as const
).map(([tag, attribute]) => ({
  name: `<${tag}>`,
  // A function runs in the page without what is around it, so its text is made here.
  run: new Function(
    'url',
    `const element = document.createElement('${tag}');
     element.${attribute} = url;
     document.body.append(element);`,
  ) as Attack['run'],
}));

const links: Attack[] = ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon'].map((rel) => ({
  name: `<link rel=${rel}>`,
  alone: rel === 'icon',
  run: new Function(
    'url',
    `const link = document.createElement('link');
     Object.assign(link, { rel: '${rel}', href: url });
     if ('${rel}' === 'preload') link.as = 'image';
     document.head.append(link);`,
  ) as Attack['run'],
}));

const forms: Attack[] = [
  ['application/x-www-form-urlencoded', 'frame'],
  ['text/plain', 'frame'],
  ['multipart/form-data', 'frame'],
  ['text/plain', '_blank'],
].map(([type, target]) => ({
  name: `form of ${type} into ${target}`,
  alone: target === '_blank',
  run: new Function(
    'url',
    `const form = document.createElement('form');
     form.action = url;
     form.method = 'POST';
     form.enctype = '${type}';
     form.target = '${target}' === 'frame' ? 'frame' + Math.random() : '${target}';
     const input = document.createElement('input');
     input.name = '{"a":"';
     input.value = '"}';
     form.append(input);
     const frame = document.createElement('iframe');
     frame.name = form.target;
     document.body.append(frame, form);
     form.submit();`,
  ) as Attack['run'],
}));

const others: Attack[] = [
  {
    name: 'EventSource',
    run: (url) =>
      new Promise((resolve) => {
        const source = new EventSource(url);
        source.onerror = () => {
          source.close();
          resolve(0);
        };
      }),
  },
  {
    name: 'WebSocket',
    run: (url) =>
      new Promise((resolve) => {
        new WebSocket(url.replace('http', 'ws')).onclose = () => resolve(0);
      }),
  },
  { name: 'window.open', run: (url) => void window.open(url), alone: true },
  {
    name: 'navigation',
    run: (url) => {
      location.href = url;
    },
    leaves: true,
  },
  {
    name: 'navigation by a form',
    run: (url) => {
      const form = document.createElement('form');
      form.action = url;
      form.method = 'POST';
      form.enctype = 'text/plain';
      document.body.append(form);
      form.submit();
    },
    leaves: true,
  },
];

export const attacks: readonly Attack[] = [...fetches, ...elements, ...links, ...forms, ...others];
