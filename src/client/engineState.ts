import type { EngineWork } from '../core/ports';
import type { ProcessStall, ProcessState } from './process/processState';

/** Where an engine's process stands. */
export type EngineState = ProcessState;

/** What is wrong with an engine while it is stuck, and what can be done. */
export type Stall = ProcessStall<EngineWork>;
