import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Person } from './person';

/** Runs axe-core in the panel's own document; returns its serious and critical violations, in words. */
export async function seriousViolations(person: Person): Promise<string[]> {
  const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
  const body = person.panel().locator('body');
  // The panel's content security policy refuses scripts added to the page; evaluating goes through the debugger.
  await body.evaluate((_body, script) => {
    (0, eval)(script);
  }, source);
  return body.evaluate(async () => {
    interface Violation {
      readonly id: string;
      readonly impact: string;
      readonly help: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: readonly Violation[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html}\n${nodes[0]?.failureSummary}`);
  });
}
