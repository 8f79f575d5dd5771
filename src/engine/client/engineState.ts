/**
 * `stopped`: no process (not needed yet, idle, or given up); `starting`: forked, not answering yet; `loading`: reads
 * the checkpoint; `ready`: waits for work; `working`: calls are under way; `restarting`: it crashed, and a new one
 * follows after a pause.
 */
export type EngineState = 'stopped' | 'starting' | 'loading' | 'ready' | 'working' | 'restarting';
