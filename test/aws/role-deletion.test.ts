import { describe, expect, it } from 'vitest';
import { stage } from './support.ts';

const here = stage();
const name = 'hello-echo-role';
const both = { delete: true, 'delete-role': true, role: undefined } as const;
const plan = async (flags = {}) =>
  (await here.deploy({ ...both, 'dry-run': true, ...flags })).planned[0]?.plan;

describe('--delete', () => {
  it('says that the role stays, and with --delete-role deletes what --create-role made', async () => {
    await here.deployOne({ 'create-role': true, tracing: 'active' });
    here.fake.iam.role(name).policies.add('arn:aws:iam::123456789012:policy/orders-table');
    expect(await plan({ 'delete-role': undefined })).toMatchObject({
      steps: [{ action: 'delete function' }],
      notes: ['its role hello-echo-role stays; --delete-role deletes it too.'],
    });
    expect(await plan()).toMatchObject({
      steps: [
        { action: 'delete function' },
        {
          action: 'delete role',
          changes: [
            { field: 'role', to: name },
            { field: 'it has also', to: 'orders-table' },
          ],
        },
      ],
      notes: [],
    });
    expect((await here.deployOne(both)).done).toEqual(['delete function', 'delete role']);
    expect(here.fake.functions.size).toBe(0);
    expect(here.fake.iam.roles.has(name)).toBe(false);
    // A second time there is nothing to do.
    expect((await here.deployOne(both)).done).toEqual([]);
  });

  it('deletes the role that a function has left behind', async () => {
    await here.deployOne({ 'create-role': true });
    await here.deployOne({ delete: true, role: undefined });
    expect(here.fake.iam.roles.has(name)).toBe(true);
    expect((await here.deployOne(both)).done).toEqual(['delete role']);
  });

  it('says nothing of a role that somebody gave to the function', async () => {
    await here.deployOne({ role: 'exec' });
    expect(await plan({ 'delete-role': undefined })).toMatchObject({ notes: [] });
    expect((await here.deployOne(both)).done).toEqual(['delete function']);
    expect(here.fake.iam.roles.has('exec')).toBe(true);
  });

  it('leaves a role of that name that was made by somebody else, and changes nothing', async () => {
    await here.deployOne({ 'create-role': true });
    here.fake.iam.role(name).tags.clear();
    await expect(here.deploy(both)).rejects.toThrow(
      'The role hello-echo-role has no tag that says that it was made for hello-echo; leave out --delete-role',
    );
    expect(here.fake.functions.size).toBe(1);
  });

  it('leaves a role that serves the function in another region too', async () => {
    await here.deployOne({ 'create-role': true });
    here.fake.iam.role(name).inline.set('lambda-nativeaot-us-east-1', '{}');
    await expect(here.deploy(both)).rejects.toThrow(
      'The role hello-echo-role serves hello-echo in us-east-1 too; leave out --delete-role',
    );
    expect(here.fake.functions.size).toBe(1);
  });

  it('wants both flags', async () => {
    await expect(here.deploy({ 'delete-role': true })).rejects.toThrow(
      '--delete-role goes with --delete; give both.',
    );
  });
});
