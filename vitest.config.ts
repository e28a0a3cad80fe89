import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: native builds and emulators of one file should not starve another's.
    maxWorkers: 2,
    // A shared runner may have a port or a core taken for a moment; a real fault fails twice.
    retry: process.env.CI ? 1 : 0,
    // Generous, because machines differ: a test that hangs fails, a slow one does not.
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
