import { loadModel } from './loadModel';
import { runEngine } from './runEngine';

runEngine(loadModel);
