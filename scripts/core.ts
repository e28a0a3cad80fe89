// Part of every entry point, so that what the bin starts with is one file in dist and not one a module.
import '../src/cli/main.ts';
