import type { RootHookObject } from 'mocha';
import { Person } from './person';

/** A test that fails says what stood in the editor: nobody sees it there. */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Mocha.Context) {
    if (this.currentTest?.state !== 'failed') return;
    for (const person of Person.present) {
      const state = await person.state().catch((error: unknown) => String(error));
      console.log(`\nAfter “${this.currentTest.fullTitle()}”:\n${state}\n`);
    }
  },
};
