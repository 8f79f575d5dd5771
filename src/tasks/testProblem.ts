import type { LockCode } from '../core/check/lock';

/** What keeps expectations or the lock from being read, written or compared. */
export type CheckProblemCode =
  | LockCode
  | 'tests-missing'
  | 'tests-files-missing'
  /** A test file names a file that is not there. */
  | 'tests-match-nothing'
  /** It would be written through a link. */
  | 'lock-link'
  | 'lock-unwritable'
  /** Packed pictures can be compared with texts of their own checkpoint only. */
  | 'lock-other-checkpoint'
  | 'lock-pictures-changed'
  /** A new baseline is of other pictures than the earlier one. */
  | 'lock-pictures-replaced'
  | 'lock-spells-gone'
  /** Some spells cannot be accepted without the rest. */
  | 'lock-partly';
