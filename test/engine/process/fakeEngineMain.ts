/** The real engine's process around the fake model: what the tests fork. */
import { runEngine } from '../../../src/engine/runEngine';
import { loadFakeModel } from './fakeModel';

runEngine(__filename, loadFakeModel);
