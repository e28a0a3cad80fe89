import { describe, expect, it } from 'vitest';
import { defaultsFunctions, templateFunctions } from '../../src/convert/read/deployment.ts';
import { readStructured } from '../../src/convert/read/document.ts';
import { applyChecks } from '../../src/doctor/examine.ts';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import type { ProjectFacts } from '../../src/doctor/project/facts.ts';
import { planChanges } from '../../src/doctor/project/fixes.ts';
import type { FunctionSettings } from '../../src/project/settings.ts';
import { verdict } from './project-support.ts';
import { factsOf, projectOf, settingsOf } from './support.ts';

const fn = (changes: Partial<FunctionSettings> = {}): FunctionSettings => ({
  name: 'hello',
  handler: 'uppercase',
  memorySize: 256,
  timeout: 30,
  ...changes,
});
const makefile = (text: string) => ({ path: 'Makefile', text });
const whole = makefile('FUNCTION := hello\nHANDLER := uppercase\nMEMORY := 256\nTIMEOUT := 30\n');

const ask = (
  functions: [FunctionSettings, ...FunctionSettings[]],
  changes: Partial<ProjectFacts>,
  id = changes.deployed === undefined ? 'makefile-values' : 'deployment-files',
) => verdict(id, { settings: settingsOf({ functions }), ...changes });

describe('what deploys a function', () => {
  it('says what the settings say', () => {
    expect(ask([fn()], { makefile: whole })?.severity).toBe('ok');
  });

  it.each<[string, Partial<FunctionSettings>, string, string]>([
    ['memory', { memorySize: 1024 }, 'warning', 'memorySize 1024, and Makefile (MEMORY) 256'],
    ['timeout', { timeout: 5 }, 'warning', 'timeout 5, and Makefile (TIMEOUT) 30'],
    ['handler', { handler: 'lower' }, 'error', 'handler lower, and Makefile (HANDLER) uppercase'],
    ['name', { name: 'other' }, 'error', 'name other, and Makefile (FUNCTION) hello'],
  ])('with another %s is found, and fixed in the Makefile', (_what, change, severity, what) => {
    expect(ask([fn(change)], { makefile: whole })).toMatchObject({
      severity,
      what: `.yo-rc.json has ${what}.`,
      fixable: true,
    });
    const project = projectOf({ settings: settingsOf({ functions: [fn(change)] }), makefile: whole });
    const { fixes } = applyChecks('project', projectChecks, factsOf({ project }));
    const [fixed] = planChanges(project, fixes);
    expect(ask([fn(change)], { makefile: makefile(fixed?.after ?? '') })?.severity).toBe('ok');
  });

  const template = (properties: string) =>
    templateFunctions(
      readStructured(
        `Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionName: hello\n${properties}`,
        'template.yaml',
      ),
    );

  it.each<[string, string, string | undefined]>([
    [
      'another',
      '      MemorySize: 512\n      Timeout: 30\n',
      'memorySize 256, and template.yaml (Hello) 512',
    ],
    ['CloudFormation’s default', '      MemorySize: 256\n', 'timeout 30, and template.yaml (Hello) 3'],
    [
      'a value that only CloudFormation knows',
      '      MemorySize: !Ref M\n      Timeout: !Ref T\n',
      undefined,
    ],
  ])('in a template with %s', (_what, properties, what) => {
    const answer = ask([fn()], { makefile: whole, deployed: template(properties) });
    if (what === undefined) expect(answer?.severity).toBe('ok');
    else
      expect(answer).toMatchObject({ severity: 'warning', what: `.yo-rc.json has ${what}.`, fixable: false });
  });

  it('in the defaults of AWS’s tools', () => {
    const text = JSON.stringify({ 'function-handler': 'uppercase', 'function-memory-size': 128 });
    const deployed = defaultsFunctions(readStructured(text, 'aws-lambda-tools-defaults.json'));
    expect(ask([fn()], { deployed })).toMatchObject({
      severity: 'warning',
      what: '.yo-rc.json has memorySize 256, and aws-lambda-tools-defaults.json 128.',
    });
  });

  it('names what "make deploy" must be given for a function that differs from the first', () => {
    const orders = fn({ name: 'hello-orders', handler: 'orders', memorySize: 1024 });
    expect(ask([fn(), orders], { makefile: whole })).toMatchObject({
      severity: 'info',
      what: "Some functions differ from the Makefile's: make deploy FUNCTION=hello-orders HANDLER=orders MEMORY=1024.",
    });
  });
});
