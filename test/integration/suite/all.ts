/** Every test file of the suite. */
import './activation.test';
