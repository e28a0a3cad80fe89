import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from 'playwright-core';
import { missingTools } from './tools.ts';

/** Where Debian, and GitHub's machines, have one. */
const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
];

const found = () => places.find((place) => place !== undefined && existsSync(place));

/**
 * The program of Chromium, or why a test that needs it must be skipped. On CI as root it is installed from Debian's
 * packages first.
 */
export async function findChromium(): Promise<{ path: string } | { missing: string }> {
  const missing = found() === undefined ? await missingTools('chromium') : undefined;
  const path = found();
  return path === undefined ? { missing: missing ?? 'no chromium in /usr/bin' } : { path };
}

/** Starts Chromium without a window and with a profile of its own, which is empty. */
export function startChromium(path: string, profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: path,
    headless: true,
    // Its sandbox does not start as root, which containers run as.
    chromiumSandbox: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
