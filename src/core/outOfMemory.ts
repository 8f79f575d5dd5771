/** How Node, V8, C++ and the system say that there is no memory left. */
const sayings =
  /out of memory|bad_alloc|bad allocation|failed to allocate|allocation failed|cannot allocate memory|\bENOMEM\b|ERR_(?:WORKER_OUT_OF_MEMORY|MEMORY_ALLOCATION_FAILED)/i;

/** Whether a failure, or the last words of a process, tell that memory ran out. */
export function tellsOfMemory(said: unknown): boolean {
  if (said instanceof Error)
    return sayings.test(`${said.message} ${(said as { code?: unknown }).code ?? ''}`);
  return typeof said === 'string' && sayings.test(said);
}
