// The notes of a release: what CHANGELOG.md says of the version in package.json. A tag of another version, or a version
// that the changelog does not have, ends the release before anything is published.
//   node scripts/release-notes.mjs v0.2.0
import { readFileSync } from 'node:fs';

const [tag] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
if (tag !== `v${version}`) {
  console.error(
    `The tag is "${tag ?? ''}" and package.json has version ${version}; tag v${version}, or raise the version.`,
  );
  process.exit(1);
}
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const section = changelog
  .split(/^## /m)
  .slice(1)
  .find((text) => text.split(/\s/, 1)[0] === version);
if (section === undefined) {
  console.error(`CHANGELOG.md has no section "## ${version}"; give "Unreleased" that name.`);
  process.exit(1);
}
console.log(section.slice(section.indexOf('\n')).trim());
