import type { LoadedProject } from './files.ts';

/** Whether a project has the SDK for the web, which publishes settings and static files unasked. */
export const isWeb = ({ file }: LoadedProject) =>
  /\bMicrosoft\.NET\.Sdk\.Web\b/i.test(file.xml.root.attributes.Sdk ?? '');
