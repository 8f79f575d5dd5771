import { loadModel } from './loadModel';
import { runEngine } from './runEngine';

runEngine(__filename, loadModel);
